//! The events of a text, one after the other, into HTML.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use super::anchors::Anchors;
use super::body::{Argument, Body, Call, Link, What};
use super::directive::{self, Fence};
use super::html::Html;
use super::origin::Origin;
use super::{Context, Heading, Parsed, Source};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span};

/// The comment that ends the summary of a page.
const MORE: &str = "<!-- more -->";

/// Deeper than elements nest, to tell what stands in a picture.
const IN_IMAGE: u32 = 1 << 20;

/// What the texts of one page share: the page's own text and the bodies of its directives.
pub(super) struct Page<'a, 'd> {
    pub(super) source: &'a Source<'a>,
    pub(super) context: &'a Context<'a>,
    diagnostics: &'d mut Diagnostics,
    errors: usize,
    links: Vec<Link>,
    anchors: Anchors,
    headings: Vec<Heading>,
    summary: String,
    words: u32,
    tasks: u32,
    notes: u32,
}

/// Where a link leads, as far as the text alone tells.
pub(super) enum Target {
    /// Out of the site.
    Outside(String),
    /// Into the site: index into the page's links.
    Site(u32),
    /// Nowhere; a fault was told.
    Bad,
}

impl<'a, 'd> Page<'a, 'd> {
    pub(super) fn new(
        source: &'a Source<'a>,
        context: &'a Context<'a>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            source,
            context,
            diagnostics,
            errors: 0,
            links: Vec::new(),
            anchors: Anchors::default(),
            headings: Vec::new(),
            summary: String::new(),
            words: 0,
            tasks: 0,
            notes: 0,
        }
    }

    pub(super) fn finish(self, body: Body) -> Parsed {
        Parsed {
            body,
            links: self.links,
            headings: self.headings,
            anchors: self.anchors.into_sorted(),
            summary: self.summary.trim().to_owned(),
            words: self.words,
        }
    }

    /// Tells of a fault at a place in the file.
    pub(super) fn report(&mut self, diagnostic: Diagnostic, at: Range<usize>) {
        let span = self.span(at);
        // What is only warned of goes out all the same.
        self.errors += usize::from(diagnostic.severity == Severity::Error);
        self.diagnostics.push(diagnostic.at(self.source.file, span));
    }

    /// How many errors were told so far.
    pub(super) fn error_count(&self) -> usize {
        self.errors
    }

    pub(super) fn span(&self, at: Range<usize>) -> Span {
        self.source.lines.span(at)
    }

    /// Sorts a link's target by what the text alone tells of it.
    pub(super) fn target(&mut self, url: &str, at: Range<usize>, file: bool) -> Target {
        if url.is_empty() {
            let message = "This link leads nowhere.";
            let remedy = "Write where it leads: the path of a page's file, or a full URL.";
            self.report(Diagnostic::error(Code::DeadLink, message, remedy), at);
            return Target::Bad;
        }
        if let Some(scheme) = scheme(url) {
            if matches!(scheme.to_ascii_lowercase().as_str(), "javascript" | "vbscript" | "data") {
                let message = format!("A link may not begin with `{scheme}:`.");
                let remedy = "Link to a page, a file or a full URL.";
                self.report(Diagnostic::error(Code::UnsafeLink, message, remedy), at);
                return Target::Bad;
            }
            return Target::Outside(url.to_owned());
        }
        if url.starts_with("//") {
            return Target::Outside(url.to_owned());
        }
        let span = self.span(at);
        self.links.push(Link { target: url.into(), span, file });
        Target::Site(self.links.len() as u32 - 1)
    }
}

/// `https`, `mailto`, … in front of a colon (RFC 3986, section 3.1).
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(good))
        .then_some(scheme)
}

/// HTML that is being gathered apart: the body of a callout, a footnote.
enum Frame {
    Callout { kind: BlockQuoteKind, at: Range<usize> },
    Footnote { label: String },
}

#[derive(Default)]
struct Footnote {
    label: String,
    /// In the order in which the text first refers to them; `None` until it does.
    number: Option<u32>,
    /// Its own anchor and that of the first reference.
    id: Box<str>,
    back: Box<str>,
    html: Option<Html>,
}

/// One text on its way to HTML.
struct Walk<'p, 'a, 'd, 't> {
    page: &'p mut Page<'a, 'd>,
    text: &'t str,
    origin: &'p Origin,
    depth: u32,
    events: &'p [(Event<'t>, Range<usize>)],
    at: usize,
    out: Html,
    frames: Vec<(Frame, Html)>,
    footnotes: Vec<Footnote>,
    /// Sets the ids of this text's footnotes apart from those of other texts of the page.
    note_prefix: String,
    /// The events whose text goes into the summary.
    summary: Range<usize>,
    heading: Option<(u8, Box<str>, String)>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_rows: bool,
    label_open: bool,
}

/// Walks through a text. `origin` says where its bytes stand in the file, `depth` how many
/// directives it is in.
pub(super) fn walk(page: &mut Page, text: &str, origin: &Origin, depth: u32) -> Body {
    let events = super::events(text, page.context.options);
    let summary = if depth == 0 { summary_events(&events) } else { 0..0 };
    let notes = page.notes;
    page.notes += 1;
    let mut walk = Walk {
        page,
        text,
        origin,
        depth,
        events: &events,
        at: 0,
        out: Html::with_capacity(text.len() + text.len() / 2),
        frames: Vec::new(),
        footnotes: Vec::new(),
        note_prefix: if notes == 0 { String::new() } else { format!("{notes}-") },
        summary,
        heading: None,
        alignments: Vec::new(),
        column: 0,
        in_head: false,
        has_rows: false,
        label_open: false,
    };
    while let Some((event, range)) = walk.events.get(walk.at) {
        walk.at += 1;
        walk.event(event, range.clone());
    }
    walk.write_footnotes();
    walk.out.into_body()
}

/// The events that the summary is made of: those before the `<!-- more -->` mark, else those of
/// the first paragraph with words in it that stands in nothing else.
fn summary_events(events: &[(Event, Range<usize>)]) -> Range<usize> {
    let more = |(event, _): &(Event, _)| matches!(event, Event::Html(html) if html.trim() == MORE);
    if let Some(end) = events.iter().position(more) {
        return 0..end;
    }
    let (mut depth, mut start, mut has_words) = (0_u32, None, false);
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    start = matches!(tag, Tag::Paragraph).then_some(index);
                }
                // What is in a picture is its description.
                depth += if matches!(tag, Tag::Image { .. }) { IN_IMAGE } else { 1 };
            }
            Event::End(TagEnd::Image) => depth = depth.saturating_sub(IN_IMAGE),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(_) | Event::Code(_) => has_words |= start.is_some() && depth < IN_IMAGE,
            _ => {}
        }
        if let (0, Some(start), true) = (depth, start, has_words) {
            return start..index;
        }
    }
    0..0
}

impl<'t> Walk<'_, '_, '_, 't> {
    fn event(&mut self, event: &Event<'t>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                self.out.text(text);
                self.note_text(text);
            }
            Event::Code(code) => {
                self.out.open("code");
                self.out.text(code);
                self.out.close("code");
                self.note_text(code);
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(html, range),
            Event::SoftBreak => {
                self.out.raw("\n");
                self.note_text(" ");
            }
            Event::HardBreak => {
                self.out.open("br");
                self.out.raw("\n");
                self.note_text(" ");
            }
            Event::Rule => {
                self.end_label();
                self.out.line();
                self.out.open("hr");
                self.out.raw("\n");
            }
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::TaskListMarker(checked) => self.task(*checked),
            // The extension is off.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.out.text(text),
        }
    }

    /// Counts words; keeps what belongs to the heading at hand and to the summary.
    fn note_text(&mut self, text: &str) {
        let in_note = self.frames.iter().any(|(frame, _)| matches!(frame, Frame::Footnote { .. }));
        self.page.words += text.split_whitespace().count() as u32;
        if let Some((_, _, title)) = &mut self.heading {
            title.push_str(text);
        } else if self.in_summary() && !in_note {
            self.page.summary.push_str(text);
        }
    }

    /// Whether the event at hand is one of the summary's; `at` is behind it already.
    fn in_summary(&self) -> bool {
        self.summary.contains(&self.at.saturating_sub(1))
    }

    /// A space between the blocks of the summary.
    fn note_break(&mut self) {
        if self.in_summary() && !self.page.summary.ends_with(' ') {
            self.page.summary.push(' ');
        }
    }

    fn start(&mut self, tag: &Tag<'t>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.block("p"),
            Tag::Heading { level, id, classes, .. } => {
                self.heading_start(*level, id.as_deref(), classes, range);
            }
            Tag::BlockQuote(None) => {
                self.block("blockquote");
                self.out.raw("\n");
            }
            Tag::BlockQuote(Some(kind)) => {
                self.end_label();
                let outer = std::mem::take(&mut self.out);
                self.frames.push((Frame::Callout { kind: *kind, at: range }, outer));
            }
            Tag::CodeBlock(kind) => self.code_block(kind, range),
            Tag::HtmlBlock => self.html_block(range),
            Tag::MetadataBlock(_) => self.end_label(),
            Tag::List(start) => self.list_start(*start),
            Tag::Item => {
                self.out.line();
                match self.is_task() {
                    true => self.out.tag("li").attribute("class", "task").end(),
                    false => self.out.open("li"),
                }
            }
            Tag::FootnoteDefinition(label) => {
                self.end_label();
                let outer = std::mem::take(&mut self.out);
                self.frames.push((Frame::Footnote { label: label.to_string() }, outer));
            }
            Tag::DefinitionList => {
                self.block("dl");
                self.out.raw("\n");
            }
            Tag::DefinitionListTitle => self.block("dt"),
            Tag::DefinitionListDefinition => self.block("dd"),
            Tag::Table(alignments) => {
                self.end_label();
                self.alignments.clone_from(alignments);
                self.has_rows = false;
                self.out.line();
                // Wide tables scroll in a box of their own, which the keyboard must reach too.
                self.out
                    .tag("div")
                    .attribute("class", "table")
                    .attribute("role", "region")
                    .attribute("aria-label", &self.page.context.options.table)
                    .attribute("tabindex", "0")
                    .end();
                self.out.open("table");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.out.open("thead");
                self.out.open("tr");
            }
            Tag::TableRow => {
                self.column = 0;
                if !self.has_rows {
                    self.has_rows = true;
                    self.out.open("tbody");
                    self.out.raw("\n");
                }
                self.out.open("tr");
            }
            Tag::TableCell => {
                let align = match self.alignments.get(self.column) {
                    Some(Alignment::Center) => Some("center"),
                    Some(Alignment::Right) => Some("right"),
                    _ => None,
                };
                let name = if self.in_head { "th" } else { "td" };
                let scope = self.in_head.then_some("col");
                self.out.tag(name).attribute_if("scope", scope).attribute_if("class", align).end();
            }
            Tag::Emphasis => self.out.open("em"),
            Tag::Strong => self.out.open("strong"),
            Tag::Strikethrough => self.out.open("del"),
            Tag::Superscript => self.out.open("sup"),
            Tag::Subscript => self.out.open("sub"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.link(*link_type, dest_url, title, range);
            }
            Tag::Image { dest_url, title, .. } => self.image(dest_url, title, range),
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        if is_block(*tag) {
            self.end_label();
        }
        match tag {
            TagEnd::Paragraph => {
                self.out.close_block("p");
                self.note_break();
            }
            TagEnd::Heading(_) => self.heading_end(),
            TagEnd::BlockQuote(None) => self.out.close_block("blockquote"),
            TagEnd::BlockQuote(Some(_)) | TagEnd::FootnoteDefinition => self.frame_end(),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {}
            TagEnd::List(ordered) => {
                self.out.line();
                self.out.close_block(if *ordered { "ol" } else { "ul" });
            }
            TagEnd::Item => {
                self.out.close_block("li");
                self.note_break();
            }
            TagEnd::DefinitionList => self.out.close_block("dl"),
            TagEnd::DefinitionListTitle => self.out.close_block("dt"),
            TagEnd::DefinitionListDefinition => self.out.close_block("dd"),
            TagEnd::Table => {
                if self.has_rows {
                    self.out.close("tbody");
                }
                self.out.close("table");
                self.out.close_block("div");
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.close("tr");
                self.out.close_block("thead");
            }
            TagEnd::TableRow => self.out.close_block("tr"),
            TagEnd::TableCell => {
                self.column += 1;
                self.out.close(if self.in_head { "th" } else { "td" });
                self.note_break();
            }
            TagEnd::Emphasis => self.out.close("em"),
            TagEnd::Strong => self.out.close("strong"),
            TagEnd::Strikethrough => self.out.close("del"),
            TagEnd::Superscript => self.out.close("sup"),
            TagEnd::Subscript => self.out.close("sub"),
            TagEnd::Link => self.out.close("a"),
        }
    }

    /// The start tag of a block, on a line of its own.
    fn block(&mut self, name: &str) {
        if name != "p" {
            self.end_label();
        }
        self.out.line();
        self.out.open(name);
    }

    fn heading_start(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        classes: &[pulldown_cmark::CowStr],
        range: Range<usize>,
    ) {
        self.end_label();
        let at = self.origin.range(range.start..range.end);
        if level == HeadingLevel::H1 {
            let message = "The page's title is its only heading of the first level.";
            let warning = Diagnostic::warning(Code::TopHeading, message, "Write `##` or deeper.");
            self.page.report(warning, at.clone());
        }
        let id = match id {
            Some(id) => {
                if !self.page.anchors.take(id) {
                    let message = format!("Two headings of this page have the id `{id}`.");
                    let remedy = "Give one of them another id, or none.";
                    self.page.report(Diagnostic::error(Code::DuplicateAnchor, message, remedy), at);
                }
                id.into()
            }
            None => {
                let text = plain_text(&self.events[self.at..]);
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
        self.heading = Some((level as u8, id, String::new()));
    }

    fn heading_end(&mut self) {
        let Some((level, id, title)) = self.heading.take() else { return };
        self.out.close_block(match level {
            1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        });
        if self.depth == 0 && self.frames.is_empty() {
            self.page.headings.push(Heading { level, id, title: title.into() });
        }
    }

    fn list_start(&mut self, start: Option<u64>) {
        self.end_label();
        self.out.line();
        match start {
            Some(1) => self.out.open("ol"),
            Some(start) => self.out.tag("ol").attribute("start", &start.to_string()).end(),
            // A list of tasks has boxes for bullets; its first item tells.
            None => match matches!(self.events.get(self.at), Some((Event::Start(Tag::Item), _)))
                && self.task_at(self.at + 1)
            {
                true => self.out.tag("ul").attribute("class", "tasks").end(),
                false => self.out.open("ul"),
            },
        }
    }

    /// Whether the item that has just begun is a task.
    fn is_task(&self) -> bool {
        self.task_at(self.at)
    }

    fn task_at(&self, at: usize) -> bool {
        let event = |at: usize| self.events.get(at).map(|(event, _)| event);
        match event(at) {
            Some(Event::TaskListMarker(_)) => true,
            Some(Event::Start(Tag::Paragraph)) => {
                matches!(event(at + 1), Some(Event::TaskListMarker(_)))
            }
            _ => false,
        }
    }

    fn task(&mut self, checked: bool) {
        self.page.tasks += 1;
        let id = self.page.anchors.give_id(&format!("task-{}", self.page.tasks));
        self.out
            .tag("input")
            .attribute("type", "checkbox")
            .attribute("id", &id)
            .attribute_if("checked", checked.then_some(""))
            .end();
        self.out.raw(" ");
        self.out.tag("label").attribute("for", &id).end();
        self.label_open = true;
    }

    fn end_label(&mut self) {
        if std::mem::take(&mut self.label_open) {
            self.out.close("label");
        }
    }

    fn link(&mut self, kind: LinkType, url: &str, title: &str, range: Range<usize>) {
        let at = self.place_of(url, range);
        let title = (!title.is_empty()).then_some(title);
        let mail = (kind == LinkType::Email).then(|| format!("mailto:{url}"));
        let target = self.page.target(mail.as_deref().unwrap_or(url), at, false);
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
    fn image(&mut self, url: &str, title: &str, range: Range<usize>) {
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
        let at = self.place_of(url, range);
        let title = (!title.is_empty()).then_some(title);
        let target = self.page.target(url, at, true);
        let tag = self.out.tag("img");
        let tag = match target {
            Target::Outside(url) => tag.url("src", &url),
            Target::Site(link) => tag.slot("src", What::Url(link)),
            Target::Bad => tag,
        };
        tag.attribute("alt", &alt)
            .attribute_if("title", title)
            .attribute("loading", "lazy")
            .attribute("decoding", "async")
            .end();
    }

    /// Where a link's target stands in the file; the whole link where it stands elsewhere
    /// (a reference) or was written otherwise (an escape).
    fn place_of(&self, url: &str, range: Range<usize>) -> Range<usize> {
        let link = self.text.get(range.clone()).unwrap_or_default();
        match link.rfind(url) {
            Some(at) if !url.is_empty() => {
                self.origin.range(range.start + at..range.start + at + url.len())
            }
            _ => self.origin.range(range),
        }
    }

    /// A block of HTML comes line by line: a comment is only known by all of them.
    fn html_block(&mut self, range: Range<usize>) {
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

    fn html(&mut self, html: &str, range: Range<usize>) {
        let html = without_comments(html);
        if html.trim().is_empty() {
            return;
        }
        if self.page.context.options.markdown.allow_html {
            self.out.raw(&html);
            return;
        }
        let line = self.text.get(range.clone()).and_then(|text| text.lines().next());
        let line = range.start..range.start + line.unwrap_or_default().trim_end().len();
        let message = "HTML does not belong in Markdown here.";
        let remedy =
            "Use Markdown or a directive; or set `markdown: {allow_html: true}` in `site.yaml`.";
        self.page
            .report(Diagnostic::error(Code::RawHtml, message, remedy), self.origin.range(line));
    }

    /// Code, or a directive: everything up to the closing fence.
    fn code_block(&mut self, kind: &CodeBlockKind<'t>, range: Range<usize>) {
        self.end_label();
        let mut content = String::new();
        let mut origin = Origin::empty();
        while let Some((event, place)) = self.events.get(self.at) {
            self.at += 1;
            match event {
                Event::Text(text) => {
                    // Line by line: where the file ends its lines in CRLF, those of a directive's
                    // body do not follow one another as closely there.
                    let mut at = place.start;
                    for line in text.split_inclusive('\n') {
                        origin.add(content.len(), self.origin.place(at));
                        content.push_str(line);
                        at += line.len();
                    }
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let info = match kind {
            CodeBlockKind::Indented => "",
            CodeBlockKind::Fenced(info) => {
                if !is_closed(self.text.get(range.clone()).unwrap_or_default()) {
                    let message = "This fence is never closed.";
                    let remedy = "Put a line with as many backticks where it ends.";
                    let fence = Diagnostic::error(Code::UnclosedFence, message, remedy);
                    let first = self.text[range.clone()].lines().next().unwrap_or_default();
                    let at = range.start..range.start + first.trim_end().len();
                    self.page.report(fence, self.origin.range(at));
                    return;
                }
                info
            }
        };
        self.out.line();
        if directive::is_directive(info) {
            // On the opening line: a directive inside may have the same info string.
            let first = self.text[range.clone()].lines().next().unwrap_or_default();
            let info_at = self.origin.place(range.start + first.find(info).unwrap_or(0));
            let fence = Fence { info, info_at, content: &content, origin: &origin };
            if let Some(call) = directive::parse(self.page, &fence, self.depth) {
                self.out.slot(What::Call(Box::new(call)));
            }
            return;
        }
        let language = info.split([' ', ',', '{']).next().unwrap_or_default();
        let class = (!language.is_empty()).then(|| format!("language-{language}"));
        // Long lines scroll, which the keyboard must be able to do too.
        self.out.tag("pre").attribute("tabindex", "0").end();
        self.out.tag("code").attribute_if("class", class.as_deref()).end();
        let highlighter = self.page.context.highlighter;
        let colours = self.page.context.options.markdown.highlight;
        match colours.then(|| highlighter.highlight(language, &content)).flatten() {
            Some(html) => self.out.raw(&html),
            None => self.out.text(&content),
        }
        self.out.close("code");
        self.out.close_block("pre");
    }

    fn frame_end(&mut self) {
        let Some((frame, outer)) = self.frames.pop() else { return };
        let inner = std::mem::replace(&mut self.out, outer);
        match frame {
            Frame::Callout { kind, at } => {
                let kind = match kind {
                    BlockQuoteKind::Note => "note",
                    BlockQuoteKind::Tip => "tip",
                    BlockQuoteKind::Important => "important",
                    BlockQuoteKind::Warning => "warning",
                    BlockQuoteKind::Caution => "caution",
                };
                let first =
                    self.text.get(at.clone()).and_then(|t| t.lines().next()).unwrap_or_default();
                let span = self.page.span(self.origin.range(at.start..at.start + first.len()));
                self.out.line();
                self.out.slot(What::Call(Box::new(Call {
                    component: "callout".into(),
                    arguments: vec![("kind".into(), Argument::Data(kind.into()))],
                    body: Some(inner.into_body()),
                    span,
                })));
            }
            Frame::Footnote { label } => {
                let index = self.footnote(&label);
                if let Some(note) = self.footnotes.get_mut(index) {
                    note.html.get_or_insert(inner);
                }
            }
        }
    }

    /// The place of a footnote in the list, by its label.
    fn footnote(&mut self, label: &str) -> usize {
        match self.footnotes.iter().position(|note| note.label == label) {
            Some(index) => index,
            None => {
                self.footnotes.push(Footnote { label: label.to_owned(), ..Footnote::default() });
                self.footnotes.len() - 1
            }
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        let index = self.footnote(label);
        let last = self.footnotes.iter().filter_map(|note| note.number).max().unwrap_or(0);
        let Some(note) = self.footnotes.get_mut(index) else { return };
        let number = *note.number.get_or_insert(last + 1);
        let prefix = &self.note_prefix;
        let anchors = &mut self.page.anchors;
        let id = anchors.give_id(&format!("fnref-{prefix}{number}"));
        if note.id.is_empty() {
            note.id = anchors.give_id(&format!("fn-{prefix}{number}"));
            note.back = id.clone();
        }
        let target = note.id.clone();
        let link = self.own_anchor(&target);
        self.out.tag("sup").attribute("class", "fn").end();
        self.out.tag("a").slot("href", link).attribute("id", &id).end();
        self.out.text(&number.to_string());
        self.out.close("a");
        self.out.close("sup");
    }

    /// A link to an anchor of this page that we make ourselves.
    fn own_anchor(&mut self, id: &str) -> What {
        let span = self.page.span(self.origin.range(0..0));
        self.page.links.push(Link { target: format!("#{id}").into(), span, file: false });
        What::Url(self.page.links.len() as u32 - 1)
    }

    fn write_footnotes(&mut self) {
        let mut used = std::mem::take(&mut self.footnotes);
        used.retain(|note| note.number.is_some() && note.html.is_some());
        used.sort_by_key(|note| note.number);
        if used.is_empty() {
            return;
        }
        let heading_id = self.page.anchors.give_id("footnotes");
        let options = self.page.context.options;
        self.out.line();
        self.out
            .tag("section")
            .attribute("class", "footnotes")
            .attribute("aria-labelledby", &heading_id)
            .end();
        self.out.tag("h2").attribute("class", "visually-hidden").attribute("id", &heading_id).end();
        self.out.text(&options.footnotes);
        self.out.close_block("h2");
        self.out.open("ol");
        for note in used {
            self.out.line();
            self.out.tag("li").attribute("id", &note.id).end();
            // The way back stands at the end of the note's last line, not below it.
            let mut html = note.html.unwrap_or_default();
            let in_paragraph = html.cut_end("p");
            self.out.append(html);
            let back = self.own_anchor(&note.back);
            self.out.raw(" ");
            self.out
                .tag("a")
                .attribute("class", "fn-back")
                .slot("href", back)
                .attribute("aria-label", &options.footnote_back)
                .end();
            self.out.text("↩");
            self.out.close("a");
            if in_paragraph {
                self.out.close_block("p");
            }
            self.out.close_block("li");
        }
        self.out.close("ol");
        self.out.close_block("section");
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

/// Whether an element cannot stand within a line, so that a task's label ends before it does.
fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// The text of the events up to the end of the element that they are in.
fn plain_text(events: &[(Event, Range<usize>)]) -> String {
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

/// Whether the last line of a fenced block closes the fence of its first.
fn is_closed(block: &str) -> bool {
    let fence = |line: &str| {
        // The marks of a list or quotation around it stand in front.
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let mark = line.chars().next().unwrap_or(' ');
        (mark, line.chars().take_while(|&c| c == mark).count(), line.trim_end().chars().count())
    };
    let (mark, open, _) = fence(block.lines().next().unwrap_or_default());
    let Some(last) = block.trim_end().lines().skip(1).last() else { return false };
    let (last_mark, close, length) = fence(last);
    last_mark == mark && close >= open && close == length
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
