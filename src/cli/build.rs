//! `leerpad build`: renders every route in parallel and writes what changed.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;

use super::args::{Build, Global};
use super::console::{Console, count, seconds};
use super::rendering::render_all;
use super::{Outcome, overview, searching, settings};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::output::Output;
use crate::path::UrlPath;
use crate::project::{self, Stage};
use crate::render::Artifact;
use crate::search;

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
    let (found, faults) = render_all(&renderer, console, |url, artifact| {
        stage(staging.as_ref(), url, &artifact)?;
        Ok(search::found(renderer.site(), url, &artifact))
    });
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
    if renderer.site().config.search {
        let searched = Instant::now();
        let found: Vec<_> = found.into_iter().flatten().collect();
        if let Err(fault) = searching::put(renderer.site(), &found, &staging)? {
            return environment(fault, diagnostics, console, &settings.root);
        }
        stages.push(Stage { name: "search", took: searched.elapsed() });
    }
    let emitted = Instant::now();
    let report = match staging.commit() {
        Ok(report) => report,
        Err(fault) => return environment(fault, diagnostics, console, &settings.root),
    };
    renderer.pictures().sweep();
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
    // The process ends here. Taking a large snapshot apart first would be for nothing.
    std::mem::forget(renderer);
    Ok(Outcome::Good)
}

/// Puts what a route gives into the staging folder, where there is one.
pub(super) fn stage(
    staging: Option<&Output>,
    url: &UrlPath,
    artifact: &Artifact,
) -> Result<(), Diagnostic> {
    let Some(staging) = staging else { return Ok(()) };
    let path = url.output().map_err(|unsafe_path| {
        let remedy = "Give the page or file another name.";
        Diagnostic::error(Code::BadUrl, format!("{unsafe_path}."), remedy)
    })?;
    staging.put(&path, &artifact.bytes)
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
