//! The forms of a diagnostic, and on which stream each goes.

use super::bench::Bench;

fn bench() -> Bench {
    Bench::site(&[(
        "content/a.md",
        "\u{feff}---\r\ntitle: 🙂\r\n---\r\n\r\n🙂 zie [dit](b.mdx.md)\r\n",
    )])
}

#[test]
fn human_and_short_go_to_stderr() {
    for format in ["human", "short"] {
        let run = bench().run(&["build", "--format", format]).exits(1);
        assert_eq!(run.out, "");
        insta::assert_snapshot!(format, run.err);
    }
}

#[test]
fn json_and_github_are_data() {
    for format in ["json", "github"] {
        let run = bench().run(&["build", "--format", format]).exits(1);
        insta::assert_snapshot!(format, run.out);
        assert_eq!(run.err, "Nothing was written: `public` is as it was.\n");
    }
}

#[test]
fn quiet_says_only_what_is_wrong() {
    let run = bench().run(&["-q", "build", "--format", "short"]).exits(1);
    assert!(run.err.lines().count() == 1 && run.err.contains("dead-link"), "{}", run.err);
    let run = Bench::site(&[]).run(&["build", "--quiet"]).exits(0);
    assert_eq!((run.out, run.err), (String::new(), String::new()));
}

#[test]
fn verbose_says_what_was_found_and_left_out() {
    let bench = Bench::site(&[("content/a.md", "---\ntitle: A\ndraft: true\n---\n")]);
    let run = bench.run(&["build", "-v"]).exits(0);
    let (said, closing) = run.err.trim_end().rsplit_once('\n').unwrap();
    // The default theme's files have URLs too; how many is its own affair.
    let (said, urls) = said.split_once(", URLs ").unwrap();
    let (urls, rest) = urls.split_once('\n').unwrap();
    assert!(urls.parse::<usize>().unwrap() > 5, "{urls}");
    insta::assert_snapshot!(bench.masked(&format!("{said}, URLs [many]\n{rest}")));
    for fact in [
        "Built 1 ",
        "written",
        "unchanged",
        "removed",
        "discover",
        "parse",
        "assemble",
        "render",
        "emit",
    ] {
        assert!(closing.contains(fact), "{closing}");
    }
    bench.run(&["build", "-v", "-q"]).exits(2);
}
