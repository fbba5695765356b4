//! Who may ask, for what, and what is said on the terminal.

use std::process::Command;
use std::time::Duration;

use super::server::{PAGE, Server, Site, page};

#[test]
fn only_who_asks_by_an_address_or_localhost_is_answered() {
    let site = Site::new();
    let server = site.serve(&[]);
    let port = server.address().rsplit(':').next().unwrap().to_owned();
    for host in ["127.0.0.1", "localhost", "site.localhost", "[::1]", "192.168.1.20"] {
        let answer = server.ask("GET", "/page/", &[("Host", &format!("{host}:{port}"))]);
        assert_eq!(answer.status, 200, "{host}: {answer:?}");
    }
    for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example"] {
        for target in ["/page/", "/_leerpad/events", "/_leerpad/state?path=/", "/sw.js"] {
            let answer = server.ask("GET", target, &[("Host", &format!("{host}:{port}"))]);
            assert_eq!(answer.status, 403, "{host} {target}");
            assert!(!answer.body.contains("first"));
        }
    }
}

#[test]
fn no_other_site_may_read_or_send() {
    let site = Site::new();
    site.write(PAGE, "---\ntitel: Page\n---\n");
    let mut server = site.serve(&[]);
    server.until("the fault is told", |server| server.said().contains("unknown-key"));
    let host = server.address().to_owned();
    for target in ["/", "/page/", "/_leerpad/state?path=/", "/_leerpad/client.js"] {
        let headers = [("Host", &*host), ("Origin", "https://evil.example")];
        let answer = server.ask("GET", target, &headers);
        assert_eq!(answer.header("access-control-allow-origin"), None, "{target}");
    }
    // Opening an editor is for our own pages, as browsers tell it.
    for from in [None, Some("cross-site"), Some("same-site"), Some("none")] {
        let mut headers = vec![("Host", &*host), ("Content-Length", "0")];
        headers.extend(from.map(|from| ("Sec-Fetch-Site", from)));
        let answer = server.ask("POST", "/_leerpad/open?snapshot=1&fault=0", &headers);
        assert_eq!(answer.status, 403, "{from:?}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = server.ask(method, "/page/", &[("Host", &host), ("Content-Length", "0")]);
        assert_eq!(answer.status, 405, "{method}");
    }
}

#[test]
fn no_path_leaves_the_site() {
    let site = Site::new();
    std::fs::write(site.outside("secret.txt"), "secret").unwrap();
    site.write("static/open.txt", "open");
    let server = site.serve(&[]);
    assert_eq!(server.get("/open.txt").body, "open");
    for target in [
        "/../secret.txt",
        "/../../secret.txt",
        "/static/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/open.txt%00",
        "/open.txt/../../secret.txt",
        "//secret.txt",
        "/site.yaml",
        "/content/page.md",
        "/static/open.txt",
        "/_leerpad/../site.yaml",
        "/_leerpad/..%2fsite.yaml",
    ] {
        let answer = server.get(target);
        assert!(answer.status == 404 || answer.status == 400, "{target}: {answer:?}");
        assert!(!answer.body.contains("secret\n") && answer.body != "secret", "{target}");
        assert!(!answer.body.contains("base_url"), "{target}");
    }
}

#[cfg(unix)]
#[test]
fn links_lead_where_they_lead_in_a_build() {
    let site = Site::new();
    std::fs::write(site.outside("secret.txt"), "secret").unwrap();
    let mut server = site.serve(&[]);
    site.write("static/inside.txt", "inside");
    std::os::unix::fs::symlink("inside.txt", site.path("static/link.txt")).unwrap();
    server.shows("/link.txt", "inside");
    std::os::unix::fs::symlink(site.outside("secret.txt"), site.path("static/out.txt")).unwrap();
    server.until("it is told", |server| server.said().contains("error[symlink-outside]"));
    let answer = server.get("/out.txt");
    assert_eq!(answer.status, 404);
    assert!(!answer.body.contains("secret"));
}

#[test]
fn the_policy_is_that_of_the_build_but_for_what_https_alone_can_mean() {
    let site = Site::new();
    let server = site.serve(&[]);
    let answer = server.get("/page/");
    let policy = answer.header("content-security-policy").unwrap();
    for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{part} is not in: {policy}");
    }
    for part in ["unsafe-inline", "'unsafe-eval'", "upgrade-insecure-requests", "http:", "*"] {
        assert!(!policy.contains(part), "{part} is in: {policy}");
    }
    assert_eq!(answer.header("strict-transport-security"), None);
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert!(server.get("/sw.js").body.contains("unregister"));
    assert!(!site.path("public").exists(), "serving writes nothing");
}

#[test]
fn what_readers_do_not_see_yet_has_a_badge_unless_only_the_published_is_asked_for() {
    let site = Site::new();
    let dated =
        |key: &str| format!("---\ntitle: Post\ndescription: A post.\n{key}\n---\n\nText.\n");
    site.write("content/blog/_index.md", "---\ntitle: Blog\nkind: post\n---\n");
    site.write("content/blog/draft.md", &dated("date: 2026-01-01\ndraft: true"));
    site.write("content/blog/ahead.md", &dated("date: 2999-01-01"));
    let server = site.serve(&[]);
    for (url, badge) in [("/blog/draft/", "Draft"), ("/blog/ahead/", "Scheduled")] {
        let answer = server.get(url);
        assert_eq!(answer.status, 200, "{url}");
        assert!(answer.body.contains(badge), "{url} has no badge `{badge}`: {}", answer.body);
    }
    let published = site.serve(&["--published"]);
    for url in ["/blog/draft/", "/blog/ahead/"] {
        assert_eq!(published.get(url).status, 404, "{url}");
    }
}

#[test]
fn a_mistake_is_told_once_and_so_is_its_end() {
    let site = Site::new();
    let mut server = site.serve(&[]);
    server.shows("/page/", "first");
    let told = |text: &str, said: &str| said.matches(text).count();
    site.write(PAGE, &page("second [link](/nowhere.md)"));
    server.until("it is told", |server| server.said().contains("error[dead-link]"));
    for text in ["third", "fourth", "fifth"] {
        site.write(PAGE, &page(&format!("{text} [link](/nowhere.md)")));
        // The page itself stays as it was when it was last good.
        site.write("content/good.md", &page(text));
        server.shows("/good/", text);
        server.shows("/page/", "first");
        std::thread::sleep(Duration::from_millis(200));
    }
    // Another one beside it: that one alone is told.
    site.write("content/other.md", &page("[link](/nowhere-else.md)"));
    server.until("the other is told", |server| server.said().contains("nowhere-else"));
    std::thread::sleep(Duration::from_millis(500));
    let said = server.said();
    assert_eq!(told("error[dead-link]", &said), 2, "{said}");
    assert_eq!(told("There is no page `/nowhere.md`", &said), 1, "{said}");
    assert!(!said.contains("All mended."));
    site.write("content/other.md", &page("right"));
    site.write(PAGE, &page("right"));
    server.until("the end is told", |server| server.said().contains("All mended."));
    assert_eq!(told("All mended.", &server.said()), 1);
    assert_eq!(told("error[dead-link]", &server.said()), 2);
}

#[test]
fn a_port_that_is_taken_is_told_with_one_that_is_free() {
    let site = Site::new();
    let server = site.serve(&[]);
    let port = server.address().rsplit(':').next().unwrap().to_owned();
    let mut command = Command::new(env!("CARGO_BIN_EXE_leerpad"));
    command.args(["serve", "--port", &port, "--root"]).arg(&site.root);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(said.contains(&format!("Another program has port {port}")), "{said}");
    let free = said.split("--port ").nth(1).and_then(|rest| rest.split('`').next()).unwrap();
    let other = site.serve_at(free, &[]);
    assert!(other.address().ends_with(&format!(":{free}")), "{free}: {}", other.address());
    assert_eq!(other.get("/page/").status, 200);
}

#[test]
fn this_machine_alone_is_served_unless_an_interface_is_asked_for() {
    let site = Site::new();
    let server = site.serve(&[]);
    assert!(server.address().starts_with("127.0.0.1:"), "{}", server.address());
    assert!(!server.said().contains("phone"), "{}", server.said());
    let other = site.serve(&["--interface", "127.0.0.2"]);
    assert!(other.address().starts_with("127.0.0.2:"), "{}", other.address());
    assert_eq!(other.get("/page/").status, 200);
}

/// In a network of its own, so that nobody else sees it (network_namespaces(7)).
#[cfg(target_os = "linux")]
#[test]
fn a_phone_is_told_where_to_look() {
    let script = "ip link set lo up && ip address add 192.0.2.7/24 dev lo && exec \"$0\" \"$@\"";
    let isolated = || {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--net", "sh", "-c", script]);
        command
    };
    if !isolated().arg("true").output().is_ok_and(|output| output.status.success()) {
        eprintln!("not tried: this system lets nobody make a network, or has no `ip`");
        return;
    }
    let site = Site::new();
    let mut command = isolated();
    command.args([env!("CARGO_BIN_EXE_leerpad"), "serve", "--port", "1717"]);
    command.args(["--interface", "192.0.2.7"]);
    let mut server = Server::start(command, &site.root);
    let url = "On your phone, in the same network: http://192.0.2.7:1717/";
    server.until("it says where", |server| server.said().contains(url));
    // The code is of blocks, as wide as it is high, two rows of it a line.
    server.until("it draws the code", |server| server.said().contains('\u{2588}'));
    let said = server.said();
    let code: Vec<&str> = said.lines().skip_while(|line| !line.contains(url)).skip(1).collect();
    assert!(code.len() >= 12 && code[0].chars().count().div_ceil(2) == code.len(), "{said}");
}

/// The search index is made of what is served, once somebody searches, and follows what is saved.
#[test]
#[cfg(feature = "search")]
fn the_index_of_the_search_follows_the_pages() {
    const ENTRY: &str = "/pagefind/1/pagefind-entry.json";
    let site = Site::new();
    let mut server = site.serve(&[]);
    let entry = server.get(ENTRY);
    assert_eq!(entry.status, 200, "{entry:?}");
    assert!(entry.body.contains("\"page_count\":2"), "{entry:?}");
    assert_eq!(server.get("/pagefind/1/pagefind.js").status, 200);
    assert_eq!(server.get("/pagefind/1/nothing.js").status, 404);
    let policy = entry.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    site.write("content/more.md", &page("more"));
    server.shows("/more/", "more");
    server.shows(ENTRY, "\"page_count\":3");
    site.write(
        "site.yaml",
        "title: T\nbase_url: https://name.example/\nlanguage: en\nsearch: false\n",
    );
    server.until("there is no search", |server| server.get("/search/").status == 404);
    let policy = server.get("/").header("content-security-policy").unwrap().to_owned();
    assert!(!policy.contains("wasm"), "{policy}");
}

#[test]
fn a_picture_is_made_when_somebody_asks_for_it_and_in_that_size_alone() {
    let site = Site::new();
    let mut photograph = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut photograph, 90);
    let grey = vec![120; 600 * 400 * 3];
    encoder.encode(&grey, 600, 400, jpeg_encoder::ColorType::Rgb).unwrap();
    std::fs::write(site.path("content/wall.jpg"), photograph).unwrap();
    site.write(PAGE, &page("![A wall](wall.jpg)"));
    let server = site.serve(&[]);
    let kept = || std::fs::read_dir(site.path(".leerpad/pictures")).map_or(0, Iterator::count);
    let html = server.get("/page/").body;
    let set = html.split("srcset=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let url = set.split(' ').next().unwrap();
    assert!(url.ends_with(".480.webp"), "{html}");
    assert_eq!(kept(), 0, "the page does not wait for a picture");
    let answer = server.get(url);
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("image/webp")));
    assert_eq!(kept(), 1, "nobody asked for the others");
}
