//! `leerpad check --external`, as a person sees it; how links are asked for is tests/external.rs.

use super::bench::{Bench, Run, command};
use super::server::{Request, Server};

/// Good, gone and moved pages.
fn server() -> Server {
    Server::start(|line: &str, _: &[Request]| {
        Some(match line.split_once(' ').unwrap().1 {
            "/moved" => "308 Moved\r\nLocation: /".to_owned(),
            "/gone" => "404 Not Found".to_owned(),
            _ => "200 OK".to_owned(),
        })
    })
}

/// Without the proxy of the computer, if it has one.
fn run(bench: &Bench, args: &[&str]) -> Run {
    let mut command = command(&bench.root, args);
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn links_are_told_with_all_places_and_each_is_asked_for_once() {
    let server = server();
    let url = |path: &str| server.url(path);
    let bench = Bench::site(&[]);
    bench.write(
        "site.yaml",
        &format!(
            "title: Test\nbase_url: https://example.com/\nlanguage: en\n\
             menu:\n  - {{label: Gone, url: '{0}'}}\nfooter:\n  - {{label: Moved, url: '{1}'}}\n\
             theme:\n  links:\n    - {{rel: me, href: '{2}'}}\n\
             check:\n  external:\n    ignore: {3}\n",
            url("/gone#a"),
            url("/moved"),
            url("/me"),
            url("/ignored"),
        ),
    );
    bench.write(
        "content/a.md",
        &format!(
            "---\ntitle: A\nkind: page\nsessions:\n  - start: 2027-01-14\n    link: {0}\n  - start: 2020-01-14\n    link: {1}\n---\n\n\
             [one]({2}) <{3}> [mail](mailto:a@example.com) [own](https://example.com/a/)\n\n\
             ```{{tip}} Look\nSee [it]({2}#b) and [that]({4}).\n```\n",
            url("/sign-up"),
            url("/over"),
            url("/gone"),
            url("/good"),
            url("/ignored/too"),
        ),
    );
    bench.write(
        "content/draft.md",
        &format!("---\ntitle: D\ndraft: true\n---\n[x]({})\n", url("/draft")),
    );
    let check = ["check", "--external", "--format", "short"];
    let first = run(&bench, &check).exits(0);
    let mut asked = server.asked();
    asked.sort();
    asked.dedup();
    let wanted = [
        "GET /gone",
        "HEAD /",
        "HEAD /gone",
        "HEAD /good",
        "HEAD /me",
        "HEAD /moved",
        "HEAD /sign-up",
    ];
    assert_eq!(asked, wanted);
    assert_eq!(server.asked().len(), wanted.len(), "each once");
    assert!(first.err.contains(" URLs and 5 links to other sites in "), "{}", first.err);
    let again = run(&bench, &check).exits(0);
    assert_eq!(server.asked()[wanted.len()..], ["HEAD /gone", "GET /gone"]);
    let without_time = |text: &str| {
        text.lines().filter(|l| l.contains('[')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(without_time(&again.err), without_time(&first.err));
    run(&bench, &["check", "--external", "--strict"]).exits(1);

    let json = run(&bench, &["check", "--external", "--format", "json", "-q"]).exits(0);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let all = json.as_array().or_else(|| json["diagnostics"].as_array()).unwrap();
    let gone = all.iter().find(|fault| fault["code"] == "broken-link").unwrap();
    let places: Vec<_> = gone["related"]
        .as_array()
        .unwrap()
        .iter()
        .map(|related| related["place"]["line"].as_u64().unwrap())
        .collect();
    assert_eq!((gone["place"]["file"].as_str(), places), (Some("content/a.md"), vec![14, 5]));
}

/// What is remembered lies in a folder that no other command looks into.
#[test]
fn what_is_remembered_is_no_part_of_the_site() {
    let server = server();
    let bench = Bench::starter("en");
    let git = bench.read(".gitignore");
    assert!(git.lines().any(|line| line == "/.leerpad/"), "{git}");
    bench.write("content/x.md", &format!("---\ntitle: X\n---\n\n<{}>\n", server.url("/")));
    run(&bench, &["check", "-q"]).exits(0);
    assert!(!bench.root.join(".leerpad").exists(), "who does not ask remembers nothing");
    run(&bench, &["check", "--external", "-q"]);
    let kept = bench.read(".leerpad/links.json");
    assert!(kept.contains(&server.url("/")), "{kept}");
    bench.run(&["build", "--output-dir", ".leerpad/public"]).exits(2);
    bench.run(&["build", "-q"]).exits(0);
    assert!(bench.files().iter().all(|file| !file.starts_with("public/.leerpad/")));
    assert_eq!(bench.read(".leerpad/links.json"), kept);
    // Damaged, it is asked for again.
    bench.write(".leerpad/links.json", "<<<<<<< HEAD");
    let before = server.asked().len();
    run(&bench, &["check", "--external", "-q"]);
    assert_eq!(server.asked().len(), before + 1);
    // It grows old by the clock of the run.
    run(&bench, &["check", "--external", "-q", "--now", "2026-12-24T00:00:00Z"]);
    assert_eq!(server.asked().len(), before + 2);
}
