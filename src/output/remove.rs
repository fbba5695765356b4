//! Deleting, which is done with what a manifest lists and with nothing else.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::fault;
use super::manifest::{Manifest, folders};
use super::tree::{Standing, Tree, Way, same_file, standing};
use crate::diagnostic::Diagnostic;
use crate::path::OutputPath;

/// Deletes the files `gone`, which `old` lists and `new` does not, and the folders of our making
/// that have become empty. Says how many files there were.
pub(super) fn remove(
    root: &Path,
    old: &Manifest,
    gone: &[&OutputPath],
    new: &Manifest,
) -> Result<usize, Diagnostic> {
    if gone.is_empty() {
        return Ok(0);
    }
    // Looks anew: links or folders of other origin may stand there by now.
    let tree = Tree::new(root).map_err(|e| fault::io("read", root, &e))?;
    let respelt: HashMap<String, &OutputPath> =
        new.files.keys().map(|path| (path.as_str().to_lowercase(), path)).collect();
    let mut removed = 0;
    for path in gone {
        let file = tree.on_disk(path);
        // Where the file system ignores case, the old name may be the new file.
        let is_new = |other: &&OutputPath| same_file(&file, &tree.on_disk(other));
        if respelt.get(&path.as_str().to_lowercase()).is_some_and(is_new) {
            continue;
        }
        removed += usize::from(remove_file(&tree, path)?);
    }
    let needed = new.folders();
    let emptied: BTreeSet<&str> = gone.iter().flat_map(|path| folders(path.as_str())).collect();
    // Inner folders stand after the ones that they lie in.
    for folder in emptied.into_iter().rev() {
        let is_ours = !old.found.contains(folder) && !needed.contains(folder);
        if is_ours && matches!(tree.way(folder), Ok(Way::Open)) {
            // Not empty: something that is not ours is in it.
            let _ = fs::remove_dir(root.join(folder));
        }
    }
    Ok(removed)
}

/// Deletes a file, unless a link has come on the way to it or in its place: that is not ours.
fn remove_file(tree: &Tree, path: &OutputPath) -> Result<bool, Diagnostic> {
    let file = tree.on_disk(path);
    let gone = || match (tree.way_to(path)?, standing(&file)?) {
        (Way::Open, Standing::File(_)) => fs::remove_file(&file).map(|()| true),
        _ => Ok(false),
    };
    match gone() {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
        done => done.map_err(|e| fault::io("delete", &file, &e)),
    }
}
