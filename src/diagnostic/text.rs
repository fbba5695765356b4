//! From a byte offset to the line and column that a person counts.

use std::ops::Range;

use super::Span;

/// The places where the lines of a text begin.
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<u32>,
}

impl<'a> LineIndex<'a> {
    /// Reads through the text once.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1))
            .collect();
        Self { text, starts }
    }

    /// The stretch of a byte range; what goes past the first line's end is cut off.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.floor(range.start);
        let end = self.floor(range.end.max(range.start));
        let line = self.starts.partition_point(|&s| s as usize <= start).max(1) - 1;
        let from = self.starts.get(line).map_or(0, |&s| s as usize);
        let until = self.starts.get(line + 1).map_or(self.text.len(), |&s| s as usize - 1);
        let until = until - usize::from(self.text[from..until].ends_with('\r'));
        let chars = |range: Range<usize>| self.text.get(range).map_or(0, |t| t.chars().count());
        Span {
            line: line as u32 + 1,
            column: chars(from..start) as u32 + 1,
            length: chars(start..end.min(until)).max(1) as u32,
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
