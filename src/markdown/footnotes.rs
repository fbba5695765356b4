//! Footnotes: gathered where they are defined, written where the text ends.

use super::body::{Link, What};
use super::html::Html;
use super::walk::Walk;

#[derive(Default)]
pub(super) struct Footnote {
    label: String,
    /// In the order in which the text first refers to them; `None` until it does.
    number: Option<u32>,
    /// Its own anchor and that of the first reference.
    id: Box<str>,
    back: Box<str>,
    pub(super) html: Option<Html>,
}

impl Walk<'_, '_, '_, '_> {
    /// The place of a footnote in the list, by its label.
    pub(super) fn footnote(&mut self, label: &str) -> usize {
        match self.footnotes.iter().position(|note| note.label == label) {
            Some(index) => index,
            None => {
                self.footnotes.push(Footnote { label: label.to_owned(), ..Footnote::default() });
                self.footnotes.len() - 1
            }
        }
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let index = self.footnote(label);
        let last = self.footnotes.iter().filter_map(|note| note.number).max().unwrap_or(0);
        let Some(note) = self.footnotes.get_mut(index) else { return };
        let number = *note.number.get_or_insert(last + 1);
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
        self.page.links.push(Link { target: format!("#{id}").into(), span, file: false });
        What::Url(self.page.links.len() as u32 - 1)
    }

    pub(super) fn write_footnotes(&mut self) {
        let mut used = std::mem::take(&mut self.footnotes);
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
