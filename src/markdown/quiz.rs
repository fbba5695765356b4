//! The questions of a quiz: YAML between the fences of a directive → checked data for its
//! component.
//!
//! The quiz, its questions and their options each have a name, made of their texts or said by the
//! author: a reader's score is kept by these, so that a question more or less does not mix them up.

mod read;

use std::collections::{BTreeMap, btree_map::Entry};
use std::ops::Range;

use serde_json::Value as Json;

use super::body::Argument;
use super::contract::Contract;
use super::directive;
use super::line::{self, Line};
use super::origin::Origin;
use super::page::Page;
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::slug::slugify;
use crate::yaml::{self, KnownKey};
use read::{Answer, Choice, Question};

/// The keys of a question.
pub fn keys() -> Vec<KnownKey> {
    yaml::keys(|node, reader| {
        reader.within(node, "A question", "", read::question);
    })
}

/// A name that somebody gave, and where; or that the text gives.
type Own = Option<(String, Range<usize>)>;

/// Reads the questions of a quiz for the argument `data`. `named_at` is where the title or the `id`
/// stands.
pub(super) fn take(
    page: &mut Page,
    contract: &Contract,
    (text, origin): (&str, &Origin),
    named_at: Range<usize>,
    arguments: &mut Vec<(Box<str>, Argument)>,
) {
    page.keeps.scores = true;
    let name = name(page, contract, named_at.clone(), arguments);
    let mut quiz =
        Quiz { yaml: text, origin, version: blake3::Hasher::new(), questions: BTreeMap::new() };
    let mut questions = Vec::new();
    if text.trim().is_empty() {
        let message = "This quiz has no questions.";
        let remedy =
            "Write `- question: …` between the fences, and below it `options:` or `answer:`.";
        page.report(Diagnostic::error(Code::MissingArgument, message, remedy), named_at);
    } else if let Some(node) = directive::yaml(page, contract, text, origin) {
        let read = |reader: &mut yaml::Reader| read::questions(reader, &node, &contract.name);
        let read = page.read_yaml(text, origin, read);
        questions.extend(read.iter().map(|question| quiz.question(page, question)));
    }
    let version = quiz.version.finalize().to_hex();
    let data = [
        ("name", string(&name.unwrap_or_default())),
        ("version", string(&version[..8])),
        ("questions", Argument::List(questions)),
    ];
    arguments.push(("data".into(), map(data)));
}

/// The name of the quiz: what its `id` says, else its title as a slug. `None` where it has neither,
/// or a fault was told.
fn name(
    page: &mut Page,
    contract: &Contract,
    at: Range<usize>,
    arguments: &[(Box<str>, Argument)],
) -> Option<Box<str>> {
    let given = |wanted: &str| match arguments.iter().find(|(name, _)| **name == *wanted)? {
        (_, Argument::Data(Json::String(text))) => Some(text.as_str()),
        _ => None,
    };
    let own = given("id").map(|id| (id.to_owned(), at.clone()));
    let title = contract.positional.as_deref().and_then(given);
    let remedy = "Add a line `:id: a-name` right below the opening line.";
    let name =
        self::own_or_slug(page, &own, title.or(own.is_some().then_some(""))?, at.clone(), remedy)?;
    let span = page.span(at.clone());
    match page.quizzes.entry(name.clone()) {
        Entry::Vacant(entry) => {
            entry.insert(span);
            Some(name)
        }
        Entry::Occupied(entry) => {
            let first = *entry.get();
            let message = format!("This page has another quiz with the name `{name}`.");
            let fault = same(page, message, remedy, first);
            page.report(fault, at);
            None
        }
    }
}

/// The name that the author chose, else the slug of a text; `None` where neither will do.
fn own_or_slug(
    page: &mut Page,
    own: &Own,
    text: &str,
    at: Range<usize>,
    remedy: &str,
) -> Option<Box<str>> {
    let Some((own, own_at)) = own else {
        let slug = slugify(text);
        if slug.is_none() {
            let message = "No name can be made of this text, under which to keep the score.";
            page.report(Diagnostic::error(Code::EmptySlug, message, remedy), at);
        }
        return slug.map(Into::into);
    };
    let slug = slugify(own);
    if slug.as_ref() != Some(own) {
        let message = format!("`{own}` is no name: that has small letters, digits and hyphens.");
        let remedy = match slug {
            Some(slug) => format!("Write `{slug}`."),
            None => "Write a word of letters.".to_owned(),
        };
        page.report(Diagnostic::error(Code::BadValue, message, remedy), own_at.clone());
        return None;
    }
    Some(own.as_str().into())
}

/// A fault of what is there twice.
fn same(page: &Page, message: String, remedy: &str, first: Span) -> Diagnostic {
    let place = Place::at(page.source.file, first);
    Diagnostic::error(Code::BadQuiz, message, remedy).with_related(place, "the first of the two")
}

/// A quiz that is being read.
struct Quiz<'a> {
    yaml: &'a str,
    origin: &'a Origin,
    /// Of all that decides whether an answer is right.
    version: blake3::Hasher,
    /// The names of its questions, and where they stand.
    questions: BTreeMap<Box<str>, Range<usize>>,
}

impl Quiz<'_> {
    fn question(&mut self, page: &mut Page, question: &Question) -> Argument {
        let (text, plain) = self.line(page, &question.text);
        let remedy = "Add a line `id: a-name` to this question.";
        let at = self.origin.range(question.text.at.clone());
        let own = self.in_file(&question.id);
        let id = own_or_slug(page, &own, &plain, at.clone(), remedy).unwrap_or_default();
        let at = own.map_or(at, |(_, at)| at);
        match self.questions.get(&id).cloned() {
            Some(first) if !id.is_empty() => {
                let message = format!("Two questions of this quiz have the name `{id}`.");
                let remedy = "Ask one of them in other words, or give it a line `id: a-name`.";
                let fault = same(page, message, remedy, page.span(first));
                page.report(fault, at);
            }
            _ => drop(self.questions.insert(id.clone(), at)),
        }
        self.note(&id);
        let (kind, right, answers, options) = match &question.answer {
            Answer::Options { several, options } => {
                let kind = if *several { "multiple" } else { "single" };
                (kind, Json::Null, Json::Null, self.options(page, options))
            }
            Answer::Truth(right) => ("truth", Json::from(*right), Json::Null, Vec::new()),
            Answer::Words(words) => ("fill", Json::Null, Json::from(words.as_slice()), Vec::new()),
        };
        self.note(kind);
        self.note(&format!("{right}{answers}"));
        map([
            ("id", string(&id)),
            ("kind", string(kind)),
            ("text", text),
            ("options", Argument::List(options)),
            ("right", Argument::Data(right)),
            ("answers", Argument::Data(answers)),
            ("explanation", self.maybe(page, question.explanation.as_ref())),
        ])
    }

    fn options(&mut self, page: &mut Page, options: &[Choice]) -> Vec<Argument> {
        let set: Vec<_> = options.iter().map(|option| self.line(page, &option.text)).collect();
        let slugs: Vec<_> = set.iter().map(|(_, plain)| slugify(plain)).collect();
        let mut shared = BTreeMap::new();
        for slug in &slugs {
            *shared.entry(slug.clone()).or_insert(0) += 1;
        }
        let mut texts: BTreeMap<String, Range<usize>> = BTreeMap::new();
        let mut names: BTreeMap<Box<str>, Range<usize>> = BTreeMap::new();
        let mut out = Vec::new();
        for ((option, (text, plain)), slug) in options.iter().zip(set).zip(slugs) {
            let at = self.origin.range(option.text.at.clone());
            if let Some(first) = texts.get(&plain).cloned() {
                let message = format!("The option `{plain}` stands here twice.");
                let fault = same(page, message, "Keep one of the two.", page.span(first));
                page.report(fault, at);
                continue;
            }
            texts.insert(plain.clone(), at.clone());
            let own = self.in_file(&option.id);
            let id = match (&own, slug) {
                (Some(_), _) => own_or_slug(page, &own, "", at.clone(), "").unwrap_or_default(),
                // `5` and `-5` share a slug, and `?` has none.
                (None, Some(slug)) if shared.get(&Some(slug.clone())) == Some(&1) => slug.into(),
                (None, slug) => {
                    let hash = blake3::hash(plain.as_bytes()).to_hex();
                    format!("{}-{}", slug.as_deref().unwrap_or("o"), &hash[..8]).into()
                }
            };
            let at = own.map_or(at, |(_, at)| at);
            match names.get(&id).cloned() {
                Some(first) if !id.is_empty() => {
                    let message = format!("Two options of this question have the name `{id}`.");
                    let fault =
                        same(page, message, "Give one of them another `id`.", page.span(first));
                    page.report(fault, at);
                }
                _ => drop(names.insert(id.clone(), at)),
            }
            self.note(&id);
            self.note(if option.right { "right" } else { "wrong" });
            out.push(map([
                ("id", string(&id)),
                ("text", text),
                ("right", Argument::Data(option.right.into())),
                ("feedback", self.maybe(page, option.feedback.as_ref())),
            ]));
        }
        out
    }

    /// A part of what the version is of.
    fn note(&mut self, part: &str) {
        self.version.update(part.as_bytes()).update(&[0]);
    }

    fn line(&self, page: &mut Page, line: &Line) -> (Argument, String) {
        let (body, plain) = line::set(page, line, (self.yaml, self.origin));
        (Argument::Html(body), plain)
    }

    fn maybe(&self, page: &mut Page, line: Option<&Line>) -> Argument {
        line.map_or(Argument::Data(Json::Null), |line| self.line(page, line).0)
    }

    fn in_file(&self, own: &Own) -> Own {
        own.as_ref().map(|(own, at)| (own.clone(), self.origin.range(at.clone())))
    }
}

fn string(text: &str) -> Argument {
    Argument::Data(text.into())
}

fn map<const N: usize>(entries: [(&str, Argument); N]) -> Argument {
    Argument::Map(entries.into_iter().map(|(name, value)| (name.into(), value)).collect())
}
