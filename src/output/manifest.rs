//! The manifest: which files in the output folder are ours.
//!
//! ```text
//! leerpad-manifest 1
//! folder downloads
//! <blake3, 64 hex digits> <size> blog/scope/index.html
//! end <blake3 of all lines before this one>
//! ```
//!
//! Sorted, so that the same site gives the same manifest. `folder` marks a folder that we found
//! when we first wrote a file in it: it is not removed when it becomes empty. Every other folder
//! that holds a listed file is of our making.
//!
//! An empty manifest is whole and lists nothing: with it a person gives us a folder that holds
//! other things. Any other text that does not agree with its last line is damaged, by a merge or
//! an editor, for we write it with a rename. What a damaged one says must be proved, see
//! [`super::tree::Tree::proved`].

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;

use crate::path::OutputPath;

/// What every name that we keep for ourselves begins with.
pub(super) const RESERVED: &str = ".leerpad-";

/// The manifest's name in the output folder.
pub(super) const NAME: &str = ".leerpad-manifest";

const TITLE: &str = "leerpad-manifest ";
const VERSION: u32 = 1;

/// Size and hash of a file's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    pub(super) hash: blake3::Hash,
}

impl Stamp {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, hash: blake3::hash(bytes) }
    }
}

/// The files that are ours, and the folders that are not although they hold some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) files: BTreeMap<OutputPath, Stamp>,
    pub(super) found: BTreeSet<String>,
}

/// A manifest as read, and whether it is as we wrote it.
pub(super) struct Parsed {
    pub(super) manifest: Manifest,
    pub(super) whole: bool,
}

/// Written by a later version: nothing can be said about it.
pub(super) struct Newer;

impl Manifest {
    /// The text of the file.
    pub(super) fn text(&self) -> String {
        // Writing to a string cannot fail.
        let mut text = format!("{TITLE}{VERSION}\n");
        for folder in &self.found {
            let _ = writeln!(text, "folder {folder}");
        }
        for (path, stamp) in &self.files {
            let _ = writeln!(text, "{} {} {path}", stamp.hash.to_hex(), stamp.size);
        }
        let _ = writeln!(text, "end {}", blake3::hash(text.as_bytes()).to_hex());
        text
    }

    /// Reads a text. An entry that would lead out of the folder, or to a name that we keep for
    /// ourselves, is no entry.
    pub(super) fn parse(bytes: &[u8]) -> Result<Parsed, Newer> {
        // Bytes that are no text can only stand in a damaged manifest, where no line is believed
        // as it is.
        let text = String::from_utf8_lossy(bytes);
        let version = text
            .strip_prefix(TITLE)
            .and_then(|rest| rest.split('\n').next())
            .and_then(|version| version.parse::<u32>().ok());
        if version.is_some_and(|version| version > VERSION) {
            return Err(Newer);
        }
        let mut manifest = Self::default();
        let (body, sealed) = body(&text);
        let mut whole = bytes.is_empty() || sealed && version == Some(VERSION);
        for line in body.lines().skip(1) {
            whole &= manifest.read(line).is_some();
        }
        Ok(Parsed { manifest, whole })
    }

    /// Takes in one line; `None` where it is not one of ours.
    fn read(&mut self, line: &str) -> Option<()> {
        if let Some(folder) = line.strip_prefix("folder ") {
            self.found.insert(OutputPath::new(folder).ok()?.as_str().to_owned());
            return Some(());
        }
        let (hash, rest) = line.split_once(' ')?;
        let (size, path) = rest.split_once(' ')?;
        let path = OutputPath::new(path).ok().filter(|path| !is_reserved(path))?;
        let stamp = Stamp { size: size.parse().ok()?, hash: blake3::Hash::from_hex(hash).ok()? };
        self.files.insert(path, stamp).is_none().then_some(())
    }

    /// Old and new together: what can be in the folder while one becomes the other.
    pub(super) fn union(old: &Self, new: &Self) -> Self {
        let mut both = old.clone();
        both.files.extend(new.files.iter().map(|(path, stamp)| (path.clone(), *stamp)));
        both.found.extend(new.found.iter().cloned());
        both
    }

    /// Every folder that holds a listed file.
    pub(super) fn folders(&self) -> HashSet<&str> {
        self.files.keys().flat_map(|path| folders(path.as_str())).collect()
    }
}

/// All but the last line, and whether the last line is the right seal on it.
fn body(text: &str) -> (&str, bool) {
    let end = text.strip_suffix('\n').unwrap_or(text).rfind('\n').map_or(0, |at| at + 1);
    let (body, last) = text.split_at(end);
    let seal = format!("end {}\n", blake3::hash(body.as_bytes()).to_hex());
    match last == seal {
        true => (body, true),
        // A text cut off in a line: that line cannot be told from a shorter, other path. Kept is
        // what ended.
        false => (&text[..text.rfind('\n').map_or(0, |at| at + 1)], false),
    }
}

/// The folders that a path lies in, the outermost first: `a`, `a/b` for `a/b/c.html`.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether a path begins with a name that we keep for ourselves.
pub(super) fn is_reserved(path: &OutputPath) -> bool {
    path.as_str().starts_with(RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let mut manifest = Manifest::default();
        for path in ["index.html", "blog/één twee.html", "a/b/c.css"] {
            manifest.files.insert(OutputPath::new(path).unwrap(), Stamp::of(path.as_bytes()));
        }
        manifest.found.insert("a".to_owned());
        manifest
    }

    #[test]
    fn what_is_written_is_read() {
        let parsed = Manifest::parse(sample().text().as_bytes()).ok().unwrap();
        assert!(parsed.whole);
        assert_eq!(parsed.manifest, sample());
        assert!(Manifest::parse(b"").ok().unwrap().whole);
    }

    #[test]
    fn any_cut_and_any_changed_byte_is_noticed() {
        let text = sample().text();
        for at in 1..text.len() {
            let cut = Manifest::parse(&text.as_bytes()[..at]).ok().unwrap();
            assert!(!cut.whole, "cut at {at}");
            assert!(cut.manifest.files.keys().all(|path| sample().files.contains_key(path)));
            let mut changed = text.clone().into_bytes();
            changed[at] ^= 1;
            assert!(Manifest::parse(&changed).map_or(true, |parsed| !parsed.whole), "byte {at}");
        }
    }

    #[test]
    fn no_entry_leads_out_of_the_folder_or_to_ourselves() {
        for path in ["../x", "/etc/passwd", "a/../../x", NAME, ".leerpad-staging/lock", ""] {
            let line = format!("{} 1 {path}\n", blake3::hash(b"x").to_hex());
            let body = format!("{TITLE}{VERSION}\n{line}");
            let text = format!("{body}end {}\n", blake3::hash(body.as_bytes()).to_hex());
            let parsed = Manifest::parse(text.as_bytes()).ok().unwrap();
            assert!(!parsed.whole && parsed.manifest.files.is_empty(), "{path}");
        }
    }

    #[test]
    fn a_later_version_is_left_alone() {
        assert!(Manifest::parse(b"leerpad-manifest 2\nwhatever\n").is_err());
    }
}
