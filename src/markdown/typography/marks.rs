//! Which marks of a text become which: the rules over the whole text of one block.

use super::quotes::{Quotes, Side};
use super::{Edit, Language};
use std::ops::Range;

/// The edits for `text`, in order and apart. Only the `stretches` are changed; what lies between
/// them is context.
pub(super) fn edits(text: &str, stretches: &[Range<usize>], language: Language) -> Vec<Edit> {
    let mut marks = Marks { text, language, edits: Vec::new(), quotes: Quotes::default() };
    for stretch in stretches {
        marks.scan(stretch);
    }
    marks.edits
}

struct Marks<'t> {
    text: &'t str,
    language: Language,
    edits: Vec<Edit>,
    quotes: Quotes,
}

impl Marks<'_> {
    fn scan(&mut self, stretch: &Range<usize>) {
        let bytes = self.text.as_bytes();
        let mut at = stretch.start;
        while let Some(rest) = bytes.get(at..stretch.end)
            && let Some(skip) = rest.iter().position(|byte| is_mark(*byte))
        {
            let start = at + skip;
            let run = rest[skip..].iter().take_while(|byte| **byte == bytes[start]);
            at = match bytes[start] {
                b'-' | b'.' => start + run.count(),
                b':' => self.after_address(start + 1, stretch.end),
                _ => start + 1,
            };
            match bytes[start] {
                b'"' | b'\'' => self.quotes.quote(self.text, start, self.language, &mut self.edits),
                b'-' => self.hyphens(start..at),
                b'.' => self.dots(start..at, stretch.end),
                b':' => {}
                _ => self.euro(start, stretch.end),
            }
        }
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    fn replace(&mut self, at: Range<usize>, with: &'static str) {
        self.edits.push(Edit { at, with });
    }

    fn hyphens(&mut self, at: Range<usize>) {
        let dash = match (at.len(), self.language) {
            (2, _) | (3, Language::Dutch) => "–",
            (3, Language::English) => "—",
            _ => return,
        };
        let (before, after) = (self.before(at.start), self.after(at.end));
        // An arrow, or a hyphen that the author escaped.
        let is_drawn = matches!(before, Some('-' | '<')) || matches!(after, Some('-' | '>'));
        // A dash is spaced on both sides or on neither; `--verbose` is an option.
        let is_begin = matches!(Side::of(before), Side::Blank | Side::Opening)
            || matches!(before, Some('"' | '\''));
        let is_option = is_begin && Side::of(after) != Side::Blank;
        if !is_drawn && !is_option {
            self.replace(at, dash);
        }
    }

    fn dots(&mut self, at: Range<usize>, end: usize) {
        match at.len() {
            1 => self.abbreviation(at.start, end),
            3 if self.before(at.start) != Some('.') && self.after(at.end) != Some('.') => {
                self.replace(at, "…");
            }
            _ => {}
        }
    }

    /// Where an address ends whose scheme (`https:`) ends at `at`; `at` itself where it is none.
    fn after_address(&self, at: usize, end: usize) -> usize {
        let rest = &self.text[at..end];
        let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ')');
        if rest.starts_with("//") { at + rest.find(is_end).unwrap_or(rest.len()) } else { at }
    }

    /// `blz. 3`, `dr. Jansen`: the space after the full stop at `dot` holds.
    fn abbreviation(&mut self, dot: usize, end: usize) {
        let space = dot + 1;
        if space >= end || !self.text[space..].starts_with(' ') {
            return;
        }
        let rest = &self.text[space + 1..];
        let word = last_word(&self.text[..dot]);
        let holds = match rest.chars().next() {
            Some(next) if next.is_numeric() => is_in(word, numbered(self.language)),
            Some(next) => {
                let titles = titles(self.language);
                is_in(word, titles)
                    && (next.is_uppercase()
                        || rest.split_once('.').is_some_and(|(word, _)| is_in(word, titles)))
            }
            None => false,
        };
        if holds {
            self.replace(space..space + 1, "\u{a0}");
        }
    }

    fn euro(&mut self, at: usize, end: usize) {
        let Some(rest) = self.text[at..].strip_prefix("€ ") else {
            return;
        };
        let space = at + '€'.len_utf8();
        if space < end && rest.starts_with(char::is_numeric) {
            self.replace(space..space + 1, "\u{a0}");
        }
    }
}

/// Whether a byte may begin something to change, or to pass over. Each of these begins a character
/// in UTF-8; 0xE2 begins the euro sign, among others.
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'-' | b'.' | b':' | 0xE2)
}

/// The ASCII letters at the end of `text`, or nothing where they are only part of a word.
fn last_word(text: &str) -> &str {
    let length = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let (head, word) = text.split_at(text.len() - length);
    match Side::of(head.chars().next_back()) {
        Side::Word => "",
        _ => word,
    }
}

/// Whether `word` is one of `words`, in capitals or not.
pub(super) fn is_in(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Abbreviations that a number follows.
fn numbered(language: Language) -> &'static [&'static str] {
    match language {
        Language::Dutch => &["blz", "p", "pp", "nr", "art", "hfst", "par", "fig", "afb", "tab"],
        Language::English => &["p", "pp", "fig", "ch", "vol"],
    }
}

/// Abbreviations that a name follows.
fn titles(language: Language) -> &'static [&'static str] {
    match language {
        Language::Dutch => {
            &["dr", "drs", "ir", "ing", "mr", "prof", "dhr", "mevr", "mw", "ds", "st"]
        }
        Language::English => &["mr", "mrs", "ms", "dr", "prof", "st"],
    }
}
