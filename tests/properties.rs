//! Whatever an author types: no panic, nothing of the text lost, well-formed HTML, and every fault
//! at a place that is in the file.

#![expect(clippy::unwrap_used, reason = "this is a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use leerpad::config::MarkdownConfig;
use leerpad::diagnostic::{Diagnostics, LineIndex};
use leerpad::markdown::{
    self, Argument, Body, BodyKind, Context, Contract, Contracts, Defines, Front, Highlighter,
    Parameter, ParameterKind, ParseOptions, Parsed, Source, What,
};
use leerpad::path::SourcePath;
use leerpad::source::{self, Document};
use proptest::prelude::*;
use proptest::sample::select;

/// What Markdown is made of, and what people paste into it.
const PIECES: &[&str] = &[
    "woord",
    "foto's",
    "één",
    "🙂",
    "👩‍🏫",
    "\u{200b}",
    "\u{ad}",
    "\u{b}",
    "\0",
    "a1",
    "'",
    "\"",
    "--",
    "...",
    "€ 5",
    " ",
    " ",
    "  ",
    "\t",
    "    ",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n",
    "# ",
    "## ",
    "### ",
    "####### ",
    "=====\n",
    "---\n",
    "> ",
    "> [!NOTE]\n> ",
    "> [!TIP]\n",
    "- ",
    "* ",
    "1. ",
    "07) ",
    "- [ ] ",
    "- [x] ",
    "[ ]",
    "```\n",
    "```rust\n",
    "~~~\n",
    "````\n",
    "```{tip}\n",
    "````{tip} Titel\n",
    "```{kaal}\n",
    "```{quiz}\n",
    "```{begrippen}\n",
    "woord, foto's,\n: uitleg\n",
    "```{alles} a\n",
    "```{onbekend}\n",
    "```{",
    ":getal: 3\n",
    ":dag: 2026-11-23\n",
    ":naar: x.md\n",
    ":lijst: [a, b]\n",
    ":: \n",
    "- a: 1\n",
    "| a | b |\n",
    "|---|:-:|\n",
    "|",
    "[^1]",
    "[^2]",
    "[^1]: ",
    "[^2]:\n    ",
    "<!-- more -->\n",
    "<!--",
    "-->",
    "<b>",
    "</b>",
    "<div>\n",
    "<br/>",
    "[x](y.md)",
    "[",
    "]",
    "](",
    ")",
    "![",
    "!",
    "<https://a.example>",
    "http://a.example",
    "[x]: /y \"t\"\n",
    "[x]",
    "\\",
    "`",
    "``",
    "*",
    "**",
    "_",
    "~~",
    "{#kop .klas}\n",
    "{#task-1}\n",
    "{{ x }}",
    "{% y %}",
    ": uitleg\n",
    "***\n",
    "&amp;",
    "&",
    "<",
    ">",
    "]]>",
    "javascript:x",
    "[x](javascript:x)",
    "  \n",
    "\r\n",
    "$x$",
    "^x^",
];

fn markdown_text() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn contracts() -> Contracts {
    let parameter =
        |name: &str, kind, required| Parameter { name: name.into(), kind, required, float: false };
    let contract = |name: &str, positional: Option<&str>, body, parameters| {
        let positional = positional.map(Into::into);
        let defines = (name == "begrippen").then_some(Defines::Terms);
        let name = Box::from(name);
        let contract = Contract { name, parameters, positional, body, defines, open: false };
        (contract.name.clone(), Arc::new(contract))
    };
    let text = |name| parameter(name, ParameterKind::Text, false);
    Contracts(BTreeMap::from([
        contract("tip", Some("title"), BodyKind::Markdown, vec![text("title")]),
        contract("callout", Some("kind"), BodyKind::Markdown, vec![text("kind"), text("title")]),
        contract("begrippen", None, BodyKind::Markdown, vec![]),
        contract("kaal", None, BodyKind::None, vec![]),
        contract("quiz", None, BodyKind::Yaml, vec![parameter("data", ParameterKind::Any, true)]),
        contract(
            "alles",
            Some("tekst"),
            BodyKind::Markdown,
            vec![
                parameter("tekst", ParameterKind::Text, true),
                parameter("letterlijk", ParameterKind::Literal, false),
                parameter("ja", ParameterKind::Boolean, false),
                parameter("getal", ParameterKind::Integer, false),
                parameter("deel", ParameterKind::Number, false),
                parameter("lijst", ParameterKind::List, false),
                parameter("groep", ParameterKind::Map, false),
                parameter("wat", ParameterKind::Any, false),
                parameter("dag", ParameterKind::Date, false),
                parameter("naar", ParameterKind::Link, false),
                parameter("bestand", ParameterKind::File, false),
                parameter(
                    "soort",
                    ParameterKind::OneOf(vec!["groot".into(), "klein".into()]),
                    false,
                ),
            ],
        ),
    ]))
}

fn options(allow_html: bool) -> ParseOptions {
    ParseOptions {
        language: "nl".into(),
        markdown: MarkdownConfig { allow_html, highlight: false },
        footnotes: "Voetnoten".into(),
        footnote_back: "Terug".into(),
        table: "Tabel".into(),
        vague_links: vec!["klik hier".into()],
    }
}

fn parse(text: &str, allow_html: bool) -> (Parsed, Diagnostics) {
    let file = SourcePath::new("content/a.md");
    let lines = LineIndex::new(text);
    let (options, contracts) = (options(allow_html), Arc::new(contracts()));
    let highlighter = Highlighter::default();
    let context = Context { options: &options, contracts: &contracts, highlighter: &highlighter };
    let source = Source { file: &file, text, lines: &lines, start: 0 };
    let front = Front { links: Vec::new(), passages: true };
    let mut diagnostics = Diagnostics::new();
    let parsed = markdown::parse(&source, front, &context, &mut diagnostics);
    (parsed, diagnostics)
}

/// All HTML of a page, the bodies of its directives in their places.
fn whole(body: &Body) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for slot in &body.slots {
        out.push_str(&body.html[from..slot.at as usize]);
        from = slot.at as usize;
        if let What::Call(call) = &slot.what {
            out.extend(call.body.as_ref().map(whole));
        }
    }
    out + &body.html[from..]
}

/// A text by way of a file of a site.
fn document(text: &str) -> Arc<Document> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/a.md"), text).unwrap();
    let (options, contracts) = (options(false), Arc::new(contracts()));
    let highlighter = Highlighter::default();
    let context = Context { options: &options, contracts: &contracts, highlighter: &highlighter };
    let file = SourcePath::new("content/a.md");
    Arc::new(source::document(folder.path(), &file, &context))
}

/// Slots stand in the HTML, one after the other, and name links that there are.
fn check_slots(body: &Body, links: usize) -> Result<(), TestCaseError> {
    let mut last = 0;
    let known = |link: u32| (link as usize) < links;
    for slot in &body.slots {
        prop_assert!(slot.at >= last, "{slot:?} stands before {last}");
        prop_assert!(body.html.is_char_boundary(slot.at as usize), "{slot:?}");
        last = slot.at;
        let is_inside = body.passages.iter().any(|one| one.start < slot.at && slot.at < one.end);
        prop_assert!(!is_inside, "{slot:?} stands in a passage");
        match &slot.what {
            What::Url(link) => prop_assert!(known(*link), "{slot:?}"),
            What::Call(call) | What::Inline(call) => {
                for (_, argument) in &call.arguments {
                    if let Argument::Url(link) | Argument::Picture(link, _) = argument {
                        prop_assert!(known(*link), "{slot:?}");
                    }
                }
                call.body.as_ref().map_or(Ok(()), |body| check_slots(body, links))?;
            }
        }
    }
    Ok(())
}

/// Passages are text without tags, one after the other, and define terms that there are.
fn check_passages(body: &Body, terms: usize) -> Result<(), TestCaseError> {
    let mut last = 0;
    for passage in &body.passages {
        prop_assert!(passage.start >= last && passage.end >= passage.start, "{:?}", passage);
        last = passage.end;
        let text = body.html.get(passage.start as usize..passage.end as usize);
        prop_assert!(text.is_some_and(|text| !text.contains(['<', '>'])), "{:?}", text);
        prop_assert!(passage.defines.is_none_or(|term| (term as usize) < terms));
    }
    for slot in &body.slots {
        if let What::Call(call) = &slot.what {
            call.body.as_ref().map_or(Ok(()), |body| check_passages(body, terms))?;
        }
    }
    Ok(())
}

/// Every fault is in a line that there is, within that line.
fn check_places(text: &str, diagnostics: &Diagnostics) -> Result<(), TestCaseError> {
    let lines: Vec<&str> = text.split('\n').collect();
    for diagnostic in diagnostics.iter() {
        prop_assert!(!diagnostic.message.is_empty() && !diagnostic.remedy.is_empty());
        let Some(span) = diagnostic.place.as_ref().and_then(|place| place.span) else { continue };
        let line = lines.get(span.line as usize - 1);
        prop_assert!(line.is_some(), "{diagnostic:?} in a file of {} lines", lines.len());
        let (column, length) = (span.column as usize, span.length as usize);
        let chars = line.unwrap().chars().count();
        prop_assert!(column >= 1 && column <= chars + 1, "{diagnostic:?} in {line:?}");
        prop_assert!(length == 1 || column + length <= chars + 1, "{diagnostic:?} in {line:?}");
    }
    Ok(())
}

/// Elements close in the order in which they opened; the ids are each given once.
fn check_html(html: &str) -> Result<(), TestCaseError> {
    let mut open: Vec<&str> = Vec::new();
    let mut ids = BTreeSet::new();
    for piece in html.split('<').skip(1) {
        let end = piece.find('>');
        prop_assert!(end.is_some(), "a tag without end in {html}");
        let tag = &piece[..end.unwrap()];
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        match (tag.starts_with('/'), matches!(name, "br" | "hr" | "img" | "input")) {
            (true, _) => prop_assert_eq!(open.pop(), Some(name), "in {}", html),
            (false, false) => open.push(name),
            (false, true) => {}
        }
        if name == "p" && !tag.starts_with('/') {
            let inside = open.iter().rev().nth(1).copied().unwrap_or_default();
            let phrasing = ["p", "a", "em", "strong", "del", "label", "h2", "span", "code", "dt"];
            prop_assert!(!phrasing.contains(&inside), "a paragraph in {} in {}", inside, html);
        }
        if let Some((_, id)) = tag.split_once(" id=\"") {
            let id = id.split('"').next().unwrap_or_default();
            prop_assert!(ids.insert(id), "the id {id} twice in {html}");
        }
    }
    prop_assert!(open.is_empty(), "{open:?} is open in {html}");
    Ok(())
}

/// The letters and digits that a reader reads.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn without_tags(html: &str) -> String {
    let text = html.split('<').enumerate().map(|(index, piece)| match index {
        0 => piece,
        _ => piece.split_once('>').map_or("", |(_, text)| text),
    });
    let text: String = text.collect();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_markdown_gives_html_or_a_fault_in_the_file(text in markdown_text()) {
        for allow_html in [false, true] {
            let (parsed, diagnostics) = parse(&text, allow_html);
            check_places(&text, &diagnostics)?;
            check_slots(&parsed.body, parsed.links.len())?;
            check_passages(&parsed.body, parsed.terms.len())?;
            prop_assert!(parsed.anchors.is_sorted());
            for link in &parsed.links {
                prop_assert!(link.span.line as usize <= text.split('\n').count());
            }
            // Its own anchors lead somewhere.
            for link in parsed.links.iter().filter(|link| link.target.starts_with("#fn")) {
                let anchor = &link.target[1..];
                prop_assert!(parsed.anchors.iter().any(|known| **known == *anchor), "{}", anchor);
            }
            if !allow_html && !diagnostics.has_errors() {
                check_html(&whole(&parsed.body))?;
            }
        }
    }

    #[test]
    fn line_ends_of_windows_change_nothing(text in markdown_text()) {
        let unix = text.replace('\r', "");
        let windows = unix.replace('\n', "\r\n");
        let (one, other) = (document(&unix), document(&windows));
        prop_assert_eq!(&one.parsed, &other.parsed);
        prop_assert_eq!(&one.diagnostics, &other.diagnostics);
    }

    #[test]
    fn the_letters_of_a_paragraph_stay(
        words in prop::collection::vec("[a-zA-Zéëïß0-9]{1,9}['\",.;:?!–-]{0,2}|'[stn]|\\PC{1,3}", 1..40),
    ) {
        // A leading x: so that it is a paragraph and neither a list nor a heading.
        let text = format!("x {}", words.join(" ").replace(['<', '[', '&', '\\', '`', '|', '\u{0}'], ""));
        let (parsed, diagnostics) = parse(&text, false);
        prop_assert!(diagnostics.iter().all(|fault| fault.code.is_advice()), "{:?}", diagnostics);
        prop_assert_eq!(letters(&without_tags(&parsed.body.html)), letters(&text));
        prop_assert_eq!(letters(&parsed.summary), letters(&text));
    }

    #[test]
    fn any_directive_is_a_call_or_a_fault(
        name in select(&["tip", "begrippen", "kaal", "quiz", "alles", "callout", "tpi", "", "a b"][..]),
        positional in "[ a-z0-9'\"{}-]{0,12}",
        options in prop::collection::vec(
            (select(&["tekst", "ja", "getal", "deel", "lijst", "groep", "wat", "dag", "naar", "bestand", "soort", "x"][..]),
             "[a-z0-9 .:#/\\[\\]{},'\"🙂-]{0,12}"),
            0..6,
        ),
        body in markdown_text(),
        around in select(&["", "> ", "  "][..]),
    ) {
        let options: String =
            options.iter().map(|(key, value)| format!(":{key}: {value}\n")).collect();
        let fence = "`".repeat(12);
        let body = body.replace('\r', "");
        let directive = format!("{fence}{{{name}}} {positional}\n{options}\n{body}\n{fence}\n");
        let text: String = directive.lines().map(|line| format!("{around}{line}\n")).collect();
        let (parsed, diagnostics) = parse(&text, false);
        check_places(&text, &diagnostics)?;
        check_slots(&parsed.body, parsed.links.len())?;
        let calls = parsed.body.slots.iter().filter(|slot| matches!(slot.what, What::Call(_)));
        // Bodies of notes and callouts may add calls, but never without one of ours.
        prop_assert!(calls.count() > 0 || diagnostics.has_errors(), "{}", text);
    }
}

/// What front matter is made of.
const KEYS: &[&str] = &[
    "title",
    "description",
    "summary",
    "date",
    "updated",
    "publish",
    "expires",
    "draft",
    "slug",
    "aliases",
    "tags",
    "weight",
    "kind",
    "template",
    "author",
    "image",
    "toc",
    "noindex",
    "extra",
    "glossary",
    "objectives",
    "duration",
    "prerequisites",
    "tilte",
    "",
];

const VALUES: &[&str] = &[
    "x",
    "'s avonds",
    "\"een \\\" twee\"",
    "2026-11-23",
    "2026-13-45",
    "2026-11-23 14:30",
    "true",
    "no",
    "12",
    "-1",
    "1e400",
    "99999999999999999999",
    "[a, b]",
    "[",
    "{src: a.jpg, alt: é}",
    "{a: 1",
    "[[1], {b: c}]",
    "\n  - a\n  - b",
    "\n  sleutel: waarde",
    "|\n  lang\n  stuk",
    ">-\n  lang",
    "&a x",
    "*a",
    "!!int x",
    "~",
    "🙂: nee",
    "#",
    "/oud/",
    "/../x",
    "?",
    "\t",
    "é",
    "''",
    "@",
    "%",
    "`",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_front_matter_is_read_or_told_of(
        lines in prop::collection::vec((select(KEYS), select(&[": ", ":", " : ", ""][..]), select(VALUES)), 0..10),
        open in select(&["---\n", "\u{feff}---\n", "---\r\n", "--- \n", "", "----\n"][..]),
        close in select(&["---\n", "---", "", "...\n", "---\r\nTekst"][..]),
    ) {
        let yaml: String = lines.iter().map(|(key, colon, value)| format!("{key}{colon}{value}\n")).collect();
        let text = format!("{open}{yaml}{close}");
        let document = document(&text);
        check_places(text.trim_start_matches('\u{feff}'), &document.diagnostics)?;
        prop_assert!(!document.front_matter.title.is_empty() || document.diagnostics.has_errors());
        if let Some(image) = &document.front_matter.image {
            prop_assert!((image.src as usize) < document.parsed.links.len());
        }
        for link in &document.front_matter.prerequisites {
            prop_assert!((*link as usize) < document.parsed.links.len());
        }
    }
}

/// A fault of a directive points at its own line, also when one inside has the same name.
#[test]
fn a_nested_directive_does_not_draw_the_fault_of_the_outer_one() {
    let text = "\n````{kaal} x\n```{kaal} x\n```\n````\n";
    let (_, diagnostics) = parse(text, false);
    let lines: Vec<u32> = diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.place.as_ref()?.span.map(|span| span.line))
        .collect();
    assert_eq!(lines, [2, 3], "{diagnostics:?}");
}
