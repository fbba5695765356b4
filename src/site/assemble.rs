//! Documents → Site, step by step. Serial but for the links, and linear in the number of pages.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::links::{From, Lookup, Target};
use super::permalink::{Name, Place, segment};
use super::publish::{Moment, Status};
use super::{
    Input, Page, PageId, Section, SectionId, Site, Tag, TagId, UrlWords, course, order, routes,
};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::markdown::Link;
use crate::path::{SourcePath, UrlPath};
use crate::slug::{slugify, sort_key};
use crate::source::{CONTENT, Document, Kind};
use crate::yaml::When;

/// Assembles a snapshot. Faults are told; what they concern is left out or gets a stand-in, so
/// that the rest can be checked in the same run.
pub fn assemble(input: &Input, diagnostics: &mut Diagnostics) -> Site {
    let config = input.config;
    let statuses = statuses(input);
    let published: Vec<(Arc<Document>, Status)> = statuses
        .iter()
        .filter(|(_, status)| input.publication.includes(*status))
        .cloned()
        .collect();
    bundles(&published, diagnostics);
    let folders = Folders::new(&published, diagnostics);
    let mut pages: Vec<Page> = published
        .iter()
        .map(|(document, status)| page(document, *status, &folders, &config.timezone, diagnostics))
        .collect();
    let mut sections = sections(&mut pages, &folders);
    let courses = course::arrange(&mut pages, &mut sections);
    let tags = tags(&mut pages, input.words, diagnostics);
    let mut posts: Vec<PageId> =
        ids(&pages).filter(|id| pages[id.index()].kind == Kind::Post).collect();
    posts.sort_by(|a, b| order::by_date(&pages[a.index()], &pages[b.index()]));
    let by_source = ids(&pages).map(|id| (pages[id.index()].document.path.clone(), id)).collect();
    let mut site = Site {
        config: Arc::new(config.clone()),
        pages,
        sections,
        tags,
        posts,
        courses,
        routes: BTreeMap::new(),
        menu: Vec::new(),
        footer: Vec::new(),
        privacy: None,
        statuses,
        now: input.now,
        timezone: config.timezone.clone(),
        by_source,
    };
    home(&site, input, diagnostics);
    let files = folders.files(&site, input);
    site.routes = routes::gather(&site, &files, input.assets, input.words, diagnostics);
    links(&mut site, &files, diagnostics);
    site
}

fn ids(pages: &[Page]) -> impl Iterator<Item = PageId> + use<> {
    (0..pages.len()).map(PageId::new)
}

/// What becomes of each document. A section that is not published hides all that is in it.
fn statuses(input: &Input) -> Vec<(Arc<Document>, Status)> {
    let own = |document: &Arc<Document>| {
        let named = day_in_name(&document.path);
        Status::of(&document.front_matter, named, input.now, &input.config.timezone)
    };
    let mut hidden: HashMap<&str, Status> = HashMap::new();
    for document in input.documents {
        if let Place::Index { folder } = Place::of(&document.path)
            && own(document) != Status::Published
        {
            hidden.insert(folder, own(document));
        }
    }
    let status = |document: &Arc<Document>| {
        let above = || {
            ancestors(document.path.folder().strip_prefix(CONTENT)?.trim_start_matches('/'))
                .find_map(|folder| hidden.get(folder).copied())
        };
        match own(document) {
            Status::Published if !hidden.is_empty() => above().unwrap_or(Status::Published),
            status => status,
        }
    };
    input.documents.iter().map(|document| (Arc::clone(document), status(document))).collect()
}

/// The day that stands in front of a file's name.
fn day_in_name(path: &SourcePath) -> Option<When> {
    Name::parse(Place::of(path).name()).date.map(When::Day)
}

/// A folder and all that it is in, up to the root, which is the empty name.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| match folder.rsplit_once('/') {
        Some((parent, _)) => Some(parent),
        None if folder.is_empty() => None,
        None => Some(""),
    })
}

/// A page's own folder holds no second page.
fn bundles(published: &[(Arc<Document>, Status)], diagnostics: &mut Diagnostics) {
    let owned: HashSet<&str> = published
        .iter()
        .filter_map(|(document, _)| match Place::of(&document.path) {
            Place::Bundle { folder } => Some(folder),
            _ => None,
        })
        .collect();
    for (document, _) in published {
        let (folder, from) = match Place::of(&document.path) {
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
struct Folders {
    urls: HashMap<String, UrlPath>,
}

impl Folders {
    fn new(published: &[(Arc<Document>, Status)], diagnostics: &mut Diagnostics) -> Self {
        let slugs: HashMap<&str, &Document> = published
            .iter()
            .filter_map(|(document, _)| match Place::of(&document.path) {
                Place::Index { folder } => Some((folder, &**document)),
                _ => None,
            })
            .collect();
        let mut folders = Self { urls: HashMap::from([(String::new(), UrlPath::home())]) };
        for (document, _) in published {
            let place = Place::of(&document.path);
            let folder = match place {
                Place::Index { folder } => Some(folder),
                other => other.parent_folder(),
            };
            if let Some(folder) = folder {
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
            None => segment(name).unwrap_or_else(|| {
                diagnostics.push(empty_slug(name).in_file(whose));
                stand_in(whose)
            }),
        };
        let url = above.page(&segment);
        self.urls.insert(folder.to_owned(), url.clone());
        url
    }

    fn url(&self, folder: &str) -> UrlPath {
        self.urls.get(folder).cloned().unwrap_or_else(UrlPath::home)
    }

    /// The URLs of the files beside pages. A file in a page's own folder goes with the page; one
    /// beside pages goes with their folder. What belongs to an unpublished page goes nowhere.
    fn files(&self, site: &Site, input: &Input) -> HashMap<SourcePath, UrlPath> {
        let mut bundles: HashMap<&str, Option<UrlPath>> = HashMap::new();
        for (document, _) in &site.statuses {
            match Place::of(&document.path) {
                Place::Bundle { folder } => {
                    let page = site.page_of(&document.path);
                    bundles.insert(folder, page.map(|page| site.page(page).url.clone()));
                }
                Place::Index { folder } if site.page_of(&document.path).is_none() => {
                    bundles.insert(folder, None);
                }
                _ => {}
            }
        }
        let mut files = HashMap::new();
        for file in input.files {
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

fn empty_slug(name: &str) -> Diagnostic {
    let message = format!("No URL can be made from the name `{name}`.");
    Diagnostic::error(Code::EmptySlug, message, "Rename it, or add a line `slug: …` to its page.")
}

/// A segment that no other page has, so that a page without a good one causes no second fault.
fn stand_in(path: &SourcePath) -> String {
    let hash = blake3::hash(path.as_str().as_bytes()).to_hex();
    format!("unnamed-{}", &hash[..12])
}

/// The last part of a page's URL: its `slug`, else what its name gives.
fn page_segment(document: &Document, name: &str, diagnostics: &mut Diagnostics) -> String {
    if let Some((slug, span)) = &document.front_matter.slug {
        match slugify(slug) {
            Some(clean) if clean == *slug && !crate::slug::is_reserved(slug) => return clean,
            clean => {
                let message = format!("The slug `{slug}` cannot stand in a URL.");
                let remedy = match clean.filter(|clean| !crate::slug::is_reserved(clean)) {
                    Some(clean) => format!("Write `{clean}`."),
                    None => "Write letters, digits and hyphens.".to_owned(),
                };
                let fault = Diagnostic::error(Code::EmptySlug, message, remedy);
                diagnostics.push(fault.at(&document.path, *span));
                return stand_in(&document.path);
            }
        }
    }
    segment(name).unwrap_or_else(|| {
        diagnostics.push(empty_slug(name).in_file(&document.path));
        stand_in(&document.path)
    })
}

fn page(
    document: &Arc<Document>,
    status: Status,
    folders: &Folders,
    timezone: &TimeZone,
    diagnostics: &mut Diagnostics,
) -> Page {
    let place = Place::of(&document.path);
    let url = match place {
        Place::Index { folder } => folders.url(folder),
        _ => {
            let segment = page_segment(document, place.name(), diagnostics);
            folders.url(place.parent_folder().unwrap_or_default()).page(&segment)
        }
    };
    let named = day_in_name(&document.path);
    let moment = |when: Option<When>| when.and_then(|when| Moment::new(when, timezone));
    Page {
        document: Arc::clone(document),
        url,
        kind: document.front_matter.kind.unwrap_or_default(),
        section: None,
        index_of: None,
        date: moment(document.front_matter.date.or(named)),
        updated: moment(document.front_matter.updated),
        status,
        targets: Vec::new(),
        previous: None,
        next: None,
        lesson: None,
        tags: Vec::new(),
    }
}

/// Finds the sections, gives their pages their kind and puts them in order.
fn sections(pages: &mut [Page], folders: &Folders) -> Vec<Section> {
    let mut by_folder: HashMap<String, SectionId> = HashMap::new();
    let mut sections: Vec<Section> = Vec::new();
    let mut indexes: Vec<(String, PageId)> = ids(pages)
        .filter_map(|id| match Place::of(&pages[id.index()].document.path) {
            Place::Index { folder } if folders.urls.contains_key(folder) => {
                Some((folder.to_owned(), id))
            }
            _ => None,
        })
        .collect();
    // A section comes after the one that it is in.
    indexes.sort();
    let nearest = |by_folder: &HashMap<String, SectionId>, folder: &str| {
        ancestors(folder).find_map(|folder| by_folder.get(folder).copied())
    };
    for (folder, page) in indexes {
        let id = SectionId::new(sections.len());
        let own = &mut pages[page.index()];
        let parent = Place::of(&own.document.path)
            .parent_folder()
            .and_then(|folder| nearest(&by_folder, folder));
        let declared = own.document.front_matter.kind;
        let inherited = parent.map_or(Kind::Page, |parent| sections[parent.index()].kind);
        let kind = match declared {
            Some(Kind::Course) => Kind::Lesson,
            Some(kind) => kind,
            None => inherited,
        };
        own.kind = if declared == Some(Kind::Course) { Kind::Course } else { Kind::Page };
        own.section = parent;
        own.index_of = Some(id);
        if let Some(parent) = parent {
            sections[parent.index()].sections.push(id);
        }
        sections.push(Section {
            page,
            parent,
            pages: Vec::new(),
            posts: Vec::new(),
            sections: Vec::new(),
            kind,
            course: None,
            lessons: Vec::new(),
        });
        by_folder.insert(folder, id);
    }
    for id in ids(pages) {
        let page = &mut pages[id.index()];
        if page.index_of.is_some() {
            continue;
        }
        let folder = Place::of(&page.document.path).parent_folder().unwrap_or_default();
        page.section = nearest(&by_folder, folder);
        if let Some(section) = page.section {
            let section = &mut sections[section.index()];
            section.pages.push(id);
            page.kind = page.document.front_matter.kind.unwrap_or(section.kind);
        }
    }
    let own_page: Vec<PageId> = sections.iter().map(|section| section.page).collect();
    for section in &mut sections {
        let kind = section.kind;
        section.pages.sort_by(|a, b| order::in_section(kind, &pages[a.index()], &pages[b.index()]));
        if kind == Kind::Post {
            let posts = section.pages.iter().filter(|id| pages[id.index()].kind == Kind::Post);
            section.posts = posts.copied().collect();
        }
        section.sections.sort_by(|a, b| {
            let page = |id: &SectionId| &pages[own_page[id.index()].index()];
            order::by_weight(page(a), page(b))
        });
    }
    sections
}

/// The pages by tag. Two spellings with one slug are one tag.
fn tags(pages: &mut [Page], words: &UrlWords, diagnostics: &mut Diagnostics) -> Vec<Tag> {
    let mut by_slug: BTreeMap<String, (String, Vec<PageId>)> = BTreeMap::new();
    for id in ids(pages) {
        let document = &pages[id.index()].document;
        for name in &document.front_matter.tags {
            match slugify(name) {
                Some(slug) => {
                    let (_, carriers) =
                        by_slug.entry(slug).or_insert_with(|| (name.clone(), Vec::new()));
                    if carriers.last() != Some(&id) {
                        carriers.push(id);
                    }
                }
                None => {
                    let message = format!("No URL can be made from the tag `{name}`.");
                    let fault =
                        Diagnostic::error(Code::EmptySlug, message, "Use letters or digits in it.");
                    diagnostics.push(fault.in_file(&document.path));
                }
            }
        }
    }
    let base = UrlPath::home().page(&words.tags);
    let mut tags: Vec<Tag> = by_slug
        .into_iter()
        .map(|(slug, (name, pages))| Tag { name, url: base.page(&slug), pages })
        .collect();
    tags.sort_by_cached_key(|tag| sort_key(&tag.name));
    for (index, tag) in tags.iter_mut().enumerate() {
        tag.pages.sort_by(|a, b| order::by_date(&pages[a.index()], &pages[b.index()]));
        for &page in &tag.pages {
            pages[page.index()].tags.push(TagId::new(index));
        }
    }
    tags
}

fn home(site: &Site, input: &Input, diagnostics: &mut Diagnostics) {
    if site.page_of(&SourcePath::new(format!("{CONTENT}/_index.md"))).is_some()
        || input.documents.is_empty()
    {
        return;
    }
    let index = SourcePath::new(format!("{CONTENT}/index.md"));
    let remedy = match site.page_of(&index) {
        Some(_) => format!("Rename `{index}` to `{CONTENT}/_index.md`."),
        None => format!("Write `{CONTENT}/_index.md`."),
    };
    diagnostics.push(Diagnostic::error(Code::MissingFile, "The site has no home page.", remedy));
}

/// Resolves all links, in parallel, page by page.
fn links(site: &mut Site, files: &HashMap<SourcePath, UrlPath>, diagnostics: &mut Diagnostics) {
    let hidden: HashMap<SourcePath, &'static str> = site
        .statuses
        .iter()
        .filter(|(document, _)| site.page_of(&document.path).is_none())
        .map(|(document, status)| (document.path.clone(), status.name()))
        .collect();
    let lookup = Lookup {
        pages: &site.pages,
        by_source: &site.by_source,
        files,
        routes: &site.routes,
        hidden: &hidden,
        base_url: &site.config.base_url,
        names: std::sync::OnceLock::new(),
    };
    let resolve = |links: &[Link], from: &From| -> (Vec<Target>, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let targets = links
            .iter()
            .map(|link| {
                lookup.resolve(link, from).unwrap_or_else(|fault| {
                    faults.push(*fault);
                    Target::Outside(link.target.clone())
                })
            })
            .collect();
        (targets, faults)
    };
    let resolved: Vec<_> = site
        .pages
        .par_iter()
        .map(|page| {
            let document = &page.document;
            let from = From { file: &document.path, anchors: &document.parsed.anchors };
            resolve(&document.parsed.links, &from)
        })
        .collect();
    let config: &Config = &site.config;
    let from = From { file: &config.file, anchors: &[] };
    let mut menu = |target: &str, span: Span| match is_outside(target) {
        true => Target::Outside(target.into()),
        false => {
            let (targets, faults) =
                resolve(&[Link { target: target.into(), span, file: false }], &from);
            diagnostics.extend(faults);
            targets.into_iter().next().unwrap_or_else(|| Target::Outside(target.into()))
        }
    };
    let top = config.menu.iter().map(|item| menu(&item.target, item.span)).collect();
    let bottom = config.footer.iter().map(|item| menu(&item.target, item.span)).collect();
    let privacy =
        config.newsletter.as_ref().and_then(|newsletter| newsletter.privacy_page.as_ref());
    let privacy = privacy.map(|(page, span)| menu(page, *span));
    (site.menu, site.footer, site.privacy) = (top, bottom, privacy);
    for (page, (targets, faults)) in site.pages.iter_mut().zip(resolved) {
        page.targets = targets;
        diagnostics.extend(faults);
    }
}

fn is_outside(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:") || target.starts_with("tel:")
}
