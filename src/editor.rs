//! What an editor is given, so that it knows the keys and the directives: JSON Schemas, snippets,
//! and the settings that connect them.
//!
//! Pure: everything follows from what the program reads itself. The words come from the reference,
//! which is the documentation of the same keys.

mod schema;
mod snippets;
mod words;

use serde_json::{Value, json};

pub use schema::{front_matter, site};

use crate::markdown::Contracts;
use crate::path::SourcePath;

/// A file for VS Code, in the folder of the site.
pub struct EditorFile {
    /// Where it goes.
    pub path: SourcePath,
    /// What stands in it.
    pub text: String,
    /// What its author's own version must hold for the rest to work; `None` where the file is made
    /// by Leerpad alone, and made anew.
    pub needs: Option<&'static str>,
}

/// The schema of `site.yaml`, from the folder of the site.
const SITE_SCHEMA: &str = ".vscode/leerpad-site.schema.json";

/// What gives VS Code the schema; it knows none for YAML by itself.
const YAML_EXTENSION: &str = "redhat.vscode-yaml";

/// The files for VS Code: of a site whose configuration has this name, in this language, with these
/// directives.
pub fn vscode(config: &str, language: &str, contracts: &Contracts) -> Vec<EditorFile> {
    let file = |path: &str, value: &Value, needs| EditorFile {
        path: SourcePath::new(path),
        text: text(value),
        needs,
    };
    vec![
        file(SITE_SCHEMA, &site(), None),
        file(".vscode/leerpad.code-snippets", &snippets::snippets(language, contracts), None),
        file(".vscode/settings.json", &settings(config), Some(SITE_SCHEMA)),
        file(
            ".vscode/extensions.json",
            &json!({ "recommendations": [YAML_EXTENSION] }),
            Some(YAML_EXTENSION),
        ),
    ]
}

/// As it is written into a file.
pub fn text(value: &Value) -> String {
    // Plain data with string keys: serde_json has no way to fail on it.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Markdown is prose: words of the page are no suggestions, and Enter ends a line.
fn settings(config: &str) -> Value {
    json!({
        "yaml.schemas": { SITE_SCHEMA: config },
        "[markdown]": {
            // Within front matter, what is typed counts as a string.
            "editor.quickSuggestions": { "other": true, "comments": false, "strings": true },
            "editor.wordBasedSuggestions": "off",
            "editor.acceptSuggestionOnEnter": "off",
        },
    })
}
