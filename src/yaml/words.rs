//! The YAML parser's faults in words for people who never heard of a scalar or a mapping.

use std::ops::Range;

/// What to do where nothing better is known.
const REMEDY: &str = "Check the line and the one before it: indentation, a missing quote, a colon in a text without quotes.";

/// What is said of a fault: a clause without a full stop, what to do, and where.
pub(super) struct Words {
    pub(super) message: String,
    pub(super) remedy: &'static str,
    pub(super) at: Range<usize>,
}

/// What a person would point at.
#[derive(Clone, Copy)]
enum Where {
    /// The place that the parser names.
    There,
    /// The whole line.
    Line,
}

/// A part of what the parser says, what we say, what to do, and where. The first that fits counts.
#[rustfmt::skip]
const WORDS: &[(&str, &str, &str, Where)] = &[
    ("unclosed quote", "this quote is never closed", "Put the same quote where the text ends; a text that begins with an apostrophe goes between double quotes: `\"'s Avonds\"`.", Where::There),
    ("unclosed bracket", "this bracket is never closed", "Put its partner where it ends.", Where::There),
    ("smatched bracket", "this bracket closes none that is open", "Put its partner before it, or take it out.", Where::There),
    ("misplaced bracket", "this bracket closes none that is open", "Put its partner before it, or take it out.", Where::There),
    ("illegal placement of ':'", "a bracket before this colon is never closed", "Close the `[` or `{`; or put a text that holds a colon in quotes.", Where::There),
    ("trailing content", "text stands behind the closing quote", "Put all of it between quotes; for quotes inside it, use the other kind.", Where::There),
    ("unknown escape", "a backslash has a meaning here, and this one has none", "Use single quotes, or write the backslash twice.", Where::There),
    ("block scalar, did not", "behind `|` or `>` no text can stand", "Begin the text on the next line, indented; or put it in quotes.", Where::Line),
    ("tab", "a tab stands in front of this", "Put spaces in its place.", Where::There),
    ("indent", "this line begins in a column that does not fit", "Let it begin in the same column as the lines around it.", Where::Line),
    ("only valid inside a block", "a dash makes a list item, which cannot stand here", "Begin the list on the next line, below its key; or put the text in quotes.", Where::There),
    ("block sequence entries", "a dash makes a list item, which cannot stand here", "Begin the list on the next line, below its key; or put the text in quotes.", Where::There),
    ("expected ','", "a comma or a closing bracket is missing before this", "Put a comma between the items, and close the bracket behind the last.", Where::There),
    ("simple key", "this line has no key with a colon and a space behind it", "Write `key: value`.", Where::Line),
    ("expected string scalar", "a key must be a word", "Write `key: value`, or put the key in quotes.", Where::There),
    ("null into string", "a key must be a word", "Write `key: value`, or put the key in quotes.", Where::There),
    ("mapping keys are not", "a text cannot begin with `?`", QUOTES, Where::There),
    ("comments must be", "a `#` needs a space before it", "Put a space there, or the text in quotes.", Where::There),
    ("':' must be followed", "a colon needs a space behind it", "Put a space there.", Where::There),
    ("'-' must be followed", "a dash needs a space behind it", "Put a space there.", Where::There),
    ("unknown anchor", "a text cannot begin with `*`", QUOTES, Where::There),
    ("scanning an anchor", "a text cannot begin with `&` or `*`", QUOTES, Where::There),
    ("parsing a tag", "a text cannot begin with `!`", QUOTES, Where::There),
    ("handle wasn't", "a text cannot begin with `!`", QUOTES, Where::There),
    ("unexpected EOF", "it ends too early", REMEDY, Where::Line),
    ("unexpected eof", "it ends too early", REMEDY, Where::Line),
];

const QUOTES: &str = "Put the whole text in quotes: `\"…\"`.";

/// Finds plain words for what the parser said of a place in the text, and the place that a person
/// would point at.
pub(super) fn plain(said: &str, text: &str, at: Range<usize>) -> Words {
    let words =
        |message: &str, remedy: &'static str, at| Words { message: message.to_owned(), remedy, at };
    let line = line(text, at.start);
    if said.contains("multiple YAML documents") {
        let dashes = text.get(..at.start).and_then(|before| before.rfind("---"));
        let at = dashes.map_or(at, |start| start..start + 3);
        return words("a line of three dashes begins a second part", "Take that line out.", at);
    }
    if said.contains("document start")
        && let Some(lines) = text.lines().position(|line| line.starts_with('%'))
    {
        let start: usize = text.split_inclusive('\n').take(lines).map(str::len).sum();
        return words("a line cannot begin with `%`", "Put it in quotes.", start..start + 1);
    }
    if said.contains("mapping values are not allowed") {
        let before = text.get(line.start..at.start).unwrap_or_default();
        return match before.contains(": ") || before.starts_with("- ") {
            true => words("this text holds a colon", QUOTES, at),
            false => words(
                "this line is indented deeper than the one before it",
                "Let it begin in the same column as the lines around it.",
                line,
            ),
        };
    }
    if said.contains("expected key") {
        let (before, whole) = (text.get(line.start..at.start), text.get(line.clone()));
        let has_key = |text: &str| text.contains(": ") || text.ends_with(':');
        return if before.is_some_and(has_key) {
            words("text stands behind the end of this value", QUOTES, at)
        } else if whole.is_some_and(has_key) {
            words(
                "this line begins in a column that does not fit",
                "Let it begin in the same column as the lines around it.",
                line,
            )
        } else {
            words("this line has no key", "Write `key: value`.", line)
        };
    }
    if said.contains("unexpected character") {
        return odd_character(text, at);
    }
    match WORDS.iter().find(|(part, ..)| said.contains(part)) {
        Some((_, message, remedy, Where::There)) => words(message, remedy, at),
        Some((_, message, remedy, Where::Line)) => words(message, remedy, line),
        None => words(&said.replace('`', "'"), REMEDY, at),
    }
}

/// A character that the parser did not expect.
fn odd_character(text: &str, at: Range<usize>) -> Words {
    let here = text.get(at.start..).and_then(|rest| rest.chars().next());
    let (message, remedy) = match here {
        Some('`') => ("a text cannot begin with a backtick".to_owned(), QUOTES),
        Some(odd @ ('@' | '%' | '*' | '&' | '!' | '|' | '>')) => {
            (format!("a text cannot begin with `{odd}`"), QUOTES)
        }
        Some(odd) if odd.is_control() => (
            format!("an invisible character stands here (U+{:04X})", u32::from(odd)),
            "Delete it, and type what stands around it again.",
        ),
        _ => ("a character stands here that has no place".to_owned(), QUOTES),
    };
    Words { message, remedy, at }
}

/// What is said of YAML that is too much.
pub(super) fn too_much(said: &str, at: Range<usize>) -> Words {
    let (message, remedy) = if said.contains("Depth") || said.contains("recursion") {
        ("it is nested too deep", "Take some levels out.")
    } else if said.contains("alias") || said.contains("Alias") {
        ("its `*` marks make it grow out of all proportion", "Write out what they stand for.")
    } else {
        ("it holds more than a person writes", "Take most of it out.")
    };
    Words { message: message.to_owned(), remedy, at }
}

/// The line that a place is in, without the space around it.
fn line(text: &str, at: usize) -> Range<usize> {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line = &text[start..end];
    let start = start + (line.len() - line.trim_start().len());
    start..start + line.trim().len()
}
