//! Writing elements: names and attributes as data, so that no markup stands in strings and
//! nothing goes out unescaped.

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::body::{Body, Passage, Slot, What};

/// A stretch of HTML that is being written, with its slots.
#[derive(Default)]
pub(super) struct Html {
    text: String,
    slots: Vec<Slot>,
    passages: Vec<Passage>,
}

/// A start tag that is being written; [`Tag::end`] closes it.
#[must_use]
pub(super) struct Tag<'a>(&'a mut Html);

impl Html {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// A start tag without attributes.
    pub(super) fn open(&mut self, name: &str) {
        self.tag(name).end();
    }

    /// A start tag that may get attributes.
    pub(super) fn tag(&mut self, name: &str) -> Tag<'_> {
        self.text.push('<');
        self.text.push_str(name);
        Tag(self)
    }

    /// An end tag.
    pub(super) fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    /// An end tag and a new line, for blocks: built pages can be read.
    pub(super) fn close_block(&mut self, name: &str) {
        self.close(name);
        self.line();
    }

    /// Takes off the end tag that was written last, if it is of this element.
    pub(super) fn cut_end(&mut self, name: &str) -> bool {
        let text = self.text.trim_end();
        let end = text.strip_suffix('>').and_then(|t| t.strip_suffix(name)?.strip_suffix("</"));
        let Some(length) = end.map(str::len) else { return false };
        // What is still missing at the end of the text stands behind the element.
        if self.slots.last().is_some_and(|slot| slot.at as usize > length) {
            return false;
        }
        self.text.truncate(length);
        true
    }

    /// A new line, where there is none yet.
    pub(super) fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        // Writing into a String cannot fail.
        let _ = escape_html_body_text(&mut self.text, text);
    }

    /// Text in which terms may be linked; `defines` is the one whose definition it belongs to.
    pub(super) fn passage(&mut self, text: &str, defines: Option<u32>) {
        let start = self.text.len() as u32;
        self.text(text);
        let end = self.text.len() as u32;
        let is_slot = self.slots.last().is_some_and(|slot| slot.at == start);
        match self.passages.last_mut() {
            // The parser cuts text where it likes.
            Some(last) if last.end == start && last.defines == defines && !is_slot => {
                last.end = end
            }
            _ => self.passages.push(Passage { start, end, defines }),
        }
    }

    /// What is HTML already.
    pub(super) fn raw(&mut self, html: &str) {
        self.text.push_str(html);
    }

    /// Something that is still missing.
    pub(super) fn slot(&mut self, what: What) {
        self.slots.push(Slot { at: self.text.len() as u32, what });
    }

    /// Another stretch, with its slots.
    pub(super) fn append(&mut self, other: Html) {
        let base = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.slots.extend(other.slots.into_iter().map(|slot| Slot { at: slot.at + base, ..slot }));
        let passages = other.passages.into_iter();
        self.passages.extend(passages.map(|one| Passage {
            start: one.start + base,
            end: one.end + base,
            ..one
        }));
    }

    pub(super) fn into_body(self) -> Body {
        Body { html: self.text.into_boxed_str(), slots: self.slots, passages: self.passages }
    }
}

impl Tag<'_> {
    /// An attribute, its value escaped.
    pub(super) fn attribute(self, name: &str, value: &str) -> Self {
        self.attribute_by(name, |html| {
            let _ = escape_html(&mut html.text, value);
        })
    }

    /// An attribute that is there or not.
    pub(super) fn attribute_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attribute(name, value),
            None => self,
        }
    }

    /// An attribute whose value is a URL, percent-encoded and escaped.
    pub(super) fn url(self, name: &str, value: &str) -> Self {
        self.attribute_by(name, |html| {
            let _ = escape_href(&mut html.text, value);
        })
    }

    /// An attribute whose value the site will find.
    pub(super) fn slot(self, name: &str, what: What) -> Self {
        self.attribute_by(name, |html| html.slot(what))
    }

    fn attribute_by(self, name: &str, write: impl FnOnce(&mut Html)) -> Self {
        self.0.text.push(' ');
        self.0.text.push_str(name);
        self.0.text.push_str("=\"");
        write(self.0);
        self.0.text.push('"');
        self
    }

    /// The end of the start tag.
    pub(super) fn end(self) {
        self.0.text.push('>');
    }
}
