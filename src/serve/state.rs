//! What the live preview tells of a snapshot, as JSON for its own script.

use std::path::Path;

use serde::Serialize;

use super::editor::Editor;
use super::live::State;
use crate::diagnostic::{Diagnostic, Place};
use crate::nearest::nearest;
use crate::path::UrlPath;
use crate::project;
use crate::site::Route;

/// Faults shown at most: nobody reads more of them at once.
const SHOWN: usize = 50;

/// A snapshot as a page sees it.
#[derive(Serialize)]
pub(super) struct Seen<'a> {
    snapshot: u64,
    faults: Vec<Fault<'a>>,
    /// How many more there are.
    more: usize,
    /// Where there is no such page: those that may be meant.
    near: Option<Vec<Near>>,
}

/// Another page.
#[derive(Serialize)]
struct Near {
    url: String,
    title: String,
}

#[derive(Serialize)]
struct Fault<'a> {
    #[serde(flatten)]
    diagnostic: &'a Diagnostic,
    /// The line that it is in.
    text: Option<String>,
    /// What opens it, where the browser does that.
    href: Option<String>,
}

/// A snapshot as the page at a path of a URL sees it.
pub(super) fn of(state: &State, path: &str, root: &Path, editor: &Editor) -> serde_json::Value {
    let fault = |diagnostic| fault(diagnostic, root, editor);
    let all = state.diagnostics.iter();
    let seen = Seen {
        snapshot: state.number,
        more: all.len().saturating_sub(SHOWN),
        faults: all.take(SHOWN).map(fault).collect(),
        near: near(state, path),
    };
    // Plain data with string keys: serde_json has no way to fail on it.
    serde_json::to_value(seen).unwrap_or_default()
}

fn fault<'a>(diagnostic: &'a Diagnostic, root: &Path, editor: &Editor) -> Fault<'a> {
    let place = diagnostic.place.as_ref();
    Fault {
        diagnostic,
        text: place.and_then(|place| line(place, root)),
        href: place.and_then(|place| editor.href(root, place)),
    }
}

fn line(place: &Place, root: &Path) -> Option<String> {
    let number = place.span?.line.checked_sub(1)?;
    let text = project::read_source(root, &place.file)?;
    let text = text.trim_start_matches('\u{feff}');
    text.lines().nth(number as usize).map(str::to_owned)
}

/// Pages with a like name that are named at most.
const KIN: usize = 3;

/// Where what a reader looks for may be instead: the page whose URL is nearest, those whose name
/// begins alike, and the one above. `None` where it is there.
fn near(state: &State, path: &str) -> Option<Vec<Near>> {
    let renderer = state.renderer.as_ref()?;
    let site = renderer.site();
    let base_url = &site.config.base_url;
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let url = UrlPath::new(base_url.strip(&path));
    if site.routes.contains_key(&url) {
        return None;
    }
    let is_page = |route: &Route| matches!(route, Route::Page(_));
    let pages = site.routes.iter().filter(|(_, route)| is_page(route));
    let slip = nearest(url.as_str(), pages.map(|(url, _)| url.as_str())).map(UrlPath::new);
    let folders = url.as_str().trim_end_matches('/').rmatch_indices('/');
    let above = folders
        .map(|(end, _)| UrlPath::new(&url.as_str()[..=end]))
        .find(|url| site.routes.get(url).is_some_and(is_page));
    let stem = url.as_str().trim_end_matches('/');
    let begins_alike = |known: &&UrlPath| known.as_str().starts_with(stem);
    let kin = site.routes.iter().filter(|(_, route)| is_page(route)).map(|(url, _)| url);
    let kin = kin.filter(begins_alike).take(KIN).cloned();
    let mut near: Vec<UrlPath> = Vec::new();
    for url in slip.into_iter().chain(kin).chain(above) {
        if !near.contains(&url) {
            near.push(url);
        }
    }
    let title = |url: &UrlPath| {
        let page = renderer.source(url).and_then(|source| site.page_of(source));
        page.map(|page| site.page(page).document.front_matter.title.clone())
    };
    let named = |url: UrlPath| Some(Near { title: title(&url)?, url: base_url.href(&url) });
    Some(near.into_iter().filter_map(named).collect())
}
