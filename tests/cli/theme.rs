//! `leerpad theme`.

use super::bench::Bench;

#[test]
fn the_list_is_one_name_a_line() {
    let bench = Bench::starter("en");
    let run = bench.run(&["theme", "list"]).exits(0);
    assert!(run.out.lines().any(|line| line == "templates/post.html"));
    assert!(run.out.lines().any(|line| line == "locales/nl.yaml"));
    assert_eq!(run.err, "");
    Bench::empty().run(&["theme", "list"]).exits(0);
}

#[test]
fn a_file_is_copied_once() {
    let bench = Bench::starter("en");
    let run = bench.run(&["theme", "eject", "templates/post.html"]).exits(0);
    assert_eq!(run.out, "templates/post.html\n");
    let theirs =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/post.html"));
    assert_eq!(bench.read("templates/post.html"), theirs.unwrap());
    bench.builds_clean();
    bench.write("templates/post.html", "mine");
    let run = bench.run(&["theme", "eject", "templates/post.html"]).exits(2);
    assert_eq!(run.out, "");
    assert!(run.err.contains("is there already"), "{}", run.err);
    assert_eq!(bench.read("templates/post.html"), "mine");
    let run = bench.run(&["theme", "list"]).exits(0);
    assert_eq!(run.err, "The site has its own `templates/post.html`.\n");
}

#[test]
fn an_unknown_name_leads_to_a_known_one() {
    let bench = Bench::starter("en");
    for (typed, says) in [
        ("post.html", "Did you mean `templates/post.html`?"),
        ("templates/pots.html", "Did you mean `templates/post.html`?"),
        ("zzz", "leerpad theme list"),
        ("../site.yaml", "leerpad theme list"),
    ] {
        let run = bench.run(&["theme", "eject", typed]).exits(2);
        assert!(run.err.contains(says), "{}", run.err);
    }
    let run = Bench::empty().run(&["theme", "eject", "templates/post.html"]).exits(1);
    assert!(run.err.contains("no-site"));
}

#[test]
#[cfg(unix)]
fn nothing_is_copied_through_a_link_that_leads_out() {
    let outside = Bench::empty();
    let bench = Bench::site(&[]);
    std::os::unix::fs::symlink(&outside.root, bench.root.join("templates")).unwrap();
    std::os::unix::fs::symlink("nowhere", bench.root.join("static")).unwrap();
    for file in ["templates/post.html", "templates/components/tip.html", "static/favicon.svg"] {
        let run = bench.run(&["theme", "eject", file]).exits(2);
        assert!(run.err.contains("leads out of the site"), "{}", run.err);
        assert_eq!(run.out, "");
    }
    assert!(outside.files().is_empty());
    // One that stays in the site is the author's own order.
    let bench = Bench::site(&[("mine/readme.txt", "")]);
    std::os::unix::fs::symlink("mine", bench.root.join("templates")).unwrap();
    bench.run(&["theme", "eject", "templates/post.html"]).exits(0);
}
