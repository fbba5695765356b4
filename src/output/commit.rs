//! What was staged becomes the output.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest, folders};
use super::remove::remove;
use super::staging::{self, Staging};
use super::tree::{Standing, Tree, Way, standing};
use super::{Put, Report, Staged, There, fault, ground};
use crate::diagnostic::Diagnostic;
use crate::path::OutputPath;

/// The whole output at once, in the place of a folder that is absent or empty.
pub(super) fn whole(staging: &Staging, dir: &Path, put: &[Put]) -> Result<Report, Diagnostic> {
    let files = staging.files();
    let manifest = Manifest { files: stamps(put), found: BTreeSet::new() };
    staging.write_manifest(&files.join(manifest::NAME), &manifest)?;
    // An empty folder may have been made for a group to write in, say.
    if let Ok(metadata) = fs::metadata(dir) {
        fs::set_permissions(&files, metadata.permissions())
            .map_err(|e| fault::io("set the permissions of", &files, &e))?;
    }
    replace(&files, dir)?;
    Ok(report(put, 0))
}

/// Renames `files` over the absent or empty folder `dir`.
fn replace(files: &Path, dir: &Path) -> Result<(), Diagnostic> {
    for _ in 0..ground::GLANCES {
        match fs::rename(files, dir) {
            Ok(()) => return Ok(()),
            Err(e)
                if matches!(e.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists) => {}
            Err(e) => return Err(fault::io("make the folder", dir, &e)),
        }
        // Another build that saw an older folder looks in for a moment, and goes when it sees
        // that we have the lock.
        if !ground::holds_only(dir, &[staging::NAME])? {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    // Someone wrote something there since we looked.
    match ground::look(dir) {
        Ok(_) => Err(fault::busy(dir)),
        Err(fault) => Err(fault),
    }
}

/// File by file, in a folder that is in use.
pub(super) fn in_place(
    staging: &Staging,
    tree: &Tree,
    old: &Manifest,
    put: &[Put],
) -> Result<Report, Diagnostic> {
    let commit = Commit::new(staging, tree, old, put)?;
    let is_settled = commit.moves.is_empty() && commit.gone.is_empty();
    if is_settled && commit.is_listed() {
        return Ok(report(put, 0));
    }
    // Both manifests are on the disk before the first change: what then can fail for want of space
    // is the making of folders, and that can be undone.
    let (exact, union) = (staging.files().join("exact"), staging.files().join("union"));
    staging.write_manifest(&exact, &commit.new)?;
    let mut removed = 0;
    if !is_settled {
        staging.write_manifest(&union, &Manifest::union(old, &commit.new))?;
        staging.install_manifest(&union, tree.root())?;
        commit.make_folders()?;
        removed += commit.clear_the_way()?;
        commit.move_files()?;
        removed += remove(tree.root(), old, &commit.gone, &commit.new)?;
    }
    staging.install_manifest(&exact, tree.root())?;
    Ok(report(put, removed))
}

/// One commit in place.
struct Commit<'a> {
    staging: &'a Staging,
    tree: &'a Tree,
    old: &'a Manifest,
    new: Manifest,
    /// What is moved into place: new files, then replaced ones, each by path.
    moves: Vec<(&'a OutputPath, Staged)>,
    /// What the site no longer makes.
    gone: Vec<&'a OutputPath>,
}

impl<'a> Commit<'a> {
    fn new(
        staging: &'a Staging,
        tree: &'a Tree,
        old: &'a Manifest,
        put: &'a [Put],
    ) -> Result<Self, Diagnostic> {
        let new = Manifest { files: stamps(put), found: found(tree, old, put)? };
        let mut moves: Vec<_> =
            put.iter().filter_map(|put| Some((&put.path, put.staged?))).collect();
        moves.sort_by_key(|(_, staged)| staged.there == There::File);
        let gone = old.files.keys().filter(|path| !new.files.contains_key(path)).collect();
        Ok(Self { staging, tree, old, new, moves, gone })
    }

    /// Whether the manifest on disk says already what it should.
    fn is_listed(&self) -> bool {
        let path = self.tree.root().join(manifest::NAME);
        fs::read(path).is_ok_and(|bytes| bytes == self.new.text().as_bytes())
    }

    /// The folders that files move to and that do not exist, outer ones first.
    fn missing(&self, is_missing: impl Fn(&Way) -> bool) -> io::Result<BTreeSet<&'a str>> {
        let mut missing = BTreeSet::new();
        for (path, _) in &self.moves {
            if is_missing(&self.tree.way_to(path)?) {
                for folder in folders(path.as_str()) {
                    if is_missing(&self.tree.way(folder)?) {
                        missing.insert(folder);
                    }
                }
            }
        }
        Ok(missing)
    }

    /// Makes the folders for which no file must go first. If one cannot be made, all is as before.
    fn make_folders(&self) -> Result<(), Diagnostic> {
        let root = self.tree.root();
        let mut made = Vec::new();
        let missing = self.missing(|way| matches!(way, Way::Absent));
        let done = missing.and_then(|missing| make(root, &missing, &mut made));
        done.map_err(|e| {
            made.iter().rev().for_each(|folder| {
                let _ = fs::remove_dir(folder);
            });
            // The staged files are lost in any case: their space serves for the old manifest. If
            // even that fails, the union stays, which lists more than there is.
            let back = self.staging.files().join("back");
            if self.staging.clear().and_then(|()| fs::create_dir(self.staging.files())).is_ok()
                && self.staging.write_manifest(&back, self.old).is_ok()
            {
                let _ = self.staging.install_manifest(&back, root);
            }
            fault::io("make the folders in", root, &e)
        })
    }

    /// Removes our old file where a folder must be and our old folder where a file must be, and
    /// makes the folders that had to wait for it.
    fn clear_the_way(&self) -> Result<usize, Diagnostic> {
        let root = self.tree.root();
        let mut blocking = BTreeSet::new();
        for (path, staged) in &self.moves {
            let way = self.tree.way_to(path).map_err(|e| fault::io("read", root, &e))?;
            let below = |gone: &OutputPath| {
                gone.as_str().strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'))
            };
            match way {
                Way::File(file) => {
                    blocking.extend(self.gone.iter().filter(|gone| gone.as_str() == &*file));
                }
                _ if staged.there == There::Folder => {
                    blocking.extend(self.gone.iter().filter(|gone| below(gone)));
                }
                _ => {}
            }
        }
        if blocking.is_empty() {
            return Ok(0);
        }
        let blocking: Vec<&OutputPath> = blocking.into_iter().copied().collect();
        let removed = remove(root, self.old, &blocking, &self.new)?;
        self.missing(|way| matches!(way, Way::File(_)))
            .and_then(|missing| make(root, &missing, &mut Vec::new()))
            .map(|()| removed)
            .map_err(|e| fault::io("make the folders in", root, &e))
    }

    fn move_files(&self) -> Result<(), Diagnostic> {
        for (path, staged) in &self.moves {
            let place = self.tree.on_disk(path);
            fs::rename(self.staging.numbered(staged.number), &place)
                .map_err(|e| fault::io("replace", &place, &e))?;
        }
        Ok(())
    }
}

/// Makes folders; notes those that were not there.
fn make(root: &Path, folders: &BTreeSet<&str>, made: &mut Vec<PathBuf>) -> io::Result<()> {
    for folder in folders {
        let folder = root.join(folder);
        match fs::create_dir(&folder) {
            Err(e) if e.kind() == ErrorKind::AlreadyExists => match standing(&folder)? {
                Standing::Folder(_) => {}
                _ => return Err(e),
            },
            done => {
                done?;
                made.push(folder);
            }
        }
    }
    Ok(())
}

/// The folders that hold files of the new output but are not of our making: they were noted so
/// before, or they stand there without a listed file in them.
fn found(tree: &Tree, old: &Manifest, put: &[Put]) -> Result<BTreeSet<String>, Diagnostic> {
    let before = old.folders();
    let mut found = BTreeSet::new();
    let mut seen = HashSet::new();
    for folder in put.iter().flat_map(|put| folders(put.path.as_str())) {
        if !seen.insert(folder) {
            continue;
        }
        let is_found = match before.contains(folder) {
            true => old.found.contains(folder),
            false => {
                let way = tree.way(folder).map_err(|e| fault::io("read", tree.root(), &e))?;
                matches!(way, Way::Open)
            }
        };
        if is_found {
            found.insert(folder.to_owned());
        }
    }
    Ok(found)
}

fn stamps(put: &[Put]) -> BTreeMap<OutputPath, manifest::Stamp> {
    put.iter().map(|put| (put.path.clone(), put.stamp)).collect()
}

fn report(put: &[Put], removed: usize) -> Report {
    let written = put.iter().filter(|put| put.staged.is_some());
    Report {
        written: written.clone().count(),
        unchanged: put.iter().filter(|put| put.staged.is_none()).count(),
        removed,
        bytes: written.map(|put| put.stamp.size).sum(),
        warning: None,
    }
}
