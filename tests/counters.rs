//! How much work a build is, counted and not timed: system calls, allocations, files written, pages
//! parsed. A count is the same on a busy machine, so that one more call a page is seen at once.
//!
//! Bounds lie just above what was counted. Who comes in below one lowers it; who has a reason to go
//! over it says that reason where they raise it.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it counted"
)]

#[path = "counters/calls.rs"]
mod calls;
#[path = "counters/parser.rs"]
mod parser;
#[path = "counters/site.rs"]
mod site;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use allocation_counter::AllocationInfo;
use leerpad::diagnostic::Diagnostics;
use leerpad::markdown::Highlighter;
use leerpad::output::Output;
use leerpad::path::{SourcePath, UrlPath};
use leerpad::project::Project;
use leerpad::render::{Artifact, Renderer};
use leerpad::source::Document;

use parser::Parser;
use site::{NOW, Site};

/// Lessons and posts of the site that is counted on.
const PAGES: usize = 1_000;

/// Those of a small one: what it costs too, as a theme and the grammars of code, is not the pages'.
const FEW: usize = 100;

/// For each page, what a site of [`PAGES`] takes more than one of [`FEW`].
fn a_page(few: u64, all: u64) -> f64 {
    (all as f64 - few as f64) / (PAGES - FEW) as f64
}

/// Compares what was counted a page with what it may be, and tells of all where one is over.
fn assert_within(counts: Vec<(String, f64, f64)>) {
    let mut table = String::new();
    for (what, count, bound) in counts {
        let mark = if count > bound { "  <- too many" } else { "" };
        writeln!(table, "{what:>34} {count:>12.3} of {bound}{mark}").unwrap();
    }
    assert!(!table.contains("<-"), "more work a page than it was:\n{table}");
    println!("a page:\n{table}");
}

/// `leerpad build` of a site into a folder.
fn build(site: &Site, output: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("leerpad"));
    command.args(["build", "--quiet", "--strict", "--now", NOW, "--root"]);
    command.arg(site.root()).arg("--output-dir").arg(output);
    command
}

/// Builds both sites, each into its folder, and compares the system calls a page with their bounds.
fn assert_calls(sites: &[(Site, PathBuf); 2], bounds: &[(&'static str, f64)]) {
    let [few, all] = sites.each_ref().map(|(site, output)| calls::count(&mut build(site, output)));
    let kinds: BTreeSet<&str> = bounds.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, all.keys().copied().collect(), "each kind of call has a bound");
    let count = |&(kind, bound): &_| (str::to_owned(kind), a_page(few[kind], all[kind]), bound);
    assert_within(bounds.iter().map(count).collect());
}

#[test]
fn a_build_asks_little_of_the_system() {
    let scratch = tempfile::tempdir().unwrap();
    let site = |pages| (Site::new(pages), scratch.path().join(pages.to_string()));
    let sites = [FEW, PAGES].map(site);
    let all_anew = [
        ("open", 2.4),
        ("stat", 3.4),
        ("read", 2.2),
        ("write", 1.25),
        ("close", 2.4),
        ("list", 0.2),
        ("mkdir", 1.25),
        ("rename", 0.01),
        ("remove", 0.01),
        ("sync", 0.01),
        ("rest", 0.02),
    ];
    assert_calls(&sites, &all_anew);
    let nothing_changed = [
        ("open", 2.4),
        ("stat", 5.7),
        ("read", 3.4),
        ("write", 0.01),
        ("close", 2.4),
        ("list", 0.2),
        ("mkdir", 0.01),
        ("rename", 0.01),
        ("remove", 0.01),
        ("sync", 0.01),
        ("rest", 0.02),
    ];
    assert_calls(&sites, &nothing_changed);
}

/// Work, and what was allocated for it on this thread.
fn measured<T>(work: impl FnOnce() -> T) -> (T, AllocationInfo) {
    let mut made = None;
    let info = allocation_counter::measure(|| made = Some(work()));
    (made.unwrap(), info)
}

/// Runs what is measured: allocations are counted for each thread by itself.
fn on_one_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(work)
}

/// The site as it is now, and its links as a build looks at them.
fn snapshot(project: &mut Project) -> Renderer {
    let mut diagnostics = Diagnostics::new();
    let inventory = project.walk();
    let renderer = project.load(&inventory, &mut Vec::new(), &mut diagnostics).unwrap();
    diagnostics.extend(renderer.site().all_link_faults());
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    renderer
}

fn render(renderer: &Renderer) -> Vec<(&UrlPath, Artifact)> {
    let urls = renderer.site().routes.keys();
    urls.map(|url| (url, renderer.render(url).unwrap().unwrap())).collect()
}

fn emit(artifacts: &[(&UrlPath, Artifact)], folder: &Path) {
    let output = Output::open(folder, &[]).unwrap();
    for (url, artifact) in artifacts {
        output.put(&url.output().unwrap(), &artifact.bytes).unwrap();
    }
    output.commit().unwrap();
}

/// What each stage of a build of a site allocates; of its second load, where nothing has changed, too.
fn allocations(site: &Site) -> [(&'static str, AllocationInfo); 5] {
    let scratch = tempfile::tempdir().unwrap();
    on_one_thread(|| {
        let mut project = Project::new(site.settings());
        let (first, load) = measured(|| snapshot(&mut project));
        drop(first);
        let (renderer, again) = measured(|| snapshot(&mut project));
        let (artifacts, render) = measured(|| render(&renderer));
        let ((), emit) = measured(|| emit(&artifacts, &scratch.path().join("public")));
        let mut parse = load;
        parse.count_total -= again.count_total;
        parse.bytes_total -= again.bytes_total;
        let mut build = load;
        build += render;
        build += emit;
        [
            ("parse", parse),
            ("discover and assemble", again),
            ("render", render),
            ("emit", emit),
            ("build", build),
        ]
    })
}

#[test]
fn a_build_allocates_little() {
    // The first time makes what is made once in the life of a process.
    let [_, few] = [FEW, FEW].map(|pages| allocations(&Site::new(pages)));
    // The bytes have room for a temporary folder with a long name, and none for a copy of a page.
    let bounds = [
        ("parse", 1_044.4, 230_400.0),
        ("discover and assemble", 49.6, 5_800.0),
        ("render", 303.6, 68_100.0),
        ("emit", 11.8, 2_500.0),
        ("build", 1_408.0, 305_000.0),
    ];
    let all = allocations(&Site::new(PAGES));
    let mut counts = Vec::new();
    for (at, (stage, allocations, bytes)) in bounds.into_iter().enumerate() {
        let [few, all] = [few[at], all[at]];
        assert_eq!(all.0, stage);
        let count = |count: fn(&AllocationInfo) -> u64| a_page(count(&few.1), count(&all.1));
        counts.push((format!("{stage}, allocations"), count(|info| info.count_total), allocations));
        counts.push((format!("{stage}, bytes"), count(|info| info.bytes_total), bytes));
    }
    assert_within(counts);
}

/// When each file below a folder was last written, and which file it is.
fn written(folder: &Path) -> BTreeMap<String, (i64, i64, u64)> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let (name, found) = (entry.path().strip_prefix(folder), entry.metadata().unwrap());
            let name = name.unwrap().to_str().unwrap().to_owned();
            (name, (found.mtime(), found.mtime_nsec(), found.ino()))
        })
        .collect()
}

/// Builds, and names the files that were written, made or removed by that.
fn rewritten(site: &Site, output: &Path) -> BTreeSet<String> {
    let before = written(output);
    assert!(build(site, output).status().unwrap().success());
    let after = written(output);
    let names = before.keys().chain(after.keys());
    names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

#[test]
fn a_build_writes_what_has_changed_and_nothing_else() {
    let (site, scratch) = (Site::new(PAGES), tempfile::tempdir().unwrap());
    let output = scratch.path().join("public");
    assert!(build(&site, &output).status().unwrap().success());
    assert!(written(&output).len() > PAGES);
    assert_eq!(rewritten(&site, &output), BTreeSet::new(), "nothing had changed");

    let newest = snapshot(&mut Project::new(site.settings()));
    let newest = newest.site().page(newest.site().posts[0]).document.path.to_string();
    for (file, feeds) in [(&site.lessons[123], 0), (&newest, 2)] {
        site.end_with(file, "The zebra.");
        let rewritten = rewritten(&site, &output);
        let shows = |name: &String| {
            fs::read_to_string(output.join(name)).is_ok_and(|text| text.contains("The zebra."))
        };
        let mut expected: BTreeSet<String> = written(&output).into_keys().filter(shows).collect();
        assert_eq!(expected.len(), 1 + feeds, "{file} is shown in {expected:?}");
        // It holds a hash of each file.
        expected.insert(".leerpad-manifest".to_owned());
        assert_eq!(rewritten, expected, "{file} was edited");
        site.end_with(file, "The end.");
        assert_eq!(self::rewritten(&site, &output), expected, "{file} was edited back");
    }
}

type Documents = BTreeMap<String, Arc<Document>>;

/// The documents of a snapshot by their files.
fn documents(renderer: &Renderer) -> Documents {
    let pages = renderer.site().pages.iter();
    pages.map(|page| (page.document.path.to_string(), Arc::clone(&page.document))).collect()
}

/// The files of which the snapshot before had another document.
fn parsed(before: &Documents, after: &Documents) -> Vec<String> {
    let is_kept = |file, document| before.get(file).is_some_and(|old| Arc::ptr_eq(old, document));
    let new = after.iter().filter(|(file, document)| !is_kept(*file, *document));
    new.map(|(file, _)| file.clone()).collect()
}

#[test]
fn an_edit_costs_one_parse() {
    let site = Site::new(PAGES);
    on_one_thread(|| {
        let mut project = Project::new(site.settings());
        let first = documents(&snapshot(&mut project));
        assert_eq!(first.len(), site.lessons.len() + site.posts.len() + site.sections.len());
        let (second, idle) = measured(|| snapshot(&mut project));
        let second = documents(&second);
        assert_eq!(parsed(&first, &second), [""; 0], "nothing had changed");

        let edited = &site.lessons[123];
        site.end_with(edited, "Another end.");
        let (renderer, busy) = measured(|| snapshot(&mut project));
        let third = documents(&renderer);
        assert_eq!(parsed(&second, &third), [edited.as_str()], "one page was edited");
        // A parse whose outcome is thrown away shows in no document, but it allocates.
        let (parser, code) = (Parser::of(&renderer), Highlighter::default());
        let parse = || parser.document(site.root(), &SourcePath::new(edited.as_str()), &code);
        // The code on it is known, to this highlighter as to the one of the project.
        drop(parse());
        let (_, one) = measured(parse);
        let more = busy.count_total - idle.count_total;
        println!("{more} allocations, where a parse takes {}", one.count_total);
        assert!(more < one.count_total * 3 / 2, "{more}, where a parse takes {}", one.count_total);
    });
}
