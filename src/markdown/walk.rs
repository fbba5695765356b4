//! The events of a text, one after the other, into HTML.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, Event, Tag, TagEnd};

use super::body::{Argument, Body, Call, What};
use super::contract::Defines;
use super::directive::MAX_DEPTH;
use super::footnotes::Footnotes;
use super::headings::OpenHeading;
use super::html::Html;
use super::origin::Origin;
use super::page::Page;
use super::passages::Apart;
use super::summary::summary_events;
use super::terms::Defining;
use super::typography::ends_inline;
use crate::diagnostic::{Code, Diagnostic};
use crate::hyphens;

/// HTML that is being gathered apart: the body of a callout, a footnote.
pub(super) enum Frame {
    Callout {
        kind: BlockQuoteKind,
        at: Range<usize>,
    },
    Footnote {
        label: String,
        at: Range<usize>,
    },
    /// A callout that is nested too deeply; its text stays in that around it.
    Refused,
}

/// One text on its way to HTML.
pub(super) struct Walk<'p, 'a, 'd, 't> {
    pub(super) page: &'p mut Page<'a, 'd>,
    pub(super) text: &'t str,
    pub(super) origin: &'p Origin,
    pub(super) depth: u32,
    pub(super) events: &'p [(Event<'t>, Range<usize>)],
    pub(super) at: usize,
    pub(super) out: Html,
    pub(super) frames: Vec<(Frame, Html)>,
    pub(super) footnotes: Footnotes,
    /// Sets the ids of this text's footnotes apart from those of other texts of the page.
    pub(super) note_prefix: String,
    /// The events whose text goes into the summary.
    pub(super) summary: Range<usize>,
    pub(super) heading: Option<OpenHeading>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) in_head: bool,
    pub(super) has_rows: bool,
    pub(super) label_open: bool,
    /// Where the id of the task at hand stands in the text.
    pub(super) task_id_at: Option<Range<usize>>,
    pub(super) defining: Defining,
    pub(super) apart: Apart,
    /// Tags of raw HTML that were told of and not closed yet.
    pub(super) told_tags: Vec<String>,
}

/// Walks through a text. `origin` says where its bytes stand in the file, `depth` how many
/// directives it is in, `defines` what the innermost of them takes from it.
pub(super) fn walk(
    page: &mut Page,
    text: &str,
    origin: &Origin,
    depth: u32,
    defines: Option<Defines>,
) -> Body {
    let events = super::events(text, page.context.options);
    let summary = if depth == 0 { summary_events(&events) } else { 0..0 };
    let level = page.level;
    let notes = page.notes;
    page.notes += 1;
    let defining = Defining::new(defines == Some(Defines::Terms), page);
    let mut walk = Walk {
        depth,
        note_prefix: if notes == 0 { String::new() } else { format!("{notes}-") },
        summary,
        defining,
        ..Walk::new(page, text, origin, &events)
    };
    walk.all();
    walk.write_footnotes();
    let body = walk.out.into_body();
    // What follows on a directive goes on from the heading in front of it.
    page.level = level;
    body
}

impl<'p, 'a, 'd, 't> Walk<'p, 'a, 'd, 't> {
    /// At the first event of a text that defines nothing and stands in no directive.
    pub(super) fn new(
        page: &'p mut Page<'a, 'd>,
        text: &'t str,
        origin: &'p Origin,
        events: &'p [(Event<'t>, Range<usize>)],
    ) -> Self {
        let defining = Defining::new(false, page);
        Self {
            page,
            text,
            origin,
            depth: 0,
            events,
            at: 0,
            out: Html::with_capacity(text.len() + text.len() / 2),
            frames: Vec::new(),
            footnotes: Footnotes::default(),
            note_prefix: String::new(),
            summary: 0..0,
            heading: None,
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            has_rows: false,
            label_open: false,
            task_id_at: None,
            defining,
            apart: Apart::default(),
            told_tags: Vec::new(),
        }
    }

    /// All events, one after the other.
    pub(super) fn all(&mut self) {
        while let Some((event, range)) = self.events.get(self.at) {
            self.at += 1;
            self.event(event, range.clone());
        }
    }
}

impl<'t> Walk<'_, '_, '_, 't> {
    fn event(&mut self, event: &Event<'t>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.apart_start(tag);
                self.start(tag, range);
            }
            Event::End(tag) => {
                self.apart_end(tag);
                self.end(tag);
            }
            Event::Text(text) => {
                self.lost_in_text(text, &range);
                let without_id = self.without_task_id(text, &range);
                let text = without_id.as_deref().unwrap_or(text);
                self.unknown_footnotes(range);
                match &self.heading {
                    // A heading is set in large letters, and a telephone is narrow.
                    Some(_) => {
                        let language = &self.page.context.options.language;
                        self.text(&hyphens::soften(text, language));
                    }
                    None => self.text(text),
                }
                self.note_text(text);
            }
            Event::Code(code) => {
                self.out.open("code");
                self.out.text(code);
                self.out.close("code");
                self.note_text(code);
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(html, range),
            Event::SoftBreak => {
                self.text("\n");
                self.note_text(" ");
            }
            Event::HardBreak => {
                self.out.open("br");
                self.out.raw("\n");
                self.note_text(" ");
            }
            Event::Rule => {
                self.end_label();
                self.out.line();
                self.out.open("hr");
                self.out.raw("\n");
            }
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::TaskListMarker(checked) => self.task(*checked, range),
            // The extension is off.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.out.text(text),
        }
    }

    /// Counts words; keeps what belongs to the heading at hand and to the summary.
    pub(super) fn note_text(&mut self, text: &str) {
        let in_note = self.frames.iter().any(|(frame, _)| matches!(frame, Frame::Footnote { .. }));
        self.page.words += words(text);
        if let Some(OpenHeading { title, .. }) = &mut self.heading {
            title.push_str(text);
        } else if self.in_summary() && !in_note {
            self.page.summary.push_str(text);
        }
    }

    /// Whether the event at hand is one of the summary's; `at` is behind it already.
    fn in_summary(&self) -> bool {
        self.summary.contains(&self.at.saturating_sub(1))
    }

    /// A space between the blocks of the summary.
    fn note_break(&mut self) {
        if self.in_summary() && !self.page.summary.ends_with(' ') {
            self.page.summary.push(' ');
        }
    }

    fn start(&mut self, tag: &Tag<'t>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.block("p"),
            Tag::Heading { level, id, classes, attrs } => {
                // What follows an id and is nothing else is the rest of an id with white space.
                let rest = attrs.iter().filter(|(_, value)| value.is_none());
                let id = id
                    .as_deref()
                    .map(|id| rest.fold(id.to_owned(), |id, (word, _)| format!("{id} {word}")));
                self.heading_start(*level, id.as_deref(), classes, range);
            }
            Tag::BlockQuote(None) => {
                self.block("blockquote");
                self.out.raw("\n");
            }
            Tag::BlockQuote(Some(kind)) => {
                self.end_label();
                if self.nesting() >= MAX_DEPTH {
                    self.refuse(range);
                    return;
                }
                let outer = std::mem::take(&mut self.out);
                self.frames.push((Frame::Callout { kind: *kind, at: range }, outer));
            }
            Tag::CodeBlock(kind) => self.code_block(kind, range),
            Tag::HtmlBlock => self.html_block(range),
            Tag::MetadataBlock(_) => self.end_label(),
            Tag::List(start) => self.list_start(*start),
            Tag::Item => {
                self.out.line();
                match self.is_task() {
                    true => self.out.tag("li").attribute("class", "task").end(),
                    false => self.out.open("li"),
                }
            }
            Tag::FootnoteDefinition(label) => {
                self.end_label();
                let outer = std::mem::take(&mut self.out);
                self.frames.push((Frame::Footnote { label: label.to_string(), at: range }, outer));
            }
            Tag::DefinitionList => self.definitions_start(),
            Tag::DefinitionListTitle => self.title_start(range),
            Tag::DefinitionListDefinition => self.block("dd"),
            Tag::Table(alignments) => {
                self.end_label();
                self.alignments.clone_from(alignments);
                self.has_rows = false;
                self.out.line();
                // Wide tables scroll in a box of their own, which the keyboard must reach too. It is
                // no region: those are the landmarks of a page, and each needs a name of its own.
                self.out
                    .tag("div")
                    .attribute("class", "table")
                    .attribute("role", "group")
                    .attribute("aria-label", &self.page.context.options.table)
                    .attribute("tabindex", "0")
                    .end();
                self.out.open("table");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.out.open("thead");
                self.out.open("tr");
            }
            Tag::TableRow => {
                self.column = 0;
                if !self.has_rows {
                    self.has_rows = true;
                    self.out.open("tbody");
                    self.out.raw("\n");
                }
                self.out.open("tr");
            }
            Tag::TableCell => {
                let align = match self.alignments.get(self.column) {
                    Some(Alignment::Center) => Some("center"),
                    Some(Alignment::Right) => Some("right"),
                    _ => None,
                };
                let name = if self.in_head { "th" } else { "td" };
                let scope = self.in_head.then_some("col");
                self.out.tag(name).attribute_if("scope", scope).attribute_if("class", align).end();
            }
            Tag::Emphasis => self.out.open("em"),
            Tag::Strong => self.out.open("strong"),
            Tag::Strikethrough => self.out.open("del"),
            Tag::Superscript => self.out.open("sup"),
            Tag::Subscript => self.out.open("sub"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.link(*link_type, dest_url, title, range);
            }
            Tag::Image { dest_url, title, .. } => self.image(dest_url, title, range),
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        // A task's label ends before what it cannot hold.
        if !ends_inline(tag) {
            self.end_label();
        }
        match tag {
            TagEnd::Paragraph => {
                self.out.close_block("p");
                self.note_break();
            }
            TagEnd::Heading(_) => self.heading_end(),
            TagEnd::BlockQuote(None) => self.out.close_block("blockquote"),
            TagEnd::BlockQuote(Some(_)) | TagEnd::FootnoteDefinition => self.frame_end(),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {}
            TagEnd::List(ordered) => {
                self.out.line();
                self.out.close_block(if *ordered { "ol" } else { "ul" });
            }
            TagEnd::Item => {
                self.out.close_block("li");
                self.note_break();
            }
            TagEnd::DefinitionList => self.definitions_end(),
            TagEnd::DefinitionListTitle => self.out.close_block("dt"),
            TagEnd::DefinitionListDefinition => self.out.close_block("dd"),
            TagEnd::Table => {
                if self.has_rows {
                    self.out.close("tbody");
                }
                self.out.close("table");
                self.out.close_block("div");
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.close("tr");
                self.out.close_block("thead");
            }
            TagEnd::TableRow => self.out.close_block("tr"),
            TagEnd::TableCell => {
                self.column += 1;
                self.out.close(if self.in_head { "th" } else { "td" });
                self.note_break();
            }
            TagEnd::Emphasis => self.out.close("em"),
            TagEnd::Strong => self.out.close("strong"),
            TagEnd::Strikethrough => self.out.close("del"),
            TagEnd::Superscript => self.out.close("sup"),
            TagEnd::Subscript => self.out.close("sub"),
            TagEnd::Link => self.out.close("a"),
        }
    }

    /// The start tag of a block, on a line of its own.
    pub(super) fn block(&mut self, name: &str) {
        if name != "p" {
            self.end_label();
        }
        self.out.line();
        self.out.open(name);
    }

    fn list_start(&mut self, start: Option<u64>) {
        self.end_label();
        self.out.line();
        match start {
            Some(1) => self.out.open("ol"),
            Some(start) => self.out.tag("ol").attribute("start", &start.to_string()).end(),
            // A list of tasks has boxes for bullets; its first item tells.
            None => match matches!(self.events.get(self.at), Some((Event::Start(Tag::Item), _)))
                && self.task_at(self.at + 1)
            {
                true => self.out.tag("ul").attribute("class", "tasks").end(),
                false => self.out.open("ul"),
            },
        }
    }

    /// How many components the text at hand is in, one within the other.
    pub(super) fn nesting(&self) -> u32 {
        self.depth + self.frames.len() as u32
    }

    /// A callout too far in: told of once, its text stands where it is.
    fn refuse(&mut self, range: Range<usize>) {
        if !matches!(self.frames.last(), Some((Frame::Refused, _))) {
            let message = format!("Callouts are nested more than {MAX_DEPTH} deep.");
            let fault = Diagnostic::error(Code::TooDeep, message, "Take some of them apart.");
            let line = self.text.get(range.clone()).and_then(|text| text.lines().next());
            let end = range.start + line.unwrap_or_default().trim_end().len();
            self.page.report(fault, self.origin.range(range.start..end));
        }
        self.frames.push((Frame::Refused, Html::default()));
    }

    fn frame_end(&mut self) {
        let Some((frame, outer)) = self.frames.pop() else { return };
        if matches!(frame, Frame::Refused) {
            return;
        }
        let inner = std::mem::replace(&mut self.out, outer);
        match frame {
            Frame::Refused => {}
            Frame::Callout { kind, at } => {
                let kind = match kind {
                    BlockQuoteKind::Note => "note",
                    BlockQuoteKind::Tip => "tip",
                    BlockQuoteKind::Important => "important",
                    BlockQuoteKind::Warning => "warning",
                    BlockQuoteKind::Caution => "caution",
                };
                let first =
                    self.text.get(at.clone()).and_then(|t| t.lines().next()).unwrap_or_default();
                let span = self.page.span(self.origin.range(at.start..at.start + first.len()));
                self.out.line();
                self.out.slot(What::Call(Box::new(Call {
                    component: "callout".into(),
                    arguments: vec![("kind".into(), Argument::Data(kind.into()))],
                    body: Some(inner.into_body()),
                    span,
                })));
            }
            Frame::Footnote { label, at } => self.footnote_definition(&label, at, inner),
        }
    }
}

/// How many words a text has, as `split_whitespace` counts them: all that is read passes here.
fn words(text: &str) -> u32 {
    if !text.is_ascii() {
        return text.split_whitespace().count() as u32;
    }
    // Where one begins. Without a branch the compiler looks at many bytes at once.
    let is_space = |byte: u8| byte == b' ' || byte.wrapping_sub(b'\t') < 5;
    let bytes = text.as_bytes();
    let begins = |(&before, &byte): (&u8, &u8)| u32::from(is_space(before) & !is_space(byte));
    let first = bytes.first().map_or(0, |&byte| u32::from(!is_space(byte)));
    first + bytes.iter().zip(bytes.iter().skip(1)).map(begins).sum::<u32>()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_what_white_space_parts(text in "[ab\\PC\\s\u{b}\u{1c}\u{85}\u{a0}\u{2003}]*") {
            prop_assert_eq!(super::words(&text) as usize, text.split_whitespace().count());
        }
    }
}
