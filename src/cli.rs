//! The commands: what was typed → what it means → what is done. The only place that prints.

mod args;
mod build;
mod check;
mod clean;
mod completions;
mod console;
mod create;
mod external;
mod init;
mod list;
mod new;
mod overview;
mod plan;
mod publish_urls;
mod rendering;
mod replace;
mod schema;
mod searching;
mod serve;
mod settings;
mod starter;
mod theme;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Args, Command};
use console::Console;

/// What a command came to, and with it the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well: 0.
    Good,
    /// Errors in the content, or warnings where they fail: 1.
    Faults,
    /// An environment that does not let us work, told already: 2.
    Environment,
}

/// All commands and their options.
pub fn command() -> clap::Command {
    Args::command()
}

/// Runs the command that was typed. Exit code 0 is good, 1 are errors in the content, 2 is a
/// wrong call or an environment that does not let us work.
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        // clap prints help to stdout and faults to stderr, and exits with 0 or 2 likewise.
        Err(error) => error.exit(),
    };
    let console = Console::new(&args.global);
    let result = match &args.command {
        Command::Build(build) => build::run(&args.global, build, &console),
        Command::Serve(serve) => serve::run(&args.global, serve, &console),
        Command::Check(check) => check::run(&args.global, check, &console),
        Command::Init(init) => init::run(&args.global, init, &console),
        Command::New(new) => new::run(&args.global, new, &console),
        Command::List(list) => list::run(&args.global, list, &console),
        Command::Plan(plan) => plan::run(&args.global, plan, &console),
        Command::Schema(schema) => schema::run(&args.global, schema, &console),
        Command::PublishUrls => publish_urls::run(&args.global, &console),
        Command::Clean(clean) => clean::run(&args.global, clean, &console),
        Command::Completions(completions) => completions::run(completions, &console),
        Command::Theme(theme) => theme::run(&args.global, &theme.command, &console),
    };
    match result {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(1),
        Ok(Outcome::Environment) => ExitCode::from(2),
        Err(error) => {
            console.error(&error);
            ExitCode::from(2)
        }
    }
}
