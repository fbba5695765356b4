//! The stage of parsing by itself, a file at a time, as `leerpad::project` does it for a whole site.

use std::path::Path;
use std::sync::Arc;

use leerpad::diagnostic::Diagnostics;
use leerpad::locale::Locale;
use leerpad::markdown::{Context, Contracts, Highlighter, ParseOptions};
use leerpad::path::SourcePath;
use leerpad::project::parse_options;
use leerpad::render::Renderer;
use leerpad::source::{self, Document};
use leerpad::theme;

/// What the pages of a site are parsed with.
pub(crate) struct Parser {
    options: ParseOptions,
    contracts: Arc<Contracts>,
}

impl Parser {
    /// That of a snapshot in English.
    pub(crate) fn of(snapshot: &Renderer) -> Self {
        let options = parse_options(&snapshot.site().config, &english());
        Self { options, contracts: Arc::new(snapshot.contracts().clone()) }
    }

    /// Reads and parses a file.
    pub(crate) fn document(&self, root: &Path, file: &SourcePath, code: &Highlighter) -> Document {
        let (options, contracts) = (&self.options, &self.contracts);
        source::document(root, file, &Context { options, contracts, highlighter: code })
    }
}

/// The English words that the program comes with.
pub(crate) fn english() -> Locale {
    let name = "locales/en.yaml";
    let text = String::from_utf8_lossy(theme::default_file(name).unwrap());
    let mut locale = Locale::empty("en");
    locale.read(&SourcePath::new(name), &text, &mut Diagnostics::new());
    locale
}
