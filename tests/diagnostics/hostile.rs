//! Input that is hostile rather than wrong: whatever it is, Leerpad says so and ends, soon, without a
//! panic and without a file written. Where it finds nothing wrong, it builds.

use std::time::{Duration, Instant};

use crate::site::{Run, Site};

/// An optimised build takes two seconds at most for any of these; tests run another one, beside each
/// other.
const SOON: Duration = Duration::from_secs(20);

/// Builds, and gives back what was told in one line each.
fn build(site: &Site, what: &str) -> Run {
    site.remember();
    let start = Instant::now();
    let run = site.run("leerpad build --format short");
    assert!(start.elapsed() < SOON, "{what} takes {:?}", start.elapsed());
    assert!(matches!(run.exit, 0 | 1), "{what}: exit {}\n{}", run.exit, run.stderr);
    if run.exit == 1 {
        site.assert_untouched();
        assert!(run.stderr.contains(": error["), "{what}: {}", run.stderr);
    }
    run
}

/// Builds a site with one more page and gives back how many faults were told.
fn page(markdown: &str) -> usize {
    let site = Site::good();
    site.page("content/a.md", markdown);
    let what: String = markdown.chars().take(20).collect();
    build(&site, &what).stderr.matches(": error[").count()
}

#[test]
fn the_same_mark_a_hundred_thousand_times() {
    let marks = [
        "[",
        "](",
        "![",
        "[a](",
        "[a][",
        "[a]: ",
        "[^a",
        "[^1]: ",
        ">",
        "> ",
        "*",
        "*a **b ",
        "_",
        "a~~",
        "`",
        "~",
        "<",
        "<a ",
        "<!--",
        "&",
        "\\",
        "|",
        "|a",
        "|-",
        "#",
        "-",
        "- ",
        "  - ",
        "1. ",
        "- [ ] ",
        "(",
        "{",
        ":",
        "'",
        "\"",
        "'s ",
        "$",
        "\t",
        "\r",
        "\0",
        "\u{202e}",
        "\u{2028}",
        "e\u{301}",
        "👩\u{200d}🏫",
        "```{tip}\n",
        "> ```{tip}\n",
    ];
    for mark in marks {
        page(&mark.repeat(100_000));
    }
}

#[test]
fn a_line_of_a_megabyte() {
    assert_eq!(page(&format!("{0}[a](nowhere.md){0}", "word ".repeat(200_000))), 1);
    assert_eq!(page(&"[a](nowhere.md) ".repeat(5_000)), 5_000);
    assert_eq!(page(&"<i> ".repeat(20_000)), 20_000);
    // Each fault shows a part of the line, not the whole of it.
    let site = Site::good();
    site.page("content/a.md", &"[a](nowhere.md) ".repeat(5_000));
    let told = site.run("leerpad build").stderr;
    assert!(told.len() < 5_000 * 1_000, "{}", told.len());
}

#[test]
fn directives_in_directives() {
    let fences = |names: usize| -> String {
        let fence = |n: usize| "`".repeat(n + 3);
        let open: String = (0..names).rev().map(|n| format!("{}{{tip}}\n", fence(n))).collect();
        let close: String = (0..names).map(|n| fence(n) + "\n").collect();
        open + &close
    };
    assert_eq!(page(&fences(16)), 0);
    assert_eq!(page(&fences(17)), 1);
    assert_eq!(page(&fences(300)), 1);
}

#[test]
fn two_thousand_faults() {
    let site = Site::good();
    for n in 0..2_000 {
        site.write(&format!("content/p{n}.md"), "---\ntitle: Page\n---\nSee [a](nowhere.md).\n");
    }
    assert_eq!(build(&site, "pages").stderr.matches(": error[").count(), 2_000);
}

#[test]
fn one_template_for_a_thousand_pages() {
    let site = Site::good();
    site.write("templates/page.html", "{{ page.title }}\n{{ page.titel }}");
    for n in 0..1_000 {
        site.write(&format!("content/p{n}.md"), "---\ntitle: Page\n---\n");
    }
    assert_eq!(build(&site, "pages").stderr.matches(": error[").count(), 1);
    insta::assert_snapshot!(site.run("leerpad build").console(), @"
    error[template-fault]: There is no `titel` here.
     --> templates/page.html:2:9
      |
    2 | {{ page.titel }}
      |         ^^^^^
      |
      = note: `content/p0.md` is rendered with it
      = note: `content/p1.md` is rendered with it
      = note: `content/p10.md` is rendered with it
      = note: and 997 more
      = help: Did you mean `title`?

    1 error.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn front_matter_of_a_megabyte() {
    let keys = |n: usize| (0..n).map(|n| format!("key{n}: value\n")).collect::<String>();
    let site = Site::good();
    site.write("content/a.md", format!("---\ntitle: Page\n{}---\n", keys(10_000)));
    assert_eq!(build(&site, "keys").stderr.matches("unknown-key").count(), 10_000);
    site.write("content/a.md", format!("---\ntitle: Page\n{}---\n", "a: 1\n".repeat(10_000)));
    build(&site, "equal keys");
    site.write("content/a.md", format!("---\ntitle: {}\n---\n", "x".repeat(1_000_000)));
    build(&site, "a long title");
    for (open, close) in
        [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("!a ", ""), ("&a ", "")]
    {
        let deep =
            format!("---\nextra:\n  {}x{}\n---\n", open.repeat(50_000), close.repeat(50_000));
        site.write("content/a.md", deep);
        build(&site, open);
    }
}

#[test]
fn front_matter_of_odd_ends() {
    for text in [
        "",
        "\n",
        "---",
        "---\n",
        "---\n---",
        "---\n---\n---\n",
        "---\r---",
        "\u{feff}",
        "\u{feff}---",
        "--- \n--- \n",
        "---\n\t\n---",
        "---\n...\n---",
        "---\nnull\n---",
        "---\n[]\n---",
        "---\n- a\n---",
        "---\ntext\n---",
        "---\n12\n---",
        "---\n'\n---",
        "---\n\"\\x\n---",
        "---\n{}: {}\n---",
        "---\n? a\n---",
        "---\n: a\n---",
        "---\n!!int a: b\n---",
        "---\n<<: {title: a}\n---",
        "---\n&a *a\n---",
        "---\n%YAML 9.9\n---",
        "---\n#\n---",
    ] {
        let site = Site::good();
        site.write("content/a.md", text);
        build(&site, text);
        site.write("site.yaml", text);
        build(&site, text);
    }
}

#[test]
fn templates_that_never_end() {
    for text in [
        "{% include \"page.html\" %}".to_owned(),
        "{% extends \"page.html\" %}".to_owned(),
        "{% for a in range(end=100000000) %}x{% endfor %}".to_owned(),
        "{{ ".repeat(100_000),
        format!("{{{{ {}", "(".repeat(100_000)),
        format!("{{{{ {}", "[".repeat(100_000)),
        format!("{{{{ {} 1 }}}}", "not ".repeat(100_000)),
        format!("{{{{ 1{} }}}}", " + 1".repeat(100_000)),
        format!("{{{{ page{} }}}}", ".a".repeat(100_000)),
        format!("{{{{ page.title{} }}}}", " | upper".repeat(10_000)),
        "{% if true %}".repeat(50_000),
        "{% block a %}".repeat(50_000),
        "{% raw %}".to_owned(),
        "{#".to_owned(),
        "\0".to_owned(),
    ] {
        let site = Site::good();
        site.page("content/a.md", "See.\n");
        site.write("templates/page.html", &text);
        build(&site, &text[..text.len().min(60)]);
    }
}

#[test]
fn components_that_call_themselves() {
    let site = Site::good();
    let call = "{% component tip(title: string = \"\") %}{{ <tip /> }}{% endcomponent tip %}";
    site.write("templates/components/tip.html", call);
    site.page("content/a.md", "```{tip}\n```\n");
    assert_eq!(build(&site, call).exit, 1);
}

#[test]
fn templates_with_odd_names() {
    let site = Site::good();
    for name in [
        "ö ä.html",
        "a{b}.html",
        ".html",
        "components/.html",
        "components/a b.html",
        "components/a-b.html",
        "components/1.html",
        "components/if.html",
        "components/x.txt",
        "components/sub/x.html",
        "a.html.swp",
        "components/{{x}}.html",
    ] {
        site.write(&format!("templates/{name}"), "{{ page.title }}");
    }
    build(&site, "odd names");
}

#[test]
fn every_format_of_two_thousand_faults_is_whole() {
    let site = Site::good();
    site.page("content/a.md", &"See [a](nowhere.md) \u{202e} \0 % : , \n\n".repeat(2_000));
    let json = site.run("leerpad build --format json").stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 2_000);
    let lines = site.run("leerpad build --format github").stdout;
    assert!(lines.lines().all(|line| line.starts_with("::error title=")), "{lines}");
}
