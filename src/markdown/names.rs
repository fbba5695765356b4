//! Names by which a reader's device remembers: of tasks and of lists of them, of quizzes, their
//! questions and their options. A name is what the author gives, else the slug of a text; no two of a
//! kind that stand together have the same.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value as Json;

use super::body::Argument;
use super::contract::Contract;
use super::page::Page;
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::slug::slugify;

/// What has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Task,
    List,
    Quiz,
    Question,
    Choice,
}

impl What {
    fn word(self) -> &'static str {
        match self {
            What::Task => "task",
            What::List => "list",
            What::Quiz => "quiz",
            What::Question => "question",
            What::Choice => "option",
        }
    }

    fn plural(self) -> &'static str {
        match self {
            What::Task => "tasks",
            What::List => "lists",
            What::Quiz => "quizzes",
            What::Question => "questions",
            What::Choice => "options",
        }
    }

    /// In what its name stands once.
    fn whole(self) -> &'static str {
        match self {
            What::Task => "list",
            What::List | What::Quiz => "page",
            What::Question => "quiz",
            What::Choice => "question",
        }
    }

    /// How an author gives a name.
    fn form(self, name: &str) -> String {
        match self {
            What::Task => format!("`{{#{name}}}` at its end"),
            What::List | What::Quiz => format!("a line `:id: {name}` below the opening line"),
            What::Question | What::Choice => format!("a line `id: {name}`"),
        }
    }

    fn twice(self) -> Code {
        match self {
            What::Task | What::List => Code::DuplicateTask,
            What::Quiz | What::Question | What::Choice => Code::BadQuiz,
        }
    }
}

/// The name of something: the author's own, else the slug of its text. `None` where neither will do,
/// which was told then. Places are bytes of the file.
pub(super) fn name(
    page: &mut Page,
    what: What,
    own: Option<(&str, Range<usize>)>,
    (text, text_at): (&str, Range<usize>),
) -> Option<Box<str>> {
    let slug = slugify(text);
    let Some((own, own_at)) = own else {
        if slug.is_none() {
            let word = what.word();
            let message =
                format!("No name can be made of the words of this {word}, to remember it by.");
            let remedy = format!("Give it {}.", what.form("a-name"));
            page.report(Diagnostic::error(Code::EmptySlug, message, remedy), text_at);
        }
        return slug.map(Into::into);
    };
    let right = slugify(own);
    if right.as_deref() == Some(own) {
        return Some(own.into());
    }
    let written = if own.is_empty() { "An empty text".to_owned() } else { format!("`{own}`") };
    let message = format!("{written} cannot be the name of a {}.", what.word());
    let near = right.or(slug);
    let form = what.form(near.as_deref().unwrap_or("a-name"));
    let remedy = format!("Write small letters, digits and hyphens: {form}.");
    page.report(Diagnostic::error(Code::BadValue, message, remedy), own_at);
    None
}

/// The name of what a directive makes, a list or a quiz: its argument `id`, else the slug of what
/// stands on its opening line, which is at `at`. `None` where it has neither, or a fault was told.
pub(super) fn of_directive(
    page: &mut Page,
    what: What,
    contract: &Contract,
    arguments: &[(Box<str>, Argument)],
    at: Range<usize>,
) -> Option<Box<str>> {
    let argument = |wanted: &str| match arguments.iter().find(|(name, _)| **name == *wanted)? {
        (_, Argument::Data(Json::String(text))) => Some(text.as_str()),
        _ => None,
    };
    let own = argument("id");
    let title = contract.positional.as_deref().and_then(argument);
    // A title that is missing is told as such.
    let text = (title.or(own)?, at.clone());
    let name = name(page, what, own.map(|own| (own, at.clone())), text)?;
    let span = page.span(at);
    let mut names = std::mem::take(&mut page.of_directives);
    names.give(page, what, &name, span);
    page.of_directives = names;
    Some(name)
}

/// Names that are given, and where.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(BTreeMap<(What, Box<str>), Span>);

impl Names {
    /// Gives a name, and tells where somebody has it already. An empty one is none, and was told.
    pub(super) fn give(&mut self, page: &mut Page, what: What, name: &str, span: Span) {
        if name.is_empty() {
            return;
        }
        let first = *self.0.entry((what, name.into())).or_insert(span);
        if first == span {
            return;
        }
        let (plural, whole) = (what.plural(), what.whole());
        let message = format!("Two {plural} of this {whole} have the name `{name}`.");
        let form = what.form(&format!("{name}-2"));
        let remedy =
            format!("Put one of them in other words, or give it a name of its own: {form}.");
        let place = Place::at(page.source.file, first);
        let fault = Diagnostic::error(what.twice(), message, remedy);
        page.report_at(fault.with_related(place, "the first is here"), span);
    }
}
