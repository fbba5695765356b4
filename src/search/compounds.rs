//! The parts of Dutch compounds. Pagefind finds a word by how it begins, so `scope` finds
//! `scopegesprek`; what the word is about stands at its end, and who looks for `gesprek` means it too.
//!
//! There is no dictionary: a word is taken apart where what stands before the joint is a word of the
//! site itself, and what stands behind it is one too, or the end of several.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::text::{Piece, pieces};

/// Put between the parts of a compound: Pagefind takes words apart at punctuation, and keeps the
/// whole beside them. Whoever shows a text of the index puts a soft hyphen in its place.
pub(super) const JOINT: &str = "~|~";

/// Letters of the shortest word that is taken apart, and of its first and last part.
const WHOLE: usize = 8;
const FIRST: usize = 3;
const LAST: usize = 4;

/// So many different words must stand before an end for it to be a word, though the site never uses it
/// by itself.
const ALIKE: usize = 3;

/// What begins a word without being a part of its meaning.
const PREFIXES: &[&str] = &[
    "aan", "achter", "af", "bij", "binnen", "boven", "buiten", "daar", "dan", "door", "een", "ein",
    "er", "ge", "haar", "her", "hier", "hoe", "iets", "in", "ieder", "mee", "met", "mis", "na",
    "naar", "niet", "nog", "om", "on", "onder", "ont", "op", "over", "per", "samen", "te", "tegen",
    "terug", "toe", "tot", "tussen", "uit", "van", "ver", "vol", "voor", "voort", "waar", "weg",
    "wel",
];

/// What ends a word without being one.
const SUFFIXES: &[&str] = &[
    "aard", "achtig", "achtige", "atie", "aties", "baar", "baarheid", "bare", "ders", "eerd",
    "eerde", "elijk", "elijke", "elijks", "ende", "eraan", "eren", "erij", "erover", "heden",
    "heid", "ingen", "iteit", "lijk", "lijke", "lijks", "ling", "lingen", "loos", "loosheid",
    "loze", "matig", "matige", "ment", "menten", "netje", "netjes", "rijk", "rijke", "schap",
    "schappen", "ster", "sters", "tier", "vol", "volle", "waard", "waarts", "zaam", "zaamheid",
    "zame", "zelf", "zelfde",
];

/// Where the compounds of a site have their joints.
pub(super) struct Compounds {
    /// By the word in small letters: byte offsets, in order.
    joints: HashMap<String, Vec<usize>>,
}

impl Compounds {
    /// Those of the pages of a site. Other languages than Dutch have none, or write them apart.
    pub(super) fn of<'a>(language: &str, pages: impl Iterator<Item = &'a str>) -> Self {
        match language.split(['-', '_']).next() {
            Some("nl") => Self::among(&vocabulary(pages.collect())),
            _ => Self { joints: HashMap::new() },
        }
    }

    fn among(vocabulary: &HashSet<String>) -> Self {
        let stems: HashSet<String> = vocabulary.par_iter().map(|word| stem(word)).collect();
        // What was seen before each end that is no word by itself.
        let ends = vocabulary.par_iter().flat_map_iter(|word| {
            let cuts = cuts(word).filter(|&at| first(&word[..at], vocabulary).is_some());
            let ends = cuts.map(|at| (stem(&word[at..]), &word[..at]));
            ends.filter(|(end, _)| !stems.contains(end)).collect::<Vec<_>>()
        });
        let mut seen: HashMap<String, HashSet<&str>> = HashMap::new();
        for (end, before) in ends.collect::<Vec<_>>() {
            seen.entry(end).or_default().insert(before);
        }
        let last = |end: &str| {
            let end = stem(end);
            match stems.contains(&end) {
                true => Some(Part::Word),
                false => seen.get(&end).filter(|before| before.len() >= ALIKE).map(|_| Part::Like),
            }
        };
        let joints = vocabulary.par_iter().filter_map(|word| {
            let joint = |at| Some((at, last(&word[at..])?, first(&word[..at], vocabulary)?));
            let joints = apart(cuts(word).filter_map(joint));
            (!joints.is_empty()).then(|| (word.clone(), joints))
        });
        let known: HashMap<String, Vec<usize>> = joints.collect();
        // What stands before a joint may be a compound itself: `intake-gesprek-verslag`.
        let whole = |(word, joints): (&String, &Vec<usize>)| {
            let before = joints.first().and_then(|&at| known.get(&word[..at]));
            let joints = before.into_iter().flatten().chain(joints).copied().collect();
            (word.clone(), joints)
        };
        Self { joints: known.par_iter().map(whole).collect() }
    }

    /// HTML with a mark at the joints of its compounds.
    pub(super) fn marked(&self, html: &str) -> String {
        if self.joints.is_empty() {
            return html.to_owned();
        }
        let mut out = String::with_capacity(html.len() + html.len() / 16);
        for piece in pieces(html) {
            match piece {
                Piece::Start(tag) => out.extend(["<", tag, ">"]),
                Piece::End(name) => out.extend(["</", name, ">"]),
                Piece::Text(text) => self.mark(&mut out, text),
            }
        }
        out
    }

    fn mark(&self, out: &mut String, text: &str) {
        for part in text.split_inclusive(|c: char| !c.is_alphabetic()) {
            let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
            let joints = match word.len() < WHOLE {
                true => None,
                false => {
                    // A letter whose small form is longer would move the joints.
                    let small = word.to_lowercase();
                    self.joints.get(&small).filter(|_| small.len() == word.len())
                }
            };
            let mut from = 0;
            for &joint in joints.into_iter().flatten() {
                if let Some(stretch) = word.get(from..joint) {
                    out.push_str(stretch);
                    out.push_str(JOINT);
                    from = joint;
                }
            }
            out.push_str(&part[from..]);
        }
    }
}

/// The words of pages in small letters, each once.
fn vocabulary(pages: Vec<&str>) -> HashSet<String> {
    let of_page = |words: HashSet<String>, html: &&str| {
        let texts = pieces(html).filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            _ => None,
        });
        texts.flat_map(words_of).fold(words, |mut words, word| {
            if !words.contains(word) {
                words.insert(word.to_owned());
            }
            words
        })
    };
    let found = pages.par_iter().fold(HashSet::new, of_page);
    let both = |mut all: HashSet<String>, more: HashSet<String>| {
        all.extend(more);
        all
    };
    let as_written = found.reduce(HashSet::new, both);
    as_written.into_iter().map(|word| word.to_lowercase()).collect()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() >= FIRST)
}

/// Where a word can have a joint, by the number of its letters alone.
fn cuts(word: &str) -> impl Iterator<Item = usize> {
    let letters = word.chars().count();
    let is_long = letters >= WHOLE;
    let cuts = word.char_indices().enumerate().map(|(number, (at, _))| (number, at));
    cuts.filter(move |(number, _)| is_long && *number >= FIRST && letters - number >= LAST)
        .map(|(_, at)| at)
        .filter(|&at| !SUFFIXES.contains(&&word[at..]))
}

/// How sure it is that a part of a word is a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// It looks like one, or it is one but for what joins it.
    Like,
    /// The site has it.
    Word,
}

/// What stands before a joint, where it is a word of the site, with or without what joins it:
/// `verwachting-s-management`, `klant-en-gesprek`.
fn first(first: &str, vocabulary: &HashSet<String>) -> Option<Part> {
    let is_word = |word: &str, least: usize| {
        word.chars().count() >= least && !PREFIXES.contains(&word) && vocabulary.contains(word)
    };
    if is_word(first, FIRST) {
        return Some(Part::Word);
    }
    let mut joined = ["s", "en"].iter().filter_map(|joint| first.strip_suffix(joint));
    joined.any(|word| is_word(word, FIRST + 1)).then_some(Part::Like)
}

/// Of joints with fewer than [`LAST`] letters between them, the surest one, then the last: the head of
/// a compound is rather too short than too long.
fn apart(joints: impl Iterator<Item = (usize, Part, Part)>) -> Vec<usize> {
    let mut apart: Vec<(usize, Part, Part)> = Vec::new();
    for joint in joints {
        match apart.last_mut() {
            Some(last) if joint.0 - last.0 < LAST => {
                if (joint.1, joint.2) >= (last.1, last.2) {
                    *last = joint;
                }
            }
            _ => apart.push(joint),
        }
    }
    apart.into_iter().map(|(at, ..)| at).collect()
}

#[cfg(feature = "search")]
fn stem(word: &str) -> String {
    use pagefind_stem::{Algorithm, Stemmer};
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    thread_local! {
        static DUTCH: Stemmer = Stemmer::create(Algorithm::Dutch);
    }
    let plain: String = match word.is_ascii() {
        true => word.to_owned(),
        false => word.nfd().filter(|c| !is_combining_mark(*c)).collect(),
    };
    DUTCH.with(|dutch| dutch.stem(&plain).into_owned())
}

#[cfg(not(feature = "search"))]
fn stem(word: &str) -> String {
    word.to_owned()
}

#[cfg(test)]
#[cfg(feature = "search")]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_taken_apart_by_the_words_of_the_site() {
        let page = "<p>Een scope, een gesprek, de gesprekken en de verwachting. Het management, een \
            intake, een verslag. Voor de waarden over leggen. Test en er in.</p><p>Scopegesprek \
            intakegesprek intakegesprekken verwachtingsmanagement intakegesprekverslag voorwaarden overleggen \
            gelukkigheid testomgeving</p>";
        let compounds = Compounds::of("nl", [page].into_iter());
        for (word, wanted) in [
            ("Scopegesprek", "Scope|gesprek"),
            ("intakegesprekken", "intake|gesprekken"),
            ("verwachtingsmanagement", "verwachtings|management"),
            ("intakegesprekverslag", "intake|gesprek|verslag"),
            ("voorwaarden", "voorwaarden"),
            ("overleggen", "overleggen"),
            ("testomgeving", "testomgeving"),
            ("gesprekken", "gesprekken"),
        ] {
            assert_eq!(compounds.marked(word).replace(JOINT, "|"), wanted);
        }
        let html = "<p id=\"scopegesprek\">scopegesprek, x</p>";
        let marked = compounds.marked(html).replace(JOINT, "|");
        assert_eq!(marked, "<p id=\"scopegesprek\">scope|gesprek, x</p>");
        assert_eq!(Compounds::of("en", [page].into_iter()).marked("scopegesprek"), "scopegesprek");
    }

    #[test]
    fn what_many_words_end_in_is_a_word() {
        let page = "project planning risico meld uren opname: projectleiders planningleider risicoleider; \
            meldsysteem urensysteem opnamesysteem, telefoon telefoons telefoontje tel";
        let compounds = Compounds::of("nl", [page].into_iter());
        for (word, wanted) in [
            ("projectleiders", "project|leiders"),
            ("meldsysteem", "meld|systeem"),
            ("telefoons", "telefoons"),
        ] {
            assert_eq!(compounds.marked(word).replace(JOINT, "|"), wanted);
        }
    }
}
