//! Every fault that a person is told of, as a value: what is wrong, where, and what to do.
//!
//! Stages collect [`Diagnostic`]s in a [`Diagnostics`] and go on, so that one run shows all
//! faults. Printing them is [`mod@print`]'s affair.

mod code;
pub mod print;
mod text;

use std::cmp::Ordering;

use serde::Serialize;

pub use code::Code;
pub use text::LineIndex;
pub(crate) use text::without_controls;

use crate::path::SourcePath;

/// How bad it is. An error stops the run before anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site cannot be built.
    Error,
    /// The site can be built, but something is probably not as it was meant.
    Warning,
}

/// A stretch of one line of a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// Counted from 1, front matter included.
    pub line: u32,
    /// Counted from 1 in characters; a byte order mark is none.
    pub column: u32,
    /// Length in characters, at least 1, ending at the line's end at the latest.
    pub length: u32,
}

/// Where a fault is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file.
    pub file: Box<str>,
    /// The stretch of a line; `None` where the fault is the file itself.
    #[serde(flatten)]
    pub span: Option<Span>,
}

impl Place {
    /// A whole file.
    pub fn file(file: &SourcePath) -> Self {
        Self { file: file.as_str().into(), span: None }
    }

    /// A stretch of a file.
    pub fn at(file: &SourcePath, span: Span) -> Self {
        Self { file: file.as_str().into(), span: Some(span) }
    }
}

/// Another place that belongs to a fault, and what it has to do with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there: "called from here".
    pub label: String,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The class of the fault; stable, for searching and for tools.
    pub code: Code,
    /// A sentence that says what is wrong.
    pub message: String,
    /// Where; `None` for what has no place in the site (a full disk).
    pub place: Option<Place>,
    /// A sentence that says what to do.
    pub remedy: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// How many more there are, where they are too many to show.
    #[serde(skip_serializing_if = "is_none")]
    pub more_related: usize,
}

/// How many other places of one fault are shown.
const MAX_RELATED: usize = 3;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: Code, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            place: None,
            remedy: remedy.into(),
            related: Vec::new(),
            more_related: 0,
        }
    }

    /// A warning without a place yet.
    pub fn warning(code: Code, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message, remedy) }
    }

    /// The same fault at a stretch of a file.
    #[must_use]
    pub fn at(mut self, file: &SourcePath, span: Span) -> Self {
        self.place = Some(Place::at(file, span));
        self
    }

    /// The same fault, of a whole file.
    #[must_use]
    pub fn in_file(mut self, file: &SourcePath) -> Self {
        self.place = Some(Place::file(file));
        self
    }

    /// The same fault with another place beside it.
    #[must_use]
    pub fn with_related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push(Related { place, label: label.into() });
        self
    }

    /// By place (faults without one first), then by severity and words.
    fn order(&self, other: &Self) -> Ordering {
        let key = |d: &Self| (d.severity, d.code);
        (self.place.cmp(&other.place))
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.message.cmp(&other.message))
            .then_with(|| self.remedy.cmp(&other.remedy))
            .then_with(|| self.related.cmp(&other.related))
    }

    /// Whether it is the same fault, though it was met on another way.
    fn is_same(&self, other: &Self) -> bool {
        (&self.place, self.severity, self.code, &self.message, &self.remedy)
            == (&other.place, other.severity, other.code, &other.message, &other.remedy)
    }
}

/// A collection of faults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds many.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(more);
    }

    /// Whether the run must stop.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// Keeps those that `keep` says yes to, which may change them.
    pub fn retain_mut(&mut self, keep: impl FnMut(&mut Diagnostic) -> bool) {
        self.0.retain_mut(keep);
    }

    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity == severity).count()
    }

    /// Sorted by place, each fault once: the form in which they are shown. A fault that many pages
    /// meet (in a template, in a component) becomes one, with the first few of them beside it.
    pub fn sort(&mut self) {
        self.0.sort_by(Diagnostic::order);
        self.0.dedup_by(|again, first| {
            let is_same = again.is_same(first);
            if is_same {
                first.more_related += again.more_related;
                for related in again.related.drain(..) {
                    // Sorted, so that an equal one can only be the last.
                    if first.related.last() == Some(&related) {
                        continue;
                    }
                    match first.related.len() < MAX_RELATED {
                        true => first.related.push(related),
                        false => first.more_related += 1,
                    }
                }
            }
            is_same
        });
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_that_many_pages_meet_is_told_once() {
        let template = SourcePath::new("templates/base.html");
        let met = |page: usize| {
            let page = SourcePath::new(format!("content/{page}.md"));
            Diagnostic::error(Code::TemplateFault, "No.", "Mend it.")
                .at(&template, Span { line: 1, column: 1, length: 1 })
                .with_related(Place::file(&page), "uses it")
        };
        let mut diagnostics: Diagnostics = [4, 1, 2, 1, 5, 3].into_iter().map(met).collect();
        diagnostics.push(Diagnostic::error(Code::TemplateFault, "Yes.", "Mend it."));
        diagnostics.sort();
        let told: Vec<_> = diagnostics.iter().map(|d| (d.related.len(), d.more_related)).collect();
        assert_eq!(told, [(0, 0), (3, 2)]);
        diagnostics.sort();
        assert_eq!(diagnostics.count(Severity::Error), 2, "sorting again changes nothing");
    }
}
