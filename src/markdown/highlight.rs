//! Colours for code at build time: a few short classes, which the stylesheet colours for light
//! and dark.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use super::html::Html;

/// Blocks remembered at most, so that a long session does not grow.
const REMEMBERED: usize = 20_000;

/// The grammars, loaded when the first block needs them, and what they made of each block.
#[derive(Default)]
pub struct Highlighter {
    grammars: OnceLock<Grammars>,
    done: Mutex<HashMap<[u8; 32], Option<Arc<str>>>>,
}

struct Grammars {
    syntaxes: SyntaxSet,
    /// [`CLASSES`], as the parser compares scopes.
    classes: Vec<(Scope, &'static str)>,
}

impl Grammars {
    fn load() -> Self {
        let scope = |&(name, class): &(&str, &'static str)| Some((Scope::new(name).ok()?, class));
        Self {
            syntaxes: two_face::syntax::extra_newlines(),
            classes: CLASSES.iter().filter_map(scope).collect(),
        }
    }

    /// The class of the innermost scope that has one.
    fn class(&self, stack: &ScopeStack) -> Option<&'static str> {
        stack
            .as_slice()
            .iter()
            .rev()
            .find_map(|scope| {
                let fits = |(prefix, _): &&(Scope, &'static str)| prefix.is_prefix_of(*scope);
                self.classes.iter().find(fits).map(|(_, class)| *class)
            })
            .filter(|class| !class.is_empty())
    }
}

impl Highlighter {
    /// Code as HTML with `span` elements of the classes below; `None` for a language without
    /// grammar. The same code of the same language costs its colours once.
    pub fn highlight(&self, language: &str, code: &str) -> Option<Arc<str>> {
        if language.is_empty() {
            return None;
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(language.as_bytes()).update(&[0]).update(code.as_bytes());
        let key = *hasher.finalize().as_bytes();
        if let Some(known) = self.remembered().get(&key) {
            return known.clone();
        }
        let html = self.colour(language, code).map(Arc::from);
        let mut done = self.remembered();
        if done.len() >= REMEMBERED {
            done.clear();
        }
        done.insert(key, html.clone());
        html
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], Option<Arc<str>>>> {
        // A panic elsewhere leaves the map whole: it is only ever added to or cleared.
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn colour(&self, language: &str, code: &str) -> Option<String> {
        let grammars = self.grammars.get_or_init(Grammars::load);
        let syntax = grammars.syntaxes.find_syntax_by_token(language)?;
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut out = Spans { html: Html::with_capacity(code.len() * 2), open: None };
        for line in code.split_inclusive('\n') {
            let operations = state.parse_line(line, &grammars.syntaxes).ok()?;
            let mut from = 0;
            for (at, operation) in &operations {
                out.write(line.get(from..*at)?, grammars.class(&stack));
                from = *at;
                stack.apply(operation).ok()?;
            }
            out.write(line.get(from..)?, grammars.class(&stack));
        }
        Some(out.finish())
    }
}

/// Text in spans; neighbours of one class share theirs.
struct Spans {
    html: Html,
    open: Option<&'static str>,
}

impl Spans {
    fn write(&mut self, text: &str, class: Option<&'static str>) {
        if text.is_empty() {
            return;
        }
        let blank = text.trim().is_empty();
        if self.open != class && !(blank && self.open.is_some()) {
            self.close();
            if let Some(class) = class {
                self.html.tag("span").attribute("class", class).end();
                self.open = Some(class);
            }
        }
        self.html.text(text);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.html.close("span");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html.into_body().html.into()
    }
}

/// From TextMate scopes, of which there are thousands, to a dozen classes. The first prefix that
/// fits wins; the innermost scope with a class decides.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "hl-c"),
    ("string", "hl-s"),
    ("constant.character", "hl-s"),
    ("constant.numeric", "hl-n"),
    ("constant", "hl-l"),
    ("keyword.operator", ""),
    ("keyword", "hl-k"),
    ("storage", "hl-k"),
    ("entity.name.function", "hl-f"),
    ("support.function", "hl-f"),
    ("variable.function", "hl-f"),
    ("entity.name.tag", "hl-t"),
    ("entity.other.attribute-name", "hl-v"),
    ("entity.name", "hl-t"),
    ("support.type", "hl-t"),
    ("support.class", "hl-t"),
    ("variable.parameter", "hl-v"),
    ("variable.language", "hl-l"),
    ("markup.inserted", "hl-i"),
    ("markup.deleted", "hl-d"),
    ("markup.heading", "hl-h"),
    ("support", "hl-f"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_short_classes_and_all_of_the_text() {
        let html = Highlighter::default().highlight("rust", "let a = \"<b>\"; // één\n").unwrap();
        assert_eq!(
            &*html,
            "<span class=\"hl-k\">let</span> a = <span class=\"hl-s\">\"&lt;b&gt;\"</span>; <span class=\"hl-c\">// één\n</span>"
        );
        assert_eq!(Highlighter::default().highlight("no-such-language", "x"), None);
    }
}
