//! The order of pages in a section.

use std::cmp::{Ordering, Reverse};

use super::permalink::{Name, Place};
use super::{Moment, Page, PageId, ids};
use crate::slug::sort_key;
use crate::source::Kind;

/// The number that orders a page: its weight, else the number in front of its name. Pages
/// without either come last.
fn weight(page: &Page) -> i64 {
    let number = || Name::parse(Place::of(&page.document.path).name()).number;
    page.document.front_matter.weight.or_else(number).unwrap_or(i64::MAX)
}

/// The day that orders a post; pages without a date come last.
fn newest(page: &Page) -> Reverse<Option<jiff::Timestamp>> {
    Reverse(page.date.as_ref().map(|Moment { at }| at.timestamp()))
}

/// Posts by date, newest first.
pub(super) fn by_date(a: &Page, b: &Page) -> Ordering {
    newest(a).cmp(&newest(b)).then_with(|| a.document.path.cmp(&b.document.path))
}

/// All pages, newest first; of one moment, by path, as their ids are.
pub(super) fn all_by_date(pages: &[Page]) -> Vec<PageId> {
    let mut all: Vec<_> = ids(pages).map(|id| (newest(&pages[id.index()]), id)).collect();
    all.sort_unstable();
    all.into_iter().map(|(_, id)| id).collect()
}

/// All others by number, then by title as a reader of the language sorts it.
pub(super) fn by_weight(a: &Page, b: &Page) -> Ordering {
    let title = |page: &Page| sort_key(&page.document.front_matter.title);
    weight(a)
        .cmp(&weight(b))
        .then_with(|| title(a).cmp(&title(b)))
        .then_with(|| a.document.path.cmp(&b.document.path))
}

/// The order of a section's pages.
pub(super) fn in_section(kind: Kind, a: &Page, b: &Page) -> Ordering {
    match kind {
        Kind::Post => by_date(a, b),
        _ => by_weight(a, b),
    }
}
