//! One line of Markdown that stands in YAML: the text of a question, of an answer.
//!
//! It may have emphasis, code and links, and gets the typography of its language. No block can
//! begin in it: an answer `1. April` or `> 5` is text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

use super::body::Body;
use super::inline::plain_text;
use super::origin::Origin;
use super::page::Page;
use super::passages::Apart;
use super::typography::{Language, Typeset};
use super::walk::Walk;

/// A text of YAML that is Markdown.
pub(super) struct Line {
    /// The text as YAML has it.
    pub text: String,
    /// Where it stands in the YAML, with its quotes.
    pub at: Range<usize>,
}

/// Stands before the text while it is parsed: behind a word no block can begin.
const WORD: &str = "x ";

/// The line as HTML and as plain text. `yaml` is the text that it stands in, which comes from
/// `origin`.
pub(super) fn set(page: &mut Page, line: &Line, (yaml, origin): (&str, &Origin)) -> (Body, String) {
    let (text, origin) = on_one_line(line, yaml, origin);
    let events = events(&text, Language::from_tag(&page.context.options.language));
    let plain = plain_text(&events);
    let mut walk = Walk {
        // A term within a label would be in the way of the box that it is of.
        apart: Apart::all(),
        ..Walk::new(page, &text, &origin, &events)
    };
    walk.all();
    (walk.out.into_body(), plain)
}

/// The text with [`WORD`] in front, and where its words stand in the file: quoted, folded or over
/// several lines, in YAML they are the same words.
fn on_one_line(line: &Line, yaml: &str, origin: &Origin) -> (String, Origin) {
    let written = yaml.get(line.at.clone()).unwrap_or_default();
    let mut text = WORD.to_owned();
    let mut places = Origin::empty();
    places.add(0, origin.place(line.at.start));
    let mut from = 0;
    for word in line.text.split_ascii_whitespace() {
        if text.len() > WORD.len() {
            text.push(' ');
        }
        let rest = written.get(from..).unwrap_or_default();
        // One with an escape in it is written otherwise: it stands behind the word before it.
        let found = rest.find(word);
        let at = from + found.unwrap_or_default();
        places.add(text.len(), origin.place(line.at.start + at));
        from = found.map_or(from, |_| at + word.len());
        text.push_str(word);
    }
    (text, places)
}

fn events(text: &str, language: Language) -> Vec<(Event<'_>, Range<usize>)> {
    let mut is_first = true;
    let events = Parser::new_ext(text, super::extensions()).into_offset_iter();
    let events = events.map(move |(event, range)| match event {
        Event::Text(first) if std::mem::take(&mut is_first) => {
            let rest = CowStr::from(first.get(WORD.len()..).unwrap_or_default().to_owned());
            (Event::Text(rest), (range.start + WORD.len()).min(range.end)..range.end)
        }
        event => (event, range),
    });
    let is_inline = |event: &Event| {
        !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph))
    };
    Typeset::new(events, text, language).filter(|(event, _)| is_inline(event)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_block_begins_in_a_line() {
        for text in
            ["1. April", "> 5", "# 3", "- 2", "```a", "[a]: b", "[^a]: b", "---", "| a |", "*a*"]
        {
            let line = Line { text: text.to_owned(), at: 0..text.len() };
            let (whole, _) = on_one_line(&line, text, &Origin::whole(0));
            let inline = |event: &Event| match event {
                Event::Start(tag) => matches!(tag, Tag::Emphasis),
                Event::End(tag) => matches!(tag, TagEnd::Emphasis),
                event => matches!(event, Event::Text(_)),
            };
            let events = events(&whole, Language::Dutch);
            assert!(events.iter().all(|(event, _)| inline(event)), "{text}: {events:?}");
            assert!(!plain_text(&events).starts_with('x'), "{text}");
        }
    }

    #[test]
    fn words_are_found_where_they_were_written() {
        let yaml = "a: >\n  one\n  'two'  \n  thrée\n";
        let line = Line { text: "one 'two' thrée".to_owned(), at: 3..yaml.len() };
        let (text, origin) = on_one_line(&line, yaml, &Origin::whole(100));
        for word in ["one", "'two'", "thrée"] {
            let at = text.find(word).unwrap();
            let range = origin.range(at..at + word.len());
            assert_eq!(&yaml[range.start - 100..range.end - 100], word);
        }
    }
}
