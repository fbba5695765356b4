//! Terms in the running text of pages: the first use of each leads to its definition.

use std::cell::RefCell;
use std::collections::HashSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use pulldown_cmark_escape::escape_html_body_text;
use tera::{Context, Value};
use unicode_normalization::char::is_combining_mark;

use super::body::Filling;
use super::{Engine, fault};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::{Body, Defines};
use crate::path::SourcePath;
use crate::site::{Definition, Page, Site};
use crate::theme::Folder;

/// The component that writes the link, and the template in which the default theme has it.
const COMPONENT: &str = "part.term";
const TEMPLATE: &str = "partials/term.html";

/// The terms of a site and where a text uses them.
pub(super) struct Glossary {
    /// Finds all spellings of all names.
    names: AhoCorasick,
    /// The term of each spelling: index into the definitions.
    terms: Vec<usize>,
}

/// A term as a text uses it.
#[derive(Debug, PartialEq)]
struct Use {
    at: Range<usize>,
    term: usize,
}

impl Glossary {
    /// The glossary of a site; `None` where no page asks for it. Pages that ask where there is none
    /// are told.
    pub(super) fn new(site: &Site, engine: &Engine, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut asking = site.pages.iter().filter(|page| asks(page)).peekable();
        asking.peek()?;
        if site.definitions.is_empty() {
            if let Some(remedy) = none_of_them(site, engine, diagnostics) {
                for page in asking {
                    let Some(span) = page.document.front_matter.glossary else { continue };
                    let message = "This page asks for a glossary, but the site has none.";
                    let fault = Diagnostic::error(Code::NoGlossary, message, remedy.as_str());
                    diagnostics.push(fault.at(&page.document.path, span));
                }
            }
            return None;
        }
        if !engine.has_component(COMPONENT) {
            // Perhaps because its template is broken.
            if !diagnostics.has_errors() {
                let message = format!("No template defines `{COMPONENT}`, which links terms.");
                let remedy = format!(
                    "Define it: `{{% component {COMPONENT}(url: string, text: string) %}}`."
                );
                let file = SourcePath::new(format!("{}/{TEMPLATE}", Folder::Templates.name()));
                let fault = Diagnostic::error(Code::TemplateReference, message, remedy);
                diagnostics.push(fault.in_file(&file));
            }
            return None;
        }
        let terms = site.definitions.iter().map(|definition| definition.of(&site.pages));
        let names = terms.enumerate().flat_map(|(index, term)| {
            let names = term.into_iter().flat_map(|term| &term.names);
            names.flat_map(|name| name.spellings()).map(move |name| (index, name))
        });
        Self::of(names)
    }

    /// Of the spellings of names, each with the term that it stands for.
    fn of(names: impl Iterator<Item = (usize, String)>) -> Option<Self> {
        let (terms, names): (Vec<usize>, Vec<String>) = names
            .map(|(term, name)| {
                let mut escaped = String::with_capacity(name.len());
                // Writing into a String cannot fail.
                let _ = escape_html_body_text(&mut escaped, &name);
                (term, escaped)
            })
            .unzip();
        Some(Self { names: AhoCorasick::new(names).ok()?, terms })
    }

    /// The terms that a passage of HTML uses, in order: of those that overlap the first one, and of
    /// those that begin together the longest.
    fn uses(&self, html: &str, passage: Range<usize>) -> Vec<Use> {
        let Some(text) = html.get(passage.clone()) else { return Vec::new() };
        // Where a line ends within a paragraph, a reader sees a space.
        let lines = text.contains('\n').then(|| text.replace('\n', " "));
        // All of them, also within others: what is no word by itself (the `scope creep` of `scope
        // creeping`) must not hide what is.
        let mut uses: Vec<Use> = self
            .names
            .find_overlapping_iter(lines.as_deref().unwrap_or(text))
            .filter_map(|found| {
                let at = passage.start + found.start()..passage.start + found.end();
                let term = *self.terms.get(found.pattern().as_usize())?;
                is_whole(html, &at).then_some(Use { at, term })
            })
            .collect();
        uses.sort_by_key(|found| (found.at.start, std::cmp::Reverse(found.at.end)));
        let mut end = 0;
        uses.retain(|found| {
            let is_free = found.at.start >= end;
            if is_free {
                end = found.at.end;
            }
            is_free
        });
        uses
    }
}

fn asks(page: &Page) -> bool {
    page.document.front_matter.glossary.is_some()
}

/// What to do where a site defines no terms; `None` where that comes of a fault that was told.
fn none_of_them(site: &Site, engine: &Engine, diagnostics: &Diagnostics) -> Option<String> {
    let mut unpublished = None;
    for (document, _) in &site.statuses {
        if document.is_partial() || document.diagnostics.iter().any(|f| f.code == Code::NoTerms) {
            return None;
        }
        if !document.parsed.terms.is_empty() {
            unpublished.get_or_insert(&document.path);
        }
    }
    if let Some(path) = unpublished {
        return Some(format!("Publish `{path}`, which defines terms, or take the line out."));
    }
    let contracts =
        engine.contracts().0.values().filter(|contract| contract.defines == Some(Defines::Terms));
    let directives: Vec<String> =
        contracts.map(|contract| format!("`{{{}}}`", contract.name)).collect();
    match directives.is_empty() {
        // Perhaps because its template is broken.
        true if diagnostics.has_errors() => None,
        true => Some("Take the line out: no directive defines terms.".to_owned()),
        false => Some(format!(
            "Define its terms on a page, in a directive {}, or take the line out.",
            directives.join(" or ")
        )),
    }
}

/// Whether a stretch of HTML is a word, or words, to a reader: no letter or digit beside it.
fn is_whole(html: &str, at: &Range<usize>) -> bool {
    let (before, after) = (&html[..at.start], &html[at.end..]);
    // In `&amp;` no name stands: what follows an `&` here is the name of a character.
    let last = match before.ends_with('>') {
        true => over_tags(before, |text| text.rfind('<').map(|at| text.split_at(at)))
            .chars()
            .next_back(),
        false => before.chars().next_back(),
    };
    let next = match after.starts_with('<') {
        true => over_tags(after, |text| {
            let end = text.find('>')? + 1;
            Some((text.get(end..)?, text.get(..end)?))
        })
        .chars()
        .next(),
        false => after.chars().next(),
    };
    let is_part = |c: char| c.is_alphanumeric() || is_combining_mark(c) || c == '\u{ad}';
    !last.is_some_and(|c| is_part(c) || c == '&') && !next.is_some_and(is_part)
}

/// The text beside the tags that stand within words; `cut` parts it from the nearest tag.
fn over_tags<'t>(
    mut text: &'t str,
    cut: impl Fn(&'t str) -> Option<(&'t str, &'t str)>,
) -> &'t str {
    while let Some((rest, tag)) = cut(text) {
        let name = tag.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let ends_word = matches!(
            &name[..end].to_ascii_lowercase()[..],
            "blockquote"
                | "br"
                | "dd"
                | "div"
                | "dl"
                | "dt"
                | "figcaption"
                | "figure"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "hr"
                | "img"
                | "input"
                | "label"
                | "li"
                | "ol"
                | "p"
                | "pre"
                | "section"
                | "sup"
                | "table"
                | "td"
                | "th"
                | "tr"
                | "ul"
        );
        let is_tag = tag.starts_with('<') && tag.ends_with('>');
        if !is_tag || ends_word {
            break;
        }
        text = rest;
    }
    text
}

/// The terms that a page has linked so far: each leads to its definition once.
#[derive(Default)]
pub(super) struct Linked(RefCell<HashSet<usize>>);

impl Filling<'_> {
    /// Writes a stretch of a body, with links at the terms that it is the first to use.
    pub(super) fn stretch(
        &self,
        out: &mut String,
        body: &Body,
        stretch: Range<usize>,
    ) -> Result<(), Diagnostic> {
        let mut from = stretch.start;
        if let Some(glossary) = &self.renderer.glossary {
            let first = body.passages.partition_point(|one| (one.start as usize) < stretch.start);
            let later = body.passages.iter().skip(first);
            for passage in later.take_while(|one| one.end as usize <= stretch.end) {
                for found in glossary.uses(&body.html, passage.start as usize..passage.end as usize)
                {
                    let Some(definition) = self.renderer.site.definitions.get(found.term) else {
                        continue;
                    };
                    let own = self.is_own(definition);
                    if own && passage.defines == Some(definition.term)
                        || !self.linked.0.borrow_mut().insert(found.term)
                    {
                        continue;
                    }
                    out.push_str(&body.html[from..found.at.start]);
                    from = found.at.end;
                    out.push_str(&self.term(definition, own, &body.html[found.at])?);
                }
            }
        }
        out.push_str(&body.html[from..stretch.end]);
        Ok(())
    }

    fn is_own(&self, definition: &Definition) -> bool {
        std::ptr::eq(self.renderer.site.page(definition.page), self.page)
    }

    /// The link from a use of a term, which is HTML already, to its definition.
    fn term(&self, definition: &Definition, own: bool, html: &str) -> Result<String, Diagnostic> {
        let site = &self.renderer.site;
        let page = match own {
            true => String::new(),
            false => site.config.base_url.href(&site.page(definition.page).url),
        };
        let anchor = definition.of(&site.pages).map_or("", |term| &term.anchor);
        let mut arguments = Context::new();
        arguments.insert_value("url", Value::from(format!("{page}#{anchor}")));
        arguments.insert_value("text", Value::safe_string(html));
        self.renderer
            .engine
            .render_component(COMPONENT, &arguments, &Context::new(), None)
            .map(|html| html.trim().to_owned())
            .map_err(|error| fault::of_page(&error, TEMPLATE, Some(&self.page.document.path)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The uses in a passage that is a whole text.
    fn uses<'t>(names: &[&str], text: &'t str) -> Vec<(&'t str, usize)> {
        let names = names.iter().enumerate().map(|(index, name)| (index, (*name).to_owned()));
        let uses = Glossary::of(names).unwrap().uses(text, 0..text.len());
        uses.into_iter().map(|found| (&text[found.at], found.term)).collect()
    }

    #[test]
    fn only_whole_words_are_found() {
        for (text, count) in [
            ("it", 1),
            ("(it), it-it; ‘it’", 4),
            ("item, bit, it2, 2it, ité, éit", 0),
            // An accent of its own, a soft hyphen.
            ("it\u{301} it\u{ad}em", 0),
            ("🙂it🙂", 1),
            ("it&amp;it", 2),
        ] {
            assert_eq!(uses(&["it"], text).len(), count, "{text}");
        }
        assert_eq!(
            uses(&["amp", "R&D", "&", "D"], "R&amp;D &amp;"),
            [("R&amp;D", 1), ("&amp;", 2)]
        );
        assert_eq!(uses(&["C++", ".NET"], "C++, C++11, ASP.NET, .NET"), [("C++", 0), (".NET", 1)]);
        assert_eq!(uses(&["a b"], "a\nb, a  b"), [("a\nb", 0)]);
    }

    #[test]
    fn the_longest_that_is_a_word_counts() {
        let names = ["scope", "scope creep", "creep", "creep in"];
        assert_eq!(uses(&names, "scope creep in"), [("scope creep", 1)]);
        assert_eq!(uses(&names, "scope creeps"), [("scope", 0)]);
        assert_eq!(uses(&names, "xscope creep in"), [("creep in", 3)]);
    }

    #[test]
    fn markup_within_a_word_does_not_end_it() {
        let names = Glossary::of([(0, "scope".to_owned())].into_iter()).unwrap();
        for (html, is_whole) in [
            ("<p><em>scope</em></p>", true),
            ("<p><em>scope</em>s</p>", false),
            ("<p>micro<strong><em>scope</em></strong></p>", false),
            ("<code>x</code>scope", false),
            ("scope<sup class=\"fn\"><a href=\"\">1</a></sup>", true),
            ("<td>x</td><td>scope</td><td>x</td>", true),
            ("x<br>scope<br>x", true),
            ("<li>scope<ul>", true),
        ] {
            let at = html.find("scope").unwrap();
            assert_eq!(!names.uses(html, at..at + 5).is_empty(), is_whole, "{html}");
        }
    }
}
