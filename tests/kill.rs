//! `leerpad build`, killed at random moments: the last good site survives.

#![expect(clippy::unwrap_used, reason = "this is a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use walkdir::WalkDir;

const KILLS: u32 = 20;
const PAGES: usize = 400;
const MANIFEST: &str = ".leerpad-manifest";

/// Writes version 0 or 1 of a site: every third page differs, and each has pages of its own.
fn write_site(root: &Path, version: usize) {
    let content = root.join("content");
    let _ = fs::remove_dir_all(&content);
    fs::create_dir_all(content.join("blog")).unwrap();
    fs::write(
        root.join("site.yaml"),
        "title: Kill\nbase_url: https://name.example/\ntimezone: Europe/Amsterdam\n",
    )
    .unwrap();
    fs::write(content.join("_index.md"), "---\ntitle: Home\n---\n").unwrap();
    fs::write(content.join("blog/_index.md"), "---\ntitle: Blog\nkind: post\n---\n").unwrap();
    for page in 0..PAGES {
        let (name, text) = match page % 3 {
            0 => (format!("own-{version}-{page}"), "own".to_owned()),
            1 => (format!("same-{page}"), "the same".to_owned()),
            _ => (format!("other-{page}"), format!("version {version} ").repeat(100)),
        };
        let day = page % 28 + 1;
        let text = format!("---\ntitle: Post {page}\ndate: 2026-01-{day:02}\n---\n\n{text}\n");
        fs::write(content.join(format!("blog/{name}.md")), text).unwrap();
    }
}

fn build(root: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("leerpad"));
    command.arg("build").arg("--root").arg(root).args(["--now", "2026-11-23T09:00:00Z"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// All files of a folder but those of the build itself.
fn files(public: &Path) -> BTreeMap<String, Vec<u8>> {
    WalkDir::new(public)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != ".leerpad-staging")
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != MANIFEST)
        .map(|entry| {
            let name = entry.path().strip_prefix(public).unwrap().to_str().unwrap().to_owned();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn killed_at_random_moments_each_file_is_whole_and_listed() {
    let temp = tempfile::tempdir().unwrap();
    let versions: Vec<_> = [0, 1]
        .map(|version| {
            let root = temp.path().join(format!("clean-{version}"));
            fs::create_dir(&root).unwrap();
            write_site(&root, version);
            assert!(build(&root).status().unwrap().success());
            files(&root.join("public"))
        })
        .into();
    assert_ne!(versions[0], versions[1]);

    let root = temp.path().join("site");
    let public = root.join("public");
    fs::create_dir(&root).unwrap();
    write_site(&root, 1);
    assert!(build(&root).status().unwrap().success());
    write_site(&root, 0);
    let start = Instant::now();
    assert!(build(&root).status().unwrap().success());
    let whole = start.elapsed();

    // A fixed sequence (a linear congruential generator), spread over the whole of a build.
    let mut random = 12_345_u64;
    let mut interrupted = 0;
    for kill in 0..KILLS {
        let version = (kill as usize + 1) % 2;
        write_site(&root, version);
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let moment = whole.mul_f64((random >> 33) as f64 / f64::from(1_u32 << 31));
        let mut child = build(&root).spawn().unwrap();
        std::thread::sleep(moment.max(Duration::from_millis(1)));
        interrupted += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();

        let manifest = fs::read_to_string(public.join(MANIFEST)).unwrap();
        // Whole entries, `<hash> <size> <path>`: `index.html` is a part of every other name.
        let listed: BTreeSet<&str> =
            manifest.lines().filter_map(|line| line.splitn(3, ' ').nth(2)).collect();
        for (name, bytes) in files(&public) {
            let good = versions.iter().any(|version| version.get(&name) == Some(&bytes));
            assert!(good, "kill {kill}: {name} is neither old nor new");
            assert!(listed.contains(&*name), "kill {kill}: {name} is not listed");
        }
        if kill % 4 == 3 {
            assert!(build(&root).status().unwrap().success());
            assert_eq!(files(&public), versions[version], "kill {kill}: the next build heals");
        }
    }
    assert!(interrupted >= KILLS / 3, "only {interrupted} builds were still running");
    assert!(build(&root).status().unwrap().success());
    assert_eq!(files(&public), versions[(KILLS as usize) % 2]);
}
