//! What of a finished page can be found: its text, with the little markup that the index uses.

use std::borrow::Cow;

/// Marks what of a page can be found; a page without it is found by its `main`.
const BODY: &str = "data-pagefind-body";

/// What begins the attributes that the index reads.
const OURS: &str = "data-pagefind-";

/// Elements that say nothing of what a page is about: Pagefind passes over them too.
const PASSED_OVER: &[&str] = &[
    "nav", "footer", "form", "button", "dialog", "output", "svg", "script", "style", "template",
    "noscript", "iframe",
];

/// Elements within a line of text: they part no words.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// Bytes of the longest word: what is longer was not written to be read, and Pagefind takes its time
/// with it.
const LONGEST: usize = 256;

/// Elements without an end.
const VOID: &[&str] =
    &["img", "input", "source", "track", "wbr", "col", "embed", "link", "meta", "area", "base"];

/// A stretch of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// `<p class="lead">`, with what stands between the angle brackets.
    Start(&'a str),
    /// `</p>`.
    End(&'a str),
    /// What a reader reads, entities as they are written.
    Text(&'a str),
}

/// The pieces of HTML; comments are none.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    // The element whose content is no HTML.
    let mut raw = "";
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            if !std::mem::take(&mut raw).is_empty() {
                rest = &rest[rest.find("</").unwrap_or(rest.len())..];
                continue;
            }
            let Some(tag) = rest.strip_prefix('<') else {
                let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
                rest = after;
                return Some(Piece::Text(text));
            };
            if let Some(comment) = tag.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
                let (text, after) = rest.split_at(1 + tag.find('<').unwrap_or(tag.len()));
                rest = after;
                return Some(Piece::Text(text));
            }
            let end = end_of_tag(tag);
            let inside = &tag[..end];
            rest = tag.get(end + 1..).unwrap_or_default();
            match inside.as_bytes().first() {
                Some(b'!' | b'?') => {}
                Some(b'/') => return Some(Piece::End(name(&inside[1..]))),
                _ => {
                    if matches!(name(inside), "script" | "style") {
                        raw = name(inside);
                    }
                    return Some(Piece::Start(inside));
                }
            }
        }
    })
}

/// Where a tag ends: at the first `>` that stands in no value of an attribute.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// The name of an element, of what stands in its tag.
fn name(tag: &str) -> &str {
    tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default()
}

/// The text of a finished page that can be found, each part in an element of its own. Empty where
/// it has none.
pub(super) fn body(html: &str) -> String {
    let is_body: fn(&str) -> bool = match html.contains(BODY) {
        true => |tag| attributes(tag).any(|(name, _)| name == BODY),
        false => |tag| name(tag) == "main",
    };
    let mut out = Body { html: String::with_capacity(html.len() / 2), run: 0 };
    // The element that is copied or passed over, and how many of its name are open in it.
    let (mut copied, mut passed) = (("", 0_usize), ("", 0_usize));
    for piece in pieces(html) {
        match piece {
            Piece::Start(tag) => {
                let name = name(tag);
                if passed.1 > 0 {
                    passed.1 += usize::from(name == passed.0);
                } else if copied.1 > 0 {
                    if PASSED_OVER.contains(&name) {
                        passed = (name, 1);
                        continue;
                    }
                    copied.1 += usize::from(name == copied.0);
                    out.start(tag, name);
                } else if is_body(tag) {
                    copied = (name, 1);
                    out.start(tag, name);
                }
            }
            Piece::End(name) => {
                if passed.1 > 0 {
                    passed.1 -= usize::from(name == passed.0);
                } else if copied.1 > 0 {
                    copied.1 -= usize::from(name == copied.0);
                    out.end(name);
                }
            }
            Piece::Text(text) if copied.1 > 0 && passed.1 == 0 => out.words(text),
            Piece::Text(_) => {}
        }
    }
    out.html
}

/// What can be found of a page, as far as it has been read.
struct Body {
    html: String,
    /// The length of what stands there without white space.
    run: usize,
}

impl Body {
    /// Writes the beginning of an element with what the index reads of it, if it reads any.
    fn start(&mut self, tag: &str, name: &str) {
        // Of what stands within a line the end is left out too, so it says nothing.
        if VOID.contains(&name) || INLINE.contains(&name) {
            return;
        }
        self.html.extend(["<", name]);
        let is_kept = |name: &str| name == "id" || name.starts_with(OURS);
        for (_, written) in attributes(tag).filter(|(name, _)| is_kept(name)) {
            self.html.extend([" ", written]);
        }
        self.html.push('>');
        self.run = 0;
    }

    fn end(&mut self, name: &str) {
        if !VOID.contains(&name) && !INLINE.contains(&name) {
            self.html.extend(["</", name, ">"]);
            self.run = 0;
        }
    }

    /// Writes text as it is looked for: a soft hyphen parts no word, a ligature is two letters, and
    /// what goes on without an end is no word.
    fn words(&mut self, text: &str) {
        const REPLACED: &[(&str, &str)] = &[
            ("\u{ad}", ""),
            ("&shy;", ""),
            ("&#173;", ""),
            ("&#xad;", ""),
            ("&#xAD;", ""),
            ("\u{132}", "IJ"),
            ("\u{133}", "ij"),
        ];
        let mut clean = Cow::Borrowed(text);
        for (from, to) in REPLACED {
            if clean.contains(from) {
                clean = clean.replace(from, to).into();
            }
        }
        for part in clean.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let mut rest = part;
            while self.run + rest.len() > LONGEST {
                let cut = rest.floor_char_boundary(LONGEST.saturating_sub(self.run).max(4));
                self.html.extend([&rest[..cut], " "]);
                (rest, self.run) = (&rest[cut..], 0);
            }
            self.html.push_str(rest);
            match rest.ends_with(|c: char| c.is_ascii_whitespace()) {
                true => self.run = 0,
                false => self.run += rest.len(),
            }
        }
    }
}

/// The attributes of a tag: name, and the whole as it is written.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = &tag[name(tag).len()..];
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let is_end = |c: char| c.is_ascii_whitespace() || c == '=' || c == '/';
        // A stray `=` begins a name, as browsers have it.
        let after_name = rest.char_indices().skip(1).find(|(_, c)| is_end(*c));
        let after_name = after_name.map_or(rest.len(), |(at, _)| at);
        let length = match rest[after_name..].strip_prefix('=') {
            None => after_name,
            Some(value) => {
                let value_length = match value.as_bytes().first() {
                    Some(&quote @ (b'"' | b'\'')) => {
                        value[1..].find(char::from(quote)).map_or(value.len(), |end| end + 2)
                    }
                    _ => value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()),
                };
                after_name + 1 + value_length
            }
        };
        let (written, after) = rest.split_at(length);
        rest = after;
        Some((&written[..after_name], written))
    })
}

/// A whole document around what [`body`] gave, and what else the index is to know: how it uses it, by
/// which name, and what it is.
pub(super) fn document(body: &str, facts: &[(&str, &str, &str)]) -> String {
    let mut out = String::with_capacity(body.len() + 256);
    let open = |out: &mut String, name: &str| out.extend(["<", name, ">"]);
    open(&mut out, "html");
    open(&mut out, "body");
    for (use_as, name, value) in facts.iter().filter(|(_, _, value)| !value.is_empty()) {
        // From another attribute, so that it may hold what parts names in this one.
        out.extend([
            "<i title=\"",
            &escaped(value),
            "\" ",
            OURS,
            use_as,
            "=\"",
            name,
            "[title]\">",
        ]);
        end_of(&mut out, "i");
    }
    open(&mut out, &format!("div {BODY}"));
    out.push_str(body);
    for name in ["div", "body", "html"] {
        end_of(&mut out, name);
    }
    out
}

fn end_of(out: &mut String, name: &str) {
    out.extend(["</", name, ">"]);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_of_a_page_is_kept() {
        for (html, wanted) in [
            (
                "<body><nav>menu</nav><main><article class=a data-pagefind-body><h1>T\u{ad}i</h1>\
                 <nav>toc</nav><p>a <em>b</em>c<br>d</p><footer><p>x</p></footer></article>\
                 <p>related</p></main></body>",
                "<article data-pagefind-body><h1>Ti</h1><p>a bc<br>d</p></article>",
            ),
            ("<main><p>a &lt; b</p></main><p>c</p>", "<main><p>a &lt; b</p></main>"),
            (
                "<main>1<!-- <p>no</p> --><script>if (a<b) '</p>'</script>2</main>",
                "<main>12</main>",
            ),
            (
                "<main><h2 class=\"a>b\" id='x'>A&shy;b\u{133}</h2><img src=a alt=b></main>",
                "<main><h2 id='x'>Abij</h2></main>",
            ),
            (
                "<div data-pagefind-body><div>a</div>b</div>c<p data-pagefind-body>d</p>",
                "<div data-pagefind-body><div>a</div>b</div><p data-pagefind-body>d</p>",
            ),
            (
                "<main><p data-pagefind-ignore=all>1 < 2</p></main>",
                "<main><p data-pagefind-ignore=all>1 < 2</p></main>",
            ),
            (
                &format!("<main>{}<b>{}</b></main>", "x".repeat(250), "é".repeat(10)),
                &format!("<main>{}ééé {}</main>", "x".repeat(250), "é".repeat(7)),
            ),
            ("<p>without</p>", ""),
            ("<main><p>cut off <b", "<main><p>cut off "),
        ] {
            assert_eq!(body(html), wanted, "{html}");
        }
    }
}
