//! Walking a folder of the site: which files there are, and that none lies outside.

mod stamp;

use std::path::Path;

use walkdir::{DirEntry, WalkDir};

pub(crate) use stamp::Stamp;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::path::SourcePath;

/// The files of a folder of the site and of all folders in it, sorted by path; none where there
/// is no such folder. Hidden files and editors' backups are passed over, and so are folders that
/// `enter` refuses. Links are followed as long as they stay in the site; what cannot be followed
/// or read is told.
pub(crate) fn files(
    root: &Path,
    folder: &str,
    mut enter: impl FnMut(&SourcePath, &mut Diagnostics) -> bool,
    diagnostics: &mut Diagnostics,
) -> Vec<SourcePath> {
    // What a name is, its folder knows; only where links are followed must each file be asked. So
    // they are followed where there are any.
    let mut of_walk = Diagnostics::new();
    let plain = walk(root, folder, false, &mut enter, &mut of_walk);
    let files = plain.or_else(|| {
        of_walk = Diagnostics::new();
        walk(root, folder, true, &mut enter, &mut of_walk)
    });
    diagnostics.extend(of_walk);
    files.unwrap_or_default()
}

/// Walks a folder; `None` where it holds a link and links are not followed.
fn walk(
    root: &Path,
    folder: &str,
    follows: bool,
    mut enter: impl FnMut(&SourcePath, &mut Diagnostics) -> bool,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<SourcePath>> {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let walk = WalkDir::new(root.join(folder)).follow_links(follows).sort_by_file_name();
    let mut walk = walk.into_iter();
    let mut files = Vec::new();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => break,
            Err(error) => {
                diagnostics.push(fault(root, &error));
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        if !follows && entry.path_is_symlink() {
            return None;
        }
        let Some(path) = SourcePath::relative_to(root, entry.path()) else { continue };
        let is_folder = entry.file_type().is_dir();
        let Some(name) = entry.file_name().to_str() else {
            // Its name as text is not its name, so it could not be opened again.
            let message = "This name is no Unicode text.";
            let remedy = "Type the name again in your file manager.";
            let fault = Diagnostic::error(Code::Unreadable, message, remedy);
            diagnostics.push(fault.in_file(&path));
            if is_folder {
                walk.skip_current_dir();
            }
            continue;
        };
        let stays = !is_passed_over(name) && is_inside(&entry, &real_root, &path, diagnostics);
        match is_folder {
            true if !stays || !enter(&path, diagnostics) => walk.skip_current_dir(),
            false if stays && entry.file_type().is_file() => files.push(path),
            // Reading a pipe would wait until somebody writes into it.
            false if stays => {
                let message = "This is no ordinary file.";
                let remedy = format!("Move it out of `{folder}/`.");
                let fault = Diagnostic::error(Code::Unreadable, message, remedy);
                diagnostics.push(fault.in_file(&path));
            }
            _ => {}
        }
    }
    Some(files)
}

/// `.git`, `.DS_Store`, `page.md~`, `#page.md#`, `~$page.docx`: not meant for readers.
pub(crate) fn is_passed_over(name: &str) -> bool {
    name.starts_with(['.', '#'])
        || name.ends_with('~')
        || name.starts_with("~$")
        || name == "Thumbs.db"
}

/// Whether a link, if it is one, stays in the site.
fn is_inside(
    entry: &DirEntry,
    real_root: &Path,
    path: &SourcePath,
    diagnostics: &mut Diagnostics,
) -> bool {
    let leads_inside =
        || entry.path().canonicalize().is_ok_and(|target| target.starts_with(real_root));
    if !entry.path_is_symlink() || leads_inside() {
        return true;
    }
    let message = "This symbolic link leads out of the site.";
    let remedy = "Put a copy here, or move the file into the site.";
    diagnostics.push(Diagnostic::error(Code::SymlinkOutside, message, remedy).in_file(path));
    false
}

fn fault(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().and_then(|path| SourcePath::relative_to(root, path));
    let fault = match error.loop_ancestor() {
        Some(ancestor) => {
            let back = SourcePath::relative_to(root, ancestor).map(|path| path.to_string());
            let message =
                format!("This symbolic link leads back to `{}`.", back.unwrap_or_default());
            Diagnostic::error(Code::SymlinkLoop, message, "Delete the link.")
        }
        None if error.path().is_some_and(Path::is_symlink) => {
            let message = "This symbolic link leads nowhere, or in a circle.";
            let remedy = "Delete it, or let it lead to a file of the site.";
            Diagnostic::error(Code::SymlinkLoop, message, remedy)
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
