//! `leerpad schema`: what an editor needs to know of the keys and directives, printed or written
//! into the site.

use std::fs;

use anyhow::Result;

use super::args::{Global, Schema, WhichSchema};
use super::console::Console;
use super::create::{NewFile, create};
use super::replace::replace;
use super::{Outcome, settings};
use crate::diagnostic::Diagnostics;
use crate::editor;
use crate::path::SourcePath;
use crate::project::{self, Settings};

pub(crate) fn run(global: &Global, args: &Schema, console: &Console) -> Result<Outcome> {
    let schema = match args.which {
        Some(WhichSchema::FrontMatter) => editor::front_matter(),
        Some(WhichSchema::Site) => editor::site(),
        None => return write_all(global, console),
    };
    console.data(&editor::text(&schema));
    Ok(Outcome::Good)
}

fn write_all(global: &Global, console: &Console) -> Result<Outcome> {
    let settings = settings::everything(global)?;
    let mut diagnostics = Diagnostics::new();
    let Some(written) = write(&settings, &mut diagnostics)? else {
        console.diagnostics(&diagnostics, &settings.root);
        return Ok(Outcome::Faults);
    };
    for path in &written.files {
        console.data(&format!("{}\n", settings::shown(global, path)));
    }
    if written.files.is_empty() {
        console.say("The files for VS Code are as they should be.");
    }
    for (path, text) in &written.left {
        console.say(&format!(
            "`{path}` is yours and was left as it is. Leerpad would write:\n\n{text}"
        ));
    }
    Ok(Outcome::Good)
}

/// What became of the files.
pub(super) struct Written {
    /// Those that are new, or other than before.
    pub files: Vec<SourcePath>,
    /// Those of the author that lack something, and what it would be.
    left: Vec<(SourcePath, String)>,
}

/// Writes the files for VS Code: those that Leerpad makes anew, those in which an author has
/// settings only where there are none. `None` where there is no site, which is told.
pub(super) fn write(settings: &Settings, diagnostics: &mut Diagnostics) -> Result<Option<Written>> {
    let Some(renderer) = project::load(settings, &mut Vec::new(), diagnostics) else {
        return Ok(None);
    };
    let language = &renderer.site().config.language;
    let mut written = Written { files: Vec::new(), left: Vec::new() };
    for file in editor::vscode(&settings.config, language, renderer.contracts()) {
        let on_disk = file.path.on_disk(&settings.root);
        let there = fs::read(&on_disk).ok();
        match (&there, file.needs) {
            (Some(there), _) if *there == file.text.as_bytes() => continue,
            (Some(there), Some(needs)) => {
                if !String::from_utf8_lossy(there).contains(needs) {
                    written.left.push((file.path, file.text));
                }
                continue;
            }
            (Some(_), None) => drop(replace(&on_disk, file.text.as_bytes())?),
            (None, _) => create(&[NewFile { path: on_disk, bytes: file.text.into_bytes() }])?,
        }
        written.files.push(file.path);
    }
    Ok(Some(written))
}
