//! `leerpad plan`.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::bench::Bench;

const BLOG: (&str, &str) = ("content/blog/_index.md", "---\ntitle: Blog\nkind: post\n---\n");

/// A site at home in Amsterdam.
fn site(files: &[(&str, &str)]) -> Bench {
    let bench = Bench::site(files);
    let settings = bench.read("site.yaml");
    bench.write("site.yaml", &format!("{settings}timezone: Europe/Amsterdam\n"));
    bench
}

/// One of everything, around Monday 2026-11-23.
fn everything() -> Bench {
    let bench = site(&[
        BLOG,
        ("content/blog/first.md", "---\ntitle: First\ndate: 2026-10-28\n---\n"),
        ("content/blog/2026-11-04-named.md", "---\ntitle: Named\n---\n"),
        (
            "content/blog/short-lived.md",
            "---\ntitle: Short-lived\ndate: 2026-11-11\nexpires: 2026-11-15\n---\n",
        ),
        ("content/blog/twice-1.md", "---\ntitle: One of two\ndate: 2026-11-23\n---\n"),
        (
            "content/blog/twice-2.md",
            "---\ntitle: Two of two, a post with a title that goes on and on until there is no room\ndate: 2026-11-24\npublish: 2026-11-25 08:00\n---\n",
        ),
        (
            "content/blog/later.md",
            "---\ntitle: Later\ndate: 2026-12-09\nexpires: 2026-12-29\n---\n",
        ),
        ("content/blog/waits.md", "---\ntitle: Waits\ndate: 2026-12-02\ndraft: true\n---\n"),
        ("content/old.md", "---\ntitle: \"Old \\e[31midea\"\ndate: 2026-10-13\ndraft: true\n---\n"),
        ("content/undated.md", "---\ntitle: Undated\ndraft: true\n---\n"),
        ("content/hidden/_index.md", "---\ntitle: Hidden\ndraft: true\ndate: 2026-11-22\n---\n"),
        ("content/hidden/x.md", "---\ntitle: In a draft\ndate: 2026-12-24\n---\n"),
        ("content/hidden/y.md", "---\ntitle: In a draft too\n---\n"),
        (
            "content/summer/_index.md",
            "---\ntitle: Summer\npublish: 2027-03-28 12:00\nexpires: 2027-06-30\n---\n",
        ),
        ("content/summer/page.md", "---\ntitle: Page\npublish: 2027-01-10\n---\n"),
        ("content/never.md", "---\ntitle: Never\ndate: 2027-02-02\nexpires: 2027-02-01\n---\n"),
        (
            "content/course/_index.md",
            "---\ntitle: Course\nkind: course\nsessions:\n\
             - {start: 2026-11-20, end: 2026-11-27, place: Utrecht}\n\
             - {start: 2027-01-14 09:30, end: 2027-01-14 16:30, place: Utrecht, seats: 1}\n\
             - {start: 2027-04-01T09:30:00+02:00, mode: online, seats: 0}\n---\n",
        ),
        ("content/course/lesson.md", "---\ntitle: Lesson\ndate: 2026-11-30T07:00:30Z\n---\n"),
    ]);
    let settings = bench.read("site.yaml");
    bench.write(
        "site.yaml",
        &format!("{settings}security:\n  contact: mailto:a@example.com\n  expires: 2027-10-01\n"),
    );
    // 2026-11-19T12:00:00Z
    let day = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_089_600);
    let file = fs::File::options().write(true).open(bench.root.join("content/undated.md"));
    file.unwrap().set_modified(day).unwrap();
    bench
}

fn json(bench: &Bench, args: &[&str]) -> Value {
    let run = bench.run(&[&["plan", "--format", "json"], args].concat()).exits(0);
    assert_eq!(run.err, "");
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn a_text_for_people() {
    let bench = everything();
    let run = bench.run(&["plan"]).exits(0);
    assert_eq!(run.err, "");
    let text = bench.masked(&run.out);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn one_document_for_programs() {
    let run = everything().run(&["plan", "--weeks", "2", "--format", "json"]).exits(0);
    insta::assert_snapshot!(run.out);
}

/// The site as it is built at a moment.
fn built(bench: &Bench, now: &str) -> BTreeMap<String, String> {
    bench.run(&["build", "-q", "--now", now, "-o", "../out"]).exits(0);
    let out = bench.root.parent().unwrap().join("out");
    let files = walkdir::WalkDir::new(&out).into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(&out).unwrap().display().to_string();
            (name, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned())
        })
        .collect()
}

/// What `plan` says of builds is what builds do: the site changes at each of the moments, and at no
/// other.
#[test]
fn the_site_changes_when_it_is_said_to() {
    let mut bench = everything();
    let inner = bench.root.join("site");
    fs::create_dir(&inner).unwrap();
    for name in ["site.yaml", "content"] {
        fs::rename(bench.root.join(name), inner.join(name)).unwrap();
    }
    bench.root = inner;
    let plan = json(&bench, &[]);
    let mut before = built(&bench, super::bench::NOW);
    let builds = plan["builds"].as_array().unwrap();
    assert!(builds.len() > 9, "{builds:?}");
    for build in builds {
        let at: jiff::Timestamp = build["utc"].as_str().unwrap().parse().unwrap();
        let just_before = (at - jiff::SignedDuration::from_nanos(1)).to_string();
        assert!(before == built(&bench, &just_before), "something changes before {build}");
        let after = built(&bench, &at.to_string());
        assert!(before != after, "nothing changes: {build}");
        before = after;
    }
    // A year later nothing but the year is another.
    let year = built(&bench, "2027-12-31T12:00:00Z");
    assert!(before == year);
}

fn weeks(plan: &Value) -> Vec<(&str, usize, bool)> {
    let weeks = plan["weeks"].as_array().unwrap().iter();
    weeks
        .map(|week| {
            let posts = week["posts"].as_array().unwrap().len();
            (week["week"].as_str().unwrap(), posts, week["current"].as_bool().unwrap())
        })
        .collect()
}

#[test]
fn a_year_of_53_weeks_ends_where_the_next_begins() {
    let bench = site(&[
        BLOG,
        ("content/blog/a.md", "---\ntitle: A\ndate: 2026-12-27\n---\n"),
        ("content/blog/b.md", "---\ntitle: B\ndate: 2027-01-03\n---\n"),
        ("content/blog/c.md", "---\ntitle: C\ndate: 2027-01-04\n---\n"),
    ]);
    // The first of January of 2027, in Amsterdam alone, is in the last week of 2026.
    let plan = json(&bench, &["--weeks", "1", "--now", "2026-12-31T23:30:00Z"]);
    assert_eq!(
        weeks(&plan),
        [("2026-W52", 1, false), ("2026-W53", 1, true), ("2027-W01", 1, false)]
    );
    let run = bench.run(&["plan", "--weeks", "1", "--now", "2026-12-31T23:30:00Z"]).exits(0);
    insta::assert_snapshot!("week_53", bench.masked(&run.out));
}

#[test]
fn moments_keep_their_time_of_day_when_the_clock_changes() {
    let bench = site(&[
        BLOG,
        ("content/blog/a.md", "---\ntitle: A\npublish: 2027-03-27 08:00\ndate: 2027-03-27\n---\n"),
        ("content/blog/b.md", "---\ntitle: B\npublish: 2027-03-28 08:00\ndate: 2027-03-28\n---\n"),
        // The hour that is not there.
        ("content/blog/c.md", "---\ntitle: C\npublish: 2027-03-28 02:30\ndate: 2027-03-28\n---\n"),
    ]);
    let plan = json(&bench, &["--now", "2027-03-20T12:00:00Z"]);
    let builds = plan["builds"].as_array().unwrap().iter();
    let moments: Vec<(&str, &str)> =
        builds.map(|b| (b["at"].as_str().unwrap(), b["utc"].as_str().unwrap())).collect();
    assert_eq!(
        moments,
        [
            ("2027-03-27T08:00:00+01:00", "2027-03-27T07:00:00Z"),
            ("2027-03-28T03:30:00+02:00", "2027-03-28T01:30:00Z"),
            ("2027-03-28T08:00:00+02:00", "2027-03-28T06:00:00Z"),
            ("2028-01-01T00:00:00+01:00", "2027-12-31T23:00:00Z"),
        ]
    );
    assert_eq!(plan["daily"], serde_json::json!(["00:05", "03:30", "08:00"]));
    // Late on the day before, in UTC, it is that week already.
    assert_eq!(plan["timezone"], "Europe/Amsterdam");
}

#[test]
fn a_blog_without_a_post_and_a_site_without_a_blog() {
    let plan = json(&site(&[BLOG]), &["--weeks", "2"]);
    assert_eq!(
        weeks(&plan),
        [("2026-W48", 0, true), ("2026-W49", 0, false), ("2026-W50", 0, false)]
    );
    let bench = site(&[]);
    assert_eq!(json(&bench, &[])["weeks"], serde_json::json!([]));
    let run = bench.run(&["plan"]).exits(0);
    assert!(!run.out.contains("POST A WEEK") && !run.out.contains("DRAFTS"), "{}", run.out);
}

#[test]
fn everything_on_time() {
    let bench = site(&[BLOG]);
    for (name, date) in [("a", "2026-11-16"), ("b", "2026-11-23"), ("c", "2026-11-30")] {
        bench.write(
            &format!("content/blog/{name}.md"),
            &format!("---\ntitle: {name}\ndate: {date}\n---\n"),
        );
    }
    let run = bench.run(&["plan", "--weeks", "1"]).exits(0);
    assert!(
        run.out.contains("  A post in the week behind. Planned: all 1 ahead.\n"),
        "{}",
        run.out
    );
}

#[test]
fn lines_that_build_take_any_folder() {
    let mut bench = site(&[]);
    let odd = bench.root.join("50% it's here");
    fs::create_dir(&odd).unwrap();
    for name in ["site.yaml", "content"] {
        fs::rename(bench.root.join(name), odd.join(name)).unwrap();
    }
    bench.root = odd;
    let run = bench.run(&["plan"]).exits(0);
    assert!(run.out.contains(r"50\% it'\''s here' && leerpad build"), "{}", run.out);
}

/// A plan of one configuration is of no use for the site that another makes.
#[test]
fn lines_that_build_name_the_configuration() {
    let bench = site(&[]);
    bench.write("de 2e.yaml", &bench.read("site.yaml"));
    bench.write("other.yaml", &bench.read("site.yaml"));
    let run = bench.run(&["plan", "-c", "other.yaml"]).exits(0);
    assert!(run.out.contains("&& leerpad build --quiet -c other.yaml\n"), "{}", run.out);
    let run = bench.run(&["plan", "-c", "de 2e.yaml"]).exits(0);
    assert!(run.out.contains("&& leerpad build --quiet -c 'de 2e.yaml'\n"), "{}", run.out);
    let run = bench.run(&["plan"]).exits(0);
    assert!(run.out.contains("&& leerpad build --quiet\n"), "{}", run.out);
}

#[test]
fn faults_do_not_hide_the_plan() {
    let bench = site(&[("content/bad.md", "---\ntitle: Bad\n---\n[x](gone.md)\n")]);
    let run = bench.run(&["plan"]).exits(1);
    assert!(run.out.contains("BUILD AGAIN") && run.err.contains("dead-link"), "{}", run.err);
    let run = bench.run(&["plan", "--format", "json"]).exits(1);
    let document: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document["diagnostics"][0]["code"], "dead-link");
    let run = Bench::empty().run(&["plan", "--format", "json"]).exits(1);
    assert_eq!(
        serde_json::from_str::<Value>(&run.out).unwrap()["diagnostics"][0]["code"],
        "no-site"
    );
    bench.run(&["plan", "--weeks", "0"]).exits(2);
}
