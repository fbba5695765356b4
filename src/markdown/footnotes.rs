//! Footnotes: gathered where they are defined, written where the text ends.

use std::collections::HashMap;
use std::ops::Range;

use super::body::{Link, Wants, What};
use super::html::Html;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};

/// The footnotes of one text.
#[derive(Default)]
pub(super) struct Footnotes {
    list: Vec<Footnote>,
    /// Places in the list; labels in upper case, since `[^A]` is `[^a]` to the parser.
    by_label: HashMap<String, usize>,
    /// How many have a number.
    numbered: u32,
}

#[derive(Default)]
struct Footnote {
    /// In the order in which the text first refers to them; `None` until it does.
    number: Option<u32>,
    /// Its own anchor and that of the first reference.
    id: Box<str>,
    back: Box<str>,
    html: Option<Html>,
    /// Its label, and where in the text the definition stands.
    defined: Option<(String, Range<usize>)>,
}

impl Footnotes {
    /// The place of a footnote in the list, by its label.
    fn place(&mut self, label: &str) -> usize {
        *self.by_label.entry(label.to_uppercase()).or_insert_with(|| {
            self.list.push(Footnote::default());
            self.list.len() - 1
        })
    }
}

impl Walk<'_, '_, '_, '_> {
    /// Keeps what a definition says, which stands at `range` of the text.
    pub(super) fn footnote_definition(&mut self, label: &str, range: Range<usize>, html: Html) {
        let index = self.footnotes.place(label);
        let at = self.label_at(range);
        let Some(note) = self.footnotes.list.get_mut(index) else { return };
        if note.defined.is_some() {
            let message = format!("The footnote `{label}` is written twice; the first one counts.");
            let remedy = "Give one of the two another name, or take it out.";
            let at = self.origin.range(at);
            self.page.report(Diagnostic::warning(Code::UnusedFootnote, message, remedy), at);
            return;
        }
        note.html = Some(html);
        note.defined = Some((label.to_owned(), at));
    }

    /// The `[^label]` with which a definition begins.
    fn label_at(&self, range: Range<usize>) -> Range<usize> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let start = text.find("[^").unwrap_or(0);
        let end = text.find("]:").map_or(start, |end| end + 1).max(start);
        range.start + start..range.start + end
    }

    /// Tells of each `[^label]` in plain text: where no definition has that label, the parser takes
    /// it for text.
    pub(super) fn unknown_footnotes(&mut self, range: Range<usize>) {
        let text = self.text;
        for (at, _) in text.get(range.clone()).unwrap_or_default().match_indices('[') {
            let at = range.start + at;
            let Some(rest) = text[at..].strip_prefix("[^") else { continue };
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '[' | ']'));
            let Some(label) = end.filter(|end| rest[*end..].starts_with(']')) else { continue };
            let label = &rest[..label];
            // `\[^a]` is meant as text; in `\\[^a]` the backslash is.
            let slashes = text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
            if label.is_empty() || slashes % 2 == 1 {
                continue;
            }
            let message = format!("There is no footnote `{label}`.");
            let remedy =
                format!("Add a line `[^{label}]: …`, or write `\\[^{label}]` where it is text.");
            let at = self.origin.range(at..at + label.len() + 3);
            self.page.report(Diagnostic::warning(Code::UnknownFootnote, message, remedy), at);
        }
    }

    /// Tells of the footnotes to which nothing refers.
    fn unused_footnotes(&mut self) {
        let unused = self.footnotes.list.iter_mut().filter(|note| note.number.is_none());
        let unused: Vec<_> = unused.filter_map(|note| note.defined.take()).collect();
        for (label, at) in unused {
            let message = format!("Nothing refers to the footnote `{label}`, so it is left out.");
            let remedy = format!("Write `[^{label}]` where it belongs, or take it out.");
            let at = self.origin.range(at);
            self.page.report(Diagnostic::warning(Code::UnusedFootnote, message, remedy), at);
        }
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let index = self.footnotes.place(label);
        let Some(note) = self.footnotes.list.get_mut(index) else { return };
        let numbered = &mut self.footnotes.numbered;
        let number = *note.number.get_or_insert_with(|| {
            *numbered += 1;
            *numbered
        });
        let prefix = &self.note_prefix;
        let anchors = &mut self.page.anchors;
        let id = anchors.give_id(&format!("fnref-{prefix}{number}"));
        if note.id.is_empty() {
            note.id = anchors.give_id(&format!("fn-{prefix}{number}"));
            note.back = id.clone();
        }
        let target = note.id.clone();
        let link = self.own_anchor(&target);
        self.out.tag("sup").attribute("class", "fn").end();
        self.out.tag("a").slot("href", link).attribute("id", &id).end();
        self.out.text(&number.to_string());
        self.out.close("a");
        self.out.close("sup");
    }

    /// A link to an anchor of this page that we make ourselves.
    fn own_anchor(&mut self, id: &str) -> What {
        let span = self.page.span(self.origin.range(0..0));
        self.page.links.push(Link { target: format!("#{id}").into(), span, wants: Wants::Any });
        What::Url(self.page.links.len() as u32 - 1)
    }

    pub(super) fn write_footnotes(&mut self) {
        self.unused_footnotes();
        let mut used = std::mem::take(&mut self.footnotes).list;
        used.retain(|note| note.number.is_some() && note.html.is_some());
        used.sort_by_key(|note| note.number);
        if used.is_empty() {
            return;
        }
        let heading_id = self.page.anchors.give_id("footnotes");
        let options = self.page.context.options;
        self.out.line();
        self.out
            .tag("section")
            .attribute("class", "footnotes")
            .attribute("aria-labelledby", &heading_id)
            .end();
        self.out.tag("h2").attribute("class", "visually-hidden").attribute("id", &heading_id).end();
        self.out.text(&options.footnotes);
        self.out.close_block("h2");
        self.out.open("ol");
        for note in used {
            self.out.line();
            self.out.tag("li").attribute("id", &note.id).end();
            // The way back stands at the end of the note's last line, not below it.
            let mut html = note.html.unwrap_or_default();
            let in_paragraph = html.cut_end("p");
            self.out.append(html);
            let back = self.own_anchor(&note.back);
            self.out.raw(" ");
            self.out
                .tag("a")
                .attribute("class", "fn-back")
                .slot("href", back)
                .attribute("aria-label", &options.footnote_back)
                .end();
            self.out.text("↩");
            self.out.close("a");
            if in_paragraph {
                self.out.close_block("p");
            }
            self.out.close_block("li");
        }
        self.out.close("ol");
        self.out.close_block("section");
    }
}
