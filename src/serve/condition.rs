//! What a request asks for only in part, or only if it is new: RFC 9110, sections 13 and 14.

use std::ops;

use axum::http::{HeaderMap, header};

/// Whether the browser has this already (`If-None-Match`, section 13.1.2).
pub(super) fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let all = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|known| known.to_str().ok());
    all.flat_map(|known| known.split(',')).map(str::trim).any(|known| {
        // Compared weakly: a proxy may have marked it so.
        known == "*" || known.trim_start_matches("W/") == tag
    })
}

/// A stretch of bytes, as a request says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Range {
    /// All of it.
    All,
    /// From a byte, up to and with another or to the end.
    From(usize, Option<usize>),
    /// So many at the end.
    Last(usize),
}

/// What of a response that is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Within {
    All,
    Stretch(ops::Range<usize>),
    /// It begins behind the end.
    Nothing,
}

/// The one stretch that is asked for (`Range`, section 14.2): Safari plays no film otherwise. Several
/// at once, and what makes no sense, may be answered with all of it; so may what was asked of
/// another version (`If-Range`, section 13.1.5).
pub(super) fn range(asked: &HeaderMap, tag: &str) -> Range {
    if asked.get(header::IF_RANGE).is_some_and(|wanted| wanted != tag) {
        return Range::All;
    }
    let value = asked.get(header::RANGE).and_then(|range| range.to_str().ok());
    value.and_then(parse).unwrap_or(Range::All)
}

fn parse(value: &str) -> Option<Range> {
    let (unit, stretch) = value.split_once('=')?;
    let (from, to) = stretch.split_once('-')?;
    // More than a machine can count is more than there is.
    let number = |digits: &str| match digits.bytes().all(|byte| byte.is_ascii_digit()) {
        true if !digits.is_empty() => Some(digits.parse().unwrap_or(usize::MAX)),
        _ => None,
    };
    let (from, to) = (from.trim(), to.trim());
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    match (number(from), number(to)) {
        (Some(from), Some(to)) if from <= to => Some(Range::From(from, Some(to))),
        (Some(from), None) if to.is_empty() => Some(Range::From(from, None)),
        (None, Some(last)) if from.is_empty() => Some(Range::Last(last)),
        _ => None,
    }
}

impl Range {
    /// What it is of a response of so many bytes.
    pub(super) fn within(self, length: usize) -> Within {
        match self {
            Range::All => Within::All,
            Range::From(from, _) if from >= length => Within::Nothing,
            Range::From(from, to) => {
                Within::Stretch(from..to.map_or(length, |to| length.min(to.saturating_add(1))))
            }
            Range::Last(0) => Within::Nothing,
            Range::Last(_) if length == 0 => Within::Nothing,
            Range::Last(last) => Within::Stretch(length.saturating_sub(last)..length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stretch_is_given() {
        let within = |value: &str| parse(value).unwrap_or(Range::All).within(10);
        for (value, wanted) in [
            ("bytes=0-1", Within::Stretch(0..2)),
            ("bytes=0-", Within::Stretch(0..10)),
            ("Bytes = 4-4", Within::Stretch(4..5)),
            ("bytes=4-99", Within::Stretch(4..10)),
            ("bytes=4-99999999999999999999999999", Within::Stretch(4..10)),
            ("bytes=-3", Within::Stretch(7..10)),
            ("bytes=-99", Within::Stretch(0..10)),
            ("bytes=-0", Within::Nothing),
            ("bytes=10-", Within::Nothing),
            ("bytes=99999999999999999999999999-", Within::Nothing),
            ("bytes=5-4", Within::All),
            ("bytes=-", Within::All),
            ("bytes=+1-2", Within::All),
            ("bytes=0-1,4-5", Within::All),
            ("pages=0-1", Within::All),
            ("", Within::All),
        ] {
            assert_eq!(within(value), wanted, "{value}");
        }
        assert_eq!(parse("bytes=-1").unwrap().within(0), Within::Nothing);
    }
}
