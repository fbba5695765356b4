//! `kill -9`: each file is whole, old or new, and listed; the next build heals.
//!
//! The test runs itself again as a child, which builds versions of a site until it is killed: at
//! random moments, half of them spread over two builds and half over the commit alone; and, where
//! `strace` is there to stop it, before every single change that it makes to the folder.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use leerpad::output::clean;

use super::*;

const DIR: &str = "LEERPAD_TEST_KILL_DIR";
const TASK: &str = "LEERPAD_TEST_KILL_TASK";
const KILLS: u32 = 20;
const PAGES: usize = 300;

/// Version 0 or 1: pages of which half differ, some that only one has, some folders that are files
/// in the other.
fn version(number: usize, pages: usize) -> Site {
    let page = |i: usize, mark: usize| format!("<p>{i} {mark}</p>\n").repeat(50 + i).into_bytes();
    let mut site: Site = (0..pages)
        .map(|i| (format!("p{i}/index.html"), page(i, if i % 2 == 0 { number } else { 9 })))
        .collect();
    site.extend((0..pages / 5).map(|i| (format!("only{number}/{i}/x.html"), page(i, number))));
    site.extend((0..pages.min(40) / 4).map(|i| match (i + number) % 2 {
        0 => (format!("s{i}"), page(i, number)),
        _ => (format!("s{i}/t/index.html"), page(i, number)),
    }));
    site
}

fn foreign() -> Site {
    site(&[("CNAME", "name.example"), (".git/HEAD", "ref"), ("p0/notes.txt", "mine")])
}

/// Puts foreign things into a built folder.
fn add_foreign(public: &Path) {
    for (path, bytes) in foreign() {
        write(public.join(path), std::str::from_utf8(&bytes).unwrap());
    }
    fs::create_dir(public.join("mine")).unwrap();
}

fn with_foreign(mut contents: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    contents.extend(foreign());
    contents.extend([(".git/".to_owned(), vec![]), ("mine/".to_owned(), vec![])]);
    contents
}

#[test]
#[ignore = "run, and killed, by the tests below"]
fn child() {
    let (Ok(dir), Ok(task)) = (std::env::var(DIR), std::env::var(TASK)) else { return };
    let dir = Path::new(&dir);
    let words: Vec<_> = task.split(' ').collect();
    let &[task, from, pages] = &words[..] else { panic!("{task}") };
    let (from, pages): (usize, usize) = (from.parse().unwrap(), pages.parse().unwrap());
    let sites = [version(0, pages), version(1, pages)];
    eprintln!("go");
    if task == "clean" {
        clean(dir, &[]).unwrap();
        eprintln!("done");
        return;
    }
    for round in from.. {
        let output = Output::open(dir, &[]).unwrap();
        put_all(&output, &sites[round % 2]).unwrap();
        if round == from {
            eprintln!("commit");
        }
        output.commit().unwrap();
        match task {
            "again" => continue,
            "once" => {}
            _ => std::thread::park(),
        }
        eprintln!("done");
        return;
    }
}

/// The child: `again` (and again), `once`, `wait` (build once and live on) or `clean`, from which
/// version, of how many pages.
fn start(mut runner: Command, dir: &Path, task: &str) -> Child {
    runner
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "kill::child", "--ignored", "--nocapture", "--test-threads=1"])
        .envs([(DIR, dir.as_os_str()), (TASK, task.as_ref())])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Whether the child says a word before it ends. What it says later must have a reader too, or it
/// fails: the pipe is given back.
fn says(child: &mut Child, word: &str) -> (bool, ChildStderr) {
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let found = said.by_ref().lines().map_while(Result::ok).any(|line| line.ends_with(word));
    (found, said.into_inner())
}

/// Starts a child, waits for its word, then as long as said, and kills it.
fn kill_after(dir: &Path, task: &str, word: &str, wait: Duration) {
    let mut child = start(Command::new("env"), dir, task);
    let (is_said, _rest) = says(&mut child, word);
    assert!(is_said, "the child did not say `{word}`");
    std::thread::sleep(wait);
    // Alive until now: it builds or waits without end.
    assert_eq!(child.try_wait().unwrap(), None);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The `n`th of [`KILLS`] moments: one in each part of the duration, at random in it.
fn moment(n: u32, duration: Duration, seed: &mut u64) -> Duration {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let within = (*seed >> 33) as f64 / f64::from(u32::MAX >> 1);
    duration.mul_f64((f64::from(n) + within) / f64::from(KILLS))
}

/// How long a build takes here, and the commit in it.
fn durations() -> (Duration, Duration) {
    let temp = Temp::quick();
    build(&temp.public(), &version(0, PAGES)).unwrap();
    let start = Instant::now();
    let output = Output::open(&temp.public(), &[]).unwrap();
    put_all(&output, &version(1, PAGES)).unwrap();
    let put = start.elapsed();
    output.commit().unwrap();
    (start.elapsed(), start.elapsed() - put)
}

/// Checks what a kill left; gives it back without the staging folder.
fn is_whole(
    after: &BTreeMap<String, Vec<u8>>,
    clean: &[BTreeMap<String, Vec<u8>>; 2],
    listed: &[String],
) -> BTreeMap<String, Vec<u8>> {
    let mut ours = after.clone();
    ours.retain(|path, _| !path.starts_with(".leerpad-staging/"));
    for (path, bytes) in &ours {
        if path == MANIFEST || path.ends_with('/') {
            continue;
        }
        let versions: Vec<_> = clean.iter().filter_map(|clean| clean.get(path)).collect();
        assert!(versions.contains(&bytes), "{path} is neither old nor new");
        let is_foreign = foreign().iter().any(|(name, _)| name == path);
        assert_eq!(listed.contains(path), !is_foreign, "{path} in the manifest");
    }
    // What both versions have, and what is foreign, is there.
    for path in clean[0].keys().filter(|path| clean[1].contains_key(*path)) {
        assert!(ours.contains_key(path), "{path} is missing");
    }
    ours
}

#[test]
fn a_killed_build_leaves_whole_listed_files_and_the_next_one_heals() {
    let temp = Temp::quick();
    let public = temp.public();
    let sites = [version(0, PAGES), version(1, PAGES)];
    let clean = [0, 1].map(|v| with_foreign(clean_build(&sites[v])));
    build(&public, &sites[0]).unwrap();
    add_foreign(&public);

    let (whole, commit) = durations();
    let mut seed = 2026;
    let mut halves = 0;
    for kill in 0..KILLS * 2 {
        let (word, duration) = if kill % 2 == 0 { ("go", whole * 2) } else { ("commit", commit) };
        let wait = moment(kill / 2, duration, &mut seed);
        let next = kill as usize / 2 % 2;
        kill_after(&public, &format!("again {} {PAGES}", next + 1), word, wait);
        let ours = is_whole(&contents(&public), &clean, &listed_paths(&public));
        halves += usize::from(clean.iter().all(|clean| *clean != ours));

        build(&public, &sites[next]).unwrap();
        assert_eq!(contents(&public), clean[next], "after kill {kill}, {wait:?} after `{word}`");
        assert_eq!(names(&temp.root), ["public"]);
    }
    eprintln!("{} kills, {halves} in the middle of a commit; a build takes {whole:?}", KILLS * 2);
}

#[test]
fn a_killed_first_build_leaves_all_or_nothing() {
    let clean = clean_build(&version(0, PAGES));
    let (whole, commit) = durations();
    let mut seed = 7;
    let mut nothing = 0;
    for kill in 0..KILLS {
        let temp = Temp::quick();
        if kill % 2 == 0 {
            fs::create_dir(temp.public()).unwrap();
        }
        let (word, duration) = if kill % 4 < 2 { ("go", whole) } else { ("commit", commit / 4) };
        let wait = moment(kill, duration, &mut seed);
        kill_after(&temp.public(), &format!("wait 0 {PAGES}"), word, wait);
        let left = contents(&temp.public());
        assert!(left.is_empty() || left == clean, "{:?}", left.keys());
        nothing += usize::from(left.is_empty());
        build(&temp.public(), &version(0, PAGES)).unwrap();
        assert_eq!(contents(&temp.public()), clean, "after kill {kill}");
        assert_eq!(names(&temp.root), ["public"]);
    }
    eprintln!("{KILLS} kills, {nothing} before the commit was done");
}

/// Kills the child before its first change to a folder, then before its second, until it comes to
/// the end, for each kind of change; after each kill the check gets the step. `prepare` makes the
/// folder as it was before.
fn kill_at_every_step(task: &str, prepare: impl Fn(&Path), check: impl Fn(&Temp, &str)) {
    let tried = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    if !tried.is_ok_and(|done| done.status.success()) {
        eprintln!("SKIPPED: no `strace` to stop the build at every step, or it is not allowed");
        return;
    }
    let mut kills = 0;
    // Which of two names a call has depends on the processor.
    for call in ["?rename,?renameat", "?mkdir,?mkdirat", "?unlink", "unlinkat", "?rmdir", "fsync"] {
        for step in 1..1000 {
            let temp = Temp::quick();
            prepare(&temp.public());
            let mut runner = Command::new("strace");
            runner.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")]);
            runner.args(["-e", &format!("inject={call}:signal=KILL:when={step}")]);
            let mut child = start(runner, &temp.public(), task);
            let (is_done, _rest) = says(&mut child, "done");
            child.wait().unwrap();
            check(&temp, &format!("{call} {step}"));
            if is_done {
                break;
            }
            kills += 1;
        }
    }
    assert!(kills > 10, "only {kills} kills");
    eprintln!("{task}: killed at {kills} steps");
}

#[test]
fn killed_at_every_step_of_a_build() {
    let sites = [version(0, 12), version(1, 12)];
    let clean = [0, 1].map(|v| with_foreign(clean_build(&sites[v])));
    let prepare = |public: &Path| {
        build(public, &sites[0]).unwrap();
        add_foreign(public);
    };
    kill_at_every_step("once 1 12", prepare, |temp, step| {
        let public = temp.public();
        is_whole(&contents(&public), &clean, &listed_paths(&public));
        for next in [step.len() % 2, (step.len() + 1) % 2] {
            build(&public, &sites[next]).unwrap();
            assert_eq!(contents(&public), clean[next], "after {step}");
        }
        assert_eq!(names(&temp.root), ["public"]);
    });
}

#[test]
fn killed_at_every_step_of_a_first_build() {
    let site = version(0, 12);
    let clean = clean_build(&site);
    kill_at_every_step(
        "once 0 12",
        |_| (),
        |temp, step| {
            let left = contents(&temp.public());
            assert!(left.is_empty() || left == clean, "after {step}: {:?}", left.keys());
            build(&temp.public(), &site).unwrap();
            assert_eq!(contents(&temp.public()), clean, "after {step}");
            assert_eq!(names(&temp.root), ["public"]);
        },
    );
}

#[test]
fn killed_at_every_step_of_a_clean() {
    let site = version(0, 12);
    let built = with_foreign(clean_build(&site));
    let prepare = |public: &Path| {
        build(public, &site).unwrap();
        add_foreign(public);
    };
    kill_at_every_step("clean 0 12", prepare, |temp, step| {
        let public = temp.public();
        let listed = listed_paths(&public);
        for (path, bytes) in contents(&public) {
            let is_known = path.ends_with('/') || path.starts_with(".leerpad-");
            assert!(is_known || built.get(&path) == Some(&bytes), "after {step}: {path}");
            let is_foreign = foreign().iter().any(|(name, _)| *name == path);
            assert!(is_known || is_foreign || listed.contains(&path), "after {step}: {path}");
        }
        clean(&public, &[]).unwrap();
        assert_eq!(names(&public), [".git", MANIFEST, "CNAME", "mine", "p0"]);
        assert_eq!(names(&public.join("p0")), ["notes.txt"]);
        build(&public, &site).unwrap();
        assert_eq!(counts(&build(&public, &site).unwrap()), (0, site.len(), 0));
    });
}
