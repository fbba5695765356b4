//! Typography over the events of the Markdown parser.

use super::{Block, Language, OBJECT};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

/// The events of a parser with the text of each block typeset. Code, HTML, autolinks, escaped
/// characters (`\"`) and character references (`&quot;`) stay as the author wrote them.
///
/// Holds one block at a time. The parser's own smart punctuation must be off.
#[derive(Debug)]
pub(crate) struct Typeset<'a, I> {
    events: I,
    source: &'a str,
    language: Language,
    /// The events of the block at hand, typeset; the last is the first that is not inline.
    ready: VecDeque<(Event<'a>, Range<usize>)>,
    /// Whether what comes is the content of a code block or the like.
    verbatim: bool,
    /// Where the last event that is no tag ends in `source`.
    text_end: usize,
    block: Block,
    /// For each piece of `block`: its place in `ready` and how many bytes before it are escaped.
    pieces: Vec<(usize, usize)>,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Typeset<'a, I> {
    /// `events` with their places in `source`, in bytes.
    pub(crate) fn new(events: I, source: &'a str, language: Language) -> Self {
        Self {
            events,
            source,
            language,
            ready: VecDeque::new(),
            verbatim: false,
            text_end: 0,
            block: Block::default(),
            pieces: Vec::new(),
        }
    }

    fn fill(&mut self) {
        for (event, range) in self.events.by_ref() {
            let is_inline = is_inline(&event);
            self.ready.push_back((event, range));
            if !is_inline {
                break;
            }
        }
        if !self.verbatim {
            self.gather();
            self.replace();
        }
        self.verbatim = matches!(
            self.ready.back(),
            Some((Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_)), _))
        );
    }

    /// Pushes the inline events of `ready` into `block`.
    fn gather(&mut self) {
        self.block.clear();
        self.pieces.clear();
        let mut autolink = false;
        for (place, (event, range)) in self.ready.iter().enumerate() {
            match event {
                Event::Text(text) if autolink || is_reference(text, range, self.source) => {
                    self.block.literal(text);
                }
                Event::Text(text) => {
                    let escaped = escaped_bytes(text, range.start, self.text_end, self.source);
                    let (literal, text) = text.split_at(escaped);
                    self.block.literal(literal);
                    self.block.text(text);
                    self.pieces.push((place, escaped));
                }
                Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                    self.block.literal(OBJECT);
                }
                Event::SoftBreak | Event::HardBreak => self.block.literal("\n"),
                Event::InlineHtml(html) if html.starts_with("<br") => self.block.literal("\n"),
                Event::Start(Tag::Link { link_type, .. }) => {
                    autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
                }
                Event::End(TagEnd::Link) => autolink = false,
                _ => {}
            }
            if !matches!(event, Event::Start(_) | Event::End(_)) {
                self.text_end = range.end;
            }
        }
    }

    /// Writes the pieces of `block` back into `ready`.
    fn replace(&mut self) {
        for (typeset, (place, escaped)) in self.block.typeset(self.language).zip(&self.pieces) {
            if let Cow::Owned(typeset) = typeset
                && let Some((Event::Text(text), _)) = self.ready.get_mut(*place)
            {
                let whole = format!("{}{typeset}", &text[..*escaped]);
                *text = CowStr::from(whole);
            }
        }
    }
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Iterator for Typeset<'a, I> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            self.fill();
        }
        self.ready.pop_front()
    }
}

/// Whether what ends here stands within a line.
pub(crate) fn ends_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(tag) => ends_inline(tag),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

/// Whether the text stood otherwise in the source: a character reference.
fn is_reference(text: &str, range: &Range<usize>, source: &str) -> bool {
    source.get(range.clone()) != Some(text)
}

/// The length of the first character of `text` where a backslash escapes it, else 0. The parser
/// begins a new event after such a backslash, so it stands before `start` and behind `text_end`;
/// what it escapes is ASCII.
fn escaped_bytes(text: &str, start: usize, text_end: usize, source: &str) -> usize {
    let backslash = source.as_bytes().get(text_end..start);
    let is_escaped = backslash.is_some_and(|gap| gap.ends_with(b"\\"));
    usize::from(is_escaped && text.starts_with(|c: char| c.is_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Options, Parser};

    fn options() -> Options {
        Options::all() - Options::ENABLE_SMART_PUNCTUATION
    }

    fn typeset(source: &str) -> Vec<(Event<'_>, Range<usize>)> {
        let events = Parser::new_ext(source, options()).into_offset_iter();
        Typeset::new(events, source, Language::Dutch).collect()
    }

    /// The text and code of all events, blocks apart by a bar.
    fn text(source: &str) -> String {
        let mut out = String::new();
        for (event, _) in typeset(source) {
            match event {
                Event::Text(text) | Event::Code(text) | Event::Html(text) => out.push_str(&text),
                Event::InlineHtml(text) => out.push_str(&text),
                Event::SoftBreak | Event::HardBreak => out.push('/'),
                event if !is_inline(&event) && !out.is_empty() && !out.ends_with('|') => {
                    out.push('|');
                }
                _ => {}
            }
        }
        out
    }

    #[test]
    fn blocks_and_inlines() {
        for (source, wanted) in [
            (r#"*"foo*" en **'bar'**"#, "“foo” en ‘bar’|"),
            ("\"*foo*\" [\"bar\"](x) '[baz](y)'", "“foo” “bar” ‘baz’|"),
            ("foo *'t bos* in", "foo ’t bos in|"),
            ("*NS*'s en `NS`'s", "NS’s en NS’s|"),
            ("optie '`--x`' en \"`'a'`\"", "optie ‘--x’ en “'a'”|"),
            ("\"een\ntwee\"  \n'drie'", "“een/twee”/‘drie’|"),
            ("een<br>\"twee\"", "een<br>“twee”|"),
            ("<b>\"een\"</b>", "<b>“een”</b>|"),
            ("# \"kop\n\n'tekst'", "“kop|‘tekst’|"),
            ("- \"a\n- b\"\n  - 'c'", "“a|b”|‘c’|"),
            ("> \"citaat\n> verder\"", "“citaat/verder”|"),
            ("|\"a|b\"|\n|-|-|\n|'c'|d...|", "“a|b”|‘c’|d…|"),
            ("\"foo\"[^1]\n\n[^1]: 'noot'", "“foo”|‘noot’|"),
            ("![een \"foto\"](x.png)", "een “foto”|"),
        ] {
            assert_eq!(text(source), wanted, "{source}");
        }
    }

    #[test]
    fn left_alone() {
        for (source, wanted) in [
            ("```\n\"a\" -- b...\n```", "\"a\" -- b...\n|"),
            ("    'code'\n", "'code'\n|"),
            ("<div title=\"a\">\n'b' -- c\n</div>", "<div title=\"a\">\n'b' -- c\n</div>|"),
            ("<http://a.example/--/'b'>", "http://a.example/--/'b'|"),
            (r#"5\'\" en \-- \... \\"a""#, "5'\" en -- ... \\“a”|"),
            ("&quot;a&quot; &#39;b&#39;", "\"a\" 'b'|"),
            ("`\"a\"`", "\"a\"|"),
        ] {
            assert_eq!(text(source), wanted, "{source}");
        }
    }

    proptest! {
        #[test]
        fn only_text_changes(source in r#"(['" a.*_`<>&\n\\|\[\]()#!-]|é|\r\n|'s|&quot;){0,60}"#) {
            let plain: Vec<_> = Parser::new_ext(&source, options()).into_offset_iter().collect();
            let typeset = typeset(&source);
            prop_assert_eq!(plain.len(), typeset.len());
            for ((before, place), (after, same_place)) in plain.iter().zip(&typeset) {
                prop_assert_eq!(place, same_place);
                if !matches!((before, after), (Event::Text(_), Event::Text(_))) {
                    prop_assert_eq!(before, after);
                }
            }
        }
    }
}
