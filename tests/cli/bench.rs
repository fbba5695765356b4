//! A site in a temporary folder, and the binary run on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Noon would hide a wrong time zone: half past midnight in Amsterdam is the day before in UTC.
pub(super) const NOW: &str = "2026-11-23T00:30:00+01:00";

/// What a command did.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl Run {
    /// Asserts the exit code; shows what was said where it is another.
    #[track_caller]
    pub(super) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.out, self.err);
        self
    }
}

/// The binary, with a fixed clock unless the arguments set one.
pub(super) fn leerpad(folder: &Path, args: &[&str]) -> Run {
    let output = command(folder, args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

pub(super) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leerpad"));
    command.current_dir(folder).env_remove("NO_COLOR");
    if !args.contains(&"--now") {
        command.args(["--now", NOW]);
    }
    command.args(args);
    command
}

/// A folder for one test.
pub(super) struct Bench {
    temporary: TempDir,
    pub(super) root: PathBuf,
}

impl Bench {
    /// An empty folder.
    pub(super) fn empty() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().canonicalize().unwrap();
        Self { temporary, root }
    }

    /// What `leerpad init` makes.
    pub(super) fn starter(language: &str) -> Self {
        let mut bench = Self::empty();
        leerpad(&bench.root, &["init", "site", "--language", language]).exits(0);
        bench.root.push("site");
        bench
    }

    /// A home page and what else is given, as pairs of path and text.
    pub(super) fn site(files: &[(&str, &str)]) -> Self {
        let bench = Self::empty();
        bench.write("site.yaml", "title: Test\nbase_url: https://example.com/\nlanguage: en\n");
        bench.write("content/_index.md", "---\ntitle: Home\n---\n");
        for (path, text) in files {
            bench.write(path, text);
        }
        bench
    }

    pub(super) fn run(&self, args: &[&str]) -> Run {
        leerpad(&self.root, args)
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[track_caller]
    pub(super) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All files, relative, sorted.
    pub(super) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => {
                        files.push(path.strip_prefix(&self.root).unwrap().display().to_string())
                    }
                }
            }
        }
        files.sort();
        files
    }

    /// A text of the program without what differs from run to run.
    pub(super) fn masked(&self, text: &str) -> String {
        text.replace(&*self.temporary.path().canonicalize().unwrap().to_string_lossy(), "[folder]")
    }

    /// Builds with everything in it; a single diagnostic fails.
    #[track_caller]
    pub(super) fn builds_clean(&self) {
        let run = self.run(&["build", "--strict", "-D", "-F", "-E", "--format", "short"]).exits(0);
        assert!(run.err.lines().count() == 1 && run.err.starts_with("Built "), "{}", run.err);
        assert_eq!(run.out, "");
    }
}
