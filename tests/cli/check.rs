//! `leerpad check`: what it says, what it writes (nothing) and how it exits.

use super::bench::Bench;

/// The closing line without how long it took.
fn closing(err: &str) -> String {
    let line = err.lines().last().unwrap_or_default();
    let (before, after) = line.split_once(" in ").unwrap();
    format!("{before}{}", after.split_once(':').unwrap().1)
}

#[test]
fn it_tells_what_is_wrong_and_writes_nothing() {
    let bench = Bench::site(&[("content/a.md", "---\ntitle: A\n---\n\nSee [this](b.md).\n")]);
    let before = bench.files();
    let run = bench.run(&["check"]).exits(1);
    assert!(run.err.contains("error[dead-link]"), "{}", run.err);
    assert!(closing(&run.err).starts_with("Checked 2 pages and "), "{}", run.err);
    assert!(closing(&run.err).contains(" URLs 1 error, "), "{}", run.err);
    assert_eq!(bench.files(), before);
    let run = bench.run(&["check", "--format", "json", "-q"]).exits(1);
    assert!(run.out.contains("\"code\": \"dead-link\""), "{}", run.out);
    assert_eq!(run.err, "");
}

/// A template is only known to fail once its page is rendered.
#[test]
fn it_renders_every_page() {
    let bench = Bench::site(&[("templates/page.html", "{{ page.none.none }}")]);
    bench.write("content/a.md", "---\ntitle: A\n---\n");
    let run = bench.run(&["check"]).exits(1);
    assert!(run.err.contains("templates/page.html:1:"), "{}", run.err);
}
