//! What `-v` says of a run: what it began with, what it found and what it left out.

use super::console::Console;
use crate::project::Settings;
use crate::site::{Site, Status};

/// Says it, a fact a line.
pub(crate) fn say(site: &Site, settings: &Settings, console: &Console) {
    if !console.is_verbose() {
        return;
    }
    let clock = settings.now.to_zoned_datetime(site.timezone.clone());
    console.say(&format!("site: {}", settings.root.join(&settings.config).display()));
    console.say(&format!(
        "address: {}",
        site.config.base_url.permalink(&crate::path::UrlPath::home())
    ));
    console.say(&format!("clock: {}", clock.strftime("%Y-%m-%dT%H:%M:%S%:z[%Q]")));
    console.say(&format!(
        "found: pages {}, sections {}, courses {}, tags {}, URLs {}",
        site.pages.len(),
        site.sections.len(),
        site.courses.len(),
        site.tags.len(),
        site.routes.len(),
    ));
    for (document, status) in &site.statuses {
        if *status != Status::Published {
            let what = match site.page_of(&document.path) {
                Some(_) => "taken in",
                None => "left out",
            };
            console.say(&format!("{what}: {} ({})", document.path, status.name()));
        }
    }
}
