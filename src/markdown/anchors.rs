//! The anchors of one page, each given once.

use std::collections::BTreeMap;

use crate::slug::slugify;

/// The anchors given so far.
#[derive(Default)]
pub(super) struct Anchors {
    /// Each with the number to try when it is wanted again.
    taken: BTreeMap<Box<str>, u32>,
}

impl Anchors {
    /// Takes an anchor that must be just this one; `false` where it is taken.
    pub(super) fn take(&mut self, id: &str) -> bool {
        let free = !self.taken.contains_key(id);
        if free {
            self.taken.insert(id.into(), 2);
        }
        free
    }

    /// An anchor from a heading's text: its slug, with a number where that is taken.
    pub(super) fn give(&mut self, text: &str) -> Box<str> {
        let slug = slugify(text).unwrap_or_else(|| "section".to_owned());
        self.give_id(&slug)
    }

    /// `id`, with a number where it is taken.
    pub(super) fn give_id(&mut self, id: &str) -> Box<str> {
        if self.take(id) {
            return id.into();
        }
        let wanted = id;
        loop {
            let number = self.taken.entry(wanted.into()).or_insert(2);
            let id = format!("{wanted}-{number}");
            *number += 1;
            if self.take(&id) {
                return id.into();
            }
        }
    }

    /// All of them, sorted.
    pub(super) fn into_sorted(self) -> Vec<Box<str>> {
        self.taken.into_keys().collect()
    }
}
