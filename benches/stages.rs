//! How long each stage takes, on sites of 100 and 1,000 pages: `cargo bench`, or `cargo bench render`.
//!
//! On one thread, so that two runs can be compared: what a build makes of all cores, `compare.sh`
//! measures. The site is the one that `tests/counters.rs` counts on, in a temporary folder; with
//! `TMPDIR=/dev/shm` no disk is measured, which is most of what `emit` takes.

#![expect(clippy::unwrap_used, reason = "a benchmark that fails may panic")]

#[path = "../tests/counters/parser.rs"]
mod parser;
#[path = "../tests/counters/site.rs"]
mod site;

use std::path::Path;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use leerpad::assets::Assets;
use leerpad::diagnostic::Diagnostics;
use leerpad::markdown::Highlighter;
use leerpad::output::Output;
use leerpad::path::{SourcePath, UrlPath};
use leerpad::project::{Project, url_words};
use leerpad::render::{Artifact, Renderer};
use leerpad::site::{Input, Publication, assemble};
use leerpad::source::Document;

use parser::{Parser, english};
use site::Site;

const PAGES: [usize; 2] = [100, 1_000];

/// A row takes no longer, with what goes before each sample.
const SECONDS: f64 = 4.0;

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().unwrap();
    divan::main();
}

fn snapshot(project: &mut Project) -> Renderer {
    let inventory = project.walk();
    project.load(&inventory, &mut Vec::new(), &mut Diagnostics::new()).unwrap()
}

fn artifacts(renderer: &Renderer) -> Vec<(&UrlPath, Artifact)> {
    let urls = renderer.site().routes.keys();
    urls.map(|url| (url, renderer.render(url).unwrap().unwrap())).collect()
}

fn documents(renderer: &Renderer) -> Vec<Arc<Document>> {
    renderer.site().pages.iter().map(|page| Arc::clone(&page.document)).collect()
}

/// Files → documents: read, split, parsed, and the code in them coloured, for which grammars are loaded.
#[divan::bench(args = PAGES, max_time = SECONDS)]
fn parse(bencher: Bencher, pages: usize) {
    let site = Site::new(pages);
    let renderer = snapshot(&mut Project::new(site.settings()));
    let files: Vec<SourcePath> =
        documents(&renderer).iter().map(|document| document.path.clone()).collect();
    let parser = Parser::of(&renderer);
    let parse = |code: &mut Highlighter| -> Vec<Document> {
        files.iter().map(|file| parser.document(site.root(), file, code)).collect()
    };
    bencher
        .counter(ItemsCount::new(files.len()))
        .with_inputs(Highlighter::default)
        .bench_local_refs(parse);
}

/// Documents → site.
#[divan::bench(name = "assemble", args = PAGES, max_time = SECONDS)]
fn assembled(bencher: Bencher, pages: usize) {
    let site = Site::new(pages);
    let settings = site.settings();
    let renderer = snapshot(&mut Project::new(settings.clone()));
    let documents = documents(&renderer);
    let assets = Assets::discover(site.root(), &mut Diagnostics::new()).urls();
    let words = url_words(&english());
    let input = Input {
        config: &renderer.site().config,
        documents: &documents,
        files: &[],
        pictures: &renderer.site().pictures,
        assets: &assets,
        words: &words,
        publication: Publication::default(),
        now: settings.now,
    };
    bencher
        .counter(ItemsCount::new(documents.len()))
        .bench_local(|| assemble(&input, &mut Diagnostics::new()));
}

/// All that follows a saved page but the answer: the folder walked, that page parsed, the site assembled.
#[divan::bench(args = PAGES, max_time = SECONDS)]
fn snapshot_after_an_edit(bencher: Bencher, pages: usize) {
    let site = Site::new(pages);
    let mut project = Project::new(site.settings());
    drop(snapshot(&mut project));
    let mut edits = 0..;
    bencher
        .with_inputs(|| site.end_with(&site.lessons[0], &format!("Edit {:?}.", edits.next())))
        .bench_local_values(|()| snapshot(&mut project));
}

/// Site → the bytes of every URL.
#[divan::bench(args = PAGES, max_time = SECONDS)]
fn render(bencher: Bencher, pages: usize) {
    let site = Site::new(pages);
    let mut project = Project::new(site.settings());
    // A snapshot of its own each time: what pages share is made when the first asks for it.
    bencher
        .counter(ItemsCount::new(pages))
        .with_inputs(|| snapshot(&mut project))
        .bench_local_refs(|renderer| artifacts(renderer).len());
}

fn put(artifacts: &[(&UrlPath, Artifact)], folder: &Path) {
    let output = Output::open(folder, &[]).unwrap();
    for (url, artifact) in artifacts {
        output.put(&url.output().unwrap(), &artifact.bytes).unwrap();
    }
    output.commit().unwrap();
}

/// Bytes → a folder that is not there yet.
#[divan::bench(args = PAGES, max_time = SECONDS)]
fn emit(bencher: Bencher, pages: usize) {
    let site = Site::new(pages);
    let renderer = snapshot(&mut Project::new(site.settings()));
    let artifacts = artifacts(&renderer);
    bencher
        .counter(ItemsCount::new(artifacts.len()))
        .with_inputs(|| tempfile::tempdir().unwrap())
        .bench_local_refs(|folder| put(&artifacts, &folder.path().join("public")));
}

/// Bytes → a folder that has them already.
#[divan::bench(args = PAGES, max_time = SECONDS)]
fn emit_what_is_there(bencher: Bencher, pages: usize) {
    let site = Site::new(pages);
    let renderer = snapshot(&mut Project::new(site.settings()));
    let artifacts = artifacts(&renderer);
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("public");
    put(&artifacts, &output);
    bencher.counter(ItemsCount::new(artifacts.len())).bench_local(|| put(&artifacts, &output));
}
