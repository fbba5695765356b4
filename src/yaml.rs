//! YAML with places: a tree in which every key and value knows where it stands.
//!
//! Typed derivation stops at the first fault; a person wants all of them. So a document is read
//! into [`Node`]s once and [`Fields`] takes the known keys out, telling of each fault at its
//! place. The YAML crate is named in this room alone.

mod fields;
mod known;
mod reader;
mod when;
mod words;

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::options::{AliasLimits, DuplicateKeyPolicy};
use serde_yaml::{Budget, Options, Spanned};

pub use fields::{Fields, Pair};
pub use known::{KnownKey, Takes, keys};
pub use reader::Reader;
pub use when::When;

use crate::diagnostic::Code;

/// A value and the bytes of the text in which it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it is, in bytes of the text that was parsed.
    pub at: Range<usize>,
}

/// A YAML value. Dates have no type of their own: they are text until a key asks for one.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~`, or nothing after the colon.
    Null,
    /// `true` or `false`; `yes` and `no` are text.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str(String),
    /// A list.
    Seq(Vec<Node>),
    /// Keys and values in the order of the text; a key may occur twice.
    Map(Vec<(Key, Node)>),
}

/// A key and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// Where it is, in bytes of the text that was parsed.
    pub at: Range<usize>,
}

/// Why a text is no YAML document.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// [`Code::BrokenYaml`] or [`Code::AliasBomb`].
    pub code: Code,
    /// What is wrong: a clause without a full stop.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
    /// Where, in bytes of the text.
    pub at: Range<usize>,
}

/// More nodes than any front matter, menu or quiz of a person has.
const MAX_NODES: usize = 50_000;

/// Reads one document. An empty text is [`Value::Null`].
///
/// # Errors
/// Text that is no YAML, holds more than one document, or grows out of all proportion by
/// aliases.
pub fn parse(text: &str) -> Result<Node, Fault> {
    match serde_yaml::from_str_with_options::<Spanned<Raw>>(text, options()) {
        Ok(raw) => Ok(Offsets::new(text).node(raw)),
        Err(error) => {
            let at = error.location().map_or(0..0, |l| Offsets::new(text).range(l.span()));
            let cause = cause(&error);
            let bomb = matches!(
                cause,
                serde_yaml::Error::Budget { .. }
                    | serde_yaml::Error::AliasReplayLimitExceeded { .. }
                    | serde_yaml::Error::AliasExpansionLimitExceeded { .. }
                    | serde_yaml::Error::AliasReplayStackDepthExceeded { .. }
            );
            let said = message(cause);
            let (code, words) = match bomb {
                true => (Code::AliasBomb, words::too_much(&said, at)),
                false if said.contains("recursion limit") => {
                    (Code::BrokenYaml, words::too_much(&said, at))
                }
                false => (Code::BrokenYaml, words::plain(&said, text, at)),
            };
            Err(Fault { code, message: words.message, remedy: words.remedy, at: words.at })
        }
    }
}

/// The fault itself, without what says where an alias was used.
fn cause(error: &serde_yaml::Error) -> &serde_yaml::Error {
    match error.without_snippet() {
        serde_yaml::Error::AliasError { error, .. } => cause(error),
        error => error,
    }
}

/// The parser's sentence without the place, which we show ourselves.
fn message(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).trim().to_owned()
}

fn options() -> Options {
    let mut budget = Budget::default();
    budget.max_nodes = MAX_NODES;
    budget.max_aliases = 1_000;
    budget.max_depth = 32;
    let mut limits = AliasLimits::default();
    limits.max_total_replayed_events = MAX_NODES;
    let mut options = Options::default();
    options.budget = Some(budget);
    options.alias_limits = limits;
    options.with_snippet = false;
    options.strict_booleans = true;
    options.leading_zero_numbers_as_strings = true;
    options.underscored_numbers_as_strings = true;
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    options
}

/// What serde hands over, with the crate's own places.
enum Raw {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    Seq(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

struct RawVisitor;

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(i64::try_from(value).map_or(Raw::Float(value as f64), Raw::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Str(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Str(value))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

/// Turns the crate's places into byte ranges of the text. Faults of its scanner come in
/// characters alone.
struct Offsets<'a> {
    text: &'a str,
}

impl<'a> Offsets<'a> {
    fn new(text: &'a str) -> Self {
        Self { text }
    }

    fn range(&self, span: serde_yaml::Span) -> Range<usize> {
        if let (Some(start), Some(length)) = (span.byte_offset(), span.byte_len()) {
            let start = (start as usize).min(self.text.len());
            return start..(start + length as usize).min(self.text.len());
        }
        let byte = |chars: u64| {
            self.text.char_indices().nth(chars as usize).map_or(self.text.len(), |(at, _)| at)
        };
        byte(span.offset())..byte(span.offset() + span.len())
    }

    fn node(&self, raw: Spanned<Raw>) -> Node {
        let at = self.range(raw.referenced.span());
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Bool(value) => Value::Bool(value),
            Raw::Int(value) => Value::Int(value),
            Raw::Float(value) => Value::Float(value),
            Raw::Str(value) => Value::Str(value),
            Raw::Seq(items) => Value::Seq(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| {
                        let at = self.range(key.referenced.span());
                        (Key { name: key.value, at }, self.node(value))
                    })
                    .collect(),
            ),
        };
        Node { value, at }
    }
}

impl Value {
    /// Whether it stands on one line and can be taken for text: also a number, or `true`.
    pub fn is_text(&self) -> bool {
        matches!(self, Value::Str(_) | Value::Int(_) | Value::Float(_) | Value::Bool(_))
    }

    /// What a person calls this type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Str(_) => "text",
            Value::Seq(_) => "a list",
            Value::Map(_) => "a group of keys",
        }
    }

    /// The same value as JSON, for data that is handed on as it is.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Int(value) => Json::from(*value),
            Value::Float(value) => Json::from(*value),
            Value::Str(value) => Json::String(value.clone()),
            Value::Seq(items) => items.iter().map(|item| item.value.to_json()).collect(),
            Value::Map(entries) => Json::Object(
                entries
                    .iter()
                    .map(|(key, node)| (key.name.clone(), node.value.to_json()))
                    .collect(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_knows_its_place() {
        let text = "één: 🙂\ntags: [a, 'b']\n";
        let Value::Map(entries) = parse(text).unwrap().value else { panic!("a map") };
        assert_eq!(&text[entries[0].0.at.clone()], "één");
        assert_eq!(&text[entries[0].1.at.clone()], "🙂");
        let Value::Seq(items) = &entries[1].1.value else { panic!("a list") };
        assert_eq!(&text[items[1].at.clone()], "'b'");
    }

    #[test]
    fn what_looks_like_a_number_or_a_yes_stays_text() {
        let json = parse("a: yes\nb: 007\nc: 1_000\nd: 2026-11-23\ne: 12").unwrap().value.to_json();
        let expected = r#"{"a":"yes","b":"007","c":"1_000","d":"2026-11-23","e":12}"#;
        assert_eq!(json.to_string(), expected);
    }

    #[test]
    fn faults_have_a_place_and_bombs_are_told_apart() {
        for (text, code, at) in [
            ("a: [1\n", Code::BrokenYaml, 3),
            ("é: b: c\n", Code::BrokenYaml, 5),
            ("a: 'x\n", Code::BrokenYaml, 3),
            ("a: 1\n---\nb: 1\n", Code::BrokenYaml, 5),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!((fault.code, fault.at.start), (code, at), "{text:?} {fault:?}");
        }
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for level in 1..9 {
            let inner = vec![format!("*a{}", level - 1); 9].join(",");
            bomb += &format!("a{level}: &a{level} [{inner}]\n");
        }
        let fault = parse(&bomb).unwrap_err();
        assert_eq!(fault.code, Code::AliasBomb, "{fault:?}");
        let deep = "[".repeat(100_000);
        assert!(parse(&deep).is_err());
    }
}
