//! The output folder as it is on disk, looked at without following a symbolic link.
//!
//! Every folder on the way to a file is looked at once, then remembered: for ten thousand files
//! that costs one system call a folder. It guards against a link that stands there, not against
//! someone who swaps one in while we work: whoever can do that can write the folder himself.

use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::manifest::{Manifest, Stamp};
use crate::path::OutputPath;

/// What stands at a path, links not followed.
pub(super) enum Standing {
    Nothing,
    File(Metadata),
    Folder(Metadata),
    /// A symbolic link, a device, a socket: nothing that we ever make.
    Strange,
}

/// Looks at a path.
pub(super) fn standing(path: &Path) -> io::Result<Standing> {
    Ok(match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Standing::File(metadata),
        Ok(metadata) if metadata.is_dir() => Standing::Folder(metadata),
        Ok(_) => Standing::Strange,
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Standing::Nothing
        }
        Err(e) => return Err(e),
    })
}

/// The way to a folder.
#[derive(Clone)]
pub(super) enum Way {
    /// Folders all along.
    Open,
    /// The folder, or one above it, is yet to be made.
    Absent,
    /// A file stands there, or above it.
    File(Arc<str>),
    /// A symbolic link or another file system stands there, or above it.
    Strange(Arc<str>),
}

/// The output folder.
pub(super) struct Tree {
    root: PathBuf,
    /// Files are renamed from the staging folder, so all must be on one file system.
    device: u64,
    ways: Mutex<HashMap<Box<str>, Way>>,
}

impl Tree {
    /// The folder `root`, which exists.
    pub(super) fn new(root: &Path) -> io::Result<Self> {
        let device = device(&fs::metadata(root)?);
        Ok(Self { root: root.to_owned(), device, ways: Mutex::default() })
    }

    /// The folder itself.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file is.
    pub(super) fn on_disk(&self, path: &OutputPath) -> PathBuf {
        path.on_disk(&self.root)
    }

    /// The way to the folder of a file.
    pub(super) fn way_to(&self, path: &OutputPath) -> io::Result<Way> {
        self.way(parent(path.as_str()))
    }

    /// The way to a folder, as it was when it was first asked for.
    pub(super) fn way(&self, folder: &str) -> io::Result<Way> {
        if folder.is_empty() {
            return Ok(Way::Open);
        }
        let known = || self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(way) = known().get(folder) {
            return Ok(way.clone());
        }
        let way = match self.way(parent(folder))? {
            Way::Open => match standing(&self.root.join(folder))? {
                Standing::Nothing => Way::Absent,
                Standing::File(_) => Way::File(folder.into()),
                Standing::Folder(m) if device(&m) == self.device => Way::Open,
                Standing::Folder(_) | Standing::Strange => Way::Strange(folder.into()),
            },
            blocked => blocked,
        };
        known().insert(folder.into(), way.clone());
        Ok(way)
    }

    /// The entries of a damaged manifest that are sure: the file on disk has the very bytes.
    pub(super) fn proved(&self, claimed: &Manifest) -> Manifest {
        let files = claimed.files.iter().filter(|(path, stamp)| {
            let read = || match (self.way_to(path)?, standing(&self.on_disk(path))?) {
                (Way::Open, Standing::File(m)) if m.len() == stamp.size => {
                    fs::read(self.on_disk(path)).map(Some)
                }
                _ => io::Result::Ok(None),
            };
            matches!(read(), Ok(Some(bytes)) if Stamp::of(&bytes) == **stamp)
        });
        Manifest {
            files: files.map(|(path, stamp)| (path.clone(), *stamp)).collect(),
            found: claimed.found.clone(),
        }
    }

    /// The first thing below a folder that a manifest does not list, in the order of names.
    pub(super) fn stranger(&self, folder: &str, ours: &Manifest) -> io::Result<Option<String>> {
        let made = ours.folders();
        for entry in walkdir::WalkDir::new(self.root.join(folder)).sort_by_file_name() {
            let entry = entry?;
            let Ok(relative) = entry.path().strip_prefix(&self.root) else { continue };
            // A name that is not Unicode is not ours; its look-alike is not listed either.
            let name = relative.to_string_lossy().replace('\\', "/");
            let kind = entry.file_type();
            let is_ours = match kind.is_dir() {
                true => made.contains(&*name) && !ours.found.contains(&name),
                false => {
                    kind.is_file()
                        && OutputPath::new(&name).is_ok_and(|path| ours.files.contains_key(&path))
                }
            };
            if !is_ours {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }
}

/// The folder of a path, empty for the output folder itself.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a file of the right length holds these bytes. One that cannot be read does not.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let mut buffer = [0; 16 * 1024];
    bytes.chunks(buffer.len()).all(|chunk| {
        let read = &mut buffer[..chunk.len()];
        file.read_exact(read).is_ok() && read == chunk
    })
}

/// Whether two names are one file, as on a file system that ignores case.
pub(super) fn same_file(one: &Path, two: &Path) -> bool {
    match (fs::symlink_metadata(one), fs::symlink_metadata(two)) {
        (Ok(one), Ok(two)) => identity(&one) == identity(&two),
        _ => false,
    }
}

/// Brings a folder's entries to the disk.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened as a file.
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        // Some network file systems cannot, and do it by themselves.
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// The number of the file system.
#[cfg(unix)]
pub(super) fn device(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::dev(metadata)
}

/// What makes a file the same one under another name.
#[cfg(unix)]
pub(super) fn identity(metadata: &Metadata) -> (u64, u64) {
    (device(metadata), std::os::unix::fs::MetadataExt::ino(metadata))
}

/// Not known here: a rename to another file system fails with an error of its own.
#[cfg(not(unix))]
pub(super) fn device(_: &Metadata) -> u64 {
    0
}

/// Not known here: names that differ in case alone are taken for one file.
#[cfg(not(unix))]
pub(super) fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
