//! Finished pages → what a reader's search asks: which pages can be found, by which words, and the
//! files of the index. Derived from artifacts: nothing here knows templates or Markdown.
//!
//! The index is Pagefind's, which is named in here alone; without the feature `search` there is
//! none, and nothing of it is built in. Pagefind makes an index as a whole, a thousand pages in about
//! a second: so the pages of a large site are dealt out by their URLs over several, each in a folder
//! of its own. They are made side by side, one that would come out the same is not made again, and
//! the browser asks them all.

mod compounds;
mod text;

#[cfg(feature = "search")]
mod index;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::path::UrlPath;
use crate::render::{Artifact, Caching};
use crate::site::{Page, Route, Site, search_folder};
use compounds::Compounds;

/// A finished page that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    url: UrlPath,
    /// Its text, with no more markup than the index makes use of.
    html: String,
    /// What it is, and the course that it belongs to: what a reader can choose by.
    kind: &'static str,
    course: Option<String>,
    /// Words that it is known by besides its text: its name in the URL, and its tags.
    name: String,
    tags: String,
}

impl Found {
    fn texts(&self) -> [&str; 6] {
        let course = self.course.as_deref().unwrap_or_default();
        [self.url.as_str(), &self.html, self.kind, course, &self.name, &self.tags]
    }
}

/// Whether what answers a URL may be found: a page that search engines may know too.
pub fn may_be_found(site: &Site, url: &UrlPath) -> bool {
    page(site, url).is_some()
}

fn page<'s>(site: &'s Site, url: &UrlPath) -> Option<&'s Page> {
    match site.routes.get(url).filter(|_| site.config.search) {
        Some(Route::Page(id)) => Some(site.page(*id)).filter(|page| page.is_for_all()),
        _ => None,
    }
}

/// What of an artifact can be found, if anything.
pub fn found(site: &Site, url: &UrlPath, artifact: &Artifact) -> Option<Found> {
    let page = page(site, url)?;
    let html = text::body(std::str::from_utf8(&artifact.bytes).ok()?);
    let tags: Vec<&str> = page.tags.iter().map(|tag| &*site.tag(*tag).name).collect();
    let name = url.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    (!html.is_empty()).then(|| Found {
        url: url.clone(),
        html,
        kind: page.kind.name(),
        course: course(site, page),
        name: name.replace('-', " "),
        tags: tags.join(", "),
    })
}

/// The title of the course that a page belongs to.
fn course(site: &Site, page: &Page) -> Option<String> {
    let section = page.index_of.or(page.section).map(|section| site.section(section));
    let course = page.lesson.map(|lesson| lesson.course).or(section?.course)?;
    Some(site.page(site.section(course).page).document.front_matter.title.clone())
}

/// What an index was made from: with it, whoever has the files knows whether they are right still.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Of all pages, as they were found.
    pub pages: String,
    /// Of each part, in order.
    pub parts: Vec<String>,
}

impl Note {
    /// Where it stands. No browser asks for it.
    pub fn url() -> UrlPath {
        UrlPath::new(&format!("{}made-from.json", search_folder()))
    }

    /// Reads one; an empty one where there is none to read.
    pub fn read(bytes: Option<Vec<u8>>) -> Self {
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// As it is written.
    pub fn artifact(&self) -> Artifact {
        // Plain data: serde_json has no way to fail on it.
        artifact("made-from.json", serde_json::to_vec(self).unwrap_or_default())
    }
}

/// What the whole index of these pages is made from.
pub fn fingerprint(site: &Site, pages: &[Found]) -> String {
    let base = site.config.base_url.href(&UrlPath::home());
    let texts = pages.iter().flat_map(Found::texts);
    hash([&*base, &site.config.language].into_iter().chain(texts))
}

/// What makes it: another way gives another index of the same pages. The sources stand for themselves,
/// so that nobody has to remember a number.
const MADE_BY: [&str; 4] = [
    env!("CARGO_PKG_VERSION"),
    "pagefind 1.6.0",
    include_str!("search/text.rs"),
    include_str!("search/compounds.rs"),
];

fn hash<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in MADE_BY.into_iter().chain(texts) {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// A part of the index.
pub struct Part {
    /// Where its files are.
    pub folder: UrlPath,
    /// What they are made from: two with the same are the same, byte for byte.
    pub fingerprint: String,
    language: String,
    /// Whether the others are reached through it: it holds what runs in the browser.
    is_first: bool,
    /// URLs and texts.
    documents: Vec<(String, String)>,
}

/// The parts of the index of these pages, in order.
pub fn parts(site: &Site, pages: &[Found]) -> Vec<Part> {
    if pages.is_empty() {
        return Vec::new();
    }
    let language = &site.config.language;
    let compounds = Compounds::of(language, pages.iter().map(|page| &*page.html));
    let folders = site.search_folders();
    let documents: Vec<(usize, (String, String))> = pages
        .par_iter()
        .map(|page| {
            let [_, html, kind, course, name, tags] = page.texts();
            let (name, tags) = (compounds.marked(name), compounds.marked(tags));
            let facts = [
                ("filter", "kind", kind),
                ("filter", "course", course),
                ("meta", "name", &name),
                ("meta", "tags", &tags),
            ];
            let html = text::document(&compounds.marked(html), &facts);
            (place(&page.url, folders.len()), (site.config.base_url.href(&page.url), html))
        })
        .collect();
    let mut parts: Vec<Part> = folders
        .into_iter()
        .enumerate()
        .map(|(at, folder)| Part {
            folder,
            fingerprint: String::new(),
            language: language.clone(),
            is_first: at == 0,
            documents: Vec::new(),
        })
        .collect();
    for (at, document) in documents {
        parts[at].documents.push(document);
    }
    parts.par_iter_mut().for_each(|part| {
        let documents = part.documents.iter().flat_map(|(url, html)| [&**url, html]);
        part.fingerprint = hash(std::iter::once(&*part.language).chain(documents));
    });
    parts
}

/// Which of so many parts a page is in: by its URL alone, so that a page that comes or goes moves no
/// other.
fn place(url: &UrlPath, parts: usize) -> usize {
    let hash = blake3::hash(url.as_str().as_bytes());
    let [first, second, ..] = *hash.as_bytes();
    usize::from(u16::from_le_bytes([first, second])) % parts.max(1)
}

impl Part {
    /// Its files: the same pages in the same order give the same bytes.
    ///
    /// # Errors
    /// What Pagefind says, though no page should make it stumble.
    pub fn files(self) -> Result<Vec<(UrlPath, Artifact)>, String> {
        let Self { folder, language, is_first, documents, .. } = self;
        let mut files = files(documents, &language)?;
        // Only the first is asked for what runs in the browser.
        files.retain(|(name, _)| is_first || name.ends_with(".json") || name.contains(".pf_"));
        files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let file = |(name, bytes): (String, _)| (folder.file(&name), artifact(&name, bytes));
        Ok(files.into_iter().map(file).collect())
    }
}

/// The files of an index by their names.
#[cfg(feature = "search")]
use index::files;

#[cfg(not(feature = "search"))]
fn files(
    _documents: Vec<(String, String)>,
    _language: &str,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    Ok(Vec::new())
}

/// A file of the index. Those with a hash in their name are kept for ever.
fn artifact(name: &str, bytes: Vec<u8>) -> Artifact {
    let media_type = match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    };
    let caching = if name.contains(".pf_") { Caching::Immutable } else { Caching::Revalidate };
    Artifact { status: 200, media_type: media_type.to_owned(), caching, bytes }
}
