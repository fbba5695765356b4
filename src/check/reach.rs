//! What leads where: pages that no reader finds, files that no page uses, URLs that nothing answers.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::pages::at_title;
use super::rendered::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Related};
use crate::path::UrlPath;
use crate::site::{Route, Site};

/// So many other pages are named that hold the same dead URL.
const SHOWN: usize = 3;

/// Pages that cannot be reached from the home page, link by link. A page that search engines pass
/// over may be one that only a mail leads to.
pub(super) fn orphans(site: &Site, rendered: &[Rendered], advice: &mut Diagnostics) {
    let links: BTreeMap<&UrlPath, &BTreeSet<UrlPath>> =
        rendered.iter().map(|one| (&one.url, &one.follows)).collect();
    let home = UrlPath::home();
    let mut reached = HashSet::from([&home]);
    let mut open = vec![&home];
    while let Some(url) = open.pop() {
        let further = links.get(url).into_iter().flat_map(|links| links.iter());
        open.extend(further.filter(|url| reached.insert(url)));
    }
    for page in &site.pages {
        if reached.contains(&page.url) || page.document.front_matter.noindex {
            continue;
        }
        let message = "No reader finds this page: nothing leads to it from the home page.";
        let remedy = "Link to it from another page or the menu, or say `noindex: true` if only who has its address is to see it.";
        advice.push(at_title(Diagnostic::warning(Code::OrphanPage, message, remedy), page));
    }
}

/// Files of `content/` that no finished page leads to or takes in.
pub(super) fn unused_files(site: &Site, rendered: &[Rendered], advice: &mut Diagnostics) {
    let used: HashSet<&UrlPath> =
        rendered.iter().flat_map(|one| one.follows.iter().chain(&one.shows)).collect();
    for (url, route) in &site.routes {
        let Route::File(file) = route else { continue };
        let is_shown = site.pictures.get(file).is_some_and(|picture| {
            let mut variants = picture.variants.iter();
            variants.any(|variant| used.contains(&picture.url(url, variant)))
        });
        if !used.contains(url) && !is_shown {
            let message = "No page leads to this file or shows it.";
            let remedy = "Link to it, delete it, or move it to `static/` if others ask for it.";
            advice.push(Diagnostic::warning(Code::UnusedFile, message, remedy).in_file(file));
        }
    }
}

/// URLs inside the site that nothing answers: those that a template or a component wrote, for those
/// of the text were found. Each is told once, with the first few pages that hold it.
pub(super) fn dead_urls(site: &Site, rendered: &[Rendered], advice: &mut Diagnostics) {
    let mut holders: BTreeMap<&str, Vec<&UrlPath>> = BTreeMap::new();
    for one in rendered {
        for url in &one.dead {
            holders.entry(url).or_default().push(&one.url);
        }
    }
    let place = |url: &UrlPath| {
        let page = match site.routes.get(url)? {
            Route::Page(page) => site.page(*page),
            Route::List { section, .. } => site.page(site.section(*section).page),
            _ => return None,
        };
        Some(Place::file(&page.document.path))
    };
    for (url, pages) in holders {
        let Some(first) = pages.first() else { continue };
        let message =
            format!("`{url}` stands in the finished page `{first}`, and nothing is there.");
        let remedy = "Correct it in the template that writes it, or in the page's own HTML.";
        let mut fault = Diagnostic::error(Code::DeadUrl, message, remedy);
        fault.place = place(first);
        let others: Vec<Place> = pages.iter().skip(1).filter_map(|page| place(page)).collect();
        fault.more_related = others.len().saturating_sub(SHOWN);
        fault.related = others
            .into_iter()
            .take(SHOWN)
            .map(|place| Related { place, label: "holds it too".to_owned() })
            .collect();
        advice.push(fault);
    }
}
