//! What is no fault in a text, but not what a reader needs or what the author meant. It is noticed
//! on the way, from what the pass knows anyway.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::body::Argument;
use super::contract::{BodyKind, Contract, ParameterKind};
use super::directive::Fence;
use super::inline::plain_text;
use super::page::Page;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;

/// How calls of other tools begin: Hugo, and what is like Jinja.
const SHORTCODES: [&str; 3] = ["{{<", "{{%", "{%"];

impl Walk<'_, '_, '_, '_> {
    /// A heading that follows on one more than a level above it. Who hears the page goes from
    /// heading to heading and misses what lies between. The page's title is the first level.
    pub(super) fn heading_level(&mut self, level: HeadingLevel, range: &Range<usize>) {
        let (before, level) = (self.page.level, level as u8);
        self.page.level = level;
        if level <= before + 1 {
            return;
        }
        let message = match before {
            1 => format!("The first heading below the title is of level {level}."),
            _ => format!("A heading of level {level} follows on one of level {before}."),
        };
        let remedy = format!("Write `{}`.", "#".repeat(usize::from(before) + 1));
        let marks = self.text.get(range.clone()).unwrap_or_default();
        let marks = marks.bytes().take_while(|&byte| byte == b'#').count();
        let at = self.origin.range(range.start..range.start + marks);
        self.page.report(Diagnostic::warning(Code::SkippedHeading, message, remedy), at);
    }

    /// A link is also read without the sentence around it: in the list of links that a screen
    /// reader shows.
    pub(super) fn link_text(&mut self, range: Range<usize>) {
        // A name in code says enough, and what a picture lacks is told of the picture.
        let first = self.events.get(self.at).map(|(event, _)| event);
        if matches!(first, Some(Event::Code(_) | Event::Start(Tag::Image { .. }))) {
            return;
        }
        let text = plain_text(&self.events[self.at..]);
        let words = text.trim_matches(|c: char| !c.is_alphanumeric());
        let (message, remedy) = if text.trim().is_empty() {
            ("This link has no text.".to_owned(), "Write in the brackets where it leads.")
        } else if self.page.is_vague(words) {
            (
                format!("\"{words}\" does not say where this link leads."),
                "Make the words that name the goal the link.",
            )
        } else {
            return;
        };
        let at = self.origin.range(range);
        self.page.report(Diagnostic::warning(Code::VagueLink, message, remedy), at);
    }

    /// Text that was meant as something else: a call of another tool, a link with a space in its
    /// address. The parser cuts text where it likes, so it is looked at as it was written.
    pub(super) fn lost_in_text(&mut self, text: &str, range: &Range<usize>) {
        if text.contains('{') {
            let written = self.text.get(range.start..).unwrap_or_default();
            let brace = |at: &usize| written.as_bytes().get(*at) == Some(&b'{');
            let mut at = 0;
            while let Some(found) = (at..range.len()).find(brace) {
                let rest = &written[found..];
                at = found + 1;
                if let Some(mark) = SHORTCODES.iter().find(|mark| rest.starts_with(**mark)) {
                    at = found + mark.len();
                    // The end of one belongs to its beginning.
                    let name = rest[mark.len()..].trim_start_matches([' ', '-']);
                    if !name.starts_with('/') && !name.starts_with("end") {
                        self.shortcode(range.start + found);
                    }
                }
            }
        }
        if text.starts_with('(') || text.contains("](") {
            self.lost_link(text, range);
        }
    }

    /// The text from a place on, as far as it is looked at: to the end of the line, and not for
    /// ever where that is a megabyte away.
    fn ahead(&self, start: usize) -> &str {
        const MOST: usize = 200;
        let end = self.text.floor_char_boundary(start + MOST);
        self.text.get(start..end).and_then(|text| text.lines().next()).unwrap_or_default()
    }

    fn shortcode(&mut self, start: usize) {
        let line = self.ahead(start);
        let Some(end) = line.find('}') else { return };
        let end = end + line[end..].bytes().take_while(|&byte| byte == b'}').count();
        let message = format!("`{}` stays text: it belongs to another tool.", &line[..end]);
        let remedy = "Write a directive, or put it in backticks if readers are to see it.";
        let at = self.origin.range(start..start + end);
        self.page.report(Diagnostic::warning(Code::Shortcode, message, remedy), at);
    }

    fn lost_link(&mut self, text: &str, range: &Range<usize>) {
        let before = self.text.get(..range.start).unwrap_or_default();
        let start = if text.starts_with('(') && before.ends_with(']') {
            range.start + 1
        } else {
            let written = self.text.get(range.clone()).unwrap_or_default();
            let Some(found) = written.find("](") else { return };
            range.start + found + 2
        };
        let line = self.ahead(start);
        let Some(address) = line.split_once(')').map(|(address, _)| address.trim()) else {
            return;
        };
        let is_address = address.contains(' ')
            && !address.contains(['<', '"', '`', '\\'])
            && (address.ends_with(".md") || address.contains(['/', '#']));
        if is_address {
            let message = format!("`{address}` holds a space, so that this link stays text.");
            let remedy = format!("Put the address in angle brackets: `(<{address}>)`.");
            let at = self.origin.range(start..start + address.len());
            self.page.report(Diagnostic::warning(Code::LostLink, message, remedy), at);
        }
    }

    /// A fence whose word is a directive's name.
    pub(super) fn lost_braces(&mut self, language: &str, at: usize) {
        if self.page.asked.knows(language, self.page.context.contracts) {
            let message = format!("`{language}` has no braces, so that this is code.");
            let remedy = format!("Write `{{{language}}}` to call the directive.");
            let at = self.origin.range(at..at + language.len());
            self.page.report(Diagnostic::warning(Code::LostBraces, message, remedy), at);
        }
    }

    /// A picture of the text, by what stands in its brackets.
    pub(super) fn picture(&mut self, alt: &str, range: Range<usize>) {
        if alt.trim().is_empty() {
            let remedy = "Write in the brackets what it shows: `![A hand brake, pulled](…)`.";
            let at = self.origin.range(range);
            self.page.report(no_alt(remedy), at);
        }
    }
}

impl Page<'_, '_> {
    fn is_vague(&self, words: &str) -> bool {
        let is_it =
            |one: &String| one.len() == words.len() && one.to_lowercase() == words.to_lowercase();
        self.context.options.vague_links.iter().any(is_it)
    }

    /// A directive that shows a picture, by what it was given for its words.
    pub(super) fn picture_of(
        &mut self,
        contract: &Contract,
        arguments: &[(Box<str>, Argument)],
        at: Range<usize>,
    ) {
        let given = |name: &str| arguments.iter().find(|(key, _)| **key == *name);
        let shows = |name: &str| {
            let is_file = |p: &crate::markdown::Parameter| {
                matches!(p.kind, ParameterKind::File | ParameterKind::Picture)
            };
            contract.parameter(name).is_some_and(is_file)
        };
        let has_picture = arguments.iter().any(|(name, _)| shows(name));
        let is_empty = match given("alt") {
            Some((_, Argument::Data(alt))) => alt.as_str().is_some_and(|alt| alt.trim().is_empty()),
            Some(_) => false,
            // That it must be there is told.
            None => contract.parameter("alt").is_some_and(|alt| !alt.required),
        };
        if has_picture && is_empty {
            self.report(no_alt("Write what it shows: `:alt: A hand brake, pulled`."), at);
        }
    }

    /// The line on which the body of a directive begins, where it is an option with a colon too
    /// few.
    pub(super) fn lost_option(&mut self, contract: &Contract, fence: &Fence, start: usize) {
        let text = fence.content.get(start..).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default();
        let Some(rest) = line.strip_prefix(':').filter(|_| contract.body == BodyKind::Markdown)
        else {
            return;
        };
        let (word, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let Some(name) = nearest(word, contract.names()).filter(|_| !word.is_empty()) else {
            return;
        };
        let message = format!("`:{word}` has one colon, so that this line is text.");
        let remedy = format!("Write `:{name}: {}`.", value.trim());
        let at = fence.origin.range(start..start + line.trim_end().len());
        self.report(Diagnostic::warning(Code::LostOption, message, remedy), at);
    }
}

/// The advice on a picture without words.
fn no_alt(remedy: &str) -> Diagnostic {
    let message = "This picture has no words for who cannot see it.";
    Diagnostic::warning(Code::MissingAlt, message, remedy)
}
