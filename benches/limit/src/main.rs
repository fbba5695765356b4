//! What the machine can do: the least that a site generator has to.
//!
//! `limit CONTENT OUTPUT [THREADS]` reads every file below CONTENT, converts its Markdown, puts a fixed
//! page around it and writes that as a folder of its own below OUTPUT. No front matter is read, no
//! link is followed, no list is made, no template is run. A fault ends it with a panic: it is no tool for
//! sites.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use pulldown_cmark::{Options, Parser, html};

/// Files that a thread takes at a time.
const SHARE: usize = 64;

fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [content, output, rest @ ..] = &*arguments else {
        panic!("usage: limit CONTENT OUTPUT [THREADS]");
    };
    let threads = rest.first().map_or(2, |text| text.to_string_lossy().parse().expect("a number of threads"));
    let mut files = Vec::new();
    walk(content, &mut files);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let from = next.fetch_add(SHARE, Ordering::Relaxed);
                    let Some(share) = files.get(from..files.len().min(from + SHARE)) else { break };
                    share.iter().for_each(|file| make(content, output, file));
                    if share.is_empty() {
                        break;
                    }
                }
            });
        }
    });
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        match entry.file_type().expect("its type").is_dir() {
            true => walk(&entry.path(), files),
            false => files.push(entry.path()),
        }
    }
}

fn make(content: &Path, output: &Path, file: &Path) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES;
    let text = fs::read_to_string(file).expect("text");
    let front = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"));
    let body = front.map_or(&*text, |(_, body)| body);
    let mut page = String::with_capacity(text.len() * 2 + 1024);
    page.push_str("<!doctype html>\n<html lang=\"en\"><head><title>x</title></head><body><main>");
    page.push_str(&"<nav>x</nav>".repeat(60));
    html::push_html(&mut page, Parser::new_ext(body, options));
    page.push_str("</main></body></html>\n");
    let path = file.strip_prefix(content).expect("a file of the content").with_extension("");
    let folder = output.join(path);
    fs::create_dir_all(&folder).expect("a new folder");
    fs::write(folder.join("index.html"), page).expect("a new file");
}
