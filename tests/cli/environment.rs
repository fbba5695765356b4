//! Where it is run from, and by whom it is read.

use std::io::Read;
use std::process::{Command, Stdio};

use super::bench::{Bench, command, leerpad};

#[test]
fn a_site_can_be_anywhere_and_have_any_name() {
    let bench = Bench::empty();
    leerpad(&bench.root, &["init", "een map/mijn 🙂 site"]).exits(0);
    let root = ["--root", "een map/mijn 🙂 site"];
    leerpad(&bench.root, &[&root[..], &["build", "--strict"]].concat()).exits(0);
    // The path can be opened from where the command was typed.
    let run = leerpad(&bench.root, &[&["new", "post", "Hier"], &root[..]].concat()).exits(0);
    assert_eq!(run.out, "een map/mijn 🙂 site/content/blog/hier.md\n");
    assert!(bench.root.join(run.out.trim_end()).is_file());
    leerpad(&bench.root, &[&["list", "-q"], &root[..]].concat()).exits(0);
    leerpad(&bench.root, &[&["clean"], &root[..]].concat()).exits(0);
    let run = leerpad(&bench.root, &["build", "-r", "nowhere"]).exits(2);
    assert!(run.err.contains("`nowhere` cannot be opened"), "{}", run.err);
}

#[test]
fn global_options_stand_before_or_after_the_command() {
    let bench = Bench::starter("en");
    for args in [["-q", "list", "drafts"], ["list", "-q", "drafts"], ["list", "drafts", "-q"]] {
        assert_eq!(bench.run(&args).exits(0).err, "");
    }
    bench.run(&["theme", "list", "--root", ".", "-q", "-q"]).exits(0);
    bench.run(&["theme", "-r", ".", "list", "-v", "-v"]).exits(0);
    for wrong in
        [&["--now", "yesterday", "build"][..], &["bild"], &["build", "--format", "xml"], &[]]
    {
        let run = bench.run(wrong).exits(2);
        assert_eq!(run.out, "");
        assert!(!run.err.is_empty());
    }
}

#[test]
fn nobody_reads_any_more() {
    let bench = Bench::starter("en");
    for args in
        [&["completions", "bash"][..], &["theme", "list"], &["list"], &["list", "--format", "json"]]
    {
        let mut child = command(&bench.root, args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?} {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
    let mut child = command(&bench.root, &["build"]).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// What a terminal gets to see: `script` is one.
#[cfg(target_os = "linux")]
fn on_a_terminal(bench: &Bench, no_color: Option<&str>) -> Option<String> {
    let line = format!("{} build", env!("CARGO_BIN_EXE_leerpad"));
    let mut script = Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).current_dir(&bench.root).env("TERM", "xterm");
    match no_color {
        Some(value) => script.env("NO_COLOR", value),
        None => script.env_remove("NO_COLOR"),
    };
    let output = script.stdin(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn colour_is_for_terminals_that_want_it() {
    let bench = Bench::site(&[("content/a.md", "---\ntitle: A\n---\n[x](gone.md)\n")]);
    assert!(!bench.run(&["build"]).exits(1).err.contains('\u{1b}'));
    let Some(seen) = on_a_terminal(&bench, None) else {
        eprintln!("`script` (of util-linux) is missing: colour was not tried");
        return;
    };
    assert!(seen.contains("dead-link") && seen.contains('\u{1b}'), "{seen:?}");
    // https://no-color.org: set and not empty.
    assert!(on_a_terminal(&bench, Some("")).unwrap().contains('\u{1b}'));
    let plain = on_a_terminal(&bench, Some("1")).unwrap();
    assert!(plain.contains("dead-link") && !plain.contains('\u{1b}'), "{plain:?}");
}
