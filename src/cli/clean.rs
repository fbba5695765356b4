//! `leerpad clean`: takes away what `build` made.

use anyhow::Result;

use super::args::{Clean, Content, Global};
use super::console::Console;
use super::{Outcome, settings};
use crate::output;

pub(crate) fn run(global: &Global, args: &Clean, console: &Console) -> Result<Outcome> {
    let settings = settings::resolve(global, &Content::default())?;
    let folder = settings::inside(&settings.root, &args.output.output_dir);
    let shown = args.output.output_dir.display();
    match output::clean(&folder, &settings::sources(&settings)) {
        Ok(0) => console.say(&format!("There was nothing of ours in `{shown}`.")),
        Ok(1) => console.say(&format!("Removed 1 file from `{shown}`.")),
        Ok(files) => console.say(&format!("Removed {files} files from `{shown}`.")),
        Err(fault) => {
            console.diagnostics(&fault.into(), &settings.root);
            return Ok(Outcome::Environment);
        }
    }
    Ok(Outcome::Good)
}
