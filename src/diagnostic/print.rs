//! One fault, many forms: for people, for a narrow window, for tools, for GitHub.

use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::text::{Characters, without_controls};
use super::{Diagnostic, Diagnostics, Place, Related, Severity, Span};

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The line itself with a caret below it, and the remedy.
    Human,
    /// One line each: `file:line:column: error[code]: message; remedy`.
    Short,
    /// One JSON document, `{"diagnostics": […]}`.
    Json,
    /// GitHub's workflow commands, which appear beside the changed lines.
    Github,
}

/// What printing needs to know: reads a file of the site again for the line to show.
pub type ReadSource<'a> = &'a dyn Fn(&str) -> Option<String>;

/// All diagnostics in one form, ready to be written out; empty where there are none (but for
/// JSON, which is then an empty list). Colour is ANSI and for [`Format::Human`] alone.
pub fn print(diagnostics: &Diagnostics, format: Format, color: bool, read: ReadSource) -> String {
    match format {
        Format::Human => human(diagnostics, color, read),
        Format::Short => diagnostics.iter().map(short).collect(),
        Format::Json => json(diagnostics),
        Format::Github => diagnostics.iter().map(github).collect(),
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `file:line:column`, as editors and terminals recognise it.
fn location(place: &Place) -> String {
    let file = without_controls(&place.file);
    match place.span {
        Some(span) => format!("{file}:{}:{}", span.line, span.column),
        None => file,
    }
}

fn human(diagnostics: &Diagnostics, color: bool, read: ReadSource) -> String {
    let renderer = match color {
        true => Renderer::styled(),
        false => Renderer::plain(),
    }
    .decor_style(DecorStyle::Ascii);
    let mut files = Files { read, texts: HashMap::new(), moved: Vec::new() };
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        // An author's key or file name stands in it, whatever that holds.
        let title = without_controls(&diagnostic.message);
        let mut group = Group::with_title(level.primary_title(title).id(diagnostic.code.name()));
        if let Some(place) = &diagnostic.place {
            group = files.show(group, place, AnnotationKind::Primary, None);
        }
        for related in &diagnostic.related {
            let Related { place, label } = related;
            group = match place.span {
                Some(_) => files.show(group, place, AnnotationKind::Context, Some(label)),
                None => {
                    group.element(Level::NOTE.message(format!("`{}` {label}", location(place))))
                }
            };
        }
        if diagnostic.more_related > 0 {
            let more = format!("and {} more", diagnostic.more_related);
            group = group.element(Level::NOTE.message(more));
        }
        group = group.element(Level::HELP.message(without_controls(&diagnostic.remedy)));
        let mut text = renderer.render(&[group]).to_string();
        for (part, file) in files.moved.drain(..) {
            text = text.replacen(&part, &file, 1);
        }
        out.push_str(&text);
        out.push_str("\n\n");
    }
    out
}

/// The files of the faults shown, each read once.
struct Files<'r> {
    read: ReadSource<'r>,
    texts: HashMap<Box<str>, Option<Text>>,
    /// Places in the shown parts of lines, and where those are in the file: the renderer knows the
    /// parts alone.
    moved: Vec<(String, String)>,
}

impl Files<'_> {
    /// Adds a place to a group: its line with a mark below, or its name where there is no line.
    fn show<'a>(
        &mut self,
        group: Group<'a>,
        place: &'a Place,
        kind: AnnotationKind,
        label: Option<&'a str>,
    ) -> Group<'a> {
        let origin = |span: Option<Span>| {
            let origin = Origin::path(without_controls(&place.file));
            match span {
                Some(s) => origin.line(s.line as usize).char_column(s.column as usize),
                None => origin,
            }
        };
        let Some(span) = place.span else { return group.element(origin(None)) };
        let text = self
            .texts
            .entry(place.file.clone())
            .or_insert_with(|| (self.read)(&place.file).map(Text::new));
        let shown = text.as_ref().and_then(|text| Some((text, text.line(span.line)?)));
        let Some((text, line)) = shown else { return group.element(origin(Some(span))) };
        let part = text.part(line, span);
        let annotation = kind.span(part.mark).label(label);
        if let Some(column) = part.column {
            let of_part = location(&Place { span: Some(Span { column, ..span }), ..place.clone() });
            self.moved.push((of_part, location(place)));
        }
        group.element(
            Snippet::source(part.text)
                .path(without_controls(&place.file))
                .line_start(span.line as usize)
                .annotation(annotation),
        )
    }
}

/// What is shown of a line.
struct Part {
    text: String,
    mark: Range<usize>,
    /// The column of the mark in the part, where that is not the whole line.
    column: Option<u32>,
}

/// A text whose lines are found at once: a file with ten thousand faults is read through once.
struct Text {
    text: String,
    starts: Vec<usize>,
    characters: Characters,
}

impl Text {
    /// A line longer than this, in bytes, is shown in part: a text without line breaks is a line of
    /// a megabyte, and may have a thousand faults.
    const LONGEST: usize = 1000;
    /// Characters shown before the mark, and from its beginning on.
    const AROUND: (usize, usize) = (60, 120);

    fn new(text: String) -> Self {
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let later = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(first).chain(later).collect();
        let characters = Characters::new(&text);
        Self { text, starts, characters }
    }

    /// A line by its number, counted from 1, without its end and without a byte order mark.
    fn line(&self, number: u32) -> Option<Range<usize>> {
        let start = *self.starts.get(number.checked_sub(1)? as usize)?;
        let end = self.starts.get(number as usize).map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(start..end)?;
        Some(start..start + line.trim_end_matches('\r').len())
    }

    /// What is shown of a line, with the stretch that is marked.
    fn part(&self, line: Range<usize>, span: Span) -> Part {
        let text = self.text.as_str();
        let first = self.characters.before(text, line.start);
        let byte =
            |column: usize| self.characters.byte(text, first + column).clamp(line.start, line.end);
        let column = span.column as usize - 1;
        let (start, end) = (byte(column), byte(column + span.length as usize));
        if line.len() <= Self::LONGEST {
            let mark = start - line.start..end - line.start;
            return Part { text: text[line].to_owned(), mark, column: None };
        }
        let (before, after) = Self::AROUND;
        let from = byte(column.saturating_sub(before));
        let until = byte(column + after);
        let open = if from > line.start { "…" } else { "" };
        let close = if until < line.end { "…" } else { "" };
        let moved = |at: usize| at - from + open.len();
        let mark = moved(start)..moved(end.min(until));
        let part = format!("{open}{}{close}", &text[from..until]);
        let column = part[..mark.start].chars().count() as u32 + 1;
        Part { text: part, mark, column: Some(column) }
    }
}

fn short(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place.as_ref().map(|p| location(p) + ": ").unwrap_or_default();
    let line = format!(
        "{place}{}[{}]: {}; {}",
        word(diagnostic.severity),
        diagnostic.code.name(),
        diagnostic.message.trim_end_matches('.'),
        diagnostic.remedy,
    );
    without_controls(&line) + "\n"
}

fn json(diagnostics: &Diagnostics) -> String {
    #[derive(serde::Serialize)]
    struct Document<'a> {
        diagnostics: Vec<&'a Diagnostic>,
    }
    let document = Document { diagnostics: diagnostics.iter().collect() };
    // Plain data with string keys: serde_json has no way to fail on it.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
fn github(diagnostic: &Diagnostic) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut properties = format!("title={}", diagnostic.code.name());
    if let Some(place) = &diagnostic.place {
        properties += &format!(",file={}", property(&place.file));
        if let Some(span) = place.span {
            let end = span.column + span.length;
            properties += &format!(",line={},col={},endColumn={end}", span.line, span.column);
        }
    }
    let text = data(&format!("{} {}", diagnostic.message, diagnostic.remedy));
    format!("::{} {properties}::{text}\n", word(diagnostic.severity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::path::SourcePath;

    fn sample() -> Diagnostics {
        let file = SourcePath::new("content/één.md");
        Diagnostic::error(
            Code::DeadLink,
            "There is no page `scoop.md`.",
            "Did you mean `scope.md`?",
        )
        .at(&file, Span { line: 2, column: 5, length: 6 })
        .with_related(Place::at(&file, Span { line: 1, column: 1, length: 2 }), "called from here")
        .into()
    }

    fn printed(format: Format) -> String {
        let read = |_: &str| Some("\u{feff}🙂 kop\r\nzie 🙂coop.md\r\n".to_owned());
        print(&sample(), format, false, &read)
    }

    #[test]
    fn nothing_of_an_author_reaches_the_terminal_as_a_command() {
        let file = SourcePath::new("content/a\n\u{1b}[2Jb.md");
        let fault = Diagnostic::error(Code::UnknownKey, "No `a\n\u{1b}[2J\u{9b}b`.", "Or `c\rd`?")
            .at(&file, Span { line: 1, column: 1, length: 1 })
            .with_related(Place::file(&file), "is there already");
        let faults: Diagnostics = fault.into();
        for read in [None, Some("\u{1b}[2Jx\u{7}\n".to_owned())] {
            let read = |_: &str| read.clone();
            let human = print(&faults, Format::Human, false, &read);
            assert!(!human.contains(|c: char| c.is_control() && c != '\n'), "{human:?}");
            assert!(human.contains("`a  [2J b`"), "{human}");
            let short = print(&faults, Format::Short, false, &read);
            assert_eq!(
                short,
                "content/a  [2Jb.md:1:1: error[unknown-key]: No `a  [2J b`; Or `c d`?\n"
            );
        }
    }

    #[test]
    fn of_a_long_line_a_part_is_shown() {
        let file = SourcePath::new("content/lang.md");
        let span = Span { line: 1, column: 2001, length: 4 };
        let fault = Diagnostic::error(Code::RawHtml, "No.", "Take it out.").at(&file, span);
        let read = |_: &str| Some(format!("{}<b>🙂{}", "🙂é".repeat(1000), "woord ".repeat(1000)));
        insta::assert_snapshot!(print(&fault.into(), Format::Human, false, &read), @"
        error[raw-html]: No.
         --> content/lang.md:1:2001
          |
        1 | …🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é🙂é<b>🙂woord woord woord woord woord woord w...
          |                                                                                            ^^^^^
          |
          = help: Take it out.
        ");
    }

    #[test]
    fn every_form_says_the_same() {
        insta::assert_snapshot!(printed(Format::Human), @"
        error[dead-link]: There is no page `scoop.md`.
         --> content/één.md:2:5
          |
        2 | zie 🙂coop.md
          |     ^^^^^^^
          |
         ::: content/één.md:1:1
          |
        1 | 🙂 kop
          | --- called from here
          |
          = help: Did you mean `scope.md`?
        ");
        insta::assert_snapshot!(printed(Format::Short), @"content/één.md:2:5: error[dead-link]: There is no page `scoop.md`; Did you mean `scope.md`?");
        insta::assert_snapshot!(printed(Format::Json), @r#"
        {
          "diagnostics": [
            {
              "severity": "error",
              "code": "dead-link",
              "message": "There is no page `scoop.md`.",
              "place": {
                "file": "content/één.md",
                "line": 2,
                "column": 5,
                "length": 6
              },
              "remedy": "Did you mean `scope.md`?",
              "related": [
                {
                  "place": {
                    "file": "content/één.md",
                    "line": 1,
                    "column": 1,
                    "length": 2
                  },
                  "label": "called from here"
                }
              ]
            }
          ]
        }
        "#);
        insta::assert_snapshot!(printed(Format::Github), @"::error title=dead-link,file=content/één.md,line=2,col=5,endColumn=11::There is no page `scoop.md`. Did you mean `scope.md`?");
    }
}
