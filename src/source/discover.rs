//! Walking `content/`: which files there are.

use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::CONTENT;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::path::SourcePath;

/// The files of `content/`, each kind sorted by path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Markdown files.
    pub pages: Vec<SourcePath>,
    /// All other files: pictures and downloads.
    pub files: Vec<SourcePath>,
}

/// Walks `content/`. Hidden files and editors' backups are passed over.
pub fn discover(root: &Path, diagnostics: &mut Diagnostics) -> Found {
    let mut found = Found::default();
    let content = root.join(CONTENT);
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut walk = WalkDir::new(&content).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => break,
            Err(error) => {
                diagnostics.push(walk_fault(root, &error));
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        let is_folder = entry.file_type().is_dir();
        if is_passed_over(&entry) {
            if is_folder {
                walk.skip_current_dir();
            }
            continue;
        }
        let Some(path) = SourcePath::relative_to(root, entry.path()) else { continue };
        if entry.path_is_symlink() && leads_outside(&entry, &real_root) {
            let message = "This symbolic link leads out of the site.";
            let remedy = "Put a copy here, or move the file into the site.";
            diagnostics
                .push(Diagnostic::error(Code::SymlinkOutside, message, remedy).in_file(&path));
            if is_folder {
                walk.skip_current_dir();
            }
            continue;
        }
        let is_page = path.as_str().ends_with(".md");
        match (is_folder, is_page) {
            (true, true) => {
                let message = format!("A folder has the name of a page, `{}`.", path.file_name());
                let remedy = "Take `.md` off the folder's name, or move its files and delete it.";
                let fault = Diagnostic::error(Code::FolderNamedPage, message, remedy);
                diagnostics.push(fault.in_file(&path));
                walk.skip_current_dir();
            }
            (true, false) => {}
            (false, true) => found.pages.push(path),
            (false, false) => found.files.push(path),
        }
    }
    if found.pages.is_empty() && !diagnostics.has_errors() {
        let message = format!("There is no Markdown file in `{CONTENT}/`.");
        let remedy =
            format!("Write `{CONTENT}/_index.md`, the home page, or begin with `leerpad init`.");
        diagnostics.push(Diagnostic::error(Code::EmptyContent, message, remedy));
    }
    found
}

/// `.git`, `.DS_Store`, `page.md~`, `#page.md#`: not meant for readers.
fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || name.ends_with('~') || name.starts_with('#') || name == "Thumbs.db"
}

fn leads_outside(entry: &DirEntry, real_root: &Path) -> bool {
    !entry.path().canonicalize().is_ok_and(|target| target.starts_with(real_root))
}

fn walk_fault(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().and_then(|path| SourcePath::relative_to(root, path));
    let fault = match error.loop_ancestor() {
        Some(ancestor) => {
            let back = SourcePath::relative_to(root, ancestor).map(|path| path.to_string());
            let message =
                format!("This symbolic link leads back to `{}`.", back.unwrap_or_default());
            Diagnostic::error(Code::SymlinkLoop, message, "Delete the link.")
        }
        None => {
            let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            let message = format!("This cannot be read: {reason}.");
            let remedy = "Check that it is there and that you may read it.";
            Diagnostic::error(Code::Unreadable, message, remedy)
        }
    };
    match path {
        Some(path) => fault.in_file(&path),
        None => fault,
    }
}
