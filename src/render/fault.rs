//! Tera's errors → diagnostics, with their place in the template and who called it.

use std::collections::BTreeSet;

use tera::{ErrorKind, ReportError, Tera};

use super::engine::Template;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex, Place, Span};
use crate::markdown::Call;
use crate::nearest::nearest;
use crate::path::SourcePath;
use crate::theme::Folder;

const SYNTAX: &str = "Mend the template; the language is Tera 2, and the reference of templates, `docs/content/reference/templates.md`, lists what one can use.";

/// Finds all that is wrong with a set of templates that Tera refused, and returns an engine in
/// which broken templates are empty.
///
/// Tera stops at the first fault of a kind. So each template is parsed alone first; what is left
/// are references between templates, of which it tells a list.
pub(super) fn of_templates(
    templates: &[Template],
    new_engine: impl Fn() -> Tera,
    diagnostics: &mut Diagnostics,
) -> Tera {
    let mut texts: Vec<(&str, String)> = Vec::new();
    let mut broken = BTreeSet::new();
    for template in templates {
        let alone = new_engine().add_raw_template(&template.name, &template.text);
        match alone.map_err(|error| error.kind().clone()) {
            Err(ErrorKind::SyntaxError(report)) => {
                let fault =
                    Diagnostic::error(Code::TemplateSyntax, sentence(report.message()), SYNTAX);
                diagnostics.push(fault.at(&template.path, span(&report)));
                texts.push((&template.name, stand_in(&template.name)));
                broken.insert(template.name.clone());
            }
            _ => texts.push((&template.name, template.text.clone())),
        }
    }
    // Each round mends one fault by emptying the template that has it, or tells the whole list.
    for _ in 0..=templates.len() {
        let mut tera = new_engine();
        let Err(error) =
            tera.add_raw_templates(texts.iter().map(|(name, text)| (*name, text.as_str())))
        else {
            return tera;
        };
        let told = references(&error, templates, &broken, diagnostics);
        for (name, text) in
            texts.iter_mut().filter(|(name, _)| told.iter().any(|told| told == name))
        {
            *text = stand_in(name);
        }
        if told.is_empty() {
            break;
        }
        broken.extend(told);
    }
    let mut tera = new_engine();
    // Stand-ins refer to nothing, so this cannot fail.
    let _ = tera.add_raw_templates(templates.iter().map(|t| (t.name.as_str(), stand_in(&t.name))));
    tera
}

/// A template without content; of a component, one that takes anything.
pub(super) fn stand_in(name: &str) -> String {
    match name.strip_prefix("components/").and_then(|file| file.strip_suffix(".html")) {
        Some(name) => format!(
            "{{% component {name}(stand_in: string = \"\", ...rest) \
             {{\"positional\": \"stand_in\", \"body\": \"markdown\"}} %}}\
             {{% endcomponent {name} %}}"
        ),
        None => String::new(),
    }
}

/// Tells of references between templates that lead nowhere; returns the templates concerned.
fn references(
    error: &tera::Error,
    templates: &[Template],
    broken: &BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let at_word = |name: &str, word: &str| -> Option<(SourcePath, Span)> {
        let template = templates.iter().find(|template| template.name == name)?;
        let at = template.text.find(word).unwrap_or(0);
        let span = LineIndex::new(&template.text).span(at..at + word.len());
        Some((template.path.clone(), span))
    };
    let mut tell = |name: &str, word: &str, message: String, remedy: &str| {
        let fault = Diagnostic::error(Code::TemplateReference, message, remedy);
        diagnostics.push(match at_word(name, word) {
            Some((path, span)) => fault.at(&path, span),
            None => fault,
        });
        vec![name.to_owned()]
    };
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("The template extends `{parent}`, which does not exist.");
            let near = nearest(parent, templates.iter().map(|template| template.name.as_str()));
            let remedy = format!("Did you mean `{}`?", near.unwrap_or("base.html"));
            tell(current, &format!("\"{parent}\""), message, &remedy)
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let message =
                format!("The template extends itself: {}.", inheritance_chain.join(" → "));
            tell(tpl, "{% extends", message, "Let one of them extend nothing.")
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let message = format!("The template includes itself: {}.", include_chain.join(" → "));
            tell(tpl, "{% include", message, "Take one of the includes out.")
        }
        _ => reports(&error.to_string())
            .into_iter()
            .map(|report| {
                diagnostics.extend(reference(&report, templates, broken));
                report.template
            })
            .collect(),
    }
}

/// The fault behind one entry of Tera's list; `None` where it is the consequence of another.
fn reference(
    report: &Report,
    templates: &[Template],
    broken: &BTreeSet<String>,
) -> Option<Diagnostic> {
    let template = templates.iter().find(|template| template.name == report.template);
    if let (Some(block), Some(template)) = (block_without_place(&report.message), template) {
        let parents = parents(template, templates);
        // A block of a template whose parent is broken is not to blame.
        if parents.iter().any(|parent| broken.contains(&parent.name)) {
            return None;
        }
        // The author's own parent of a template of the default theme lacks what that one fills.
        let own = parents.into_iter().find(|parent| !parent.built_in);
        if let (true, Some(own), Some(span)) = (template.built_in, own, report.span) {
            let message = format!("The template has no block `{block}`.");
            let remedy = format!("Put `{{% block {block} %}}{{% endblock {block} %}}` into it.");
            return Some(
                Diagnostic::error(Code::TemplateReference, message, remedy)
                    .in_file(&own.path)
                    .with_related(Place::at(&template.path, span), "fills it"),
            );
        }
    }
    let remedy = "Correct the name, or define what it names.";
    let fault = Diagnostic::error(Code::TemplateReference, sentence(&report.message), remedy);
    Some(match (template, report.span) {
        (Some(template), Some(span)) => fault.at(&template.path, span),
        (Some(template), None) => fault.in_file(&template.path),
        (None, _) => fault,
    })
}

/// The name in "Block `title` is not defined in any parent template".
fn block_without_place(message: &str) -> Option<&str> {
    message.strip_prefix("Block `")?.split('`').next()
}

/// The templates that a template extends, nearest first.
fn parents<'t>(template: &Template, templates: &'t [Template]) -> Vec<&'t Template> {
    let parent_of = |template: &Template| {
        let (_, rest) = template.text.split_once("extends ")?;
        let name = rest.split(['"', '\'']).nth(1)?;
        templates.iter().find(|template| template.name == name)
    };
    // Who extends in a circle was told already, but the circle is still there.
    std::iter::successors(parent_of(template), |parent| parent_of(parent))
        .take(templates.len())
        .collect()
}

/// One entry of the list that Tera tells as text.
struct Report {
    message: String,
    template: String,
    span: Option<Span>,
}

/// Reads Tera's list of references that lead nowhere. Each entry is
/// `error: MESSAGE`, ` --> TEMPLATE:LINE:COLUMN`, the line and a row of carets; a component that
/// is defined twice is told in one sentence without a place.
fn reports(text: &str) -> Vec<Report> {
    let mut reports = Vec::new();
    for entry in text.split("\n\n") {
        let mut lines = entry.lines();
        let first = lines.next().unwrap_or_default();
        let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> "));
        let carets = lines.next_back().map_or(1, |line| line.matches('^').count().max(1));
        let parsed = place.and_then(|place| {
            let mut parts = place.rsplitn(3, ':');
            let column = parts.next()?.parse().ok()?;
            let line = parts.next()?.parse().ok()?;
            Some((parts.next()?.to_owned(), Span { line, column, length: carets as u32 }))
        });
        let message = first.strip_prefix("error: ").unwrap_or(first).to_owned();
        let (template, span) = match parsed {
            Some((template, span)) => (template, Some(span)),
            // "… is defined in both `a` and `b`": the second is the one to change.
            None => (message.rsplit('`').nth(1).unwrap_or_default().to_owned(), None),
        };
        reports.push(Report { message, template, span });
    }
    reports
}

/// A fault while a page is rendered.
pub(super) fn of_page(
    error: &tera::Error,
    template: &str,
    page: Option<&SourcePath>,
) -> Diagnostic {
    let fault = at_render(error, template);
    match page {
        Some(page) => fault.with_related(Place::file(page), "is rendered with it"),
        None => fault,
    }
}

/// A fault in a component, with the directive that called it.
pub(super) fn of_component(error: &tera::Error, call: &Call, caller: &SourcePath) -> Diagnostic {
    at_render(error, &format!("components/{}.html", call.component))
        .with_related(Place::at(caller, call.span), "called from here")
}

fn at_render(error: &tera::Error, template: &str) -> Diagnostic {
    let path = |name: &str| SourcePath::new(format!("{}/{name}", Folder::Templates.name()));
    match error.kind() {
        ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
            let fault = match undefined(report.message()) {
                Some((message, remedy)) => Diagnostic::error(Code::TemplateFault, message, remedy),
                None => Diagnostic::error(Code::TemplateFault, sentence(report.message()), SYNTAX),
            };
            fault.at(&path(report.filename()), span(report))
        }
        ErrorKind::TemplateNotFound(name) => {
            let message = format!("There is no template `{name}`.");
            let remedy = format!("Write it as `templates/{name}`.");
            Diagnostic::error(Code::UnknownTemplate, message, remedy)
        }
        other => {
            let message = sentence(&other.to_string());
            Diagnostic::error(Code::TemplateFault, message, SYNTAX).in_file(&path(template))
        }
    }
}

/// A name without a value, and the nearest that has one. Tera says ``Field `titel` is not defined.
/// Available fields: date, title.`` or the same of a variable.
fn undefined(said: &str) -> Option<(String, String)> {
    if said.contains("but got `undefined`") {
        let message = "What stands in front of this filter does not exist.".to_owned();
        return Some((message, "Correct the name in front of the `|`.".to_owned()));
    }
    let (name, known) = said.split_once("` is not defined")?;
    let name = name.strip_prefix("Field `").or_else(|| name.strip_prefix("Variable `"))?;
    let known = known.split_once(": ").map_or("", |(_, known)| known).trim_end_matches('.');
    let message = format!("There is no `{name}` here.");
    let remedy = match nearest(name, known.split(", ")) {
        Some(near) => format!("Did you mean `{near}`?"),
        None if known.is_empty() => SYNTAX.to_owned(),
        None => format!("There are: {known}."),
    };
    Some((message, remedy))
}

/// Tera counts columns from 0.
fn span(report: &ReportError) -> Span {
    let span = report.span();
    let length = match span.start_line == span.end_line {
        true => span.end_col.saturating_sub(span.start_col).max(1),
        false => 1,
    };
    Span { line: span.start_line as u32, column: span.start_col as u32 + 1, length: length as u32 }
}

/// One line with a full stop.
fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.ends_with(['.', '!', '?']) {
        true => text,
        false => text + ".",
    }
}
