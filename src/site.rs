//! Documents → [`Site`]: permalinks, sections, courses, tags, links, routes.
//!
//! A site is an immutable snapshot, assembled anew from the documents at each change. It holds
//! the reverse facts (who is in a section, who follows whom, which pages carry a tag) as indexes
//! of numbers into its lists, so that nothing derived outlives it.

mod assemble;
mod course;
mod entry;
mod find;
mod folders;
mod glossary;
mod links;
mod order;
mod permalink;
mod pictures;
mod publish;
mod related;
mod routes;
mod sections;
mod security;
mod sessions;
mod tags;
mod windows;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rayon::prelude::*;

pub use assemble::assemble;
pub use glossary::Definition;
pub use links::Target;
pub(crate) use permalink::Name;
pub use pictures::{Picture, Pictures, Variant, shown};
pub use publish::{Moment, Publication, Status, Window};
pub use routes::Route;
pub(crate) use routes::{
    accent_url, alias_url, list_url, manifest_url, offline_url, search_folder,
};
pub use sessions::Session;
pub(crate) use sessions::over as session_over;
pub(crate) use windows::date_of;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::path::{SourcePath, UrlPath};
use crate::source::{Document, Kind};
use links::{From, Index, Lookup, Resolved};

/// Index into [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(u32);

/// Index into [`Site::sections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(u32);

/// Index into [`Site::tags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(u32);

/// Index into [`Site::sessions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(u32);

/// What a snapshot is made from.
pub struct Input<'a> {
    /// `site.yaml`.
    pub config: &'a Config,
    /// The pages.
    pub documents: &'a [Arc<Document>],
    /// The other files of `content/`.
    pub files: &'a [SourcePath],
    /// What is known of the pictures among them.
    pub pictures: &'a Arc<Pictures>,
    /// The URLs of static files, with what to call each in a message, and where it is.
    pub assets: &'a [(UrlPath, String, Option<Place>)],
    /// Words of the language that stand in URLs.
    pub words: &'a UrlWords,
    /// What is published.
    pub publication: Publication,
    /// The build's clock.
    pub now: Timestamp,
}

/// Words of the language that stand in URLs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlWords {
    /// Before the number of a list page: `/blog/pagina/2/`.
    pub page: String,
    /// Of the list of tags: `/tags/`.
    pub tags: String,
    /// Of the page that searches: `/zoeken/`.
    pub search: String,
}

/// One immutable snapshot of a whole site. It holds only what is published.
pub struct Site {
    /// `site.yaml`.
    pub config: Arc<Config>,
    /// All pages, those of sections too, by path of their file.
    pub pages: Vec<Page>,
    /// All folders with an `_index.md`, by path.
    pub sections: Vec<Section>,
    /// All tags, by name.
    pub tags: Vec<Tag>,
    /// The terms that its pages define, by page and place.
    pub definitions: Vec<Definition>,
    /// The posts, newest first.
    pub posts: Vec<PageId>,
    /// The courses, in order.
    pub courses: Vec<SectionId>,
    /// When courses are given, soonest first; what has ended is not among them.
    pub sessions: Vec<Session>,
    /// The pictures that its pages show.
    pub pictures: Arc<Pictures>,
    /// All URLs that the site answers.
    pub routes: BTreeMap<UrlPath, Route>,
    /// Where `menu` and `footer` of the configuration lead.
    pub menu: Vec<Target>,
    /// Where the links of the footer lead.
    pub footer: Vec<Target>,
    /// Where the links of the configuration's `theme` lead.
    pub theme_links: Vec<Target>,
    /// Until when `security.txt` counts, if there is one.
    pub security: Option<Moment>,
    /// The page about privacy that the newsletter names.
    pub privacy: Option<Target>,
    /// All documents with what became of them, also those not published.
    pub statuses: Vec<(Arc<Document>, Status)>,
    /// The build's clock.
    pub now: Timestamp,
    /// The configuration's time zone.
    pub timezone: TimeZone,
    /// What links are looked up in.
    index: Index,
}

/// One page.
pub struct Page {
    /// Its file, parsed.
    pub document: Arc<Document>,
    /// Its URL.
    pub url: UrlPath,
    /// What it is. A section's own page is a [`Kind::Page`], a course's a [`Kind::Course`].
    pub kind: Kind,
    /// The section that lists it.
    pub section: Option<SectionId>,
    /// The section whose own page it is.
    pub index_of: Option<SectionId>,
    /// When it was published.
    pub date: Option<Moment>,
    /// When it last changed in substance.
    pub updated: Option<Moment>,
    /// Shown only because drafts (or future or expired pages) were asked for.
    pub status: Status,
    /// Where the links of the document lead, once somebody has asked.
    resolved: OnceLock<Resolved>,
    /// The page before it in its section or course.
    pub previous: Option<PageId>,
    /// The page after it.
    pub next: Option<PageId>,
    /// Its place in a course.
    pub lesson: Option<Lesson>,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// When it is given, soonest first.
    pub sessions: Vec<SessionId>,
}

impl Page {
    /// Whether all may know of it: search engines, and who searches the site.
    pub(crate) fn is_for_all(&self) -> bool {
        !self.document.front_matter.noindex && self.status == Status::Published
    }
}

/// The place of a lesson in its course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The course.
    pub course: SectionId,
    /// The module, where it does not stand in the course itself.
    pub module: Option<SectionId>,
    /// Counted from 1 through the whole course.
    pub number: u32,
}

/// A folder with an `_index.md`.
pub struct Section {
    /// Its own page.
    pub page: PageId,
    /// The section that it is in.
    pub parent: Option<SectionId>,
    /// Its pages, in order.
    pub pages: Vec<PageId>,
    /// Of a section of posts: those of its pages that are posts, newest first.
    pub posts: Vec<PageId>,
    /// Its sub-sections, in order.
    pub sections: Vec<SectionId>,
    /// The kind that it gives its pages.
    pub kind: Kind,
    /// The course that it is or belongs to.
    pub course: Option<SectionId>,
    /// Of a course: all its lessons, in order.
    pub lessons: Vec<PageId>,
}

impl Section {
    /// Whether there is a feed of its posts.
    pub fn has_feed(&self) -> bool {
        !self.posts.is_empty()
    }
}

/// A word that pages are about.
pub struct Tag {
    /// As its first page writes it.
    pub name: String,
    /// Its URL.
    pub url: UrlPath,
    /// The pages that carry it, newest first.
    pub pages: Vec<PageId>,
    /// Those of them that are posts.
    pub posts: Vec<PageId>,
}

/// The numbers of all pages.
fn ids(pages: &[Page]) -> impl Iterator<Item = PageId> + use<> {
    (0..pages.len()).map(PageId::new)
}

impl PageId {
    pub(crate) fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// The place in [`Site::pages`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl SectionId {
    pub(crate) fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// The place in [`Site::sections`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl SessionId {
    pub(crate) fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// The place in [`Site::sessions`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl TagId {
    pub(crate) fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// The place in [`Site::tags`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Site {
    /// A page by its number.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.index()]
    }

    /// A section by its number.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.index()]
    }

    /// A tag by its number.
    pub fn tag(&self, id: TagId) -> &Tag {
        &self.tags[id.index()]
    }

    /// A session by its number.
    pub fn session(&self, id: SessionId) -> &Session {
        &self.sessions[id.index()]
    }

    /// The page of a file, if it is published.
    pub fn page_of(&self, source: &SourcePath) -> Option<PageId> {
        self.index.page_of(source)
    }

    /// Where the links of a page lead, in the order of its document's.
    pub fn targets<'s>(&'s self, page: &'s Page) -> &'s [Target] {
        &self.resolved(page).targets
    }

    /// What is wrong with the links of a page.
    pub fn link_faults<'s>(&'s self, page: &'s Page) -> &'s [Diagnostic] {
        &self.resolved(page).faults
    }

    /// What is wrong with the links of all pages.
    pub fn all_link_faults(&self) -> Vec<Diagnostic> {
        self.pages.par_iter().flat_map_iter(|page| self.link_faults(page).iter().cloned()).collect()
    }

    fn resolved<'s>(&'s self, page: &'s Page) -> &'s Resolved {
        page.resolved.get_or_init(|| {
            let document = &*page.document;
            let status = page.status;
            let from = From { file: &document.path, document: Some(document), status };
            Lookup::new(self).resolve_all(&document.parsed.links, &from)
        })
    }

    /// The section of a folder, `content/blog`, if it has an `_index.md` that is published.
    pub(crate) fn section_of(&self, folder: &str) -> Option<SectionId> {
        self.page(self.page_of(&SourcePath::new(format!("{folder}/_index.md")))?).index_of
    }

    /// The URL under which the pages of a folder, `content/blog`, are; also of one that is no
    /// section. `None` where its name cannot stand in a URL.
    pub(crate) fn folder_url(&self, folder: &str) -> Option<UrlPath> {
        let section =
            self.section_of(folder).map(|id| self.page(self.section(id).page).url.clone());
        section.or_else(|| match folder.rsplit_once('/') {
            None => Some(UrlPath::home()),
            Some((parent, name)) => Some(self.folder_url(parent)?.page(&permalink::segment(name)?)),
        })
    }

    /// The folders of the parts of the search index, in order: one for some five hundred pages, as long
    /// as a browser can ask them all. Twice as many at a time, so that a growing site seldom deals all
    /// its pages out anew.
    pub(crate) fn search_folders(&self) -> Vec<UrlPath> {
        const PAGES: usize = 500;
        const MOST: usize = 16;
        let pages = self.pages.iter().filter(|page| page.is_for_all()).count();
        let parts = pages.div_ceil(PAGES).next_power_of_two().min(MOST);
        let folder = UrlPath::new(search_folder());
        (1..=parts).map(|number| folder.page(&number.to_string())).collect()
    }

    /// How many list pages so many pages take; at least one.
    pub fn list_pages(&self, pages: usize) -> usize {
        pages.div_ceil(self.config.paginate).max(1)
    }

    /// The first page of a kind, in order of path.
    pub fn first_of(&self, kind: Kind) -> Option<PageId> {
        self.pages.iter().position(|page| page.kind == kind).map(PageId::new)
    }

    /// The modules of a course, in order: its sub-sections.
    pub fn modules(&self, course: SectionId) -> &[SectionId] {
        &self.section(course).sections
    }
}
