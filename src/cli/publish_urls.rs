//! `leerpad publish-urls`: promises what is published now, in `leerpad.urls`.

use std::path::Path;

use anyhow::Result;

use super::args::{Content, Global};
use super::console::{Console, count};
use super::rendering::render_all;
use super::replace::replace;
use super::{Outcome, settings};
use crate::check::Sight;
use crate::diagnostic::{Code, Diagnostics};
use crate::path::{SourcePath, UrlPath};
use crate::project::{self, Settings};
use crate::render::Renderer;
use crate::site::{Publication, Site};
use crate::source;
use crate::urls::{self, FILE, Promised};

/// More than this are not named one by one.
const MOST_SHOWN: usize = 20;

pub(crate) fn run(global: &Global, console: &Console) -> Result<Outcome> {
    // Whatever else is shown to somebody some time, a promise is what everybody can see.
    let settings = settings::resolve(global, &Content::default())?;
    let mut diagnostics = Diagnostics::new();
    let promised = read(&settings.root, &mut diagnostics);
    let Some(renderer) = project::load(&settings, &mut Vec::new(), &mut diagnostics) else {
        console.diagnostics(&diagnostics, &settings.root);
        return Ok(Outcome::Faults);
    };
    let (_, faults) = render_all(&renderer, console, |_, _| Ok(()));
    diagnostics.extend(faults);
    console.diagnostics(&diagnostics, &settings.root);
    if diagnostics.has_errors() {
        console.say(&format!("Nothing was written: `{FILE}` is as it was."));
        return Ok(Outcome::Faults);
    }
    let now = urls::promises(renderer.site());
    let (text, new) = promised.with(&now);
    let path = settings.root.join(FILE);
    let is_written = replace(&path, text.as_bytes())?;
    say(&new, now.len(), is_written, console);
    Ok(Outcome::Good)
}

fn say(new: &[UrlPath], all: usize, is_written: bool, console: &Console) {
    if new.is_empty() {
        let tidied = if is_written { " It was sorted." } else { "" };
        console.say(&format!(
            "Nothing is new: `{FILE}` holds all {} of the site.{tidied}",
            count(all, "URL")
        ));
        return;
    }
    console.say(&format!("Added {} to `{FILE}`:", count(new.len(), "URL")));
    for url in new.iter().take(MOST_SHOWN) {
        console.say(&format!("  {url}"));
    }
    if let Some(more) = new.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
        console.say(&format!("  and {more} more"));
    }
}

/// What the site promises; nothing where there is no file. What is wrong with it is told.
fn read(root: &Path, diagnostics: &mut Diagnostics) -> Promised {
    let file = SourcePath::new(FILE);
    if !file.on_disk(root).exists() {
        return Promised::default();
    }
    match source::read(root, &file) {
        Ok(text) => Promised::parse(&text, diagnostics),
        Err(fault) => {
            diagnostics.push(*fault);
            Promised::default()
        }
    }
}

/// What is promised and no longer there. Where errors may have taken URLs away, only the file itself
/// is looked at, and the rest goes into `held`.
pub(super) fn check(
    site: &Site,
    settings: &Settings,
    sight: Sight,
    held: &mut Vec<Code>,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let promised = read(&settings.root, &mut diagnostics);
    if promised.is_kept(site) {
        return diagnostics;
    }
    if !sight.urls {
        held.push(Code::LostUrl);
        return diagnostics;
    }
    let publication = Publication { drafts: true, future: true, expired: true };
    let everything = Settings { publication, ..settings.clone() };
    let everything = project::load(&everything, &mut Vec::new(), &mut Diagnostics::new());
    diagnostics.extend(urls::faults(&promised, site, everything.as_ref().map(Renderer::site)));
    diagnostics
}
