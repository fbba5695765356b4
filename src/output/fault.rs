//! The words for everything that can go wrong while the output folder is written.
//!
//! What many files suffer alike (a full disk) is said in the same words each time, so that a
//! collection of diagnostics shows it once.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::manifest;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::OutputPath;

/// A failed system call: what was tried, on what.
pub(super) fn io(tried: &str, path: &Path, error: &io::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Diagnostic::error(
            Code::DiskFull,
            "No space is left for the output folder, on its disk or in your quota.",
            "Free some space and build again; no file of the last good output is cut short.",
        ),
        ErrorKind::FileTooLarge => Diagnostic::error(
            Code::DiskFull,
            "A file of the output is larger than its disk or your limits allow.",
            "Raise the limit (`ulimit -f`) or choose another output folder; \
             no file of the last good output is cut short.",
        ),
        kind => Diagnostic::error(
            Code::OutputUnwritable,
            format!("Cannot {tried} `{}`: {error}.", path.display()),
            match kind {
                ErrorKind::PermissionDenied => {
                    "Give yourself the right to write there, or choose another output folder."
                }
                ErrorKind::ReadOnlyFilesystem => {
                    "It is on a read-only file system: choose another output folder."
                }
                _ => "See that the folder can be written, and build again.",
            },
        ),
    }
}

/// Another build or `clean` holds the lock.
pub(super) fn busy(dir: &Path) -> Diagnostic {
    Diagnostic::error(
        Code::OutputBusy,
        format!("Another run of Leerpad is writing `{}`.", dir.display()),
        "Wait until it has ended, or give this one another output folder.",
    )
}

/// A folder with something in it, and no manifest.
pub(super) fn not_ours(dir: &Path) -> Diagnostic {
    Diagnostic::error(
        Code::OutputNotOurs,
        format!("`{}` is not empty, and Leerpad did not make it.", dir.display()),
        format!(
            "Choose another output folder or empty this one. If Leerpad may write between what \
             is there, make an empty file `{}` in it; it leaves alone what it did not make.",
            manifest::NAME
        ),
    )
}

/// Something that is no folder where the output folder, or one that we need in or beside it,
/// should be.
pub(super) fn not_a_folder(path: &Path) -> Diagnostic {
    Diagnostic::error(
        Code::OutputNotOurs,
        format!("`{}` is no folder.", path.display()),
        "Move it out of the way, or choose another output folder.",
    )
}

/// A symbolic link to nowhere in the place of the output folder.
pub(super) fn dangling(dir: &Path) -> Diagnostic {
    Diagnostic::error(
        Code::OutputUnwritable,
        format!("`{}` is a symbolic link to a folder that does not exist.", dir.display()),
        "Make that folder, or remove the link.",
    )
}

/// The output folder would swallow a part of the site, or lie in one.
pub(super) fn holds_sources(dir: &Path, source: &Path, inside: bool) -> Diagnostic {
    let relation = if inside { "lies within" } else { "is or holds" };
    // `.` at the end says nothing to a reader.
    let dir: PathBuf = dir.components().collect();
    Diagnostic::error(
        Code::OutputHoldsSources,
        format!(
            "The output folder `{}` {relation} `{}`, a source of the site.",
            dir.display(),
            source.display()
        ),
        "Choose a folder of its own for the output, such as `public`.",
    )
}

/// A file, folder or link that we did not make stands where a file of the site must go.
pub(super) fn foreign(wanted: &OutputPath, there: &str) -> Diagnostic {
    let message = match there == wanted.as_str() {
        true => format!(
            "The site makes `{wanted}`, but Leerpad did not make the one in the output folder."
        ),
        false => format!(
            "The site makes `{wanted}`, but `{there}` in the output folder is in its way, \
             and Leerpad did not make that."
        ),
    };
    Diagnostic::error(
        Code::OutputNotOurs,
        message,
        format!(
            "Move `{there}` out of the output folder, or give the page or file of the site \
             another name."
        ),
    )
}

/// Two files of the site that cannot both be in one folder. The same words whichever came
/// first.
pub(super) fn collision(one: &OutputPath, two: &OutputPath) -> Diagnostic {
    let (first, second) = if one <= two { (one, two) } else { (two, one) };
    let message = match first == second {
        true => format!("The site makes the file `{first}` twice."),
        false => format!("The files `{first}` and `{second}` cannot be in one output folder."),
    };
    Diagnostic::error(
        Code::UrlCollision,
        message,
        "Give one of them another name; capitals alone make no difference on every computer.",
    )
}

/// A name that we keep for ourselves.
pub(super) fn reserved(path: &OutputPath) -> Diagnostic {
    Diagnostic::error(
        Code::UrlCollision,
        format!("`{path}` has a name that Leerpad keeps for itself in the output folder."),
        format!("Give the file a name that does not begin with `{}`.", manifest::RESERVED),
    )
}

/// The manifest was written by a later version.
pub(super) fn newer(path: &Path) -> Diagnostic {
    Diagnostic::error(
        Code::OutputNotOurs,
        format!("`{}` was written by a newer version of Leerpad.", path.display()),
        "Build with that version, or remove the output folder first.",
    )
}

/// The manifest is not as we wrote it.
pub(super) fn damaged(path: &Path) -> Diagnostic {
    Diagnostic::warning(
        Code::OutputNotOurs,
        format!(
            "The list of files in `{}` was damaged, so files that the site no longer makes may \
             have been left in the folder.",
            path.display()
        ),
        "Look for old files in the folder, or remove it and build again.",
    )
}
