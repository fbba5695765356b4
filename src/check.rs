//! What an author may want to mend though the site can be built: advice, by the whole site and by
//! what was rendered of it.
//!
//! What one file alone tells is noticed where it is read, as diagnostics with a code of
//! [`Code::ADVICE`](crate::diagnostic::Code::ADVICE). Here is what takes all pages to know, and
//! what becomes of all advice by the levels of `site.yaml`.

mod pages;
mod reach;
mod rendered;
mod titles;

pub use rendered::{Answers, Rendered};

use crate::config::{Config, Level};
use crate::diagnostic::{Diagnostics, Severity};
use crate::site::Site;

/// The advice on a site, by its pages and by what was rendered. Where `broken`, a page lacks in
/// that: then nobody knows what leads where.
pub fn advise(site: &Site, rendered: &[Rendered], broken: bool) -> Diagnostics {
    let mut advice = Diagnostics::new();
    pages::advise(site, &mut advice);
    titles::advise(site, rendered, &mut advice);
    reach::dead_urls(site, rendered, &mut advice);
    if !broken {
        reach::orphans(site, rendered, &mut advice);
        reach::unused_files(site, rendered, &mut advice);
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
