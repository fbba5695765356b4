//! Who may know whom: the rules of ARCHITECTURE.md over the text of `src/`. A rule that is broken
//! is told with file and line; each rule is shown to find what it looks for.

use std::fs;
use std::ops::Range;
use std::path::Path;

/// The lowest rooms: each may know those before it, and all others may know them.
const LOWEST: &[&str] = &[
    "fold",
    "path",
    "phone",
    "nearest",
    "slug",
    "diagnostic",
    "link",
    "folder",
    "yaml",
    "accent",
    "hyphens",
];

/// The other rooms and whom they may know besides. A consumer of artifacts that comes new is
/// added here; consumers never know each other.
const ROOMS: &[(&str, &[&str])] = &[
    ("config", &[]),
    ("locale", &[]),
    ("theme", &[]),
    ("assets", &["theme"]),
    ("markdown", &["config"]),
    ("source", &["markdown", "config"]),
    ("site", &["source", "markdown", "config"]),
    ("render", &["site", "source", "markdown", "config", "assets", "theme", "locale"]),
    ("project", &["render", "site", "source", "markdown", "config", "assets", "theme", "locale"]),
    ("headers", &["render", "site", "source", "markdown", "config"]),
    ("serve", &["project", "render", "site", "source", "markdown", "config", "theme", "headers"]),
    ("search", &["render", "site", "source", "markdown", "config"]),
    ("output", &[]),
    ("check", &["render", "site", "source", "markdown", "config"]),
    ("plan", &["site", "source"]),
    ("editor", &["source", "markdown", "config"]),
    ("urls", &["site"]),
    ("external", &["site", "source"]),
];

/// The room on top: it may know all.
const TOP: &str = "cli";

/// Crates that can be swapped in one place: where each may be named, as the start of a path.
const CRATES: &[(&str, &str)] = &[
    ("tera", "src/render"),
    ("serde_yaml", "src/yaml"),
    ("notify", "src/serve"),
    ("syntect", "src/markdown/highlight.rs"),
    ("two_face", "src/markdown/highlight.rs"),
    ("pulldown_cmark", "src/markdown"),
    ("clap", "src/cli"),
    ("clap_complete", "src/cli"),
    ("anyhow", "src/cli"),
    ("indicatif", "src/cli"),
    ("lol_html", "src/render, src/check/rendered.rs, src/serve/client.rs"),
    ("axum", "src/serve"),
    ("tokio", "src/serve, src/search/index.rs"),
    ("pagefind", "src/search/index.rs"),
    ("pagefind_stem", "src/search/compounds.rs"),
    ("qrcode", "src/cli/serve.rs"),
    ("open", "src/cli/serve.rs"),
    ("ureq", "src/external/ask.rs"),
    ("url", "src/external"),
    ("hypher", "src/hyphens.rs"),
    ("palette", "src/accent.rs"),
    ("annotate_snippets", "src/diagnostic"),
    ("aho_corasick", "src/render/glossary.rs"),
    ("crc32fast", "src/assets/picture"),
    ("jpeg_decoder", "src/assets/picture"),
    ("jpeg_encoder", "src/assets/picture"),
    ("fast_image_resize", "src/assets/picture"),
    ("image_webp", "src/assets/picture"),
    ("webp", "src/assets/picture"),
    ("png", "src/assets/picture"),
    ("gif", "src/assets/picture"),
    ("quick_xml", "src/assets/picture"),
];

/// The rooms that touch the disk.
const WITH_DISK: &[&str] = &["folder", "source", "theme", "assets", "output", "project", TOP];

const DISK: &[&str] = &[
    "fs::",
    "File::",
    "OpenOptions",
    "theme::files(",
    "theme::texts(",
    "walkdir::",
    ".canonicalize(",
    ".is_file(",
    ".is_dir(",
    ".exists(",
    ".read_dir(",
];

const PRINTING: &[&str] =
    &["println!", "print!", "eprintln!", "eprint!", "dbg!", "stdout()", "stderr()"];

const CLOCKS: &[&str] = &["Timestamp::now", "SystemTime::now", "ZonedDateTime::now", "Local::now"];

type Rule = fn(&Source) -> Vec<(usize, String)>;

const RULES: &[(&str, Rule)] = &[
    ("rooms", rooms),
    ("inner rooms", inner_rooms),
    ("crates", crates),
    ("printing", printing),
    ("disk", disk),
    ("clock", clock),
    ("markup", markup),
];

#[test]
fn the_house_keeps_its_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = Vec::new();
    let (mut count, mut uses) = (0, 0);
    for entry in walkdir::WalkDir::new(root.join("src")).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        let source = Source::new(&path, &fs::read_to_string(entry.path()).unwrap());
        count += 1;
        uses += source.uses().len();
        for (name, rule) in RULES {
            let told = rule(&source).into_iter();
            faults.extend(
                told.map(|(at, what)| format!("{path}:{}: {what} ({name})", source.line(at))),
            );
        }
    }
    assert!(count > 40 && uses > 200, "only {uses} uses in {count} files of src/");
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_rule_finds_what_it_looks_for() {
    for (name, path, text) in [
        ("rooms", "src/markdown/walk.rs", "use crate::site::Site;"),
        ("rooms", "src/output.rs", "use crate::{diagnostic::Code, render};"),
        (
            "rooms",
            "src/output.rs",
            "use crate::{\n    path::{self, UrlPath},\n    render::Renderer,\n};",
        ),
        ("rooms", "src/config/newsletter.rs", "use super::super::site::Site;"),
        ("rooms", "src/config.rs", "fn f(site: &super::site::Site) {}"),
        ("rooms", "src/fold.rs", "use crate::path::UrlPath;"),
        ("rooms", "src/cellar.rs", "use crate::path::UrlPath;"),
        ("rooms", "src/main.rs", "fn main() { leerpad::project::load(); }"),
        ("rooms", "src/site/links.rs", "fn f() -> crate::render::Artifact { todo() }"),
        ("inner rooms", "src/cli/build.rs", "use crate::render::engine::Engine;"),
        ("inner rooms", "src/cli/build.rs", "use crate::render::{Renderer, engine::Engine};"),
        ("crates", "src/site.rs", "use tera::Value;"),
        ("crates", "src/markdown/walk.rs", "fn f(set: &syntect::parsing::SyntaxSet) {}"),
        ("crates", "src/render.rs", "use anyhow as error;"),
        ("printing", "src/output.rs", "fn f() { println!(\"x\"); }"),
        ("printing", "src/render.rs", "fn f() { std::io::stderr().write_all(b\"x\"); }"),
        ("disk", "src/site.rs", "fn f() { std::fs::read(\"x\"); }"),
        ("disk", "src/render/page.rs", "fn f(p: &Path) -> bool { p.exists() }"),
        ("clock", "src/project.rs", "fn f() { jiff::Timestamp::now(); }"),
        ("markup", "src/render/page.rs", "const A: &str = \"<p class='a'>\";"),
        ("markup", "src/render/page.rs", "const A: &str = r#\"x</div>\"#;"),
    ] {
        let source = Source::new(path, text);
        let (_, rule) = RULES.iter().find(|(known, _)| *known == name).unwrap();
        assert!(!rule(&source).is_empty(), "{name} does not find {text:?} in {path}");
    }
    for (path, text) in [
        ("src/markdown/walk.rs", "// crate::site, tera::Value, println!(), fs::read"),
        ("src/markdown/walk.rs", "/* <p> */ const A: &str = \"crate::site::x tera:: a < b\";"),
        ("src/markdown/typography/marks.rs", "use super::super::body::Body; use super::Edit;"),
        (
            "src/site.rs",
            "#[cfg(test)]\nmod tests { use crate::render::X; const A: &str = \"<p>\"; }",
        ),
        ("src/site.rs", "fn f<'a>(c: char) -> bool { c == '\"' || c == '\\'' } // \"<p>\""),
        (
            "src/markdown/walk.rs",
            "const MORE: &str = \"<!-- more -->\"; const B: &str = \"&str -> <\";",
        ),
        ("src/cli/build.rs", "use crate::render::Renderer; use crate::diagnostic::{Code, print};"),
        ("src/render/contract.rs", "fn f(info: &Info) { info.metadata(); let tera = 1; }"),
    ] {
        let source = Source::new(path, text);
        for (name, rule) in RULES {
            assert_eq!(rule(&source), [], "{name} is wrong about {text:?} in {path}");
        }
    }
}

/// The tables above name rooms that are there, so that none is forgotten when one goes.
#[test]
fn every_room_that_is_named_exists() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let known = LOWEST.iter().chain(ROOMS.iter().map(|(room, _)| room)).chain([&TOP]);
    for room in known {
        assert!(src.join(format!("{room}.rs")).is_file(), "there is no src/{room}.rs");
    }
}

/// Names of rooms that a file uses must stand in the table of its own room.
fn rooms(source: &Source) -> Vec<(usize, String)> {
    let room = source.room();
    let may_know = |other: &str| -> bool {
        if other == room || room == TOP || room == "lib" {
            return true;
        }
        let place = |room: &str| LOWEST.iter().position(|low| *low == room);
        match (place(room), place(other)) {
            (Some(own), Some(other)) => other < own,
            (Some(_), None) => false,
            (None, Some(_)) => true,
            (None, None) => ROOMS
                .iter()
                .find(|(known, _)| *known == room)
                .is_some_and(|(_, others)| others.contains(&other)),
        }
    };
    let known =
        |room: &str| LOWEST.contains(&room) || ROOMS.iter().any(|(known, _)| *known == room);
    if room == "main" {
        let uses = source.names_after("leerpad::").into_iter();
        return uses
            .filter(|(_, path)| path.first().is_none_or(|other| other != TOP))
            .map(|(at, _)| (at, "`main` calls `cli` and nothing else".to_owned()))
            .collect();
    }
    if !known(room) && room != TOP && room != "lib" {
        let what =
            format!("say in tests/architecture.rs and ARCHITECTURE.md whom `{room}` may know");
        return vec![(0, what)];
    }
    let uses = source.uses().into_iter();
    uses.filter_map(|(at, path)| {
        let other = path.first()?;
        let is_room = known(other) || other == TOP;
        (is_room && !may_know(other)).then(|| (at, format!("`{room}` may not know `{other}`")))
    })
    .collect()
}

/// Of `render` and of consumers others know what stands at their door.
fn inner_rooms(source: &Source) -> Vec<(usize, String)> {
    let inner = |path: &[String]| {
        matches!(path.first().map(String::as_str), Some("render" | "output" | "site" | "source"))
            && path.len() > 2
            && path[1].starts_with(|c: char| c.is_ascii_lowercase())
    };
    let uses = source
        .uses()
        .into_iter()
        .filter(|(_, path)| path.first().is_some_and(|room| room != source.room()) && inner(path));
    uses.map(|(at, path)| (at, format!("`{}` is an inner room", path.join("::")))).collect()
}

fn crates(source: &Source) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    for (name, place) in CRATES {
        if place.split(", ").any(|place| source.path.starts_with(place)) {
            continue;
        }
        for (at, _) in source.code.match_indices(name) {
            let (before, after) = (&source.code[..at], &source.code[at + name.len()..]);
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let whole = !before.ends_with(word) && !after.starts_with(word);
            let is_path = after.starts_with("::") || before.trim_end().ends_with("use");
            if whole && is_path && !before.ends_with("::") {
                faults.push((at, format!("the crate `{name}` is named in {place} alone")));
            }
        }
    }
    faults
}

fn printing(source: &Source) -> Vec<(usize, String)> {
    source.found(PRINTING, |room| room == TOP, "prints, which `cli` alone does")
}

fn disk(source: &Source) -> Vec<(usize, String)> {
    source.found(DISK, |room| WITH_DISK.contains(&room), "touches the disk")
}

fn clock(source: &Source) -> Vec<(usize, String)> {
    // How old a file is, is a question about the disk; the site's clock is another.
    let may = |room: &str| room == TOP || room == "folder";
    source.found(CLOCKS, may, "reads the clock, which `cli` alone does")
}

/// HTML stands in `templates/`; `markdown` writes elements by name.
fn markup(source: &Source) -> Vec<(usize, String)> {
    let is_tag = |text: &str| {
        text.match_indices('<').any(|(at, _)| {
            let rest = text[at + 1..].trim_start_matches('/');
            let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
            rest.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.starts_with(['>', ' ', '/'])
                && name.contains('>')
        })
    };
    let tags = source.strings.iter().filter(|(_, text)| is_tag(text));
    tags.map(|(at, text)| (*at, format!("{text:?} is markup"))).collect()
}

/// The text of a file: its code without comments, strings and tests, and its strings apart.
struct Source<'a> {
    path: &'a str,
    /// As long as the text; what is left out is blank.
    code: String,
    strings: Vec<(usize, String)>,
}

impl<'a> Source<'a> {
    fn new(path: &'a str, text: &str) -> Self {
        let (mut code, mut strings) = blank(text);
        // A module of tests in files of its own.
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        let whole = is_test.then_some(0..code.len());
        for range in whole.into_iter().chain(tests(&code)) {
            strings.retain(|(at, _)| !range.contains(at));
            code.replace_range(range.clone(), &blanks(&code[range]));
        }
        Self { path, code, strings }
    }

    /// The first part of the path below `src/`.
    fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(self.path);
        below.split(['/', '.']).next().unwrap_or_default()
    }

    fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }

    fn found(
        &self,
        words: &[&str],
        allowed: impl Fn(&str) -> bool,
        what: &str,
    ) -> Vec<(usize, String)> {
        if allowed(self.room()) {
            return Vec::new();
        }
        let hits = words.iter().flat_map(|word| {
            let is_part = |at: usize| {
                let before = self.code[..at].chars().next_back().unwrap_or(' ');
                word.starts_with(char::is_alphabetic) && (before.is_alphanumeric() || before == '_')
            };
            let places = self.code.match_indices(word).map(|(at, _)| at);
            places.filter(move |&at| !is_part(at)).map(move |at| (at, word))
        });
        hits.map(|(at, word)| (at, format!("`{word}` {what}"))).collect()
    }

    /// All paths from the root of the crate, without `crate`: by name, or by as many `super` as it
    /// takes to get there.
    fn uses(&self) -> Vec<(usize, Vec<String>)> {
        let below = self.path.strip_prefix("src/").unwrap_or(self.path);
        let depth = below.split('/').count();
        let mut uses = self.names_after("crate::");
        uses.extend(self.names_after(&"super::".repeat(depth)));
        uses
    }

    /// The paths that follow a prefix; a group in braces gives one each.
    fn names_after(&self, prefix: &str) -> Vec<(usize, Vec<String>)> {
        let mut found = Vec::new();
        for (at, _) in self.code.match_indices(prefix) {
            let before = self.code[..at].chars().next_back().unwrap_or(' ');
            if !(before.is_alphanumeric() || before == '_' || before == ':') {
                let start = at + prefix.len();
                paths(&self.code, start, &mut Vec::new(), &mut found);
            }
        }
        found
    }
}

/// Reads one path or group of paths from `at` on; returns where it ends.
fn paths(
    code: &str,
    mut at: usize,
    before: &mut Vec<String>,
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let start = at;
    let depth = before.len();
    let skip = |at: usize| at + code[at..].len() - code[at..].trim_start().len();
    loop {
        at = skip(at);
        let name: String =
            code[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !name.is_empty() {
            at += name.len();
            before.push(name);
            if code[at..].starts_with("::") {
                at += 2;
                continue;
            }
            found.push((start, before.clone()));
        } else if code[at..].starts_with('{') {
            at += 1;
            while !code[skip(at)..].starts_with('}') && at < code.len() {
                at = skip(paths(code, at, before, found));
                // Also past `as name` and `*`.
                at += code[at..].find([',', '}']).unwrap_or(code[at..].len());
                at += usize::from(code[at..].starts_with(','));
            }
            at = (skip(at) + 1).min(code.len());
        }
        before.truncate(depth);
        return at;
    }
}

/// Where tests stand: what follows `#[cfg(test)]`, to the end of its block or line.
fn tests(code: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for (start, mark) in code.match_indices("#[cfg(test)]") {
        let mut open = 0;
        let length = code[start + mark.len()..].char_indices().find_map(|(at, c)| {
            open += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            (open == 0 && matches!(c, '}' | ';')).then_some(at + 1)
        });
        let end = length.map_or(code.len(), |length| start + mark.len() + length);
        ranges.push(start..end);
    }
    ranges
}

fn blanks(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let with = if c == '\n' { '\n' } else { ' ' };
            std::iter::repeat_n(with, c.len_utf8())
        })
        .collect()
}

/// Blanks comments, strings and characters; returns the strings with their places.
fn blank(text: &str) -> (String, Vec<(usize, String)>) {
    let mut code = String::with_capacity(text.len());
    let mut strings = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let before_is_word =
            code.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let (length, string) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), None)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), None)
        } else if let Some(length) = raw_string(rest).filter(|_| !before_is_word) {
            (length, Some(rest[..length].trim_start_matches(['b', 'r', '#', '"'])))
        } else if rest.starts_with('"') {
            let length = quoted(rest, '"');
            (length, rest.get(1..length - 1))
        } else if rest.starts_with('\'') && character(rest).is_some() {
            (character(rest).unwrap_or(1), None)
        } else {
            let Some(c) = rest.chars().next() else { break };
            code.push(c);
            at += c.len_utf8();
            continue;
        };
        strings.extend(string.map(|string| (at, string.to_owned())));
        code.push_str(&blanks(&rest[..length]));
        at += length;
    }
    (code, strings)
}

/// The length of `r#"…"#`, if one begins here.
fn raw_string(text: &str) -> Option<usize> {
    let text_after = text.strip_prefix('b').unwrap_or(text).strip_prefix('r')?;
    let hashes = text_after.bytes().take_while(|byte| *byte == b'#').count();
    let inner = text_after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(text.len() - inner.len() + inner.find(&end)? + end.len())
}

/// The length of what stands between two marks, both included.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == mark => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `'x'`; `None` for a lifetime.
fn character(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().skip(1);
    let (_, first) = chars.next()?;
    let (at, second) = chars.next()?;
    match first {
        '\\' => Some(quoted(text, '\'')),
        _ => (second == '\'').then_some(at + 1),
    }
}
