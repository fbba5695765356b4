//! When the same content makes another site, and how often to build so that it does in time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time, TimeRound};
use jiff::{RoundMode, Timestamp, Unit};
use serde::{Serialize, Serializer};

use super::{Calendar, rfc3339, title};
use crate::path::SourcePath;
use crate::site::{Moment, Status};
use crate::yaml::When;

/// A moment at which the site changes by itself.
#[derive(Debug, Serialize)]
pub struct Build {
    /// From when on a build makes the other site, in the zone of the site.
    #[serde(serialize_with = "rfc3339")]
    pub at: Moment,
    /// The same moment in UTC.
    pub utc: Timestamp,
    /// All that changes then.
    pub changes: Vec<Change>,
}

/// Why the site changes.
#[derive(Debug, Serialize)]
pub struct Change {
    /// What happens.
    pub why: Why,
    /// The title of the page; none where it is about the whole site.
    pub title: Option<String>,
    /// Its file.
    pub path: Option<SourcePath>,
}

/// What happens to a page or to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A page is published.
    Appears,
    /// A page is published no more.
    Expires,
    /// A session has ended.
    SessionOver,
    /// A year begins, which stands at the foot of each page.
    NewYear,
}

/// A time of day, in the zone of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Daily(pub Time);

/// Shortly after midnight, when days have changed everywhere in the machine.
const AFTER_MIDNIGHT: Time = Time::constant(0, 5, 0, 0);

/// All moments ahead.
pub(super) fn builds(calendar: &Calendar) -> Vec<Build> {
    let mut found: BTreeMap<Timestamp, Build> = BTreeMap::new();
    let mut add = |at: &Moment, change: Change| {
        if calendar.is_ahead(at) {
            let utc = at.at.timestamp();
            let build = || Build { at: at.clone(), utc, changes: Vec::new() };
            found.entry(utc).or_insert_with(build).changes.push(change);
        }
    };
    for (page, window) in &calendar.pages {
        let change =
            |why| Change { why, title: Some(title(page)), path: Some(page.document.path.clone()) };
        for (at, why) in [(&window.from, Why::Appears), (&window.until, Why::Expires)] {
            at.iter().for_each(|at| add(at, change(why)));
        }
        for &session in &page.sessions {
            let over = &calendar.site.session(session).over;
            // With a page that goes in the same moment, it is the page that tells.
            if window.status(over.at.timestamp()) == Status::Published {
                add(over, change(Why::SessionOver));
            }
        }
    }
    if let Some(at) = new_year(calendar) {
        add(&at, Change { why: Why::NewYear, title: None, path: None });
    }
    found.into_values().collect()
}

fn new_year(calendar: &Calendar) -> Option<Moment> {
    let day = Date::new(calendar.now.day().year().checked_add(1)?, 1, 1).ok()?;
    Moment::new(When::Day(day), &calendar.site.timezone)
}

/// Shortly after midnight for all that changes with the day, and each other time of day at which
/// something changes: lines without a date need no care.
pub(super) fn daily(builds: &[Build]) -> Vec<Daily> {
    let whole = TimeRound::new().smallest(Unit::Minute).mode(RoundMode::Ceil);
    let times = builds.iter().filter(|build| build.at.at.time() != Time::midnight());
    let times: BTreeSet<Daily> = times
        .map(|build| Daily(build.at.at.time().round(whole).unwrap_or(build.at.at.time())))
        .collect();
    std::iter::once(Daily(AFTER_MIDNIGHT)).chain(times).collect()
}

impl Daily {
    /// The fields of a line of crontab, in the zone of the site.
    pub fn cron(self) -> String {
        format!("{} {} * * *", self.0.minute(), self.0.hour())
    }
}

impl Serialize for Daily {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.strftime("%H:%M").to_string())
    }
}
