//! Tasks: the items of a list that begin with a box, `- [ ]`.
//!
//! A reader's device remembers a tick by the id of its task, never by its place, so that an edited
//! list keeps the ticks of the tasks that stay. The id is what the author gives, `{#open-vraag}` at
//! the end of the label or before its remark, else the slug of the label. A remark is emphasis that
//! ends the label, `*(15 minutes)*`; it is no part of the id, so that it can be improved freely.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use serde_json::{Value as Json, json};

use super::body::Argument;
use super::contract::Contract;
use super::names::{self, Names, What};
use super::page::Page;
use super::typography::ends_inline;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};

/// One task of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What its tick is remembered by; none where a fault was told.
    pub id: Option<Box<str>>,
    /// Its label without the remark, without markup.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// A list of tasks that is remembered together.
#[derive(Clone, Copy, Debug)]
pub struct Checklist<'t>(pub &'t [Task]);

impl Checklist<'_> {
    /// Changes with each task that comes, goes, moves or is worded anew: eight hexadecimal digits.
    pub fn version(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for task in self.0 {
            for part in [task.id.as_deref().unwrap_or_default(), &task.text] {
                hasher.update(&part.len().to_le_bytes()).update(part.as_bytes());
            }
        }
        hasher.finalize().to_hex()[..8].to_owned()
    }

    /// What components and templates may know of it.
    pub fn facts(&self) -> Json {
        json!({ "version": self.version(), "total": self.0.len() })
    }
}

/// What the label of a task says, without its remark.
struct Label {
    text: String,
    /// The id that the author gives, and where it stands in the text with its braces.
    given: Option<(String, Range<usize>)>,
    /// Where the whole label stands.
    at: Range<usize>,
}

impl Walk<'_, '_, '_, '_> {
    /// Whether the item that has just begun is a task.
    pub(super) fn is_task(&self) -> bool {
        self.task_at(self.at)
    }

    pub(super) fn task_at(&self, at: usize) -> bool {
        let event = |at: usize| self.events.get(at).map(|(event, _)| event);
        match event(at) {
            Some(Event::TaskListMarker(_)) => true,
            Some(Event::Start(Tag::Paragraph)) => {
                matches!(event(at + 1), Some(Event::TaskListMarker(_)))
            }
            _ => false,
        }
    }

    /// A box and the start of its label, whose events come next.
    pub(super) fn task(&mut self, checked: bool, marker: Range<usize>) {
        let label = self.label(marker);
        let given = label.given.as_ref();
        let given = given.map(|(id, at)| (id.as_str(), self.origin.range(at.clone())));
        let text = (label.text.as_str(), self.origin.range(label.at.clone()));
        let id = names::name(self.page, What::Task, given, text);
        // An underscore sets its anchors apart from those of headings, which have none.
        let anchor = format!("task_{}", id.as_deref().unwrap_or_default());
        let anchor = self.page.task_anchors.give_id(&anchor);
        self.out
            .tag("input")
            .attribute("type", "checkbox")
            .attribute("id", &anchor)
            .attribute_if("name", id.as_deref())
            .attribute_if("checked", checked.then_some(""))
            .end();
        self.out.raw(" ");
        self.out.tag("label").attribute("for", &anchor).end();
        self.label_open = true;
        self.task_id_at = label.given.map(|(_, at)| at);
        let span = self.page.span(self.origin.range(label.at));
        let text = label.text.split_whitespace().collect::<Vec<_>>().join(" ").into();
        self.page.keeps.ticks = true;
        self.page.tasks.push(Task { id, text, span });
    }

    pub(super) fn end_label(&mut self) {
        self.task_id_at = None;
        if std::mem::take(&mut self.label_open) {
            self.out.close("label");
        }
    }

    /// A text without the id of its task: that is no text for a reader.
    pub(super) fn without_task_id(&self, text: &str, range: &Range<usize>) -> Option<String> {
        let at = self.task_id_at.as_ref()?;
        if range.end <= at.start || range.start >= at.end {
            return None;
        }
        let before = match range.start < at.start {
            true => text.rfind("{#").map_or("", |end| &text[..end]).trim_end(),
            false => "",
        };
        let after = match range.end > at.end {
            true => text.rfind('}').map_or("", |end| &text[end + 1..]),
            false => "",
        };
        Some(format!("{before}{after}"))
    }

    /// The label whose events come next.
    fn label(&self, marker: Range<usize>) -> Label {
        // Pieces at the top of the label: their text, their place, whether they are plain text and
        // whether they are emphasis.
        let mut pieces: Vec<(String, Range<usize>, bool, bool)> = Vec::new();
        let mut open = 0_u32;
        for (event, range) in &self.events[self.at..] {
            let text: &str = match event {
                Event::Start(tag) if !ends_inline(&tag.to_end()) => break,
                Event::End(tag) if !ends_inline(tag) => break,
                Event::Start(_) | Event::End(_) => "",
                Event::Text(text) | Event::Code(text) => text,
                Event::SoftBreak | Event::HardBreak => " ",
                Event::Rule | Event::TaskListMarker(_) => break,
                _ => "",
            };
            let is_plain = matches!(event, Event::Text(_));
            match pieces.last_mut() {
                Some((piece, ..)) if open > 0 => piece.push_str(text),
                // The parser cuts text where it likes.
                Some((piece, at, true, _)) if is_plain => {
                    piece.push_str(text);
                    at.end = range.end;
                }
                _ => {
                    let is_emphasis = matches!(event, Event::Start(Tag::Emphasis));
                    pieces.push((text.to_owned(), range.clone(), is_plain, is_emphasis));
                }
            }
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open = open.saturating_sub(1),
                _ => {}
            }
        }
        let at = match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => first.1.start..last.1.end,
            _ => marker,
        };
        let mut given = self.given_id(&mut pieces);
        while pieces.last().is_some_and(|(text, ..)| text.trim().is_empty()) {
            pieces.pop();
        }
        if pieces.len() > 1 && pieces.last().is_some_and(|piece| piece.3) {
            pieces.pop();
            given = given.or_else(|| self.given_id(&mut pieces));
        }
        let text = pieces.into_iter().map(|(text, ..)| text).collect();
        Label { text, given, at }
    }

    /// Takes the id out of the last piece, where it ends with one; else out of the last that ends a
    /// line with one, for a note may stand on the lines below.
    fn given_id(
        &self,
        pieces: &mut [(String, Range<usize>, bool, bool)],
    ) -> Option<(String, Range<usize>)> {
        let is_break =
            |at: usize| pieces.get(at).is_none_or(|(text, _, plain, _)| !plain && text == " ");
        let ends: Vec<usize> = (0..pieces.len()).rev().filter(|&at| is_break(at + 1)).collect();
        ends.into_iter().find_map(|at| self.id_of(pieces.get_mut(at)?))
    }

    /// Takes the id out of a piece that ends with one.
    fn id_of(
        &self,
        piece: &mut (String, Range<usize>, bool, bool),
    ) -> Option<(String, Range<usize>)> {
        let (text, range, true, _) = piece else { return None };
        let written = self.text.get(range.clone())?.trim_end();
        let inner = written.strip_suffix('}')?;
        let start = inner.rfind("{#").filter(|&start| !inner[..start].ends_with('\\'))?;
        let id = inner[start + 2..].to_owned();
        text.truncate(text.rfind("{#")?);
        Some((id, range.start + start..range.start + written.len()))
    }
}

/// Tells of tasks of one list that would be remembered as one.
pub(super) fn tell_duplicates(page: &mut Page, tasks: &[Task]) {
    let mut known = Names::default();
    for task in tasks {
        known.give(page, What::Task, task.id.as_deref().unwrap_or_default(), task.span);
    }
}

/// What the component of a checklist is told of it: its name within the page, its version, how many
/// tasks it has. The name is the argument `id`, else the slug of what stands on the opening line.
pub(super) fn checklist(
    page: &mut Page,
    contract: &Contract,
    tasks: &[Task],
    arguments: &[(Box<str>, Argument)],
    at: Range<usize>,
) -> Option<Json> {
    let name = &contract.name;
    if tasks.is_empty() {
        let message = format!("`{name}` holds no tasks.");
        let remedy = "Write each on a line that begins with `- [ ] `.";
        page.report(Diagnostic::error(Code::NoTasks, message, remedy), at);
        return None;
    }
    tell_duplicates(page, tasks);
    let id = names::of_directive(page, What::List, contract, arguments, at)?;
    let mut facts = Checklist(tasks).facts();
    facts["id"] = (*id).into();
    Some(facts)
}
