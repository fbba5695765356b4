//! Documents → Site, step by step. Serial, and linear in the number of pages.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use jiff::tz::TimeZone;

use super::folders::{Folders, ancestors, bundles, page_segment};
use super::links::{From, Index, Lookup, Target};
use super::permalink::{Name, Place};
use super::publish::{Moment, Status};
use super::sections::sections;
use super::sessions::sessions;
use super::tags::tags;
use super::{Input, Page, PageId, Site, course, glossary, ids, order, routes, security};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::link::{self, Leads};
use crate::markdown::{Link, Wants};
use crate::path::SourcePath;
use crate::source::{CONTENT, Document, Kind};
use crate::yaml::When;

/// Assembles a snapshot. Faults are told; what they concern is left out or gets a stand-in, so
/// that the rest can be checked in the same run.
pub fn assemble(input: &Input, diagnostics: &mut Diagnostics) -> Site {
    let config = input.config;
    let statuses = statuses(input);
    let published: Vec<(Arc<Document>, Status)> = statuses
        .iter()
        .filter(|(_, _, included)| *included)
        .map(|(document, status, _)| (Arc::clone(document), *status))
        .collect();
    let statuses = statuses.into_iter().map(|(document, status, _)| (document, status)).collect();
    bundles(&published, diagnostics);
    let folders = Folders::new(&published, diagnostics);
    let mut pages: Vec<Page> = published
        .iter()
        .map(|(document, status)| page(document, *status, &folders, &config.timezone, diagnostics))
        .collect();
    let mut sections = sections(&mut pages);
    undated(&pages, diagnostics);
    let courses = course::arrange(&mut pages, &mut sections);
    let sessions = sessions(&mut pages, input.now, &config.timezone, diagnostics);
    let tags = tags(&mut pages, input.words, diagnostics);
    let definitions = glossary::definitions(&pages, diagnostics);
    let mut posts: Vec<PageId> =
        ids(&pages).filter(|id| pages[id.index()].kind == Kind::Post).collect();
    posts.sort_by(|a, b| order::by_date(&pages[a.index()], &pages[b.index()]));
    let index = Index::new(&pages, input.files);
    let mut site = Site {
        config: Arc::new(config.clone()),
        pages,
        sections,
        tags,
        definitions,
        posts,
        courses,
        sessions,
        routes: BTreeMap::new(),
        menu: Vec::new(),
        footer: Vec::new(),
        theme_links: Vec::new(),
        privacy: None,
        security: security::expires(config, input.now, diagnostics),
        statuses,
        now: input.now,
        timezone: config.timezone.clone(),
        index,
    };
    home(&site, input, diagnostics);
    site.index.files = folders.files(&site, input);
    site.routes = routes::gather(&site, input.assets, input.words, diagnostics);
    links(&mut site, diagnostics);
    site
}

/// What becomes of each document, and whether it is part of the site. A section that is not
/// published hides all that is in it, so a page is part of the site only if each section that it
/// is in is.
fn statuses(input: &Input) -> Vec<(Arc<Document>, Status, bool)> {
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
        let mut shown = own(document);
        let mut included = input.publication.includes(shown);
        let folder = document.path.folder().strip_prefix(CONTENT).unwrap_or_default();
        let above = ancestors(folder.trim_start_matches('/'));
        for status in above.filter_map(|folder| hidden.get(folder).copied()) {
            included &= input.publication.includes(status);
            if shown == Status::Published {
                shown = status;
            }
        }
        (Arc::clone(document), shown, included)
    };
    input.documents.iter().map(status).collect()
}

/// The day that stands in front of a file's name.
pub(super) fn day_in_name(path: &SourcePath) -> Option<When> {
    Name::parse(Place::of(path).name()).date.map(When::Day)
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
        resolved: OnceLock::new(),
        previous: None,
        next: None,
        lesson: None,
        tags: Vec::new(),
        sessions: Vec::new(),
    }
}

/// A post without a date has no place in the blog, nor in a feed.
fn undated(pages: &[Page], diagnostics: &mut Diagnostics) {
    for page in pages.iter().filter(|page| page.kind == Kind::Post && page.date.is_none()) {
        // A date that cannot be read is told already.
        if page.document.diagnostics.has_errors() {
            continue;
        }
        let message = "The post has no date.";
        let remedy = "Add a line like `date: 2026-11-23`, or `kind: page` where it is no post.";
        let fault = Diagnostic::error(Code::MissingKey, message, remedy);
        diagnostics.push(match page.document.front_matter.span {
            Some(span) => fault.at(&page.document.path, span),
            None => fault.in_file(&page.document.path),
        });
    }
}

fn home(site: &Site, input: &Input, diagnostics: &mut Diagnostics) {
    let home = SourcePath::new(format!("{CONTENT}/_index.md"));
    if site.page_of(&home).is_some() || input.documents.is_empty() {
        return;
    }
    let index = SourcePath::new(format!("{CONTENT}/index.md"));
    let remedy = match site.page_of(&index) {
        Some(_) => format!("Rename `{index}` to `{home}`."),
        None if input.documents.iter().any(|document| document.path == home) => {
            format!("Publish `{home}`; until then, no other page is.")
        }
        None => format!("Write `{home}`."),
    };
    diagnostics.push(Diagnostic::error(Code::MissingFile, "The site has no home page.", remedy));
}

/// Resolves the links of the configuration. Those of pages are resolved when they are asked for.
fn links(site: &mut Site, diagnostics: &mut Diagnostics) {
    let config = Arc::clone(&site.config);
    let lookup = Lookup::new(site);
    let from = From { file: &config.file, document: None };
    let mut menu = |target: &str, span: Span| match link::judge(target) {
        Ok(Leads::Outside) => Target::Outside(target.into()),
        Ok(Leads::Site) => {
            let link = Link { target: target.into(), span, wants: Wants::Any };
            let resolved = lookup.resolve_all(&[link], &from);
            diagnostics.extend(resolved.faults);
            let target = || Target::Outside(target.into());
            resolved.targets.into_iter().next().unwrap_or_else(target)
        }
        Err(fault) => {
            diagnostics.push(fault.at(from.file, span));
            Target::Outside(target.into())
        }
    };
    let top = config.menu.iter().map(|item| menu(&item.target, item.span)).collect();
    let bottom = config.footer.iter().map(|item| menu(&item.target, item.span)).collect();
    let privacy =
        config.newsletter.as_ref().and_then(|newsletter| newsletter.privacy_page.as_ref());
    let privacy = privacy.map(|(page, span)| menu(page, *span));
    let theme_links = config.theme.links.iter().map(|link| menu(&link.href, link.span)).collect();
    (site.menu, site.footer, site.theme_links, site.privacy) = (top, bottom, theme_links, privacy);
}
