//! Where a text comes from, when a container's marks were taken out of it on the way.

use std::ops::Range;

/// Maps places of a text back to the file: a directive's body inside a list or a quotation has
/// lost the indentation or the `>` of each line.
pub(super) struct Origin {
    /// Pairs of a place in the text and the place in the file where the same bytes stand,
    /// ascending; each holds until the next.
    pieces: Vec<(usize, usize)>,
}

impl Origin {
    /// A text that stands in the file in one piece.
    pub(super) fn whole(start: usize) -> Self {
        Self { pieces: vec![(0, start)] }
    }

    /// A text with no pieces yet.
    pub(super) fn empty() -> Self {
        Self { pieces: Vec::new() }
    }

    /// Says that from `at` in the text on, the bytes are those from `in_file` in the file.
    pub(super) fn add(&mut self, at: usize, in_file: usize) {
        self.pieces.push((at, in_file));
    }

    /// The place in the file.
    pub(super) fn place(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|&(from, _)| from <= at).saturating_sub(1);
        self.pieces.get(piece).map_or(at, |&(from, in_file)| in_file + at.saturating_sub(from))
    }

    /// The range in the file.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        let end = match range.is_empty() {
            true => start,
            false => self.place(range.end - 1) + 1,
        };
        start..end.max(start)
    }

    /// The same for a part of the text that begins at `start`.
    pub(super) fn after(&self, start: usize) -> Self {
        let mut pieces = vec![(0, self.place(start))];
        let later = self.pieces.iter().filter(|&&(from, _)| from > start);
        pieces.extend(later.map(|&(from, in_file)| (from - start, in_file)));
        Self { pieces }
    }
}
