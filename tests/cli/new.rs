//! `leerpad new`.

use std::fs;

use super::bench::{Bench, Run};

#[test]
fn each_kind_has_its_place_and_its_text() {
    for language in ["nl", "en"] {
        let bench = Bench::starter(language);
        for kind in ["post", "lesson", "checklist", "page", "course"] {
            let run = bench.run(&["new", kind, "De kop: \"één\" & 🙂"]).exits(0);
            assert!(!run.err.is_empty());
            let texts: String =
                run.out.lines().map(|path| format!("=== {path}\n{}\n", bench.read(path))).collect();
            insta::assert_snapshot!(format!("{kind}_{language}"), texts);
            bench.builds_clean();
            if kind == "course" {
                // Two courses from here on: a lesson needs to know which.
                let run = bench.run(&["new", "lesson", "Waar"]).exits(2);
                assert_eq!(run.out, "");
                insta::assert_snapshot!(format!("ambiguous_{language}"), run.err);
            }
        }
    }
}

#[test]
fn any_title_becomes_a_page_that_builds() {
    let bench = Bench::site(&[
        ("content/blog/_index.md", "---\ntitle: Blog\nkind: post\n---\n"),
        ("content/lists/_index.md", "---\ntitle: Lists\nkind: checklist\n---\n"),
        ("content/c/_index.md", "---\ntitle: C\nkind: course\n---\n"),
    ]);
    for title in [
        "'s Avonds: wat nu?",
        "# geen kop",
        "- geen lijst",
        "{date} en {title}",
        "null is niet niets",
        "C:\\pad\\naar",
        "*ster* & [haak](x)",
        "10 vragen",
        "2026-11-20 terugblik",
        "404 niet gevonden",
        "Regel één\nregel twee",
        "👩‍🏫 les geven",
        "%20 ~ @ ! | > x",
    ] {
        for kind in ["post", "checklist", "lesson"] {
            let run = bench.run(&["new", kind, "--", title]).exits(0);
            assert!(bench.read(run.out.trim_end()).starts_with("---\ntitle: \""));
        }
    }
    bench.builds_clean();
    assert!(bench.root.join("public/blog/10-vragen/index.html").is_file());
    assert!(bench.root.join("public/blog/2026-11-20-terugblik/index.html").is_file());
    let long = "heel lang ".repeat(60);
    let run = bench.run(&["new", "post", &long]).exits(0);
    assert!(run.out.len() < 120, "{}", run.out);
    for nothing in ["🚀", " ", "?!", "con"] {
        let run = bench.run(&["new", "post", nothing]).exits(2);
        assert_eq!(run.out, "");
    }
    bench.builds_clean();
}

#[test]
fn words_without_quotes_are_one_title() {
    let bench = Bench::starter("en");
    let run = bench.run(&["new", "post", "My", "first", "day", "--in", "blog"]).exits(0);
    assert_eq!(run.out, "content/blog/my-first-day.md\n");
}

#[test]
fn the_day_is_that_of_the_site() {
    let bench = Bench::starter("nl");
    let late = ["new", "post", "Laat", "--now", "2026-11-22T23:30:00Z"];
    bench.run(&late).exits(0);
    assert!(bench.read("content/blog/laat.md").contains("\ndate: 2026-11-23\n"));
}

fn numbered(names: &[&str]) -> (Bench, Run) {
    let bench = Bench::site(&[("content/c/_index.md", "---\ntitle: C\nkind: course\n---\n")]);
    for name in names {
        bench.write(&format!("content/c/{name}"), "---\ntitle: X\n---\n");
    }
    let run = bench.run(&["new", "lesson", "Next one"]).exits(0);
    bench.run(&["build", "--strict", "-D"]).exits(0);
    (bench, run)
}

#[test]
fn the_next_number_looks_like_its_neighbours() {
    for (names, wanted) in [
        (&[][..], "01-next-one"),
        (&["01-a.md", "02-b.md"], "03-next-one"),
        (&["1-a.md", "2-b.md"], "3-next-one"),
        (&["9-a.md"], "10-next-one"),
        (&["001-a.md", "009-b.md"], "010-next-one"),
        (&["01-a.md", "07-b/index.md", "intro.md"], "08-next-one"),
        (&["a.md", "b.md"], "next-one"),
    ] {
        let (_bench, run) = numbered(names);
        assert_eq!(run.out, format!("content/c/{wanted}.md\n"), "{names:?}");
    }
    let bench = Bench::site(&[
        ("content/c/_index.md", "---\ntitle: C\nkind: course\n---\n"),
        ("content/c/a.md", "---\ntitle: A\nweight: 20\n---\n"),
    ]);
    bench.run(&["new", "lesson", "B"]).exits(0);
    assert!(bench.read("content/c/b.md").contains("\nweight: 21\n---\n"));
    bench.write("content/c/999-last.md", "---\ntitle: Z\n---\n");
    bench.run(&["new", "lesson", "B2"]).exits(2);
}

#[test]
fn a_draft_counts_as_a_neighbour() {
    let bench = Bench::site(&[
        ("content/c/_index.md", "---\ntitle: C\nkind: course\ndraft: true\n---\n"),
        ("content/c/04-a.md", "---\ntitle: A\ndraft: true\n---\n"),
    ]);
    assert_eq!(bench.run(&["new", "lesson", "B"]).exits(0).out, "content/c/05-b.md\n");
}

#[test]
fn nothing_is_ever_written_over() {
    let bench = Bench::starter("en");
    bench.run(&["new", "page", "About us"]).exits(0);
    let before = bench.files();
    bench.write("content/courses/new-one/notes.txt", "mine");
    bench.write("content/loose.md/x", "a folder");
    fs::remove_dir_all(bench.root.join("content/loose.md")).unwrap();
    for (kind, title, says) in [
        ("page", "About us", "`content/about-us.md`"),
        ("page", "Tags", "the list of tags"),
        ("page", "Blog", "`content/blog/_index.md`"),
        ("lesson", "How a lesson works", "01-how-a-lesson-works.md`"),
    ] {
        let run = bench.run(&["new", kind, title]).exits(2);
        assert!(run.err.contains("take another title") && run.err.contains(says), "{}", run.err);
        assert_eq!(run.out, "");
    }
    // A course may move into a folder that holds only other things, and leaves them alone.
    bench.run(&["new", "course", "New one"]).exits(0);
    assert_eq!(bench.read("content/courses/new-one/notes.txt"), "mine");
    assert_eq!(bench.files().len(), before.len() + 4);
}

#[test]
fn a_folder_can_be_chosen() {
    let bench = Bench::starter("en");
    let absolute = bench.root.join("content/blog");
    for (index, typed) in
        ["blog", "content/blog/", "./blog", absolute.to_str().unwrap()].iter().enumerate()
    {
        let run =
            bench.run(&["new", "checklist", &format!("List {index}"), "--in", typed]).exits(0);
        assert_eq!(run.out, format!("content/blog/list-{index}.md\n"));
    }
    assert!(bench.read("content/blog/list-0.md").contains("\nkind: checklist\n---\n"));
    bench.run(&["new", "page", "Root", "--in", "."]).exits(0);
    bench.builds_clean();
    bench.write("content/blog/bundle/index.md", "---\ntitle: B\n---\n");
    for (kind, typed, says) in [
        ("post", "blgo", "Did you mean `content/blog`?"),
        ("post", "nowhere", "Make it first"),
        ("post", "../site", "as a path from `content`"),
        ("post", "/", "is not in this site"),
        ("post", "blog/bundle", "folder of one page"),
        ("course", "courses/your-first-course", "part of a course"),
    ] {
        let run = bench.run(&["new", kind, "T", "--in", typed]).exits(2);
        assert!(run.err.contains(says), "{typed}: {}", run.err);
        assert_eq!(run.out, "");
    }
}

#[test]
fn a_site_without_the_place_says_how_to_make_it() {
    let bench = Bench::site(&[]);
    for (kind, says) in [
        ("post", "`kind: post`"),
        ("checklist", "`kind: checklist`"),
        ("lesson", "leerpad new course"),
    ] {
        let run = bench.run(&["new", kind, "T"]).exits(2);
        assert!(run.err.contains(says), "{}", run.err);
    }
    assert_eq!(bench.run(&["new", "page", "T"]).exits(0).out, "content/t.md\n");
    assert_eq!(bench.run(&["new", "course", "C"]).exits(0).out.lines().count(), 3);
    bench.run(&["new", "lesson", "L"]).exits(0);
    bench.builds_clean();
}

#[test]
fn a_fault_elsewhere_does_not_stop_it_unless_it_hides_the_place() {
    let bench = Bench::starter("en");
    bench.write("content/broken.md", "---\ntitel: x\n---\n[x](gone.md)\n");
    bench.run(&["new", "post", "Fine"]).exits(0);
    bench.write("content/blog/_index.md", "---\ntitle: [\n---\n");
    let run = bench.run(&["new", "post", "Where", "--format", "short"]).exits(2);
    assert!(run.err.contains("content/blog/_index.md:"), "{}", run.err);
    assert!(run.err.contains("choose a folder with `--in`"), "{}", run.err);
}

#[test]
fn no_site_is_told_as_in_a_build() {
    let bench = Bench::empty();
    let run = bench.run(&["new", "post", "T"]).exits(1);
    assert!(run.err.contains("no-site") && run.err.contains("leerpad init"), "{}", run.err);
    assert_eq!(bench.files(), [""; 0]);
    bench.run(&["new", "pst", "T"]).exits(2);
    bench.run(&["new", "post"]).exits(2);
}
