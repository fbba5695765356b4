//! What a finished page says of itself and where it leads, read from its HTML: so that templates,
//! lists and menus count like an author's links.

use std::collections::{BTreeSet, HashMap};

use lol_html::{HtmlRewriter, Settings, element, text};
use percent_encoding::percent_decode_str;

use crate::link::{self, Leads};
use crate::path::UrlPath;
use crate::render::Artifact;
use crate::site::{Site, search_folder};

/// Attributes that hold a URL which a browser asks for.
const URLS: &[&str] = &["href", "src", "poster", "data"];

/// What was read from one finished page.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// Its URL.
    pub url: UrlPath,
    /// What a browser has in its tab and a search engine shows, as it stands in the HTML.
    pub title: String,
    /// URLs of the site that a reader can go to from here.
    pub follows: BTreeSet<UrlPath>,
    /// URLs of the site that it takes in: pictures, stylesheets.
    pub shows: BTreeSet<UrlPath>,
    /// URLs inside the site that nothing answers, as they are written.
    pub dead: BTreeSet<String>,
}

/// All URLs that a site answers, by the files that answer them: `/blog/` and `/blog/index.html`
/// are one.
pub struct Answers<'s> {
    site: &'s Site,
    by_file: HashMap<String, &'s UrlPath>,
}

/// Where a URL in a page leads.
enum Target<'s> {
    Outside,
    Answered(&'s UrlPath),
    Dead,
}

impl<'s> Answers<'s> {
    /// Those of a site.
    pub fn new(site: &'s Site) -> Self {
        let file = |url: &'s UrlPath| Some((url.output().ok()?.as_str().to_owned(), url));
        Self { site, by_file: site.routes.keys().filter_map(file).collect() }
    }

    /// Reads a finished page; `None` of what is no HTML.
    pub fn read(&self, url: &UrlPath, artifact: &Artifact) -> Option<Rendered> {
        if !artifact.media_type.starts_with("text/html") {
            return None;
        }
        let mut title = String::new();
        let mut rendered = Rendered {
            url: url.clone(),
            title: String::new(),
            follows: BTreeSet::new(),
            shows: BTreeSet::new(),
            dead: BTreeSet::new(),
        };
        let settings = Settings::new()
            .with_strict(false)
            .append_element_content_handler(element!("*", |element| {
                let follows = matches!(&*element.tag_name(), "a" | "area");
                for name in URLS {
                    if let Some(written) = element.get_attribute(name) {
                        self.take(&written, follows, &mut rendered);
                    }
                }
                let set = element.get_attribute("srcset").unwrap_or_default();
                for one in set.split(',').filter_map(|one| one.split_whitespace().next()) {
                    self.take(one, false, &mut rendered);
                }
                // The picture of a shared link. Most of what else stands there is no URL.
                if let Some(content) = element.get_attribute("content")
                    && let Target::Answered(shown) = self.full(&content)
                {
                    rendered.shows.insert(shown.clone());
                }
                Ok(())
            }))
            .append_element_content_handler(text!("head > title", |chunk| {
                title.push_str(chunk.as_str());
                Ok(())
            }));
        let mut reader = HtmlRewriter::new(settings, |_: &[u8]| {});
        // Without strictness and without a limit of memory, nothing is refused.
        let read = reader.write(&artifact.bytes).and_then(|()| reader.end());
        read.ok()?;
        rendered.title = title.trim().to_owned();
        Some(rendered)
    }

    fn take(&self, written: &str, follows: bool, rendered: &mut Rendered) {
        match self.target(written, &rendered.url) {
            Target::Outside => {}
            Target::Answered(url) if follows => {
                rendered.follows.insert(url.clone());
            }
            Target::Answered(url) => {
                rendered.shows.insert(url.clone());
            }
            Target::Dead => {
                rendered.dead.insert(unescaped(written));
            }
        }
    }

    /// A URL on a page, as it is written there.
    fn target(&self, written: &str, page: &UrlPath) -> Target<'s> {
        let path = written.split(['#', '?']).next().unwrap_or_default().trim();
        if path.is_empty() {
            return Target::Outside;
        }
        match link::judge(path) {
            Ok(Leads::Site) if path.starts_with('/') => self.full(path),
            Ok(Leads::Site) => self.answer(&relative(page, path)),
            Ok(Leads::Outside) => self.full(path),
            // A browser would run it. In a template that is its author's own affair.
            Err(_) => Target::Outside,
        }
    }

    /// A full URL, or a path from the host's root.
    fn full(&self, written: &str) -> Target<'s> {
        match self.site.config.base_url.inside(written) {
            Some(path) if !written.starts_with("//") => self.answer(path),
            _ => Target::Outside,
        }
    }

    /// What answers a path below the base path. Servers send `/blog` on to `/blog/`.
    fn answer(&self, path: &str) -> Target<'s> {
        let plain = unescaped(path);
        let plain = percent_decode_str(&plain).decode_utf8_lossy();
        let find = |path: &str| {
            let file = UrlPath::new(path).output().ok()?;
            self.by_file.get(file.as_str()).copied()
        };
        match find(&plain).or_else(|| find(&format!("{plain}/"))) {
            Some(url) => Target::Answered(url),
            // Made from the finished pages, which only a build does.
            None if self.site.config.search && plain.starts_with(search_folder()) => {
                Target::Outside
            }
            None => Target::Dead,
        }
    }
}

/// A path that begins at a page, from the site's root.
fn relative(page: &UrlPath, path: &str) -> String {
    let folder = page.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').collect();
    let mut rest = path.split('/').peekable();
    while let Some(part) = rest.next() {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => {
                parts.push(part);
                continue;
            }
        }
        if rest.peek().is_none() {
            parts.push("");
        }
    }
    parts.join("/")
}

/// The characters of a path that HTML writes otherwise, as they are.
fn unescaped(path: &str) -> String {
    path.replace("&#x27;", "'").replace("&#39;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_begins_at_its_page() {
        let page = UrlPath::new("/blog/scope/");
        for (path, wanted) in [
            ("a.png", "/blog/scope/a.png"),
            ("../", "/blog/"),
            ("..", "/blog/"),
            ("./b/../c/", "/blog/scope/c/"),
        ] {
            assert_eq!(relative(&page, path), wanted, "{path}");
        }
        assert_eq!(relative(&UrlPath::new("/404.html"), "a/"), "/a/");
    }
}
