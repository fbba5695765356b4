//! Artifacts → disk, so that the last good output survives.
//!
//! [`Output::open`] locks the output folder and makes a staging folder on the same file system.
//! [`Output::put`] compares each artifact with what is there and stages it where it differs.
//! [`Output::commit`] makes it the output, by renames alone. Until then nothing has changed, and
//! an [`Output`] that is dropped leaves no trace.
//!
//! - An absent or empty output folder is replaced as a whole, in one rename. Not so where it is a
//!   mount point, a symbolic link, or somebody else's: that folder is kept and written in.
//! - Else the manifest of old ∪ new is written and synced, then new files, then replaced ones (so
//!   that no page links to what is not there yet), then deletions, the exact manifest last. A kill
//!   at any moment leaves each file whole, old or new, and listed; the next build does the rest.
//!   Where a folder becomes a file or a file a folder, neither is there for a moment.
//! - What is not in the manifest is not ours: it is never deleted nor overwritten, and a file of
//!   the site that would have to is refused. A file that has our very bytes already is taken in.
//!   A symbolic link is never ours, nor followed, but for the output folder itself.
//! - The truth is the disk: bytes are compared with bytes. So the files need no sync of their own
//!   (ten thousand would take minutes on a spinning disk): what a power failure leaves half, the
//!   next build writes again, for the manifest that lists it was synced before. Unchanged files
//!   keep their times.

mod claims;
mod clean;
mod commit;
mod compare;
mod fault;
mod ground;
mod kept;
mod manifest;
mod remove;
mod staging;
mod tree;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::path::OutputPath;
use claims::Claims;
use compare::{There, compare};
use ground::State;
use manifest::{Manifest, Stamp};
use staging::{Parents, Staging};
use tree::Tree;

pub use clean::clean;

/// How often a folder is asked for again that changed hands while we looked.
const ATTEMPTS: usize = 100;

/// An opened, locked output folder with a staging folder.
pub struct Output {
    target: Target,
    claims: Mutex<Claims>,
    put: Mutex<Vec<Put>>,
    number: AtomicU32,
    /// The first artifact that could not be staged: then nothing is committed.
    failed: OnceLock<Diagnostic>,
    warning: Option<Diagnostic>,
    staging: Staging,
    /// After the staging folder in them.
    _parents: Parents,
}

/// How the staged files become the output.
enum Target {
    /// All of them take the place of a folder that is absent or empty.
    Whole(PathBuf),
    /// One by one, in a folder that lists these as ours.
    InPlace(Tree, Manifest),
}

/// One artifact that was put.
struct Put {
    path: OutputPath,
    stamp: Stamp,
    staged: Option<Staged>,
}

/// What an artifact that differs needs.
#[derive(Clone, Copy)]
struct Staged {
    /// Its name in the staging folder.
    number: u32,
    there: There,
}

/// What a commit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or differ.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files that the site no longer makes.
    pub removed: usize,
    /// The size of the written ones together.
    pub bytes: u64,
    /// That the manifest was damaged, so that old files may have been left.
    pub warning: Option<Diagnostic>,
}

/// A file that the manifest lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where in the output folder.
    pub path: OutputPath,
    /// In bytes.
    pub size: u64,
    /// Of its bytes.
    pub hash: blake3::Hash,
}

/// The files of a built output folder, sorted by path; none where there is no output.
///
/// # Errors
/// Where the folder or its manifest cannot be read, or the folder is not ours.
pub fn listed(dir: &Path) -> Result<Vec<Listed>, Diagnostic> {
    let ground = ground::survey(dir)?;
    if ground.state == State::Absent {
        return Ok(Vec::new());
    }
    let (manifest, _) = ground::read_manifest(&tree(&ground.dir)?)?;
    let listed = |(path, stamp): (_, Stamp)| Listed { path, size: stamp.size, hash: stamp.hash };
    Ok(manifest.files.into_iter().map(listed).collect())
}

impl Output {
    /// Opens the output folder at the absolute path `dir`, which need not exist.
    ///
    /// `sources` are the absolute paths of the site's own files and folders: `content/`,
    /// `site.yaml` and so on, whether they exist or not. The site's root is not one of them, for
    /// the output mostly lies within it; the root as output is refused because it holds
    /// `site.yaml`.
    ///
    /// # Errors
    /// [`OutputHoldsSources`](crate::diagnostic::Code::OutputHoldsSources) where `dir` is, holds or
    /// lies within a source, `OutputNotOurs` for a folder that is neither empty nor has our
    /// manifest, `OutputBusy` while another build or `clean` has it, `OutputUnwritable` and
    /// `DiskFull` for what they say.
    pub fn open(dir: &Path, sources: &[PathBuf]) -> Result<Self, Diagnostic> {
        ground::refuse_sources(dir, sources)?;
        for _ in 0..ATTEMPTS {
            let ground = ground::survey(dir)?;
            let parents = Parents::make(&ground.dir)?;
            let Some((staging, whole)) = Staging::open(&ground)? else { continue };
            // Whoever had the lock before us may have left another folder than we saw.
            if ground::survey(dir)? != ground {
                continue;
            }
            let (target, warning) = match whole {
                true => (Target::Whole(ground.dir), None),
                false => {
                    let tree = tree(&ground.dir)?;
                    let (manifest, warning) = ground::read_manifest(&tree)?;
                    (Target::InPlace(tree, manifest), warning)
                }
            };
            return Ok(Self {
                target,
                claims: Mutex::default(),
                put: Mutex::default(),
                number: AtomicU32::new(0),
                failed: OnceLock::new(),
                warning,
                staging,
                _parents: parents,
            });
        }
        Err(fault::busy(dir))
    }

    /// Compares with what is there and stages the bytes where they differ. May be called from many
    /// threads at once.
    ///
    /// # Errors
    /// `UrlCollision` for a path that cannot stand beside one put before, `OutputNotOurs` where
    /// something that we did not make stands in the way, `DiskFull` and `OutputUnwritable`. After
    /// any of them [`Self::commit`] gives the first one back and changes nothing.
    pub fn put(&self, path: &OutputPath, bytes: &[u8]) -> Result<(), Diagnostic> {
        let done = self.stage(path, bytes);
        if let Err(fault) = &done {
            // A later fault changes nothing.
            let _ = self.failed.set(fault.clone());
        }
        done
    }

    fn stage(&self, path: &OutputPath, bytes: &[u8]) -> Result<(), Diagnostic> {
        if manifest::is_reserved(path) {
            return Err(fault::reserved(path));
        }
        let stamp = Stamp::of(bytes);
        let is_new_folder = lock(&self.claims).claim(path)?;
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let staged = match &self.target {
            Target::Whole(_) => {
                let file = path.on_disk(&self.staging.files());
                write_with_folder(&file, bytes, is_new_folder)?;
                Some(Staged { number, there: There::Nothing })
            }
            Target::InPlace(tree, old) => match compare(tree, old, path, bytes)? {
                None => None,
                Some(there) => {
                    let file = self.staging.numbered(number);
                    fs::write(&file, bytes).map_err(|e| fault::io("write", &file, &e))?;
                    Some(Staged { number, there })
                }
            },
        };
        lock(&self.put).push(Put { path: path.clone(), stamp, staged });
        Ok(())
    }

    /// The bytes of a file that our manifest lists, if it is there.
    pub fn there(&self, path: &OutputPath) -> Option<Vec<u8>> {
        match &self.target {
            Target::InPlace(tree, old) => kept::bytes(tree, path, old.files.get(path)?),
            Target::Whole(_) => None,
        }
    }

    /// Puts all files that our manifest lists below a folder, `pagefind`, as they are there, and says
    /// whether they are: where one is not what the manifest lists, nothing is put.
    ///
    /// # Errors
    /// `UrlCollision`, as of [`Self::put`].
    pub fn keep(&self, folder: &str) -> Result<bool, Diagnostic> {
        let Target::InPlace(tree, old) = &self.target else { return Ok(false) };
        let Some(files) = kept::files(tree, old, folder) else { return Ok(false) };
        for (path, stamp) in files {
            if let Err(fault) = lock(&self.claims).claim(&path) {
                let _ = self.failed.set(fault.clone());
                return Err(fault);
            }
            lock(&self.put).push(Put { path, stamp, staged: None });
        }
        Ok(true)
    }

    /// All rendered well: makes what was put the output.
    ///
    /// # Errors
    /// As of [`Self::put`]. A disk that fills up leaves the last good output; another fault in the
    /// middle leaves what a kill would.
    pub fn commit(self) -> Result<Report, Diagnostic> {
        if let Some(fault) = self.failed.into_inner() {
            return Err(fault);
        }
        let mut put = self.put.into_inner().unwrap_or_else(PoisonError::into_inner);
        put.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let report = match &self.target {
            Target::Whole(dir) => commit::whole(&self.staging, dir, &put),
            Target::InPlace(tree, old) => commit::in_place(&self.staging, tree, old, &put),
        }?;
        Ok(Report { warning: self.warning, ..report })
    }
}

/// Writes a file of a whole output, with the folders that it needs.
fn write_with_folder(file: &Path, bytes: &[u8], is_new_folder: bool) -> Result<(), Diagnostic> {
    let make = || match file.parent() {
        Some(folder) => {
            fs::create_dir_all(folder).map_err(|e| fault::io("make the folder", folder, &e))
        }
        None => Ok(()),
    };
    if is_new_folder {
        make()?;
    }
    let mut written = fs::write(file, bytes);
    // Another thread claimed the folder, and is about to make it.
    if written.as_ref().is_err_and(|e| e.kind() == ErrorKind::NotFound) {
        make()?;
        written = fs::write(file, bytes);
    }
    written.map_err(|e| fault::io("write", file, &e))
}

/// The tree of an output folder that exists.
fn tree(dir: &Path) -> Result<Tree, Diagnostic> {
    Tree::new(dir).map_err(|e| fault::io("read", dir, &e))
}

/// A lock that a panic elsewhere does not spoil: each holder leaves the value whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
