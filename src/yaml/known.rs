//! The keys that a document may have, as data: for schemas, and to hold the documentation against.

use std::fmt;
use std::ops::RangeInclusive;

use super::{Node, Reader, Value};
use crate::diagnostic::{Diagnostics, LineIndex};
use crate::path::SourcePath;

/// One key that a reading takes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownKey {
    /// The way to it: `image.src`, or `sessions[].start` in each group of a list.
    pub path: String,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be there, where the group that it is in is.
    pub required: bool,
}

/// A group without a key: what is read to learn which there are.
pub(super) static EMPTY: Node = Node { value: Value::Map(Vec::new()), at: 0..0 };

/// The keys that a reading takes out, found by giving it a document without any.
pub fn keys(read: impl FnOnce(&Node, &mut Reader)) -> Vec<KnownKey> {
    let (file, lines) = (SourcePath::new(""), LineIndex::new(""));
    let mut diagnostics = Diagnostics::default();
    let mut reader = Reader::new(&file, "", &lines, 0, &mut diagnostics);
    reader.keys = Some(Vec::new());
    read(&EMPTY, &mut reader);
    reader.keys.unwrap_or_default()
}

/// What a key takes. As text it is what people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Text on one line; a number counts as text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number within bounds.
    Integer(RangeInclusive<i64>),
    /// A date, or a date and time.
    Date,
    /// Minutes, or hours and minutes: `40`, `1h30`.
    Duration,
    /// An amount; or a group of keys, which follow it.
    Price,
    /// Digits, with a point before the cents: `1295.50`.
    Amount,
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// A page or file of the site, or a full URL.
    Link,
    /// A file of the site.
    File,
    /// A full URL.
    Url,
    /// A URL path of the site: `/old/page/`.
    Path,
    /// The name of a template.
    Template,
    /// `#` and six hexadecimal digits.
    Colour,
    /// The code of a language: `nl`.
    Language,
    /// The name of a time zone: `Europe/Amsterdam`.
    TimeZone,
    /// The three letters of a currency: `EUR`.
    Currency,
    /// A word of letters, digits and hyphens, which stands in URLs.
    UrlWord,
    /// A list; one item alone is a list of one.
    List {
        /// What each item is.
        of: Box<Takes>,
        /// How many there must be, where that is fixed.
        exactly: Option<usize>,
    },
    /// Keys, which follow it.
    Group,
    /// A list of groups of keys, which follow it.
    Groups,
    /// Names that the author chooses, and a text for each.
    Pairs,
    /// Keys of the author's own, with anything in them.
    Own,
}

impl Takes {
    /// A list of any length.
    pub fn list(of: Self) -> Self {
        Self::List { of: Box::new(of), exactly: None }
    }
}

impl fmt::Display for Takes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Boolean => "`true` or `false`",
            Self::Integer(bounds) => {
                return write!(f, "whole number, {} to {}", bounds.start(), bounds.end());
            }
            Self::Date => "date or time",
            Self::Duration => "duration",
            Self::Price => "price",
            Self::Amount => "amount",
            Self::OneOf(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                return match words.split_last() {
                    Some((last, [])) => f.write_str(last),
                    Some((last, others)) => write!(f, "{} or {last}", others.join(", ")),
                    None => Ok(()),
                };
            }
            Self::Link => "link",
            Self::File => "file",
            Self::Url => "URL",
            Self::Path => "path",
            Self::Template => "template",
            Self::Colour => "colour",
            Self::Language => "language",
            Self::TimeZone => "time zone",
            Self::Currency => "currency",
            Self::UrlWord => "word for URLs",
            Self::List { of, exactly } => {
                let count = exactly.map(|count| format!("{count} ")).unwrap_or_default();
                let of = of.to_string();
                // The bounds of a number follow the word.
                let end = of.find(',').unwrap_or(of.len());
                return write!(f, "list of {count}{}s{}", &of[..end], &of[end..]);
            }
            Self::Group => "group of keys",
            Self::Groups => "list of groups",
            Self::Pairs => "names and texts",
            Self::Own => "your own keys",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys_are_found_also_those_of_groups() {
        let known = keys(|root, reader| {
            let mut fields = reader.fields(root, "It");
            fields.boolean(reader, "draft");
            fields.group(reader, "image", "`image`", "", |fields, reader| {
                fields.text_as(reader, "src", || Takes::File);
                fields.missing(reader, "src", "", "");
            });
            fields.groups(reader, "sessions", "", ("A session", ""), |fields, reader| {
                fields.group(reader, "price", "`price`", "", |fields, reader| {
                    fields.integer(reader, "amount", 1..=9)
                })
            });
            fields.finish(reader, "");
        });
        let told: Vec<String> = known
            .iter()
            .map(|key| {
                let needed = if key.required { ", needed" } else { "" };
                format!("{}: {}{needed}", key.path, key.takes)
            })
            .collect();
        assert_eq!(
            told,
            [
                "draft: `true` or `false`",
                "image: group of keys",
                "image.src: file, needed",
                "sessions: list of groups",
                "sessions[].price: group of keys",
                "sessions[].price.amount: whole number, 1 to 9",
            ]
        );
    }
}
