//! The kinds of path, each a type of its own, with no silent conversion between them.
//!
//! A generator that keeps every path as a `String` mixes them up sooner or later. Here a path
//! inside the site's folder, a path of a URL and a path inside the output folder cannot be
//! swapped without naming the step.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Bytes in the name of a file or folder: what Linux and macOS take, and Windows in characters.
pub(crate) const LONGEST_NAME: usize = 255;

/// A file of the site, relative to the site's root folder, with `/` between the parts:
/// `content/blog/scope.md`, `site.yaml`, `templates/page.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// A path that already has the form described on the type.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The path of `file` inside `root`; `None` where it lies outside. A name that is not
    /// Unicode is shown with replacement characters: it is only ever reported, not opened.
    pub fn relative_to(root: &Path, file: &Path) -> Option<Self> {
        // The common case, without taking ten thousand paths apart.
        #[cfg(unix)]
        if let (Some(root), Some(file)) = (root.to_str(), file.to_str())
            && let Some(below) = file.strip_prefix(root).and_then(|file| file.strip_prefix('/'))
            && !below.split('/').any(|part| matches!(part, "" | "." | ".."))
        {
            return Some(Self(below.into()));
        }
        let relative = file.strip_prefix(root).ok()?;
        let parts: Vec<_> =
            relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(Self(parts.join("/").into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the file is on disk.
    pub fn on_disk(&self, root: &Path) -> PathBuf {
        root.join(&*self.0)
    }

    /// The last part: `scope.md`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder that the file is in, without a slash at the end; empty for the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path below `folder`, if it is there.
    pub fn below(&self, folder: &str) -> Option<&str> {
        match folder {
            "" => Some(&self.0),
            _ => self.0.strip_prefix(folder)?.strip_prefix('/'),
        }
    }
}

impl serde::Serialize for SourcePath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The path of a URL of the site: begins with `/` and, for a page, ends with one. It knows
/// nothing of the base path (`https://name.example/course/`), nor of percent encoding; both
/// are added where a URL is written out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// A path that begins with `/`; the slash is added where it is missing.
    pub fn new(path: &str) -> Self {
        match path.starts_with('/') {
            true => Self(path.into()),
            false => Self(format!("/{path}").into()),
        }
    }

    /// The site's home, `/`.
    pub fn home() -> Self {
        Self("/".into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL of a page with the name `segment` below this one: `/blog/` and `scope` give
    /// `/blog/scope/`.
    pub fn page(&self, segment: &str) -> Self {
        Self(format!("{}/{segment}/", self.0.trim_end_matches('/')).into())
    }

    /// The URL of a file below this page: `/blog/` and `feed.xml` give `/blog/feed.xml`.
    pub fn file(&self, name: &str) -> Self {
        Self(format!("{}/{name}", self.0.trim_end_matches('/')).into())
    }

    /// The folded form under which two URLs count as one: what a file system that ignores
    /// case would do with them.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// The file that answers this URL: `/blog/` is `blog/index.html`, `/feed.xml` is
    /// `feed.xml`.
    ///
    /// # Errors
    /// [`UnsafePath`] where the URL would leave the output folder or names no file there.
    pub fn output(&self) -> Result<OutputPath, UnsafePath> {
        let relative = self.0.trim_start_matches('/');
        match relative.is_empty() || relative.ends_with('/') {
            true => OutputPath::new(&format!("{relative}index.html")),
            false => OutputPath::new(relative),
        }
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file inside the output folder, relative to it. It holds only plain names, so that joining
/// it to the folder cannot lead out of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

/// A path that would leave the output folder, or that names no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsafePath(pub String);

impl fmt::Display for UnsafePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no file inside the output folder", self.0)
    }
}

impl OutputPath {
    /// Checks a relative path with `/` between the parts.
    ///
    /// # Errors
    /// [`UnsafePath`] for an empty part, `.`, `..`, a backslash, a colon or a control character.
    pub fn new(path: &str) -> Result<Self, UnsafePath> {
        let plain = |part: &str| {
            !matches!(part, "" | "." | "..")
                && !part.contains(|c: char| c == '\\' || c == ':' || c.is_control())
        };
        match path.split('/').all(plain) {
            true => Ok(Self(path.into())),
            false => Err(UnsafePath(path.to_owned())),
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folded form under which two files count as one: what a file system that ignores case
    /// would do with them.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// Whether a part is longer than a file system takes.
    pub fn is_too_long(&self) -> bool {
        self.0.split('/').any(|part| part.len() > LONGEST_NAME)
    }

    /// Where the file is on disk.
    pub fn on_disk(&self, output: &Path) -> PathBuf {
        output.join(&*self.0)
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands in the path of a URL as it is (RFC 3986, section 3.3); the rest is
/// percent-encoded.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Where the site lives: `https://name.example/course/`. The one place that turns a
/// [`UrlPath`] into what is written in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://name.example`
    origin: String,
    /// Empty, or `/course`: no slash at the end.
    path: String,
}

impl BaseUrl {
    /// The root of no host in particular: links work, permalinks are paths.
    pub fn root() -> Self {
        Self { origin: String::new(), path: String::new() }
    }

    /// Reads an `http` or `https` URL without query and fragment; a slash at the end is
    /// optional. `None` for anything else.
    pub fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]_".contains(c);
        let good = matches!(scheme, "http" | "https")
            && host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            && host.chars().all(plain)
            && !path.contains(['?', '#', ' ', '"', '<', '>', '\\'])
            && !path.contains("//")
            && !path.split('/').any(|part| matches!(part, "." | ".."));
        good.then(|| Self {
            origin: format!("{scheme}://{host}"),
            path: path.trim_end_matches('/').to_owned(),
        })
    }

    /// The URL for a link inside the site: base path and path, percent-encoded.
    pub fn href(&self, path: &UrlPath) -> String {
        format!("{}{}", self.path, utf8_percent_encode(path.as_str(), PATH))
    }

    /// The full URL.
    pub fn permalink(&self, path: &UrlPath) -> String {
        format!("{}{}", self.origin, self.href(path))
    }

    /// `https://name.example`, without a path.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The part below the base path of what stands in a finished page: a full URL, or a path from
    /// the host's root. `None` where it leads out of the site.
    pub fn inside<'a>(&self, url: &'a str) -> Option<&'a str> {
        let path = match url.starts_with('/') {
            true => url,
            false => url.strip_prefix(&*self.origin).filter(|_| !self.origin.is_empty())?,
        };
        match path.strip_prefix(&*self.path)? {
            "" => Some("/"),
            inside => inside.starts_with('/').then_some(inside),
        }
    }

    /// The part of a URL path that an author wrote with the base path in front; as it is
    /// where the base path does not stand in front.
    pub fn strip<'a>(&self, path: &'a str) -> &'a str {
        match path.strip_prefix(&*self.path) {
            Some(rest) if rest.starts_with('/') => rest,
            _ => path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_become_files() {
        for (url, file) in [
            ("/", "index.html"),
            ("/blog/", "blog/index.html"),
            ("/blog/feed.xml", "blog/feed.xml"),
            ("/404.html", "404.html"),
        ] {
            assert_eq!(UrlPath::new(url).output().unwrap().as_str(), file);
        }
    }

    #[test]
    fn the_base_path_is_added_in_one_place() {
        let base = BaseUrl::parse("https://name.example/course/").unwrap();
        let path = UrlPath::new("/blog/één foto.jpg");
        assert_eq!(base.href(&path), "/course/blog/%C3%A9%C3%A9n%20foto.jpg");
        assert_eq!(base.permalink(&UrlPath::home()), "https://name.example/course/");
        assert_eq!(base.strip("/course/blog/"), "/blog/");
        for wrong in
            ["name.example", "ftp://x/", "https://", "https://x/?q", "https:///x", "https://a b/"]
        {
            assert_eq!(BaseUrl::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nothing_leads_out_of_the_output_folder() {
        for path in ["", "..", "a/../b", "/etc", "a//b", "a\\b", "c:x", "a/./b", "a\0b"] {
            assert!(OutputPath::new(path).is_err(), "{path:?}");
        }
        assert!(UrlPath::new("/../x/").output().is_err());
    }
}
