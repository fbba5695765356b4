//! Links, pictures and HTML within a text.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, TagEnd};

use super::body::{Argument, Call, Wants, What};
use super::page::Target;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};

impl Walk<'_, '_, '_, '_> {
    pub(super) fn link(&mut self, kind: LinkType, url: &str, title: &str, range: Range<usize>) {
        self.link_text(range.clone());
        let at = self.place_of(url, range);
        let title = (!title.is_empty()).then_some(title);
        let mail = (kind == LinkType::Email).then(|| format!("mailto:{url}"));
        let target = self.page.target(mail.as_deref().unwrap_or(url), at, Wants::Any);
        let tag = self.out.tag("a");
        match target {
            Target::Outside(url) => tag.url("href", &url).attribute_if("title", title).end(),
            Target::Site(link) => {
                tag.slot("href", What::Url(link)).attribute_if("title", title).end();
            }
            Target::Bad => tag.end(),
        }
    }

    /// A picture. Its description is the text inside, whose events are skipped.
    pub(super) fn image(&mut self, url: &str, title: &str, range: Range<usize>) {
        let alt = plain_text(&self.events[self.at..]);
        let mut open = 1;
        while open > 0 {
            match self.events.get(self.at) {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => break,
            }
            self.at += 1;
        }
        self.picture(&alt, range.clone());
        let at = self.place_of(url, range);
        let span = self.page.span(at.clone());
        let link = match self.page.target(url, at.clone(), Wants::Picture) {
            Target::Site(link) => link,
            // Another host would learn who reads the page, and our policy would not let it show.
            Target::Outside(url) => {
                let message = format!("The picture `{url}` is no file of this site.");
                let remedy = "Put the picture beside the page.";
                self.page.report(Diagnostic::error(Code::ForeignFile, message, remedy), at);
                return;
            }
            Target::Bad => return,
        };
        let text = |text: &str| Argument::Data(text.into());
        self.out.slot(What::Inline(Box::new(Call {
            component: "part.picture".into(),
            arguments: vec![
                ("picture".into(), self.page.shown(link)),
                ("alt".into(), text(&alt)),
                ("title".into(), text(title)),
            ],
            body: None,
            span,
        })));
    }

    /// Where a link's target stands in the file; the whole link where it stands elsewhere
    /// (a reference) or was written otherwise (an escape).
    pub(super) fn place_of(&self, url: &str, range: Range<usize>) -> Range<usize> {
        let link = self.text.get(range.clone()).unwrap_or_default();
        match link.rfind(url) {
            Some(at) if !url.is_empty() => {
                self.origin.range(range.start + at..range.start + at + url.len())
            }
            _ => self.origin.range(range),
        }
    }

    /// A block of HTML comes line by line: a comment is only known by all of them.
    pub(super) fn html_block(&mut self, range: Range<usize>) {
        self.end_label();
        let mut html = String::new();
        while let Some((event, _)) = self.events.get(self.at) {
            self.at += 1;
            match event {
                Event::Html(line) => html.push_str(line),
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        self.html(&html, range);
    }

    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        let html = without_comments(html);
        if html.trim().is_empty() {
            return;
        }
        if self.page.context.options.markdown.allow_html {
            self.out.raw(&html);
            self.apart_raw(&html);
            return;
        }
        if self.ends_told_tag(html.trim()) {
            return;
        }
        let line = self.text.get(range.clone()).and_then(|text| text.lines().next());
        let line = range.start..range.start + line.unwrap_or_default().trim_end().len();
        let (message, remedy) = match html.trim_start().starts_with("<!--") {
            true => ("This comment is never closed.", "Put `-->` where it ends."),
            false => (
                "HTML does not belong in Markdown here.",
                "Use Markdown or a directive; or set `markdown: {allow_html: true}` in `site.yaml`.",
            ),
        };
        self.page
            .report(Diagnostic::error(Code::RawHtml, message, remedy), self.origin.range(line));
    }

    /// Whether this is the end of raw HTML whose beginning was told of: the same fault. A beginning
    /// is noted.
    fn ends_told_tag(&mut self, html: &str) -> bool {
        let Some(end) = html.strip_prefix("</") else {
            let name = html.trim_start_matches('<').split(|c: char| !c.is_ascii_alphanumeric());
            self.told_tags.extend(name.take(1).map(str::to_ascii_lowercase));
            return false;
        };
        let name = end.trim_end_matches('>').trim_end().to_ascii_lowercase();
        let latest = self.told_tags.len().saturating_sub(32);
        let open = self.told_tags[latest..].iter().rposition(|tag| *tag == name);
        if let Some(open) = open {
            self.told_tags.truncate(latest + open);
        }
        open.is_some()
    }
}

/// A comment is a note of the author's; it does not go out. One that is never closed stays, so
/// that it is told of.
fn without_comments(html: &str) -> Cow<'_, str> {
    if !html.contains("<!--") {
        return html.into();
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        let Some((_, after)) = comment.split_once("-->") else { break };
        out.push_str(before);
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

/// The text of the events up to the end of the element that they are in.
pub(super) fn plain_text(events: &[(Event, Range<usize>)]) -> String {
    let mut text = String::new();
    let mut open = 1;
    for (event, _) in events {
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            Event::Text(t) | Event::Code(t) => text.push_str(t),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
    text
}
