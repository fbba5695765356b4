//! The folders of `content/`: their URLs, and those of the pages and files in them.

use std::collections::{HashMap, HashSet};

use super::entry::Entry;
use super::links::link_source;
use super::permalink::{Place, segment};
use super::{Input, Site};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::path::{LONGEST_NAME, SourcePath, UrlPath};
use crate::slug::{is_reserved, slugify};
use crate::source::{CONTENT, Document};

/// A folder and all that it is in, up to the root, which is the empty name.
pub(super) fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| match folder.rsplit_once('/') {
        Some((parent, _)) => Some(parent),
        None if folder.is_empty() => None,
        None => Some(""),
    })
}

/// A page's own folder holds no second page.
pub(super) fn bundles(published: &[Entry], diagnostics: &mut Diagnostics) {
    let owned: HashSet<&str> = published
        .iter()
        .filter_map(|entry| match entry.place {
            Place::Bundle { folder } => Some(folder),
            _ => None,
        })
        .collect();
    if owned.is_empty() {
        return;
    }
    for Entry { document, place, .. } in published {
        let (folder, from) = match *place {
            Place::Bundle { folder } => (folder, 1),
            Place::Index { folder } | Place::Single { folder, .. } => (folder, 0),
        };
        if let Some(owner) = ancestors(folder).skip(from).find(|folder| owned.contains(folder)) {
            let message = format!("`{CONTENT}/{owner}/` is the folder of one page, `index.md`.");
            let remedy = "Move this file out of it; or rename that `index.md` to `_index.md` to make the folder a section.";
            let fault = Diagnostic::error(Code::PageInBundle, message, remedy);
            diagnostics.push(fault.in_file(&document.path));
        }
    }
}

/// The URLs of folders.
pub(super) struct Folders {
    urls: HashMap<String, UrlPath>,
}

impl Folders {
    pub(super) fn new(published: &[Entry], diagnostics: &mut Diagnostics) -> Self {
        let slugs: HashMap<&str, &Document> = published
            .iter()
            .filter_map(|entry| match entry.place {
                Place::Index { folder } => Some((folder, &**entry.document)),
                _ => None,
            })
            .collect();
        let mut folders = Self { urls: HashMap::from([(String::new(), UrlPath::home())]) };
        // Neighbours are mostly in one folder, which need not be looked for again.
        let mut last = None;
        for Entry { document, place, .. } in published {
            let folder = match *place {
                Place::Index { folder } => Some(folder),
                other => other.parent_folder(),
            };
            if let Some(folder) = folder.filter(|folder| last != Some(*folder)) {
                last = Some(folder);
                folders.add(folder, &slugs, &document.path, diagnostics);
            }
        }
        folders
    }

    /// The URL of a folder, made with those of the folders that it is in.
    fn add(
        &mut self,
        folder: &str,
        slugs: &HashMap<&str, &Document>,
        whose: &SourcePath,
        diagnostics: &mut Diagnostics,
    ) -> UrlPath {
        if let Some(url) = self.urls.get(folder) {
            return url.clone();
        }
        let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        let above = self.add(parent, slugs, whose, diagnostics);
        let index = slugs.get(folder).copied();
        let segment = match index {
            Some(document) => page_segment(document, name, diagnostics),
            None => match named(name) {
                Ok(segment) => segment,
                Err(fault) => {
                    diagnostics.push(fault.in_file(whose));
                    stand_in(whose)
                }
            },
        };
        let url = above.page(&segment);
        self.urls.insert(folder.to_owned(), url.clone());
        url
    }

    pub(super) fn url(&self, folder: &str) -> UrlPath {
        self.urls.get(folder).cloned().unwrap_or_else(UrlPath::home)
    }

    /// The URLs of the files beside pages. A file in a page's own folder goes with the page; one
    /// beside pages goes with their folder. What belongs to an unpublished page goes nowhere.
    pub(super) fn files(
        &self,
        site: &Site,
        entries: &[Entry],
        input: &Input,
    ) -> HashMap<SourcePath, UrlPath> {
        let mut bundles: HashMap<&str, Option<UrlPath>> = HashMap::new();
        for entry in entries {
            match entry.place {
                Place::Bundle { folder } => {
                    let page = site.page_of(&entry.document.path);
                    bundles.insert(folder, page.map(|page| site.page(page).url.clone()));
                }
                Place::Index { folder } if !entry.is_included => {
                    bundles.insert(folder, None);
                }
                _ => {}
            }
        }
        let hidden = hidden_files(entries);
        let mut files = HashMap::new();
        for file in input.files.iter().filter(|file| !hidden.contains(*file)) {
            let below = file.below(CONTENT).unwrap_or_default();
            let folder = below.rsplit_once('/').map_or("", |(folder, _)| folder);
            let owner =
                ancestors(folder).find_map(|folder| bundles.get(folder).map(|url| (folder, url)));
            let url = match owner {
                Some((_, None)) => continue,
                Some((owner, Some(url))) => {
                    let rest = below[owner.len()..].trim_start_matches('/');
                    url.file(rest)
                }
                None => {
                    let known = ancestors(folder).find(|folder| self.urls.contains_key(*folder));
                    let known = known.unwrap_or_default();
                    self.url(known).file(below[known.len()..].trim_start_matches('/'))
                }
            };
            files.insert(file.clone(), url);
        }
        files
    }
}

/// The files that pages name which are not published, and no published page does: the picture of
/// a draft that has no folder of its own.
fn hidden_files(entries: &[Entry]) -> HashSet<SourcePath> {
    let named = |entry: &Entry| -> Vec<SourcePath> {
        let Entry { document, .. } = *entry;
        let links = document.parsed.links.iter();
        links.filter_map(|link| link_source(&link.target, &document.path)).collect()
    };
    let of = |is_included: bool| {
        entries.iter().filter(move |entry| entry.is_included == is_included).flat_map(named)
    };
    let mut hidden: HashSet<SourcePath> = of(false).collect();
    if !hidden.is_empty() {
        for file in of(true) {
            hidden.remove(&file);
        }
    }
    hidden
}

/// The part of a URL that a name gives. One that a file system takes may give a longer one that it
/// does not: each `€` becomes a word.
fn named(name: &str) -> Result<String, Diagnostic> {
    let remedy = "Rename it, or add a line `slug: …` to its page.";
    match segment(name) {
        Some(segment) if segment.len() > LONGEST_NAME => {
            let message = too_long("URL made from the name", name);
            Err(Diagnostic::error(Code::BadUrl, message, remedy))
        }
        Some(segment) => Ok(segment),
        None => {
            let message = format!("No URL can be made from the name `{name}`.");
            Err(Diagnostic::error(Code::EmptySlug, message, remedy))
        }
    }
}

/// That no file can have the name which a part of a URL would be. Of a long text, how it begins.
pub(super) fn too_long(what: &str, text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    format!("The {what} `{start}…` is longer than the {LONGEST_NAME} bytes of a file's name.")
}

/// A segment that no other page has, so that a page without a good one causes no second fault.
fn stand_in(path: &SourcePath) -> String {
    let hash = blake3::hash(path.as_str().as_bytes()).to_hex();
    format!("unnamed-{}", &hash[..12])
}

/// The last part of a page's URL: its `slug`, else what its name gives.
pub(super) fn page_segment(
    document: &Document,
    name: &str,
    diagnostics: &mut Diagnostics,
) -> String {
    if let Some((slug, span)) = &document.front_matter.slug {
        match slugify(slug) {
            Some(clean) if clean.len() > LONGEST_NAME => {
                let fault = Diagnostic::error(Code::BadUrl, too_long("slug", slug), "Shorten it.");
                diagnostics.push(fault.at(&document.path, *span));
                return stand_in(&document.path);
            }
            Some(clean) if clean == *slug && !is_reserved(slug) => return clean,
            clean => {
                let message = format!("The slug `{slug}` cannot stand in a URL.");
                let remedy = match clean.filter(|clean| !is_reserved(clean)) {
                    Some(clean) => format!("Write `{clean}`."),
                    None => "Write letters, digits and hyphens.".to_owned(),
                };
                let fault = Diagnostic::error(Code::EmptySlug, message, remedy);
                diagnostics.push(fault.at(&document.path, *span));
                return stand_in(&document.path);
            }
        }
    }
    named(name).unwrap_or_else(|fault| {
        // Front matter that cannot be read may well say a slug.
        if document.front_matter.span.is_some() {
            diagnostics.push(fault.in_file(&document.path));
        }
        stand_in(&document.path)
    })
}
