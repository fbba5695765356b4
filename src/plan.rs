//! The editorial calendar of a site: what went out, what is due, what waits, and when the same
//! content makes another site.
//!
//! Pure: a snapshot in which nothing is left out goes in, a [`Plan`] comes out. The clock is that of
//! the snapshot. As JSON, the names here are stable.

mod builds;
mod weeks;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Serialize, Serializer};

pub use builds::{Build, Change, Daily, Why};
pub use weeks::{Post, Week};

use crate::path::SourcePath;
use crate::site::{Moment, Page, Site, Window, date_of};
use crate::source::{Document, Kind};
use crate::yaml::When;

/// What there is to know about a site's time.
#[derive(Debug, Serialize)]
pub struct Plan {
    /// The clock.
    #[serde(serialize_with = "rfc3339")]
    pub now: Moment,
    /// The zone that all moments are told in, by its IANA name.
    pub timezone: String,
    /// The rhythm of the blog, one post a week, by ISO week; empty where there is no blog.
    pub weeks: Vec<Week>,
    /// Pages whose time has not come, soonest first.
    pub due: Vec<Item>,
    /// What is not to be published yet, oldest first.
    pub drafts: Vec<Draft>,
    /// Pages that go, soonest first: the first moment without them.
    pub expiring: Vec<Item>,
    /// Sessions that have not ended, soonest first.
    pub sessions: Vec<Given>,
    /// What an author is to look at again, soonest first.
    pub reviews: Vec<Item>,
    /// When the same content makes another site, soonest first.
    pub builds: Vec<Build>,
    /// The times of day at which a daily build makes the site right in time.
    pub daily: Vec<Daily>,
}

/// Something at a moment.
#[derive(Debug, Serialize)]
pub struct Item {
    /// When.
    #[serde(serialize_with = "rfc3339")]
    pub at: Moment,
    /// In so many days; 0 is today.
    pub days: i64,
    /// What the page is; none where it is no page.
    pub kind: Option<&'static str>,
    /// Its title.
    pub title: String,
    /// Its file.
    pub path: SourcePath,
}

/// A page that is not to be published yet.
#[derive(Debug, Serialize)]
pub struct Draft {
    /// Its date, else the day on which its file was written last; none where nobody knows.
    pub date: Option<Date>,
    /// Whether the author gave the date.
    pub dated: bool,
    /// So many days ago; below zero where the date lies ahead.
    pub days: Option<i64>,
    /// What it is.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its file.
    pub path: SourcePath,
    /// Of a section: so many other pages wait with it.
    pub holds: usize,
}

/// A session that has not ended.
#[derive(Debug, Serialize)]
pub struct Given {
    /// When it begins.
    #[serde(serialize_with = "rfc3339")]
    pub start: Moment,
    /// The first moment at which it is over.
    #[serde(serialize_with = "rfc3339")]
    pub over: Moment,
    /// Begins in so many days; below zero where it goes on already.
    pub days: i64,
    /// The title of its page.
    pub title: String,
    /// Its page's file.
    pub path: SourcePath,
    /// Where it is.
    pub place: Option<String>,
    /// Seats left, where somebody counts them.
    pub seats: Option<u32>,
}

/// Makes the plan of a site in which nothing is left out, with so many weeks behind and ahead.
/// `written` knows when a file was written last.
pub fn of(site: &Site, weeks: u16, written: impl Fn(&SourcePath) -> Option<Timestamp>) -> Plan {
    let calendar = Calendar::new(site);
    let drafts = drafts(&calendar, written);
    let builds = builds::builds(&calendar);
    Plan {
        weeks: weeks::weeks(&calendar, &drafts, weeks),
        due: items(&calendar, |window| window.from.as_ref()),
        expiring: items(&calendar, |window| window.until.as_ref()),
        sessions: sessions(&calendar),
        reviews: reviews(&calendar),
        daily: builds::daily(&builds),
        drafts,
        builds,
        timezone: site.timezone.iana_name().unwrap_or("UTC").to_owned(),
        now: calendar.now,
    }
}

/// The pages with the times at which they are published.
struct Calendar<'a> {
    site: &'a Site,
    now: Moment,
    /// Those that are no drafts, nor in one, and are published at some time.
    pages: Vec<(&'a Page, Window)>,
}

impl<'a> Calendar<'a> {
    fn new(site: &'a Site) -> Self {
        let documents = site.statuses.iter().map(|(document, _)| document);
        let pages = documents.zip(site.windows()).filter_map(|(document, window)| {
            let page = site.page(site.page_of(&document.path)?);
            Some((page, window.filter(Window::is_open)?))
        });
        let pages = pages.collect();
        let now = Moment { at: site.now.to_zoned_datetime(site.timezone.clone()) };
        Self { site, now, pages }
    }

    fn is_ahead(&self, moment: &Moment) -> bool {
        moment.at > self.now.at
    }

    /// From today to a day, in days.
    fn days_to(&self, day: Date) -> i64 {
        // Days come whole out of the difference of two dates.
        self.now.day().until(day).map_or(0, |span| i64::from(span.get_days()))
    }
}

fn title(page: &Page) -> String {
    page.document.front_matter.title.clone()
}

/// The pages with a moment ahead, soonest first.
fn items<'w>(
    calendar: &'w Calendar,
    moment: impl Fn(&'w Window) -> Option<&'w Moment>,
) -> Vec<Item> {
    let ahead = |window: &'w Window| moment(window).filter(|at| calendar.is_ahead(at));
    let items = calendar.pages.iter().filter_map(|(page, window)| {
        let at = ahead(window)?.clone();
        Some(Item {
            days: calendar.days_to(at.day()),
            at,
            kind: Some(page.kind.name()),
            title: title(page),
            path: page.document.path.clone(),
        })
    });
    sorted(items.collect())
}

fn sorted(mut items: Vec<Item>) -> Vec<Item> {
    // By path already.
    items.sort_by_key(|item| item.at.at.timestamp());
    items
}

fn drafts(calendar: &Calendar, written: impl Fn(&SourcePath) -> Option<Timestamp>) -> Vec<Draft> {
    let site = calendar.site;
    let documents = || site.statuses.iter().map(|(document, _)| document);
    let held = |document: &Document| match document.path.file_name() {
        "_index.md" => {
            let folder = format!("{}/", document.path.folder());
            documents().filter(|other| other.path.as_str().starts_with(&folder)).count() - 1
        }
        _ => 0,
    };
    let drafts = documents().filter(|document| document.front_matter.draft);
    let mut drafts: Vec<Draft> = drafts
        .filter_map(|document| {
            let page = site.page(site.page_of(&document.path)?);
            let own = date_of(document).and_then(|when| Moment::new(when, &site.timezone));
            let file = || {
                let at = When::Instant(written(&document.path)?);
                Moment::new(at, &site.timezone)
            };
            let dated = own.is_some();
            let date = own.or_else(file).map(|moment| moment.day());
            Some(Draft {
                date,
                dated,
                days: date.map(|day| -calendar.days_to(day)),
                kind: page.kind.name(),
                title: title(page),
                path: document.path.clone(),
                holds: held(document),
            })
        })
        .collect();
    drafts.sort_by_key(|draft| (draft.date.is_none(), draft.date));
    drafts
}

/// Those that readers see, or will.
fn sessions(calendar: &Calendar) -> Vec<Given> {
    let site = calendar.site;
    let given = site.sessions.iter().filter_map(|session| {
        let page = site.page(session.page);
        let mut shown = calendar.pages.iter();
        let (_, window) = shown.find(|(shown, _)| std::ptr::eq(*shown, page))?;
        let is_seen = window.until.as_ref().is_none_or(|until| calendar.is_ahead(until));
        let said = session.of(page).filter(|_| is_seen)?;
        Some(Given {
            start: session.start.clone(),
            over: session.over.clone(),
            days: calendar.days_to(session.start.day()),
            title: title(page),
            path: page.document.path.clone(),
            place: said.place.clone(),
            seats: said.seats,
        })
    });
    given.collect()
}

/// What is to be looked at again by a day: the pages that say so, and until when `security.txt`
/// counts.
fn reviews(calendar: &Calendar) -> Vec<Item> {
    let site = calendar.site;
    let security = site.security.iter().map(|at| Item {
        at: at.clone(),
        days: calendar.days_to(at.day()),
        kind: None,
        title: "security.txt".to_owned(),
        path: site.config.file.clone(),
    });
    let pages = site.pages.iter().filter_map(|page| {
        let (when, _) = page.document.front_matter.review_by?;
        let at = Moment::new(when, &site.timezone)?;
        Some(Item {
            days: calendar.days_to(at.day()),
            at,
            kind: Some(page.kind.name()),
            title: title(page),
            path: page.document.path.clone(),
        })
    });
    sorted(security.chain(pages).collect())
}

fn rfc3339<S: Serializer>(moment: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&moment.rfc3339())
}

/// Whether the site has posts, or a place for them.
fn has_blog(site: &Site) -> bool {
    site.sections.iter().any(|section| section.kind == Kind::Post) || !site.posts.is_empty()
}

/// The Monday of a day's ISO week.
fn monday(day: Date) -> Date {
    let since = day.weekday().to_monday_zero_offset();
    // Nothing lies before the first day of the calendar.
    day.checked_sub(i64::from(since).days()).unwrap_or(day)
}
