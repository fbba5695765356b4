//! The words for hover: from the tables of the reference, and in other languages than its own from
//! `starter/snippets/`.

use std::collections::HashMap;

use serde_json::Value;

use crate::yaml;

/// The pages of the reference, built into the binary.
pub(super) const FRONT_MATTER: &str = include_str!("../../docs/content/reference/front-matter.md");
pub(super) const SITE: &str = include_str!("../../docs/content/reference/site-yaml.md");
pub(super) const DIRECTIVES: &str = include_str!("../../docs/content/reference/directives.md");

/// A row of a table of the reference, by the name in its first cell.
pub(super) struct Row<'a> {
    /// As it is written there, Markdown.
    pub default: &'a str,
    /// What it is, as plain text.
    pub is: String,
}

/// The rows of a page.
pub(super) fn rows(page: &str) -> HashMap<&str, Row<'_>> {
    let rows = page.lines().filter_map(|line| {
        let row = line.strip_prefix("| `")?.strip_suffix('|')?;
        let mut cells = row.splitn(4, " | ").map(str::trim);
        let name = cells.next()?.trim_end_matches('`');
        let (_, default, is) = (cells.next()?, cells.next()?, cells.next()?);
        Some((name, Row { default, is: plain(is) }))
    });
    rows.collect()
}

/// Markdown without its links and escapes.
fn plain(markdown: &str) -> String {
    let mut out = String::new();
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once('[') {
        out += before;
        match after
            .split_once("](")
            .and_then(|(label, tail)| Some((label, tail.split_once(')')?.1)))
        {
            // In `[agreements, writing]` there is no link.
            Some((label, tail)) if !label.contains(['[', ']', '`']) => {
                out += label;
                rest = tail;
            }
            _ => {
                out.push('[');
                rest = after;
            }
        }
    }
    (out + rest).replace("\\|", "|")
}

/// What snippets say and begin with in a language; English where there is no other.
pub(super) fn snippets(language: &str) -> Value {
    let text = match language.split(['-', '_']).next() {
        Some("nl") => include_str!("../../starter/snippets/nl.yaml"),
        _ => include_str!("../../starter/snippets/en.yaml"),
    };
    yaml::parse(text).map_or(Value::Null, |root| root.value.to_json())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_plain() {
        assert_eq!(
            plain("see [a b](/c.md) and `tags: [x, y]`; `{a: 1}`"),
            "see a b and `tags: [x, y]`; `{a: 1}`"
        );
        assert_eq!(plain("`a` \\| [RFC](https://x.example/(y))."), "`a` | RFC).");
        assert_eq!(rows(FRONT_MATTER)["draft"].default, "`false`");
        assert!(rows(SITE)["menu[].label"].is.starts_with("what the reader sees"));
    }
}
