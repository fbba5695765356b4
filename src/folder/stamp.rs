//! Whether a file is still the one that was read: what its folder knows of it, without opening it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A file that changed this short ago may change again without its time telling: file systems
/// count in steps of up to two seconds (FAT).
const STEP: Duration = Duration::from_secs(2);

/// What a folder knows of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    /// Its size in bytes.
    pub size: u64,
    modified: Option<SystemTime>,
    identity: Identity,
    /// Whether its time lies far enough away to be trusted.
    settled: bool,
}

impl Stamp {
    /// That of a file; `None` where it cannot be asked.
    pub(crate) fn of(file: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(file).ok()?;
        let modified = metadata.modified().ok();
        let now = SystemTime::now();
        // Ahead of the clock or behind it: another change would have another time.
        let distance = modified.map(|modified| match now.duration_since(modified) {
            Ok(age) => age,
            Err(ahead) => ahead.duration(),
        });
        Some(Self {
            size: metadata.len(),
            modified,
            identity: Identity::of(&metadata),
            settled: distance.is_some_and(|distance| distance > STEP),
        })
    }

    /// Whether the file is surely the one that had the stamp before.
    pub(crate) fn is_same(&self, before: &Self) -> bool {
        before.settled && self.looks_same(before)
    }

    /// Whether nothing tells the two apart.
    pub(crate) fn looks_same(&self, before: &Self) -> bool {
        let key = |stamp: &Self| (stamp.size, stamp.modified, stamp.identity);
        key(self) == key(before)
    }

    /// Whether it is the same file or folder, whatever became of what is in it.
    pub(crate) fn is_same_place(&self, before: &Self) -> bool {
        self.identity.place() == before.identity.place()
    }
}

/// What makes a file that file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    /// Device and number: a file that was renamed over another has another number.
    #[cfg(unix)]
    place: (u64, u64),
    /// When its text or its place last changed: also of a file whose time was set back.
    #[cfg(unix)]
    changed: (i64, i64),
    #[cfg(not(unix))]
    created: Option<SystemTime>,
}

impl Identity {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            place: (metadata.dev(), metadata.ino()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Self {
        Self { created: metadata.created().ok() }
    }

    #[cfg(unix)]
    fn place(&self) -> impl Eq {
        self.place
    }

    #[cfg(not(unix))]
    fn place(&self) -> impl Eq {
        self.created
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two changes of a young file may have one time, on systems that count coarsely.
    #[test]
    fn a_young_file_is_never_surely_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        std::fs::write(&file, "a").unwrap();
        let young = Stamp::of(&file).unwrap();
        assert!(!young.is_same(&young));
        let long_ago = SystemTime::now() - 2 * STEP;
        std::fs::File::options().append(true).open(&file).unwrap().set_modified(long_ago).unwrap();
        let old = Stamp::of(&file).unwrap();
        assert!(old.is_same(&old));
        assert!(Stamp::of(&folder.path().join("b.md")).is_none());
    }
}
