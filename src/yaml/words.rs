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

/// Finds plain words for what the parser said of a place in the text, and the place that a person
/// would point at.
pub(super) fn plain(said: &str, text: &str, at: Range<usize>) -> Words {
    let words = |message: &str, remedy: &'static str, at: &Range<usize>| Words {
        message: message.to_owned(),
        remedy,
        at: at.clone(),
    };
    let line = line(text, at.start);
    let before = text.get(line.start..at.start).unwrap_or_default();
    let here = text.get(at.start..).and_then(|rest| rest.chars().next());
    let has = |part: &str| said.contains(part);
    if has("multiple YAML documents") {
        let dashes = text.get(..at.start).and_then(|before| before.rfind("---"));
        let at = dashes.map_or(at, |start| start..start + 3);
        return words("a line of three dashes begins a second part", "Take that line out.", &at);
    }
    if has("mapping values are not allowed") {
        return match before.contains(": ") || before.trim_start().starts_with("- ") {
            true => words("this text holds a colon", "Put the whole text in quotes: `\"…\"`.", &at),
            false => words(
                "this line is indented deeper than the one before it",
                "Let it begin in the same column as the lines around it.",
                &line,
            ),
        };
    }
    if has("unclosed quote") {
        return words("this quote is never closed", "Put the same quote where the text ends.", &at);
    }
    if has("unclosed bracket") {
        return words("this bracket is never closed", "Put its partner where it ends.", &at);
    }
    if has("illegal placement of ':'") {
        return words(
            "a bracket before this colon is never closed",
            "Close the `[` or `{`; or put a text that holds a colon in quotes.",
            &at,
        );
    }
    if has("tabs disallowed") {
        return words("a tab stands in front of this", "Put spaces in its place.", &at);
    }
    if has("expected key") {
        return words(
            "this line has no key",
            "Write `key: value`, in the same column as the lines around it.",
            &line,
        );
    }
    if has("simple key expected") {
        return words(
            "this line has no key with a colon and a space behind it",
            "Write `key: value`.",
            &line,
        );
    }
    if has("expected string scalar") {
        return words("a key must be a word", "Write `key: value`, or put the key in quotes.", &at);
    }
    if has("document start")
        && let Some(start) = text.lines().position(|line| line.starts_with('%'))
    {
        let start: usize = text.split_inclusive('\n').take(start).map(str::len).sum();
        return words("a line cannot begin with `%`", "Put it in quotes.", &(start..start + 1));
    }
    match here {
        Some(odd @ ('@' | '`' | '%' | '*' | '&' | '!' | '|' | '>'))
            if has("unexpected character") || has("unknown anchor") =>
        {
            let message = format!("a text cannot begin with {}", quoted(odd));
            return words(&message, "Put the whole text in quotes: `\"…\"`.", &at);
        }
        Some(odd) if odd.is_control() => {
            let message = format!("an invisible character stands here (U+{:04X})", u32::from(odd));
            return words(&message, "Delete it, and type what stands around it again.", &at);
        }
        Some(odd) if has("unexpected character") => {
            let message = format!("the character {} cannot stand here", quoted(odd));
            return words(&message, "Put the whole text in quotes: `\"…\"`.", &at);
        }
        _ => {}
    }
    words(&said.replace('`', "'"), REMEDY, &at)
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

/// In backticks, of which it may be one.
fn quoted(c: char) -> String {
    match c {
        '`' => "a backtick".to_owned(),
        c => format!("`{c}`"),
    }
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
