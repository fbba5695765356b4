//! The glossary: the terms that the pages define, all together.

use std::collections::HashMap;

use super::{Page, PageId, ids};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::markdown::Term;

/// Where a term is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The page.
    pub page: PageId,
    /// Index into the terms of its document.
    pub term: u32,
}

impl Definition {
    /// The term itself.
    pub fn of(self, pages: &[Page]) -> Option<&Term> {
        pages.get(self.page.index())?.document.parsed.terms.get(self.term as usize)
    }
}

/// All terms, by page and place. One that two pages define is told; the first counts.
pub(super) fn definitions(pages: &[Page], diagnostics: &mut Diagnostics) -> Vec<Definition> {
    let mut definitions = Vec::new();
    let mut known: HashMap<String, (PageId, Span)> = HashMap::new();
    for id in ids(pages) {
        let document = &pages[id.index()].document;
        for (index, term) in document.parsed.terms.iter().enumerate() {
            definitions.push(Definition { page: id, term: index as u32 });
            for name in &term.names {
                let (first, span) = *known.entry(name.key()).or_insert((id, name.span));
                if first == id {
                    continue;
                }
                let message = format!("The term `{}` is defined on another page too.", name.text);
                let fault = Diagnostic::error(Code::DuplicateTerm, message, "Keep one of the two.");
                let place = Place::at(&pages[first.index()].document.path, span);
                diagnostics.push(
                    fault.at(&document.path, name.span).with_related(place, "defined here first"),
                );
            }
        }
    }
    definitions
}
