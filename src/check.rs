//! What an author may want to mend though the site can be built: advice, by the whole site and by
//! what was rendered of it.
//!
//! What one file alone tells is noticed where it is read, as diagnostics with a code of
//! [`Code::ADVICE`](crate::diagnostic::Code::ADVICE). Here is what takes all pages to know, and
//! what becomes of all advice by the levels of `site.yaml`.

mod pages;
mod reach;
mod rendered;
mod sight;
mod titles;

pub use rendered::{Answers, Rendered};
pub use sight::Sight;

use crate::config::{Config, Level};
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::site::Site;

/// The advice on a site, by its pages and by what was rendered, as far as that can be told in this
/// `sight`. What could not be looked for goes into `held`.
pub fn advise(
    site: &Site,
    rendered: &[Rendered],
    sight: Sight,
    held: &mut Vec<Code>,
) -> Diagnostics {
    let mut advice = Diagnostics::new();
    pages::advise(site, &mut advice);
    titles::advise(site, rendered, &mut advice);
    reach::dead_urls(site, rendered, &mut advice);
    match sight.pages {
        true => reach::orphans(site, rendered, &mut advice),
        false => held.push(Code::OrphanPage),
    }
    match sight.files {
        true => reach::unused_files(site, rendered, &mut advice),
        false => held.push(Code::UnusedFile),
    }
    advice
}

/// Gives advice the levels that `site.yaml` names.
pub fn weigh(config: &Config, diagnostics: &mut Diagnostics) {
    diagnostics.retain_mut(|fault| {
        match config.check.levels.get(&fault.code) {
            None => {}
            Some(Level::Off) => return false,
            Some(Level::Warning) => fault.severity = Severity::Warning,
            Some(Level::Error) => fault.severity = Severity::Error,
        }
        true
    });
}
