//! `check.external`: which links to other sites are checked, and how often.

use crate::diagnostic::{Code, Diagnostic};
use crate::yaml::{Fields, Reader, Takes};

/// How links to other sites are checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// How the URLs begin that are not asked for.
    pub ignore: Vec<String>,
    /// How long a link that works is not asked for again, in days.
    pub max_age: u32,
}

impl Default for External {
    fn default() -> Self {
        Self { ignore: Vec::new(), max_age: 7 }
    }
}

/// Takes `external` out of `check`.
pub(super) fn parse(fields: &mut Fields, reader: &mut Reader) -> External {
    let remedy = "`external` has `ignore` and `max_age`.";
    let external = fields.group(reader, "external", "`external`", remedy, |fields, reader| {
        let max_age = fields.integer(reader, "max_age", 0..=365).map(|days| days as u32);
        let default = External::default();
        External { ignore: ignored(fields, reader), max_age: max_age.unwrap_or(default.max_age) }
    });
    external.unwrap_or_default()
}

fn ignored(fields: &mut Fields, reader: &mut Reader) -> Vec<String> {
    let mut ignored = Vec::new();
    for (url, at) in fields.texts_as(reader, "ignore", || Takes::Url) {
        if url.starts_with("https://") || url.starts_with("http://") {
            ignored.push(url);
            continue;
        }
        let message = format!("No link begins with `{url}`.");
        let remedy = "Write how the URLs begin, like `https://www.linkedin.com/`.";
        reader.report(Diagnostic::error(Code::BadUrl, message, remedy), at);
    }
    ignored
}
