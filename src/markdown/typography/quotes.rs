//! What a straight quote is: an opening or closing quotation mark, an apostrophe, or neither.

use super::marks::is_in;
use super::{Edit, Language};
use unicode_normalization::char::is_combining_mark;

/// What stands at one side of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// White space, or the start or end of the block.
    Blank,
    /// An opening bracket or quote.
    Opening,
    /// A closing bracket or quote, a unit.
    Closing,
    /// A letter or a digit.
    Word,
    /// Other signs: they say little.
    Sign,
}

impl Side {
    pub(super) fn of(next: Option<char>) -> Self {
        match next {
            None => Self::Blank,
            Some(c) if c.is_whitespace() => Self::Blank,
            Some('(' | '[' | '{' | '¿' | '¡' | '“' | '‘' | '„' | '‚' | '«' | '‹') => {
                Self::Opening
            }
            Some(')' | ']' | '}' | '”' | '’' | '»' | '›' | '%' | '°') => Self::Closing,
            // Inline code and the like: see `OBJECT`.
            Some('\u{FFFC}') => Self::Word,
            Some(c) if c.is_alphanumeric() || is_combining_mark(c) => Self::Word,
            Some(_) => Self::Sign,
        }
    }
}

/// What a straight quote turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Opening,
    Closing,
    Apostrophe,
    /// Inches, a lone sign: not ours to judge.
    Straight,
}

/// A quotation that was opened and not yet closed.
#[derive(Debug)]
struct Open {
    double: bool,
    /// The place of its mark among the edits.
    edit: usize,
}

/// The quotations of one block, from left to right.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    open: Vec<Open>,
    /// How many of `open` are double.
    open_doubles: usize,
    /// Where the last quote stood, and what it is to a quote right after it.
    last: Option<(usize, Side)>,
}

impl Quotes {
    /// Adds the edit for the straight quote at byte `at`. The quotes before it went by already.
    pub(super) fn quote(
        &mut self,
        text: &str,
        at: usize,
        language: Language,
        edits: &mut Vec<Edit>,
    ) {
        let (head, tail) = (&text[..at], &text[at + 1..]);
        let double = text[at..].starts_with('"');
        let before = match self.last {
            Some((last, side)) if last + 1 == at => side,
            _ => Side::of(head.chars().next_back()),
        };
        let role = if double {
            double_role(before, head, tail, self.open_doubles > 0)
        } else {
            let is_open = self.open.last().is_some_and(|open| !open.double);
            single_role(before, head, tail, is_open, language)
        };
        let with = match (role, double) {
            (Role::Opening, true) => "“",
            (Role::Closing, true) => "”",
            // An opening one too: an apostrophe until its partner comes.
            _ => "’",
        };
        match role {
            Role::Opening => {
                let edit = edits.len();
                self.open.push(Open { double, edit });
                self.open_doubles += usize::from(double);
            }
            Role::Closing if double => self.close_double(),
            Role::Closing => self.close_single(edits),
            Role::Apostrophe | Role::Straight => {}
        }
        if role != Role::Straight {
            let at = at..at + 1;
            edits.push(Edit { at, with });
        }
        let side = match role {
            Role::Opening => Side::Opening,
            _ => Side::Closing,
        };
        self.last = Some((at, side));
    }

    /// Forgets the singles that were opened within: a quotation does not end outside of the one
    /// that it began in.
    fn close_double(&mut self) {
        if self.open_doubles > 0 {
            while self.open.pop_if(|open| !open.double).is_some() {}
            self.open.pop();
            self.open_doubles -= 1;
        }
    }

    fn close_single(&mut self, edits: &mut [Edit]) {
        if let Some(open) = self.open.pop_if(|open| !open.double)
            && let Some(edit) = edits.get_mut(open.edit)
        {
            edit.with = "‘";
        }
    }
}

/// What a double quote is between `head` and `tail`. `is_open`: there is one to close.
fn double_role(before: Side, head: &str, tail: &str, is_open: bool) -> Role {
    let after = Side::of(tail.chars().next());
    match (before, after) {
        (Side::Word, Side::Word) if !is_open => Role::Straight,
        (Side::Word, _) if !is_open && head.ends_with(char::is_numeric) => Role::Straight,
        _ => quotation_role(before, after, is_open),
    }
}

/// What a single quote is between `head` and `tail`. `is_open`: there is one to close, and no
/// double quotation was opened since.
fn single_role(before: Side, head: &str, tail: &str, is_open: bool, language: Language) -> Role {
    let after = Side::of(tail.chars().next());
    let follows_number = head.ends_with(char::is_numeric);
    match (before, after) {
        // A thousand in the Swiss way, feet and inches.
        (Side::Word, Side::Word) if follows_number && tail.starts_with(char::is_numeric) => {
            Role::Straight
        }
        (Side::Word | Side::Closing, Side::Word) => Role::Apostrophe,
        (Side::Word, _) if ends_in_short_and(head) => Role::Apostrophe,
        (Side::Word, _) if follows_number && !is_open => Role::Straight,
        (Side::Blank | Side::Opening | Side::Sign, _) => match elision(tail, language) {
            Some(Elision::Word) => Role::Apostrophe,
            Some(Elision::Year) if is_open => Role::Apostrophe,
            _ => quotation_role(before, after, is_open),
        },
        _ => quotation_role(before, after, is_open),
    }
}

/// What a quote is that is neither an apostrophe nor a measure.
fn quotation_role(before: Side, after: Side, is_open: bool) -> Role {
    match (before, after) {
        (Side::Blank | Side::Opening, Side::Blank) if !is_open => Role::Straight,
        (_, Side::Blank) | (Side::Word, _) => Role::Closing,
        (Side::Blank | Side::Opening, _) => Role::Opening,
        (Side::Closing | Side::Sign, Side::Word | Side::Opening) if !is_open => Role::Opening,
        (Side::Closing | Side::Sign, _) => Role::Closing,
    }
}

/// A shortened word that begins with an apostrophe.
enum Elision {
    /// `'s`, `'twas`: surely.
    Word,
    /// `'90`: unless it begins a quotation, as in `'10 tips'`.
    Year,
}

/// Whether `head` ends in the `'n` of `rock 'n' roll`, whose second mark closes nothing.
fn ends_in_short_and(head: &str) -> bool {
    let before = head.strip_suffix(['n', 'N']).and_then(|head| head.strip_suffix('\''));
    before.is_some_and(|before| Side::of(before.chars().next_back()) != Side::Word)
}

/// What an apostrophe before `tail` would begin.
fn elision(tail: &str, language: Language) -> Option<Elision> {
    let length = tail.bytes().take(8).take_while(u8::is_ascii_alphanumeric).count();
    let (word, rest) = tail.split_at(length);
    let digits = word.strip_suffix('s').unwrap_or(word);
    if digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return (ends_word(rest) || rest.starts_with('\'')).then_some(Elision::Year);
    }
    let words: &[&str] = match language {
        Language::Dutch => &["s", "t", "n", "k", "m", "r", "em", "ie", "ns"],
        Language::English => &["tis", "twas", "twere", "twill", "em", "n", "til"],
    };
    // The letter in `'s'` is quoted, but `'n'` is short for "and".
    let is_whole = ends_word(rest) || (rest.starts_with('\'') && word.eq_ignore_ascii_case("n"));
    (is_whole && is_in(word, words)).then_some(Elision::Word)
}

/// Whether a word can end where `rest` begins: not within `'10%'`, `'24/7'`, `'S.A.'` or `'M&M'`.
fn ends_word(rest: &str) -> bool {
    let mut chars = rest.chars();
    let next = chars.next();
    match (next, Side::of(next)) {
        (_, Side::Blank) | (Some('-' | '–' | '—' | '"'), _) => true,
        (_, Side::Word) | (Some('\'' | '&' | '%' | '°' | '+' | '€'), _) => false,
        _ => !chars.next().is_some_and(char::is_alphanumeric),
    }
}
