//! Taking the known keys out of a mapping, and telling of all that is wrong on the way.

use std::collections::HashMap;
use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::{Key, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex};
use crate::nearest::nearest;
use crate::path::SourcePath;

/// A day or a moment as the author wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A date alone: that day, in the site's time zone.
    Day(Date),
    /// A date and time in the site's time zone.
    Local(DateTime),
    /// A date and time with its own offset.
    Instant(Timestamp),
}

impl When {
    /// Reads `2026-11-23`, `2026-11-23 14:30`, `2026-11-23T14:30:00` or RFC 3339.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() == 10 {
            return text.parse().ok().filter(|day: &Date| in_calendar(*day)).map(When::Day);
        }
        let iso = text.replacen(' ', "T", 1);
        let tail = iso.get(11..)?;
        match tail.contains(['Z', 'z', '+', '-']) {
            true => iso.parse().ok().map(When::Instant),
            false => {
                let moment = iso.parse().ok().filter(|at: &DateTime| in_calendar(at.date()));
                moment.map(When::Local)
            }
        }
    }
}

/// Whether a day begins and ends in every time zone: the last of the calendar does not, and would
/// count as no day at all.
fn in_calendar(day: Date) -> bool {
    (1..=9998).contains(&day.year())
}

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
    /// Where faults go.
    pub diagnostics: &'a mut Diagnostics,
}

impl<'a> Reader<'a> {
    /// Tells of a fault at a stretch of the text.
    pub fn report(&mut self, diagnostic: Diagnostic, at: Range<usize>) {
        let span = self.span(at);
        self.diagnostics.push(diagnostic.at(self.file, span));
    }

    /// The stretch of the file where a stretch of the text is.
    pub fn span(&self, at: Range<usize>) -> crate::diagnostic::Span {
        self.lines.span(at.start + self.offset..at.end + self.offset)
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
        Fields { entries, known: Vec::new(), at: node.at.clone() }
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
            Value::Int(_) | Value::Float(_) | Value::Bool(_) => {
                self.text.get(node.at.clone()).map(str::to_owned)
            }
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

/// The keys of one mapping, of which the known ones are taken out one by one.
pub struct Fields<'n> {
    entries: &'n [(Key, Node)],
    known: Vec<&'static str>,
    /// Where the mapping is.
    pub at: Range<usize>,
}

impl<'n> Fields<'n> {
    /// The value of a key, whatever it is; `None` where it is missing or empty.
    pub fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.known.push(key);
        self.entries
            .iter()
            .find(|(k, _)| k.name == key)
            .map(|(_, node)| node)
            .filter(|node| node.value != Value::Null)
    }

    /// Where the key itself stands.
    pub fn key_at(&self, key: &str) -> Option<Range<usize>> {
        self.entries.iter().find(|(k, _)| k.name == key).map(|(k, _)| k.at.clone())
    }

    /// Whether an unknown key is a slip of this one. It is told as such in the end; that this one is
    /// missing is no fault of its own then.
    pub fn is_misspelt(&self, key: &str) -> bool {
        let mut names = self.entries.iter().map(|(k, _)| k.name.as_str());
        names.any(|name| name != key && nearest(name, [key]).is_some())
    }

    /// Text, trimmed; numbers count as text.
    pub fn text(&mut self, reader: &mut Reader, key: &'static str) -> Option<String> {
        let node = self.node(key)?;
        reader.text_of(node, key).map(|text| text.trim().to_owned())
    }

    /// Text with its place.
    pub fn text_at(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
    ) -> Option<(String, Range<usize>)> {
        let node = self.node(key)?;
        Some((reader.text_of(node, key)?.trim().to_owned(), node.at.clone()))
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, reader: &mut Reader, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        match node.value {
            Value::Bool(value) => Some(value),
            _ => {
                reader.wrong_type(
                    node,
                    key,
                    "`true` or `false`",
                    "Write `true` or `false`, without quotes.",
                );
                None
            }
        }
    }

    /// A whole number within bounds.
    pub fn integer(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        bounds: std::ops::RangeInclusive<i64>,
    ) -> Option<i64> {
        let node = self.node(key)?;
        match node.value {
            Value::Int(value) if bounds.contains(&value) => Some(value),
            Value::Int(value) => {
                let message = format!("`{key}` cannot be {value}.");
                let remedy = format!("Take a number from {} to {}.", bounds.start(), bounds.end());
                reader.report(Diagnostic::error(Code::BadValue, message, remedy), node.at.clone());
                None
            }
            _ => {
                reader.wrong_type(
                    node,
                    key,
                    "a whole number",
                    "Write digits alone, without quotes.",
                );
                None
            }
        }
    }

    /// A list of texts with their places; one text alone is a list of one.
    pub fn texts(&mut self, reader: &mut Reader, key: &'static str) -> Vec<(String, Range<usize>)> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let items = match &node.value {
            Value::Seq(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        items
            .iter()
            .filter_map(|item| {
                Some((reader.text_of(item, key)?.trim().to_owned(), item.at.clone()))
            })
            .collect()
    }

    /// Names that the author chose, and a text for each, in their order.
    pub fn pairs(&mut self, reader: &mut Reader, key: &'static str) -> Vec<(String, String)> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let Value::Map(entries) = &node.value else {
            reader.wrong_type(
                node,
                key,
                "a group of keys",
                "Write lines of the form `name: value` below it.",
            );
            return Vec::new();
        };
        entries
            .iter()
            .filter_map(|(key, node)| Some((key.name.clone(), reader.text_of(node, &key.name)?)))
            .collect()
    }

    /// A date, or a date and time.
    pub fn when(&mut self, reader: &mut Reader, key: &'static str) -> Option<When> {
        let node = self.node(key)?;
        if matches!(node.value, Value::Seq(_) | Value::Map(_)) {
            reader.wrong_type(node, key, "a date", "Write it like `2026-11-23`.");
            return None;
        }
        let text = reader.text_of(node, key)?;
        let when = When::parse(&text);
        if when.is_none() {
            let is_shaped = text.get(4..5) == Some("-")
                && text.chars().all(|c| c.is_ascii_digit() || "-: T+Z".contains(c));
            let message = match is_shaped {
                true => format!("There is no such date as `{text}`."),
                false => format!("`{text}` cannot be read as a date."),
            };
            let remedy =
                "Write year-month-day, like `2026-11-23`, or with a time, like `2026-11-23 14:30`.";
            reader.report(Diagnostic::error(Code::BadDate, message, remedy), node.at.clone());
        }
        when
    }

    /// Tells of every key that nobody took out, with the nearest that exists.
    pub fn finish(self, reader: &mut Reader, remedy: &str) {
        for (key, _) in self.entries.iter().filter(|(k, _)| !self.known.contains(&k.name.as_str()))
        {
            let message = format!("There is no key `{}` here.", key.name);
            let remedy = match nearest(&key.name, self.known.iter().copied()) {
                Some(name) => format!("Did you mean `{name}`?"),
                None => remedy.to_owned(),
            };
            let fault = Diagnostic::error(Code::UnknownKey, message, remedy);
            reader.report(fault, key.at.clone());
        }
    }
}
