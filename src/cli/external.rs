//! `leerpad check --external`: the links to other sites, and what is remembered of them.

use std::fs;

use super::console::Console;
use super::rendering::Progress;
use super::replace::replace;
use crate::diagnostic::Diagnostic;
use crate::external::{self, Cache, Manner};
use crate::project::{KEPT, Settings};
use crate::site::Site;

/// What is remembered of links, in that folder.
const FILE: &str = "links.json";

/// Asks for the links that are not known to work, and tells of those that do not. Returns how many
/// links there are, too.
pub(super) fn check(
    site: &Site,
    settings: &Settings,
    console: &Console,
) -> (usize, Vec<Diagnostic>) {
    let config = &site.config.check.external;
    let path = settings.root.join(KEPT).join(FILE);
    let old = fs::read_to_string(&path).unwrap_or_default();
    let mut cache = Cache::parse(&old, settings.now, config.max_age);
    let links = external::links(site, &config.ignore);
    let progress = Progress::new(links.len(), console);
    let faults =
        external::check(&links, &mut cache, &Manner::polite(settings.now), &|| progress.step());
    progress.finish();
    cache.keep_only(&links);
    // A site that links to nobody needs no folder for it.
    let is_needed = !cache.is_empty() || path.exists();
    if is_needed && let Err(error) = replace(&path, cache.text().as_bytes()) {
        // The next check asks for all of them again; this one has lost nothing.
        console.say(&format!("What was found is not kept: {error:#}."));
    }
    (links.len(), faults)
}
