//! Advice on single pages, by what their front matter says and by the clock.

use unicode_segmentation::UnicodeSegmentation;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::path::UrlPath;
use crate::site::{Moment, Page, Site, session_over};
use crate::source::Kind;

/// About what search engines show of a title, in characters that a reader sees.
const LONGEST_TITLE: usize = 65;

/// All of it.
pub(super) fn advise(site: &Site, advice: &mut Diagnostics) {
    for page in &site.pages {
        let mut tell = |found: Option<Diagnostic>| {
            advice.extend(found.map(|found| at_title(found, page)));
        };
        tell(no_description(site, page));
        tell(long_title(page));
        tell(no_objectives(page));
        tell(empty_section(site, page));
        past_sessions(site, page, advice);
        review_due(site, page, advice);
    }
}

/// At the title, which every page has: where there is none, that is told.
pub(super) fn at_title(found: Diagnostic, page: &Page) -> Diagnostic {
    let document = &page.document;
    match document.front_matter.title_span.or(document.front_matter.span) {
        Some(span) => found.at(&document.path, span),
        None => found.in_file(&document.path),
    }
}

fn no_description(site: &Site, page: &Page) -> Option<Diagnostic> {
    let front_matter = &page.document.front_matter;
    // The site's own description stands in for that of its home page.
    let by_site = page.url == UrlPath::home() && !site.config.description.is_empty();
    // A summary is one too.
    let own = front_matter.description.as_ref().or(front_matter.summary.as_ref());
    let has_one = own.is_some_and(|text| !text.is_empty());
    if has_one || by_site || front_matter.noindex {
        return None;
    }
    let message = "This page has no `description` for search engines and lists.";
    let remedy =
        "Add a line `description: …` with one sentence that says what a reader finds here.";
    Some(Diagnostic::warning(Code::NoDescription, message, remedy))
}

fn long_title(page: &Page) -> Option<Diagnostic> {
    let length = page.document.front_matter.title.graphemes(true).count();
    if page.kind != Kind::Post || length <= LONGEST_TITLE {
        return None;
    }
    let message = format!("This title has {length} characters; search engines cut it off.");
    let remedy = format!("Keep to {LONGEST_TITLE}, or put what matters first.");
    Some(Diagnostic::warning(Code::LongTitle, message, remedy))
}

fn no_objectives(page: &Page) -> Option<Diagnostic> {
    if page.kind != Kind::Lesson || !page.document.front_matter.objectives.is_empty() {
        return None;
    }
    let message = "This lesson has no `objectives`.";
    let remedy =
        "Add lines that say what a reader can do afterwards: `objectives: [Pull a hand brake]`.";
    Some(Diagnostic::warning(Code::NoObjectives, message, remedy))
}

/// A section that has neither pages nor words. The home page shows more than its own pages.
fn empty_section(site: &Site, page: &Page) -> Option<Diagnostic> {
    let section = site.section(page.index_of?);
    let body = &page.document.parsed.body;
    let has_text = !body.html.trim().is_empty() || !body.slots.is_empty();
    let lists = !section.pages.is_empty() || !section.sections.is_empty();
    if has_text || lists || page.url == UrlPath::home() {
        return None;
    }
    let message = "This section has no published pages and no text: a reader finds an empty page.";
    let remedy = "Write a text, publish a page in its folder, or make it a draft: `draft: true`.";
    Some(Diagnostic::warning(Code::EmptySection, message, remedy))
}

fn past_sessions(site: &Site, page: &Page, advice: &mut Diagnostics) {
    for session in &page.document.front_matter.sessions {
        let over = session_over(session.start, session.end, &site.timezone);
        let Some(over) = over else { continue };
        let begins = Moment::new(session.start, &site.timezone);
        // One that ends before it begins is told as that.
        let is_turned = begins.is_some_and(|begins| begins.at.timestamp() > over.at.timestamp());
        if over.at.timestamp() <= site.now && !is_turned {
            let message = "This session is over: readers do not see it any more.";
            let remedy = "Take it out, or put the next date in its place.";
            let past = Diagnostic::warning(Code::PastSession, message, remedy);
            advice.push(past.at(&page.document.path, session.start_span));
        }
    }
}

fn review_due(site: &Site, page: &Page, advice: &mut Diagnostics) {
    let Some((when, span)) = page.document.front_matter.review_by else { return };
    let Some(over) = Moment::over(when, &site.timezone) else { return };
    if over.at.timestamp() <= site.now {
        let message = "This page was to be looked through before now.";
        let remedy = "See whether it still holds, and put the date of the next time.";
        let due = Diagnostic::warning(Code::ReviewDue, message, remedy);
        advice.push(due.at(&page.document.path, span));
    }
}
