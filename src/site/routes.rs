//! All URLs that a site answers, each once.

use std::collections::{BTreeMap, HashSet};

use percent_encoding::percent_decode_str;

use super::{PageId, SectionId, SessionId, Site, TagId, UrlWords, security};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::path::{OutputPath, SourcePath, UrlPath};

/// What answers one URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A page; of a section, its first list page.
    Page(PageId),
    /// A further list page of a section.
    List {
        /// The section.
        section: SectionId,
        /// Counted from 1; here at least 2.
        number: usize,
    },
    /// The list of tags.
    Tags,
    /// A list page of a tag.
    Tag {
        /// The tag.
        tag: TagId,
        /// Counted from 1.
        number: usize,
    },
    /// The Atom feed of the site, or of a section.
    Feed(Option<SectionId>),
    /// A session, for a calendar.
    Session(SessionId),
    /// The sitemap.
    Sitemap,
    /// What search engines are told.
    Robots,
    /// The stylesheet of the accent colour.
    Accent,
    /// Where to tell of a leak.
    Security,
    /// The page for a URL that does not exist.
    NotFound,
    /// An older URL of a page.
    Redirect {
        /// Where the page is now.
        to: UrlPath,
        /// The page.
        page: PageId,
    },
    /// A file of `content/`.
    File(SourcePath),
    /// A static file: index into the list that the site was assembled with.
    Asset(usize),
}

/// The routes while they are gathered, with who claimed each.
struct Claims<'d> {
    routes: BTreeMap<UrlPath, Route>,
    /// By folded output file, for two URLs can mean one: `/` and `/index.html`.
    owners: BTreeMap<String, Owner>,
    diagnostics: &'d mut Diagnostics,
}

/// Who has a URL.
struct Owner {
    /// What to call it.
    name: String,
    place: Option<Place>,
    file: OutputPath,
}

impl Claims<'_> {
    /// Gives a URL to `route`, or tells who has it already or why nobody can.
    fn claim(&mut self, url: UrlPath, route: Route, name: String, place: Option<Place>) {
        let Some(file) = url.output().ok().filter(|file| !file.is_too_long()) else {
            self.diagnostics.push(unusable(&url, &route, &name, place));
            return;
        };
        let Some(owner) = self.owners.get(&file.folded()) else {
            self.owners.insert(file.folded(), Owner { name, place, file });
            self.routes.insert(url, route);
            return;
        };
        let collision = |remedy: &str| {
            let first = &owner.name;
            let message = if self.routes.contains_key(&url) {
                format!("Both {first} and {name} would be at `{url}`.")
            } else if owner.file == file {
                format!("Both {first} and {name} would be the file `{file}`.")
            } else {
                format!("The URLs of {first} and {name}, `{url}`, differ in capitals alone.")
            };
            Diagnostic::error(Code::UrlCollision, message, remedy)
        };
        let mut fault = match route {
            Route::Redirect { .. } if owner.name.starts_with("an alias") => {
                collision("Take one of the two aliases out.")
            }
            Route::Redirect { .. } => Diagnostic::error(
                Code::AliasIsPage,
                format!("The alias `{url}` is the URL of {}.", owner.name),
                "Take the alias out, or give that page another URL.",
            ),
            Route::File(_) | Route::Asset(_) => collision("Rename one of the two files."),
            _ => collision("Give one of them another `slug`, or rename the file."),
        };
        fault.place = place.or_else(|| owner.place.clone());
        if let (Some(other), true) = (&owner.place, fault.place != owner.place) {
            fault = fault.with_related(other.clone(), "is there already");
        }
        self.diagnostics.push(fault);
    }
}

/// Tells of a URL for which no file can stand in the output folder. Told here, where it is known
/// whose it is: at the end of a build, nobody knows which file or line asked for it.
fn unusable(url: &UrlPath, route: &Route, name: &str, place: Option<Place>) -> Diagnostic {
    let (message, remedy) = match route {
        Route::Redirect { .. } => (
            format!("The alias `{url}` is no path of this site."),
            "Write it from the root of the site, like `/old/page/`: letters, digits and hyphens, without `:` or `//`, and no part longer than 255 bytes.",
        ),
        _ => (
            format!("{name} cannot be at the URL `{url}`."),
            "Rename it: without `:`, `\\` or a line break, and not longer than 255 bytes.",
        ),
    };
    let mut fault = Diagnostic::error(Code::BadUrl, message, remedy);
    fault.place = place;
    fault
}

/// Gathers the routes of a site whose pages, sections and tags are known.
pub(super) fn gather(
    site: &Site,
    assets: &[(UrlPath, String, Option<Place>)],
    words: &UrlWords,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<UrlPath, Route> {
    let mut claims = Claims { routes: BTreeMap::new(), owners: BTreeMap::new(), diagnostics };
    pages(site, &mut claims);
    made(site, words, &mut claims);
    let mut sorted: Vec<_> = site.index.files.iter().collect();
    sorted.sort();
    for (source, url) in sorted {
        let place = Some(Place::file(source));
        claims.claim(url.clone(), Route::File(source.clone()), format!("`{source}`"), place);
    }
    for (index, (url, name, place)) in assets.iter().enumerate() {
        // A site's own `robots.txt` and the like win over what would be made.
        match claims.routes.get(url) {
            Some(Route::Robots | Route::Sitemap | Route::NotFound) => {
                claims.routes.insert(url.clone(), Route::Asset(index));
            }
            _ => claims.claim(url.clone(), Route::Asset(index), name.clone(), place.clone()),
        }
    }
    aliases(site, &mut claims);
    files_and_folders(&mut claims);
    claims.routes
}

/// The URL of a list page: the first is the list's own.
pub(crate) fn list_url(first: &UrlPath, number: usize, words: &UrlWords) -> UrlPath {
    match number {
        0 | 1 => first.clone(),
        _ => first.page(&words.page).page(&number.to_string()),
    }
}

/// The URL that an alias names, written with or without percent encoding. `/old` and `/old/` are
/// the same to a reader; a file name stays one.
pub(crate) fn alias_url(alias: &str) -> UrlPath {
    let alias = percent_decode_str(alias).decode_utf8_lossy();
    let is_file = alias.rsplit('/').next().is_some_and(|name| name.contains('.'));
    match is_file || alias.ends_with('/') {
        true => UrlPath::new(&alias),
        false => UrlPath::new(&format!("{alias}/")),
    }
}

fn pages(site: &Site, claims: &mut Claims) {
    for (index, page) in site.pages.iter().enumerate() {
        let source = &page.document.path;
        let route = Route::Page(PageId::new(index));
        claims.claim(page.url.clone(), route, format!("`{source}`"), Some(Place::file(source)));
    }
}

/// Where the stylesheet of the accent is.
pub(crate) fn accent_url() -> UrlPath {
    UrlPath::new("/css/accent.css")
}

/// What is made from many pages.
fn made(site: &Site, words: &UrlWords, claims: &mut Claims) {
    let mut claim = |url: UrlPath, route: Route, name: &str| {
        claims.claim(url, route, name.to_owned(), None);
    };
    claim(UrlPath::new("/404.html"), Route::NotFound, "the page for unknown URLs");
    claim(UrlPath::new("/sitemap.xml"), Route::Sitemap, "the sitemap");
    claim(UrlPath::new("/robots.txt"), Route::Robots, "`robots.txt`");
    if site.config.theme.accent.is_some() {
        claim(accent_url(), Route::Accent, "the stylesheet of the accent");
    }
    if site.security.is_some() {
        claim(security::url(), Route::Security, "`security.txt`");
    }
    if !site.posts.is_empty() {
        claim(UrlPath::new("/feed.xml"), Route::Feed(None), "the feed of the site");
    }
    for (index, section) in site.sections.iter().enumerate() {
        let id = SectionId::new(index);
        let page = site.page(section.page);
        if section.has_feed() && page.url != UrlPath::home() {
            let name = format!("the feed of `{}`", page.document.path);
            claim(page.url.file("feed.xml"), Route::Feed(Some(id)), &name);
        }
        if section.course.is_none() && page.url != UrlPath::home() {
            for number in 2..=site.list_pages(section.pages.len()) {
                let name = format!("list page {number} of `{}`", page.document.path);
                let url = list_url(&page.url, number, words);
                claim(url, Route::List { section: id, number }, &name);
            }
        }
    }
    for (index, session) in site.sessions.iter().enumerate() {
        let name = format!("a session of `{}`", site.page(session.page).document.path);
        claim(session.calendar.clone(), Route::Session(SessionId::new(index)), &name);
    }
    if site.tags.is_empty() {
        return;
    }
    claim(UrlPath::home().page(&words.tags), Route::Tags, "the list of tags");
    for (index, tag) in site.tags.iter().enumerate() {
        for number in 1..=site.list_pages(tag.pages.len()) {
            let route = Route::Tag { tag: TagId::new(index), number };
            let name = format!("the tag \"{}\"", tag.name);
            claim(list_url(&tag.url, number, words), route, &name);
        }
    }
}

fn aliases(site: &Site, claims: &mut Claims) {
    for (index, page) in site.pages.iter().enumerate() {
        let source = &page.document.path;
        for (alias, span) in &page.document.front_matter.aliases {
            let url = alias_url(alias);
            let to = Route::Redirect { to: page.url.clone(), page: PageId::new(index) };
            let place = Some(Place::at(source, *span));
            claims.claim(url, to, format!("an alias of `{source}`"), place);
        }
    }
}

/// A file `a` and a page `a/` cannot stand in one folder.
fn files_and_folders(claims: &mut Claims) {
    let mut folders: HashSet<&str> = HashSet::new();
    for file in claims.owners.keys() {
        folders.extend(file.match_indices('/').map(|(at, _)| &file[..at]));
    }
    for url in claims.routes.keys() {
        let Ok(file) = url.output() else { continue };
        let Some(owner) = claims.owners.get(&file.folded()) else { continue };
        if !folders.contains(&*file.folded()) {
            continue;
        }
        let name = &owner.name;
        let message = format!("`{url}` of {name} is a file, and other URLs lie below it.");
        let mut fault = Diagnostic::error(Code::UrlCollision, message, "Give it another name.");
        fault.place.clone_from(&owner.place);
        claims.diagnostics.push(fault);
    }
}
