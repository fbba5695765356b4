//! Pages that look the same in search results.

use std::collections::BTreeMap;

use super::pages::at_title;
use super::rendered::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::site::{Page, Route, Site};

/// Two titles are the same as search engines show them: those of the finished pages, to which a
/// template may add the name of the course. Pages that search engines pass over do not count.
pub(super) fn advise(site: &Site, rendered: &[Rendered], advice: &mut Diagnostics) {
    let mut first: BTreeMap<String, &Page> = BTreeMap::new();
    let mut pages: Vec<(&Page, &str)> =
        rendered.iter().filter_map(|one| titled(site, one)).collect();
    pages.sort_by(|(one, _), (other, _)| one.document.path.cmp(&other.document.path));
    for (page, title) in pages {
        let key = title.to_lowercase();
        let Some(other) = first.get(&key) else {
            first.insert(key, page);
            continue;
        };
        let message = format!(
            "Another page has the title \"{}\" too: search results show the two alike.",
            page.document.front_matter.title,
        );
        let remedy = "Say in the title what sets this page apart.";
        let same = Diagnostic::warning(Code::SameTitle, message, remedy);
        let front_matter = &other.document.front_matter;
        let place = match front_matter.title_span.or(front_matter.span) {
            Some(span) => Place::at(&other.document.path, span),
            None => Place::file(&other.document.path),
        };
        advice.push(at_title(same, page).with_related(place, "has it too"));
    }
}

/// A page that search engines show, and its title there.
fn titled<'a>(site: &'a Site, rendered: &'a Rendered) -> Option<(&'a Page, &'a str)> {
    let Route::Page(page) = site.routes.get(&rendered.url)? else { return None };
    let page = site.page(*page);
    let title = rendered.title.as_str();
    (!page.document.front_matter.noindex && !title.is_empty()).then_some((page, title))
}
