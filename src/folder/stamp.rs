//! Whether a file is still the one that was read: what its folder knows of it, without opening it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A file that changed this short ago may change again without its time telling: file systems
/// count in steps of up to two seconds (FAT).
const STEP: Duration = Duration::from_secs(2);

/// What a folder knows of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Its size in bytes.
    pub size: u64,
    modified: Option<SystemTime>,
    identity: Identity,
    /// Whether its time lies far enough behind to be trusted.
    settled: bool,
}

impl Stamp {
    /// That of a file; `None` where it cannot be asked.
    pub(crate) fn of(file: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(file).ok()?;
        let modified = metadata.modified().ok();
        let age = modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
        Some(Self {
            size: metadata.len(),
            modified,
            identity: identity(&metadata),
            settled: age.is_some_and(|age| age > STEP),
        })
    }

    /// Whether the file is surely the one that had the stamp before.
    pub(crate) fn is_same(&self, before: &Self) -> bool {
        before.settled && self == before
    }
}

/// Device, number and time of the last change of either text or place: a file that was renamed
/// over another has another number, and one whose time was set back has changed nevertheless.
#[cfg(unix)]
type Identity = (u64, u64, i64, i64);

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
type Identity = Option<SystemTime>;

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> Identity {
    metadata.created().ok()
}
