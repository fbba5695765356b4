//! A plan as people read it: a heading, and below it a line for each thing, when before what.

use jiff::civil::{Date, Time};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::cli::init::{CONFIG, quoted};
use crate::diagnostic::without_controls;
use crate::plan::{Change, Draft, Given, Item, Plan, Week, Why};
use crate::project::Settings;
use crate::site::Moment;

/// Columns of a terminal that nobody has made wider.
const WIDTH: usize = 80;

/// Builds that are shown; the next ones are what one acts on.
const MOST_BUILDS: usize = 12;

/// The text.
pub(super) fn text(plan: &Plan, settings: &Settings) -> String {
    let mut page = Page(format!("{}, {}\n", moment(&plan.now), plan.timezone));
    if !plan.weeks.is_empty() {
        page.heading("ONE POST A WEEK");
        weeks(&mut page, &plan.weeks);
    }
    page.list("STILL TO COME", &plan.due, |page, item| page.item(item, ""));
    page.list("DRAFTS, oldest first", &plan.drafts, draft);
    page.list("EXPIRE, gone from then on", &plan.expiring, |page, item| page.item(item, ""));
    page.list("SESSIONS AHEAD", &plan.sessions, session);
    page.list("LOOK AT AGAIN", &plan.reviews, |page, item| page.item(item, &days_to(item.days)));
    page.heading("BUILD AGAIN, for then the same content makes another site");
    builds(&mut page, plan);
    page.heading("LET IT BUILD BY ITSELF");
    schedule(&mut page, plan, settings);
    page.0
}

/// The text so far.
struct Page(String);

impl Page {
    fn heading(&mut self, heading: &str) {
        self.0 += &format!("\n{heading}\n");
    }

    fn list<T>(&mut self, heading: &str, items: &[T], write: impl Fn(&mut Self, &T)) {
        if !items.is_empty() {
            self.heading(heading);
            items.iter().for_each(|item| write(self, item));
        }
    }

    /// When, what and in which file; the file on a line of its own where there is no room. The note
    /// behind the title is never cut.
    fn line(&mut self, when: &str, title: &str, note: &str, path: &str) {
        let [title, note, path] = [title, note, path].map(without_controls);
        let start = format!("  {when:<20}  ");
        let room = WIDTH.saturating_sub(start.width() + note.width());
        let line = match title.width() + 2 + path.width() <= room {
            true => format!("{start}{title}{note}  {path}"),
            false => {
                let indent = " ".repeat(start.width());
                format!("{start}{}{note}\n{indent}{path}", shortened(&title, room))
            }
        };
        self.0 += line.trim_end();
        self.0.push('\n');
    }

    fn item(&mut self, item: &Item, note: &str) {
        let note = match (item.kind, note) {
            (Some(kind), "") => format!(" ({kind})"),
            (_, "") => String::new(),
            (_, note) => format!(" ({note})"),
        };
        self.line(&moment(&item.at), &item.title, &note, item.path.as_str());
    }
}

/// A line for each post; weeks ahead without one in a row are one line.
fn weeks(page: &mut Page, weeks: &[Week]) {
    let this = weeks.iter().position(|week| week.current).unwrap_or(0);
    let is_bare = |week: &Week| week.posts.is_empty() && week.drafts.is_empty();
    let mut at = 0;
    while let Some(week) = weeks.get(at) {
        let run = weeks.iter().skip(at).take_while(|week| is_bare(week)).count();
        if at > this && run > 1 {
            let last = weeks.get(at + run - 1).unwrap_or(week);
            page.0 += &format!("  {} to {}            nothing planned\n", week.week, last.week);
            at += run;
            continue;
        }
        let mark = if week.current { "> " } else { "  " };
        let mut start = format!("{mark}{}", week.week);
        let mut row = |when: &str, what: &str| {
            let begin = format!("{start:<12}{when:<20}  ");
            let what = shortened(&without_controls(what), WIDTH.saturating_sub(begin.width()));
            page.0 += format!("{begin}{what}").trim_end();
            page.0.push('\n');
            start.clear();
        };
        for post in &week.posts {
            let what = if post.due { "(to come) " } else { "" };
            row(&moment(&post.at), &format!("{what}{}", post.title));
        }
        if week.posts.is_empty() {
            let none = match at.cmp(&this) {
                std::cmp::Ordering::Less => "no post",
                std::cmp::Ordering::Equal => "no post yet",
                std::cmp::Ordering::Greater => "nothing planned",
            };
            row(&format!("from {}", day(week.monday)), none);
        }
        for draft in &week.drafts {
            row("  a draft", draft.as_str());
        }
        at += 1;
    }
    let gaps = |weeks: &[Week]| weeks.iter().filter(|week| week.posts.is_empty()).count();
    let (behind, ahead) = weeks.split_at(this);
    let ahead = ahead.get(1..).unwrap_or_default();
    let behind = match (gaps(behind), behind.len()) {
        (_, 0) => String::new(),
        (0, 1) => "A post in the week behind. ".to_owned(),
        (0, count) => format!("A post in each of the {count} weeks behind. "),
        (gaps, count) => format!("Without a post: {gaps} of {count} behind. "),
    };
    let ahead = match (gaps(ahead), ahead.len()) {
        (0, count) => format!("Planned: all {count} ahead."),
        (gaps, count) => format!("Nothing planned: {gaps} of {count} ahead."),
    };
    page.0 += &format!("  {behind}{ahead}\n");
}

fn draft(page: &mut Page, draft: &Draft) {
    let age = match (draft.days, draft.dated) {
        (None, _) => "of no known day".to_owned(),
        (Some(0), true) => "of today".to_owned(),
        (Some(0), false) => "written today".to_owned(),
        (Some(days), true) if days < 0 => format!("dated {}", days_to(-days)),
        (Some(days), true) => format!("{} old", count(days, "day")),
        (Some(days), false) if days < 0 => "written later than now".to_owned(),
        (Some(days), false) => format!("last written {} ago", count(days, "day")),
    };
    let holds = match draft.holds {
        0 => String::new(),
        pages => format!("; holds back {}", count(pages as i64, "more page")),
    };
    let when = draft.date.map_or_else(String::new, day);
    page.line(&when, &draft.title, &format!(" ({age}{holds})"), draft.path.as_str());
}

fn session(page: &mut Page, session: &Given) {
    let place = session.place.as_ref().map_or_else(String::new, |place| format!(", {place}"));
    let seats = match session.seats {
        None => String::new(),
        Some(0) => ", sold out".to_owned(),
        Some(seats) => format!(", {} left", count(i64::from(seats), "seat")),
    };
    let when = match session.days {
        days if days < 0 => "going on".to_owned(),
        days => days_to(days),
    };
    let note = format!("{place}{seats} ({when})");
    page.line(&moment(&session.start), &session.title, &note, session.path.as_str());
}

fn builds(page: &mut Page, plan: &Plan) {
    for build in plan.builds.iter().take(MOST_BUILDS) {
        let mut when = exact(&build.at);
        for change in &build.changes {
            let path = change.path.as_ref().map_or("", |path| path.as_str());
            page.line(&when, &because(change), "", path);
            when.clear();
        }
    }
    let more = plan.builds.len().saturating_sub(MOST_BUILDS);
    if more > 0 {
        page.0 += &format!("  and {} more; `--format json` has all\n", more);
    }
}

fn because(change: &Change) -> String {
    let title = change.title.as_deref().unwrap_or_default();
    match change.why {
        Why::Appears => format!("comes: {title}"),
        Why::Expires => format!("goes: {title}"),
        Why::SessionOver => format!("a session is over: {title}"),
        Why::NewYear => "a new year, at the foot of each page".to_owned(),
    }
}

/// The lines for the two places where most sites are built.
fn schedule(page: &mut Page, plan: &Plan, settings: &Settings) {
    let zone = &plan.timezone;
    // In a crontab `%` ends the command.
    let word = |text: &str| quoted(&without_controls(text)).replace('%', "\\%");
    let root = word(&settings.root.to_string_lossy());
    let config = match settings.config.as_str() {
        CONFIG => String::new(),
        other => format!(" -c {}", word(other)),
    };
    let lines = |write: &dyn Fn(&str) -> String| -> String {
        plan.daily.iter().map(|daily| write(&daily.cron())).collect()
    };
    let crontab =
        lines(&|cron| format!("    {cron}  cd {root} && leerpad build --quiet{config}\n"));
    let github = lines(&|cron| format!("      - cron: \"{cron}\"\n        timezone: \"{zone}\"\n"));
    page.0 += &format!(
        "  Each day shortly after midnight, and at each other time of day named above.\n\n  \
         crontab -e, where the server's own zone is {zone}:\n\n{crontab}\n  \
         In another zone, put `CRON_TZ={zone}` above them where your cron\n  \
         knows it (cronie does, Debian's does not), or change the server's zone.\n\n  \
         GitHub Actions, below `on:`, right in summer and winter:\n\n    schedule:\n{github}"
    );
}

/// `Mon 2026-11-23`.
fn day(day: Date) -> String {
    day.strftime("%a %Y-%m-%d").to_string()
}

/// The day, and the time unless it is midnight.
fn moment(moment: &Moment) -> String {
    match moment.at.time() == Time::midnight() {
        true => day(moment.day()),
        false => moment.at.strftime("%a %Y-%m-%d %H:%M").to_string(),
    }
}

/// The day and the time, with the seconds where there are any.
fn exact(moment: &Moment) -> String {
    let form = if moment.at.second() == 0 { "%a %Y-%m-%d %H:%M" } else { "%a %Y-%m-%d %H:%M:%S" };
    moment.at.strftime(form).to_string()
}

fn days_to(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days if days < 0 => format!("{} ago", count(-days, "day")),
        days => format!("in {days} days"),
    }
}

fn count(count: i64, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    }
}

/// The text in so many columns, with `…` where it is cut.
fn shortened(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut width = 1;
    let fits = text.chars().take_while(|c| {
        width += c.width().unwrap_or(0);
        width <= room
    });
    fits.collect::<String>().trim_end().to_owned() + "…"
}
