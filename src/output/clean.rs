//! `leerpad clean`: takes away what `build` made.

use std::fs;
use std::path::{Path, PathBuf};

use super::ground::{self, State};
use super::manifest::{self, Manifest};
use super::remove::remove;
use super::staging::{self, Claim, Staging};
use super::{ATTEMPTS, fault, tree};
use crate::diagnostic::Diagnostic;

/// Removes the files that our manifest lists, the folders of our making that are then empty, the
/// manifest, what a killed build left, and the output folder if that is then empty. Where other
/// things are in the folder, it stays with a manifest that lists nothing: a later build may still
/// write there. Says how many files there were.
///
/// # Errors
/// As of [`Output::open`](super::Output::open); `OutputUnwritable` for a file that cannot be
/// deleted.
pub fn clean(dir: &Path, sources: &[PathBuf]) -> Result<usize, Diagnostic> {
    ground::refuse_sources(dir, sources)?;
    for _ in 0..ATTEMPTS {
        let ground = ground::survey(dir)?;
        if !ground.linked {
            sweep(staging::beside(&ground.dir), dir)?;
        }
        let inside = ground.dir.join(staging::NAME);
        if ground.state != State::Ours {
            sweep(inside, dir)?;
            return Ok(0);
        }
        let staging = match Staging::claim(inside)? {
            Claim::Held(staging) => staging,
            Claim::Busy => return Err(fault::busy(dir)),
            Claim::Gone => continue,
        };
        if ground::survey(dir)? != ground {
            continue;
        }
        let removed = clear(&staging, &ground.dir)?;
        drop(staging);
        // Fails for a link, a mount point, and where something else is in it: all that we did not
        // make ourselves.
        if !ground.linked {
            let _ = fs::remove_dir(&ground.dir);
        }
        return Ok(removed);
    }
    Err(fault::busy(dir))
}

/// Removes what a killed build left, unless a build lives.
fn sweep(folder: PathBuf, dir: &Path) -> Result<(), Diagnostic> {
    match fs::symlink_metadata(&folder).is_ok_and(|m| m.is_dir()) {
        true => match Staging::claim(folder)? {
            Claim::Busy => Err(fault::busy(dir)),
            Claim::Held(_) | Claim::Gone => Ok(()),
        },
        false => Ok(()),
    }
}

/// Empties the folder; the manifest goes last, so that a kill leaves nothing unlisted.
fn clear(staging: &Staging, dir: &Path) -> Result<usize, Diagnostic> {
    let (old, _) = ground::read_manifest(&tree(dir)?)?;
    let gone: Vec<_> = old.files.keys().collect();
    let removed = remove(dir, &old, &gone, &Manifest::default())?;
    let manifest = dir.join(manifest::NAME);
    match ground::holds_only(dir, &[manifest::NAME, staging::NAME])? {
        true => fs::remove_file(&manifest).map_err(|e| fault::io("delete", &manifest, &e))?,
        false => {
            let none = staging.files().join("none");
            staging.write_manifest(&none, &Manifest::default())?;
            staging.install_manifest(&none, dir)?;
        }
    }
    Ok(removed)
}
