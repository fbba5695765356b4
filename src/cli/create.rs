//! Files that were not there before: all of them or none, and never in the place of another.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

/// One file to make.
pub(crate) struct NewFile {
    /// Where.
    pub path: PathBuf,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// Makes the files, with the folders that they need. Where one fails, those made before are taken
/// away again.
///
/// # Errors
/// A file that is there already, or cannot be made.
pub(crate) fn create(files: &[NewFile]) -> Result<()> {
    let mut made = Made(Vec::new());
    let result = files.iter().try_for_each(|file| made.file(file));
    if result.is_err() {
        made.undo();
    }
    result
}

/// What was made so far, in order.
struct Made(Vec<PathBuf>);

impl Made {
    fn file(&mut self, file: &NewFile) -> Result<()> {
        let path = &file.path;
        if let Some(folder) = path.parent() {
            self.folder(folder)?;
        }
        let mut open = match OpenOptions::new().write(true).create_new(true).open(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(anyhow!("`{}` is there already; it was left as it is", path.display()));
            }
            other => other.with_context(|| cannot("make", path))?,
        };
        self.0.push(path.clone());
        open.write_all(&file.bytes).with_context(|| cannot("write", path))
    }

    fn folder(&mut self, folder: &Path) -> Result<()> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.folder(parent)?;
        }
        fs::create_dir(folder).with_context(|| cannot("make the folder", folder))?;
        self.0.push(folder.to_owned());
        Ok(())
    }

    fn undo(self) {
        for path in self.0.into_iter().rev() {
            let _ = match path.is_dir() {
                // Stays where somebody else has put something in it meanwhile.
                true => fs::remove_dir(path),
                false => fs::remove_file(path),
            };
        }
    }
}

fn cannot(verb: &str, path: &Path) -> String {
    format!("Leerpad cannot {verb} `{}`", path.display())
}
