//! `leerpad publish-urls`, and what `check` makes of the file.

use std::fs;

use super::bench::Bench;

const SITE: &[(&str, &str)] = &[
    ("content/blog/_index.md", "---\ntitle: Blog\nkind: post\n---\n"),
    (
        "content/blog/scope.md",
        "---\ntitle: Scope\ndate: 2026-11-01\ntags: [Scope]\naliases: [/oud/]\n---\n",
    ),
    ("content/blog/later.md", "---\ntitle: Later\ndate: 2027-11-01\n---\n"),
    ("content/blog/never.md", "---\ntitle: Never\ndate: 2026-11-01\ndraft: true\n---\n"),
    ("content/blog/over.md", "---\ntitle: Over\ndate: 2026-01-01\nexpires: 2026-02-01\n---\n"),
    ("content/list/index.md", "---\ntitle: List\n---\n"),
    ("content/list/one two.pdf", "%PDF"),
    ("static/own.css", "a{}"),
];

const URLS: &str = "/\n/blog/\n/blog/feed.xml\n/blog/scope/\n/feed.xml\n/list/\n/list/one two.pdf\n/oud/\n/tags/\n/tags/scope/\n";

#[test]
fn what_is_published_is_added_and_nothing_taken_out() {
    let bench = Bench::site(SITE);
    let run = bench.run(&["publish-urls"]).exits(0);
    assert_eq!(bench.read("leerpad.urls"), URLS);
    assert!(
        run.err.starts_with("Added 10 URLs to `leerpad.urls`:\n  /\n  /blog/\n"),
        "{}",
        run.err
    );
    assert_eq!(run.out, "");

    bench.write("leerpad.urls", &format!("{URLS}/zzz/\n"));
    bench.write("content/new.md", "---\ntitle: New\n---\n");
    let run = bench.run(&["publish-urls"]).exits(0);
    assert_eq!(run.err, "Added 1 URL to `leerpad.urls`:\n  /new/\n");
    assert_eq!(bench.read("leerpad.urls"), URLS.replace("/oud/", "/new/\n/oud/") + "/zzz/\n");
    assert!(bench.files().iter().all(|file| !file.starts_with('.')), "{:?}", bench.files());
}

#[test]
fn an_unchanged_file_is_not_touched() {
    let bench = Bench::site(SITE);
    bench.run(&["publish-urls", "-q"]).exits(0);
    let file = bench.root.join("leerpad.urls");
    let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(&file).unwrap().set_modified(old).unwrap();
    let run = bench.run(&["publish-urls"]).exits(0);
    assert_eq!(run.err, "Nothing is new: `leerpad.urls` holds all 10 URLs of the site.\n");
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), old);
}

#[test]
fn what_a_merge_or_an_editor_left_is_tidied() {
    let bench = Bench::site(SITE);
    let mut lines: Vec<&str> = URLS.lines().collect();
    lines.reverse();
    bench.write("leerpad.urls", &format!("\u{feff}/blog/\r\n\r\n{}", lines.join("\r\n")));
    bench.run(&["check"]).exits(0);
    let run = bench.run(&["publish-urls"]).exits(0);
    assert!(run.err.ends_with(" It was sorted.\n"), "{}", run.err);
    assert_eq!(bench.read("leerpad.urls"), URLS);
}

#[test]
fn a_site_with_errors_promises_nothing() {
    let bench = Bench::site(SITE);
    bench.write("content/blog/scope.md", "---\ntitle: Scope\ndate: 2026-11-01\n---\n\n[x](y.md)\n");
    let run = bench.run(&["publish-urls"]).exits(1);
    assert!(
        run.err.ends_with("Nothing was written: `leerpad.urls` is as it was.\n"),
        "{}",
        run.err
    );
    assert!(!bench.root.join("leerpad.urls").exists());
    // Nor one whose pages cannot be rendered.
    let bench = Bench::site(&[("templates/home.html", "{{ page.none.none }}")]);
    bench.run(&["publish-urls"]).exits(1);
    assert!(!bench.root.join("leerpad.urls").exists());
}

#[test]
fn neither_build_nor_check_promises_anything() {
    let bench = Bench::site(SITE);
    bench.run(&["build", "-D"]).exits(0);
    bench.run(&["check", "-D"]).exits(0);
    assert!(!bench.root.join("leerpad.urls").exists());
}

/// A promise is kept by a page, by its file under another name, and by an alias.
#[test]
fn an_alias_keeps_a_promise() {
    let bench = Bench::site(SITE);
    bench.run(&["publish-urls", "-q"]).exits(0);
    bench.run(&["check"]).exits(0);
    let text = bench.read("content/blog/scope.md").replace("/oud/", "/oud/, /blog/scope");
    fs::rename(bench.root.join("content/blog/scope.md"), bench.root.join("content/blog/new.md"))
        .unwrap();
    bench.write("content/blog/new.md", &text);
    bench.run(&["check"]).exits(0);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_file_stays_one() {
    let bench = Bench::site(SITE);
    bench.write("elsewhere/urls", "/\n");
    std::os::unix::fs::symlink("elsewhere/urls", bench.root.join("leerpad.urls")).unwrap();
    bench.run(&["publish-urls"]).exits(0);
    assert!(bench.root.join("leerpad.urls").is_symlink());
    assert_eq!(bench.read("elsewhere/urls"), URLS);
}

/// Each of many is told, and where it is now if its name says so.
#[test]
fn a_large_site_that_moved_is_told_of_every_url() {
    let bench = Bench::site(&[]);
    let mut urls = String::new();
    for number in 0..3000 {
        let folder = if number < 100 { "new" } else { "other" };
        let name = if number < 1500 { "page" } else { "sheet" };
        bench.write(
            &format!("content/{folder}/{name}-{number}.md"),
            &format!("---\ntitle: Number {number}\n---\n"),
        );
        urls += &format!("/old/page-{number}/\n");
    }
    // A slip away, and the title of another page.
    bench.write("leerpad.urls", &format!("{urls}/old/apge-7/\n/old/number-2999/\n"));
    let run = bench.run(&["check", "--format", "json", "-q"]).exits(1);
    let told: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let lost: Vec<&str> = told["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|fault| fault["code"] == "lost-url")
        .map(|fault| fault["remedy"].as_str().unwrap())
        .collect();
    assert_eq!(lost.len(), 3002);
    let took = |page: &str| {
        lost.iter().filter(|told| told.starts_with(&format!("If `content/{page}.md` took"))).count()
    };
    assert_eq!(took("new/page-9"), 1);
    assert_eq!(took("other/page-1400"), 1);
    assert_eq!(took("new/page-7"), 2);
    assert_eq!(took("other/sheet-2999"), 1);
}
