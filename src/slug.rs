//! Slugs: a title as a part of a URL. And the order of titles in a list.

use crate::fold::fold;

/// `text` as a slug: `[a-z0-9]` with single hyphens between words, such as `een-cafe-in-oss`.
/// `None` where nothing remains, as with only emoji: then the author has to choose one.
///
/// Accents go, apostrophes too (`foto's` is one word: `fotos`), `€` and `&` become words, all that
/// is not a Latin letter or a digit parts two words.
pub(crate) fn slugify(text: &str) -> Option<String> {
    if is_slug(text) {
        return Some(text.to_owned());
    }
    let mut slug = Slug { text: String::with_capacity(text.len()), parted: false };
    match text.is_ascii() {
        // Folding does no more to these, and takes its time.
        true => text.chars().for_each(|c| slug.take(c.to_ascii_lowercase())),
        false => fold(&without_misleading(text)).for_each(|c| slug.take(c)),
    }
    Some(slug.text).filter(|slug| !slug.is_empty())
}

/// A slug in the making.
struct Slug {
    text: String,
    /// Whether a new word begins with the next letter.
    parted: bool,
}

impl Slug {
    fn take(&mut self, c: char) {
        match c {
            'a'..='z' | '0'..='9' => self.push(c),
            '€' => self.word("euro"),
            '&' => self.word("en"),
            _ if is_apostrophe(c) => {}
            _ => self.parted = true,
        }
    }

    fn push(&mut self, c: char) {
        if std::mem::take(&mut self.parted) && !self.text.is_empty() {
            self.text.push('-');
        }
        self.text.push(c);
    }

    fn word(&mut self, word: &str) {
        self.parted = true;
        word.chars().for_each(|c| self.push(c));
        self.parted = true;
    }
}

/// Whether a text is a slug as it is: so are the names of most files.
fn is_slug(text: &str) -> bool {
    let is_word = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.split('-').all(|word| !word.is_empty() && is_word(word))
}

/// Whether Windows takes `slug` for a device, so that no file there can have the name.
///
/// [Naming files](https://learn.microsoft.com/windows/win32/fileio/naming-a-file): in any case of
/// letters and with any extension.
pub(crate) fn is_reserved(slug: &str) -> bool {
    let stem = slug.split('.').next().unwrap_or_default();
    let stem = stem.trim_end().to_ascii_lowercase();
    match stem.strip_prefix("com").or(stem.strip_prefix("lpt")) {
        Some(number) => matches!(number.as_bytes(), [b'0'..=b'9']),
        None => matches!(stem.as_str(), "con" | "prn" | "aux" | "nul"),
    }
}

/// The key that sorts titles as a Dutch or English reader expects: accents and capitals count only
/// between titles that are else the same. The words of the folded title, then the title itself.
///
/// Signs only part words, so that `“Ja”` stands with the j. For Latin letters this is near to the
/// root order of the [Unicode collation algorithm](https://unicode.org/reports/tr10/).
pub(crate) fn sort_key(text: &str) -> (String, String) {
    let folded: String = fold(text).filter(|c| !is_apostrophe(*c)).collect();
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (words.join(" "), text.to_owned())
}

/// Signs in use as an apostrophe, but for the acute accent, which folding takes apart.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ')
}

/// `text` without the signs that folding would take for something else: the accent of `foto´s`
/// for a space, the emoji `ℹ️` for an i. U+FE0F VARIATION SELECTOR-16 makes an emoji of the sign
/// before it; the digit of a keycap (`1️⃣`) stays, for it is read as a digit.
fn without_misleading(text: &str) -> String {
    let mut chars = text.chars().filter(|c| *c != '´').peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let is_emoji = !c.is_ascii() && chars.peek() == Some(&'\u{FE0F}');
        out.push(if is_emoji { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slugs() {
        for (given, wanted) in [
            ("Wat doet een IT-consultant?", "wat-doet-een-it-consultant"),
            ("Œuvre ß Ø Łódź", "oeuvre-ss-o-lodz"),
            ("æ đ ð þ ĳ Ĳ ẞ", "ae-d-d-th-ij-ij-ss"),
            ("’s avonds", "s-avonds"),
            ("'s-Hertogenbosch", "s-hertogenbosch"),
            ("foto's, foto’s, foto´s", "fotos-fotos-fotos"),
            ("Eén coördinator", "een-coordinator"),
            ("communi\u{ad}catie", "communicatie"),
            ("€ 5 & €10", "euro-5-en-euro-10"),
            ("Q&A", "q-en-a"),
            ("🚀 Aan de slag! 👩‍🏫", "aan-de-slag"),
            ("ℹ️ Uitleg 1️⃣", "uitleg-1"),
            ("  --Les -- 2...  ", "les-2"),
            ("ij en IJs", "ij-en-ijs"),
            ("Ｆｕｌｌ ² ½", "full-2-1-2"),
        ] {
            assert_eq!(slugify(given).as_deref(), Some(wanted), "{given}");
        }
        for given in ["", "🚀", "!?", "'", "\u{ad}", "Ελλάδα", "ℹ️"] {
            assert_eq!(slugify(given), None, "{given}");
        }
    }

    #[test]
    fn reserved_names() {
        for name in ["con", "AUX", "nul", "prn", "com1", "lpt9", "com0", "con.md", "nul.tar.gz"] {
            assert!(is_reserved(name), "{name}");
        }
        for name in ["", "contact", "com", "com10", "comx", "lpt", "auxiliair", "a.con", "null"] {
            assert!(!is_reserved(name), "{name}");
        }
    }

    #[test]
    fn order_of_titles() {
        let sorted = [
            "",
            "10",
            "2",
            "ëdel",
            "een",
            "één",
            "iets",
            "ijs",
            "IJsland",
            "ĳzer",
            "izaak",
            "“Ja”",
            "ook",
            "Øresund",
            "os",
            "’s avonds",
            "'s-Hertogenbosch",
            "sap",
            "x",
            "y",
            "yoga",
            "Zebra",
            "zeil",
        ];
        let mut titles = sorted;
        titles.reverse();
        titles.sort_by_cached_key(|title| sort_key(title));
        assert_eq!(titles, sorted);
    }

    proptest! {
        // A combining accent is folded away, and takes the text along the way of all that is no ASCII.
        #[test]
        fn plain_text_takes_the_short_way_to_the_same_slug(text in "[ -~]{0,20}") {
            prop_assert_eq!(slugify(&text), slugify(&format!("{text}\u{301}")));
        }

        #[test]
        fn a_slug_is_safe_and_stays(text in "\\PC{0,40}") {
            if let Some(slug) = slugify(&text) {
                prop_assert!(slug.split('-').all(|word| !word.is_empty()
                    && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())));
                prop_assert_eq!(slugify(&slug), Some(slug));
            }
        }

        #[test]
        fn different_titles_have_different_keys(a in "\\PC{0,9}", b in "\\PC{0,9}") {
            prop_assert_eq!(a == b, sort_key(&a) == sort_key(&b));
        }
    }
}
