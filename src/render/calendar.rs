//! A session as an iCalendar file, RFC 5545.

use jiff::tz::TimeZone;
use tera::Context;

use super::Renderer;
use super::values::{description, map};
use crate::path::BaseUrl;
use crate::site::{Moment, SessionId};
use crate::yaml::When;

/// The longest line, in bytes without its end (section 3.1).
const LONGEST_LINE: usize = 75;

/// The template of a session and its values.
pub(super) fn session(renderer: &Renderer, id: SessionId) -> (String, Context) {
    let site = &renderer.site;
    let base_url = &site.config.base_url;
    let session = site.session(id);
    let page = site.page(session.page);
    let own = session.of(page);
    // Whole days only where nothing names a time. DTEND is the first moment that does not count: it
    // lies behind the start, or is not there (section 3.6.1).
    let is_day = |when: When| matches!(when, When::Day(_));
    let days = own.is_some_and(|own| is_day(own.start) && own.end.is_none_or(is_day));
    let end = match days {
        true => Some(date(session.over.day().to_string())),
        // Nobody is to think that it lasts until midnight because nobody said when it ends.
        false if own.is_none_or(|own| own.end.is_none()) => None,
        false => Some(&session.over).filter(|over| over.at > session.start.at).map(moment),
    };
    // No date of now: the file would differ with each build. It must not lie behind the last
    // change, so a page that was touched says so in `updated`.
    let changed = page.updated.as_ref().or(page.date.as_ref()).unwrap_or(&session.start);
    let host = base_url.origin().split("://").nth(1).unwrap_or("localhost");
    let mut context = Context::new();
    context.insert_value(
        "event",
        map! {
            "id": format!("{}@{host}", BaseUrl::root().href(&session.calendar).trim_start_matches('/')),
            "changed": moment(changed),
            "days": days,
            "start": if days { date(session.start.day().to_string()) } else { moment(&session.start) },
            "end": end,
            "title": page.document.front_matter.title.as_str(),
            "description": description(page),
            "place": own.and_then(|own| own.place.clone()),
            "permalink": base_url.permalink(&page.url),
            "language": site.config.language.as_str(),
        },
    );
    ("session.ics".to_owned(), context)
}

/// A day: `20270114` (section 3.3.4).
fn date(iso: String) -> String {
    iso.replace('-', "")
}

/// A moment in UTC: `20270114T083000Z` (section 3.3.5); so no description of a time zone is
/// needed.
fn moment(moment: &Moment) -> String {
    moment.at.with_time_zone(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a value (section 3.3.11).
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

/// Lines as the format wants them: none empty, none too long, each ended by CR and LF.
pub(super) fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut length = 0;
        for c in line.trim_end().chars() {
            if length + c.len_utf8() > LONGEST_LINE {
                // A line goes on behind a space (section 3.1).
                out.push_str("\r\n ");
                length = 1;
            }
            out.push(c);
            length += c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_go_on_behind_a_space() {
        let folded = lines(&format!("A:{}\n\nB:1\n", "é".repeat(120)));
        let longest = folded.split("\r\n").map(str::len).max();
        assert_eq!(longest, Some(LONGEST_LINE));
        assert_eq!(folded.replace("\r\n ", ""), format!("A:{}\r\nB:1\r\n", "é".repeat(120)));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a, b; c\\d\r\ne"), "a\\, b\\; c\\\\d\\ne");
    }
}
