//! One thing of a JSON-LD document, and how its values are written.

use serde_json::{Map, Value as Json};

/// A thing with its type; what is not known of it is left out.
pub(super) struct Node(Map<String, Json>);

impl Node {
    pub(super) fn new(kind: &str) -> Self {
        Self(Map::from_iter([("@type".to_owned(), kind.into())]))
    }

    /// One that is told of in full elsewhere.
    pub(super) fn only_id(id: String) -> Self {
        Self(Map::from_iter([("@id".to_owned(), id.into())]))
    }

    pub(super) fn put(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    pub(super) fn maybe(self, key: &str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.put(key, value),
            None => self,
        }
    }

    /// Plain text; one that is empty is left out.
    pub(super) fn text(self, key: &str, value: &str) -> Self {
        let value = text(value);
        self.maybe(key, Some(value).filter(|value| !value.trim().is_empty()))
    }

    /// Several values; none at all are left out.
    pub(super) fn list(self, key: &str, values: impl IntoIterator<Item: Into<Json>>) -> Self {
        let values: Vec<Json> = values.into_iter().map(Into::into).collect();
        self.maybe(key, Some(values).filter(|values| !values.is_empty()))
    }
}

impl From<Node> for Json {
    fn from(node: Node) -> Self {
        Json::Object(node.0)
    }
}

/// Text without what is there for the eye alone, nor what HTML cannot hold: it is to equal what
/// stands in the page.
pub(super) fn text(text: &str) -> String {
    const SOFT_HYPHEN: char = '\u{ad}';
    text.chars()
        .filter(|&c| c != SOFT_HYPHEN)
        .map(|c| if c.is_ascii_control() { ' ' } else { c })
        .collect()
}

/// Minutes as ISO 8601 writes a duration: `PT1H30M`. Hours are not summed up to days: a day of
/// a course has no twenty-four.
pub(super) fn period(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("PT{minutes}M"),
        (hours, 0) => format!("PT{hours}H"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    }
}

/// A document as it can stand in a script element, which ends at `</script` and changes its ways
/// at `<!--`. In JSON these characters are in strings alone, where an escape means the same.
pub(super) fn script(document: &Json) -> String {
    let json = document.to_string();
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_are_those_of_iso_8601() {
        for (minutes, wanted) in
            [(1, "PT1M"), (59, "PT59M"), (60, "PT1H"), (90, "PT1H30M"), (1_500, "PT25H")]
        {
            assert_eq!(period(minutes), wanted);
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let node = Node::new("Thing")
            .text("name", "Com\u{ad}mu\u{ad}ni\u{7f}catie\n")
            .text("description", " ")
            .maybe("image", None::<String>)
            .list("keywords", Vec::<String>::new());
        assert_eq!(Json::from(node).to_string(), r#"{"@type":"Thing","name":"Communi catie "}"#);
    }

    proptest! {
        #[test]
        fn no_text_ends_the_script_and_all_come_back(text in "(</script>|<!--|[<>&\"'\\\\]|\\PC){0,20}") {
            let document = serde_json::json!({ "name": text });
            let written = script(&document);
            prop_assert!(!written.contains(['<', '>', '&']));
            prop_assert_eq!(serde_json::from_str::<Json>(&written).ok(), Some(document));
        }
    }
}
