//! A fence whose info string begins with a name in braces: a call of a component.
//!
//! ````text
//! ```{figure} handrem.svg
//! :alt: A hand brake, pulled
//!
//! The caption, in *Markdown*.
//! ```
//! ````
//!
//! The call is checked against the component's contract here, so that a fault points at the
//! author's line and not into the template.

use std::ops::Range;

use serde_json::Value as Json;

use super::body::{Argument, Body, Call, Wants};
use super::contract::{BodyKind, Contract, Defines, Parameter, ParameterKind};
use super::origin::Origin;
use super::page::{Page, Target};
use super::quiz;
use super::tasks;
use super::walk::walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::yaml::{self, Node, Value, When};

/// Directives within directives within directives: further in, it is a mistake.
pub(super) const MAX_DEPTH: u32 = 16;

/// A fence as it stands in the text.
pub(super) struct Fence<'a> {
    /// The info string, which begins with `{`.
    pub info: &'a str,
    /// Where the info string stands in the file.
    pub info_at: usize,
    /// What stands between the fences.
    pub content: &'a str,
    /// Where that comes from.
    pub origin: &'a Origin,
}

/// One option line, `:key: value`.
struct OptionLine<'a> {
    key: &'a str,
    key_at: Range<usize>,
    value: &'a str,
    value_at: Range<usize>,
}

/// Whether an info string calls a directive.
pub(super) fn is_directive(info: &str) -> bool {
    info.starts_with('{')
}

/// The call that a fence makes; `None` where a fault was told.
pub(super) fn parse(page: &mut Page, fence: &Fence, depth: u32) -> Option<Call> {
    let (name, positional, positional_at) = head(page, fence)?;
    let name_at = fence.info_at..fence.info_at + name.len() + 2;
    let contracts = page.context.contracts;
    if name.trim().is_empty() {
        let message = "This directive has no name.";
        let remedy = "Write its name in the braces, like `{tip}`.";
        page.report(Diagnostic::error(Code::UnknownDirective, message, remedy), name_at);
        return None;
    }
    let Some(contract) = page.asked.get(name, contracts) else {
        let message = format!("There is no directive `{name}`.");
        let near = contracts.names().find(|known| *known == name.trim());
        let remedy = match near.or_else(|| nearest(name, contracts.names())) {
            Some(near) => format!("Did you mean `{{{near}}}`?"),
            None => format!(
                "There are {}; a file `templates/components/{name}.html` makes a new one.",
                contracts.names().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", "),
            ),
        };
        page.report(Diagnostic::error(Code::UnknownDirective, message, remedy), name_at);
        return None;
    };
    if depth >= MAX_DEPTH {
        let message = format!("Directives are nested more than {MAX_DEPTH} deep.");
        let remedy = "Take some of them apart.";
        page.report(Diagnostic::error(Code::TooDeep, message, remedy), name_at);
        return None;
    }
    let before = page.error_count();
    let (options, body_start) = options(fence);
    let mut named_at = if positional.is_empty() { name_at.clone() } else { positional_at.clone() };
    let mut arguments: Vec<(Box<str>, Argument)> = Vec::new();
    if !positional.is_empty() {
        match &contract.positional {
            Some(key) => {
                let value = argument(page, contract, key, positional, positional_at);
                arguments.extend(value.map(|value| (key.clone(), value)));
            }
            None => {
                let message = format!("`{name}` takes nothing after its name.");
                let remedy =
                    "Put it on a line of its own below: an option, `:key: value`, or the body.";
                page.report(
                    Diagnostic::error(Code::UnknownArgument, message, remedy),
                    positional_at,
                );
            }
        }
    }
    for option in options {
        if arguments.iter().any(|(key, _)| **key == *option.key) {
            let message = format!("`{}` is given twice.", option.key);
            page.report(
                Diagnostic::error(Code::DuplicateKey, message, "Keep one of the two."),
                option.key_at,
            );
            continue;
        }
        if contract.parameter(option.key).is_none() {
            match contract.open {
                true => {
                    arguments.push((option.key.into(), Argument::Data(Json::from(option.value))))
                }
                false => unknown(page, contract, &option),
            }
            continue;
        }
        if option.key == "id" {
            named_at = option.value_at.clone();
        }
        let value = argument(page, contract, option.key, option.value, option.value_at);
        arguments.extend(value.map(|value| (option.key.into(), value)));
    }
    // A fault in a body of its own is no reason to keep quiet about what is missing.
    let sound = page.error_count() == before;
    let (terms, tasks) = (page.terms.len(), page.tasks.len());
    page.lost_option(contract, fence, body_start);
    let body = body(page, contract, fence, body_start, depth, named_at, &mut arguments);
    if contract.defines == Some(Defines::Terms) && page.terms.len() == terms {
        let message = format!("`{name}` holds no definition list.");
        let remedy = "Write each term on a line, and on the next one `:   ` and what it means.";
        page.report(Diagnostic::error(Code::NoTerms, message, remedy), name_at.clone());
    }
    if contract.defines == Some(Defines::Tasks) {
        let tasks = page.tasks.split_off(tasks);
        let checklist = tasks::checklist(page, contract, &tasks, &arguments, name_at.clone());
        arguments.extend(checklist.map(|facts| ("checklist".into(), Argument::Data(facts))));
    }
    let is_apart = matches!(contract.body, BodyKind::Markdown | BodyKind::Quiz);
    if sound && (page.error_count() == before || is_apart) {
        missing(page, contract, &arguments, name_at.clone());
    }
    page.picture_of(contract, &arguments, name_at.clone());
    let span = page.span(name_at);
    (page.error_count() == before).then(|| Call {
        component: contract.name.clone(),
        arguments,
        body,
        span,
    })
}

/// Name, positional argument and where that stands.
fn head<'a>(page: &mut Page, fence: &Fence<'a>) -> Option<(&'a str, &'a str, Range<usize>)> {
    let inner = fence.info.strip_prefix('{').unwrap_or(fence.info);
    let Some((name, rest)) = inner.split_once('}') else {
        let message = "The name of this directive has no closing brace.";
        let remedy = "Write the name in braces, like `{tip}`.";
        let at = fence.info_at..fence.info_at + fence.info.len();
        page.report(Diagnostic::error(Code::UnknownDirective, message, remedy), at);
        return None;
    };
    let positional = rest.trim();
    let start = fence.info_at + fence.info.len() - rest.trim_start().len();
    Some((name, positional, start..start + positional.len()))
}

/// The option lines at the start of the content, and where the body begins.
fn options<'a>(fence: &Fence<'a>) -> (Vec<OptionLine<'a>>, usize) {
    let mut options = Vec::new();
    let mut at = 0;
    for line in fence.content.split_inclusive('\n') {
        let Some((key, rest)) = line.strip_prefix(':').and_then(|rest| rest.split_once(':')) else {
            break;
        };
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        if key.is_empty() || !key.chars().all(is_name) {
            break;
        }
        let value = rest.trim();
        let value_start = at + line.len() - rest.trim_start().len();
        options.push(OptionLine {
            key,
            key_at: fence.origin.range(at + 1..at + 1 + key.len()),
            value,
            value_at: fence.origin.range(value_start..value_start + value.len()),
        });
        at += line.len();
    }
    (options, at)
}

fn unknown(page: &mut Page, contract: &Contract, option: &OptionLine) {
    let message = format!("`{}` takes no `{}`.", contract.name, option.key);
    let remedy = match nearest(option.key, contract.names()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None if contract.parameters.is_empty() => "Take the line out: it takes no options.".into(),
        None => {
            let names: Vec<_> = contract.names().map(|name| format!("`{name}`")).collect();
            format!("It takes {}.", names.join(", "))
        }
    };
    page.report(Diagnostic::error(Code::UnknownArgument, message, remedy), option.key_at.clone());
}

fn missing(page: &mut Page, contract: &Contract, given: &[(Box<str>, Argument)], at: Range<usize>) {
    let is_given = |name: &str| given.iter().any(|(key, _)| **key == *name);
    for parameter in contract.parameters.iter().filter(|p| p.required && !is_given(&p.name)) {
        let name = &parameter.name;
        let message = format!("`{}` needs `{name}`.", contract.name);
        let remedy = match contract.positional.as_ref() == Some(name) {
            true => format!("Write it on the opening line, after `{{{}}}`.", contract.name),
            false if &**name == "data" && contract.body == BodyKind::Yaml => {
                "Write YAML between the fences.".to_owned()
            }
            false => format!("Add a line `:{name}: …` right below the opening line."),
        };
        page.report(Diagnostic::error(Code::MissingArgument, message, remedy), at.clone());
    }
}

/// The value of an argument by the type that its contract names.
fn argument(
    page: &mut Page,
    contract: &Contract,
    key: &str,
    text: &str,
    at: Range<usize>,
) -> Option<Argument> {
    let parameter = contract.parameter(key)?;
    match read(page, parameter, text, at.clone()) {
        Ok(argument) => argument,
        Err(wanted) => {
            let message = format!("`{key}` of `{}` takes {wanted}, not `{text}`.", contract.name);
            let remedy = match &parameter.kind {
                ParameterKind::OneOf(words) => match nearest(text, words.iter().map(|w| &**w)) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => "Take one of these.".to_owned(),
                },
                ParameterKind::Date => "Write year-month-day, like `2026-11-23`.".to_owned(),
                ParameterKind::List => "Write it like `[one, two]`.".to_owned(),
                ParameterKind::Map => "Write it like `{key: value}`.".to_owned(),
                ParameterKind::Number => {
                    "Write digits, with a point for a fraction: `1.5`.".to_owned()
                }
                ParameterKind::Integer => "Write digits alone.".to_owned(),
                ParameterKind::Page | ParameterKind::Section => {
                    "Write the path of its file, like `/blog/_index.md`.".to_owned()
                }
                ParameterKind::File | ParameterKind::Picture => {
                    "Name a file beside the page, like `picture.jpg`.".to_owned()
                }
                _ => format!("Write {wanted}, without quotes."),
            };
            page.report(Diagnostic::error(Code::WrongArgument, message, remedy), at);
            None
        }
    }
}

/// `Ok(None)` where a fault was told already, `Err` with what was wanted.
fn read(
    page: &mut Page,
    parameter: &Parameter,
    text: &str,
    at: Range<usize>,
) -> Result<Option<Argument>, String> {
    let data = |value: Json| Ok(Some(Argument::Data(value)));
    let yaml = || yaml::parse(text).ok().map(|node| node.value.to_json());
    match &parameter.kind {
        ParameterKind::Text => {
            data(Json::from(super::typeset(text, &page.context.options.language)))
        }
        ParameterKind::Literal => data(Json::from(text)),
        ParameterKind::Boolean => match text {
            "true" | "" => data(Json::from(true)),
            "false" => data(Json::from(false)),
            _ => Err("`true` or `false`".into()),
        },
        ParameterKind::Integer => match text.parse::<i64>() {
            Ok(number) => data(Json::from(number)),
            Err(_) => Err("a whole number".into()),
        },
        ParameterKind::Number => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(number), _) if !parameter.float => data(Json::from(number)),
            (_, Ok(number)) if number.is_finite() => data(Json::from(number)),
            _ => Err("a number".into()),
        },
        ParameterKind::Date => match When::parse(text) {
            Some(When::Day(day)) => data(Json::from(day.to_string())),
            _ => Err("a date".into()),
        },
        ParameterKind::OneOf(words) if words.iter().any(|word| **word == *text) => {
            data(Json::from(text))
        }
        ParameterKind::OneOf(words) => {
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            Err(words.join(" or "))
        }
        ParameterKind::List => match yaml() {
            Some(value @ Json::Array(_)) => data(value),
            _ => Err("a list".into()),
        },
        ParameterKind::Map => match yaml() {
            Some(value @ Json::Object(_)) => data(value),
            _ => Err("a group of keys".into()),
        },
        ParameterKind::Any => match yaml() {
            Some(value) => data(value),
            None => Err("YAML".into()),
        },
        ParameterKind::Link => Ok(match page.target(text, at, Wants::Any) {
            Target::Outside(url) => Some(Argument::Data(Json::from(url))),
            Target::Site(link) => Some(Argument::Url(link)),
            Target::Bad => None,
        }),
        ParameterKind::File => match page.target(text, at, Wants::File) {
            Target::Site(link) => Ok(Some(Argument::Url(link))),
            Target::Outside(_) => Err("a file of the site".into()),
            Target::Bad => Ok(None),
        },
        ParameterKind::Picture => match page.target(text, at, Wants::Picture) {
            Target::Site(link) => Ok(Some(page.shown(link))),
            Target::Outside(_) => Err("a picture of the site".into()),
            Target::Bad => Ok(None),
        },
        ParameterKind::Page | ParameterKind::Section => {
            let (wants, words) = match parameter.kind {
                ParameterKind::Page => (Wants::Page, "a page of the site"),
                _ => (Wants::Section, "a section of the site"),
            };
            match page.target(text, at, wants) {
                Target::Site(link) => Ok(Some(Argument::Url(link))),
                Target::Outside(_) => Err(words.into()),
                Target::Bad => Ok(None),
            }
        }
        ParameterKind::Tag => Ok(match page.target(text, at, Wants::Tag) {
            Target::Site(link) => Some(Argument::Url(link)),
            Target::Outside(_) | Target::Bad => None,
        }),
    }
}

/// Takes the YAML of a body for the argument `data`, if it is of its type: Tera would only say so at
/// the component.
fn data(
    page: &mut Page,
    contract: &Contract,
    node: &Node,
    origin: &Origin,
    arguments: &mut Vec<(Box<str>, Argument)>,
) {
    let wanted = match contract.parameter("data").map(|parameter| &parameter.kind) {
        Some(ParameterKind::List) if !matches!(node.value, Value::Seq(_)) => "a list",
        Some(ParameterKind::Map) if !matches!(node.value, Value::Map(_)) => "a group of keys",
        _ => {
            arguments.push(("data".into(), Argument::Data(node.value.to_json())));
            return;
        }
    };
    let given = node.value.type_name();
    let message = format!("The body of `{}` takes {wanted}, not {given}.", contract.name);
    let remedy = match wanted {
        "a list" => "Begin each line with `- `.",
        _ => "Write lines of the form `key: value`.",
    };
    let at = origin.range(node.at.clone());
    page.report(Diagnostic::error(Code::WrongArgument, message, remedy), at);
}

/// What stands between the fences, by what the contract allows there.
fn body(
    page: &mut Page,
    contract: &Contract,
    fence: &Fence,
    start: usize,
    depth: u32,
    named_at: Range<usize>,
    arguments: &mut Vec<(Box<str>, Argument)>,
) -> Option<Body> {
    let text = fence.content.get(start..).unwrap_or_default();
    let origin = fence.origin.after(start);
    match contract.body {
        BodyKind::Markdown => Some(walk(page, text, &origin, depth + 1, contract.defines)),
        BodyKind::Quiz => {
            quiz::take(page, contract, (text, &origin), named_at, arguments);
            None
        }
        _ if text.trim().is_empty() => None,
        BodyKind::None => {
            let first = text.len() - text.trim_start().len();
            let line = text[first..].lines().next().unwrap_or_default();
            let message = format!("`{}` takes no text between its fences.", contract.name);
            let remedy =
                "Put the text below the closing fence, or make it an option, `:key: value`.";
            let at = origin.range(first..first + line.len());
            page.report(Diagnostic::error(Code::UnexpectedBody, message, remedy), at);
            None
        }
        BodyKind::Yaml => {
            if let Some(node) = yaml(page, contract, text, &origin) {
                data(page, contract, &node, &origin, arguments);
            }
            None
        }
    }
}

/// The YAML between the fences; `None` where it cannot be read, which is told.
pub(super) fn yaml(
    page: &mut Page,
    contract: &Contract,
    text: &str,
    origin: &Origin,
) -> Option<Node> {
    yaml::parse(text)
        .map_err(|fault| {
            let message =
                format!("The body of `{}` cannot be read: {}.", contract.name, fault.message);
            let told = Diagnostic::error(fault.code, message, fault.remedy);
            page.report(told, origin.range(fault.at));
        })
        .ok()
}
