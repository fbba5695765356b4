//! What is there against what must be there.

use super::fault;
use super::manifest::Manifest;
use super::tree::{Standing, Tree, Way, holds, same_file, standing};
use crate::diagnostic::Diagnostic;
use crate::path::OutputPath;

/// What stands where a staged file is to go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum There {
    Nothing,
    /// The older file.
    File,
    /// A folder with nothing but files of ours.
    Folder,
}

/// What must be done for a file to hold these bytes: nothing, or write it where this stands.
pub(super) fn compare(
    tree: &Tree,
    old: &Manifest,
    path: &OutputPath,
    bytes: &[u8],
) -> Result<Option<There>, Diagnostic> {
    let file = tree.on_disk(path);
    let unreadable = |e| fault::io("read", &file, &e);
    match tree.way_to(path).map_err(unreadable)? {
        Way::Open => {}
        Way::Absent => return Ok(Some(There::Nothing)),
        Way::File(there) => {
            return match OutputPath::new(&there).is_ok_and(|there| old.files.contains_key(&there)) {
                true => Ok(Some(There::Nothing)),
                false => Err(fault::foreign(path, &there)),
            };
        }
        Way::Strange(there) => return Err(fault::foreign(path, &there)),
    }
    match standing(&file).map_err(unreadable)? {
        Standing::Nothing => Ok(Some(There::Nothing)),
        Standing::File(m) if m.len() == bytes.len() as u64 && holds(&file, bytes) => Ok(None),
        Standing::File(_) if old.files.contains_key(path) || is_respelt(tree, old, path) => {
            Ok(Some(There::File))
        }
        Standing::Folder(_) => match tree.stranger(path.as_str(), old).map_err(unreadable)? {
            None => Ok(Some(There::Folder)),
            Some(stranger) => Err(fault::foreign(path, &stranger)),
        },
        Standing::File(_) | Standing::Strange => Err(fault::foreign(path, path.as_str())),
    }
}

/// Whether the file is listed in other capitals, on a file system that ignores case.
fn is_respelt(tree: &Tree, old: &Manifest, path: &OutputPath) -> bool {
    let folded = path.as_str().to_lowercase();
    old.files.keys().any(|listed| {
        listed.as_str().to_lowercase() == folded
            && same_file(&tree.on_disk(listed), &tree.on_disk(path))
    })
}
