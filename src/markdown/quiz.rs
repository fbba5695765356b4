//! The questions of a quiz: YAML between the fences of a directive → checked data for its
//! component.
//!
//! The quiz, its questions and their options each have a name, made of their texts or said by the
//! author: a reader's score is kept by these, so that a question more or less does not mix them up.

mod read;

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value as Json;

use super::body::Argument;
use super::contract::Contract;
use super::directive;
use super::line::{self, Line};
use super::names::{self, Names, What};
use super::origin::Origin;
use super::page::Page;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::slug::slugify;
use crate::yaml::{self, KnownKey};
use read::{Answer, Choice, Question};

/// The keys of a question.
pub fn keys() -> Vec<KnownKey> {
    yaml::keys(|node, reader| {
        reader.within(node, "A question", "", read::question);
    })
}

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
    let name = names::of_directive(page, What::Quiz, contract, arguments, named_at.clone());
    let mut quiz =
        Quiz { yaml: text, origin, version: blake3::Hasher::new(), questions: Names::default() };
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

/// A quiz that is being read.
struct Quiz<'a> {
    yaml: &'a str,
    origin: &'a Origin,
    /// Of all that decides whether an answer is right.
    version: blake3::Hasher,
    questions: Names,
}

impl Quiz<'_> {
    fn question(&mut self, page: &mut Page, question: &Question) -> Argument {
        let (text, plain) = self.line(page, &question.text);
        let at = self.origin.range(question.text.at.clone());
        let own = self.own(&question.id);
        let id = names::name(page, What::Question, own.clone(), (&plain, at.clone()));
        let span = page.span(own.map_or(at, |(_, at)| at));
        let id = id.unwrap_or_default();
        self.questions.give(page, What::Question, &id, span);
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
        let mut names = Names::default();
        let mut out = Vec::new();
        for ((option, (text, plain)), slug) in options.iter().zip(set).zip(slugs) {
            let at = self.origin.range(option.text.at.clone());
            if let Some(first) = texts.get(&plain).cloned() {
                let message = format!("The option `{plain}` stands here twice.");
                let fault = Diagnostic::error(Code::BadQuiz, message, "Keep one of the two.");
                let place = Place::at(page.source.file, page.span(first));
                page.report(fault.with_related(place, "the first is here"), at);
                continue;
            }
            texts.insert(plain.clone(), at.clone());
            let own = self.own(&option.id);
            let id = match (&own, slug) {
                (Some(_), _) => {
                    let text = (plain.as_str(), at.clone());
                    names::name(page, What::Choice, own.clone(), text).unwrap_or_default()
                }
                // `5` and `-5` share a slug, and `?` has none.
                (None, Some(slug)) if shared.get(&Some(slug.clone())) == Some(&1) => slug.into(),
                (None, slug) => {
                    let hash = blake3::hash(plain.as_bytes()).to_hex();
                    format!("{}-{}", slug.as_deref().unwrap_or("o"), &hash[..8]).into()
                }
            };
            let span = page.span(own.map_or(at, |(_, at)| at));
            names.give(page, What::Choice, &id, span);
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

    /// A name that the author gives, and its place in the file.
    fn own<'o>(&self, own: &'o Option<(String, Range<usize>)>) -> Option<(&'o str, Range<usize>)> {
        own.as_ref().map(|(own, at)| (own.as_str(), self.origin.range(at.clone())))
    }
}

fn string(text: &str) -> Argument {
    Argument::Data(text.into())
}

fn map<const N: usize>(entries: [(&str, Argument); N]) -> Argument {
    Argument::Map(entries.into_iter().map(|(name, value)| (name.into(), value)).collect())
}
