//! `leerpad completions`: a script for the shell.

use anyhow::Result;
use clap::CommandFactory;

use super::Outcome;
use super::args::{Args, Completions};
use super::console::Console;

pub(crate) fn run(args: &Completions, console: &Console) -> Result<Outcome> {
    // Into memory first: clap_complete panics where its writer fails, and a pipe may close.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "leerpad", &mut script);
    console.data(&String::from_utf8_lossy(&script));
    Ok(Outcome::Good)
}
