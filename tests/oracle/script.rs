//! A script's stage: the folder that its lines change, and the site that is loaded from it again and
//! again.
//!
//! | line | does |
//! |---|---|
//! | `say FILE TEXT` | another body below the front matter; `\n` is a line break |
//! | `set FILE KEY VALUE`, `unset FILE KEY` | a line of the front matter, or of a file of settings |
//! | `write FILE TEXT` | another text; `\xff` is a byte that is no UTF-8 |
//! | `flip FILE` | its last letter, small or capital: a change of the same size |
//! | `touch FILE` | its time alone |
//! | `delete PATH`, `move FROM TO`, `swap ONE OTHER` | of files or folders |
//! | `link PATH TARGET` | a symbolic link; `OUTSIDE` is a folder out of the site |
//! | `clock MOMENT` | the time, RFC 3339 |
//! | `wait` | until what is young is young no more |
//!
//! In front of a line: `and`, nobody looks until the next one; `meanwhile`, it happens after the walk
//! and before the files are read; `young`, the file has the time at which it was written. All others
//! have one and the same time, long ago: a time of just now makes a file be read again in any case.
//! What cannot be done (a move of what is not there) is not done.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use leerpad::diagnostic::Diagnostics;
use leerpad::project::{self, Inventory, Project, Settings};
use leerpad::render::Renderer;
use leerpad::site::Publication;
use tempfile::TempDir;

use super::answers::Answers;

const NOW: &str = "2026-11-23T09:00:00Z";

/// Longer than the steps in which a system's clock counts: two changes within one have one time.
const TICK: Duration = Duration::from_millis(20);

/// Longer than a file counts as written just now.
const YOUTH: Duration = Duration::from_millis(2_100);

pub(crate) struct Stage {
    folder: TempDir,
    outside: TempDir,
    settings: Settings,
    project: Project,
    /// What the snapshot was made from, and when.
    loaded: Option<(Inventory, Timestamp)>,
    snapshot: Option<Renderer>,
    diagnostics: Diagnostics,
    touches: u64,
    /// The files that were written to since the snapshot, as events would name them.
    touched: Vec<PathBuf>,
}

impl Stage {
    /// A copy of a site, loaded.
    pub(crate) fn new(site: &Path) -> Self {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let settings = Settings {
            root: folder.path().to_owned(),
            config: "site.yaml".to_owned(),
            base_url: None,
            publication: Publication::default(),
            now: NOW.parse().unwrap(),
            advice: true,
            pictures: leerpad::assets::Making::Asked,
        };
        let mut stage = Self {
            project: Project::new(settings.clone()),
            folder,
            outside,
            settings,
            loaded: None,
            snapshot: None,
            diagnostics: Diagnostics::new(),
            touches: 0,
            touched: Vec::new(),
        };
        for entry in walkdir::WalkDir::new(site) {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(site).unwrap().to_str().unwrap();
            if entry.file_type().is_file() {
                stage.put(name, &fs::read(entry.path()).unwrap(), false).unwrap();
            }
        }
        fs::write(stage.outside.path().join("blad.md"), "---\ntitle: Buiten\n---\n").unwrap();
        stage.catch_up();
        stage
    }

    /// Does what a line says.
    pub(crate) fn act(&mut self, line: &str) {
        let (is_young, step) = match line.strip_prefix("young ") {
            Some(step) => (true, step),
            None => (false, line),
        };
        // What cannot be done is not done.
        let _ = self.step(step, is_young);
    }

    fn step(&mut self, step: &str, is_young: bool) -> io::Result<()> {
        let words: Vec<&str> = step.splitn(3, ' ').collect();
        match *words {
            ["say", file, text] => {
                let front = split(&self.text_of(file)).0.to_owned();
                self.put(file, &[front.as_bytes(), b"\n", &unescape(text)].concat(), is_young)
            }
            ["set", file, line] => {
                let (key, value) = line.split_once(' ').unwrap_or((line, ""));
                let text = with_line(&self.text_of(file), key, Some(value));
                self.put(file, text.as_bytes(), is_young)
            }
            ["unset", file, key] => {
                let text = with_line(&self.text_of(file), key, None);
                self.put(file, text.as_bytes(), is_young)
            }
            ["write", file, text] => self.put(file, &unescape(text), is_young),
            ["flip", file] => {
                let mut bytes = fs::read(self.path(file))?;
                if let Some(letter) = bytes.iter_mut().rfind(|byte| byte.is_ascii_alphabetic()) {
                    *letter ^= b' ';
                }
                self.put(file, &bytes, is_young)
            }
            ["touch", file] => {
                self.touches += 1;
                let later = long_ago() + Duration::from_secs(self.touches);
                let time = if is_young { SystemTime::now() } else { later };
                File::options().append(true).open(self.path(file))?.set_modified(time)
            }
            ["delete", path] => remove(&self.path(path)),
            ["move", from, to] => {
                let (from, to) = (self.path(from), self.path(to));
                make_parent(&to)?;
                fs::rename(from, to)
            }
            ["swap", one, other] => {
                let (one, other) = (self.path(one), self.path(other));
                let aside = self.path("aside");
                // Both or none.
                if one.exists() && other.exists() && one != other {
                    fs::rename(&one, &aside)?;
                    fs::rename(&other, &one)?;
                    fs::rename(&aside, &other)?;
                }
                Ok(())
            }
            ["link", path, target] => {
                let path = self.path(path);
                make_parent(&path)?;
                // Where there is nothing to replace.
                let _ = remove(&path);
                match target.strip_prefix("OUTSIDE/") {
                    Some(name) => symlink(self.outside.path().join(name), path),
                    None => symlink(target, path),
                }
            }
            ["clock", moment] => {
                self.settings.now = moment.parse().unwrap();
                self.project.set_now(self.settings.now);
                Ok(())
            }
            ["wait"] => {
                std::thread::sleep(YOUTH);
                Ok(())
            }
            _ => panic!("There is no step `{step}`."),
        }
    }

    /// Makes the live site that of the folder, as a server does: first what events say, then what a
    /// walk finds.
    pub(crate) fn catch_up(&mut self) {
        let touched = std::mem::take(&mut self.touched);
        let guess =
            self.loaded.as_ref().and_then(|(before, _)| self.project.touched(before, &touched));
        if let Some(guess) = guess {
            self.load(guess);
            let inventory = self.project.walk();
            if !self.loaded.as_ref().is_some_and(|(guess, _)| inventory.looks_same(guess)) {
                self.load(inventory);
            }
            return;
        }
        let inventory = self.project.walk();
        let is_same = self
            .loaded
            .as_ref()
            .is_some_and(|(before, then)| inventory.is_same(before) && *then == self.settings.now);
        if !is_same {
            self.load(inventory);
        }
    }

    /// The same, while the folder changes between walk and reading.
    pub(crate) fn catch_up_during(&mut self, step: &str) {
        let inventory = self.project.walk();
        std::thread::sleep(TICK);
        self.act(step);
        self.load(inventory);
    }

    fn load(&mut self, inventory: Inventory) {
        self.diagnostics = Diagnostics::new();
        self.snapshot = self.project.load(&inventory, &mut Vec::new(), &mut self.diagnostics);
        self.loaded = Some((inventory, self.settings.now));
    }

    /// What the live site answers.
    pub(crate) fn live(&self) -> Answers {
        Answers::of(self.snapshot.as_ref(), self.diagnostics.clone())
    }

    /// What a site answers that is loaded now, for the first time.
    pub(crate) fn fresh(&self) -> Answers {
        let mut diagnostics = Diagnostics::new();
        let fresh = project::load(&self.settings, &mut Vec::new(), &mut diagnostics);
        Answers::of(fresh.as_ref(), diagnostics)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The text of a file; of a page that is not there yet, a title alone.
    fn text_of(&self, name: &str) -> String {
        match fs::read(self.path(name)) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(_) if name.ends_with(".md") => "---\ntitle: Nieuw\n---\n".to_owned(),
            Err(_) => String::new(),
        }
    }

    fn put(&mut self, name: &str, bytes: &[u8], is_young: bool) -> io::Result<()> {
        let path = self.path(name);
        make_parent(&path)?;
        fs::write(&path, bytes)?;
        self.touched.push(path.clone());
        match is_young {
            true => Ok(()),
            false => File::options().append(true).open(&path)?.set_modified(long_ago()),
        }
    }
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path)?.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    }
}

fn unescape(text: &str) -> Vec<u8> {
    let text = text.replace("\\n", "\n") + "\n";
    let mut parts = text.split("\\xff").map(str::as_bytes);
    let first = parts.next().unwrap_or_default().to_vec();
    parts.fold(first, |all, part| [&all, &b"\xff"[..], part].concat())
}

/// The front matter of a text, with its last line, and what comes after it.
fn split(text: &str) -> (&str, &str) {
    let end = text.strip_prefix("---\n").and_then(|rest| rest.find("---\n"));
    text.split_at(end.map_or(0, |end| end + 8))
}

/// A text with another line for a key, at the place of the old one; without it where there is no
/// value.
fn with_line(text: &str, key: &str, value: Option<&str>) -> String {
    let (front, body) = split(text);
    let (open, rest, body) = match front.is_empty() {
        true => ("", text, ""),
        false => ("---\n", &front[4..], body),
    };
    let is_key = |line: &&str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let new = value.map(|value| format!("{key}: {value}\n"));
    let mut lines: Vec<&str> = rest.split_inclusive('\n').collect();
    let at = lines.iter().position(is_key);
    if let Some(at) = at {
        lines.remove(at);
    }
    if let Some(new) = &new {
        lines.insert(at.unwrap_or(0), new);
    }
    [open, &lines.concat(), body].concat()
}
