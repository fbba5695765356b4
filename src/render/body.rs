//! A body with its slots filled: what a reader reads.

use std::cell::RefCell;

use tera::{Context, Map, Value};

use super::glossary::Linked;
use super::values::map;
use super::{Renderer, fault, picture};
use crate::diagnostic::Diagnostic;
use crate::markdown::{Argument, Body, BodyKind, Call, What};
use crate::site::Page;

/// One page while its body is rendered.
pub(super) struct Filling<'a> {
    pub renderer: &'a Renderer,
    pub page: &'a Page,
    /// What components may ask for: `page`.
    pub implicit: &'a Context,
    /// The terms that were met so far.
    pub linked: Linked,
    /// The quizzes that were met so far.
    quizzes: RefCell<Vec<Value>>,
}

impl<'a> Filling<'a> {
    pub(super) fn new(renderer: &'a Renderer, page: &'a Page, implicit: &'a Context) -> Self {
        Self { renderer, page, implicit, linked: Linked::default(), quizzes: RefCell::default() }
    }

    /// The HTML of a body.
    ///
    /// # Errors
    /// A fault in a component, with the line that called it.
    pub(super) fn html(&self, body: &Body) -> Result<String, Diagnostic> {
        let mut out = String::with_capacity(body.html.len() + body.slots.len() * 64);
        let mut from = 0;
        for slot in &body.slots {
            let at = slot.at as usize;
            self.stretch(&mut out, body, from..at)?;
            from = at;
            match &slot.what {
                What::Url(link) => {
                    // Writing into a String cannot fail.
                    let _ = pulldown_cmark_escape::escape_html(&mut out, &self.url(*link));
                }
                What::Call(call) => {
                    out.push_str(self.call(call)?.trim());
                    out.push('\n');
                }
                What::Inline(call) => out.push_str(self.call(call)?.trim()),
            }
        }
        self.stretch(&mut out, body, from..body.html.len())?;
        Ok(out)
    }

    /// `page.quizzes`: those of the bodies that were filled, as their component got them.
    pub(super) fn quizzes(self) -> Value {
        Value::from(self.quizzes.into_inner())
    }

    /// Notes a quiz: what is on paper below the whole text, its answers, is of this.
    fn note(&self, call: &Call, arguments: &Context) {
        let contract = self.renderer.contracts().get(&call.component);
        let Some(contract) = contract.filter(|contract| contract.body == BodyKind::Quiz) else {
            return;
        };
        let argument = |name: &str| arguments.get(name).cloned().unwrap_or_else(Value::none);
        let title = contract.positional.as_deref().map_or_else(Value::none, argument);
        self.quizzes.borrow_mut().push(map! { "title": title, "data": argument("data") });
    }

    /// Where a link of the page leads, as it is written out.
    pub(super) fn url(&self, link: u32) -> String {
        let base = &self.renderer.site.config.base_url;
        let targets = self.renderer.site.targets(self.page);
        let Some(target) = targets.get(link as usize) else { return String::new() };
        target.href(base)
    }

    /// A picture of the page, as a component gets it.
    fn picture(&self, link: u32, is_first: bool) -> Value {
        let site = &self.renderer.site;
        let target = site.targets(self.page).get(link as usize);
        let mut shown = picture::entries(site, target);
        shown.insert("is_first".into(), is_first.into());
        Value::from(shown)
    }

    fn value(&self, argument: &Argument) -> Result<Value, Diagnostic> {
        Ok(match argument {
            Argument::Data(json) => Value::from_serializable(json),
            Argument::Url(link) => Value::from(self.url(*link)),
            Argument::Picture(link, is_first) => self.picture(*link, *is_first),
            Argument::Html(body) => Value::safe_string(&self.html(body)?),
            Argument::List(items) => {
                let items: Result<Vec<Value>, _> =
                    items.iter().map(|item| self.value(item)).collect();
                Value::from(items?)
            }
            Argument::Map(entries) => {
                let mut map = Map::new();
                for (name, argument) in entries {
                    map.insert(name.to_string().into(), self.value(argument)?);
                }
                Value::from(map)
            }
        })
    }

    fn call(&self, call: &Call) -> Result<String, Diagnostic> {
        let mut arguments = Context::new();
        for (name, argument) in &call.arguments {
            arguments.insert_value(name.to_string(), self.value(argument)?);
        }
        self.note(call, &arguments);
        let body = call.body.as_ref().map(|body| self.html(body)).transpose()?;
        let body = body.as_deref().map(str::trim);
        self.renderer
            .engine
            .render_component(&call.component, &arguments, self.implicit, body)
            .map_err(|error| fault::of_component(&error, call, &self.page.document.path))
    }
}
