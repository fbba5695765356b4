//! Dates and times as authors write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

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
        // `9:30`, as people write it.
        let iso = match iso.as_bytes() {
            [.., _] if iso.get(12..13) == Some(":") => format!("{}0{}", &iso[..11], &iso[11..]),
            _ => iso,
        };
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
