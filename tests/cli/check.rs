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

/// Renaming a page breaks a link and a promise: who mends one must not meet the other next time.
#[test]
fn an_error_does_not_hide_what_can_be_told_in_spite_of_it() {
    let bench = Bench::site(&[
        ("leerpad.urls", "/\n/old/\n"),
        ("content/new.md", "---\ntitle: New\n---\n"),
        (
            "content/course/_index.md",
            "---\ntitle: Course\nkind: course\nsessions: [{start: 2020-01-14}]\n---\n\n[Old](../old.md)\n",
        ),
        ("content/alone.pdf", "%PDF"),
        ("locales/en.yaml", "words:\n  menuu: Menu\n"),
    ]);
    let run = bench.run(&["check"]).exits(1);
    for code in ["dead-link", "lost-url", "past-session", "unused-file", "unknown-word"] {
        assert!(run.err.contains(&format!("[{code}]: ")), "{code}: {}", run.err);
    }
    // Whatever the dead link led to may be what nothing leads to now.
    assert!(!run.err.contains("[orphan-page]"), "{}", run.err);
    let end = " warnings so far; not looked for until that is mended: orphan-page.";
    assert!(closing(&run.err).ends_with(end), "{}", run.err);
    // Nor is it said of what nobody wants to know.
    bench.write("site.yaml", &format!("{}check: {{orphan-page: off}}\n", bench.read("site.yaml")));
    let run = bench.run(&["check"]).exits(1);
    assert!(closing(&run.err).ends_with(" warnings."), "{}", run.err);
}

#[test]
fn a_missing_file_hides_only_whether_others_are_used() {
    let bench = Bench::site(&[
        ("content/alone.md", "---\ntitle: Alone\n---\n\n[Film](a.pdf)\n"),
        ("content/b.pdf", "%PDF"),
    ]);
    let run = bench.run(&["check"]).exits(1);
    assert!(run.err.contains("[orphan-page]") && !run.err.contains("[unused-file]"), "{}", run.err);
    assert!(
        closing(&run.err).ends_with(" so far; not looked for until that is mended: unused-file.")
    );
}

/// A page of which not all could be read may have the URL that seems to be lost, and the link that
/// seems to lack.
#[test]
fn what_could_not_be_read_is_not_told_as_lost() {
    for page in [
        "---\ntitle: A: B\n---\n",
        "---\ntitle: A\nalais: [/old/]\n---\n",
        "---\ntitle: A\nslug: [old]\n---\n",
        "---\ntitle: A\ndate: 2026-02-30\n---\n",
        "---\ntitle: A\n",
    ] {
        let bench = Bench::site(&[
            ("leerpad.urls", "/\n/old/\n"),
            ("content/a.md", page),
            ("content/b.md", "---\ntitle: B\n---\n"),
            ("content/c.pdf", "%PDF"),
        ]);
        let run = bench.run(&["check"]).exits(1);
        for code in ["lost-url", "orphan-page", "unused-file"] {
            assert!(!run.err.contains(&format!("[{code}]")), "{page}: {}", run.err);
        }
        let end =
            " so far; not looked for until that is mended: orphan-page, unused-file, lost-url.";
        assert!(closing(&run.err).ends_with(end), "{page}: {}", run.err);
    }
    // A fence that is never closed hides links, but no URL.
    let bench = Bench::site(&[
        ("leerpad.urls", "/\n/old/\n"),
        ("content/a.md", "---\ntitle: A\n---\n\n```{tip}\nWords\n"),
    ]);
    let run = bench.run(&["check"]).exits(1);
    assert!(run.err.contains("[lost-url]") && !run.err.contains("[orphan-page]"), "{}", run.err);
}

/// Who looks after it in another way need not hear of it; who does not, hears of it in time.
#[test]
fn a_security_txt_that_is_about_to_expire_has_a_level() {
    let bench = Bench::site(&[]);
    let yaml = bench.read("site.yaml");
    let site = |expires: &str, level: &str| {
        let security = format!("security: {{contact: 'mailto:a@example.com', expires: {expires}}}");
        bench.write(
            "site.yaml",
            &format!("{yaml}{security}\ncheck: {{security-expires: {level}}}\n"),
        );
    };
    site("2026-12-01", "warning");
    let run = bench.run(&["check"]).exits(0);
    assert!(run.err.contains("warning[security-expires]"), "{}", run.err);
    bench.run(&["build", "--strict"]).exits(0);
    site("2026-12-01", "error");
    bench.run(&["check"]).exits(1);
    site("2026-12-01", "off");
    let run = bench.run(&["check"]).exits(0);
    assert!(!run.err.contains("security"), "{}", run.err);
    // One that is over tells people not to trust it.
    site("2026-11-21", "off");
    let run = bench.run(&["build", "--strict"]).exits(1);
    assert!(run.err.contains("warning[security-expired]"), "{}", run.err);
}
