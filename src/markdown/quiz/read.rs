//! YAML → questions. What is wrong is told at its line.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::fold::fold;
use crate::markdown::line::Line;
use crate::yaml::{Fields, Node, Reader, Takes, Value};

/// A question as it was written.
pub(super) struct Question {
    pub text: Line,
    /// A name of the author's own.
    pub id: Option<(String, Range<usize>)>,
    pub answer: Answer,
    pub explanation: Option<Line>,
}

/// What answers a question.
pub(super) enum Answer {
    /// One of some options, or several.
    Options { several: bool, options: Vec<Choice> },
    /// Whether it is true.
    Truth(bool),
    /// Words that are filled in: each of these is right.
    Words(Vec<String>),
}

/// One option of a question.
pub(super) struct Choice {
    pub text: Line,
    pub id: Option<(String, Range<usize>)>,
    pub right: bool,
    pub feedback: Option<Line>,
}

const FORM: &str = "Write `- question: …`, and below it `options:` or `answer:`.";
const OPTION_FORM: &str = "Write each option on a line of its own, behind `- `.";

/// The questions of a quiz; those that are wrong are told and left out.
pub(super) fn questions(reader: &mut Reader, node: &Node, directive: &str) -> Vec<Question> {
    let Value::Seq(items) = &node.value else {
        let given = node.value.type_name();
        let message = format!("The body of `{directive}` takes a list of questions, not {given}.");
        reader.report(
            Diagnostic::error(Code::WrongArgument, message, FORM),
            first_line(reader, node),
        );
        return Vec::new();
    };
    let read = |item: &Node| {
        if !matches!(item.value, Value::Map(_)) {
            let message = match &item.value {
                Value::Null => "Behind this dash there is no question.".to_owned(),
                value => format!("A question must be a group of keys, not {}.", value.type_name()),
            };
            let at = first_line(reader, item);
            reader.report(Diagnostic::error(Code::WrongType, message, FORM), at);
            return None;
        }
        let remedy =
            "A question has `question`, `id`, `options`, `multiple`, `answer` and `explanation`.";
        reader.within(item, "A question", remedy, question)
    };
    items.iter().filter_map(read).collect()
}

/// The keys of a question are read in the order in which the reference has them.
pub(super) fn question(fields: &mut Fields, reader: &mut Reader) -> Option<Question> {
    let before = reader.diagnostics.count(Severity::Error);
    let text = line(fields, reader, "question");
    fields.needs("question");
    if text.is_none() && is_absent(fields, "question") {
        told_missing(
            fields,
            reader,
            "question",
            "This question has no text.",
            "Add a line `question: …`.",
        );
    }
    let id = fields.text_at(reader, "id");
    let options = options(fields, reader);
    let multiple = fields.boolean(reader, "multiple");
    let answer = answer(fields, reader);
    let explanation = line(fields, reader, "explanation");
    let has_options = fields.value_at("options").is_some();
    let has_answer = fields.value_at("answer").is_some();
    match (has_options, fields.key_at("answer").filter(|_| has_answer)) {
        (true, Some(at)) => {
            let message = "This question has both options and an `answer`.";
            let remedy =
                "Take out `answer`, and write `right: true` below the option that is right.";
            reader.report(Diagnostic::error(Code::BadQuiz, message, remedy), at);
        }
        (false, None) if is_absent(fields, "options") && is_absent(fields, "answer") => {
            let at = fields.key_at("question").unwrap_or_else(|| fields.first_at());
            let message = "This question has no answer.";
            let remedy = "Write `options:` with the options below it; or `answer: true`, or `answer: a word`.";
            reader.report(Diagnostic::error(Code::MissingKey, message, remedy), at);
        }
        _ => {}
    }
    let multiple_at = fields.value_at("multiple");
    if let (false, Some(at)) = (has_options, fields.key_at("multiple")) {
        let message = "`multiple` is for a question with options.";
        reader.report(Diagnostic::error(Code::BadQuiz, message, "Take the line out."), at);
    }
    if has_options && reader.diagnostics.count(Severity::Error) == before {
        judge(reader, fields, &options, multiple.zip(multiple_at));
    }
    let answer = match answer {
        _ if has_options => {
            let rights = options.iter().filter(|option| option.right).count();
            Answer::Options { several: multiple.unwrap_or(rights > 1), options }
        }
        answer => answer?,
    };
    Some(Question { text: text?, id, answer, explanation })
}

/// Whether a key is neither there nor written wrong, which is told in another way.
fn is_absent(fields: &Fields, key: &str) -> bool {
    fields.value_at(key).is_none() && !fields.is_misspelt(key)
}

/// Tells that a key is missing: at the key, where it has nothing behind it, else at the first.
fn told_missing(fields: &mut Fields, reader: &mut Reader, key: &str, message: &str, remedy: &str) {
    fields.needs(key);
    if fields.is_group {
        let at = fields.key_at(key).unwrap_or_else(|| fields.first_at());
        reader.report(Diagnostic::error(Code::MissingKey, message, remedy), at);
    }
}

/// Text with a place.
fn line(fields: &mut Fields, reader: &mut Reader, key: &'static str) -> Option<Line> {
    let (text, at) = fields.text_at(reader, key)?;
    if text.is_empty() {
        let message = "Between these quotes there is no text.";
        let remedy = "Write it, or take the line out.";
        reader.report(Diagnostic::error(Code::BadValue, message, remedy), at);
        return None;
    }
    Some(Line { text, at })
}

fn options(fields: &mut Fields, reader: &mut Reader) -> Vec<Choice> {
    let remedy = "An option has `text`, `id`, `right` and `feedback`.";
    let read = |fields: &mut Fields, reader: &mut Reader| {
        let text = line(fields, reader, "text");
        fields.needs("text");
        if text.is_none() && is_absent(fields, "text") {
            told_missing(fields, reader, "text", "This option has no text.", "Add `text: …`.");
        }
        let id = fields.text_at(reader, "id");
        let right = fields.boolean(reader, "right").unwrap_or_default();
        let feedback = line(fields, reader, "feedback");
        Some(Choice { text: text?, id, right, feedback })
    };
    fields.groups_or_texts(
        reader,
        "options",
        Some("text"),
        OPTION_FORM,
        ("An option", remedy),
        read,
    )
}

/// Tells of options that leave a reader nothing to choose.
fn judge(
    reader: &mut Reader,
    fields: &Fields,
    options: &[Choice],
    multiple: Option<(bool, Range<usize>)>,
) {
    let at = fields.key_at("options").unwrap_or_else(|| fields.at.clone());
    let rights = options.iter().filter(|option| option.right).count();
    let (message, remedy, at) = match (options, rights, multiple) {
        ([] | [_], _, _) => (
            "This question has fewer than two options.",
            "Add another option; or take them out, and write `answer: …`.",
            at,
        ),
        (_, 0, _) => (
            "None of these options is right.",
            "Write the right one as `- text: …`, and below that `right: true`.",
            at,
        ),
        (_, 2.., Some((false, at))) => (
            "More than one option is right, and `multiple` says otherwise.",
            "Take `multiple` out, or keep one `right: true`.",
            at,
        ),
        _ => return,
    };
    reader.report(Diagnostic::error(Code::BadQuiz, message, remedy), at);
}

/// The answer of a question without options.
fn answer(fields: &mut Fields, reader: &mut Reader) -> Option<Answer> {
    if let Some(node) = fields.node("answer", || Takes::list(Takes::Text))
        && let Value::Bool(truth) = node.value
    {
        return Some(Answer::Truth(truth));
    }
    let mut words = fields.texts(reader, "answer");
    if let (Some(at), true) = (fields.value_at("answer"), fields.is_empty("answer")) {
        let message = "This list of answers is empty.";
        let remedy = "Write the words that are right, like `[king, the king]`.";
        reader.report(Diagnostic::error(Code::BadQuiz, message, remedy), at);
    }
    words.retain(|(word, at)| {
        let compares = comparable(word);
        if !compares {
            let message = "This answer holds nothing that can be compared.";
            let remedy = "Write a word or a number: case, accents and punctuation do not count.";
            reader.report(Diagnostic::error(Code::BadQuiz, message, remedy), at.clone());
        }
        compares
    });
    (!words.is_empty()).then(|| Answer::Words(words.into_iter().map(|(word, _)| word).collect()))
}

/// Whether something remains of an answer as `static/js/quiz.js` compares it.
fn comparable(word: &str) -> bool {
    let is_outer = |c: char| c.is_whitespace() || ".,:;!?…'‘’\"“”„«»()[]".contains(c);
    fold(word).any(|c| !is_outer(c))
}

/// The first line of a node: of a long one, all of it says nothing.
fn first_line(reader: &Reader, node: &Node) -> Range<usize> {
    let line = reader.text.get(node.at.clone()).and_then(|text| text.lines().next());
    node.at.start..node.at.start + line.unwrap_or_default().trim_end().len()
}
