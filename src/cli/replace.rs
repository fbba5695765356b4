//! One file in the place of another, in one step.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Makes a file hold `bytes`, with the folder that it is in. Who reads it meanwhile reads the old
/// or the new, never a part; one that holds them already is left alone. Returns whether it was
/// written.
///
/// # Errors
/// A file that cannot be written, which is then as it was.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<bool> {
    // A link stays one, and what it leads to is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if fs::read(&path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    write(&path, bytes).with_context(|| format!("Leerpad cannot write `{}`", path.display()))?;
    Ok(true)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let beside = folder.join(format!(".{name}.leerpad-{}", std::process::id()));
    let result = (|| {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&beside)?;
        file.write_all(bytes)?;
        if let Ok(old) = fs::metadata(path) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    if result.is_err() {
        let _ = fs::remove_file(&beside);
    }
    result
}
