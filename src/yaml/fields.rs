//! Taking the known keys out of a mapping, and telling of all that is wrong on the way.

use std::ops::Range;

use super::known::EMPTY;
use super::{Key, KnownKey, Node, Reader, Takes, Value, When};
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;

/// A name that the author chose, the text for it, and where the name stands.
pub type Pair = (String, String, Range<usize>);

/// The keys of one mapping, of which the known ones are taken out one by one.
pub struct Fields<'n> {
    pub(super) entries: &'n [(Key, Node)],
    pub(super) known: Vec<&'static str>,
    /// What they take, where that is asked.
    pub(super) keys: Option<Vec<KnownKey>>,
    /// Whether there is a mapping; where not, none of its keys is missing in particular.
    pub is_group: bool,
    /// Where the mapping is.
    pub at: Range<usize>,
}

impl<'n> Fields<'n> {
    /// The value of a key, whatever it is; `None` where it is missing or empty.
    pub fn node(&mut self, key: &'static str, takes: impl FnOnce() -> Takes) -> Option<&'n Node> {
        self.known.push(key);
        if let Some(keys) = &mut self.keys
            && keys.iter().all(|known| known.path != key)
        {
            keys.push(KnownKey { path: key.to_owned(), takes: takes(), required: false });
        }
        self.given(key)
    }

    fn given(&self, key: &str) -> Option<&'n Node> {
        let entry = self.entries.iter().find(|(k, _)| k.name == key);
        entry.map(|(_, node)| node).filter(|node| node.value != Value::Null)
    }

    /// Where the value of a key stands; `None` where it is missing or empty.
    pub fn value_at(&self, key: &str) -> Option<Range<usize>> {
        self.given(key).map(|node| node.at.clone())
    }

    /// Whether a key is missing or has nothing in it.
    pub fn is_empty(&self, key: &str) -> bool {
        match self.given(key).map(|node| &node.value) {
            Some(Value::Seq(items)) => items.is_empty(),
            value => value.is_none(),
        }
    }

    /// Says that a key must be there.
    pub fn needs(&mut self, key: &str) {
        let mut keys = self.keys.iter_mut().flatten();
        if let Some(known) = keys.find(|known| known.path == key) {
            known.required = true;
        }
    }

    /// Tells, at the group, that a key of it is missing that must be there.
    pub fn missing(&mut self, reader: &mut Reader, key: &str, message: &str, remedy: &str) {
        self.needs(key);
        if self.is_group {
            let fault = Diagnostic::error(Code::MissingKey, message, remedy);
            reader.report(fault, self.at.clone());
        }
    }

    /// Where the first of the keys stands; the group itself, where there is none.
    pub fn first_at(&self) -> Range<usize> {
        self.entries.first().map_or_else(|| self.at.clone(), |(key, _)| key.at.clone())
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
        self.text_at(reader, key).map(|(text, _)| text)
    }

    /// Text with its place.
    pub fn text_at(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
    ) -> Option<(String, Range<usize>)> {
        self.text_as(reader, key, || Takes::Text)
    }

    /// Text that stands for something, with its place.
    pub fn text_as(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        takes: impl FnOnce() -> Takes,
    ) -> Option<(String, Range<usize>)> {
        let node = self.node(key, takes)?;
        Some((reader.text_of(node, key)?.trim().to_owned(), node.at.clone()))
    }

    /// One of a few words.
    pub fn one_of<T: Copy>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let names = || all.iter().map(|&value| name(value));
        let (word, at) = self.text_as(reader, key, || Takes::OneOf(names().collect()))?;
        let found = all.iter().copied().find(|&value| name(value) == word);
        if found.is_none() {
            let message = format!("`{key}` cannot be `{word}`.");
            let remedy = match nearest(&word, names()) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("Take one of: {}.", names().collect::<Vec<_>>().join(", ")),
            };
            reader.report(Diagnostic::error(Code::BadValue, message, remedy), at);
        }
        found
    }

    /// The group of keys at a key, which `what` names.
    pub fn group<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        what: &'static str,
        remedy: &str,
        read: impl FnOnce(&mut Fields, &mut Reader) -> T,
    ) -> Option<T> {
        let node = self.node(key, || Takes::Group);
        let node = node.or(self.keys.is_some().then_some(&EMPTY))?;
        let value = reader.within(node, what, remedy, read);
        self.adopt(reader, key);
        Some(value)
    }

    /// The groups of keys of a list; `what` names one of them, and `form` says how to write one.
    pub fn groups<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        form: &str,
        about: (&'static str, &str),
        read: impl FnMut(&mut Fields, &mut Reader) -> Option<T>,
    ) -> Vec<T> {
        self.groups_or_texts(reader, key, None, form, about, read)
    }

    /// The same for a list in which a text alone is a group with just the key `short`.
    pub fn groups_or_texts<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        short: Option<&str>,
        form: &str,
        (what, remedy): (&'static str, &str),
        mut read: impl FnMut(&mut Fields, &mut Reader) -> Option<T>,
    ) -> Vec<T> {
        let node = self.node(key, || Takes::Groups);
        if self.keys.is_some() {
            reader.within(&EMPTY, what, remedy, &mut read);
            self.adopt(reader, &format!("{key}[]"));
        }
        match node.map(|node| (node, &node.value)) {
            Some((_, Value::Seq(items))) => {
                let mut read = |item: &Node| reader.within(item, what, remedy, &mut read);
                let items = items.iter().map(|item| match (short, &item.value) {
                    (Some(short), value) if value.is_text() => read(&Node {
                        value: Value::Map(vec![(
                            Key { name: short.to_owned(), at: item.at.clone() },
                            item.clone(),
                        )]),
                        at: item.at.clone(),
                    }),
                    _ => read(item),
                });
                items.flatten().collect()
            }
            Some((node, _)) => {
                reader.wrong_type(node, key, "a list", form);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Takes over the keys of a group that was read, below a key of this one.
    fn adopt(&mut self, reader: &mut Reader, below: &str) {
        if let (Some(keys), Some(inner)) = (&mut self.keys, &mut reader.keys) {
            keys.extend(inner.drain(..).map(|mut known| {
                known.path = format!("{below}.{}", known.path);
                known
            }));
        }
    }

    /// Keys of the author's own, as they are.
    pub fn own(&mut self, reader: &mut Reader, key: &'static str) -> serde_json::Value {
        match self.node(key, || Takes::Own) {
            Some(node) if matches!(node.value, Value::Map(_)) => node.value.to_json(),
            Some(node) => {
                let remedy = "Write your own `key: value` lines below it.";
                reader.wrong_type(node, key, "a group of keys", remedy);
                serde_json::json!({})
            }
            None => serde_json::json!({}),
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, reader: &mut Reader, key: &'static str) -> Option<bool> {
        let node = self.node(key, || Takes::Boolean)?;
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
        let node = self.node(key, || Takes::Integer(bounds.clone()))?;
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
        self.texts_as(reader, key, || Takes::Text)
    }

    /// A list of texts that stand for something, likewise.
    pub fn texts_as(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        takes: impl FnOnce() -> Takes,
    ) -> Vec<(String, Range<usize>)> {
        let Some(node) = self.node(key, || Takes::list(takes())) else { return Vec::new() };
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
    pub fn pairs(&mut self, reader: &mut Reader, key: &'static str) -> Vec<Pair> {
        let Some(node) = self.node(key, || Takes::Pairs) else { return Vec::new() };
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
            .filter_map(|(key, node)| {
                let text = reader.text_of(node, &key.name)?;
                Some((key.name.clone(), text, key.at.clone()))
            })
            .collect()
    }

    /// A date, or a date and time.
    pub fn when(&mut self, reader: &mut Reader, key: &'static str) -> Option<When> {
        let node = self.node(key, || Takes::Date)?;
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
        if reader.keys.is_some() {
            reader.keys = self.keys;
        }
    }
}
