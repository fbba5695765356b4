//! Passages: the running text of a page that asks for a glossary, where the site may link the terms
//! that it uses.
//!
//! Not in code, headings, titles and heads of tables; and nowhere in what is a link already, or
//! does something else when it is touched: the label of a task.

use pulldown_cmark::{Tag, TagEnd};

use super::walk::Walk;

/// What of raw HTML is no running text, or cannot hold a link.
const APART: &[&str] = &[
    "a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "label", "math", "option",
    "pre", "samp", "script", "select", "style", "summary", "svg", "template", "textarea", "title",
];

/// What the text at hand stands in that is no running text.
#[derive(Default)]
pub(super) struct Apart {
    /// Elements of ours.
    open: u32,
    /// Elements of raw HTML, by name.
    raw: Vec<&'static str>,
}

impl Apart {
    /// Where all that follows is no running text.
    pub(super) fn all() -> Self {
        Self { open: 1, raw: Vec::new() }
    }
}

impl Walk<'_, '_, '_, '_> {
    /// Writes text; running text as a passage, where the page asks for that.
    pub(super) fn text(&mut self, text: &str) {
        let is_apart = self.label_open || self.apart.open > 0 || !self.apart.raw.is_empty();
        if self.page.wants_passages && !is_apart {
            self.out.passage(text, self.page.defining);
        } else {
            self.out.text(text);
        }
    }

    pub(super) fn apart_start(&mut self, tag: &Tag) {
        let is_apart = matches!(
            tag,
            Tag::Heading { .. } | Tag::Link { .. } | Tag::TableHead | Tag::DefinitionListTitle
        );
        self.apart.open += u32::from(is_apart);
    }

    pub(super) fn apart_end(&mut self, tag: &TagEnd) {
        let is_apart = matches!(
            tag,
            TagEnd::Heading(_) | TagEnd::Link | TagEnd::TableHead | TagEnd::DefinitionListTitle
        );
        self.apart.open = self.apart.open.saturating_sub(u32::from(is_apart));
    }

    /// Notes what raw HTML opens and closes.
    pub(super) fn apart_raw(&mut self, html: &str) {
        if !self.page.wants_passages {
            return;
        }
        let open = &mut self.apart.raw;
        for piece in html.split('<').skip(1) {
            let tag = piece.strip_prefix('/').unwrap_or(piece);
            let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
            let mut names = APART.iter().copied();
            let Some(name) = names.find(|name| tag[..end].eq_ignore_ascii_case(name)) else {
                continue;
            };
            if tag.len() == piece.len() {
                open.push(name);
            } else if let Some(at) = open.iter().rposition(|known| *known == name) {
                open.truncate(at);
            }
        }
    }
}
