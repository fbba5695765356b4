//! What is where the output is to go, and whether we may write there.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use super::manifest::{self, Manifest};
use super::tree::{Standing, Tree, standing};
use super::{fault, staging};
use crate::diagnostic::Diagnostic;

/// How often what would be refused is looked at again, 5 ms apart.
pub(super) const GLANCES: usize = 10;

/// What stands in the place of the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing.
    Absent,
    /// A folder with nothing in it, but perhaps what a killed build left.
    Empty,
    /// A folder with our manifest.
    Ours,
}

/// The place of the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ground {
    /// Its true path, free of links.
    pub(super) dir: PathBuf,
    /// Whether its name is a symbolic link: then a person arranged the folder behind it, which is
    /// written in but never replaced.
    pub(super) linked: bool,
    pub(super) state: State,
}

/// Looks, and refuses what is not ours. This is done without the lock, which lies in a place that
/// depends on what is seen; whoever has it may be making or removing the folder just then, between
/// two of our glances. So nothing is refused while somebody has the lock; what is refused is
/// looked at again a little later, and what is accepted when the lock is held.
pub(super) fn survey(dir: &Path) -> Result<Ground, Diagnostic> {
    let mut seen = look(dir);
    for _ in 0..GLANCES {
        if seen.is_ok() {
            break;
        }
        let real = resolve(dir);
        if staging::is_held(&real.join(staging::NAME)) || staging::is_held(&staging::beside(&real))
        {
            return Err(fault::busy(&real));
        }
        std::thread::sleep(Duration::from_millis(5));
        seen = look(dir);
    }
    seen
}

/// One glance.
pub(super) fn look(dir: &Path) -> Result<Ground, Diagnostic> {
    let standing = |path: &Path| standing(path).map_err(|e| fault::io("read", path, &e));
    // Without the slash at its end, with which even `lstat` follows a link.
    let named = in_place(dir);
    let linked = named.is_symlink();
    if linked && fs::metadata(&named).is_err() {
        return Err(fault::dangling(&named));
    }
    let dir = resolve(dir);
    let state = match standing(&dir)? {
        Standing::Nothing => State::Absent,
        Standing::File(_) | Standing::Strange => return Err(fault::not_a_folder(&dir)),
        Standing::Folder(_) => {
            let manifest = dir.join(manifest::NAME);
            let is_ours = || Ok(matches!(standing(&manifest)?, Standing::File(_)));
            if is_ours()? {
                State::Ours
            } else if holds_only(&dir, &[staging::NAME])? {
                State::Empty
            } else if is_ours()? {
                // A first build put all of it there between our two questions.
                State::Ours
            } else {
                return Err(fault::not_ours(&dir));
            }
        }
    };
    Ok(Ground { dir, linked, state })
}

/// Whether a folder holds nothing but these names.
pub(super) fn holds_only(dir: &Path, names: &[&str]) -> Result<bool, Diagnostic> {
    let unreadable = |e| fault::io("read", dir, &e);
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        if names.iter().all(|known| name != *known) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Refuses an output folder that is a source, holds one, or lies in one.
pub(super) fn refuse_sources(dir: &Path, sources: &[PathBuf]) -> Result<(), Diagnostic> {
    let outputs = [in_place(dir), resolve(dir)];
    for source in sources {
        for place in [in_place(source), resolve(source)] {
            for output in &outputs {
                if place.starts_with(output) {
                    return Err(fault::holds_sources(dir, source, false));
                }
                if output.starts_with(&place) {
                    return Err(fault::holds_sources(dir, source, true));
                }
            }
        }
    }
    Ok(())
}

/// The true path: links followed as far as the path exists, `..` taken away from the rest.
fn resolve(path: &Path) -> PathBuf {
    let mut rest = Vec::new();
    let mut real = PathBuf::new();
    for ancestor in path.ancestors() {
        match ancestor.canonicalize() {
            Ok(found) => {
                real = found;
                break;
            }
            Err(_) => rest.extend(ancestor.components().next_back()),
        }
    }
    for part in rest.into_iter().rev() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
    }
    real
}

/// The path with its last part as it is, even if that is a link: `content` may be a link to
/// elsewhere, and neither the link nor what it leads to may be lost.
fn in_place(path: &Path) -> PathBuf {
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => resolve(parent).join(name),
        _ => resolve(path),
    }
}

/// Reads the manifest of a folder, none being an empty one. Of a damaged one the proved part
/// alone comes back, with the warning that is due.
pub(super) fn read_manifest(tree: &Tree) -> Result<(Manifest, Option<Diagnostic>), Diagnostic> {
    let path = tree.root().join(manifest::NAME);
    let bytes = match standing(&path) {
        Ok(Standing::File(_)) => fs::read(&path).map_err(|e| fault::io("read", &path, &e))?,
        _ => return Ok(Default::default()),
    };
    let parsed = Manifest::parse(&bytes).map_err(|_| fault::newer(&path))?;
    Ok(match parsed.whole {
        true => (parsed.manifest, None),
        false => (tree.proved(&parsed.manifest), Some(fault::damaged(&path))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_resolved_as_far_as_it_exists() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir(root.join("a")).unwrap();
        assert_eq!(resolve(&root.join("a/../b/c")), root.join("b/c"));
        assert_eq!(resolve(&root.join("x/../a")), root.join("a"));
    }
}
