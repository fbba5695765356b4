//! Headings: their anchors, and the outline of the page.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::Heading;
use super::inline::plain_text;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};

/// A heading whose end is still to come.
pub(super) struct OpenHeading {
    level: HeadingLevel,
    id: Box<str>,
    /// Its plain text so far.
    pub(super) title: String,
    /// Whether all of it is a link to itself.
    linked: bool,
}

impl Walk<'_, '_, '_, '_> {
    pub(super) fn heading_start(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        classes: &[pulldown_cmark::CowStr],
        range: Range<usize>,
    ) {
        self.end_label();
        let at = self.origin.range(range.start..range.end);
        self.heading_level(level, &range);
        if level == HeadingLevel::H1 {
            let message = "The page's title is its only heading of the first level.";
            let warning = Diagnostic::warning(Code::TopHeading, message, "Write `##` or deeper.");
            self.page.report(warning, at.clone());
        }
        let id = match id {
            Some(id) => {
                // It is taken all the same: a link to it is no second fault.
                let free = self.page.anchors.take(id);
                if let Some((message, remedy)) = bad_id(id) {
                    let at = self.place_of(id, range);
                    self.page.report(Diagnostic::error(Code::BadValue, message, remedy), at);
                } else if !free {
                    let message = format!("Two headings of this page have the id `{id}`.");
                    let remedy = "Give one of them another id, or none.";
                    self.page.report(Diagnostic::error(Code::DuplicateAnchor, message, remedy), at);
                }
                id.into()
            }
            None => {
                let text = plain_text(&self.events[self.at..]);
                if let Some(at) = self.empty_id(&text, range)
                    && let Some((message, remedy)) = bad_id("")
                {
                    self.page.report(Diagnostic::error(Code::BadValue, message, remedy), at);
                }
                self.page.anchors.give(&text)
            }
        };
        let class = (!classes.is_empty()).then(|| classes.join(" "));
        self.out.line();
        self.out
            .tag(element(level))
            .attribute("id", &id)
            .attribute_if("class", class.as_deref())
            .end();
        let linked = self.is_linked();
        if linked {
            self.out.tag("a").attribute("href", &format!("#{id}")).end();
        }
        self.heading = Some(OpenHeading { level, id, title: String::new(), linked });
    }

    /// Whether the heading that begins here leads to itself, so that its address can be had: where
    /// it stands in the outline, and holds no other link, nor a box.
    fn is_linked(&self) -> bool {
        let inside = self.events[self.at..].iter().map(|(event, _)| event);
        let mut inside =
            inside.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
        let is_link = |event: &Event| {
            let is_control = matches!(event, Event::InlineHtml(_) | Event::TaskListMarker(_));
            is_control
                || matches!(event, Event::Start(Tag::Link { .. }) | Event::FootnoteReference(_))
        };
        self.in_outline() && !inside.any(is_link)
    }

    fn in_outline(&self) -> bool {
        self.depth == 0 && self.frames.is_empty()
    }

    /// Where a heading has a `{#}`: the parser takes it out of the heading's text and says nothing.
    fn empty_id(&self, title: &str, range: Range<usize>) -> Option<Range<usize>> {
        let line = self.text.get(range.clone())?.lines().next()?.trim_end();
        let (before, inner) = line.strip_suffix('}')?.rsplit_once('{')?;
        let empty = inner.split_ascii_whitespace().any(|word| word == "#");
        let at = range.start + before.len()..range.start + line.len();
        (empty && !title.ends_with('}')).then(|| self.origin.range(at))
    }

    pub(super) fn heading_end(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let OpenHeading { level, id, title, linked } = heading;
        if linked {
            self.out.close("a");
        }
        self.out.close_block(element(level));
        if self.in_outline() {
            self.page.headings.push(Heading { level: level as u8, id, title: title.into() });
        }
    }
}

/// What is wrong with an id that an author gave a heading, and what to do.
fn bad_id(id: &str) -> Option<(String, String)> {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    let words: Vec<&str> =
        id.split(|c| blank(c) || c == '_').filter(|word| !word.is_empty()).collect();
    let remedy = format!("Write `{{#{}}}`.", words.join("-"));
    if words.is_empty() {
        let message = "This heading's id holds no letter or digit.";
        return Some((message.into(), "Write a name after the `#`, like `{#plan}`.".into()));
    }
    if id.contains(blank) {
        return Some((format!("The id `{id}` holds white space."), remedy));
    }
    // The ids of the theme all hold one and the anchors that we make never do, so that the two
    // cannot meet on a page.
    let message = || format!("The id `{id}` holds an underscore, which is kept for the theme.");
    id.contains('_').then(|| (message(), remedy))
}

fn element(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "h1",
        HeadingLevel::H2 => "h2",
        HeadingLevel::H3 => "h3",
        HeadingLevel::H4 => "h4",
        HeadingLevel::H5 => "h5",
        HeadingLevel::H6 => "h6",
    }
}
