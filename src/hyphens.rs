//! Soft hyphens in long words, for headings, titles and menus: where a browser has no dictionary of the
//! language, a word longer than a telephone is wide would run out of the screen.

use hypher::Lang;

/// Letters from which on a word gets soft hyphens; shorter ones fit on every screen.
const LONG: usize = 14;

/// Letters that stay together at both ends of a word.
const END: usize = 4;

const SOFT_HYPHEN: char = '\u{ad}';

/// The text with soft hyphens in its long words, in a language by its tag: `nl`, `en-GB`. Of other
/// languages nothing is known, and nothing changed.
pub(crate) fn soften(text: &str, language: &str) -> String {
    let language = match language.split(['-', '_']).next() {
        Some("nl") => Lang::Dutch,
        Some("en") => Lang::English,
        _ => return text.to_owned(),
    };
    let mut out = String::with_capacity(text.len() + 8);
    let mut at = 0;
    for part in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        at += part.len();
        let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
        let after = &part[word.len()..];
        // An address is one word to a reader, and must stay one when it is copied. It goes on
        // behind the mark, which a sentence does not.
        let goes_on = text[at..].starts_with(char::is_alphanumeric);
        let is_address =
            goes_on && after.starts_with(['@', '/', '.', '_']) || ends_in_address(&out);
        match word.chars().count() >= LONG && !is_address {
            true => word_into(&mut out, word, language),
            false => out.push_str(word),
        }
        out.push_str(after);
    }
    out
}

/// Whether what was written so far goes on as an address or a name with digits.
fn ends_in_address(text: &str) -> bool {
    text.ends_with(|c: char| matches!(c, '@' | '/' | '.' | '_') || c.is_ascii_digit())
}

fn word_into(out: &mut String, word: &str, language: Lang) {
    let mut from = 0;
    for syllable in hypher::hyphenate_bounded(word, language, END, END) {
        // At a break Dutch drops the diaeresis (`zo-even` for `zoëven`), which a soft hyphen cannot.
        let is_marked = syllable.starts_with(['ë', 'ï', 'ö', 'ü', 'ä', 'Ë', 'Ï', 'Ö', 'Ü', 'Ä']);
        if from > 0 && !is_marked {
            out.push(SOFT_HYPHEN);
        }
        out.push_str(syllable);
        from += syllable.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_can_be_broken() {
        for (language, text, wanted) in [
            ("nl", "Communicatietrainingen", "Commu|ni|ca|tie|trai|ningen"),
            ("nl-BE", "Wat zijn randvoorwaarden?", "Wat zijn rand|voor|waarden?"),
            (
                "nl",
                "De IT-dienstverleningsovereenkomst!",
                "De IT-dienst|ver|le|nings|over|een|komst!",
            ),
            ("nl", "Over randvoorwaarden.", "Over rand|voor|waarden."),
            ("nl", "coördinatiewerkzaamheden", "coör|di|na|tie|werk|zaam|heden"),
            ("en", "Misunderstandings", "Misun|der|stand|ings"),
            ("de", "Zusammenarbeitsvertrag", "Zusammenarbeitsvertrag"),
            ("nl", "kort", "kort"),
            ("nl", "informatiebeveiliging@name.example", "informatiebeveiliging@name.example"),
            ("nl", "x.informatiebeveiliging", "x.informatiebeveiliging"),
        ] {
            let softened = soften(text, language);
            assert_eq!(softened.replace(SOFT_HYPHEN, ""), text);
            assert_eq!(softened.replace(SOFT_HYPHEN, "|"), wanted);
        }
    }
}
