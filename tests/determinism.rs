//! Law 3: the same input gives the same bytes, with any number of threads, built anew or over an
//! older build, from any folder. And what has not changed is not written again.

#![expect(clippy::unwrap_used, reason = "this is a test")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use assert_cmd::Command;
use tempfile::TempDir;

const NOW: &str = "2026-11-23T09:00:00Z";

/// The repository is a site itself: the demo.
fn demo() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the demo's sources, to be changed.
fn demo_copy() -> TempDir {
    let scratch = tempfile::tempdir().unwrap();
    let folders = ["content", "data", "templates", "static", "locales"];
    for folder in folders.into_iter().filter(|folder| demo().join(folder).exists()) {
        copy(&demo().join(folder), &scratch.path().join(folder));
    }
    fs::copy(demo().join("site.yaml"), scratch.path().join("site.yaml")).unwrap();
    scratch
}

/// A site of some 300 pages in which everything refers to everything: posts with shared tags,
/// courses with modules, bundles with files, aliases, code, notes and directives.
fn large() -> TempDir {
    let scratch = tempfile::tempdir().unwrap();
    let content = scratch.path().join("content");
    let put = |path: String, text: String| {
        let file = content.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    fs::write(
        scratch.path().join("site.yaml"),
        "title: Large\nbase_url: https://large.example/base/\nlanguage: nl\n\
         timezone: Europe/Amsterdam\npaginate: 7\n\
         newsletter: {provider: generic, endpoint: https://nieuws.example/in}\n",
    )
    .unwrap();
    let terms = "---\ntitle: Begrippen\nglossary: true\n---\n\n```{glossary}\nAlinea, tekst\n:   Een stuk \
                 tekst.\n\nPunt\n:   Aan het eind van een alinea.\n```\n";
    put("begrippen.md".into(), terms.to_owned());
    put("_index.md".into(), page("Home", "", 0));
    put("blog/_index.md".into(), page("Blog", "kind: post\n", 1));
    for n in 0..120 {
        let front = format!(
            "glossary: true\ndate: 2025-{:02}-{:02}\ntags: [tag {}, tag {}]\naliases: [/oud/{n}/]\n",
            n % 12 + 1,
            n % 28 + 1,
            n % 5,
            n % 11
        );
        put(format!("blog/post-{n}.md"), page(&format!("Post {n}"), &front, n));
    }
    for course in 0..3 {
        put(format!("cursus-{course}/_index.md"), page("Cursus", "kind: course\n", course));
        for module in 0..6 {
            let folder = format!("cursus-{course}/{module:02}-blok-{module}");
            put(format!("{folder}/_index.md"), page("Blok", "", module));
            for lesson in 0..9 {
                let front = format!("duration: {}\nobjectives: [een, twee]\n", lesson + 5);
                let title = format!("Les {lesson}");
                put(
                    format!("{folder}/{lesson:02}-les-{lesson}/index.md"),
                    page(&title, &front, lesson),
                );
                put(format!("{folder}/{lesson:02}-les-{lesson}/bijlage.txt"), title);
            }
        }
    }
    scratch
}

/// A page with one of everything; `seed` makes pages differ.
fn page(title: &str, front: &str, seed: usize) -> String {
    let mut text = format!("---\ntitle: {title}\n{front}---\n\nAlinea {seed} met 'n noot[^1].\n\n");
    for n in 0..=seed % 4 {
        write!(
            text,
            "## Kop {n}\n\n[Post](/blog/post-{}.md#kop-0) en \"*citaat*\" -- punt...\n\n\
             ```rust\nlet a{seed} = {n};\n```\n\n```{{tip}} Tip {n}\nTekst {seed}.\n```\n\n\
             - [ ] taak {n} {seed}\n- [x] klus {n} {seed}\n\n| a | b |\n|---|---|\n| {n} | {seed} |\n\n",
            (seed * 7 + n) % 120
        )
        .unwrap();
    }
    text + "[^1]: De noot.\n"
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(target).unwrap(),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// `leerpad build` as one would type it, with as many threads as told.
fn build(cwd: &Path, root: &str, output: &Path, threads: usize) {
    Command::cargo_bin("leerpad")
        .unwrap()
        .current_dir(cwd)
        .env("RAYON_NUM_THREADS", threads.to_string())
        .args(["build", "--quiet", "--strict", "--now", NOW, "--root", root, "--output-dir"])
        .arg(output)
        .assert()
        .success();
}

/// The bytes of all files below a folder, also those that we keep for ourselves.
fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder, |path| fs::read(path).unwrap())
}

fn files<T>(folder: &Path, what: impl Fn(&Path) -> T) -> BTreeMap<String, T> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap();
            (below.to_string_lossy().into_owned(), what(entry.path()))
        })
        .collect()
}

/// Compares two builds without printing megabytes where they differ.
fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert!(!one.is_empty(), "nothing was built");
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other));
    let differ: Vec<&String> =
        one.iter().filter(|(name, bytes)| other[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "these differ: {differ:?}");
}

fn one_thread_against_many(site: &Path) {
    let out = tempfile::tempdir().unwrap();
    let root = site.to_str().unwrap();
    let build = |name: &str, threads| {
        let output = out.path().join(name);
        build(site, root, &output, threads);
        read(&output)
    };
    let one = build("one", 1);
    for (name, threads) in [("three", 3), ("sixteen", 16)] {
        assert_same(&one, &build(name, threads));
    }
}

#[test]
fn any_number_of_threads_on_the_demo() {
    one_thread_against_many(&demo());
}

#[test]
fn any_number_of_threads_on_a_large_site() {
    one_thread_against_many(large().path());
}

#[test]
fn a_second_build_writes_nothing() {
    let (site, out) = (large(), tempfile::tempdir().unwrap());
    let output = out.path().join("public");
    let root = site.path().to_str().unwrap();
    let times = || -> BTreeMap<String, SystemTime> {
        files(&output, |path| fs::metadata(path).unwrap().modified().unwrap())
    };
    build(site.path(), root, &output, 4);
    let before = times();
    assert!(before.len() > 300, "only {} files", before.len());
    build(site.path(), root, &output, 4);
    assert_eq!(before, times());
}

/// Changes a site as a day's work does, and builds over the older build.
#[test]
fn a_build_over_an_older_one_equals_a_clean_one() {
    let (site, out) = (large(), tempfile::tempdir().unwrap());
    let root = site.path().to_str().unwrap();
    let blog = site.path().join("content/blog");
    let over = out.path().join("over");
    build(site.path(), root, &over, 4);
    let steps: [&dyn Fn(); 6] = [
        &|| {
            let post = blog.join("post-7.md");
            let text = fs::read_to_string(&post).unwrap();
            fs::write(&post, text.replace("title: Post 7", "title: Anders")).unwrap();
        },
        &|| fs::write(blog.join("nieuw.md"), page("Nieuw", "date: 2026-01-01\n", 3)).unwrap(),
        &|| fs::remove_file(blog.join("nieuw.md")).unwrap(),
        &|| {
            let (from, to) = ("content/cursus-1/03-blok-3", "content/cursus-1/00-eerst");
            fs::rename(site.path().join(from), site.path().join(to)).unwrap();
        },
        &|| {
            fs::create_dir_all(site.path().join("static/css")).unwrap();
            fs::write(site.path().join("static/css/site.css"), "body{color:red}").unwrap();
        },
        &|| {
            let config = site.path().join("site.yaml");
            let text = fs::read_to_string(&config).unwrap();
            fs::write(&config, text.replace("paginate: 7", "paginate: 50")).unwrap();
        },
    ];
    for (number, step) in steps.iter().enumerate() {
        step();
        build(site.path(), root, &over, 4);
        let clean = out.path().join(format!("clean-{number}"));
        build(site.path(), root, &clean, 4);
        assert_same(&read(&clean), &read(&over));
    }
}

#[test]
fn the_folder_of_the_site_leaves_no_trace() {
    let (one, other, out) = (demo_copy(), demo_copy(), tempfile::tempdir().unwrap());
    let deep = out.path().join("another place/é/site");
    fs::create_dir_all(deep.parent().unwrap()).unwrap();
    fs::rename(other.path(), &deep).unwrap();
    let (here, there) = (out.path().join("here"), out.path().join("there"));
    build(one.path(), ".", &here, 2);
    build(out.path(), "another place/é/site", &there, 2);
    assert_same(&read(&here), &read(&there));
    for (name, bytes) in read(&here) {
        let root = one.path().to_str().unwrap().as_bytes();
        let leaks = bytes.windows(root.len()).any(|window| window == root);
        assert!(!leaks, "{name} tells where it was built");
    }
}

/// The time zones are those of the program: a machine whose own are old, or wrong, gives the
/// same bytes.
#[test]
fn the_time_zones_of_the_machine_leave_no_trace() {
    let scratch = tempfile::tempdir().unwrap();
    let zones = scratch.path().join("zones/Europe");
    fs::create_dir_all(&zones).unwrap();
    // A TZif file (RFC 8536) that says Amsterdam lies nine hours before Greenwich.
    let mut wrong = b"TZif".to_vec();
    wrong.extend([0; 16]);
    for count in [0_u32, 0, 0, 0, 1, 4] {
        wrong.extend(count.to_be_bytes());
    }
    wrong.extend(32_400_i32.to_be_bytes());
    wrong.extend([0, 0]);
    wrong.extend(b"XXX\0");
    fs::write(zones.join("Amsterdam"), wrong).unwrap();

    let demo = demo();
    let (plain, with_zones) = (scratch.path().join("plain"), scratch.path().join("with_zones"));
    build(&demo, ".", &plain, 2);
    Command::new(assert_cmd::cargo::cargo_bin!("leerpad"))
        .current_dir(&demo)
        .env("TZDIR", scratch.path().join("zones"))
        .args(["build", "--now", NOW, "-o"])
        .arg(&with_zones)
        .assert()
        .success();
    assert_same(&read(&plain), &read(&with_zones));
}
