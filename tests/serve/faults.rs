//! What is wrong stands in nobody's way: each page is served as it was when it was last good.

use std::fs;
use std::time::{Duration, Instant};

use super::server::{PAGE, Site, page};

/// As long as a background check takes, and what follows on it.
const SETTLED: Duration = Duration::from_millis(900);

#[test]
fn a_fault_of_many_pages_is_told_once_however_often_something_is_saved() {
    let site = Site::new();
    for number in 0..6 {
        site.write(&format!("content/page-{number}.md"), &page("text"));
    }
    site.write("templates/page.html", "<html><p>{{ page.titel }}</p>{{ page.content }}</html>");
    site.write("templates/good.html", "<html>{{ page.content }}</html>");
    let good = |text: &str| page(text).replace("title:", "template: good.html\ntitle:");
    site.write(PAGE, &good("first"));
    let mut server = site.serve(&[]);
    server.until("it is told", |server| server.said().contains("error[template-fault]"));
    for text in ["second", "third", "fourth"] {
        site.write(PAGE, &good(text));
        server.shows("/page/", text);
        std::thread::sleep(SETTLED);
    }
    let said = server.said();
    assert_eq!(said.matches("error[template-fault]").count(), 1, "{said}");
}

#[test]
fn the_fault_of_one_page_leaves_the_others_alone() {
    let site = Site::new();
    // It fails where it is rendered, in a file that is no page's.
    let component = "{% component odd(of: string) {\"positional\": \"of\"} %}{{ of.no.such }}{% endcomponent odd %}";
    site.write("templates/components/odd.html", component);
    site.write("content/odd.md", &page("```{odd} a\n```"));
    let mut server = site.serve(&[]);
    server.until("it is told", |server| server.said().contains("error[template-fault]"));
    for text in ["second", "third", "fourth"] {
        site.write(PAGE, &page(text));
        server.shows("/page/", text);
        std::thread::sleep(SETTLED);
    }
}

/// Also of a fault that is found only when somebody looks: a link that leads nowhere.
#[test]
fn a_page_with_a_mistake_is_served_as_it_was_from_the_first_moment_on() {
    let site = Site::new();
    // Visited pages are checked first, in the order of their URLs: these keep a check busy.
    let text = "A word and another. ".repeat(2_000);
    (0..100).for_each(|n| site.write(&format!("content/a-{n}.md"), &page(&text)));
    let mut server = site.serve(&[]);
    (0..100).for_each(|n| server.shows(&format!("/a-{n}/"), "A word"));
    server.shows("/page/", "first");
    site.write(PAGE, &page("second [link](/nowhere.md)"));
    let start = Instant::now();
    while start.elapsed() < SETTLED {
        let body = server.get("/page/").body;
        assert!(body.contains("first") && !body.contains("second"), "after {:?}", start.elapsed());
        std::thread::sleep(Duration::from_millis(2));
    }
    site.write(PAGE, &page("third"));
    server.shows("/page/", "third");
}

#[test]
fn a_page_that_is_deleted_is_gone_whatever_is_wrong_elsewhere() {
    let site = Site::new();
    site.write("content/other.md", &page("other"));
    let mut server = site.serve(&[]);
    server.shows("/page/", "first");
    server.shows("/other/", "other");
    site.write("content/other.md", "---\ntitel: Other\n---\n");
    server.until("it is told", |server| server.said().contains("error[unknown-key]"));
    fs::remove_file(site.path(PAGE)).unwrap();
    server.answers("/page/", 404);
    server.shows("/other/", "other");
}

#[test]
fn the_terminal_says_how_many_are_left() {
    let site = Site::new();
    let mut server = site.serve(&[]);
    site.write("content/one.md", &page("[link](/nowhere-1.md)"));
    server.until("the first is told", |server| server.said().contains("nowhere-1"));
    site.write("content/two.md", &page("[link](/nowhere-2.md)"));
    server.until("both are counted", |server| server.said().contains("2 errors in all."));
    site.write("content/one.md", &page("right"));
    server.until("one is left", |server| server.said().contains("1 error left."));
    site.write("content/two.md", &page("right"));
    server.until("none is left", |server| server.said().contains("All mended."));
}

/// Nothing is saved: it is the clock that publishes.
#[test]
fn what_is_published_by_the_clock_appears() {
    let site = Site::new();
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(4);
    site.write("content/blog/_index.md", "---\ntitle: Blog\nkind: post\n---\n");
    site.write(
        "content/blog/soon.md",
        &format!("---\ntitle: Soon\ndate: {soon:.0}\n---\n\nText.\n"),
    );
    let mut server = site.serve(&["--published"]);
    assert_eq!(server.get("/blog/soon/").status, 404);
    server.answers("/blog/soon/", 200);
    assert!(jiff::Timestamp::now() >= soon);
}

#[test]
fn who_forgets_the_base_path_is_led_there() {
    let site = Site::new();
    let mut server = site.serve(&[]);
    server.shows("/page/", "first");
    site.write("site.yaml", "title: Test\nbase_url: https://name.example/course/\nlanguage: en\n");
    server.answers("/page/", 307);
    assert_eq!(server.get("/page/?a=b").header("location"), Some("/course/page/?a=b"));
    assert_eq!(server.get("/nowhere/").status, 404);
    server.shows("/course/page/", "first");
}
