//! Files of the output before that stay as they are, without being made again.

use std::fs;

use rayon::prelude::*;

use super::manifest::{Manifest, Stamp};
use super::tree::{Standing, Tree, Way, standing};
use crate::path::OutputPath;

/// All files that the manifest lists below a folder; `None` where there are none, or one of them is
/// no longer what is listed.
pub(super) fn files(tree: &Tree, old: &Manifest, folder: &str) -> Option<Vec<(OutputPath, Stamp)>> {
    let is_in = |path: &OutputPath| {
        path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    let listed: Vec<_> = old.files.iter().filter(|(path, _)| is_in(path)).collect();
    let is_there = |(path, stamp): &(&OutputPath, &Stamp)| bytes(tree, path, stamp).is_some();
    let all_are = !listed.is_empty() && listed.par_iter().all(is_there);
    all_are.then(|| listed.into_iter().map(|(path, stamp)| (path.clone(), *stamp)).collect())
}

/// The bytes of a file, if they are those that are listed.
pub(super) fn bytes(tree: &Tree, path: &OutputPath, stamp: &Stamp) -> Option<Vec<u8>> {
    let Way::Open = tree.way_to(path).ok()? else { return None };
    let file = tree.on_disk(path);
    let Standing::File(metadata) = standing(&file).ok()? else { return None };
    let bytes = (metadata.len() == stamp.size).then(|| fs::read(&file))?.ok()?;
    (Stamp::of(&bytes) == *stamp).then_some(bytes)
}
