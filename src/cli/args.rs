//! What can be typed. Nothing here touches the system; [`super::settings`] says what it means.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

/// A folder of Markdown becomes a training site.
#[derive(Debug, Parser)]
#[command(name = "leerpad", version, about, max_term_width = 100, propagate_version = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Global {
    /// Folder of the site
    #[arg(short, long, global = true, value_name = "FOLDER", default_value = ".")]
    pub root: PathBuf,
    /// Name of the configuration in it
    #[arg(short, long, global = true, value_name = "FILE", default_value = "site.yaml")]
    pub config: String,
    /// How errors and warnings are shown
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Take this moment for the clock, like 2026-11-23T09:00:00+01:00
    #[arg(long, global = true, value_name = "RFC3339")]
    pub now: Option<jiff::Timestamp>,
    /// Say only what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: the time of each stage
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
}

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// The line itself with a caret, and what to do
    Human,
    /// One line each
    Short,
    /// One JSON document on stdout
    Json,
    /// Workflow commands of GitHub on stdout
    Github,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site into a folder
    Build(Build),
}

/// What is part of the site.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Content {
    /// Where the site will live, in place of `base_url` in the configuration
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Drafts too
    #[arg(short = 'D', long)]
    pub drafts: bool,
    /// Pages whose time has not come too
    #[arg(short = 'F', long)]
    pub future: bool,
    /// Pages whose time is over too
    #[arg(short = 'E', long)]
    pub expired: bool,
    /// Fail on warnings
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Build {
    #[command(flatten)]
    pub content: Content,
    /// Folder to build into; from the site's folder when it is not absolute
    #[arg(short, long, value_name = "FOLDER", default_value = "public")]
    pub output_dir: PathBuf,
}
