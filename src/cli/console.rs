//! What is printed, and where: data on stdout, the rest on stderr.

#![expect(clippy::print_stderr, reason = "this is where we print")]

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::args::{Format, Global};
use crate::diagnostic::{Diagnostics, Severity, print};
use crate::project;

/// The two streams and how much is said on them.
pub(crate) struct Console {
    format: Format,
    color: bool,
    quiet: bool,
    pub(crate) verbose: bool,
}

impl Console {
    pub(crate) fn new(global: &Global) -> Self {
        // https://no-color.org
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            format: global.format,
            color: std::io::stderr().is_terminal() && !no_color,
            quiet: global.quiet,
            verbose: global.verbose > 0,
        }
    }

    /// Whether a person is watching.
    pub(crate) fn is_watched(&self) -> bool {
        std::io::stderr().is_terminal() && !self.quiet && self.format == Format::Human
    }

    /// Data: what the command was asked for. A reader that has gone away is no fault.
    pub(crate) fn data(&self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// How it went.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            eprintln!("{text}");
        }
    }

    /// Why the command could not do its work.
    pub(crate) fn error(&self, error: &anyhow::Error) {
        eprintln!("error: {error:#}.");
    }

    /// All diagnostics, sorted, in the form asked for, with a closing count.
    pub(crate) fn diagnostics(&self, diagnostics: &Diagnostics, root: &Path) {
        let mut sorted = diagnostics.clone();
        sorted.sort();
        let read = |path: &str| project::read_source(root, path);
        let format = match self.format {
            Format::Human => print::Format::Human,
            Format::Short => print::Format::Short,
            Format::Json => print::Format::Json,
            Format::Github => print::Format::Github,
        };
        let text = print::print(&sorted, format, self.color, &read);
        match self.format {
            Format::Json | Format::Github => self.data(&text),
            Format::Human | Format::Short => eprint!("{text}"),
        }
        if self.format == Format::Human && !sorted.is_empty() {
            let count = |severity, one: &str| match sorted.count(severity) {
                0 => None,
                1 => Some(format!("1 {one}")),
                more => Some(format!("{more} {one}s")),
            };
            let counts = [count(Severity::Error, "error"), count(Severity::Warning, "warning")];
            eprintln!("{}.", counts.into_iter().flatten().collect::<Vec<_>>().join(", "));
        }
    }
}
