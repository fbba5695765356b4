//! What can be typed. Nothing here touches the system; [`super::settings`] says what it means.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

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
    /// How errors and warnings, and the answers of `list` and `plan`, are shown
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Take this moment for the clock, like 2026-11-23T09:00:00+01:00
    #[arg(long, global = true, value_name = "RFC3339")]
    pub now: Option<jiff::Timestamp>,
    /// Say only what is wrong
    #[arg(short, long, global = true, overrides_with = "quiet", conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: what a build found and what it left out
    #[arg(short, long, global = true, overrides_with = "verbose")]
    pub verbose: bool,
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
    /// Show the site in a browser and follow every change
    ///
    /// Nothing is written. Drafts and pages whose time has not come are shown too, with a badge.
    /// A mistake is shown in the browser and here, and the last good page stays. What opens a file
    /// from the browser, `LEERPAD_EDITOR` says: a command like `subl`, or a URL like
    /// `vscode://file/`, which is what it is by itself.
    Serve(Serve),
    /// Look for what is wrong, and for what an author may want to mend, without writing anything
    ///
    /// Renders every page as `build` does, and warns besides of what a reader stumbles over.
    Check(Check),
    /// Begin a new site, ready to build
    ///
    /// The folder must not be there yet, or be empty.
    Init(Init),
    /// Add a page to the site, with a text to start from
    ///
    /// Finds the folder, the next number and the date, and prints the path of each file that it
    /// made. It never writes over a file.
    New(New),
    /// List the pages of the site: what is a draft, what is still to come, what is over
    ///
    /// The newest come first; the date is the one that counts: of a scheduled page when it comes,
    /// of an expired one when it went. `--format short` gives one page a line, with tabs between
    /// status, date, kind, title and path. `--format json` gives one document with `pages`, each
    /// with `status`, `kind`, `title`, `path`, `url`, `date`, `publish` and `expires`, and
    /// `diagnostics`.
    List(List),
    /// Plan your writing: what went out, what is due, what waits, and when to build again
    ///
    /// Shows the rhythm of the blog week by week, the pages that are still to come or will go,
    /// drafts by age, sessions ahead, and each moment at which the same content makes another
    /// site, with the lines that build it in time. `--format json` gives all of it as one document.
    Plan(Plan),
    /// Print what may stand in front matter or `site.yaml`, as JSON Schema, for editors
    ///
    /// `--write` puts the files for VS Code into the site, as `init` does: run it again after an
    /// upgrade, or when you have made a directive of your own. What is yours in `.vscode` stays.
    Schema(Schema),
    /// Promise that the URLs of the site will go on working
    ///
    /// Adds those that are published now to the file `leerpad.urls` of the site, and takes none
    /// out. From then on, `check` tells of each that the site no longer answers.
    PublishUrls,
    /// Take away what `build` made
    Clean(Clean),
    /// Print a script that completes commands and options in your shell
    Completions(Completions),
    /// See the files of the default theme, and make one your own
    Theme(Theme),
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
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// Port to serve at; 0 picks one that is free
    #[arg(short, long, value_name = "PORT", default_value_t = 1717)]
    pub port: u16,
    /// Address to serve at: 0.0.0.0 lets in other machines of your network, like your phone
    #[arg(short, long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub interface: IpAddr,
    /// Open the site in your browser
    #[arg(short = 'O', long)]
    pub open: bool,
    /// Show only what readers would see now
    #[arg(long)]
    pub published: bool,
    /// Look at the files in turns, for a network folder or a container that gives no events
    #[arg(long)]
    pub poll: bool,
    /// Where the site will live, in place of `base_url` in the configuration
    #[arg(short = 'u', long, value_name = "URL")]
    pub base_url: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub content: Content,
    /// Ask other sites too whether the links to them work
    #[arg(long)]
    pub external: bool,
}

/// Where the site is built.
#[derive(Debug, clap::Args)]
pub(crate) struct Output {
    /// Folder that is built into; from the site's folder when it is not absolute
    #[arg(short, long, value_name = "FOLDER", default_value = "public")]
    pub output_dir: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// Folder for the site; made where it is not there yet
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Language of the site
    #[arg(short, long, value_enum, default_value_t = Language::Nl)]
    pub language: Language,
}

/// The languages that a starter site is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Dutch
    Nl,
    /// English
    En,
}

#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// What it will be
    #[arg(value_enum)]
    pub kind: NewKind,
    /// Its title; the file is named after it
    #[arg(required = true, value_name = "TITLE")]
    pub title: Vec<String>,
    /// Folder to put it in, like `blog`, where that does not go without saying
    #[arg(short = 'i', long = "in", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

/// What can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewKind {
    /// A dated page of the blog, as a draft
    Post,
    /// A page of a course, after the last one
    Lesson,
    /// A list to tick off
    Checklist,
    /// Any other page
    Page,
    /// A course with a first module and a first lesson
    Course,
}

#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Which pages
    #[arg(value_enum, default_value_t = Which::All)]
    pub which: Which,
}

/// Which pages are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Which {
    /// Those that are not to be published
    Drafts,
    /// Those whose time has not come
    Scheduled,
    /// Those whose time is over
    Expired,
    /// All, the published ones too
    All,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Plan {
    /// So many weeks behind and ahead
    #[arg(short, long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=520))]
    pub weeks: u16,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Schema {
    /// Of what
    #[arg(value_enum, required_unless_present = "write")]
    pub which: Option<WhichSchema>,
    /// Write the files for VS Code into the site in place of that
    #[arg(long, conflicts_with = "which")]
    pub write: bool,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhichSchema {
    /// The YAML at the top of a page
    FrontMatter,
    /// The configuration of a site
    Site,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Clean {
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// Which shell
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Theme {
    #[command(subcommand)]
    pub command: ThemeCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ThemeCommand {
    /// Print the names of all files
    List,
    /// Copy one file into the site, where it takes the place of the theme's
    Eject {
        /// Its name, like `templates/post.html`
        file: String,
    },
}
