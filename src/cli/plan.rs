//! `leerpad plan`: the editorial calendar of a site.
//!
//! The form follows `--format`. `json` is one document: the keys of [`Plan`], which are stable,
//! and `diagnostics`. All other forms are text for people, eighty columns wide.

mod text;

use std::fs;

use anyhow::Result;
use jiff::Timestamp;
use serde::Serialize;

use super::args::{self, Format, Global};
use super::console::Console;
use super::{Outcome, settings};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::path::SourcePath;
use crate::plan::{self, Plan};
use crate::project;

pub(crate) fn run(global: &Global, args: &args::Plan, console: &Console) -> Result<Outcome> {
    let settings = settings::everything(global)?;
    let mut diagnostics = Diagnostics::new();
    let renderer = project::load(&settings, &mut Vec::new(), &mut diagnostics);
    diagnostics.sort();
    let written = |file: &SourcePath| {
        let metadata = fs::metadata(file.on_disk(&settings.root)).ok()?;
        Timestamp::try_from(metadata.modified().ok()?).ok()
    };
    let plan = renderer.map(|renderer| plan::of(renderer.site(), args.weeks, written));
    match (console.format(), &plan) {
        (Format::Json, plan) => console.data(&json(plan.as_ref(), &diagnostics)),
        (_, Some(plan)) => console.data(&text::text(plan, &settings)),
        (_, None) => {}
    }
    if !diagnostics.is_empty() && console.format() != Format::Json {
        console.diagnostics(&diagnostics, &settings.root);
    }
    Ok(if diagnostics.has_errors() { Outcome::Faults } else { Outcome::Good })
}

fn json(plan: Option<&Plan>, diagnostics: &Diagnostics) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        #[serde(flatten)]
        plan: Option<&'a Plan>,
        diagnostics: Vec<&'a Diagnostic>,
    }
    let document = Document { plan, diagnostics: diagnostics.iter().collect() };
    // Plain data with string keys: serde_json has no way to fail on it.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
