//! The search index: the one family of URLs that is made from finished pages, joined to the commands
//! that show it.

use std::collections::HashMap;
use std::result::Result as Either;
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, anyhow};
use rayon::prelude::*;

use super::build::stage;
use crate::diagnostic::Diagnostic;
use crate::output::Output;
use crate::path::UrlPath;
use crate::render::{Artifact, Renderer};
use crate::search::{self, Found, Note, Part};
use crate::serve::Derived;
use crate::site::{Site, search_folder};

/// Puts the index of what was found into the output. What is there and would come out the same stays
/// as it is. The inner error is the author's to mend.
pub(super) fn put(site: &Site, found: &[Found], output: &Output) -> Result<Either<(), Diagnostic>> {
    let pages = search::fingerprint(site, found);
    let before = Note::read(Note::url().output().ok().and_then(|path| output.there(&path)));
    if before.pages == pages {
        match output.keep(name(&UrlPath::new(search_folder()))) {
            Ok(false) => {}
            kept => return Ok(kept.map(drop)),
        }
    }
    let parts = search::parts(site, found);
    let note = Note { pages, parts: parts.iter().map(|part| part.fingerprint.clone()).collect() };
    let put: Result<Vec<Either<(), Diagnostic>>> = parts
        .into_par_iter()
        .enumerate()
        .map(|(at, part)| {
            if before.parts.get(at) == Some(&part.fingerprint) {
                match output.keep(name(&part.folder)) {
                    Ok(false) => {}
                    kept => return Ok(kept.map(drop)),
                }
            }
            let files = files(part)?;
            Ok(files.iter().try_for_each(|(url, artifact)| stage(Some(output), url, artifact)))
        })
        .collect();
    let put: Either<Vec<()>, Diagnostic> = put?.into_iter().collect();
    let is_empty = note.parts.is_empty();
    Ok(put.and_then(|_| match is_empty {
        true => Ok(()),
        false => stage(Some(output), &Note::url(), &note.artifact()),
    }))
}

/// A folder as the output names it.
fn name(folder: &UrlPath) -> &str {
    folder.as_str().trim_matches('/')
}

fn files(part: Part) -> Result<Vec<(UrlPath, Artifact)>> {
    part.files().map_err(|error| {
        anyhow!(
            "The search index cannot be made: {error}. `search: false` in `site.yaml` goes without"
        )
    })
}

/// The index as `serve` has it made. A part that would come out the same is not made again.
pub(super) fn derived() -> Derived {
    let last: Mutex<HashMap<String, Vec<(UrlPath, Artifact)>>> = Mutex::default();
    let make = move |renderer: &Renderer| {
        let site = renderer.site();
        let urls = site.routes.keys().filter(|url| search::may_be_found(site, url));
        let found = |url| search::found(site, url, &renderer.render(url)?.ok()?);
        let found: Vec<_> = urls.filter_map(found).collect();
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        let made = search::parts(site, &found).into_iter().map(|part| {
            let fingerprint = part.fingerprint.clone();
            let known = last.remove(&fingerprint);
            // A preview without search is better than none; `build` says what is wrong.
            (fingerprint, known.unwrap_or_else(|| part.files().unwrap_or_default()))
        });
        *last = made.collect::<Vec<_>>().into_iter().collect();
        let mut files: Vec<_> = last.values().flatten().cloned().collect();
        files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        files
    };
    let folder = UrlPath::new(search_folder());
    Derived { entry: folder.page("1").file("pagefind-entry.json"), folder, make: Box::new(make) }
}
