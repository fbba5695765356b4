//! `leerpad build`: renders every route in parallel and writes what changed.

use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::args::{Build, Global};
use super::console::Console;
use super::{Outcome, overview, settings};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::output::Output;
use crate::path::UrlPath;
use crate::project::{self, Stage};
use crate::render::Renderer;

/// A build that takes longer than this shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) fn run(global: &Global, args: &Build, console: &Console) -> Result<Outcome> {
    let start = Instant::now();
    let settings = settings::resolve(global, &args.content)?;
    let mut diagnostics = Diagnostics::new();
    let mut stages = Vec::new();
    let Some(renderer) = project::load(&settings, &mut stages, &mut diagnostics) else {
        console.diagnostics(&diagnostics, &settings.root);
        return Ok(Outcome::Faults);
    };
    overview::say(renderer.site(), &settings, console);
    let output = settings::inside(&settings.root, &args.output.output_dir);
    let sources = settings::sources(&settings);
    let staging = match diagnostics.has_errors() {
        true => None,
        false => match Output::open(&output, &sources) {
            Ok(staging) => Some(staging),
            Err(fault) => return environment(fault, diagnostics, console, &settings.root),
        },
    };
    let rendered = Instant::now();
    let faults = render_all(&renderer, staging.as_ref(), console);
    stages.push(Stage { name: "render", took: rendered.elapsed() });
    let (environmental, faults): (Vec<_>, Vec<_>) =
        faults.into_iter().partition(|fault| is_environment(fault.code));
    diagnostics.extend(faults);
    if let Some(fault) = environmental.into_iter().next() {
        return environment(fault, diagnostics, console, &settings.root);
    }
    let failed = diagnostics.has_errors() || args.content.strict && !diagnostics.is_empty();
    let Some(staging) = staging.filter(|_| !failed) else {
        console.diagnostics(&diagnostics, &settings.root);
        console.say(&format!(
            "Nothing was written: `{}` is as it was.",
            args.output.output_dir.display()
        ));
        return Ok(Outcome::Faults);
    };
    let emitted = Instant::now();
    let report = match staging.commit() {
        Ok(report) => report,
        Err(fault) => return environment(fault, diagnostics, console, &settings.root),
    };
    diagnostics.extend(report.warning);
    console.diagnostics(&diagnostics, &settings.root);
    stages.push(Stage { name: "emit", took: emitted.elapsed() });
    let stages: Vec<String> =
        stages.iter().map(|stage| format!("{} {}", stage.name, seconds(stage.took))).collect();
    console.say(&format!(
        "Built {} in {}: {} written, {} unchanged, {} removed ({}).",
        count(renderer.site().pages.len(), "page"),
        seconds(start.elapsed()),
        count(report.written, "file"),
        report.unchanged,
        report.removed,
        stages.join(", "),
    ));
    Ok(Outcome::Good)
}

/// Renders all routes; with a staging folder, what they give goes there at once and is dropped.
fn render_all(renderer: &Renderer, staging: Option<&Output>, console: &Console) -> Vec<Diagnostic> {
    let urls: Vec<&UrlPath> = renderer.site().routes.keys().collect();
    let progress = Progress::new(urls.len(), console);
    let one = |url: &&UrlPath| -> Option<Diagnostic> {
        let result = renderer.render(url)?.and_then(|artifact| match staging {
            Some(staging) => {
                let path = url.output().map_err(|unsafe_path| {
                    let remedy = "Give the page or file another name.";
                    Diagnostic::error(Code::BadUrl, format!("{unsafe_path}."), remedy)
                })?;
                staging.put(&path, &artifact.bytes)
            }
            None => Ok(()),
        });
        progress.step();
        result.err()
    };
    let faults = urls.par_iter().filter_map(one).collect();
    progress.finish();
    faults
}

/// A fault that the author's files have no part in.
fn is_environment(code: Code) -> bool {
    matches!(
        code,
        Code::OutputNotOurs
            | Code::OutputHoldsSources
            | Code::OutputUnwritable
            | Code::OutputBusy
            | Code::DiskFull
    )
}

/// Tells of what does not let us work, with all that is wrong besides.
fn environment(
    fault: Diagnostic,
    mut diagnostics: Diagnostics,
    console: &Console,
    root: &Path,
) -> Result<Outcome> {
    diagnostics.push(fault);
    console.diagnostics(&diagnostics, root);
    Ok(Outcome::Environment)
}

/// `1 page`, `2 pages`.
fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn seconds(took: Duration) -> String {
    match took.as_secs_f64() {
        long if long >= 1.0 => format!("{long:.2} s"),
        short => format!("{:.0} ms", short * 1000.0),
    }
}

/// A bar for who is watching, once it takes long.
struct Progress {
    bar: ProgressBar,
    start: Instant,
    watched: bool,
    shown: OnceLock<()>,
}

impl Progress {
    fn new(routes: usize, console: &Console) -> Self {
        let bar = ProgressBar::with_draw_target(Some(routes as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        Self { bar, start: Instant::now(), watched: console.is_watched(), shown: OnceLock::new() }
    }

    fn step(&self) {
        if self.watched && self.start.elapsed() > PATIENCE {
            self.shown.get_or_init(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
        self.bar.inc(1);
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
