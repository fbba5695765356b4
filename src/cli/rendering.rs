//! All routes of a site, rendered in parallel, with a bar for who is watching.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::console::Console;
use crate::diagnostic::Diagnostic;
use crate::path::UrlPath;
use crate::render::{Artifact, Renderer};

/// What takes longer than this shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Renders all routes. Each artifact goes to `take` at once and is dropped; what that makes of it
/// is kept, in the order of the URLs, and so is what went wrong.
pub(super) fn render_all<T: Send>(
    renderer: &Renderer,
    console: &Console,
    take: impl Fn(&UrlPath, Artifact) -> Result<T, Diagnostic> + Sync,
) -> (Vec<T>, Vec<Diagnostic>) {
    let urls: Vec<&UrlPath> = renderer.site().routes.keys().collect();
    let progress = Progress::new(urls.len(), console);
    let one = |url: &&UrlPath| {
        let result = renderer.render(url)?.and_then(|artifact| take(url, artifact));
        progress.step();
        Some(result)
    };
    let results: Vec<_> = urls.par_iter().filter_map(one).collect();
    progress.finish();
    let (mut taken, mut faults) = (Vec::with_capacity(results.len()), Vec::new());
    for result in results {
        match result {
            Ok(value) => taken.push(value),
            Err(fault) => faults.push(fault),
        }
    }
    (taken, faults)
}

/// A bar for who is watching, once it takes long.
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
    watched: bool,
    shown: OnceLock<()>,
}

impl Progress {
    pub(super) fn new(steps: usize, console: &Console) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        Self { bar, start: Instant::now(), watched: console.is_watched(), shown: OnceLock::new() }
    }

    pub(super) fn step(&self) {
        if self.watched && self.start.elapsed() > PATIENCE {
            self.shown.get_or_init(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
        self.bar.inc(1);
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
