//! Links to other sites, asked for at servers of the test's own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "external/server.rs"]
mod server;

use std::io::Write;
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use leerpad::diagnostic::Place;
use leerpad::external::{self, Cache, Link, Manner};
use leerpad::path::SourcePath;
use server::{Request, Server};
use url::Url;

fn manner() -> Manner {
    Manner {
        timeout: Duration::from_millis(1500),
        pause: Duration::from_millis(1),
        patience: Duration::from_secs(3),
        ..Manner::polite("2026-11-23T09:00:00Z".parse().unwrap())
    }
}

fn link(url: &str) -> Link {
    let place = Place::file(&SourcePath::new("content/page.md"));
    Link {
        written: url.to_owned(),
        url: Url::parse(url).map_err(|e| e.to_string()),
        places: vec![place],
    }
}

/// What is told of links: the code, what is wrong and what to do.
fn told(urls: &[String], manner: &Manner) -> Vec<(String, String, String)> {
    told_with(urls, manner, &mut Cache::default())
}

fn told_with(urls: &[String], manner: &Manner, cache: &mut Cache) -> Vec<(String, String, String)> {
    let links: Vec<Link> = urls.iter().map(|url| link(url)).collect();
    let steps = AtomicUsize::new(0);
    let count = || {
        steps.fetch_add(1, Ordering::Relaxed);
    };
    let faults = external::check(&links, cache, manner, &count);
    assert_eq!(steps.into_inner(), links.len(), "each link is a step");
    faults.into_iter().map(|f| (f.code.name().to_owned(), f.message, f.remedy)).collect()
}

/// The one sentence that is told of a link.
fn sentence(url: &str, manner: &Manner) -> String {
    let told = told(&[url.to_owned()], manner);
    assert_eq!(told.len(), 1, "{url}: {told:?}");
    told[0].1.replace(url, "URL")
}

fn always(answer: &'static str) -> Server {
    Server::start(move |_: &str, _: &[Request]| Some(answer.to_owned()))
}

#[test]
fn a_good_link_is_asked_for_once_and_by_name() {
    let server = always("200 OK");
    let url = server.url("/a?b=c d");
    assert_eq!(told(&[url], &manner()), []);
    assert_eq!(server.asked(), ["HEAD /a?b=c%20d"]);
    let agent = format!("user-agent: leerpad/{}", env!("CARGO_PKG_VERSION"));
    assert!(server.headers(0).to_lowercase().contains(&agent), "{}", server.headers(0));
}

#[test]
fn where_head_is_refused_get_decides() {
    for refusal in ["403 No", "404 No", "405 No", "501 No", "500 No", "400 No"] {
        let server = Server::start(move |line: &str, _: &[Request]| {
            Some(if line.starts_with("HEAD") { refusal } else { "200 OK" }.to_owned())
        });
        assert_eq!(told(&[server.url("/")], &manner()), [], "{refusal}");
        assert_eq!(server.asked(), ["HEAD /", "GET /"]);
    }
    let mute = Server::start(|line: &str, _: &[Request]| {
        (!line.starts_with("HEAD")).then(|| "200 OK".to_owned())
    });
    assert_eq!(told(&[mute.url("/")], &manner()), []);
}

#[test]
fn of_a_large_page_the_head_alone_is_read() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let sent = thread::spawn(move || {
        let (mut head, _) = listener.accept().unwrap();
        head.write_all(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .unwrap();
        drop(head);
        let (mut get, _) = listener.accept().unwrap();
        get.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").unwrap();
        let page = [b'x'; 65536];
        (0..1000).take_while(|_| get.write_all(&page).is_ok()).count()
    });
    assert_eq!(told(&[url], &manner()), []);
    let sent = sent.join().unwrap();
    assert!(sent < 1000, "all of it was read");
}

#[test]
fn what_does_not_work_is_told_in_plain_words() {
    let says = |answer| sentence(&always(answer).url("/x"), &manner());
    assert_eq!(
        says("404 Not Found"),
        "`URL` does not work: the server says that there is no such page (404)."
    );
    assert_eq!(
        says("410 Gone"),
        "`URL` does not work: the server says that there is no such page (410)."
    );
    assert_eq!(says("403 Forbidden"), "`URL` may not work: the server does not let us in (403).");
    assert_eq!(says("500 Oh"), "`URL` may not work: the server is in trouble (500).");
    assert_eq!(
        says("302 Found"),
        "`URL` does not work: it leads on without saying where to (302)."
    );
    assert_eq!(
        says("302 Found\r\nLocation: ftp://x.example/"),
        "`URL` does not work: it leads on to `ftp://x.example/`, which is no page of the web."
    );
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    assert_eq!(
        sentence(&closed, &manner()),
        "`URL` does not work: the server takes no connection."
    );
    let mute = Server::start(|_: &str, _: &[Request]| None);
    assert_eq!(
        sentence(&mute.url("/"), &manner()),
        "`URL` does not work: the connection broke off."
    );
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", other.local_addr().unwrap());
    thread::spawn(move || {
        for stream in other.incoming() {
            let _ = stream.unwrap().write_all(b"220 mail.example SMTP\r\n");
        }
    });
    let said = sentence(&url, &manner());
    assert_eq!(said, "`URL` does not work: what comes back is no answer of a web server.");
    let said = sentence(&url.replace("http:", "https:"), &manner());
    assert_eq!(said, "`URL` may not work: no safe connection can be made.");
}

#[test]
fn a_slow_server_is_not_waited_for() {
    let server = Server::start(|_: &str, _: &[Request]| {
        thread::sleep(Duration::from_secs(20));
        None
    });
    let start = Instant::now();
    let said = sentence(&server.url("/"), &manner());
    assert_eq!(said, "`URL` does not work: the server does not answer within 1.5 seconds.");
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
}

#[test]
fn a_server_that_is_not_there_is_asked_once() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let urls: Vec<String> = (0..100).map(|n| format!("{base}/{n}")).collect();
    let start = Instant::now();
    let patient = Manner { pause: Duration::from_millis(500), ..manner() };
    assert_eq!(told(&urls, &patient).len(), 100);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn a_server_may_ask_to_wait() {
    let busy = |wait: &'static str| {
        Server::start(move |_: &str, before: &[Request]| {
            let wait = format!("429 Too Many Requests\r\n{wait}");
            Some(if before.is_empty() { wait } else { "200 OK".to_owned() })
        })
    };
    let server = busy("Retry-After: 1");
    let start = Instant::now();
    assert_eq!(told(&[server.url("/")], &manner()), []);
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(server.asked().len(), 2);

    let date =
        busy("Date: Mon, 23 Nov 2026 09:00:00 GMT\r\nRetry-After: Mon, 23 Nov 2026 09:00:01 GMT");
    assert_eq!(told(&[date.url("/")], &manner()), []);

    let long = busy("Retry-After: 7200");
    assert_eq!(
        sentence(&long.url("/"), &manner()),
        "`URL` was not checked: the server asks to wait 2 hours."
    );
    assert_eq!(long.asked().len(), 1);

    let always = always("429 Too Many Requests\r\nRetry-After: 0");
    assert_eq!(
        sentence(&always.url("/"), &manner()),
        "`URL` was not checked: the server asks to wait again and again."
    );
    assert_eq!(always.asked().len(), 3);

    let never = self::always("429 Too Many Requests");
    assert_eq!(
        sentence(&never.url("/"), &manner()),
        "`URL` was not checked: the server asks to wait and does not say how long."
    );
}

/// Who asks for peace gets it: no other page of the server is asked for.
#[test]
fn a_busy_server_is_left_alone() {
    for wait in ["\r\nRetry-After: 7200", ""] {
        let answer = format!("429 Too Many Requests{wait}");
        let server = Server::start(move |_: &str, _: &[Request]| Some(answer.clone()));
        let urls: Vec<String> = (0..20).map(|n| server.url(&format!("/{n}"))).collect();
        let told = told(&urls, &manner());
        assert!(told.iter().all(|told| told.0 == "unchecked-link"), "{told:?}");
        assert_eq!((told.len(), server.asked().len()), (20, 1));
    }
    // Its waits add up.
    let server = always("503 Busy\r\nRetry-After: 2");
    let urls: Vec<String> = (0..20).map(|n| server.url(&format!("/{n}"))).collect();
    let start = Instant::now();
    assert_eq!(told(&urls, &manner()).len(), 20);
    assert_eq!(server.asked().len(), 2);
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}

/// `/moved/n` and `/found/n` lead on to `n - 1`, for good or not; `/loop/` in a circle.
fn signposts() -> Server {
    Server::start(|line: &str, _: &[Request]| {
        let path = line.split(' ').nth(1).unwrap();
        let (kind, rest) = path[1..].split_once('/').unwrap_or((&path[1..], ""));
        let status = match kind {
            "moved" => "301 Moved",
            "kept" => "308 Moved",
            "found" => "302 Found",
            "loop" if rest == "a" => return Some("302 Found\r\nLocation: b".to_owned()),
            "loop" => return Some("302 Found\r\nLocation: /loop/a".to_owned()),
            "gone" => return Some("404 Not Found".to_owned()),
            "to-gone" => return Some("301 Moved\r\nLocation: /gone".to_owned()),
            _ => return Some("200 OK".to_owned()),
        };
        let number: u32 = rest.parse().unwrap();
        Some(match number {
            0 => "200 OK".to_owned(),
            _ => format!("{status}\r\nLocation: /{kind}/{}#part", number - 1),
        })
    })
}

#[test]
fn redirects_are_followed_and_moves_told() {
    let server = signposts();
    let one = |path: &str| told(&[server.url(path)], &manner());
    assert_eq!(one("/found/10"), []);
    assert_eq!(server.asked().len(), 11);
    for path in ["/moved/2", "/kept/1"] {
        let moved = one(path);
        let (kind, _) = path[1..].split_once('/').unwrap();
        let now = server.url(&format!("/{kind}/0"));
        let part = told(&[server.url(&format!("{path}#part"))], &manner());
        assert_eq!(part[0].2, format!("Write `{now}#part`."), "where browsers go too");
        let wanted = (
            "moved-link".to_owned(),
            format!("`{}` has moved for good.", server.url(path)),
            format!("Write `{now}`."),
        );
        assert_eq!(moved, [wanted]);
    }
    let says = |path: &str| sentence(&server.url(path), &manner()).replace(&server.url(""), "");
    assert_eq!(
        says("/loop/a"),
        "`URL` may not work: it leads in a circle, by way of `/loop/a`."
            .replace("`/loop/a`", "`URL`")
    );
    assert_eq!(
        says("/found/11"),
        "`URL` does not work: it leads on more than 10 times, last to `/found/0`."
    );
    assert_eq!(
        says("/to-gone"),
        "`URL` does not work: it leads on to `/gone`, and there the server says that there is no such page (404)."
    );
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_and_many_hosts_at_once() {
    let slow = || {
        Server::start(|_: &str, _: &[Request]| {
            thread::sleep(Duration::from_millis(20));
            Some("200 OK".to_owned())
        })
    };
    let servers: Vec<Server> = (0..6).map(|_| slow()).collect();
    let urls: Vec<String> =
        servers.iter().flat_map(|server| (0..20).map(|n| server.url(&format!("/{n}")))).collect();
    let start = Instant::now();
    assert_eq!(told(&urls, &manner()), []);
    let took = start.elapsed();
    for server in &servers {
        assert_eq!((server.asked().len(), server.most_at_a_time()), (20, 1));
    }
    let alone = Duration::from_millis(20 * 120);
    assert!(took < alone, "120 requests of 20 ms at six hosts took {took:?}");
}

#[test]
fn redirects_to_one_host_wait_for_each_other() {
    let target = std::sync::Arc::new(Server::start(|_: &str, _: &[Request]| {
        thread::sleep(Duration::from_millis(30));
        Some("200 OK".to_owned())
    }));
    let to = target.url("/here");
    let sources: Vec<Server> = (0..8)
        .map(|n| {
            let to = format!("{to}/{n}");
            Server::start(move |_: &str, _: &[Request]| {
                Some(format!("302 Found\r\nLocation: {to}"))
            })
        })
        .collect();
    let urls: Vec<String> = sources.iter().map(|server| server.url("/")).collect();
    assert_eq!(told(&urls, &manner()), []);
    assert_eq!((target.asked().len(), target.most_at_a_time()), (8, 1));
}

#[test]
fn between_two_requests_to_a_host_is_a_pause() {
    let server = always("200 OK");
    let urls: Vec<String> = (0..4).map(|n| server.url(&format!("/{n}"))).collect();
    let start = Instant::now();
    assert_eq!(told(&urls, &Manner { pause: Duration::from_millis(100), ..manner() }), []);
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn no_more_requests_at_a_time_than_allowed() {
    let now = std::sync::Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let servers: Vec<Server> = (0..6)
        .map(|_| {
            let now = std::sync::Arc::clone(&now);
            Server::start(move |_: &str, _: &[Request]| {
                let count = now.0.fetch_add(1, Ordering::SeqCst) + 1;
                now.1.fetch_max(count, Ordering::SeqCst);
                thread::sleep(Duration::from_millis(50));
                now.0.fetch_sub(1, Ordering::SeqCst);
                Some("200 OK".to_owned())
            })
        })
        .collect();
    let urls: Vec<String> = servers.iter().map(|server| server.url("/")).collect();
    assert_eq!(told(&urls, &Manner { requests: 2, ..manner() }), []);
    assert_eq!(now.1.load(Ordering::SeqCst), 2);
}

#[test]
fn what_worked_is_not_asked_for_again() {
    let server = signposts();
    let urls: Vec<String> = ["/ok", "/moved/1", "/gone"].map(|path| server.url(path)).to_vec();
    let mut cache = Cache::default();
    let first = told_with(&urls, &manner(), &mut cache);
    assert_eq!(
        first.iter().map(|told| told.0.as_str()).collect::<Vec<_>>(),
        ["moved-link", "broken-link"]
    );
    let asked = server.asked().len();
    let now = "2026-11-24T09:00:00Z".parse().unwrap();
    let mut read = Cache::parse(&cache.text(), now, 7);
    assert_eq!(told_with(&urls, &Manner { now, ..manner() }, &mut read), first);
    assert_eq!(server.asked()[asked..], ["HEAD /gone", "GET /gone"], "only what did not work");
}

/// A name that nobody has, for which no server is asked.
fn no_name(path: &str) -> String {
    format!("http://nobody.invalid/{path}")
}

fn no_other_name() -> String {
    "http://nobody-else.invalid/".to_owned()
}

fn codes(told: &[(String, String, String)]) -> Vec<&str> {
    told.iter().map(|told| told.0.as_str()).collect()
}

#[test]
fn a_vanished_name_is_no_computer_that_is_not_online() {
    let server = signposts();
    let mut cache = Cache::default();
    let known = [server.url("/ok"), server.url("/moved/1")];
    assert_eq!(codes(&told_with(&known, &manner(), &mut cache)), ["moved-link"]);
    let all = [known.to_vec(), vec![no_name("a"), no_name("b")]].concat();
    let told = told_with(&all, &manner(), &mut cache);
    assert_eq!(codes(&told), ["moved-link", "broken-link", "broken-link"]);
    // With nothing that ever worked, the computer is as likely; what is known is told all the same.
    let all = [no_name("a"), no_other_name(), "http://[".to_owned()];
    let told = told_with(&all, &manner(), &mut Cache::default());
    assert_eq!(codes(&told), ["unchecked-link", "broken-link"]);
    assert_eq!(told[0].1, "None of 2 links to other sites could be checked.");
    // One name that is gone says nothing of the computer, however often it is linked to.
    let told = told_with(&[no_name("a"), no_name("b")], &manner(), &mut Cache::default());
    assert_eq!(codes(&told), ["broken-link", "broken-link"]);
    let all = [no_name("a"), no_other_name(), server.url("/ok")];
    let told = told_with(&all, &manner(), &mut Cache::default());
    assert_eq!(codes(&told), ["broken-link", "broken-link"], "something answers");
}

#[test]
fn who_asks_for_peace_has_it_in_the_next_run_too() {
    let server = always("429 Too Many Requests\r\nRetry-After: 7200");
    let urls = [server.url("/a"), server.url("/b")];
    let mut cache = Cache::default();
    let first = told_with(&urls, &manner(), &mut cache);
    assert_eq!((codes(&first), server.asked().len()), (vec!["unchecked-link"; 2], 1));
    let mut again = |now: &str| {
        let now = now.parse().unwrap();
        cache = Cache::parse(&cache.text(), now, 7);
        told_with(&urls, &Manner { now, ..manner() }, &mut cache)
    };
    assert_eq!(again("2026-11-23T09:00:00Z"), first);
    let later = again("2026-11-23T10:30:01Z");
    assert!(later[1].1.ends_with("the server asks to wait 29 minutes."), "{later:?}");
    assert_eq!(server.asked().len(), 1);
    again("2026-11-23T11:00:01Z");
    assert_eq!(server.asked().len(), 2);
    // A week is the longest.
    let server = always("503 Busy\r\nRetry-After: 99999999999");
    let urls = [server.url("/")];
    let mut cache = Cache::default();
    told_with(&urls, &manner(), &mut cache);
    let now = "2026-11-30T08:59:00Z".parse().unwrap();
    let mut cache = Cache::parse(&cache.text(), now, 7);
    told_with(&urls, &Manner { now, ..manner() }, &mut cache);
    assert_eq!(server.asked().len(), 1);
    let now = "2026-11-30T09:01:00Z".parse().unwrap();
    let mut cache = Cache::parse(&cache.text(), now, 7);
    told_with(&urls, &Manner { now, ..manner() }, &mut cache);
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn what_many_links_lead_on_to_is_asked_for_once() {
    let server = signposts();
    let urls = ["/found/1", "/moved/0", "/moved/1", "/moved/2", "/to-gone", "/gone", "/found/2"];
    let told = told(&urls.map(|path| server.url(path)), &manner());
    assert_eq!(codes(&told), ["moved-link", "moved-link", "broken-link", "broken-link"]);
    let mut asked = server.asked();
    asked.sort();
    let wanted = [
        "GET /gone",
        "HEAD /found/0",
        "HEAD /found/1",
        "HEAD /found/2",
        "HEAD /gone",
        "HEAD /moved/0",
        "HEAD /moved/1",
        "HEAD /moved/2",
        "HEAD /to-gone",
    ];
    assert_eq!(asked, wanted);
}
