//! All URLs that a site answers, each once.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::{PageId, SectionId, SessionId, Site, TagId, UrlWords, ids, security};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::path::{SourcePath, UrlPath};

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
    /// The page that searches.
    Search,
    /// What a browser installs the site by.
    Manifest,
    /// The service worker: it keeps what was read, or takes an older one away.
    ServiceWorker,
    /// The page for a URL that was not kept, where there is no network.
    Offline,
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
    /// A picture of `content/` in another size or format.
    Picture {
        /// The picture.
        file: SourcePath,
        /// Index into its variants.
        variant: usize,
    },
    /// A static file: index into the list that the site was assembled with.
    Asset(usize),
}

/// The routes while they are gathered. Ten thousand are claimed without a fault, so what to call
/// each is asked only where there is one.
struct Claims<'s> {
    site: &'s Site,
    assets: &'s [(UrlPath, String, Option<Place>)],
    routes: Vec<Claim>,
    /// Index into the routes by folded output file.
    owners: HashMap<Arc<str>, usize>,
    diagnostics: &'s mut Diagnostics,
}

/// A URL and what has it.
struct Claim {
    url: UrlPath,
    route: Route,
    /// The alias that it is, of an author's.
    alias: Option<Span>,
    /// The folded output file, once it has it: two URLs can mean one, `/` and `/index.html`.
    file: Arc<str>,
}

impl Claims<'_> {
    /// Gives a URL to a route, or tells who has it already or why nobody can.
    fn claim(&mut self, url: UrlPath, route: Route) {
        let file = file_of(&url);
        self.take(url, route, None, file);
    }

    fn take(&mut self, url: UrlPath, route: Route, alias: Option<Span>, file: Option<Arc<str>>) {
        let mut claim = Claim { url, route, alias, file: "".into() };
        let Some(file) = file else {
            let (name, place) = (self.name(&claim), self.place(&claim));
            self.diagnostics.push(unusable(&claim.url, &claim.route, &name, place));
            return;
        };
        claim.file = file;
        match self.owners.entry(Arc::clone(&claim.file)) {
            Entry::Vacant(place) => {
                place.insert(self.routes.len());
                self.routes.push(claim);
            }
            Entry::Occupied(owner) => {
                let owner = *owner.get();
                self.collides(&claim, owner);
            }
        }
    }

    /// Tells that a URL has an owner.
    fn collides(&mut self, claim: &Claim, owner: usize) {
        let owner = &self.routes[owner];
        let (first, name, url) = (self.name(owner), self.name(claim), &claim.url);
        let collision = |remedy: &str| {
            let message = if owner.url == *url {
                format!("Both {first} and {name} would be at `{url}`.")
            } else {
                match (owner.url.output(), url.output()) {
                    (Ok(theirs), Ok(file)) if theirs == file => {
                        format!("Both {first} and {name} would be the file `{file}`.")
                    }
                    _ => {
                        format!(
                            "The URLs of {first} and {name}, `{url}`, differ in capitals alone."
                        )
                    }
                }
            };
            Diagnostic::error(Code::UrlCollision, message, remedy)
        };
        let mut fault = match claim.route {
            Route::Redirect { .. } if matches!(owner.route, Route::Redirect { .. }) => {
                collision("Take one of the two aliases out.")
            }
            Route::Redirect { .. } => Diagnostic::error(
                Code::AliasIsPage,
                format!("The alias `{url}` is the URL of {first}."),
                "Take the alias out, or give that page another URL.",
            ),
            Route::File(_) | Route::Picture { .. } | Route::Asset(_) => {
                collision("Rename one of the two files.")
            }
            _ => collision("Give one of them another `slug`, or rename the file."),
        };
        let theirs = self.place(owner);
        fault.place = self.place(claim).or_else(|| theirs.clone());
        if let (Some(other), true) = (&theirs, fault.place != theirs) {
            fault = fault.with_related(other.clone(), "is there already");
        }
        self.diagnostics.push(fault);
    }

    /// What to call the owner of a URL in a message.
    fn name(&self, claim: &Claim) -> String {
        let source = |page: PageId| &self.site.page(page).document.path;
        let section = |id: SectionId| source(self.site.section(id).page);
        match &claim.route {
            Route::Page(page) => format!("`{}`", source(*page)),
            Route::List { section: id, number } => {
                format!("list page {number} of `{}`", section(*id))
            }
            Route::Tags => "the list of tags".to_owned(),
            Route::Tag { tag, .. } => format!("the tag \"{}\"", self.site.tag(*tag).name),
            Route::Feed(Some(id)) => format!("the feed of `{}`", section(*id)),
            Route::Feed(None) => "the feed of the site".to_owned(),
            Route::Session(id) => {
                format!("a session of `{}`", source(self.site.session(*id).page))
            }
            Route::Sitemap => "the sitemap".to_owned(),
            Route::Robots => "`robots.txt`".to_owned(),
            Route::Accent => "the stylesheet of the accent".to_owned(),
            Route::Security => "`security.txt`".to_owned(),
            Route::Search => "the page that searches".to_owned(),
            Route::Manifest => "the web app manifest".to_owned(),
            Route::ServiceWorker => "the service worker".to_owned(),
            Route::Offline => "the page without a network".to_owned(),
            Route::NotFound => "the page for unknown URLs".to_owned(),
            Route::Redirect { page, .. } => format!("an alias of `{}`", source(*page)),
            Route::File(file) => format!("`{file}`"),
            Route::Picture { file, .. } => format!("`{file}` in another size"),
            Route::Asset(index) => {
                self.assets.get(*index).map(|(_, name, _)| name.clone()).unwrap_or_default()
            }
        }
    }

    /// Where the owner of a URL is, if an author wrote it.
    fn place(&self, claim: &Claim) -> Option<Place> {
        match &claim.route {
            Route::Page(page) => Some(Place::file(&self.site.page(*page).document.path)),
            Route::Redirect { page, .. } => {
                claim.alias.map(|span| Place::at(&self.site.page(*page).document.path, span))
            }
            Route::File(file) | Route::Picture { file, .. } => Some(Place::file(file)),
            Route::Asset(index) => self.assets.get(*index).and_then(|(_, _, place)| place.clone()),
            _ => None,
        }
    }

    /// What has a URL, in whatever capitals.
    fn owner_of(&self, url: &UrlPath) -> Option<usize> {
        self.owners.get(&*url.output().ok()?.folded()).copied()
    }
}

/// The output file of a URL, folded; `None` where there can be none.
fn file_of(url: &UrlPath) -> Option<Arc<str>> {
    let file = url.output().ok().filter(|file| !file.is_too_long())?;
    Some(file.folded().into())
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
    let mut claims = Claims {
        site,
        assets,
        routes: Vec::with_capacity(site.pages.len() * 2),
        owners: HashMap::with_capacity(site.pages.len() * 2),
        diagnostics,
    };
    pages(site, &mut claims);
    made(site, words, &mut claims);
    let mut sorted: Vec<_> = site.index.files.iter().collect();
    sorted.sort();
    for (source, url) in sorted {
        claims.claim(url.clone(), Route::File(source.clone()));
        let Some(picture) = site.pictures.get(source) else { continue };
        for (variant, one) in picture.variants.iter().enumerate() {
            let route = Route::Picture { file: source.clone(), variant };
            claims.claim(picture.url(url, one), route);
        }
    }
    for (index, (url, _, _)) in assets.iter().enumerate() {
        let owner = claims.owner_of(url);
        // A site's own `robots.txt` and the like win over what would be made.
        match owner.map(|owner| &mut claims.routes[owner]) {
            Some(Claim { route, url: made, .. }) if made == url && can_be_ones_own(route) => {
                *route = Route::Asset(index);
            }
            _ => claims.claim(url.clone(), Route::Asset(index)),
        }
    }
    aliases(site, &mut claims);
    files_and_folders(&mut claims);
    if site.config.search {
        in_the_index(&mut claims);
    }
    claims.routes.into_iter().map(|Claim { url, route, .. }| (url, route)).collect()
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
    let files: Vec<_> = site.pages.par_iter().map(|page| file_of(&page.url)).collect();
    for ((page, id), file) in site.pages.iter().zip(ids(&site.pages)).zip(files) {
        claims.take(page.url.clone(), Route::Page(id), None, file);
    }
}

/// Whether a file in `static/` at the same URL takes the place of what would be made.
fn can_be_ones_own(route: &Route) -> bool {
    matches!(
        route,
        Route::Robots
            | Route::Sitemap
            | Route::Manifest
            | Route::ServiceWorker
            | Route::Offline
            | Route::NotFound
    )
}

/// Where the web app manifest is.
pub(crate) fn manifest_url() -> UrlPath {
    UrlPath::new("/manifest.webmanifest")
}

/// Where the page is that a reader without a network gets.
pub(crate) fn offline_url() -> UrlPath {
    UrlPath::new("/offline.html")
}

/// Where the stylesheet of the accent is.
pub(crate) fn accent_url() -> UrlPath {
    UrlPath::new("/css/accent.css")
}

/// The folder of the search index, which is made from finished pages.
pub(crate) fn search_folder() -> &'static str {
    "/pagefind/"
}

/// What is made from many pages.
fn made(site: &Site, words: &UrlWords, claims: &mut Claims) {
    claims.claim(UrlPath::new("/404.html"), Route::NotFound);
    claims.claim(UrlPath::new("/sitemap.xml"), Route::Sitemap);
    claims.claim(UrlPath::new("/robots.txt"), Route::Robots);
    // Also of a site without: a reader's browser may still have the worker of one with.
    claims.claim(UrlPath::new("/sw.js"), Route::ServiceWorker);
    if site.config.offline {
        claims.claim(manifest_url(), Route::Manifest);
        claims.claim(offline_url(), Route::Offline);
    }
    if site.config.theme.accent.is_some() {
        claims.claim(accent_url(), Route::Accent);
    }
    if site.security.is_some() {
        claims.claim(security::url(), Route::Security);
    }
    if site.config.search {
        claims.claim(UrlPath::home().page(&words.search), Route::Search);
    }
    if !site.posts.is_empty() {
        claims.claim(UrlPath::new("/feed.xml"), Route::Feed(None));
    }
    for (index, section) in site.sections.iter().enumerate() {
        let id = SectionId::new(index);
        let page = site.page(section.page);
        if section.has_feed() && page.url != UrlPath::home() {
            claims.claim(page.url.file("feed.xml"), Route::Feed(Some(id)));
        }
        if section.course.is_none() && page.url != UrlPath::home() {
            for number in 2..=site.list_pages(section.pages.len()) {
                let url = list_url(&page.url, number, words);
                claims.claim(url, Route::List { section: id, number });
            }
        }
    }
    for (index, session) in site.sessions.iter().enumerate() {
        claims.claim(session.calendar.clone(), Route::Session(SessionId::new(index)));
    }
    if site.tags.is_empty() {
        return;
    }
    claims.claim(UrlPath::home().page(&words.tags), Route::Tags);
    for (index, tag) in site.tags.iter().enumerate() {
        for number in 1..=site.list_pages(tag.pages.len()) {
            let route = Route::Tag { tag: TagId::new(index), number };
            claims.claim(list_url(&tag.url, number, words), route);
        }
    }
}

fn aliases(site: &Site, claims: &mut Claims) {
    for (page, id) in site.pages.iter().zip(ids(&site.pages)) {
        for (alias, span) in &page.document.front_matter.aliases {
            let route = Route::Redirect { to: page.url.clone(), page: id };
            let url = alias_url(alias);
            let file = file_of(&url);
            claims.take(url, route, Some(*span), file);
        }
    }
}

/// A file `a` and a page `a/` cannot stand in one folder.
fn files_and_folders(claims: &mut Claims) {
    let mut files: BTreeSet<usize> = BTreeSet::new();
    // Neighbours are mostly in one folder, which need not be asked for again.
    let mut last = "";
    for Claim { file, .. } in &claims.routes {
        for (at, _) in file.match_indices('/').rev() {
            let folder = &file[..at];
            if last.starts_with(folder) && matches!(last.as_bytes().get(at), None | Some(b'/')) {
                break;
            }
            files.extend(claims.owners.get(folder));
        }
        last = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    }
    let mut faults = Vec::new();
    for claim in files.into_iter().filter_map(|file| claims.routes.get(file)) {
        let (url, name) = (&claim.url, claims.name(claim));
        let message = format!("`{url}` of {name} is a file, and other URLs lie below it.");
        let mut fault = Diagnostic::error(Code::UrlCollision, message, "Give it another name.");
        fault.place = claims.place(claim);
        faults.push(fault);
    }
    claims.diagnostics.extend(faults);
}

/// What is made from finished pages has a folder of its own.
fn in_the_index(claims: &mut Claims) {
    let folder = search_folder().trim_matches('/');
    let is_in = |file: &str| {
        file.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut faults = Vec::new();
    for claim in claims.routes.iter().filter(|claim| is_in(&claim.file)) {
        let (url, name) = (&claim.url, claims.name(claim));
        let message = format!("{name} would be at `{url}`, in the folder of the search index.");
        let remedy = "Give it another name, or write `search: false` in `site.yaml`.";
        let mut fault = Diagnostic::error(Code::UrlCollision, message, remedy);
        fault.place = claims.place(claim);
        faults.push(fault);
    }
    claims.diagnostics.extend(faults);
}
