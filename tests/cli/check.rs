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

/// A page without a description, found by a link that does not say so.
fn with_advice() -> Bench {
    let bench = Bench::site(&[("content/a.md", "---\ntitle: A\n---\n\nSee [here](_index.md).\n")]);
    bench.write("site.yaml", "title: A\nbase_url: https://example.com/\nlanguage: en\n");
    bench
}

#[test]
fn advice_is_for_check_alone() {
    let bench = with_advice();
    let run = bench.run(&["build", "--strict"]).exits(0);
    assert!(run.err.starts_with("Built "), "{}", run.err);
    let run = bench.run(&["check"]).exits(0);
    assert!(run.err.contains("warning[vague-link]"), "{}", run.err);
    assert!(closing(&run.err).ends_with(" no errors, 4 warnings."), "{}", run.err);
    bench.run(&["check", "--strict"]).exits(1);
    let run = bench.run(&["list", "--format", "json"]).exits(0);
    assert!(run.out.contains("\"diagnostics\": []"), "{}", run.out);
}

/// Advice on a draft would be told to who is still writing it.
#[test]
fn a_draft_gets_no_advice_until_it_is_asked_for() {
    let bench = with_advice();
    bench.write("content/a.md", "---\ntitle: A\ndraft: true\n---\n\nSee [here](_index.md).\n");
    let run = bench.run(&["check"]).exits(0);
    assert!(!run.err.contains("content/a.md"), "{}", run.err);
    let run = bench.run(&["check", "--drafts"]).exits(0);
    assert!(run.err.contains("content/a.md"), "{}", run.err);
}

#[test]
fn the_configuration_says_how_much_advice_counts() {
    let bench = with_advice();
    let rest = "  no-description: off\n  orphan-page: off\n";
    let yaml = "title: A\nbase_url: https://example.com/\nlanguage: en\ncheck:\n";
    bench.write("site.yaml", &format!("{yaml}{rest}  vague-link: error\n"));
    let run = bench.run(&["check"]).exits(1);
    assert!(run.err.contains("error[vague-link]"), "{}", run.err);
    bench.run(&["build"]).exits(0);
    bench.write("site.yaml", &format!("{yaml}{rest}  vague-link: off\n"));
    let run = bench.run(&["check", "--strict"]).exits(0);
    assert!(run.err.starts_with("Checked 2 pages"), "{}", run.err);
}

/// A template is only known to fail once its page is rendered.
#[test]
fn it_renders_every_page() {
    let bench = Bench::site(&[("templates/page.html", "{{ page.none.none }}")]);
    bench.write("content/a.md", "---\ntitle: A\n---\n");
    let run = bench.run(&["check"]).exits(1);
    assert!(run.err.contains("templates/page.html:1:"), "{}", run.err);
}
