//! Documents → Site, step by step. Linear in the number of pages.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::entry::Entry;
use super::folders::{Folders, bundles, page_segment};
use super::links::{From, Index, Lookup, Target};
use super::permalink::Place;
use super::publish::Moment;
use super::sections::sections;
use super::sessions::sessions;
use super::tags::tags;
use super::{Input, Page, PageId, Site, Status, course, glossary, order, routes, security};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::link::{self, Leads};
use crate::markdown::{Link, Wants};
use crate::path::SourcePath;
use crate::source::{CONTENT, Kind};
use crate::yaml::When;

/// Assembles a snapshot. Faults are told; what they concern is left out or gets a stand-in, so
/// that the rest can be checked in the same run.
pub fn assemble(input: &Input, diagnostics: &mut Diagnostics) -> Site {
    let config = input.config;
    let entries = Entry::all(input);
    let published: Vec<Entry> = entries.iter().filter(|entry| entry.is_included).copied().collect();
    bundles(&published, diagnostics);
    let folders = Folders::new(&published, diagnostics);
    let (index, made) = rayon::join(
        || Index::new(&published, input.files),
        || published.par_iter().map(|entry| page(entry, &folders, &config.timezone)).collect(),
    );
    let made: Vec<(Page, Diagnostics)> = made;
    let mut pages = Vec::with_capacity(made.len());
    for (page, faults) in made {
        pages.push(page);
        diagnostics.extend(faults);
    }
    let mut sections = sections(&mut pages, &published);
    undated(&pages, diagnostics);
    let courses = course::arrange(&mut pages, &mut sections);
    let sessions = sessions(&mut pages, input.now, &config.timezone, diagnostics);
    let by_date = order::all_by_date(&pages);
    let tags = tags(&mut pages, &by_date, input.words, diagnostics);
    let definitions = glossary::definitions(&pages, diagnostics);
    let is_post = |id: &PageId| pages[id.index()].kind == Kind::Post;
    let posts = by_date.into_iter().filter(is_post).collect();
    let mut site = Site {
        config: Arc::new(config.clone()),
        pages,
        sections,
        tags,
        definitions,
        posts,
        courses,
        sessions,
        pictures: Arc::clone(input.pictures),
        routes: BTreeMap::new(),
        menu: Vec::new(),
        footer: Vec::new(),
        theme_links: Vec::new(),
        privacy: None,
        security: security::expires(config, input.now, diagnostics),
        statuses: entries.iter().map(|entry| (Arc::clone(entry.document), entry.status)).collect(),
        now: input.now,
        timezone: config.timezone.clone(),
        index,
    };
    home(&site, input, diagnostics);
    site.index.files = folders.files(&site, &entries, input);
    site.routes = routes::gather(&site, input.assets, input.words, diagnostics);
    links(&mut site, diagnostics);
    site
}

fn page(entry: &Entry, folders: &Folders, timezone: &TimeZone) -> (Page, Diagnostics) {
    let Entry { document, place, day, status, .. } = *entry;
    let mut diagnostics = Diagnostics::new();
    let url = match place {
        Place::Index { folder } => folders.url(folder),
        _ => {
            let segment = page_segment(document, place.name(), &mut diagnostics);
            folders.url(place.parent_folder().unwrap_or_default()).page(&segment)
        }
    };
    let moment = |when: Option<When>| when.and_then(|when| Moment::new(when, timezone));
    let page = Page {
        document: Arc::clone(document),
        url,
        kind: document.front_matter.kind.unwrap_or_default(),
        section: None,
        index_of: None,
        date: moment(document.front_matter.date.or(day)),
        updated: moment(document.front_matter.updated),
        status,
        resolved: OnceLock::new(),
        previous: None,
        next: None,
        lesson: None,
        tags: Vec::new(),
        sessions: Vec::new(),
    };
    (page, diagnostics)
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
    let from = From { file: &config.file, document: None, status: Status::Published };
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
