//! When courses are given: the sessions that have not ended.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::{Moment, Page, PageId, SessionId, ids};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::path::UrlPath;
use crate::source;
use crate::yaml::When;

/// One time that a course is given, still ahead or going on.
pub struct Session {
    /// The page whose front matter names it.
    pub page: PageId,
    /// Its place among the sessions of that front matter.
    pub index: usize,
    /// When it begins.
    pub start: Moment,
    /// When it ends; of days, the last one.
    pub end: Option<Moment>,
    /// The first moment at which it is over: a day lasts until the next begins.
    pub over: Moment,
    /// Where a reader gets it for a calendar.
    pub calendar: UrlPath,
}

impl Session {
    /// What its author says of it.
    pub fn of<'p>(&self, page: &'p Page) -> Option<&'p source::Session> {
        page.document.front_matter.sessions.get(self.index)
    }
}

/// The sessions that have not ended by the clock, soonest first.
pub(super) fn sessions(
    pages: &mut [Page],
    now: jiff::Timestamp,
    timezone: &TimeZone,
    diagnostics: &mut Diagnostics,
) -> Vec<Session> {
    let mut sessions: Vec<Session> = Vec::new();
    for id in ids(pages) {
        let page = &pages[id.index()];
        let mut days: HashMap<String, u32> = HashMap::new();
        for (index, session) in page.document.front_matter.sessions.iter().enumerate() {
            let Some(start) = Moment::new(session.start, timezone) else { continue };
            let end = session.end.and_then(|end| Moment::new(end, timezone));
            // Past ones count too, so that the second of a day keeps its URL when the first is over.
            let calendar = calendar_url(page, &start, &mut days);
            let Some(over) = over(session.start, session.end, timezone) else { continue };
            if over.at.timestamp() < start.at.timestamp() {
                let message = "The session ends before it begins.";
                let fault = Diagnostic::error(Code::BadValue, message, "Correct one of the two.");
                diagnostics.push(fault.at(&page.document.path, session.end_span));
            } else if over.at.timestamp() > now {
                sessions.push(Session { page: id, index, start, end, over, calendar });
            }
        }
    }
    // Two that begin together keep the order of their pages.
    sessions.sort_by_key(|session| session.start.at.timestamp());
    for (index, session) in sessions.iter().enumerate() {
        pages[session.page.index()].sessions.push(SessionId::new(index));
    }
    sessions
}

/// The first moment at which a session is over. One that does not say when it ends lasts until the
/// end of the day on which it begins.
pub(crate) fn over(start: When, end: Option<When>, timezone: &TimeZone) -> Option<Moment> {
    let last = match end {
        Some(end) => end,
        None => When::Day(Moment::new(start, timezone)?.day()),
    };
    Moment::over(last, timezone)
}

/// `/course/2027-01-14.ics`, and `2027-01-14-2.ics` for the second that begins on that day.
fn calendar_url(page: &Page, start: &Moment, days: &mut HashMap<String, u32>) -> UrlPath {
    let day = start.day().to_string();
    let count = days.entry(day.clone()).or_default();
    *count += 1;
    match count {
        1 => page.url.file(&format!("{day}.ics")),
        count => page.url.file(&format!("{day}-{count}.ics")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_end_a_session_lasts_until_the_end_of_its_day() {
        let timezone = TimeZone::get("Europe/Amsterdam").unwrap();
        let over = |start: &str, end: Option<&str>| {
            let start = When::parse(start).unwrap();
            super::over(start, end.and_then(When::parse), &timezone).map(|over| over.rfc3339())
        };
        let next_day = Some("2027-01-15T00:00:00+01:00".to_owned());
        assert_eq!(over("2027-01-14", None), next_day);
        assert_eq!(over("2027-01-14 09:30", None), next_day);
        // The day is that of the site.
        assert_eq!(over("2027-01-13T23:30:00Z", None), next_day);
        assert_eq!(over("2027-01-13 09:30", Some("2027-01-14")), next_day);
        let half_past_four = Some("2027-01-14T16:30:00+01:00".to_owned());
        assert_eq!(over("2027-01-14 09:30", Some("2027-01-14 16:30")), half_past_four);
    }
}
