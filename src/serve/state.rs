//! What the live preview tells of a snapshot, as JSON for its own script.

use std::path::Path;

use serde::Serialize;

use super::editor::Editor;
use super::live::State;
use crate::diagnostic::{Diagnostic, Place};
use crate::nearest::nearest;
use crate::path::UrlPath;
use crate::project;
use crate::site::{Route, Status};

/// Faults shown at most: nobody reads more of them at once.
const SHOWN: usize = 50;

/// A snapshot as a page sees it.
#[derive(Serialize)]
pub(super) struct Seen<'a> {
    snapshot: u64,
    faults: Vec<Fault<'a>>,
    /// How many more there are.
    more: usize,
    /// Why the page is not to be seen by readers yet: draft, scheduled or expired.
    status: Option<&'static str>,
    /// Where there is no such page: one that may be meant.
    near: Option<String>,
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
    let (status, near) = page(state, path);
    let seen = Seen {
        snapshot: state.number,
        more: all.len().saturating_sub(SHOWN),
        faults: all.take(SHOWN).map(fault).collect(),
        status,
        near,
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

/// What a page is to readers, and where it may be instead.
fn page(state: &State, path: &str) -> (Option<&'static str>, Option<String>) {
    let Some(renderer) = &state.renderer else { return (None, None) };
    let site = renderer.site();
    let base_url = &site.config.base_url;
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let url = UrlPath::new(base_url.strip(&path));
    if let Some(source) = renderer.source(&url) {
        let status = site.page_of(source).map(|page| site.page(page).status);
        return (status.filter(|status| *status != Status::Published).map(Status::name), None);
    }
    if site.routes.contains_key(&url) {
        return (None, None);
    }
    let pages = site.routes.iter().filter(|(_, route)| matches!(route, Route::Page(_)));
    let near = nearest(url.as_str(), pages.map(|(url, _)| url.as_str()));
    (None, near.map(|near| base_url.href(&UrlPath::new(near))))
}
