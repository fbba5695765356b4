//! "Did you mean …?": the known name that is nearest to one that is not known.

use crate::fold::fold;

/// No suggestion differs in more places than this, however long the name: two paths share a lot by
/// their folder alone.
const MOST_EDITS: usize = 4;

/// The candidate that `wanted` is most likely a slip of, if one is near enough: one edit for every
/// three characters, at least one and at most four.
///
/// An edit is a character too many, too few or wrong, or two neighbours swapped (optimal string
/// alignment). Accents and capitals count only between candidates that are equally near, and after
/// them the order of code points: the order of `candidates` makes no difference.
pub(crate) fn nearest<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded: String = fold(wanted).collect();
    let length = folded.chars().count();
    let letters = Letters::of(folded.chars());
    let mut limit = (length / 3).clamp(1, MOST_EDITS);
    let mut best = None;
    for candidate in candidates {
        if letters.edits_at_least(&Letters::of_folded(candidate)) > limit {
            continue;
        }
        let other: String = fold(candidate).collect();
        let edits = strsim::osa_distance(&folded, &other);
        // With nothing in common it is another name, not a slip.
        if edits > limit || edits == length.max(other.chars().count()) {
            continue;
        }
        limit = edits;
        let rank = (edits, strsim::osa_distance(wanted, candidate), candidate);
        if best.is_none_or(|best| rank < best) {
            best = Some(rank);
        }
    }
    best.map(|(_, _, candidate)| candidate)
}

/// How often each character occurs in a name: tells cheaply that another is too far away.
struct Letters {
    /// By the low bits of the character; some share a place.
    counts: [u8; 64],
}

impl Letters {
    fn of(chars: impl Iterator<Item = char>) -> Self {
        let mut counts = [0_u8; 64];
        for c in chars {
            let count = &mut counts[c as usize % 64];
            *count = count.saturating_add(1);
        }
        Self { counts }
    }

    /// The letters of `fold(text)`.
    fn of_folded(text: &str) -> Self {
        if text.is_ascii() {
            Self::of(text.bytes().map(|byte| byte.to_ascii_lowercase().into()))
        } else {
            Self::of(fold(text))
        }
    }

    /// A lower bound of the edits between two names, no less than the difference of their lengths:
    /// one edit takes away one character at most, and brings in one at most.
    fn edits_at_least(&self, other: &Self) -> usize {
        let (mut here, mut there) = (0_u16, 0_u16);
        for (a, b) in self.counts.iter().zip(&other.counts) {
            here += u16::from(a.saturating_sub(*b));
            there += u16::from(b.saturating_sub(*a));
        }
        here.max(there).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slips() {
        let keys = [
            "title",
            "description",
            "date",
            "weight",
            "draft",
            "tags",
            "extra",
            "Één",
            "page",
            "/cursus/les-01/",
            "/cursus/les-02/",
            "/cursus/toets/",
        ];
        for (wanted, near) in [
            ("tilte", Some("title")),
            ("Title", Some("title")),
            ("titel", Some("title")),
            ("desciptoin", Some("description")),
            ("tag", Some("tags")),
            ("een", Some("Één")),
            ("dtae", Some("date")),
            ("/cursus/les-1/", Some("/cursus/les-01/")),
            ("/cursus/tets/", Some("/cursus/toets/")),
            ("/cursus/inleiding/", None),
            ("ds", None),
            ("x", None),
            ("", None),
            ("keywords", None),
            ("👍", None),
        ] {
            assert_eq!(nearest(wanted, keys), near, "{wanted}");
        }
        assert_eq!(nearest("title", []), None);
    }

    #[test]
    fn equally_near() {
        assert_eq!(nearest("lst", ["list", "last", "lost"]), Some("last"));
        assert_eq!(nearest("Ëem", ["Een", "een", "Ëen", "een"]), Some("Ëen"));
    }

    /// What [`nearest`] does, without its shortcuts.
    fn measured<'a>(wanted: &str, candidates: &[&'a str]) -> Option<&'a str> {
        let folded: String = fold(wanted).collect();
        let length = folded.chars().count();
        let near = candidates.iter().filter_map(|candidate| {
            let other: String = fold(candidate).collect();
            let edits = strsim::osa_distance(&folded, &other);
            let is_near = edits <= (length / 3).clamp(1, MOST_EDITS)
                && edits < length.max(other.chars().count());
            is_near.then(|| (edits, strsim::osa_distance(wanted, candidate), *candidate))
        });
        near.min().map(|(_, _, candidate)| candidate)
    }

    proptest! {
        #[test]
        fn shortcuts_and_order_make_no_difference(
            wanted in "[a-cA-Cé\u{301}ß¡á]{0,9}",
            candidates in prop::collection::vec("[a-cA-Cé\u{301}ß¡á]{0,9}", 0..12),
        ) {
            let mut candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
            let found = nearest(&wanted, candidates.iter().copied());
            prop_assert_eq!(found, measured(&wanted, &candidates));
            candidates.reverse();
            prop_assert_eq!(nearest(&wanted, candidates), found);
        }
    }
}
