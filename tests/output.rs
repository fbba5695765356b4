//! The output folder through its public face: what law 2 promises, sentence by sentence.
//!
//! - `output/commit.rs`: what is written, kept, removed
//! - `output/refuse.rs`: what is not ours, sources, links, two builds at once
//! - `output/disk.rs`: full and read-only disks, mount points (these need root to mount)
//! - `output/kill.rs`: `kill -9` at random moments
//! - `output/speed.rs`: figures, when asked for

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it skipped"
)]

#[path = "output/commit.rs"]
mod commit;
#[path = "output/disk.rs"]
mod disk;
#[path = "output/kill.rs"]
mod kill;
#[path = "output/refuse.rs"]
mod refuse;
#[path = "output/speed.rs"]
mod speed;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use leerpad::diagnostic::{Code, Diagnostic};
use leerpad::output::{Output, Report, listed};
use leerpad::path::OutputPath;
use rayon::prelude::*;

const MANIFEST: &str = ".leerpad-manifest";

/// A site: paths and bytes.
type Site = Vec<(String, Vec<u8>)>;

fn site(files: &[(&str, &str)]) -> Site {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// A temporary folder with its true path.
struct Temp {
    root: PathBuf,
    _dir: tempfile::TempDir,
}

impl Temp {
    fn new() -> Self {
        Self::of(tempfile::tempdir().unwrap())
    }

    /// In memory where there is such a folder, for what builds very often: each build syncs.
    fn quick() -> Self {
        Self::of(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap())
    }

    fn of(dir: tempfile::TempDir) -> Self {
        Self { root: dir.path().canonicalize().unwrap(), _dir: dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The output folder, not made.
    fn public(&self) -> PathBuf {
        self.path("public")
    }
}

fn write(path: impl AsRef<Path>, text: &str) {
    fs::create_dir_all(path.as_ref().parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn put_all(output: &Output, site: &Site) -> Result<(), Diagnostic> {
    site.par_iter()
        .map(|(path, bytes)| output.put(&OutputPath::new(path).unwrap(), bytes))
        .collect()
}

/// One build of the site, from many threads.
fn build(dir: &Path, site: &Site) -> Result<Report, Diagnostic> {
    let output = Output::open(dir, &[])?;
    put_all(&output, site)?;
    output.commit()
}

/// Written, unchanged, removed.
fn counts(report: &Report) -> (usize, usize, usize) {
    (report.written, report.unchanged, report.removed)
}

/// Everything below a folder: files with their bytes, folders with a slash and none, links with
/// their target. Nothing where there is no folder.
fn contents(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    if !dir.exists() {
        return BTreeMap::new();
    }
    walkdir::WalkDir::new(dir)
        .min_depth(1)
        .into_iter()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
            let kind = entry.file_type();
            if kind.is_dir() {
                (name + "/", Vec::new())
            } else if kind.is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                (name + "@", target.to_str().unwrap().as_bytes().to_vec())
            } else {
                (name, fs::read(entry.path()).unwrap())
            }
        })
        .collect()
}

/// What a build of the site in a folder of its own gives.
fn clean_build(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let temp = Temp::quick();
    build(&temp.public(), site).unwrap();
    contents(&temp.public())
}

/// The names of what is in a folder, not below.
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn listed_paths(dir: &Path) -> Vec<String> {
    listed(dir).unwrap().iter().map(|file| file.path.as_str().to_owned()).collect()
}

/// The refusal that a call must end in.
#[track_caller]
fn refusal<T>(result: Result<T, Diagnostic>, code: Code) -> Diagnostic {
    match result {
        Ok(_) => panic!("not refused with {code:?}"),
        Err(fault) => {
            assert_eq!(fault.code, code, "{fault:?}");
            assert!(!fault.message.is_empty() && !fault.remedy.is_empty());
            fault
        }
    }
}
