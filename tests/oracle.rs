//! The oracle: after any edits of a site's folder, in any order, the site that was loaded again and
//! again answers every URL, and tells every fault, as one that is loaded for the first time.
//!
//! A script is a list of lines, one edit each, as a person would read them out; `oracle/script.rs`
//! plays them on a copy of `oracle/site/`, `oracle/steps.rs` makes them up of `oracle/words.rs`. A
//! script that fails is made as short as can be, printed, and kept in `oracle/scripts/`, which are
//! played each time. There are 40 scripts a run; `LEERPAD_SCRIPTS=5000` plays as many.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, and says what it did"
)]

#[path = "oracle/answers.rs"]
mod answers;
#[path = "oracle/script.rs"]
mod script;
#[path = "oracle/steps.rs"]
mod steps;
#[path = "oracle/words.rs"]
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{TestError, TestRunner};

use answers::Answers;
use script::Stage;

/// The site on which the scripts are played.
const SITE: &str = "tests/oracle/site";

/// Scripts that failed once, and such as luck finds seldom.
const SCRIPTS: &str = "tests/oracle/scripts";

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Plays a script, and looks after each step that does not say otherwise.
///
/// # Errors
/// The script as far as it was played, and what the live site answers otherwise.
fn play(script: &[String]) -> Result<(), String> {
    let mut stage = Stage::new(&repository().join(SITE));
    for (at, line) in script.iter().enumerate() {
        let is_last = at + 1 == script.len();
        let step = match line.split_once(' ') {
            Some(("and", step)) => step,
            Some(("meanwhile", step)) => {
                stage.catch_up_during(step);
                ""
            }
            _ => line,
        };
        if !step.is_empty() {
            stage.act(step);
        }
        if line.starts_with("and ") && !is_last {
            continue;
        }
        stage.catch_up();
        let (live, fresh) = rayon::join(|| stage.live(), || stage.fresh());
        if let Some(difference) = live.difference(&fresh) {
            return Err(format!("After step {}:\n{difference}", at + 1));
        }
    }
    Ok(())
}

fn numbered(script: &[String]) -> String {
    let lines = script.iter().enumerate();
    lines.map(|(at, line)| format!("{:>4}. {line}\n", at + 1)).collect()
}

/// Keeps a script that fails: from now on it is played each time.
fn keep(script: &[String]) -> PathBuf {
    let file = |number: usize| repository().join(SCRIPTS).join(format!("found-{number}.txt"));
    let free = (1..).map(file).find(|file| !file.exists()).unwrap();
    fs::write(&free, script.join("\n") + "\n").unwrap();
    free
}

#[test]
fn any_script_of_edits_gives_what_a_fresh_load_gives() {
    let wanted = std::env::var("LEERPAD_SCRIPTS").ok();
    let cases = wanted.map_or(40, |count| count.parse().expect("LEERPAD_SCRIPTS is a number"));
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 500,
        ..ProptestConfig::default()
    };
    let mut runner = TestRunner::new(config);
    let played = runner.run(&steps::script(), |script| play(&script).map_err(TestCaseError::fail));
    match played {
        Ok(()) => eprintln!("{cases} scripts were played."),
        Err(TestError::Fail(difference, script)) => {
            let kept = keep(&script);
            panic!(
                "The live site is not what a fresh load gives.\n\n{}\n{difference}\n\nThe script is kept as {}.",
                numbered(&script),
                kept.display()
            );
        }
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

#[test]
fn the_scripts_that_are_kept() {
    let files =
        fs::read_dir(repository().join(SCRIPTS)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|extension| extension == "txt")).collect();
    files.sort();
    let mut faults = String::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let script: Vec<String> = lines.map(str::to_owned).collect();
        if let Err(difference) = play(&script) {
            faults += &format!("{}\n{}\n{difference}\n", file.display(), numbered(&script));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// Of the steps that are made up, most change what readers or the author see: a script of edits that
/// none of them shows would prove nothing.
#[test]
fn most_steps_show() {
    let mut runner = TestRunner::deterministic();
    let (mut shown, mut silent) = (0, String::new());
    for _ in 0..100 {
        let step = steps::edit().new_tree(&mut runner).unwrap().current();
        let mut stage = Stage::new(&repository().join(SITE));
        stage.act(&step);
        let fresh: Answers = stage.fresh();
        match stage.live().difference(&fresh) {
            Some(_) => shown += 1,
            None => silent += &format!("  {step}\n"),
        }
    }
    assert!(shown > 60, "only {shown} of 100 steps show; these do not:\n{silent}");
}
