//! Golden sites: `tests/golden/<case>/site/` goes through the real binary, and what comes out must
//! be `tests/golden/<case>/expected/`, file by file. `tests/golden/README.md` tells how to add one.

#![expect(clippy::unwrap_used, reason = "this is a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use similar::TextDiff;

/// The clock of every case: a Monday morning, 10:00 in Amsterdam.
const NOW: &str = "2026-11-23T09:00:00Z";

/// One test a case, so that a name on the command line runs just that one.
macro_rules! cases {
    ($($name:ident)*) => {
        const CASES: &[&str] = &[$(stringify!($name)),*];
        $(#[test] fn $name() { check(stringify!($name)); })*
    };
}

cases! {
    alerts
    aliases
    base_path
    breadcrumbs
    bundles
    code
    code_plain
    columns_and_steps
    comments
    contact_ways
    control_characters
    course
    course_offer
    data
    dates
    default_theme
    directives
    downloads
    empty_settings
    empty_site
    escaping
    exercises
    feeds
    file_facts
    fingerprints
    footnotes
    footnotes_and_headings
    german
    glossary
    glossary_links
    glossary_links_english
    glossary_unpublished
    headings
    inline
    kinds
    line_ends
    links
    lists
    lists_of_pages
    menus
    modules
    newsletter_generic
    newsletter_listmonk
    newsletter_none
    noindex
    offline
    offline_not
    only_drafts
    only_expired
    only_future
    order
    overrides
    page_lists
    own_directives
    pagination
    pagination_gaps
    pictures
    quiz
    quotes
    raw_html
    reading_time
    related
    security
    security_short
    sessions
    site_theme
    slugs
    soft_hyphens
    structured_data
    structured_data_escaped
    structured_data_person
    summaries
    tables
    tasks
    time_zone
    toc
    typography_dutch
    typography_english
    unpublished
    unpublished_shown
    video
}

/// A folder that no line above names would never be compared.
#[test]
fn every_folder_is_a_case() {
    let folders: BTreeSet<String> = fs::read_dir(golden())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir() && entry.file_name() != "theme")
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let cases: BTreeSet<String> = CASES.iter().map(ToString::to_string).collect();
    assert_eq!(folders, cases, "tests/golden/ and the list in tests/golden.rs differ");
}

/// The comparison itself finds what is missing, what is new and what has changed.
#[test]
fn the_comparison_tells_all_files_that_differ() {
    let files = |pairs: &[(&str, &[u8])]| -> Files {
        pairs.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect()
    };
    let expected = files(&[("a", b"1\n"), ("b", b"2\n"), ("gone", b""), ("pic", b"\xff\x00")]);
    let actual = files(&[("a", b"1\n"), ("b", b"3\n"), ("new", b""), ("pic", b"\xff\x01")]);
    let told = differences(&expected, &actual);
    for wanted in ["b\n", "-2\n+3", "gone: is not written", "new: is not expected", "pic: differs"]
    {
        assert!(told.contains(wanted), "{wanted:?} is missing in:\n{told}");
    }
    assert_eq!(differences(&expected, &expected), "");
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Files by their path below a folder, with `/` between the parts.
type Files = BTreeMap<String, Vec<u8>>;

fn check(case: &str) {
    let folder = golden().join(case);
    let actual = build(&folder);
    let expected = folder.join("expected");
    if std::env::var_os("LEERPAD_BLESS").is_some_and(|value| value == "1") {
        bless(&expected, &actual);
        return;
    }
    let told = differences(&read(&expected), &actual);
    assert!(
        told.is_empty(),
        "{case} gives something else than tests/golden/{case}/expected/ holds.\n\
         Where the new output is right: LEERPAD_BLESS=1 cargo test --test golden {case}\n\n{told}"
    );
}

/// Builds a case in a folder of its own and returns what it wrote.
fn build(case: &Path) -> Files {
    let scratch = tempfile::tempdir().unwrap();
    let site = scratch.path().join("site");
    fs::create_dir(&site).unwrap();
    if !case.join("default-theme").exists() {
        copy(&golden().join("theme"), &site);
    }
    copy(&case.join("site"), &site);
    let is_offline = plain(&site.join("site.yaml"));
    let output = scratch.path().join("out");
    let given = lines(&case.join("args"));
    let mut args: Vec<&str> = given.iter().flat_map(|line| line.split_whitespace()).collect();
    if !args.contains(&"--now") {
        args.extend(["--now", NOW]);
    }
    let run = Command::cargo_bin("leerpad")
        .unwrap()
        .args(["build", "--strict", "--quiet", "--root"])
        .arg(&site)
        .arg("--output-dir")
        .arg(&output)
        .args(&args)
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "The build fails:\n{stderr}");
    assert_eq!(stderr, "", "a quiet build without faults says nothing");
    let only = lines(&case.join("only"));
    let mut files = read(&output);
    files.retain(|path, _| !path.starts_with(".leerpad-") && (is_offline || path != "sw.js"));
    let assets: Vec<String> =
        files.keys().filter(|path| is_default_asset(path, case)).cloned().collect();
    for asset in &assets {
        files.remove(asset);
    }
    // Their hashes are no affair of a case either.
    for bytes in files.values_mut() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let text = assets.iter().fold(text.to_owned(), |text, asset| {
            let mut parts: Vec<&str> = asset.split('.').collect();
            let hash = parts.len() - 2;
            parts[hash] = "[hash]";
            text.replace(asset, &parts.join("."))
        });
        *bytes = text.into_bytes();
    }
    for path in &only {
        assert!(files.contains_key(path), "`only` names {path}, which is not written");
    }
    files.retain(|path, _| only.is_empty() || only.contains(path));
    files
}

/// Whether a file is a stylesheet or script of the default theme, which have tests of their own.
fn is_default_asset(path: &str, case: &Path) -> bool {
    // `js/site.3f9a2b1c.js`
    let mut parts = path.rsplit('.');
    let (Some(extension @ ("css" | "js")), Some(_), Some(stem)) =
        (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let file = format!("static/{stem}.{extension}");
    let is_own = |root: &Path| root.join(&file).exists();
    is_own(Path::new(env!("CARGO_MANIFEST_DIR")))
        && !is_own(&case.join("site"))
        && (case.join("default-theme").exists() || !is_own(&golden().join("theme")))
}

/// What would stand in every case has a case of its own, and is switched off in those that say nothing
/// of it: search, whose index nobody can read (tests/search.rs knows it), and what is kept for readers
/// without a network. Whether a case has the latter.
fn plain(config: &Path) -> bool {
    let mut text = fs::read_to_string(config).unwrap_or_default().trim_end().to_owned();
    let says = |key: &str| text.lines().any(|line| line.starts_with(key));
    let (is_searched, is_offline) = (says("search:"), says("offline:"));
    if !is_searched {
        text.push_str("\nsearch: false");
    }
    if !is_offline {
        text.push_str("\noffline: false");
    }
    fs::write(config, format!("{text}\n")).unwrap();
    is_offline
}

/// The lines of a file that may be missing; `#` begins a comment.
fn lines(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in read(from) {
        let file = to.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(folder).unwrap();
            let parts: Vec<_> = below.iter().map(|part| part.to_str().unwrap()).collect();
            files.insert(parts.join("/"), fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn bless(expected: &Path, actual: &Files) {
    if expected.exists() {
        fs::remove_dir_all(expected).unwrap();
    }
    for (path, bytes) in actual {
        let file = expected.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

/// A unified diff of each file that differs; empty where none does.
fn differences(expected: &Files, actual: &Files) -> String {
    let mut told = String::new();
    let paths: BTreeSet<&String> = expected.keys().chain(actual.keys()).collect();
    for path in paths {
        match (expected.get(path), actual.get(path)) {
            (Some(expected), Some(actual)) if expected == actual => {}
            (Some(expected), Some(actual)) => {
                let texts = (std::str::from_utf8(expected), std::str::from_utf8(actual));
                told += &match texts {
                    (Ok(expected), Ok(actual)) => TextDiff::from_lines(expected, actual)
                        .unified_diff()
                        .header(&format!("expected/{path}"), path)
                        .to_string(),
                    _ => format!("{path}: differs, and is no text\n"),
                };
            }
            (Some(_), None) => told += &format!("{path}: is not written\n"),
            (None, Some(actual)) => {
                let text = String::from_utf8_lossy(actual);
                let start: String =
                    text.lines().take(20).map(|line| format!("+{line}\n")).collect();
                told += &format!("{path}: is not expected\n{start}");
            }
            (None, None) => {}
        }
    }
    told
}
