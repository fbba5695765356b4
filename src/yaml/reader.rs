//! One file that is being read: where faults are and where they go.

use std::collections::HashMap;
use std::ops::Range;

use super::{Fields, Key, KnownKey, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex};
use crate::path::SourcePath;

/// From a stretch of a text to the stretch of the file that it was taken from.
type Pieces<'a> = dyn Fn(Range<usize>) -> Range<usize> + 'a;

/// One file that is being read: where faults are and where they go.
pub struct Reader<'a> {
    /// The file.
    pub file: &'a SourcePath,
    /// The text that the nodes' places count in.
    pub text: &'a str,
    /// The lines of the whole file.
    pub lines: &'a LineIndex<'a>,
    /// How far into the file the text begins, in bytes.
    pub offset: usize,
    /// Where a stretch of the text stands in the file, where the text is not one piece of it.
    pieces: Option<&'a Pieces<'a>>,
    /// Where faults go.
    pub diagnostics: &'a mut Diagnostics,
    /// Where it is asked which keys there are: those of the group that was read last.
    pub(super) keys: Option<Vec<KnownKey>>,
}

impl<'a> Reader<'a> {
    /// Reads a text that begins `offset` bytes into a file.
    pub fn new(
        file: &'a SourcePath,
        text: &'a str,
        lines: &'a LineIndex<'a>,
        offset: usize,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self { file, text, lines, offset, pieces: None, diagnostics, keys: None }
    }

    /// Reads a text that was taken out of a file in pieces, which `pieces` finds again.
    pub fn in_pieces(
        file: &'a SourcePath,
        text: &'a str,
        lines: &'a LineIndex<'a>,
        pieces: &'a Pieces<'a>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self { file, text, lines, offset: 0, pieces: Some(pieces), diagnostics, keys: None }
    }

    /// Tells of a fault at a stretch of the text.
    pub fn report(&mut self, diagnostic: Diagnostic, at: Range<usize>) {
        let span = self.span(at);
        self.diagnostics.push(diagnostic.at(self.file, span));
    }

    /// The stretch of the file where a stretch of the text is.
    pub fn span(&self, at: Range<usize>) -> crate::diagnostic::Span {
        self.lines.span(match self.pieces {
            Some(pieces) => pieces(at),
            None => at.start + self.offset..at.end + self.offset,
        })
    }

    /// The keys of a mapping; [`Value::Null`] has none. Anything else is told of.
    pub fn fields<'n>(&mut self, node: &'n Node, what: &'static str) -> Fields<'n> {
        let entries = match &node.value {
            Value::Map(entries) => entries.as_slice(),
            Value::Null => &[],
            other => {
                let message = format!("{what} must be a group of keys, not {}.", other.type_name());
                let remedy = "Write lines of the form `key: value`, indented below it.";
                self.report(Diagnostic::error(Code::WrongType, message, remedy), node.at.clone());
                &[]
            }
        };
        self.duplicates(entries);
        Fields {
            entries,
            known: Vec::new(),
            keys: self.keys.as_ref().map(|_| Vec::new()),
            is_group: matches!(node.value, Value::Map(_)),
            at: node.at.clone(),
        }
    }

    /// Reads the keys of a mapping, and tells of those that nobody took out.
    pub fn within<T>(
        &mut self,
        node: &Node,
        what: &'static str,
        remedy: &str,
        read: impl FnOnce(&mut Fields, &mut Self) -> T,
    ) -> T {
        let mut fields = self.fields(node, what);
        let value = read(&mut fields, self);
        fields.finish(self, remedy);
        value
    }

    /// Tells of keys that stand twice, at any depth: of data, whose keys nobody knows.
    pub fn duplicates_within(&mut self, node: &Node) {
        match &node.value {
            Value::Map(entries) => {
                self.duplicates(entries);
                entries.iter().for_each(|(_, node)| self.duplicates_within(node));
            }
            Value::Seq(items) => items.iter().for_each(|node| self.duplicates_within(node)),
            _ => {}
        }
    }

    fn duplicates(&mut self, entries: &[(Key, Node)]) {
        let mut known: HashMap<&str, &Key> = HashMap::with_capacity(entries.len());
        for (key, _) in entries {
            let first = *known.entry(&key.name).or_insert(key);
            if !std::ptr::eq(first, key) {
                let line = self.span(first.at.clone()).line;
                let message = format!("The key `{}` stands here twice.", key.name);
                let remedy = format!("Keep one of the two; the first is on line {line}.");
                let fault = Diagnostic::error(Code::DuplicateKey, message, remedy);
                self.report(fault, key.at.clone());
            }
        }
    }

    /// The text of a value that stands on one line: also a number or `true`, just as written.
    pub fn text_of(&mut self, node: &Node, key: &str) -> Option<String> {
        match &node.value {
            Value::Str(text) => Some(text.clone()),
            value if value.is_text() => self.text.get(node.at.clone()).map(str::to_owned),
            _ => {
                self.wrong_type(
                    node,
                    key,
                    "text",
                    "Write it on one line, in quotes where it holds a colon.",
                );
                None
            }
        }
    }

    /// Tells that a value has another type than its key takes.
    pub fn wrong_type(&mut self, node: &Node, key: &str, wanted: &str, remedy: &str) {
        let message = format!("`{key}` takes {wanted}, not {}.", node.value.type_name());
        self.report(Diagnostic::error(Code::WrongType, message, remedy), node.at.clone());
    }
}
