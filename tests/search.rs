//! The search index: what of a site is in it, and that one that is right already is left alone.

#![expect(clippy::unwrap_used, reason = "this is a test")]
#![cfg(feature = "search")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::SystemTime;

use assert_cmd::Command;
use tempfile::TempDir;

/// A small Dutch site with files of its own besides.
fn site(more: &[(&str, &str)]) -> TempDir {
    let scratch = tempfile::tempdir().unwrap();
    let put = |(path, text): &(&str, &str)| {
        let file = scratch.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    [
        ("site.yaml", "title: Proef\nbase_url: https://name.example/cursus/\nlanguage: nl\n"),
        ("content/_index.md", "---\ntitle: Welkom\n---\nHier begint het.\n"),
        (
            "content/les.md",
            "---\ntitle: Verwachtingsmanagementbijeenkomsten\n---\n## Het gesprek\n\nEen telefoon en een \
             *telefoon*gesprek.\n",
        ),
        ("content/cursus/_index.md", "---\ntitle: De cursus\nkind: course\n---\nZo gaat hij.\n"),
        ("content/cursus/een.md", "---\ntitle: Les een\n---\nEen lesje.\n"),
        ("content/weg.md", "---\ntitle: Verborgen\nnoindex: true\n---\nGeheim.\n"),
        ("content/concept.md", "---\ntitle: Concept\ndraft: true\n---\nOnaf.\n"),
    ]
    .iter()
    .chain(more)
    .for_each(put);
    scratch
}

fn build(site: &Path, args: &[&str]) {
    let mut command = Command::cargo_bin("leerpad").unwrap();
    command
        .args(["build", "--quiet", "--strict", "--root"])
        .arg(site)
        .args(args)
        .assert()
        .success();
}

/// What is at hand of a page in the index, by its URL.
fn pages(site: &Path) -> BTreeMap<String, serde_json::Value> {
    let folder = site.join("public/pagefind/1/fragment");
    let pages = fs::read_dir(folder).unwrap().map(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(&*bytes).read_to_end(&mut text).unwrap();
        let json = text.strip_prefix(b"pagefind_dcd").unwrap();
        let page: serde_json::Value = serde_json::from_slice(json).unwrap();
        (page["url"].as_str().unwrap().to_owned(), page)
    });
    pages.collect()
}

/// The files of the index, with when they were written.
fn files(site: &Path) -> BTreeMap<String, SystemTime> {
    let folder = site.join("public/pagefind");
    let entries = walkdir::WalkDir::new(&folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let name = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        (name, entry.metadata().unwrap().modified().unwrap())
    });
    files.collect()
}

#[test]
fn what_can_be_found_is_what_readers_may_see() {
    let site = site(&[]);
    build(site.path(), &["-D"]);
    let pages = pages(site.path());
    let urls: Vec<&str> = pages.keys().map(String::as_str).collect();
    assert_eq!(urls, ["/cursus/", "/cursus/cursus/", "/cursus/cursus/een/", "/cursus/les/"]);
    let lesson = &pages["/cursus/cursus/een/"];
    assert_eq!(lesson["filters"]["kind"][0], "lesson");
    assert_eq!(lesson["filters"]["course"][0], "De cursus");
    assert!(lesson["content"].as_str().unwrap().ends_with("Een lesje."), "{lesson}");
    let words = pages["/cursus/les/"]["content"].as_str().unwrap();
    // Soft hyphens are gone, and a compound is taken apart where its head is a word of the site.
    assert!(words.contains("Verwachtingsmanagementbijeenkomsten"), "{words}");
    assert!(words.contains("telefoon~|~gesprek"), "{words}");
    assert_eq!(pages["/cursus/les/"]["anchors"][0]["id"], "het-gesprek");
}

#[test]
fn nothing_is_written_that_nobody_asks_for() {
    let site = site(&[]);
    build(site.path(), &[]);
    let files = files(site.path());
    let names: Vec<&str> =
        files.keys().map(String::as_str).filter(|name| !name.contains(".pf_")).collect();
    let wanted = [
        "1/pagefind-entry.json",
        "1/pagefind-worker.js",
        "1/pagefind.js",
        "1/wasm.nl.pagefind",
        "made-from.json",
    ];
    assert_eq!(names, wanted);
}

#[test]
fn without_search_there_is_none_of_it() {
    let site =
        site(&[("site.yaml", "title: Proef\nbase_url: https://x.example/\nsearch: false\n")]);
    build(site.path(), &[]);
    assert!(!site.path().join("public/pagefind").exists());
    assert!(!site.path().join("public/search").exists());
    let page = fs::read_to_string(site.path().join("public/index.html")).unwrap();
    assert!(!page.contains("data-action=\"search\""), "{page}");
}

#[test]
fn an_index_that_is_right_is_left_alone() {
    let site = site(&[]);
    build(site.path(), &[]);
    let first = files(site.path());
    // Another look, and other words around the text, are no reason to make it anew.
    fs::create_dir_all(site.path().join("static/css")).unwrap();
    fs::write(site.path().join("static/css/site.css"), "p { color: red }\n").unwrap();
    build(site.path(), &[]);
    assert_eq!(files(site.path()), first);
    // A word in a page is one.
    fs::write(site.path().join("content/les.md"), "---\ntitle: Les\n---\nAnders.\n").unwrap();
    build(site.path(), &[]);
    let second = files(site.path());
    assert_ne!(second, first);
    assert_eq!(pages(site.path())["/cursus/les/"]["content"], "Les. Anders.");
    // What somebody changed is mended.
    let broken = second.keys().find(|name| name.ends_with(".pf_meta")).unwrap();
    fs::write(site.path().join("public/pagefind").join(broken), "x").unwrap();
    build(site.path(), &[]);
    assert_ne!(fs::read(site.path().join("public/pagefind").join(broken)).unwrap(), b"x");
}

#[test]
fn its_folder_is_its_own() {
    let site = site(&[("static/pagefind/pagefind.js", "mine\n")]);
    let mut command = Command::cargo_bin("leerpad").unwrap();
    let run = command.args(["build", "--root"]).arg(site.path()).output().unwrap();
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(told.contains("in the folder of the search index"), "{told}");
    assert_eq!(run.status.code(), Some(1), "{told}");
}
