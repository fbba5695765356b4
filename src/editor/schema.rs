//! What the program reads of front matter and `site.yaml`, as JSON Schema.
//!
//! Draft 7 is the newest that the YAML extension of VS Code knows.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::words::{self, Row};
use crate::yaml::{KnownKey, Takes};
use crate::{config, source};

/// The schema of front matter.
pub fn front_matter() -> Value {
    schema("Front matter of a Leerpad page", &source::keys(), words::FRONT_MATTER)
}

/// The schema of `site.yaml`.
pub fn site() -> Value {
    schema("Configuration of a Leerpad site", &config::keys(), words::SITE)
}

fn schema(title: &str, keys: &[KnownKey], page: &str) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".into(), json!(title));
    schema.extend(Keys { keys, rows: words::rows(page) }.group(""));
    Value::Object(schema)
}

struct Keys<'a> {
    keys: &'a [KnownKey],
    rows: HashMap<&'a str, Row<'a>>,
}

impl Keys<'_> {
    /// The closed object of the keys right below a path, which ends with its dot.
    fn group(&self, below: &str) -> Map<String, Value> {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for key in self.keys {
            let Some(name) = key.path.strip_prefix(below).filter(|name| !name.contains('.')) else {
                continue;
            };
            if key.required {
                required.push(name);
            }
            properties.insert(name.to_owned(), self.property(key));
        }
        let mut group = Map::new();
        group.insert("type".into(), json!("object"));
        group.insert("properties".into(), Value::Object(properties));
        group.insert("additionalProperties".into(), json!(false));
        if !required.is_empty() {
            group.insert("required".into(), json!(required));
        }
        group
    }

    fn property(&self, key: &KnownKey) -> Value {
        let mut property = self.value(&key.path, &key.takes);
        if !key.required {
            // A key with nothing behind it counts as one that is not there.
            property = or_nothing(property);
        }
        let row = self.rows.get(key.path.as_str());
        if let Some(default) = row.and_then(|row| default(&key.takes, row.default)) {
            property.insert("default".into(), default);
        }
        if let Some(row) = row {
            property.insert("description".into(), json!(row.is.replace('`', "")));
            // Editors of the family of VS Code show this one where it is there.
            property.insert("markdownDescription".into(), json!(row.is));
        }
        Value::Object(property)
    }

    /// What a key takes. Text has no `type`: with one, an editor would offer `true` and `null` for a
    /// title, since both are taken for text.
    fn value(&self, path: &str, takes: &Takes) -> Map<String, Value> {
        // What an editor says is no part of JSON Schema; validators pass over it.
        let text = |pattern: &str, says: &str| json!({ "type": "string", "pattern": pattern, "patternErrorMessage": says });
        let value = match takes {
            Takes::Text
            | Takes::Link
            | Takes::File
            | Takes::Template
            | Takes::Language
            | Takes::TimeZone
            | Takes::UrlWord => text_but_for(&["object", "array", "null"]),
            Takes::Boolean => json!({ "type": "boolean" }),
            Takes::Integer(bounds) => {
                json!({ "type": "integer", "minimum": bounds.start(), "maximum": bounds.end() })
            }
            Takes::Date => text(
                DATE,
                "Write year-month-day, like 2026-11-23, or with a time, like 2026-11-23 14:30.",
            ),
            Takes::Duration => json!({ "anyOf": [
                { "type": "integer", "minimum": 1, "maximum": 100_000 },
                text(
                    r"^([1-9][0-9]*m?|[0-9]+h([0-5]?[0-9])?m?)$",
                    "Write minutes, like 40, or hours and minutes, like 1h30.",
                ),
            ] }),
            Takes::Amount => json!({ "anyOf": [
                { "type": "number", "minimum": 0, "maximum": 999_999_999.99 },
                text(
                    r"^[0-9]{1,9}(\.[0-9]{1,2})?$",
                    "Write digits, with a point before the cents: 1295.50.",
                ),
            ] }),
            Takes::Price => json!({ "anyOf": [
                self.value(path, &Takes::Amount),
                self.group(&format!("{path}.")),
            ] }),
            Takes::OneOf(words) => json!({ "enum": words }),
            Takes::Url => text(
                "^\\s*[A-Za-z][A-Za-z0-9+.-]*:",
                "Write the full address, like https://name.example/.",
            ),
            Takes::Path => {
                text(r"^/(?!/)[^?#\\]*$", "Write it from the root of the site, like /old/page/.")
            }
            Takes::Colour => text(
                "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$",
                "Write # and six digits, in quotes: \"#8a1c5b\".",
            ),
            Takes::Currency => {
                text("^[A-Za-z]{3}$", "Write the three letters of a currency, like EUR.")
            }
            Takes::List { of, exactly } => {
                let item = self.value(path, of);
                let mut list = json!({ "type": "array", "items": item });
                if let Some(count) = exactly {
                    list["minItems"] = json!(count);
                    list["maxItems"] = json!(count);
                }
                json!({ "anyOf": [list, item] })
            }
            Takes::Group => Value::Object(self.group(&format!("{path}."))),
            Takes::Groups => {
                json!({ "type": "array", "items": self.group(&format!("{path}[].")) })
            }
            Takes::Pairs => {
                let text = self.value(path, &Takes::Text);
                json!({ "type": "object", "additionalProperties": text })
            }
            Takes::Own => json!({ "type": "object" }),
        };
        match value {
            Value::Object(value) => value,
            _ => Map::new(),
        }
    }
}

/// Year, month and day; a time behind a space or `T`, with or without seconds and offset.
const DATE: &str = r"^\s*[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([Tt ]([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?\s*$";

/// Any value of one line but these. A plain list of types would have an editor offer them, and say
/// less well what is wrong.
fn text_but_for(types: &[&str]) -> Value {
    json!({ "if": { "type": types }, "then": { "type": "string" } })
}

/// The same, and `null` too.
fn or_nothing(mut value: Map<String, Value>) -> Map<String, Value> {
    if let Some(kind) = value.get_mut("type") {
        *kind = json!([kind.take(), "null"]);
    } else if let Some(Value::Array(words)) = value.get_mut("enum") {
        words.push(Value::Null);
    } else if let Some(Value::Array(ways)) = value.get_mut("anyOf") {
        ways.push(json!({ "type": "null" }));
    } else if let Value::Object(text) = text_but_for(&["object", "array"]) {
        value = text;
    }
    value
}

/// The default of a cell, where it is a value of the key and no description of one.
fn default(takes: &Takes, cell: &str) -> Option<Value> {
    let word = cell.strip_prefix('`')?.strip_suffix('`')?;
    match takes {
        Takes::Boolean => word.parse().ok().map(Value::Bool),
        Takes::Integer(_) => word.parse::<i64>().ok().map(Value::from),
        Takes::OneOf(words) => words.contains(&word).then(|| json!(word)),
        Takes::Text | Takes::Language | Takes::TimeZone | Takes::Currency => Some(json!(word)),
        _ => None,
    }
}
