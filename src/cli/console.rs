//! What is printed, and where: data on stdout, the rest on stderr.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use super::args::{Format, Global};
use crate::diagnostic::{Diagnostics, Severity, print};
use crate::project;

/// The two streams and how much is said on them.
#[derive(Clone)]
pub(crate) struct Console {
    format: Format,
    color: bool,
    quiet: bool,
    verbose: bool,
}

impl Console {
    pub(crate) fn new(global: &Global) -> Self {
        // https://no-color.org
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            format: global.format,
            color: std::io::stderr().is_terminal() && !no_color,
            quiet: global.quiet,
            verbose: global.verbose,
        }
    }

    /// How diagnostics are shown.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Whether to say more than how it went.
    pub(crate) fn is_verbose(&self) -> bool {
        self.verbose
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
            aside(&format!("{text}\n"));
        }
    }

    /// Why the command could not do its work.
    pub(crate) fn error(&self, error: &anyhow::Error) {
        let text = format!("{error:#}");
        // A list of choices ends in a choice, a sentence in a full stop.
        let end = if text.contains('\n') || text.ends_with(['.', '?']) { "" } else { "." };
        aside(&format!("error: {text}{end}\n"));
    }

    /// All diagnostics, sorted, in the form asked for, with a closing count.
    pub(crate) fn diagnostics(&self, diagnostics: &Diagnostics, root: &Path) {
        let sorted = self.show(diagnostics, root);
        if self.format == Format::Human && !sorted.is_empty() {
            let counts = [(Severity::Error, "error"), (Severity::Warning, "warning")]
                .map(|(severity, word)| (sorted.count(severity), word))
                .into_iter()
                .filter(|(number, _)| *number > 0)
                .map(|(number, word)| count(number, word));
            aside(&format!("{}.\n", counts.collect::<Vec<_>>().join(", ")));
        }
    }

    /// All diagnostics, sorted, in the form asked for. Gives them back as they were shown: a fault
    /// that was met many times is one.
    pub(crate) fn show(&self, diagnostics: &Diagnostics, root: &Path) -> Diagnostics {
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
            Format::Human | Format::Short => aside(&text),
        }
        sorted
    }
}

/// `1 page`, `2 pages`.
pub(super) fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// How long it took, for a person.
pub(super) fn seconds(took: Duration) -> String {
    match took.as_secs_f64() {
        long if long >= 1.0 => format!("{long:.2} s"),
        short => format!("{:.0} ms", short * 1000.0),
    }
}

/// What is no data. Unlike `eprintln`, it goes on when nobody reads any more.
fn aside(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
