//! What the texts of one page share: the page's own text and the bodies of its directives.

use std::collections::HashMap;
use std::ops::Range;

use super::anchors::Anchors;
use super::body::{Argument, Body, Link, Wants};
use super::contract::Asked;
use super::names::Names;
use super::origin::Origin;
use super::tasks::{self, Task};
use super::terms::Term;
use super::{Context, Front, Heading, Keeps, Parsed, Source};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use crate::link::{self, Leads};
use crate::yaml::Reader;

/// What the texts of one page share: the page's own text and the bodies of its directives.
pub(super) struct Page<'a, 'd> {
    pub(super) source: &'a Source<'a>,
    pub(super) context: &'a Context<'a>,
    diagnostics: &'d mut Diagnostics,
    errors: usize,
    pub(super) wants_passages: bool,
    pub(super) links: Vec<Link>,
    outside: Vec<Link>,
    pub(super) anchors: Anchors,
    /// Those of boxes, so that headings lose none to them.
    pub(super) task_anchors: Anchors,
    pub(super) headings: Vec<Heading>,
    pub(super) terms: Vec<Term>,
    /// All names of terms, by their keys.
    pub(super) names: HashMap<String, Span>,
    /// The term whose definition the text at hand is a part of: index into the terms.
    pub(super) defining: Option<u32>,
    pub(super) summary: String,
    pub(super) words: u32,
    pub(super) keeps: Keeps,
    /// The tasks that no directive has taken for a list of its own.
    pub(super) tasks: Vec<Task>,
    /// The names of the lists and quizzes that directives make.
    pub(super) of_directives: Names,
    pub(super) asked: Asked,
    pub(super) notes: u32,
    /// Whether a picture was shown.
    shows_picture: bool,
    /// Of the heading before, of the text at hand or of those around it; 1 is the page's title.
    pub(super) level: u8,
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
        front: Front,
        context: &'a Context<'a>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            source,
            context,
            diagnostics,
            errors: 0,
            wants_passages: front.passages,
            links: front.links,
            outside: Vec::new(),
            anchors: Anchors::default(),
            task_anchors: Anchors::default(),
            headings: Vec::new(),
            terms: Vec::new(),
            names: HashMap::new(),
            defining: None,
            summary: String::new(),
            words: 0,
            keeps: Keeps::default(),
            tasks: Vec::new(),
            of_directives: Names::default(),
            asked: Asked::default(),
            notes: 0,
            shows_picture: false,
            level: 1,
        }
    }

    pub(super) fn finish(mut self, body: Body) -> Parsed {
        let tasks = std::mem::take(&mut self.tasks);
        tasks::tell_duplicates(&mut self, &tasks);
        Parsed {
            body,
            links: self.links,
            outside: self.outside,
            headings: self.headings,
            anchors: self.anchors.into_sorted(),
            terms: self.terms,
            keeps: self.keeps,
            tasks,
            summary: self.summary.trim().to_owned(),
            words: self.words,
            asked: self.asked,
        }
    }

    /// Tells of a fault at a place in the file.
    pub(super) fn report(&mut self, diagnostic: Diagnostic, at: Range<usize>) {
        let span = self.span(at);
        self.report_at(diagnostic, span);
    }

    /// The same, of what is no longer at hand.
    pub(super) fn report_at(&mut self, diagnostic: Diagnostic, span: Span) {
        // What is only warned of goes out all the same.
        self.errors += usize::from(diagnostic.severity == Severity::Error);
        self.diagnostics.push(diagnostic.at(self.source.file, span));
    }

    /// Reads YAML of the page, taken out of it in the pieces of `origin`: faults are told at their
    /// places.
    pub(super) fn read_yaml<T>(
        &mut self,
        text: &str,
        origin: &Origin,
        read: impl FnOnce(&mut Reader) -> T,
    ) -> T {
        let pieces = |at| origin.range(at);
        let mut told = Diagnostics::new();
        let (file, lines) = (self.source.file, self.source.lines);
        let value = read(&mut Reader::in_pieces(file, text, lines, &pieces, &mut told));
        self.errors += told.count(Severity::Error);
        self.diagnostics.extend(told);
        value
    }

    /// How many errors were told so far.
    pub(super) fn error_count(&self) -> usize {
        self.errors
    }

    pub(super) fn span(&self, at: Range<usize>) -> Span {
        self.source.lines.span(at)
    }

    /// Sorts a link's target by what the text alone tells of it.
    pub(super) fn target(&mut self, url: &str, at: Range<usize>, wants: Wants) -> Target {
        match link::judge(url) {
            // A tag is a word, which may hold a colon.
            _ if wants == Wants::Tag => {}
            Ok(Leads::Outside) => {
                let span = self.span(at);
                self.outside.push(Link { target: url.into(), span, wants });
                return Target::Outside(url.to_owned());
            }
            Ok(Leads::Site) => {}
            Err(fault) => {
                self.report(*fault, at);
                return Target::Bad;
            }
        }
        let span = self.span(at);
        self.links.push(Link { target: url.into(), span, wants });
        Target::Site(self.links.len() as u32 - 1)
    }

    /// A picture that the page shows at this place.
    pub(super) fn shown(&mut self, link: u32) -> Argument {
        Argument::Picture(link, !std::mem::replace(&mut self.shows_picture, true))
    }
}
