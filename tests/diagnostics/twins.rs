//! Other ways to write the same files, in which the same faults are at the same places.

/// One other way.
pub(crate) struct Twin {
    pub(crate) name: &'static str,
    pub(crate) rewrite: fn(&str) -> String,
    /// Whether even the lines that are shown look the same.
    pub(crate) shows_the_same_lines: bool,
}

/// All of them.
pub(crate) const ALL: &[Twin] = &[
    Twin { name: "a byte order mark", rewrite: mark, shows_the_same_lines: true },
    Twin { name: "lines that end in CRLF", rewrite: windows, shows_the_same_lines: true },
    Twin { name: "emoji before the fault", rewrite: emoji, shows_the_same_lines: false },
    Twin {
        name: "a byte order mark, CRLF and emoji",
        rewrite: |text| mark(&windows(&emoji(text))),
        shows_the_same_lines: false,
    },
];

fn mark(text: &str) -> String {
    format!("\u{feff}{text}")
}

fn windows(text: &str) -> String {
    text.replace('\n', "\r\n")
}

/// Puts emoji, accents and letters that run from right to left in the place of a few plain words,
/// which the sites of this suite have where nothing depends on them, if they can before the
/// fault. As many characters come as
/// go, so that no column may change; in bytes, in UTF-16 and on the screen it is another number.
fn emoji(text: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("Home", "👩\u{200d}🏫e"),
        ("Page", "e\u{301}🇳🇱"),
        ("Site", "👍🏽ab"),
        ("See", "🙂é🎉"),
        (" and ", " n\u{308}👋 "),
        (" words ", " שלום👋 "),
    ];
    WORDS.iter().fold(text.to_owned(), |text, (word, other)| {
        debug_assert_eq!(word.chars().count(), other.chars().count());
        text.replace(word, other)
    })
}
