//! Terms: what a definition list defines, where the directive around it says that it does.
//!
//! A title line names a term and its synonyms, `Scope, reikwijdte`; each term has an anchor, and
//! the site links the first use of it on other pages to that.

use std::ops::Range;

use super::inline::plain_text;
use super::page::Page;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Place, Span};

/// What one title of a definition list names.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The term and its synonyms; none where a fault was told.
    pub names: Vec<Name>,
    /// The anchor of its definition.
    pub anchor: Box<str>,
}

/// One name of a term.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// As it was written, with its typography.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
}

impl Name {
    /// The spellings by which a text uses the name: as it was written, and with its first letter in
    /// the other case where the second is small. So `scope` may begin a sentence, and `IT` is never
    /// `it`.
    pub fn spellings(&self) -> impl Iterator<Item = String> {
        std::iter::once(self.text.to_string()).chain(other_case(&self.text))
    }

    /// The same for two names of which one could be found for the other.
    pub fn key(&self) -> String {
        match other_case(&self.text) {
            Some(other) => other.min(self.text.to_string()),
            None => self.text.to_string(),
        }
    }
}

/// A name with its first letter in the other case, if it may be written so.
fn other_case(name: &str) -> Option<String> {
    let mut letters = name.char_indices().filter(|(_, c)| c.is_alphabetic());
    let (at, first) = letters.next()?;
    let (_, second) = letters.next()?;
    if !second.is_lowercase() {
        return None;
    }
    let mut upper = first.to_uppercase();
    let mut lower = first.to_lowercase();
    // What is no single letter in the other case (`ß`) stays as it is.
    let other = match (first.is_lowercase(), upper.len(), lower.len()) {
        (true, 1, _) => upper.next()?,
        (false, _, 1) => lower.next()?,
        _ => return None,
    };
    let (before, rest) = (&name[..at], &name[at + first.len_utf8()..]);
    (other != first).then(|| format!("{before}{other}{rest}"))
}

/// What a text's definition lists have come to.
#[derive(Default)]
pub(super) struct Defining {
    /// Whether they define terms.
    pub(super) terms: bool,
    /// How many lists the text at hand is in, one within the other.
    lists: u32,
    /// The term that a list around this text is defining.
    around: Option<u32>,
}

impl Defining {
    pub(super) fn new(terms: bool, page: &Page) -> Self {
        Self { terms, lists: 0, around: page.defining }
    }
}

impl Walk<'_, '_, '_, '_> {
    pub(super) fn definitions_start(&mut self) {
        self.defining.lists += 1;
        self.block("dl");
        self.out.raw("\n");
    }

    pub(super) fn definitions_end(&mut self) {
        self.out.close_block("dl");
        self.defining.lists = self.defining.lists.saturating_sub(1);
        if self.defining.terms && self.defining.lists == 0 {
            self.page.defining = self.defining.around;
        }
    }

    /// A title: of a term, if it stands in a list of them; one within a definition does not.
    pub(super) fn title_start(&mut self, range: Range<usize>) {
        if !self.defining.terms || self.defining.lists != 1 {
            self.block("dt");
            return;
        }
        let names = self.names(range);
        let first = names.first().map_or("", |name| &*name.text);
        let anchor = self.page.anchors.give(first);
        self.end_label();
        self.out.line();
        self.out.tag("dt").attribute("id", &anchor).end();
        self.page.defining = Some(self.page.terms.len() as u32);
        self.page.terms.push(Term { names, anchor });
    }

    /// The names on a title line, whose events come next.
    fn names(&mut self, range: Range<usize>) -> Vec<Name> {
        let text = plain_text(&self.events[self.at..]);
        let line = self.text.get(range.clone()).unwrap_or_default();
        let pieces = pieces(line);
        let parts: Vec<&str> = text.split(',').collect();
        let mut names: Vec<Name> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            // Where a comma of the text is none of the line (`&#44;`), the line is the place.
            let at = match pieces.get(index) {
                Some(piece) if pieces.len() == parts.len() => piece.clone(),
                _ => 0..line.trim_end().len(),
            };
            let at = self.origin.range(range.start + at.start..range.start + at.end);
            let name = part.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.is_empty() {
                let (message, remedy) = match parts.len() {
                    1 => ("This term has no name.", "Write it above its definition, in words."),
                    _ => (
                        "Beside this comma, a name is missing.",
                        "Write it, or take out the comma.",
                    ),
                };
                self.page.report(Diagnostic::error(Code::BadValue, message, remedy), at);
                continue;
            }
            let name = Name { text: name.into(), span: self.page.span(at.clone()) };
            if let Some(first) = self.page.names.get(&name.key()).copied() {
                let message = format!("The term `{}` is defined twice on this page.", name.text);
                let place = Place::at(self.page.source.file, first);
                let fault = Diagnostic::error(Code::DuplicateTerm, message, "Keep one of the two.");
                self.page.report(fault.with_related(place, "defined here first"), at);
                continue;
            }
            self.page.names.insert(name.key(), name.span);
            names.push(name);
        }
        names
    }
}

/// Where the parts of a line between its commas stand, without white space around them; of an empty
/// one, the comma beside it.
fn pieces(line: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    line.split(',')
        .map(|piece| {
            let from = start + piece.len() - piece.trim_start().len();
            let end = start + piece.trim_end().len();
            let comma = start.saturating_sub(1);
            start += piece.len() + 1;
            if from < end { from..end } else { comma..comma + 1 }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name { text: text.into(), span: Span { line: 1, column: 1, length: 1 } }
    }

    #[test]
    fn the_first_letter_may_change_its_case_where_the_second_is_small() {
        for (given, wanted) in [
            ("scope", Some("Scope")),
            ("Scope creep", Some("scope creep")),
            ("e-mail", Some("E-mail")),
            ("’s avonds", Some("’S avonds")),
            ("één", Some("Één")),
            ("IT", None),
            ("iOS", None),
            ("R&D", None),
            ("x", None),
            ("ßa", None),
            ("数据", None),
            ("", None),
        ] {
            assert_eq!(other_case(given).as_deref(), wanted, "{given}");
        }
        assert_eq!(name("Scope").key(), name("scope").key());
        assert_ne!(name("IT").key(), name("It").key());
        assert_eq!(name("it").key(), name("It").key());
    }

    #[test]
    fn names_stand_between_commas() {
        let line = "scope, , reikwijdte,\n";
        let at: Vec<_> = pieces(line).into_iter().map(|at| &line[at]).collect();
        assert_eq!(at, ["scope", ",", "reikwijdte", ","]);
        assert_eq!(pieces(", a"), [0..1, 2..3]);
    }
}
