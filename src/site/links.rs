//! Where links lead: from what the author wrote to a URL of the site.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::entry::Entry;
use super::{Page, PageId, Route, Site, Status, Tag, TagId};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::markdown::{Link, Wants};
use crate::nearest::nearest;
use crate::path::{BaseUrl, SourcePath, UrlPath};
use crate::slug::slugify;
use crate::source::{CONTENT, Document};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Out of the site, as it was written; or nowhere, after a fault was told.
    Outside(Box<str>),
    /// A URL of the site.
    Site {
        /// The URL.
        url: UrlPath,
        /// The page there, if it is one.
        page: Option<PageId>,
        /// What follows the path, as in `?subject=course#heading`; may be empty.
        tail: Box<str>,
    },
    /// An anchor of the page itself.
    Own {
        /// The anchor, without `#`.
        fragment: Box<str>,
    },
}

impl Target {
    /// The URL as it is written in a page of the site.
    pub fn href(&self, base_url: &BaseUrl) -> String {
        match self {
            Target::Outside(url) => url.to_string(),
            Target::Own { fragment } => format!("#{fragment}"),
            Target::Site { url, tail, .. } => base_url.href(url) + tail,
        }
    }
}

/// What an author may write in a query or fragment though it cannot stand in one.
const TAIL: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// What links are looked up in besides the pages and routes of a site. What only a link that leads
/// nowhere needs is made when the first does.
#[derive(Default)]
pub(super) struct Index {
    by_source: HashMap<SourcePath, PageId>,
    /// Files of `content/` with their URLs.
    pub(super) files: HashMap<SourcePath, UrlPath>,
    /// All files of `content/`, also those beside pages that are not published.
    all_files: Vec<SourcePath>,
    known_files: OnceLock<HashSet<SourcePath>>,
    /// Documents that are not published, with the reason.
    hidden: OnceLock<HashMap<SourcePath, &'static str>>,
    /// The last part of a tag's URL, and the tag.
    tags_by_slug: OnceLock<HashMap<String, TagId>>,
    /// What there is, for "did you mean".
    names: OnceLock<Names>,
}

impl Index {
    /// Of the pages of these entries.
    pub(super) fn new(entries: &[Entry], all_files: &[SourcePath]) -> Self {
        let ids = (0..).map(PageId::new);
        let by_source = entries.iter().map(|entry| entry.document.path.clone()).zip(ids);
        Self { by_source: by_source.collect(), all_files: all_files.to_vec(), ..Self::default() }
    }

    pub(super) fn page_of(&self, source: &SourcePath) -> Option<PageId> {
        self.by_source.get(source).copied()
    }
}

/// Where the links of a page lead, in their order, and what is wrong with them.
#[derive(Default)]
pub(super) struct Resolved {
    pub targets: Vec<Target>,
    pub faults: Vec<Diagnostic>,
}

/// Looks links up in a site.
pub(super) struct Lookup<'s> {
    site: &'s Site,
}

/// What there is, by the names that an author could have meant.
pub(super) struct Names {
    /// Files of pages, below `content/`.
    sources: Vec<String>,
    /// Titles of pages, in lower case, in the order of the sources.
    titles: Vec<String>,
    /// Other files, below `content/`, sorted.
    files: Vec<String>,
    /// What was looked for, a page or not, and what was found.
    known: Mutex<HashMap<(bool, String), Option<String>>>,
}

/// A lock that a panic elsewhere does not spoil: the map is whole at any moment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Who asks: a page of the site, or `site.yaml`.
pub(super) struct From<'a> {
    pub file: &'a SourcePath,
    /// The page itself, if it is one.
    pub document: Option<&'a Document>,
    /// Whether readers see it.
    pub status: Status,
}

impl<'s> Lookup<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        Self { site }
    }

    /// Where links lead; with what is wrong.
    pub(super) fn resolve_all(&self, links: &[Link], from: &From) -> Resolved {
        let mut faults = Vec::new();
        let targets = links.iter().map(|link| match self.resolve(link, from) {
            Ok(target) => {
                faults.extend(self.not_yet(link, from, &target));
                target
            }
            Err(fault) => {
                faults.push(*fault);
                // Empty, so that a component takes it for not given: what it would make of the dead
                // one is no fault of its own.
                Target::Outside("".into())
            }
        });
        let targets = targets.collect();
        Resolved { targets, faults }
    }

    /// A link from what readers see to a page that is here only because it was asked for: without
    /// that, it leads nowhere.
    fn not_yet(&self, link: &Link, from: &From, target: &Target) -> Option<Diagnostic> {
        let Target::Site { page: Some(page), .. } = target else { return None };
        let status = self.site.page(*page).status;
        if from.status != Status::Published || status == Status::Published {
            return None;
        }
        let path = link.target.split('#').next().unwrap_or_default();
        let fault = unpublished(path, status.name());
        let remedy =
            "Publish it, or take the link out until it is: a build for readers stops here.";
        let fault = Diagnostic::warning(Code::UnpublishedLink, fault.message, remedy);
        Some(fault.at(from.file, link.span))
    }

    fn hidden(&self) -> &HashMap<SourcePath, &'static str> {
        self.site.index.hidden.get_or_init(|| {
            let hidden = self
                .site
                .statuses
                .iter()
                .filter(|(document, _)| self.site.page_of(&document.path).is_none());
            hidden.map(|(document, status)| (document.path.clone(), status.name())).collect()
        })
    }

    fn has_file(&self, source: &SourcePath) -> bool {
        let index = &self.site.index;
        index.known_files.get_or_init(|| index.all_files.iter().cloned().collect()).contains(source)
    }

    fn tags_by_slug(&self) -> &HashMap<String, TagId> {
        self.site.index.tags_by_slug.get_or_init(|| {
            let last = |tag: &Tag| {
                let url = tag.url.as_str().trim_end_matches('/');
                url.rsplit('/').next().unwrap_or_default().to_owned()
            };
            let tags = self.site.tags.iter().map(last);
            tags.enumerate().map(|(index, slug)| (slug, TagId::new(index))).collect()
        })
    }

    /// Where a link leads.
    ///
    /// # Errors
    /// What is wrong with it, at its place.
    fn resolve(&self, link: &Link, from: &From) -> Result<Target, Box<Diagnostic>> {
        if link.wants == Wants::Tag {
            let target = self.tag(&link.target);
            return target.map_err(|fault| Box::new(fault.at(from.file, link.span)));
        }
        let (path, fragment) = match link.target.split_once('#') {
            Some((path, fragment)) => (path, Some(decode(fragment)).filter(|f| !f.is_empty())),
            None => (&*link.target, None),
        };
        let found = match path {
            "" => return self.own(fragment.unwrap_or_default(), link.span, from),
            _ => self.find(path, link, from),
        };
        let (url, page) = found
            .and_then(|(url, page)| self.is_wanted(link, page).map(|()| (url, page)))
            .map_err(|fault| Box::new(fault.at(from.file, link.span)))?;
        if let (Some(page), Some(fragment)) = (page, &fragment) {
            let target = &self.site.page(page).document;
            has_anchor(target, fragment, &format!("`{}`", target.path), link.span, from)?;
        }
        let tail = link.target.find(['?', '#']).map_or("", |at| &link.target[at..]);
        let tail = utf8_percent_encode(tail, TAIL).to_string().into();
        Ok(Target::Site { url, page, tail })
    }

    /// Whether what was found is what was wanted, where that is more than anything.
    fn is_wanted(&self, link: &Link, page: Option<PageId>) -> Result<(), Diagnostic> {
        let is_section = page.is_some_and(|page| self.site.page(page).index_of.is_some());
        let (message, remedy) = match link.wants {
            Wants::Section if !is_section => (
                format!("`{}` is no section.", link.target),
                "Write the path of the `_index.md` of a folder, like `/blog/_index.md`.",
            ),
            Wants::Page if page.is_none() => (
                format!("`{}` is no page.", link.target),
                "Write the path of a page's file, like `/course/_index.md`.",
            ),
            _ => return Ok(()),
        };
        Err(Diagnostic::error(Code::WrongArgument, message, remedy))
    }

    /// The page of a tag; however it is spelt, as long as its URL is the same.
    fn tag(&self, name: &str) -> Result<Target, Diagnostic> {
        let found = slugify(name).and_then(|slug| self.tags_by_slug().get(&slug));
        if let Some(&tag) = found {
            return Ok(Target::Site {
                url: self.site.tag(tag).url.clone(),
                page: None,
                tail: "".into(),
            });
        }
        let message = format!("No page carries the tag `{name}`.");
        let remedy = match nearest(name, self.site.tags.iter().map(|tag| &*tag.name)) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "Take a tag that a published page has under `tags`.".to_owned(),
        };
        Err(Diagnostic::error(Code::UnknownTag, message, remedy))
    }

    fn own(&self, fragment: String, span: Span, from: &From) -> Result<Target, Box<Diagnostic>> {
        let Some(document) = from.document else {
            // `site.yaml` is no page: what it links to stands on every page.
            let message = format!("`#{fragment}` does not say of which page.");
            let remedy = "Write the page's file in front of it, like `/about.md#plan`.";
            let fault = Diagnostic::error(Code::DeadLink, message, remedy);
            return Err(Box::new(fault.at(from.file, span)));
        };
        has_anchor(document, &fragment, "This page", span, from)?;
        Ok(Target::Own { fragment: fragment.into() })
    }

    /// The URL that a path names, and the page there.
    fn find(
        &self,
        path: &str,
        link: &Link,
        from: &From,
    ) -> Result<(UrlPath, Option<PageId>), Diagnostic> {
        let plain = decode(path.split('?').next().unwrap_or(path));
        let source = source_of(&plain, from.file);
        if let Some(source) = &source {
            if let Some(page) = self.site.page_of(source) {
                return match link.wants {
                    wants if wants.names_file() => Err(self.not_a_file(&plain)),
                    _ => Ok((self.site.page(page).url.clone(), Some(page))),
                };
            }
            if let Some(url) = self.site.index.files.get(source) {
                return Ok((url.clone(), None));
            }
            if let Some(why) = self.hidden().get(source) {
                return Err(unpublished(&plain, why));
            }
            if self.has_file(source) {
                let message = format!("`{plain}` belongs to a page that is not published.");
                let remedy = "Publish that page, or take the link out until it is.";
                return Err(Diagnostic::error(Code::UnpublishedLink, message, remedy));
            }
        }
        // A URL path of the site, with or without the slash at its end.
        if plain.starts_with('/') {
            // A path that begins like the base path may still be one of the site's own.
            let stripped = self.site.config.base_url.strip(&plain);
            let paths = [&*plain, stripped].map(|path| [path.to_owned(), format!("{path}/")]);
            for path in paths.as_flattened() {
                let candidate = UrlPath::new(path);
                match self.site.routes.get(&candidate) {
                    Some(Route::Page(_) | Route::Redirect { .. }) if link.wants.names_file() => {
                        return Err(self.not_a_file(&plain));
                    }
                    Some(Route::Page(page)) => return Ok((candidate, Some(*page))),
                    Some(Route::Redirect { to, page }) => return Ok((to.clone(), Some(*page))),
                    Some(_) => return Ok((candidate, None)),
                    None => {}
                }
            }
        }
        // The URL of a page that is not published is known by its name alone.
        if let Some(below) = plain.strip_prefix('/').map(|below| below.trim_end_matches('/')) {
            let names =
                [format!("{below}.md"), format!("{below}/index.md"), format!("{below}/_index.md")];
            let hidden =
                |name: &String| self.hidden().get(&SourcePath::new(format!("{CONTENT}/{name}")));
            if let Some(why) = names.iter().find_map(hidden) {
                return Err(unpublished(&plain, why));
            }
        }
        Err(self.dead(&plain, link, source.as_ref()))
    }

    fn not_a_file(&self, path: &str) -> Diagnostic {
        let message = format!("`{path}` is a page, but a file is wanted here.");
        Diagnostic::error(Code::MissingFile, message, "Name a picture or another file.")
    }

    /// Nothing is there: names the nearest that is, by path and then by title.
    fn dead(&self, path: &str, link: &Link, source: Option<&SourcePath>) -> Diagnostic {
        let wants_page = !link.wants.names_file() && (path.ends_with(".md") || path.ends_with('/'));
        let wanted = source.and_then(|source| source.below(CONTENT)).unwrap_or(path);
        let names = self.site.index.names.get_or_init(|| self.names());
        // A page that was renamed is looked for once, not for each of a thousand links to it.
        let is_url = wants_page && !path.ends_with(".md");
        let key = (wants_page, if is_url { path } else { wanted }.to_owned());
        let known = lock(&names.known).get(&key).cloned();
        let near = known.unwrap_or_else(|| {
            let near = self.near(path, wanted, wants_page, names);
            lock(&names.known).insert(key, near.clone());
            near
        });
        let (code, thing, otherwise) = match wants_page {
            true => (
                Code::DeadLink,
                "page",
                "Write the path of a page's file, relative or from the content root: `/blog/name.md`.",
            ),
            false => (
                Code::MissingFile,
                "file",
                "Put it beside the page or in `static/`, or correct the path.",
            ),
        };
        let remedy = near.map_or(otherwise.to_owned(), |near| format!("Did you mean `{near}`?"));
        Diagnostic::error(code, format!("There is no {thing} `{path}`."), remedy)
    }

    /// What comes nearest to a page or file that does not exist.
    fn near(&self, path: &str, wanted: &str, wants_page: bool, names: &Names) -> Option<String> {
        if !wants_page {
            let files = names.files.iter().map(String::as_str);
            return nearest(wanted, files).map(|near| format!("/{near}"));
        }
        let near = match path.ends_with(".md") {
            true => nearest(wanted, names.sources.iter().map(String::as_str))
                .map(|near| format!("/{near}")),
            false => nearest(path, self.site.pages.iter().map(|page| page.url.as_str()))
                .map(str::to_owned),
        };
        near.or_else(|| names.by_title(path))
    }

    fn names(&self) -> Names {
        let below = |path: &SourcePath| path.below(CONTENT).unwrap_or_default().to_owned();
        let mut files: Vec<String> = self.site.index.files.keys().map(below).collect();
        files.sort();
        let title = |page: &Page| page.document.front_matter.title.to_lowercase();
        Names {
            sources: self.site.pages.iter().map(|page| below(&page.document.path)).collect(),
            titles: self.site.pages.iter().map(title).collect(),
            files,
            known: Mutex::default(),
        }
    }
}

impl Names {
    /// The page whose title comes nearest to the name of a missing file.
    fn by_title(&self, path: &str) -> Option<String> {
        let name = path.trim_end_matches('/').rsplit('/').next()?;
        let wanted = name.strip_suffix(".md").unwrap_or(name).replace(['-', '_'], " ");
        let near = nearest(&wanted, self.titles.iter().map(String::as_str))?;
        let at = self.titles.iter().position(|title| title == near)?;
        self.sources.get(at).map(|source| format!("/{source}"))
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The file of `content/` that a link names, if it names one.
pub(super) fn link_source(target: &str, from: &SourcePath) -> Option<SourcePath> {
    let path = target.split(['#', '?']).next().filter(|path| !path.is_empty())?;
    source_of(&decode(path), from)
}

/// A page or file of `content/`, from the content root or beside the page that asks.
fn source_of(path: &str, from: &SourcePath) -> Option<SourcePath> {
    let below = match path.strip_prefix('/') {
        Some(below) => join("", below),
        None => {
            let folder = from.below(CONTENT).unwrap_or_default();
            join(folder.rsplit_once('/').map_or("", |(folder, _)| folder), path)
        }
    };
    below.map(|below| SourcePath::new(format!("{CONTENT}/{below}")))
}

/// A relative path from a folder, both below `content/`; `None` where it leads out of it.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn unpublished(path: &str, why: &str) -> Diagnostic {
    let why = if why == "draft" { "a draft" } else { why };
    let message = format!("`{path}` is not published: it is {why}.");
    let remedy = "Publish it, or take the link out until it is.";
    Diagnostic::error(Code::UnpublishedLink, message, remedy)
}

fn has_anchor(
    document: &Document,
    fragment: &str,
    whose: &str,
    span: Span,
    from: &From,
) -> Result<(), Box<Diagnostic>> {
    let anchors = &document.parsed.anchors;
    // Of a page that cannot be read to its end, that is the fault to tell.
    if document.is_partial() {
        return Ok(());
    }
    if fragment.is_empty() || anchors.binary_search_by(|anchor| (**anchor).cmp(fragment)).is_ok() {
        return Ok(());
    }
    let message = format!("{whose} has no heading `#{fragment}`.");
    let remedy = match nearest(fragment, anchors.iter().map(|anchor| &**anchor)) {
        Some(near) => format!("Did you mean `#{near}`?"),
        None if anchors.is_empty() => "It has no headings: link to the page itself.".to_owned(),
        None => "Take the anchor of one of its headings, or give one the id `{#…}`.".to_owned(),
    };
    Err(Box::new(Diagnostic::error(Code::DeadAnchor, message, remedy).at(from.file, span)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_stay_inside() {
        assert_eq!(join("blog/a", "../scope.md").as_deref(), Some("blog/scope.md"));
        assert_eq!(join("", "a//./b.md").as_deref(), Some("a/b.md"));
        assert_eq!(join("blog", "../../x.md"), None);
    }
}
