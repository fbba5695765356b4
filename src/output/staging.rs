//! The staging folder: where changed files wait until all are there, and the lock on the output.
//!
//! It stands in one of two places, on the same file system as the output in both:
//! - **beside** an output folder that is absent or empty, to become the folder as a whole;
//! - **inside** one that is in use, so that it works for a mount point too, or where the parent
//!   folder cannot be written.
//!
//! ```text
//! lock     locked as long as a build lives; the system lets go of it when it is killed
//! files/   the whole output, or numbered files and the manifests to come
//! ```
//!
//! What a killed build left is cleared by the next one that gets the lock. The folder goes away
//! with its owner, so it is never published.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::fault;
use super::ground::{self, Ground, State};
use super::manifest::{self, Manifest};
use super::tree::{self, Standing, standing};
use crate::diagnostic::Diagnostic;

/// Its name inside the output folder.
pub(super) const NAME: &str = ".leerpad-staging";

/// Its path beside the output folder.
pub(super) fn beside(dir: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(dir.file_name().unwrap_or_default());
    name.push(NAME);
    dir.with_file_name(name)
}

/// Whether a living build, or `clean`, has the staging folder at `folder`.
pub(super) fn is_held(folder: &Path) -> bool {
    File::open(folder.join("lock"))
        .is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// A locked staging folder, cleared. Dropping it removes it.
pub(super) struct Staging {
    folder: PathBuf,
    /// Held, not read: closing it lets go of the lock.
    _lock: File,
}

/// What came of asking for a staging folder.
pub(super) enum Claim {
    Held(Staging),
    /// A living build has it.
    Busy,
    /// Its owner removed it at that moment: ask again.
    Gone,
}

impl Staging {
    /// Makes the staging folder, beside the output or inside it; says whether the whole folder is
    /// to be replaced. `None`: it changed under our hands, look again.
    pub(super) fn open(ground: &Ground) -> Result<Option<(Self, bool)>, Diagnostic> {
        let (outside, inside) = (beside(&ground.dir), ground.dir.join(NAME));
        let held = |claim| match claim {
            Claim::Held(staging) => Ok(Some(staging)),
            Claim::Gone => Ok(None),
            Claim::Busy => Err(fault::busy(&ground.dir)),
        };
        if ground.state == State::Absent {
            return Ok(held(Self::claim(outside)?)?.map(|staging| (staging, true)));
        }
        if ground.state == State::Empty && !ground.linked {
            // It may hold what a killed build left inside.
            Self::sweep(inside.clone())?;
            // A parent folder that cannot be written is no fault: then it is done inside.
            if let Ok(claim) = Self::claim(outside.clone()) {
                let Some(staging) = held(claim)? else { return Ok(None) };
                let is_bare = || matches!(ground::holds_only(&ground.dir, &[]), Ok(true));
                if staging.can_replace(&ground.dir) && is_bare() {
                    return Ok(Some((staging, true)));
                }
            }
        }
        let staging = held(Self::claim(inside)?)?;
        if !ground.linked {
            // A build that was killed when the folder was still absent.
            Self::sweep(outside)?;
        }
        Ok(staging.map(|staging| (staging, false)))
    }

    /// Makes, or takes over, the staging folder at `folder`.
    pub(super) fn claim(folder: PathBuf) -> Result<Claim, Diagnostic> {
        match fs::create_dir(&folder) {
            Err(e) if e.kind() == ErrorKind::AlreadyExists => match standing(&folder) {
                Ok(Standing::Folder(_)) => {}
                Ok(Standing::Nothing) => return Ok(Claim::Gone),
                _ => return Err(fault::not_a_folder(&folder)),
            },
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Claim::Gone),
            made => made.map_err(|e| fault::io("make the folder", &folder, &e))?,
        }
        let path = folder.join("lock");
        let lock = match File::options().write(true).create(true).truncate(false).open(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Claim::Gone),
            opened => opened.map_err(|e| {
                let _ = fs::remove_dir(&folder);
                fault::io("write", &path, &e)
            })?,
        };
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(Claim::Busy),
            // A file system without locks: two builds at once are rarer than such disks.
            Err(TryLockError::Error(e)) if e.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(e)) => return Err(fault::io("lock", &path, &e)),
            Ok(()) => {}
        }
        // Between our opening and locking it the owner may have removed it, and another may have
        // made a new one: the lock on a removed file guards nothing.
        let is_current = match (lock.metadata(), fs::symlink_metadata(&path)) {
            (Ok(ours), Ok(there)) => tree::identity(&ours) == tree::identity(&there),
            _ => false,
        };
        if !is_current {
            return Ok(Claim::Gone);
        }
        let staging = Self { folder, _lock: lock };
        let files = staging.files();
        staging
            .clear()
            .and_then(|()| fs::create_dir(&files))
            .map_err(|e| fault::io("make the folder", &files, &e))?;
        Ok(Claim::Held(staging))
    }

    /// Removes what a killed build left at `folder`, unless a living one has it: that removes it
    /// itself.
    pub(super) fn sweep(folder: PathBuf) -> Result<(), Diagnostic> {
        match standing(&folder) {
            Ok(Standing::Folder(_)) => Self::claim(folder).map(drop),
            _ => Ok(()),
        }
    }

    /// The folder of what is staged.
    pub(super) fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// Where one file waits. Flat, so that no folders need be made for it.
    pub(super) fn numbered(&self, number: u32) -> PathBuf {
        self.folder.join("files").join(number.to_string())
    }

    /// Empties the folder, the lock excepted.
    pub(super) fn clear(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.files()) {
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }

    /// Whether what is staged can take the place of the empty folder `dir` by a rename, without
    /// anyone noticing but for the files.
    ///
    /// A mount point cannot be replaced, and nothing in a folder's metadata tells a bind mount
    /// from a plain folder. So it is tried, in a way that cannot succeed: to rename `dir` to our
    /// staging folder, which is not empty. A mount point answers that it is busy, a parent
    /// without write permission that it is denied; where nothing else is in the way the answer is
    /// that the target is not empty.
    pub(super) fn can_replace(&self, dir: &Path) -> bool {
        let is_plain = match fs::rename(dir, &self.folder) {
            Err(e) => {
                matches!(e.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists)
            }
            Ok(()) => false,
        };
        is_plain && is_like(&self.folder, dir)
    }

    /// Writes a manifest into the staging folder and brings it to the disk.
    pub(super) fn write_manifest(
        &self,
        path: &Path,
        manifest: &Manifest,
    ) -> Result<(), Diagnostic> {
        File::create(path)
            .and_then(|mut file| {
                file.write_all(manifest.text().as_bytes())?;
                file.sync_all()
            })
            .map_err(|e| fault::io("write", path, &e))
    }

    /// Puts a manifest that was written here into its place in the folder `dir`, on disk.
    pub(super) fn install_manifest(&self, path: &Path, dir: &Path) -> Result<(), Diagnostic> {
        let place = dir.join(manifest::NAME);
        fs::rename(path, &place)
            .and_then(|()| tree::sync_folder(dir))
            .map_err(|e| fault::io("write", &place, &e))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build. The lock goes last, so that
        // nobody takes over a folder that is still being emptied; a folder in which another has
        // made a new lock meanwhile is not empty and stays.
        let _ = self.clear();
        let _ = fs::remove_file(self.folder.join("lock"));
        let _ = fs::remove_dir(&self.folder);
    }
}

/// The folders above the output that we made, deepest first; removed where they stay empty.
pub(super) struct Parents(Vec<PathBuf>);

impl Parents {
    pub(super) fn make(dir: &Path) -> Result<Self, Diagnostic> {
        let absent = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let mut made = Self(Vec::new());
        let mut missing: Vec<_> = dir.ancestors().skip(1).take_while(absent).collect();
        while let Some(folder) = missing.pop() {
            match fs::create_dir(folder) {
                Ok(()) => made.0.insert(0, folder.to_owned()),
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
                Err(e) => return Err(fault::io("make the folder", folder, &e)),
            }
        }
        Ok(made)
    }
}

impl Drop for Parents {
    fn drop(&mut self) {
        for folder in &self.0 {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Whether a new folder has the owner and the file system of an old one.
#[cfg(unix)]
fn is_like(new: &Path, old: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let facts = |path| fs::symlink_metadata(path).map(|m| (m.dev(), m.uid(), m.gid()));
    matches!((facts(new), facts(old)), (Ok(new), Ok(old)) if new == old)
}

/// Here a folder is not replaced: the rename above fails in other words.
#[cfg(not(unix))]
fn is_like(_: &Path, _: &Path) -> bool {
    true
}
