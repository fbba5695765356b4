//! `content/` → [`Document`]s: discover the files, read them, split off the front matter, parse.

mod discover;
mod front_matter;
mod memo;

use std::path::Path;

pub(crate) use discover::is_page;
pub use discover::{Found, discover};
pub use front_matter::{FrontMatter, Image, Kind, Mode, Price, Session, SignUp, Vat, keys};
pub use memo::Memo;
pub(crate) use memo::parse;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex};
use crate::markdown::{self, Context, Front, Parsed, Source};
use crate::path::SourcePath;

/// The folder of a site that holds its pages.
pub const CONTENT: &str = "content";

/// More than a person writes in one file, in bytes.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// One Markdown file, read and parsed. It depends on the file's bytes, the parse options and the
/// contracts of the components that there are, and on nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The file.
    pub path: SourcePath,
    /// What stands between the `---` lines.
    pub front_matter: FrontMatter,
    /// The Markdown. Its links include those of the front matter.
    pub parsed: Parsed,
    /// Everything that is wrong in the file itself.
    pub diagnostics: Diagnostics,
}

impl Document {
    /// Whether a fault keeps a part of its text from being read, so that nobody knows which headings
    /// there are.
    pub fn is_partial(&self) -> bool {
        let keeps = |code: Code| {
            matches!(
                code,
                Code::NotUtf8
                    | Code::HugeFile
                    | Code::Unreadable
                    | Code::UnclosedFrontMatter
                    | Code::UnclosedFence
                    | Code::UnknownDirective
            )
        };
        self.diagnostics.iter().any(|fault| keeps(fault.code))
    }
}

/// Reads and parses a file.
pub fn document(root: &Path, path: &SourcePath, context: &Context) -> Document {
    match read(root, path) {
        Ok(text) => parse_text(path, &text, context),
        Err(diagnostic) => Document {
            path: path.clone(),
            front_matter: FrontMatter::default(),
            parsed: Parsed::default(),
            diagnostics: (*diagnostic).into(),
        },
    }
}

/// The text of a file of the site, without a byte order mark and with line ends of one
/// character: pulldown-cmark makes two spaces of a Windows one in inline code.
///
/// # Errors
/// A file that cannot be read, is no UTF-8 or is larger than a person writes.
pub fn read(root: &Path, path: &SourcePath) -> Result<String, Box<Diagnostic>> {
    let unreadable = |error: std::io::Error| {
        let message = format!("The file cannot be read: {error}.");
        let remedy = "Check that it is there and that you may read it.";
        Box::new(Diagnostic::error(Code::Unreadable, message, remedy).in_file(path))
    };
    let on_disk = path.on_disk(root);
    let size = std::fs::metadata(&on_disk).map_err(unreadable)?.len();
    if size > MAX_BYTES {
        let message = format!("The file is {} MiB large.", size / 1024 / 1024);
        let remedy = format!("Split it: a file may have {} MiB.", MAX_BYTES / 1024 / 1024);
        return Err(Box::new(Diagnostic::error(Code::HugeFile, message, remedy).in_file(path)));
    }
    let bytes = std::fs::read(&on_disk).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().get(..good).unwrap_or_default());
        let before = before.trim_start_matches('\u{feff}');
        let span = LineIndex::new(before).span(before.len()..before.len());
        let message = "The file is not UTF-8 text.";
        let remedy = "Save it as UTF-8 in your editor (\"Save with encoding\").";
        Box::new(Diagnostic::error(Code::NotUtf8, message, remedy).at(path, span))
    })?;
    let plain = text.trim_start_matches('\u{feff}');
    Ok(match (plain.contains('\r'), plain.len() == text.len()) {
        (true, _) => plain.replace("\r\n", "\n"),
        (false, false) => plain.to_owned(),
        // Nearly every file: nothing to copy.
        (false, true) => text,
    })
}

/// A document from its text.
fn parse_text(path: &SourcePath, text: &str, context: &Context) -> Document {
    let lines = LineIndex::new(text);
    let mut diagnostics = Diagnostics::new();
    let (yaml, start) = match front_matter::split(text) {
        Ok(parts) => parts,
        Err(open) => {
            let message = "The front matter is never closed.";
            let remedy = "Put a line with just `---` below its last key.";
            let fault = Diagnostic::error(Code::UnclosedFrontMatter, message, remedy);
            diagnostics.push(fault.at(path, lines.span(open)));
            // Without its end there is no telling front matter and text apart.
            return Document {
                path: path.clone(),
                front_matter: FrontMatter::default(),
                parsed: Parsed::default(),
                diagnostics,
            };
        }
    };
    let source = Source { file: path, text, lines: &lines, start };
    let language = &context.options.language;
    let mut links = Vec::new();
    let front_matter = front_matter::parse(&source, yaml, language, &mut links, &mut diagnostics);
    let front = Front { links, passages: front_matter.glossary.is_some() };
    let parsed = markdown::parse(&source, front, context, &mut diagnostics);
    Document { path: path.clone(), front_matter, parsed, diagnostics }
}
