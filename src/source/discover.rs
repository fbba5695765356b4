//! Walking `content/`: which pages and which other files there are.

use std::path::Path;

use super::CONTENT;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::folder;
use crate::path::SourcePath;

/// The files of `content/`, each kind sorted by path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Markdown files.
    pub pages: Vec<SourcePath>,
    /// All other files: pictures and downloads.
    pub files: Vec<SourcePath>,
}

/// Walks `content/`. A folder with the name of a page is told, and so is a site without pages.
pub fn discover(root: &Path, diagnostics: &mut Diagnostics) -> Found {
    let enter = |folder: &SourcePath, diagnostics: &mut Diagnostics| {
        if !is_page(folder) {
            return true;
        }
        let message = format!("A folder has the name of a page, `{}`.", folder.file_name());
        let remedy = "Take `.md` off the folder's name, or move its files and delete it.";
        let fault = Diagnostic::error(Code::FolderNamedPage, message, remedy);
        diagnostics.push(fault.in_file(folder));
        false
    };
    let before = diagnostics.count(Severity::Error);
    let (pages, files): (Vec<_>, Vec<_>) =
        folder::files(root, CONTENT, enter, diagnostics).into_iter().partition(is_page);
    for file in files.iter().filter(|file| is_misnamed(file)) {
        let message = "The name of a page ends in `.md`, in small letters.";
        let remedy =
            "Rename it: under this name its text, and a draft's too, would go out as it is.";
        diagnostics.push(Diagnostic::error(Code::PageName, message, remedy).in_file(file));
    }
    let failed = diagnostics.count(Severity::Error) > before;
    if pages.is_empty() && !failed {
        let message = format!("There is no Markdown file in `{CONTENT}/`.");
        let remedy =
            format!("Write `{CONTENT}/_index.md`, the home page, or begin with `leerpad init`.");
        diagnostics.push(Diagnostic::error(Code::EmptyContent, message, remedy));
    }
    Found { pages, files }
}

/// Whether a file of `content/` is a page, by its name.
pub(crate) fn is_page(path: &SourcePath) -> bool {
    path.as_str().ends_with(".md")
}

/// Markdown under a name that is no page's.
fn is_misnamed(file: &SourcePath) -> bool {
    let name = file.file_name().to_ascii_lowercase();
    [".md", ".markdown", ".mdown", ".mkd", ".md.txt"].iter().any(|ending| name.ends_with(ending))
}
