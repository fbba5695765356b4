//! The folder that keeps what took long to make. All in it can be made again: what cannot be written
//! or read is no fault.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::picture::Variant;

/// The folder of variants, named by what they are made of.
pub(super) struct Kept {
    folder: PathBuf,
}

impl Kept {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The name of a variant's file.
    pub(super) fn name(of: &blake3::Hash, variant: &Variant) -> String {
        format!("{}-{}.{}", &of.to_hex()[..32], variant.width, variant.encoding.extension())
    }

    fn path(&self, of: &blake3::Hash, variant: &Variant) -> PathBuf {
        self.folder.join(Self::name(of, variant))
    }

    pub(super) fn has(&self, of: &blake3::Hash, variant: &Variant) -> bool {
        self.path(of, variant).is_file()
    }

    /// What was put there; an empty file is what a full disk left.
    pub(super) fn get(&self, of: &blake3::Hash, variant: &Variant) -> Option<Vec<u8>> {
        fs::read(self.path(of, variant)).ok().filter(|bytes| !bytes.is_empty())
    }

    /// Keeps the bytes of a variant, whole or not at all.
    pub(super) fn put(&self, of: &blake3::Hash, variant: &Variant, bytes: &[u8]) {
        let beside =
            self.folder.join(format!("{}.{}", Self::name(of, variant), std::process::id()));
        let put = || {
            fs::create_dir_all(&self.folder)?;
            fs::write(&beside, bytes)?;
            fs::rename(&beside, self.path(of, variant))
        };
        if put().is_err() {
            let _ = fs::remove_file(&beside);
        }
    }

    /// Removes all but these files.
    pub(super) fn sweep(&self, needed: &BTreeSet<String>) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let is_needed = entry.file_name().to_str().is_some_and(|name| needed.contains(name));
            if !is_needed {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}
