//! Typography of running text: curly quotes, apostrophes, dashes, the ellipsis, spaces that hold.
//!
//! The parser's own smart punctuation is English: it turns `'s avonds` into an opening quote. What
//! a quote is depends on what stands around it, perhaps far behind (`'10 tips'` opens a quotation,
//! `'90` does not), so a [`Block`] gathers the text of one paragraph, heading or table cell over
//! its emphasis and links, and decides when all of it is known. How the parser cut that text into
//! events then makes no difference. [`Typeset`] does so for a stream of events; [`plain`] for a
//! title from front matter.
//!
//! Only these are touched: `'`, `"`, `--`, `---`, `...`, and a plain space that becomes a
//! no-break space. No character is added where none stood.

mod events;
mod marks;
mod quotes;

pub(crate) use events::{Typeset, ends_inline};

use std::borrow::Cow;
use std::ops::Range;

/// Stands for something that has a place in the sentence but no letters: inline code, a formula.
/// U+FFFC OBJECT REPLACEMENT CHARACTER.
pub(crate) const OBJECT: &str = "\u{FFFC}";

/// The typographic habits of a language: apostrophes at the start of a word, dashes, abbreviations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// `'s avonds`, `blz. 3`; both `--` and `---` are an en dash, since Dutch has no em dash.
    Dutch,
    /// `'tis`, `Mr. Jones`; `---` is an em dash. Also what a language that we do not know gets.
    English,
}

impl Language {
    /// The habits for a BCP 47 language tag such as `nl` or `nl-BE`.
    pub(crate) fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("nl") { Self::Dutch } else { Self::English }
    }
}

/// A stretch of a block's text, in bytes, and what replaces it.
#[derive(Debug)]
struct Edit {
    at: Range<usize>,
    with: &'static str,
}

/// The running text of one block: pushed piece by piece, typeset as a whole.
#[derive(Debug, Default)]
pub(crate) struct Block {
    text: String,
    /// Where in `text` each piece stands that may be changed.
    spans: Vec<Range<usize>>,
}

impl Block {
    /// Forgets the pieces, keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.spans.clear();
    }

    /// Adds a piece that may be changed.
    pub(crate) fn text(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.spans.push(start..self.text.len());
    }

    /// Adds what the reader sees but is not changed: an escaped character, an autolink, a line
    /// break as `"\n"`, inline code as [`OBJECT`].
    pub(crate) fn literal(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The pieces of [`Block::text`] in their order, each typeset; borrowed where nothing changes.
    pub(crate) fn typeset(&self, language: Language) -> impl Iterator<Item = Cow<'_, str>> {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for span in &self.spans {
            match stretches.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => stretches.push(span.clone()),
            }
        }
        let edits = marks::edits(&self.text, &stretches, language);
        self.spans.iter().map(move |span| {
            let first = edits.partition_point(|edit| edit.at.end <= span.start);
            let end = edits.partition_point(|edit| edit.at.start < span.end);
            apply(&self.text, span, edits.get(first..end).unwrap_or_default())
        })
    }
}

/// One string without markup, typeset: a title or a description from front matter.
pub(crate) fn plain(text: &str, language: Language) -> Cow<'_, str> {
    let whole = 0..text.len();
    let edits = marks::edits(text, std::slice::from_ref(&whole), language);
    apply(text, &whole, &edits)
}

/// `text[span]` with the edits that touch it. An edit that begins in an earlier span was written
/// there in full, so here only what it replaces is left out.
fn apply<'t>(text: &'t str, span: &Range<usize>, edits: &[Edit]) -> Cow<'t, str> {
    if edits.is_empty() {
        return Cow::Borrowed(&text[span.clone()]);
    }
    let mut out = String::with_capacity(span.len() + 2 * edits.len());
    let mut at = span.start;
    for edit in edits {
        if edit.at.start >= span.start {
            out.push_str(&text[at..edit.at.start]);
            out.push_str(edit.with);
        }
        at = edit.at.end.min(span.end);
    }
    out.push_str(&text[at..span.end]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{Dutch, English};
    use proptest::prelude::*;

    #[test]
    fn quotes_in_any_language() {
        for (given, wanted) in [
            (r#""foo" en 'bar'"#, "“foo” en ‘bar’"),
            (r#""foo 'bar' baz""#, "“foo ‘bar’ baz”"),
            (r#"'foo "bar" baz'"#, "‘foo “bar” baz’"),
            (r#""'foo'""#, "“‘foo’”"),
            (r#"'"foo"'"#, "‘“foo”’"),
            (r#"("foo") ['bar'] {"a"}"#, "(“foo”) [‘bar’] {“a”}"),
            (r#""foo," zei "bar." "Ja?" "Nee!""#, "“foo,” zei “bar.” “Ja?” “Nee!”"),
            (r#"zei:"hallo" en:'dag'"#, "zei:“hallo” en:‘dag’"),
            (r#""foo"/"bar"-'baz'"#, "“foo”/“bar”-‘baz’"),
            (r#""zelf"reflectie"#, "“zelf”reflectie"),
            (r#""foo"'s bar"#, "“foo”’s bar"),
            (r#"'foto's' en "foto's""#, "‘foto’s’ en “foto’s”"),
            (r#""...en toen?" "wacht...""#, "“…en toen?” “wacht…”"),
            // Quotations that run on over blocks.
            (r#""eerste alinea"#, "“eerste alinea"),
            (r#"laatste alinea.""#, "laatste alinea.”"),
            // An opening quote that nothing closes was an apostrophe; so was one across a quotation.
            (r#"'cause we can"#, "’cause we can"),
            (r#""'cause" en Hans' fiets"#, "“’cause” en Hans’ fiets"),
            (r#"''foo''"#, "‘‘foo’’"),
            ("café's en e\u{301}'s", "café’s en e\u{301}’s"),
            (r#""👍" '👍'"#, "“👍” ‘👍’"),
        ] {
            assert_eq!(plain(given, Dutch), wanted, "{given}");
            assert_eq!(plain(given, English), wanted, "{given}");
        }
    }

    #[test]
    fn dutch_apostrophes() {
        for (given, wanted) in [
            ("'s ochtends, 's-Hertogenbosch", "’s ochtends, ’s-Hertogenbosch"),
            ("'s Ochtends; 'S-GRAVENHAGE", "’s Ochtends; ’S-GRAVENHAGE"),
            ("'t is 'n feest, 'k zag 'm en 'r", "’t is ’n feest, ’k zag ’m en ’r"),
            ("geef 'em dat 'ie wil.", "geef ’em dat ’ie wil."),
            ("in de jaren '90 en '80.", "in de jaren ’90 en ’80."),
            ("seizoen '89/'90, '70-'80", "seizoen ’89/’90, ’70-’80"),
            ("foto's, auto's, baby'tje", "foto’s, auto’s, baby’tje"),
            ("Hans' fiets (Hans')", "Hans’ fiets (Hans’)"),
            ("rock-'n-roll, rock 'n' roll", "rock-’n-roll, rock ’n’ roll"),
            ("'t Kofschip' is 'n regel", "’t Kofschip’ is ’n regel"),
            ("''t is waar', zei hij", "‘’t is waar’, zei hij"),
            ("'het is 's avonds koud', zei hij", "‘het is ’s avonds koud’, zei hij"),
            ("'in de jaren '80', zei hij", "‘in de jaren ’80’, zei hij"),
            ("de letters 's' en 't'", "de letters ‘s’ en ‘t’"),
            ("'10 tips voor het werk'", "‘10 tips voor het werk’"),
            ("'10' en '10%' en '24/7 open'", "‘10’ en ‘10%’ en ‘24/7 open’"),
            ("'tekst' en 'simpel'", "‘tekst’ en ‘simpel’"),
            ("'S.A.' en 'M&M'", "‘S.A.’ en ‘M&M’"),
            (r#""'s Avonds 't bos in""#, "“’s Avonds ’t bos in”"),
            ("A'dam, d'r, z'n, m'n", "A’dam, d’r, z’n, m’n"),
        ] {
            assert_eq!(plain(given, Dutch), wanted, "{given}");
        }
    }

    #[test]
    fn english_apostrophes() {
        for (given, wanted) in [
            ("'Tis the season, 'twas", "’Tis the season, ’twas"),
            ("'Get 'em,' he said", "‘Get ’em,’ he said"),
            ("'rock 'n' roll'", "‘rock ’n’ roll’"),
            ("the '90s and '80s.", "the ’90s and ’80s."),
            ("the '90s of rock 'n' roll", "the ’90s of rock ’n’ roll"),
            ("don't, the Joneses' dog's", "don’t, the Joneses’ dog’s"),
            ("'s avonds'", "‘s avonds’"),
        ] {
            assert_eq!(plain(given, English), wanted, "{given}");
        }
    }

    #[test]
    fn dashes_and_dots() {
        for (given, dutch, english) in [
            ("a -- b --- c", "a – b – c", "a – b — c"),
            ("1990--1995 en a---b", "1990–1995 en a–b", "1990–1995 en a—b"),
            ("-- Jan", "– Jan", "– Jan"),
            ("\"Maar ik--\"", "“Maar ik–”", "“Maar ik–”"),
            // Options, arrows and rules are not dashes.
            ("met --verbose", "met --verbose", "met --verbose"),
            ("(--release)", "(--release)", "(--release)"),
            ("a --> b <-- c", "a --> b <-- c", "a --> b <-- c"),
            ("----- -", "----- -", "----- -"),
            ("wacht... en ...ja", "wacht… en …ja", "wacht… en …ja"),
            ("a.. b.... c", "a.. b.... c", "a.. b.... c"),
            (
                "(https://x.nl/1...2--3/a--b) -- c",
                "(https://x.nl/1...2--3/a--b) – c",
                "(https://x.nl/1...2--3/a--b) – c",
            ),
        ] {
            assert_eq!(plain(given, Dutch), dutch, "{given}");
            assert_eq!(plain(given, English), english, "{given}");
        }
    }

    #[test]
    fn primes_and_lone_quotes_stay_straight() {
        for given in [
            r#"5' 11""#,
            r#"5'11""#,
            r#"een 24" scherm"#,
            r#"24"monitor"#,
            "1'000 ' x \" y",
            "a\"b",
        ] {
            assert!(
                matches!(plain(given, Dutch), Cow::Borrowed(same) if same == given),
                "{given}: {}",
                plain(given, Dutch)
            );
        }
        assert_eq!(plain(r#""sinds 1990""#, Dutch), "“sinds 1990”");
        assert_eq!(plain(r#"'een 24" scherm'"#, Dutch), "‘een 24\" scherm’");
    }

    #[test]
    fn spaces_that_hold() {
        for (given, dutch) in [
            ("€ 1.295,50 of €1", "€\u{a0}1.295,50 of €1"),
            ("€  5, € vijf, €", "€  5, € vijf, €"),
            ("Zie blz. 3 (nr. 4)", "Zie blz.\u{a0}3 (nr.\u{a0}4)"),
            ("Dr. Jansen, prof. dr. De Vries", "Dr.\u{a0}Jansen, prof.\u{a0}dr.\u{a0}De Vries"),
            ("mevr. Él", "mevr.\u{a0}Él"),
            ("xblz. 3, blz. drie, blz.3", "xblz. 3, blz. drie, blz.3"),
            ("een dr. en meer. Daar", "een dr. en meer. Daar"),
        ] {
            assert_eq!(plain(given, Dutch), dutch, "{given}");
        }
        assert_eq!(plain("Mr. Jones, p. 3", English), "Mr.\u{a0}Jones, p.\u{a0}3");
        assert_eq!(plain("blz. 3", English), "blz. 3");
    }

    #[test]
    fn literals_are_context_and_stay() {
        let mut block = Block::default();
        block.text("de optie '");
        block.literal(OBJECT);
        block.text("' en \"");
        block.literal("\"");
        block.text("x\" -");
        block.literal("-");
        block.text("- ");
        let out: Vec<_> = block.typeset(Dutch).collect();
        assert_eq!(out, ["de optie ‘", "’ en “", "x” -", "- "]);
    }

    #[test]
    fn a_tag_gives_its_language() {
        for tag in ["nl", "NL", "nl-BE", "nl_NL"] {
            assert_eq!(Language::from_tag(tag), Dutch);
        }
        for tag in ["", "en", "en-GB", "nds", "de"] {
            assert_eq!(Language::from_tag(tag), English);
        }
    }

    /// Pieces of text that meet the rules more often than arbitrary characters do.
    fn prose() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(vec![
                "'", "'", "\"", "\"", "-", "--", "---", ".", "...", " ", " ", "\n", "(", ")", ",",
                "€", "s", "'s ", "'t", "n", "'90", "10", "5", "blz", "dr", "A", "foto", "é",
                "\u{301}", "👍", "\u{FFFC}", "\u{a0}", "–", "…", "“", "’", "<", ">", "/", "&",
                "\\",
            ])
            .prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    /// Undoes the typography. Dutch has one dash for two and for three hyphens.
    fn ascii(text: &str, language: Language) -> String {
        let text = text
            .replace(['‘', '’'], "'")
            .replace(['“', '”'], "\"")
            .replace('…', "...")
            .replace('\u{a0}', " ")
            .replace('–', "--")
            .replace('—', "---");
        match language {
            English => text,
            Dutch => text.replace("---", "--"),
        }
    }

    proptest! {
        #[test]
        fn the_text_is_kept(text in prose()) {
            // A dash beside hyphens cannot be told apart once it is undone.
            let text = text.replace(['–', '—'], "");
            for language in [Dutch, English] {
                prop_assert_eq!(ascii(&plain(&text, language), language), ascii(&text, language));
            }
        }

        #[test]
        fn arbitrary_text_does_not_panic(text in ".*") {
            plain(&text, Dutch);
            plain(&text, English);
        }

        #[test]
        fn the_cut_into_pieces_makes_no_difference(text in prose(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..5)) {
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| text.floor_char_boundary(cut.index(text.len() + 1))).collect();
            cuts.sort_unstable();
            cuts.push(text.len());
            for language in [Dutch, English] {
                let mut block = Block::default();
                let mut from = 0;
                for cut in &cuts {
                    block.text(&text[from..*cut]);
                    from = *cut;
                }
                prop_assert_eq!(block.typeset(language).collect::<String>(), plain(&text, language));
            }
        }

        #[test]
        fn plain_words_are_borrowed(text in "([a-zA-Zé ,;:!?()]|-[a-z ]){0,40}") {
            prop_assert!(matches!(plain(&text, Dutch), Cow::Borrowed(_)));
        }
    }
}
