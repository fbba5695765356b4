//! `leerpad list`.

use super::bench::Bench;

fn bench() -> Bench {
    Bench::site(&[
        ("content/blog/_index.md", "---\ntitle: Blog\nkind: post\n---\n"),
        ("content/blog/a.md", "---\ntitle: Published 日本\ndate: 2026-11-20\n---\n"),
        ("content/blog/b.md", "---\ntitle: Draft\ndate: 2026-11-21\ndraft: true\n---\n"),
        (
            "content/blog/c.md",
            "---\ntitle: Soon 🙂\ndate: 2026-11-01\npublish: 2026-12-01 08:00\n---\n",
        ),
        (
            "content/blog/d.md",
            "---\ntitle: \"Gone\\t\\e[31m\"\ndate: 2026-10-01\nexpires: 2026-11-21\n---\n",
        ),
        ("content/blog/2026-01-02-named.md", "---\ntitle: Named\n---\n"),
        ("content/hidden/_index.md", "---\ntitle: Hidden\ndraft: true\nkind: checklist\n---\n"),
        ("content/hidden/x.md", "---\ntitle: In a draft\n---\n"),
    ])
}

#[test]
fn a_table_for_people() {
    let run = bench().run(&["list"]).exits(0);
    insta::assert_snapshot!(run.out);
    assert_eq!(run.err, "");
}

#[test]
fn one_page_a_line_for_scripts() {
    let run = bench().run(&["list", "--format", "short"]).exits(0);
    insta::assert_snapshot!(run.out);
}

#[test]
fn one_document_for_programs() {
    let run = bench().run(&["--format", "json", "list", "scheduled"]).exits(0);
    insta::assert_snapshot!(run.out);
    let run = bench().run(&["list", "--format", "json"]).exits(0);
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document["pages"].as_array().unwrap().len(), 9);
    assert_eq!(document["diagnostics"], serde_json::json!([]));
}

#[test]
fn the_choice() {
    let bench = bench();
    for (which, titles) in [
        ("drafts", &["Draft", "Hidden", "In a draft"][..]),
        ("scheduled", &["Soon 🙂"]),
        ("expired", &["Gone"]),
    ] {
        let run = bench.run(&["list", which, "--format", "short"]).exits(0);
        let listed: Vec<&str> = run
            .out
            .lines()
            .map(|line| line.split('\t').nth(3).unwrap().split("  ").next().unwrap())
            .collect();
        assert_eq!(listed, titles);
    }
    bench.run(&["list", "all", "-q"]).exits(0);
    bench.run(&["list", "published"]).exits(2);
}

#[test]
fn nothing_to_list_is_said_aside() {
    let bench = Bench::site(&[]);
    let run = bench.run(&["list", "drafts"]).exits(0);
    assert_eq!((&*run.out, &*run.err), ("", "There are no drafts.\n"));
    let run = bench.run(&["list", "drafts", "--format", "json"]).exits(0);
    assert!(serde_json::from_str::<serde_json::Value>(&run.out).is_ok());
}

#[test]
fn faults_do_not_hide_the_list() {
    let bench = bench();
    bench.write("content/bad.md", "---\ntitle: Bad\n---\n[x](gone.md)\n");
    let run = bench.run(&["list"]).exits(1);
    assert!(run.out.contains("content/bad.md"));
    assert!(run.err.contains("dead-link"));
    let run = bench.run(&["list", "--format", "json"]).exits(1);
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document["diagnostics"][0]["code"], "dead-link");
    assert_eq!(Bench::empty().run(&["list"]).exits(1).out, "");
}
