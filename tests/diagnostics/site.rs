//! A site in a folder of its own, and what a run of the real binary says of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

/// The clock of all runs.
const NOW: &str = "2026-11-23T09:00:00Z";

/// A run that takes longer hangs. Far more than any needs, for machines with other things to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a run said.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) exit: i32,
}

impl Run {
    /// The console as `expected` files have it, without the line that is typed.
    pub(crate) fn console(&self) -> String {
        format!("{}exit {}", self.stderr, self.exit)
    }
}

/// A site in a temporary folder.
pub(crate) struct Site {
    _temporary: TempDir,
    root: PathBuf,
    before: std::cell::RefCell<BTreeMap<PathBuf, Thing>>,
}

/// What a path is, to tell whether it changed.
#[derive(Debug, PartialEq, Eq)]
enum Thing {
    Folder,
    Link(PathBuf),
    File(Vec<u8>),
    Other,
}

impl Site {
    /// A copy of a site of the repository.
    pub(crate) fn copy_of(folder: &Path) -> Self {
        let site = Self::in_folder("site");
        copy(folder, &site.root);
        site.remember();
        site
    }

    /// A site that has nothing wrong but what is then added: a configuration and a home page.
    pub(crate) fn good() -> Self {
        let site = Self::in_folder("site");
        site.write("site.yaml", "title: Site\nbase_url: https://name.example/\n");
        site.write("content/_index.md", "---\ntitle: Home\n---\n");
        site
    }

    /// An empty folder of this name.
    pub(crate) fn in_folder(name: &str) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().canonicalize().unwrap().join(name);
        fs::create_dir(&root).unwrap();
        let site = Self { _temporary: temporary, root, before: Default::default() };
        site.remember();
        site
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a file, with the folders that it needs.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let file = self.root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }

    /// Writes a page with a title.
    pub(crate) fn page(&self, path: &str, markdown: &str) {
        self.write(path, format!("---\ntitle: Page\n---\n{markdown}"));
    }

    /// Changes the text of every text file.
    pub(crate) fn rewrite(&self, change: fn(&str) -> String) {
        for (path, thing) in things(&self.root) {
            if let Thing::File(bytes) = thing
                && let Ok(text) = String::from_utf8(bytes)
            {
                fs::write(path, change(&text)).unwrap();
            }
        }
        self.remember();
    }

    /// Takes what is there for what must still be there at the end.
    pub(crate) fn remember(&self) {
        self.before.replace(things(&self.root));
    }

    /// Runs what is typed, with the folder of the site as working folder.
    pub(crate) fn run(&self, typed: &str) -> Run {
        let mut words = typed.split_whitespace();
        assert_eq!(words.next(), Some("leerpad"), "{typed}");
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("leerpad"));
        command.args(words);
        self.finish(command)
    }

    /// Runs a command prepared elsewhere, with our clock and in the folder of the site.
    pub(crate) fn finish(&self, mut command: Command) -> Run {
        command.args(["--now", NOW]).env("NO_COLOR", "1").current_dir(&self.root);
        let output = assert_cmd::Command::from_std(command).timeout(PATIENCE).output().unwrap();
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).unwrap().replace(&*self.root.to_string_lossy(), "[SITE]")
        };
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        assert!(!stderr.contains("panicked"), "{stderr}");
        let exit = output.status.code().unwrap_or_else(|| panic!("killed: {}", output.status));
        Run { stdout, stderr, exit }
    }

    /// Nothing was written, moved or deleted.
    pub(crate) fn assert_untouched(&self) {
        let now = things(&self.root);
        let before = self.before.borrow();
        let names = |things: &BTreeMap<PathBuf, Thing>| things.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&now), names(&before), "files came or went");
        assert!(now == *before, "a file was changed");
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap_or_else(|e| panic!("{}: {e}", from.display())) {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&to).unwrap();
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Everything in and below a folder.
fn things(folder: &Path) -> BTreeMap<PathBuf, Thing> {
    let mut found = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let entry = entry.unwrap();
        let path = entry.path();
        let kind = entry.file_type().unwrap();
        let thing = if kind.is_dir() {
            found.extend(things(&path));
            Thing::Folder
        } else if kind.is_symlink() {
            Thing::Link(fs::read_link(&path).unwrap())
        } else if kind.is_file() {
            fs::read(&path).map_or(Thing::Other, Thing::File)
        } else {
            Thing::Other
        };
        found.insert(path, thing);
    }
    found
}
