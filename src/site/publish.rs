//! What is published, and when.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};

use crate::source::FrontMatter;
use crate::yaml::When;

/// A day or moment, in the site's time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// With its zone.
    pub at: ZonedDateTime,
}

impl Moment {
    /// A date alone is the beginning of that day. `None` only at the far ends of the calendar.
    pub fn new(when: When, timezone: &TimeZone) -> Option<Self> {
        let at = match when {
            When::Day(day) => day.to_zoned_datetime(timezone.clone()).ok()?,
            When::Local(moment) => moment.to_zoned_datetime(timezone.clone()).ok()?,
            When::Instant(moment) => moment.to_zoned_datetime(timezone.clone()),
        };
        Some(Self { at })
    }

    /// The first moment at which it is over: a day lasts until the next begins.
    pub fn over(when: When, timezone: &TimeZone) -> Option<Self> {
        match when {
            When::Day(day) => Self::new(When::Day(day.checked_add(1.day()).ok()?), timezone),
            moment => Self::new(moment, timezone),
        }
    }

    /// The day there.
    pub fn day(&self) -> Date {
        self.at.date()
    }

    /// RFC 3339 with the offset of the zone at that moment: `2026-11-23T00:00:00+01:00`.
    pub fn rfc3339(&self) -> String {
        self.at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

/// What is published besides the ordinary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// Drafts.
    pub drafts: bool,
    /// Pages whose time has not come.
    pub future: bool,
    /// Pages whose time is over.
    pub expired: bool,
}

impl Publication {
    /// Whether a page of this status is part of the site.
    pub fn includes(self, status: Status) -> bool {
        match status {
            Status::Published => true,
            Status::Draft => self.drafts,
            Status::Scheduled => self.future,
            Status::Expired => self.expired,
        }
    }
}

/// What becomes of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Part of the site.
    Published,
    /// `draft: true`, or in a section that is a draft.
    Draft,
    /// Its `publish` or `date` lies ahead.
    Scheduled,
    /// Its `expires` lies behind.
    Expired,
}

impl Status {
    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Status::Published => "published",
            Status::Draft => "draft",
            Status::Scheduled => "scheduled",
            Status::Expired => "expired",
        }
    }

    /// What the front matter says at a moment; `named` is the day in the file's name, which stands
    /// in for a missing `date`. `publish` goes before `date`: a post may carry the date of what it
    /// tells of. The day of `expires` is the last.
    pub(super) fn of(
        front_matter: &FrontMatter,
        named: Option<When>,
        now: Timestamp,
        timezone: &TimeZone,
    ) -> Self {
        match front_matter.draft {
            true => Status::Draft,
            false => Window::of(front_matter, named, timezone).status(now),
        }
    }
}

/// From when until when a page is published; without bounds where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first moment at which it is.
    pub from: Option<Moment>,
    /// The first moment at which it is no more.
    pub until: Option<Moment>,
}

impl Window {
    /// What the front matter says, its `draft` aside.
    pub(super) fn of(front_matter: &FrontMatter, named: Option<When>, timezone: &TimeZone) -> Self {
        let moment = |when: Option<When>| when.and_then(|when| Moment::new(when, timezone));
        let until = front_matter.expires.and_then(|until| Moment::over(until, timezone));
        Self { from: moment(front_matter.publish.or(front_matter.date).or(named)), until }
    }

    /// On which side of it a moment lies.
    pub fn status(&self, now: Timestamp) -> Status {
        let is_ahead = |moment: &Moment| moment.at.timestamp() > now;
        match (&self.from, &self.until) {
            (Some(from), _) if is_ahead(from) => Status::Scheduled,
            (_, Some(until)) if !is_ahead(until) => Status::Expired,
            _ => Status::Published,
        }
    }

    /// The part of it that lies in another one too.
    pub(super) fn within(self, other: &Self) -> Self {
        let pick = |own: Option<Moment>, other: &Option<Moment>, later: bool| match (own, other) {
            (Some(own), Some(other)) => Some(match (own.at < other.at) == later {
                true => other.clone(),
                false => own,
            }),
            (own, other) => own.or_else(|| other.clone()),
        };
        Self {
            from: pick(self.from, &other.from, true),
            until: pick(self.until, &other.until, false),
        }
    }

    /// Whether there is any moment in it.
    pub fn is_open(&self) -> bool {
        !matches!((&self.from, &self.until), (Some(from), Some(until)) if from.at >= until.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_that_day_in_the_zone_of_the_site() {
        let timezone = TimeZone::get("Europe/Amsterdam").unwrap();
        let day = When::parse("2026-11-23");
        let status = |front_matter: &FrontMatter, now: &str| {
            Status::of(front_matter, None, now.parse().unwrap(), &timezone)
        };
        let dated = FrontMatter { date: day, ..FrontMatter::default() };
        assert_eq!(status(&dated, "2026-11-22T22:59:59Z"), Status::Scheduled);
        assert_eq!(status(&dated, "2026-11-22T23:00:00Z"), Status::Published);
        let expiring = FrontMatter { expires: day, ..FrontMatter::default() };
        assert_eq!(status(&expiring, "2026-11-23T22:59:59Z"), Status::Published);
        assert_eq!(status(&expiring, "2026-11-23T23:00:00Z"), Status::Expired);
        let moment = Moment::new(When::parse("2026-03-29 12:00").unwrap(), &timezone).unwrap();
        assert_eq!(moment.rfc3339(), "2026-03-29T12:00:00+02:00");
    }
}
