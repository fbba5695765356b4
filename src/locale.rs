//! The words and habits of a language: what `locales/` says, how dates are written and sentences
//! filled in.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex};
use crate::path::{LONGEST_NAME, SourcePath};
use crate::slug::{is_reserved, slugify};
use crate::yaml::{self, Fields, Reader, Value};

/// A language, as `locales/nl.yaml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    /// BCP 47 tag: `nl`.
    pub language: String,
    /// As Open Graph writes it: `nl_NL`.
    pub locale: String,
    /// How dates are written.
    pub(crate) dates: DateWords,
    /// How numbers are written.
    pub(crate) numbers: NumberWords,
    /// The word before the number of a list page in its URL: `pagina`.
    pub page_path: String,
    /// The word for the list of tags in URLs: `tags`.
    pub tags_path: String,
    /// All words for readers, by name.
    pub words: BTreeMap<String, String>,
}

impl Locale {
    /// A language without a word: what the files are read into.
    pub fn empty(language: &str) -> Self {
        Self {
            language: language.to_owned(),
            locale: language.to_owned(),
            dates: DateWords {
                months: Default::default(),
                days: Default::default(),
                date: String::new(),
                time: "{hour}:{minute}".to_owned(),
            },
            numbers: NumberWords {
                decimal: ".".to_owned(),
                thousands: ",".to_owned(),
                money: "{currency}{amount}".to_owned(),
            },
            page_path: "page".to_owned(),
            tags_path: "tags".to_owned(),
            words: BTreeMap::new(),
        }
    }

    /// Reads a file over what is known already: a site's own file replaces single words and
    /// leaves the rest.
    pub fn read(&mut self, file: &SourcePath, text: &str, diagnostics: &mut Diagnostics) {
        let lines = LineIndex::new(text);
        let root = match yaml::parse(text) {
            Ok(root) => root,
            Err(fault) => {
                let message = format!("The words cannot be read: {}.", fault.message);
                let span = lines.span(fault.at);
                diagnostics
                    .push(Diagnostic::error(fault.code, message, fault.remedy).at(file, span));
                return;
            }
        };
        let mut reader = Reader { file, text, lines: &lines, offset: 0, diagnostics };
        let mut fields = reader.fields(&root, "A language");
        // The file's name says which language it is; the key says so to people.
        fields.text(&mut reader, "language");
        replace(&mut self.locale, fields.text(&mut reader, "locale"));
        list(&mut self.dates.months, &mut fields, &mut reader, "months");
        list(&mut self.dates.days, &mut fields, &mut reader, "days");
        replace(&mut self.dates.date, fields.text(&mut reader, "date"));
        replace(&mut self.dates.time, fields.text(&mut reader, "time"));
        if let Some(node) = fields.node("numbers") {
            let mut numbers = reader.fields(node, "`numbers`");
            replace(&mut self.numbers.decimal, numbers.text(&mut reader, "decimal"));
            replace(&mut self.numbers.thousands, numbers.text(&mut reader, "thousands"));
            replace(&mut self.numbers.money, numbers.text(&mut reader, "money"));
            numbers.finish(&mut reader, "There are `decimal`, `thousands` and `money`.");
        }
        if let Some(node) = fields.node("paths") {
            let mut paths = reader.fields(node, "`paths`");
            replace(&mut self.page_path, path_word(&mut paths, &mut reader, "page"));
            replace(&mut self.tags_path, path_word(&mut paths, &mut reader, "tags"));
            paths.finish(&mut reader, "There are `page` and `tags`.");
        }
        match fields.node("words").map(|node| (&node.value, node)) {
            Some((Value::Map(entries), _)) => {
                for (key, node) in entries {
                    if let Some(word) = reader.text_of(node, &key.name) {
                        self.words.insert(key.name.clone(), word);
                    }
                }
            }
            Some((_, node)) => {
                reader.wrong_type(
                    node,
                    "words",
                    "a group of keys",
                    "Write lines of the form `name: word` below it.",
                );
            }
            None => {}
        }
        fields.finish(&mut reader, "Words go under `words`.");
    }

    /// A word by its name; the name itself where there is none.
    pub fn word<'a>(&'a self, name: &'a str) -> &'a str {
        self.words.get(name).map_or(name, String::as_str)
    }
}

/// A word that stands in URLs: `..` or `a:b` there would lead out of the site, or nowhere.
fn path_word(fields: &mut Fields, reader: &mut Reader, key: &'static str) -> Option<String> {
    let (word, at) = fields.text_at(reader, key)?;
    let clean = slugify(&word).filter(|clean| !is_reserved(clean) && clean.len() <= LONGEST_NAME);
    if clean.as_ref() == Some(&word) {
        return clean;
    }
    let message = format!("The word `{word}` cannot stand in a URL.");
    let remedy = match clean {
        Some(clean) => format!("Write `{clean}`."),
        None => "Write letters, digits and hyphens.".to_owned(),
    };
    reader.report(Diagnostic::error(Code::BadUrl, message, remedy), at);
    None
}

fn replace(value: &mut String, with: Option<String>) {
    if let Some(with) = with {
        *value = with;
    }
}

/// A list of a fixed length, taken whole or not at all.
fn list<const N: usize>(
    into: &mut [String; N],
    fields: &mut Fields,
    reader: &mut Reader,
    key: &'static str,
) {
    let at = fields.node(key).map(|node| node.at.clone());
    let names: Vec<String> = fields.texts(reader, key).into_iter().map(|(name, _)| name).collect();
    let Some(at) = at else { return };
    match <[String; N]>::try_from(names) {
        Ok(names) => *into = names,
        Err(names) => {
            let message = format!("`{key}` takes {N} names, not {}.", names.len());
            let fault = Diagnostic::error(Code::BadValue, message, format!("There are {N}."));
            reader.report(fault, at);
        }
    }
}

/// The words that a date is written with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateWords {
    /// From January.
    pub(crate) months: [String; 12],
    /// From Monday, as ISO 8601 counts.
    pub(crate) days: [String; 7],
    /// The pattern: `{day}`, `{month}`, `{year}`, and `{weekday}` where it is wanted.
    pub(crate) date: String,
    /// The pattern of a time of day: `{hour}` and `{minute}`; `{hours}` has two digits always.
    pub(crate) time: String,
}

/// How a language writes numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NumberWords {
    /// Before the fraction.
    pub(crate) decimal: String,
    /// Between groups of three digits.
    pub(crate) thousands: String,
    /// The pattern of a price: `{currency}` and `{amount}`.
    pub(crate) money: String,
}

/// A time of day as a reader writes it.
pub(crate) fn format_time(time: Time, words: &DateWords) -> String {
    fill(&words.time, |name| match name {
        "hour" => Some(time.hour().to_string()),
        "hours" => Some(format!("{:02}", time.hour())),
        "minute" => Some(format!("{:02}", time.minute())),
        _ => None,
    })
}

/// The name of a day of the week.
pub(crate) fn weekday(date: Date, words: &DateWords) -> &str {
    let at = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
    words.days.get(at).map_or("", String::as_str)
}

/// A price as a reader writes it, from hundredths and an ISO 4217 code; without cents where there
/// are none.
pub(crate) fn format_money(cents: u64, currency: &str, words: &NumberWords) -> String {
    let mut amount = grouped(cents / 100, words);
    if !cents.is_multiple_of(100) {
        amount += &format!("{}{:02}", words.decimal, cents % 100);
    }
    let symbol = match currency {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        // A code stands apart from its number in every language.
        code => return format!("{code}\u{a0}{amount}"),
    };
    fill(&words.money, |name| match name {
        "currency" => Some(symbol.to_owned()),
        "amount" => Some(amount.clone()),
        _ => None,
    })
}

/// The size of a file as a reader writes it: `84 kB`, `1,2 MB`. Decimal units, as file managers
/// and browsers show.
pub(crate) fn format_size(bytes: u64, words: &NumberWords) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes}\u{a0}B"),
        1_000..999_500 => (1_000, "kB"),
        999_500..999_950_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = (bytes * 10 + unit / 2) / unit;
    match tenths < 100 && !tenths.is_multiple_of(10) && unit > 1_000 {
        true => format!("{}{}{}\u{a0}{name}", tenths / 10, words.decimal, tenths % 10),
        false => format!("{}\u{a0}{name}", grouped((bytes + unit / 2) / unit, words)),
    }
}

/// A whole number with its digits in groups of three.
fn grouped(number: u64, words: &NumberWords) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(&words.thousands);
        }
        out.push(digit);
    }
    out
}

/// A date as a reader writes it, such as `23 november 2026`; the day without a leading zero.
pub(crate) fn format_date(date: Date, words: &DateWords) -> String {
    let nth = |words: &[String], index: i8| {
        let index = usize::try_from(index).ok()?;
        words.get(index).cloned()
    };
    fill(&words.date, |name| match name {
        "day" => Some(date.day().to_string()),
        "month" => nth(&words.months, date.month() - 1),
        "year" => Some(date.year().to_string()),
        "weekday" => nth(&words.days, date.weekday().to_monday_zero_offset()),
        _ => None,
    })
}

/// `template` with each `{name}` replaced by its value. A name without a value stays as it stands,
/// braces and all; so does a brace without a partner. What is filled in is not looked at again.
pub(crate) fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, from)) = rest.split_once('{') {
        out.push_str(before);
        let place =
            from.split_once(['{', '}']).filter(|(name, _)| from[name.len()..].starts_with('}'));
        match place.and_then(|(name, after)| Some((value(name)?, after))) {
            Some((value, after)) => {
                out.push_str(&value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = from;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn dutch(pattern: &str) -> DateWords {
        let months = [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ];
        let days = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];
        DateWords {
            months: months.map(str::to_owned),
            days: days.map(str::to_owned),
            date: pattern.to_owned(),
            time: "{hour}.{minute}".to_owned(),
        }
    }

    #[test]
    fn numbers_as_dutch_people_write_them() {
        let words = NumberWords {
            decimal: ",".to_owned(),
            thousands: ".".to_owned(),
            money: "{currency}\u{a0}{amount}".to_owned(),
        };
        let money = |cents, currency| format_money(cents, currency, &words).replace('\u{a0}', " ");
        assert_eq!(money(69_500, "EUR"), "€ 695");
        assert_eq!(money(129_550, "EUR"), "€ 1.295,50");
        assert_eq!(money(1, "USD"), "$ 0,01");
        assert_eq!(money(123_456_789_000, "CHF"), "CHF 1.234.567.890");
        let size = |bytes| format_size(bytes, &words).replace('\u{a0}', " ");
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_499, "1 kB"),
            (84_210, "84 kB"),
            (999_499, "999 kB"),
            (999_500, "1 MB"),
            (1_249_999, "1,2 MB"),
            (9_960_000, "10 MB"),
            (1_500_000_000, "1,5 GB"),
        ] {
            assert_eq!(size(bytes), text);
        }
        assert_eq!(format_time(Time::constant(9, 5, 0, 0), &dutch("")), "9.05");
        assert_eq!(weekday(date(2027, 1, 14), &dutch("")), "donderdag");
    }

    #[test]
    fn dates() {
        let words = dutch("{day} {month} {year}");
        assert_eq!(format_date(date(2026, 11, 23), &words), "23 november 2026");
        assert_eq!(format_date(date(2024, 2, 29), &words), "29 februari 2024");
        assert_eq!(format_date(date(2026, 1, 1), &words), "1 januari 2026");
        assert_eq!(format_date(date(2026, 12, 31), &words), "31 december 2026");
        let words = dutch("{weekday} {day} {month} {year} {era}");
        assert_eq!(format_date(date(2026, 11, 23), &words), "maandag 23 november 2026 {era}");
        assert_eq!(format_date(date(2026, 11, 29), &words), "zondag 29 november 2026 {era}");
    }

    #[test]
    fn filling() {
        let value = |name: &str| match name {
            "n" => Some("3".to_owned()),
            "raw" => Some("{n}".to_owned()),
            _ => None,
        };
        for (template, wanted) in [
            ("", ""),
            ("{n} van {n}", "3 van 3"),
            ("{m} en {}", "{m} en {}"),
            ("{raw}", "{n}"),
            ("{{n}}", "{3}"),
            ("a { b {n", "a { b {n"),
            ("} {n} é{n}é", "} 3 é3é"),
            ("{m {n}", "{m 3"),
        ] {
            assert_eq!(fill(template, value), wanted, "{template}");
        }
    }

    proptest! {
        #[test]
        fn filling_nothing_changes_nothing(template in "[{}a-c]{0,20}") {
            prop_assert_eq!(fill(&template, |_| None), template);
        }
    }
}
