//! Dates, times, numbers and sentences as a language writes them.

use jiff::civil::{Date, Time};

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
    let month = || words.months.get(usize::try_from(date.month() - 1).ok()?).cloned();
    fill(&words.date, |name| match name {
        "day" => Some(date.day().to_string()),
        "month" => month(),
        "year" => Some(date.year().to_string()),
        "weekday" => Some(weekday(date, words).to_owned()),
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
