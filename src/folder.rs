//! Walking a folder of the site: which files there are, and that none lies outside.

mod stamp;

use std::path::{Path, PathBuf};

use rayon::prelude::*;
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
    enter: impl Fn(&SourcePath, &mut Diagnostics) -> bool + Sync,
    diagnostics: &mut Diagnostics,
) -> Vec<SourcePath> {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let walk = Walk { root, real_root, folder, enter };
    let top = root.join(folder);
    // Links are few. Where there are none, folders are read side by side; to find a circle of them,
    // one must know where one came from.
    let (files, faults) = walk.side_by_side(&top).unwrap_or_else(|| walk.one_by_one(&top));
    diagnostics.extend(faults);
    files
}

/// Files in order, and what is wrong on the way.
type Found = (Vec<SourcePath>, Diagnostics);

/// A walk through a folder of a site.
struct Walk<'a, E> {
    root: &'a Path,
    real_root: PathBuf,
    folder: &'a str,
    enter: E,
}

/// What becomes of an entry of a folder.
enum Step {
    File(SourcePath),
    Folder,
    /// It is passed over, or was told.
    Over,
}

impl<E: Fn(&SourcePath, &mut Diagnostics) -> bool + Sync> Walk<'_, E> {
    /// A folder and those in it, in parallel; `None` where there is a link.
    fn side_by_side(&self, folder: &Path) -> Option<Found> {
        let (mut parts, mut folders): (Vec<Found>, Vec<(usize, PathBuf)>) = Default::default();
        let (mut files, mut faults) = Found::default();
        for entry in WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name() {
            let is_link = |entry: &DirEntry| entry.path_is_symlink() && !is_hidden(entry.path());
            if entry.as_ref().is_ok_and(is_link) {
                return None;
            }
            match self.step(&entry, &mut faults) {
                Step::File(path) => files.push(path),
                Step::Folder => {
                    parts.push((std::mem::take(&mut files), std::mem::take(&mut faults)));
                    // Its files come here.
                    folders.push((parts.len(), entry.ok()?.into_path()));
                    parts.push(Found::default());
                }
                Step::Over => {}
            }
        }
        parts.push((files, faults));
        let inner: Vec<(usize, Found)> = folders
            .into_par_iter()
            .map(|(place, folder)| Some((place, self.side_by_side(&folder)?)))
            .collect::<Option<_>>()?;
        for (place, found) in inner {
            parts[place] = found;
        }
        let (files, faults): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        Some((files.concat(), faults.into_iter().flatten().collect()))
    }

    /// A folder and all in it, as links lead.
    fn one_by_one(&self, folder: &Path) -> Found {
        let mut walk =
            WalkDir::new(folder).min_depth(1).follow_links(true).sort_by_file_name().into_iter();
        let (mut files, mut faults) = Found::default();
        while let Some(entry) = walk.next() {
            let is_folder = entry.as_ref().is_ok_and(|entry| entry.file_type().is_dir());
            match self.step(&entry, &mut faults) {
                Step::File(path) => files.push(path),
                Step::Over if is_folder => walk.skip_current_dir(),
                Step::Folder | Step::Over => {}
            }
        }
        (files, faults)
    }

    fn step(&self, entry: &walkdir::Result<DirEntry>, faults: &mut Diagnostics) -> Step {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if is_missing(error) => return Step::Over,
            // Emacs locks a file by a link to nowhere.
            Err(error) if error.path().is_some_and(is_hidden) => return Step::Over,
            Err(error) => {
                faults.push(fault(self.root, error));
                return Step::Over;
            }
        };
        let Some(path) = SourcePath::relative_to(self.root, entry.path()) else {
            return Step::Over;
        };
        let Some(name) = entry.file_name().to_str() else {
            // Its name as text is not its name, so it could not be opened again.
            let message = "This name is no Unicode text.";
            let remedy = "Type the name again in your file manager.";
            let fault = Diagnostic::error(Code::Unreadable, message, remedy);
            faults.push(fault.in_file(&path));
            return Step::Over;
        };
        if is_passed_over(name) || !is_inside(entry, &self.real_root, &path, faults) {
            return Step::Over;
        }
        match entry.file_type() {
            kind if kind.is_dir() => match (self.enter)(&path, faults) {
                true => Step::Folder,
                false => Step::Over,
            },
            kind if kind.is_file() => Step::File(path),
            // Reading a pipe would wait until somebody writes into it.
            _ => {
                let message = "This is no ordinary file.";
                let remedy = format!("Move it out of `{}/`.", self.folder);
                let fault = Diagnostic::error(Code::Unreadable, message, remedy);
                faults.push(fault.in_file(&path));
                Step::Over
            }
        }
    }
}

/// What editors, merges and file managers leave beside a file: a copy of its text, mostly.
const LEFT_BEHIND: &[&str] = &["bak", "orig", "tmp", "swp"];

/// `.git`, `.DS_Store`, `page.md~`, `page.md.bak`, `#page.md#`, `~$page.docx`: not meant for readers.
pub(crate) fn is_passed_over(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    name.starts_with(['.', '#'])
        || name.ends_with('~')
        || name.starts_with("~$")
        || LEFT_BEHIND.iter().any(|left| ending.eq_ignore_ascii_case(left))
        || ["Thumbs.db", "desktop.ini"].iter().any(|left| name.eq_ignore_ascii_case(left))
}

/// Whether a path is passed over by its name.
fn is_hidden(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(is_passed_over)
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

/// Whether a folder itself is not there: one that a site need not have, or that was just deleted.
fn is_missing(error: &walkdir::Error) -> bool {
    let kind = error.io_error().map(std::io::Error::kind);
    error.depth() == 0 && kind == Some(std::io::ErrorKind::NotFound)
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
