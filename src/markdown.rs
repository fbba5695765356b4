//! Markdown → [`Body`]: one pass of pulldown-cmark, finished HTML with slots for the few places
//! that need the whole site.
//!
//! Nothing here reads a file or knows another page. What a directive may be called with comes in
//! as [`Contracts`], plain data; what the author wrote that only the site can judge (a link, a
//! picture, a call of a component) goes out as [`Link`]s and [`Slot`]s.

mod advice;
mod anchors;
mod body;
mod contract;
mod directive;
mod fence;
mod footnotes;
mod headings;
mod highlight;
mod html;
mod inline;
mod line;
mod names;
mod origin;
mod page;
mod passages;
mod quiz;
mod summary;
mod tasks;
mod terms;
mod typography;
mod walk;

use std::sync::Arc;

use pulldown_cmark::{Options, Parser};

pub use body::{Argument, Body, Call, Link, Passage, Slot, Wants, What};
pub use contract::{Asked, BodyKind, Contract, Contracts, Defines, Parameter, ParameterKind};
pub use highlight::Highlighter;
pub use quiz::keys as quiz_keys;
pub use tasks::{Checklist, Task};
pub use terms::{Name, Term};

use crate::config::MarkdownConfig;
use crate::diagnostic::{Diagnostics, LineIndex};
use crate::path::SourcePath;
use origin::Origin;
use typography::{Language, Typeset};

/// What parsing depends on besides the text and the contracts: part of a document's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ParseOptions {
    /// Language tag of the page, `nl`: decides the typography.
    pub language: String,
    /// What `site.yaml` allows.
    pub markdown: MarkdownConfig,
    /// Heading above the footnotes, for readers that hear the page.
    pub footnotes: String,
    /// Name of the link from a footnote back to the text.
    pub footnote_back: String,
    /// Name of the box in which a wide table scrolls.
    pub table: String,
    /// Texts of links that do not say where the link leads.
    pub vague_links: Vec<String>,
}

/// One heading of a page, for its table of contents.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: Box<str>,
    /// Its text without markup.
    pub title: Box<str>,
}

/// What a reader's device may remember of a page, besides that it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keeps {
    /// Which tasks are ticked.
    pub ticks: bool,
    /// How a quiz went.
    pub scores: bool,
}

/// What one pass over a text yields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The HTML and its slots.
    pub body: Body,
    /// All links and files of the text and of the directives in it; slots refer to them by index.
    pub links: Vec<Link>,
    /// The links of the text and of its directives that lead out of the site.
    pub outside: Vec<Link>,
    /// The headings of the text itself, in order.
    pub headings: Vec<Heading>,
    /// All anchors that a link can point at, sorted.
    pub anchors: Vec<Box<str>>,
    /// The terms that it defines, in order.
    pub terms: Vec<Term>,
    /// What a reader's device may remember of it.
    pub keeps: Keeps,
    /// Its tasks, in order, without those of the lists that directives make.
    pub tasks: Vec<Task>,
    /// What stands before `<!-- more -->`, else the first paragraph, without markup.
    pub summary: String,
    /// Words that a reader reads.
    pub words: u32,
    /// The contracts that its directives were checked against.
    pub asked: Asked,
}

/// A text to parse and what is known of it.
pub struct Source<'a> {
    /// The file.
    pub file: &'a SourcePath,
    /// The whole text of the file.
    pub text: &'a str,
    /// Its lines.
    pub lines: &'a LineIndex<'a>,
    /// Where the Markdown begins, in bytes: after the front matter.
    pub start: usize,
}

/// What the front matter says of the text below it.
#[derive(Default)]
pub struct Front {
    /// Its links: the first of the document's.
    pub links: Vec<Link>,
    /// Whether the passages of the text are wanted, for the terms that it uses.
    pub passages: bool,
}

/// Everything that stays the same while one site is parsed.
pub struct Context<'a> {
    /// The options.
    pub options: &'a ParseOptions,
    /// The directives that there are.
    pub contracts: &'a Arc<Contracts>,
    /// Colours for code.
    pub highlighter: &'a Highlighter,
}

/// Parses the Markdown of one file. Faults are told; what is wrong is left out of the body.
pub fn parse(
    source: &Source,
    front: Front,
    context: &Context,
    diagnostics: &mut Diagnostics,
) -> Parsed {
    let mut page = page::Page::new(source, front, context, diagnostics);
    let text = source.text.get(source.start..).unwrap_or_default();
    let body = walk::walk(&mut page, text, &Origin::whole(source.start), 0, None);
    page.finish(body)
}

/// Text of front matter with the typography of its language.
pub fn typeset(text: &str, language: &str) -> String {
    typography::plain(text, Language::from_tag(language)).into_owned()
}

/// CommonMark and GFM. Smart punctuation is ours, since pulldown-cmark's is English.
fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// The events of a text, its typography set, with their places in the text.
fn events<'t>(
    text: &'t str,
    options: &ParseOptions,
) -> Vec<(pulldown_cmark::Event<'t>, std::ops::Range<usize>)> {
    let events = Parser::new_ext(text, extensions()).into_offset_iter();
    Typeset::new(events, text, Language::from_tag(&options.language)).collect()
}
