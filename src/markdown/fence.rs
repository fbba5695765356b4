//! What stands between fences: code, or a directive.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, TagEnd};

use super::body::What;
use super::directive::{self, Fence};
use super::origin::Origin;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};

impl<'t> Walk<'_, '_, '_, 't> {
    /// Code, or a directive: everything up to the closing fence.
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'t>, range: Range<usize>) {
        self.end_label();
        let mut content = String::new();
        let mut origin = Origin::empty();
        while let Some((event, place)) = self.events.get(self.at) {
            self.at += 1;
            match event {
                Event::Text(text) => {
                    // Line by line: where the file ends its lines in CRLF, those of a directive's
                    // body do not follow one another as closely there.
                    let mut at = place.start;
                    for line in text.split_inclusive('\n') {
                        origin.add(content.len(), self.origin.place(at));
                        content.push_str(line);
                        at += line.len();
                    }
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let info = match kind {
            CodeBlockKind::Indented => "",
            CodeBlockKind::Fenced(info) => {
                if !is_closed(self.text.get(range.clone()).unwrap_or_default()) {
                    let message = "This fence is never closed.";
                    let block = self.text.get(range.clone()).unwrap_or_default();
                    let remedy = format!(
                        "Put a line of {} where it ends. A fence around another one needs more marks than that.",
                        fence_marks(block)
                    );
                    let fence = Diagnostic::error(Code::UnclosedFence, message, remedy);
                    let first = self.text[range.clone()].lines().next().unwrap_or_default();
                    let at = range.start..range.start + first.trim_end().len();
                    self.page.report(fence, self.origin.range(at));
                    return;
                }
                info
            }
        };
        self.out.line();
        if directive::is_directive(info) {
            // On the opening line: a directive inside may have the same info string.
            let first = self.text[range.clone()].lines().next().unwrap_or_default();
            let info_at = self.origin.place(range.start + first.find(info).unwrap_or(0));
            let fence = Fence { info, info_at, content: &content, origin: &origin };
            let nesting = self.nesting();
            if let Some(call) = directive::parse(self.page, &fence, nesting) {
                self.out.slot(What::Call(Box::new(call)));
            }
            return;
        }
        let language = info.split([' ', ',', '{']).next().unwrap_or_default();
        if let CodeBlockKind::Fenced(_) = kind {
            let first = self.text[range.clone()].lines().next().unwrap_or_default();
            self.lost_braces(language, range.start + first.find(language).unwrap_or(0));
        }
        let class = (!language.is_empty()).then(|| format!("language-{language}"));
        // Long lines scroll, which the keyboard must be able to do too.
        self.out.tag("pre").attribute("tabindex", "0").end();
        self.out.tag("code").attribute_if("class", class.as_deref()).end();
        let highlighter = self.page.context.highlighter;
        let colours = self.page.context.options.markdown.highlight;
        match colours.then(|| highlighter.highlight(language, &content)).flatten() {
            Some(html) => self.out.raw(&html),
            None => self.out.text(&content),
        }
        self.out.close("code");
        self.out.close_block("pre");
    }
}

/// The marks that open a fenced block, in words.
fn fence_marks(block: &str) -> String {
    let marks = block.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let name = if marks.starts_with('~') { "tildes" } else { "backticks" };
    let count = marks.chars().take_while(|c| matches!(c, '~' | '`')).count();
    format!("{count} {name}")
}

/// Whether the last line of a fenced block closes the fence of its first.
fn is_closed(block: &str) -> bool {
    let fence = |line: &str| {
        // The marks of a list or quotation around it stand in front.
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let mark = line.chars().next().unwrap_or(' ');
        (mark, line.chars().take_while(|&c| c == mark).count(), line.trim_end().chars().count())
    };
    let (mark, open, _) = fence(block.lines().next().unwrap_or_default());
    let Some(last) = block.trim_end().lines().skip(1).last() else { return false };
    let (last_mark, close, length) = fence(last);
    last_mark == mark && close >= open && close == length
}
