//! Holds the reference in `docs/content/reference/` against what there really is: a name that lacks
//! there, one that is none, and one of another type are each told, as the row that it should be.
//!
//! A row of a table counts whose first cell begins with a name in backticks; the second cell is its
//! type. Names of a group stand below a heading that is the group's name.

#![expect(clippy::unwrap_used, reason = "this is a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use assert_cmd::Command;
use leerpad::assets::Assets;
use leerpad::diagnostic::{Code, Diagnostics};
use leerpad::markdown::{BodyKind, Parameter, ParameterKind};
use leerpad::path::BaseUrl;
use leerpad::render::Engine;
use leerpad::theme::{self, Folder};
use leerpad::yaml::KnownKey;

/// Names with their types.
type Names = BTreeMap<String, String>;

#[test]
fn front_matter() {
    check("front-matter", |_| true, &keys(&leerpad::source::keys()));
}

#[test]
fn site_yaml() {
    check("site-yaml", |_| true, &keys(&leerpad::config::keys()));
}

#[test]
fn languages() {
    check("languages", |heading| heading == "Keys", &keys(&leerpad::locale::keys()));
}

#[test]
fn diagnostics() {
    for (page, is_advice) in [("diagnostics", false), ("advice", true)] {
        let codes = Code::ALL.iter().filter(|code| code.is_advice() == is_advice);
        let real = codes.map(|code| (code.name().to_owned(), code.about().to_owned()));
        check(page, |_| true, &real.collect());
    }
}

#[test]
fn commands() {
    let mut real = Names::new();
    let mut root = leerpad::cli::command();
    root.build();
    command(&root, "", &mut real);
    check("commands", |heading| heading.is_empty(), &real);
}

/// All options and arguments of a command and of those below it.
fn command(command: &clap::Command, path: &str, real: &mut Names) {
    for argument in command.get_arguments() {
        let id = argument.get_id().as_str();
        // Those of all commands stand once.
        if matches!(id, "help" | "version") || argument.is_global_set() && !path.is_empty() {
            continue;
        }
        let name = match (argument.get_short(), argument.get_long()) {
            (Some(short), Some(long)) => format!("-{short}, --{long}"),
            (None, Some(long)) => format!("--{long}"),
            _ => id.to_uppercase(),
        };
        let values: Vec<String> =
            argument.get_possible_values().iter().map(|v| format!("`{}`", v.get_name())).collect();
        let takes = match argument.get_action() {
            clap::ArgAction::SetTrue => "nothing".to_owned(),
            _ if !values.is_empty() => values.join(", "),
            _ => {
                let names = argument.get_value_names().unwrap_or_default();
                names.iter().map(|name| name.to_string()).collect::<Vec<_>>().join(" ")
            }
        };
        real.insert(format!("{path}{name}"), takes);
    }
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        real.insert(format!("{path}{}", sub.get_name()), "command".to_owned());
        self::command(sub, &format!("{path}{} ", sub.get_name()), real);
    }
}

#[test]
fn directives() {
    let mut real = Names::new();
    for contract in engine().contracts().0.values() {
        let body = match contract.body {
            BodyKind::Markdown => "Markdown",
            BodyKind::Yaml => "YAML",
            BodyKind::Quiz => "the questions of a quiz",
            BodyKind::None => "no body",
        };
        real.insert(contract.name.to_string(), body.to_owned());
        for parameter in &contract.parameters {
            let mut takes = takes(parameter);
            if contract.positional.as_ref() == Some(&parameter.name) {
                takes += ", on the opening line";
            }
            if parameter.required {
                takes += ", needed";
            }
            real.insert(format!("{} {}", contract.name, parameter.name), takes);
        }
    }
    check("directives", |heading| heading.is_empty(), &real);
    let quiz = |heading: &str| heading == "Keys of a question";
    check("directives", quiz, &keys(&leerpad::markdown::quiz_keys()));
}

fn takes(parameter: &Parameter) -> String {
    let words = |words: &[Box<str>]| {
        words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    };
    match &parameter.kind {
        ParameterKind::Text => "text".to_owned(),
        ParameterKind::Literal => "name".to_owned(),
        ParameterKind::Boolean => "`true` or `false`".to_owned(),
        ParameterKind::Integer => "whole number".to_owned(),
        ParameterKind::Number => "number".to_owned(),
        ParameterKind::List => "list".to_owned(),
        ParameterKind::Map => "group of keys".to_owned(),
        ParameterKind::Any => "anything".to_owned(),
        ParameterKind::Date => "date".to_owned(),
        ParameterKind::Link => "link".to_owned(),
        ParameterKind::Page => "page".to_owned(),
        ParameterKind::Section => "section".to_owned(),
        ParameterKind::File => "file".to_owned(),
        ParameterKind::Picture => "picture".to_owned(),
        ParameterKind::Tag => "tag".to_owned(),
        ParameterKind::OneOf(all) => words(all),
    }
}

#[test]
fn functions_and_filters() {
    let engine = engine();
    let names = |names: &[&str], what: &str| {
        names.iter().map(|name| ((*name).to_owned(), what.to_owned())).collect::<Names>()
    };
    let mut real = names(engine.functions(), "function");
    real.extend(names(engine.filters(), "filter"));
    check("functions", |_| true, &real);
}

/// An engine with the default theme.
fn engine() -> Engine {
    let root = tempfile::tempdir().unwrap();
    let mut diagnostics = Diagnostics::new();
    let assets = Arc::new(Assets::discover(root.path(), &mut diagnostics));
    let texts = theme::texts(root.path(), Folder::Templates, &mut diagnostics);
    let engine = Engine::new(texts, &assets, &BaseUrl::root(), "en", &mut diagnostics);
    assert!(!diagnostics.has_errors());
    engine
}

/// Which output of the fixture site comes of which template.
const OUTPUTS: &[(&str, &str)] = &[
    ("index.html", "home.html"),
    ("contact/index.html", "contact.html"),
    ("signup/index.html", "signup.html"),
    ("course/index.html", "course.html"),
    ("course/module/index.html", "module.html"),
    ("course/module/lesson-2/index.html", "lesson.html"),
    ("blog/page/2/index.html", "section.html"),
    ("blog/post-2/index.html", "post.html"),
    ("tags/index.html", "tags.html"),
    ("tags/one/page/2/index.html", "tag.html"),
    ("search/index.html", "search.html"),
    ("404.html", "404.html"),
    ("offline.html", "offline.html"),
    ("manifest.webmanifest", "manifest.webmanifest"),
    ("sw.js", "sw.js"),
    ("old/index.html", "redirect.html"),
    ("feed.xml", "feed.xml"),
    ("sitemap.xml", "sitemap.xml"),
    ("robots.txt", "robots.txt"),
    (".well-known/security.txt", "security.txt"),
    ("css/accent.css", "accent.css"),
    ("course/2027-01-14.ics", "session.ics"),
];

/// What templates get: a site that says all that can be said is built with templates that write out
/// the names of all their values.
#[test]
fn template_variables() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/site");
    let output = tempfile::tempdir().unwrap();
    let run = Command::cargo_bin("leerpad")
        .unwrap()
        .args(["build", "--quiet", "--future", "--now", "2026-11-23T09:00:00Z", "--output-dir"])
        .arg(output.path().join("out"))
        .arg("--root")
        .arg(root)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mut kinds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, template) in OUTPUTS {
        let text = fs::read_to_string(output.path().join("out").join(file)).unwrap();
        // A calendar folds its lines.
        let text = text.replace("\r\n ", "");
        for (path, kind) in text.lines().filter_map(|line| line.split_once('|')) {
            let Some((parent, key)) = path.trim_end_matches("[]").rsplit_once('.') else {
                continue;
            };
            let (Some(name), false) = (name(parent, key, template), path.ends_with("[]")) else {
                continue;
            };
            kinds.entry(name).or_default().insert(kind.to_owned());
        }
    }
    assert!(kinds.len() > 150, "only {} values were found", kinds.len());
    let kind = |kinds: BTreeSet<String>| {
        kinds.into_iter().find(|kind| kind != "none").unwrap_or("none".to_owned())
    };
    let mut real: Names = kinds.into_iter().map(|(name, kinds)| (name, kind(kinds))).collect();
    let mut told = documented("templates", |_| true);
    for takes in told.values_mut() {
        *takes = kind_of(takes).to_owned();
    }
    // What a post never has is of no type there.
    for (name, kind) in real.iter_mut().filter(|(_, kind)| *kind == "none") {
        kind.clone_from(told.get(name).unwrap_or(&"none".to_owned()));
    }
    assert_same("templates", &told, &real);
}

/// What the words for a type mean to a template.
fn kind_of(takes: &str) -> &'static str {
    match takes.split([' ', ',']).next().unwrap_or_default() {
        "text" | "HTML" | "URL" | "JSON" => "text",
        "number" => "number",
        "`true`" => "boolean",
        "list" => "list",
        _ => "map",
    }
}

/// The name of a value in the reference: that of its group and its own. `None` for what the author
/// names, and for values that every template has.
fn name(parent: &str, key: &str, template: &str) -> Option<String> {
    let parent = parent.trim_start_matches('.');
    let last = parent.trim_end_matches("[]").rsplit('.').next().unwrap_or_default();
    let group = match last {
        "" if matches!(key, "site" | "page" | "t" | "") => return None,
        "" => return Some(format!("{template} {key}")),
        "extra" | "data" | "t" => return None,
        "date" | "updated" => "date",
        "start" | "end" => "moment",
        "tags" if parent == "tags[]" => "counted tag",
        "tags" => "tag",
        "menu" | "footer" => "menu item",
        "hidden" => "hidden field",
        "meta" => "meta",
        "links" => "head link",
        "breadcrumbs" | "course" | "module" | "prerequisites" => "link",
        "page" if parent.ends_with("sessions[].page") => "link",
        "modules" if parent.ends_with("lesson.modules[]") => "module link",
        "modules" => "module",
        "toc" | "children" => "heading",
        "quizzes" => "quiz",
        "questions" => "question",
        "options" => "option",
        "sources" => "picture source",
        "pages" if parent.ends_with("paginator.pages[]") => "list page",
        "kinds" => "kind",
        "entries" if template == "sitemap.xml" => "sitemap entry",
        "entries" => "feed entry",
        "light" | "dark" => "shades",
        "sessions" => "session",
        "posts" | "pages" | "sections" | "first" | "next" | "previous" | "related" | "courses"
        | "lessons" => "summary",
        other => other,
    };
    Some(format!("{group} {key}"))
}

fn keys(known: &[KnownKey]) -> Names {
    let takes = |key: &KnownKey| match key.required {
        true => format!("{}, needed", key.takes),
        false => key.takes.to_string(),
    };
    known.iter().map(|key| (key.path.clone(), takes(key))).collect()
}

fn check(page: &str, wanted: impl Fn(&str) -> bool, real: &Names) {
    assert_same(page, &documented(page, wanted), real);
}

/// The rows of a page of the reference, of the headings that are wanted.
fn documented(page: &str, wanted: impl Fn(&str) -> bool) -> Names {
    let path = format!("{}/docs/content/reference/{page}.md", env!("CARGO_MANIFEST_DIR"));
    rows(&fs::read_to_string(path).unwrap(), wanted)
}

fn rows(text: &str, wanted: impl Fn(&str) -> bool) -> Names {
    let (mut heading, mut group) = ("", "");
    let mut names = Names::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            (heading, group) = (title, "");
        } else if let Some(title) = line.strip_prefix("### ") {
            group = title.trim_matches('`');
        }
        let Some(row) = line.strip_prefix("| `").filter(|_| wanted(heading)) else { continue };
        let row = row.replace("\\|", "\u{0}");
        let mut cells = row.trim_end_matches('|').split(" | ");
        let name = cells.next().unwrap_or_default().trim_end().trim_end_matches('`');
        let name = name.split('(').next().unwrap_or_default();
        let takes = cells.next().unwrap_or_default().trim().replace('\u{0}', "|");
        let space = if group.is_empty() { "" } else { " " };
        names.insert(format!("{group}{space}{name}"), takes);
    }
    names
}

fn assert_same(page: &str, told: &Names, real: &Names) {
    let faults = differences(told, real);
    assert!(
        faults.is_empty(),
        "docs/content/reference/{page}.md differs from what there is:\n{}",
        faults.join("\n")
    );
}

fn differences(told: &Names, real: &Names) -> Vec<String> {
    let lacks = real
        .iter()
        .filter(|(name, _)| !told.contains_key(*name))
        .map(|(name, takes)| format!("lacks: | `{name}` | {takes} | | |"));
    let odd = told
        .keys()
        .filter(|name| !real.contains_key(*name))
        .map(|name| format!("is nothing: `{name}`"));
    let other = told.iter().filter_map(|(name, takes)| {
        let wanted = real.get(name).filter(|wanted| *wanted != takes)?;
        Some(format!("`{name}`: {wanted}, not {takes}"))
    });
    lacks.chain(odd).chain(other).collect()
}

#[test]
fn the_comparison_tells_what_differs() {
    let page = "## Keys\n\n| key | takes |\n|---|---|\n| `title` | text | |\n\
                | `odd` | text |\n### `image`\n| `src(x)` | `a` \\| b |\n## Other\n| `x` | y |\n";
    let told = rows(page, |heading| heading == "Keys");
    let names = |pairs: &[(&str, &str)]| -> Names {
        pairs.iter().map(|(name, takes)| ((*name).to_owned(), (*takes).to_owned())).collect()
    };
    assert_eq!(told, names(&[("title", "text"), ("odd", "text"), ("image src", "`a` | b")]));
    let real = names(&[("title", "date"), ("image src", "`a` | b"), ("gone", "text")]);
    assert_eq!(
        differences(&told, &real),
        ["lacks: | `gone` | text | | |", "is nothing: `odd`", "`title`: date, not text"]
    );
    assert_eq!(differences(&told, &told), [""; 0]);
}
