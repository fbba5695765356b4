//! Text as a reader looks for it: without accents, capitals and ligatures.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The characters of `text` in lower case, without marks and invisible characters; letters that
/// Unicode does not take apart are spelled out (`œ` as `oe`).
///
/// NFKD of [UAX #15](https://unicode.org/reports/tr15/) less general category M, then the
/// full lower-case mapping.
pub(crate) fn fold(text: &str) -> impl Iterator<Item = char> {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        // `ß` comes only now out of a capital one.
        .flat_map(|c| {
            let (first, second) = spelled_out(c);
            std::iter::once(first).chain(second)
        })
}

/// Characters without width: soft hyphen, zero-width spaces and joiners, word joiner, byte order
/// mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

fn spelled_out(c: char) -> (char, Option<char>) {
    match c {
        'œ' => ('o', Some('e')),
        'æ' => ('a', Some('e')),
        'ß' => ('s', Some('s')),
        'þ' => ('t', Some('h')),
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ı' => ('i', None),
        _ => (c, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds() {
        for (given, wanted) in [
            ("Eén ÉÉN e\u{301}e\u{301}n", "een een een"),
            ("Œuvre Æ ẞ ß Þ Ø Łódź đð", "oeuvre ae ss ss th o lodz dd"),
            ("ĳs IJs Ĳ", "ijs ijs ij"),
            ("İstanbul Yıldız", "istanbul yildiz"),
            ("com\u{ad}mu\u{200b}ni", "communi"),
            ("ﬁ ² Ａ Κ", "fi 2 a κ"),
        ] {
            assert_eq!(fold(given).collect::<String>(), wanted, "{given}");
        }
    }

    proptest! {
        #[test]
        fn composed_and_decomposed_are_the_same(text in "\\PC{0,40}") {
            let nfc: String = text.nfc().collect();
            let nfd: String = text.nfd().collect();
            prop_assert!(fold(&nfc).eq(fold(&nfd)));
        }
    }
}
