//! From a byte offset to the line and column that a person counts.

use std::ops::Range;

use super::Span;

/// A text for a terminal. A control character in what an author wrote could do things to it, and a
/// line break would make two of a line.
pub(crate) fn without_controls(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// How many characters stand before each block of a text. In a line of a megabyte, counting from its
/// beginning for each of a thousand faults would take minutes.
pub(super) struct Characters {
    blocks: Vec<u32>,
}

impl Characters {
    /// In bytes.
    const BLOCK: usize = 512;

    pub(super) fn new(text: &str) -> Self {
        let mut count = 0;
        let mut blocks = vec![0];
        for block in text.as_bytes().chunks(Self::BLOCK) {
            count += Self::count(block);
            blocks.push(count);
        }
        Self { blocks }
    }

    /// Bytes that begin a character.
    fn count(bytes: &[u8]) -> u32 {
        bytes.iter().map(|&byte| u32::from(byte & 0xC0 != 0x80)).sum()
    }

    /// The characters that begin before a byte.
    pub(super) fn before(&self, text: &str, at: usize) -> usize {
        let block = (at / Self::BLOCK).min(self.blocks.len() - 1);
        let rest = text.as_bytes().get(block * Self::BLOCK..at).unwrap_or_default();
        (self.blocks[block] + Self::count(rest)) as usize
    }

    /// The characters that begin in a stretch of bytes; none where it ends before it begins.
    fn between(&self, text: &str, from: usize, to: usize) -> usize {
        match text.as_bytes().get(from..to) {
            None => 0,
            Some(stretch) if stretch.len() <= Self::BLOCK => Self::count(stretch) as usize,
            Some(_) => self.before(text, to) - self.before(text, from),
        }
    }

    /// The byte at which a character begins, counted from 0; the text's end where it has fewer.
    pub(super) fn byte(&self, text: &str, character: usize) -> usize {
        let block = self.blocks.partition_point(|&count| count as usize <= character) - 1;
        let from = text.ceil_char_boundary(block * Self::BLOCK);
        let rest = text.get(from..).unwrap_or_default();
        let skipped = character - self.before(text, from);
        rest.char_indices().nth(skipped).map_or(text.len(), |(at, _)| from + at)
    }
}

/// The places where the lines of a text begin.
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<u32>,
    characters: Characters,
}

impl<'a> LineIndex<'a> {
    /// Reads through the text once.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1))
            .collect();
        Self { text, starts, characters: Characters::new(text) }
    }

    /// The stretch of a byte range; what goes past the first line's end is cut off.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.floor(range.start);
        let end = self.floor(range.end.max(range.start));
        let line = self.starts.partition_point(|&s| s as usize <= start).max(1) - 1;
        let from = self.starts.get(line).map_or(0, |&s| s as usize);
        let until = self.starts.get(line + 1).map_or(self.text.len(), |&s| s as usize - 1);
        let until = until - usize::from(self.text[from..until].ends_with('\r'));
        let count = |from: usize, to: usize| self.characters.between(self.text, from, to) as u32;
        Span {
            line: line as u32 + 1,
            column: count(from, start) + 1,
            length: count(start, end.min(until)).max(1),
        }
    }

    /// The nearest character boundary at or before `at`.
    fn floor(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_across_blocks() {
        let text = "é🙂a".repeat(1000);
        let characters = Characters::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!((characters.before(&text, at), characters.byte(&text, count)), (count, at));
        }
        assert_eq!(characters.before(&text, text.len()), 3000);
        assert_eq!(characters.byte(&text, 3000), text.len());
        assert_eq!(characters.byte(&text, 9999), text.len());
        assert_eq!(Characters::new("").byte("", 0), 0);
    }

    #[test]
    fn counts_characters_not_bytes() {
        let text = "één\r\n🙂 twee\n";
        let index = LineIndex::new(text);
        let at = text.find("twee").unwrap();
        assert_eq!(index.span(at..at + 4), Span { line: 2, column: 3, length: 4 });
        assert_eq!(index.span(0..4), Span { line: 1, column: 1, length: 2 });
        assert_eq!(index.span(0..9), Span { line: 1, column: 1, length: 3 });
        assert_eq!(index.span(text.len()..text.len()), Span { line: 3, column: 1, length: 1 });
        assert_eq!(index.span(999..1000), Span { line: 3, column: 1, length: 1 });
    }
}
