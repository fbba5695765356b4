//! `leerpad.urls`: the URLs that a site has promised to the world, and whether it keeps them.
//!
//! One URL path a line, sorted, committed with the content. What is in it was linked to, printed
//! or put in a bookmark; a page that moves leaves an alias behind. Only an author takes a line out.
//!
//! ```text
//! /
//! /blog/
//! /blog/scope/
//! ```

mod lost;

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex, Span, without_controls};
use crate::path::{SourcePath, UrlPath};
use crate::site::{Route, Site, alias_url};

pub use lost::faults;

/// The file's name in the folder of a site.
pub const FILE: &str = "leerpad.urls";

/// Where the path of a URL ends.
const BEHIND_PATH: [char; 2] = ['?', '#'];

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promised(Vec<Line>);

/// One URL and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    url: String,
    span: Span,
}

impl Promised {
    /// Reads the text of the file. Lines may be empty, in any order or twice, as a merge leaves
    /// them; one that is no URL path is told.
    pub fn parse(text: &str, diagnostics: &mut Diagnostics) -> Self {
        let file = SourcePath::new(FILE);
        let index = LineIndex::new(text);
        let mut lines = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at + line.len() - line.trim_start().len();
            at += line.len();
            let url = line.trim();
            if url.is_empty() {
                continue;
            }
            let span = index.span(start..start + url.len());
            match fault(url) {
                Some(fault) => diagnostics.push(fault.at(&file, span)),
                None => lines.push(Line { url: url.to_owned(), span }),
            }
        }
        Self(lines)
    }

    /// The text of the file with these URLs in it too, and those of them that are new to it.
    pub fn with(&self, urls: &BTreeSet<UrlPath>) -> (String, Vec<UrlPath>) {
        let old: BTreeSet<&str> = self.0.iter().map(|line| line.url.as_str()).collect();
        let is_new = |url: &&UrlPath| !old.contains(url.as_str());
        let new: Vec<UrlPath> = urls.iter().filter(is_new).cloned().collect();
        let all: BTreeSet<&str> = old.into_iter().chain(urls.iter().map(UrlPath::as_str)).collect();
        (all.into_iter().map(|url| format!("{url}\n")).collect(), new)
    }

    /// Whether the site answers all of them.
    pub fn is_kept(&self, site: &Site) -> bool {
        self.lost(site).next().is_none()
    }

    fn lost(&self, site: &Site) -> impl Iterator<Item = &Line> {
        self.0.iter().filter(|line| route(site, &line.url).is_none())
    }
}

/// What answers a line of the file: as it stands there, or as an author may have typed it.
fn route<'s>(site: &'s Site, url: &str) -> Option<&'s Route> {
    site.routes.get(&UrlPath::new(url)).or_else(|| site.routes.get(&alias_url(url)))
}

/// The URLs that a site promises by being published: pages, the first page of lists, feeds, files
/// beside pages, and aliases, which are promises too. Not what has a hash in its name, belongs to
/// the theme, or comes and goes with what is listed: further pages of lists, calendars of sessions;
/// nor a file with `?` or `#` in its name, for which no alias could stand in.
pub fn promises(site: &Site) -> BTreeSet<UrlPath> {
    let is_promise = |route: &Route| match route {
        Route::Page(_)
        | Route::Tags
        | Route::Tag { number: 1, .. }
        | Route::Feed(_)
        | Route::Redirect { .. }
        | Route::File(_) => true,
        Route::List { .. }
        | Route::Tag { .. }
        | Route::Session(_)
        | Route::Picture { .. }
        | Route::Sitemap
        | Route::Robots
        | Route::Accent
        | Route::Security
        | Route::Search
        | Route::Manifest
        | Route::ServiceWorker
        | Route::Offline
        | Route::NotFound
        | Route::Asset(_) => false,
    };
    let is_path = |url: &UrlPath| !url.as_str().contains(BEHIND_PATH);
    let promised = site.routes.iter().filter(|(url, route)| is_promise(route) && is_path(url));
    promised.map(|(url, _)| url.clone()).collect()
}

/// What is wrong with a line.
fn fault(line: &str) -> Option<Diagnostic> {
    let is_mark = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|m| line.starts_with(m));
    if is_mark {
        let message = "A merge left this line behind.";
        let remedy = "Take out the lines that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`, and keep all the others: their order does not matter.";
        return Some(Diagnostic::error(Code::BadUrl, message, remedy));
    }
    let is_path =
        line.starts_with('/') && !line.starts_with("//") && !line.chars().any(char::is_control);
    let line = match (is_path, line.find(BEHIND_PATH)) {
        (true, None) => return None,
        (true, Some(at)) => {
            let message = format!("`{line}` is more than a URL path.");
            let remedy =
                format!("Write `{}`: what follows it is not Leerpad's to keep.", &line[..at]);
            return Some(Diagnostic::error(Code::BadUrl, message, remedy));
        }
        (false, _) => without_controls(line),
    };
    // The path of a URL, or one without its slash; not a note.
    let path =
        line.split_once("://").map_or(Some(&*line), |(_, rest)| Some(rest.split_once('/')?.1));
    let is_note =
        |path: &&str| path.starts_with(['#', '/']) || path.contains(' ') && !path.contains('/');
    let remedy = match path.filter(|path| !is_note(path)) {
        Some(path) => format!("Write `/{}`.", path.split(BEHIND_PATH).next().unwrap_or_default()),
        None => "Write one path a line, like `/blog/scope/`, and nothing else.".to_owned(),
    };
    Some(Diagnostic::error(Code::BadUrl, format!("`{line}` is no URL path."), remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Promised, Vec<(u32, String)>) {
        let mut diagnostics = Diagnostics::new();
        let promised = Promised::parse(text, &mut diagnostics);
        let told = diagnostics.iter().map(|fault| {
            let line = fault.place.as_ref().and_then(|place| place.span).map_or(0, |s| s.line);
            (line, fault.remedy.clone())
        });
        let told = told.collect();
        (promised, told)
    }

    #[test]
    fn what_a_merge_leaves_is_tidied() {
        let (promised, told) = parse("/b/\n\n  /a/ \r\n/b/\n");
        assert_eq!(told, []);
        let now = ["/b/", "/c/"].map(UrlPath::new).into_iter().collect();
        let (text, new) = promised.with(&now);
        assert_eq!((text.as_str(), new), ("/a/\n/b/\n/c/\n", vec![UrlPath::new("/c/")]));
        assert_eq!(parse(&text).0.with(&now), (text, Vec::new()));
    }

    #[test]
    fn what_is_no_url_path_is_told_with_what_to_write() {
        let (promised, told) = parse(
            "/a/\nblog/scope/\nhttps://name.example/x/\n//x\n<<<<<<< HEAD\n# published\n=======\n\
             /a/?b=1#c\n/#c\nhttps://name.example/x/#c\n",
        );
        assert_eq!(promised.0.len(), 1);
        let remedies: Vec<_> = told.iter().map(|(line, r)| (*line, r.as_str())).collect();
        let form = "Write one path a line, like `/blog/scope/`, and nothing else.";
        let merge = "Take out the lines that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`, and keep all the others: their order does not matter.";
        assert_eq!(
            remedies,
            [
                (2, "Write `/blog/scope/`."),
                (3, "Write `/x/`."),
                (4, form),
                (5, merge),
                (6, form),
                (7, merge),
                (8, "Write `/a/`: what follows it is not Leerpad's to keep."),
                (9, "Write `/`: what follows it is not Leerpad's to keep."),
                (10, "Write `/x/`."),
            ]
        );
    }
}
