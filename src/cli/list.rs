//! `leerpad list`: which pages there are, and what becomes of them.
//!
//! The form follows `--format`. `human` (and `github`) is a table; `short` is one page a line with
//! tabs between status, date, kind, title and path; `json` is one document:
//! `{"pages": […], "diagnostics": […]}`. Each page there has `status` (published, draft, scheduled,
//! expired), `kind`, `title`, `path` (of its file), `url` (where it is or would be), `date`,
//! `publish` and `expires` (null, a day, or a moment as RFC 3339). These keys are stable.
//!
//! The date that is shown and sorted by, newest first, is the one that counts: of a scheduled page
//! when it comes, of an expired one when it went, else its own.

use anyhow::Result;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::args::{Format, Global, List, Which};
use super::console::Console;
use super::{Outcome, settings};
use crate::diagnostic::{Diagnostic, Diagnostics, without_controls};
use crate::project;
use crate::site::{Moment, Page, Site, Status};
use crate::yaml::When;

pub(crate) fn run(global: &Global, args: &List, console: &Console) -> Result<Outcome> {
    let settings = settings::everything(global)?;
    let mut diagnostics = Diagnostics::new();
    let renderer = project::load(&settings, &mut Vec::new(), &mut diagnostics);
    diagnostics.sort();
    let entries = renderer.as_ref().map_or_else(Vec::new, |r| entries(r.site(), args.which));
    match console.format() {
        Format::Json => console.data(&json(&entries, &diagnostics)),
        Format::Short => console.data(&lines(&entries)),
        Format::Human | Format::Github => console.data(&table(&entries)),
    }
    if entries.is_empty() && renderer.is_some() {
        console.say(match args.which {
            Which::Drafts => "There are no drafts.",
            Which::Scheduled => "Nothing is scheduled.",
            Which::Expired => "Nothing has expired.",
            Which::All => "There are no pages.",
        });
    }
    if !diagnostics.is_empty() && console.format() != Format::Json {
        console.diagnostics(&diagnostics, &settings.root);
    }
    Ok(if diagnostics.has_errors() { Outcome::Faults } else { Outcome::Good })
}

/// One page.
#[derive(Serialize)]
struct Entry<'a> {
    status: &'static str,
    kind: &'static str,
    title: &'a str,
    path: &'a str,
    url: String,
    date: Option<String>,
    publish: Option<String>,
    expires: Option<String>,
    /// The date that counts, for people.
    #[serde(skip)]
    shown: String,
}

fn entries(site: &Site, which: Which) -> Vec<Entry<'_>> {
    let wanted = |page: &&Page| match which {
        Which::Drafts => page.status == Status::Draft,
        Which::Scheduled => page.status == Status::Scheduled,
        Which::Expired => page.status == Status::Expired,
        Which::All => true,
    };
    let mut pages: Vec<(Option<Moment>, &Page)> =
        site.pages.iter().filter(wanted).map(|page| (counting(site, page), page)).collect();
    // By path already; what has no date comes last.
    pages.sort_by_key(|(moment, _)| {
        std::cmp::Reverse(moment.as_ref().map(|moment| moment.at.timestamp()))
    });
    pages.into_iter().map(|(moment, page)| entry(site, page, moment.as_ref())).collect()
}

/// The date that counts for a page.
fn counting(site: &Site, page: &Page) -> Option<Moment> {
    let front_matter = &page.document.front_matter;
    let when = match page.status {
        Status::Scheduled => front_matter.publish.or(front_matter.date),
        Status::Expired => front_matter.expires,
        Status::Published | Status::Draft => return page.date.clone(),
    };
    Moment::new(when?, &site.timezone)
}

fn entry<'a>(site: &Site, page: &'a Page, counting: Option<&Moment>) -> Entry<'a> {
    let front_matter = &page.document.front_matter;
    let text = |when: Option<When>| {
        Some(match when? {
            When::Day(day) => day.to_string(),
            when => Moment::new(when, &site.timezone)?.rfc3339(),
        })
    };
    let midnight = jiff::civil::Time::midnight();
    let shown = counting.map_or_else(String::new, |moment| match moment.at.time() == midnight {
        true => moment.day().to_string(),
        false => moment.at.strftime("%Y-%m-%d %H:%M").to_string(),
    });
    Entry {
        status: page.status.name(),
        kind: page.kind.name(),
        title: &front_matter.title,
        path: page.document.path.as_str(),
        url: site.config.base_url.permalink(&page.url),
        // A post may have its date in its file's name.
        date: text(front_matter.date).or_else(|| Some(page.date.as_ref()?.day().to_string())),
        publish: text(front_matter.publish),
        expires: text(front_matter.expires),
        shown,
    }
}

impl Entry<'_> {
    /// What a person sees of it.
    fn cells(&self) -> [String; 5] {
        [self.status, &self.shown, self.kind, self.title, self.path].map(without_controls)
    }
}

fn json(entries: &[Entry], diagnostics: &Diagnostics) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        pages: &'a [Entry<'a>],
        diagnostics: Vec<&'a Diagnostic>,
    }
    let document = Document { pages: entries, diagnostics: diagnostics.iter().collect() };
    // Plain data with string keys: serde_json has no way to fail on it.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn lines(entries: &[Entry]) -> String {
    entries.iter().map(|entry| entry.cells().join("\t") + "\n").collect()
}

/// Columns two spaces apart, as wide as a terminal shows them.
fn table(entries: &[Entry]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let head = ["STATUS", "DATE", "KIND", "TITLE", "PATH"].map(str::to_owned);
    let rows: Vec<[String; 5]> =
        std::iter::once(head).chain(entries.iter().map(Entry::cells)).collect();
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (width, cell) in widths.into_iter().zip(row) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
