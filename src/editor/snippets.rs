//! Snippets for VS Code: each directive, and each key of front matter.
//!
//! There is no schema for front matter in VS Code: the YAML extension reads no YAML in Markdown. But
//! VS Code itself counts front matter as YAML, so that a snippet for YAML in a Markdown file is
//! offered there and nowhere else.

use serde_json::{Map, Value, json};

use super::words::{self, Row};
use crate::markdown::{BodyKind, Contract, Contracts, Parameter, ParameterKind};
use crate::source;
use crate::yaml::{KnownKey, Takes};

/// All snippets, in a language, for these directives.
pub(super) fn snippets(language: &str, contracts: &Contracts) -> Value {
    let words = words::snippets(language);
    let mut snippets = Map::new();
    let rows = words::rows(words::DIRECTIVES);
    for contract in contracts.0.values() {
        let own = &words["directives"][&*contract.name];
        let mut says = said(own, rows.get(&*contract.name));
        let options: Vec<&str> = contract.names().collect();
        if let (false, Some(word)) = (options.is_empty(), words["options"].as_str()) {
            says = format!("{says}\n{word}: {}", options.join(", ")).trim().to_owned();
        }
        let snippet = json!({
            "scope": "markdown",
            "prefix": &*contract.name,
            "body": lines(&directive(contract, own)),
            "description": says,
        });
        snippets.insert(format!("{{{}}}", contract.name), snippet);
    }
    let rows = words::rows(words::FRONT_MATTER);
    let keys = source::keys();
    for key in keys.iter().filter(|key| !key.path.contains('.')) {
        let snippet = json!({
            "scope": "yaml",
            "include": ["**/*.md"],
            "prefix": key.path,
            "body": lines(&Body::default().key(&keys, key, "")),
            "description": said(&words["keys"][&key.path], rows.get(key.path.as_str())),
        });
        snippets.insert(format!("{}:", key.path), snippet);
    }
    Value::Object(snippets)
}

/// What it is: in the words of the language, else in those of the reference.
fn said(own: &Value, row: Option<&Row>) -> String {
    let own = own.as_str().or_else(|| own["is"].as_str());
    own.map(str::to_owned).or_else(|| Some(row?.is.clone())).unwrap_or_default()
}

fn lines(body: &str) -> Vec<&str> {
    body.lines().collect()
}

/// A fence with what must be given, and a body.
fn directive(contract: &Contract, words: &Value) -> String {
    let mut body = Body::default();
    let given = |name: &str| words["with"][name].as_str();
    let text = match contract.body {
        BodyKind::Markdown | BodyKind::Quiz => words["body"].as_str().unwrap_or("…"),
        BodyKind::Yaml | BodyKind::None => "",
    };
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let mut out = format!("{fence}{{{}}}", contract.name);
    let mut options = String::new();
    let is_positional =
        |parameter: &Parameter| contract.positional.as_ref() == Some(&parameter.name);
    // The cursor stops on the opening line first.
    let (opening, others): (Vec<_>, Vec<_>) =
        contract.parameters.iter().partition(|p| is_positional(p));
    for parameter in opening.into_iter().chain(others) {
        let is_positional = is_positional(parameter);
        let said = given(&parameter.name);
        if !(is_positional || parameter.required || said.is_some()) {
            continue;
        }
        let value = match (&parameter.kind, said) {
            (ParameterKind::OneOf(all), _) => body.choice(all.iter().map(|word| &**word)),
            (_, Some(said)) => body.stop(said),
            // A title that nobody types is none.
            _ if !parameter.required => body.stop(""),
            (ParameterKind::Boolean, _) => body.choice(["true", "false"].into_iter()),
            (ParameterKind::Integer | ParameterKind::Number, _) => body.stop("10"),
            (ParameterKind::List, _) => body.stop("[]"),
            (ParameterKind::Map, _) => body.stop("{}"),
            (ParameterKind::Date, _) => TODAY.to_owned(),
            (ParameterKind::Link | ParameterKind::Page | ParameterKind::Section, _) => {
                body.stop(HOME)
            }
            (
                ParameterKind::Text
                | ParameterKind::Literal
                | ParameterKind::Any
                | ParameterKind::File
                | ParameterKind::Picture
                | ParameterKind::Tag,
                _,
            ) => body.stop(&parameter.name),
        };
        match is_positional {
            true => out += &format!(" {value}"),
            false => options += &format!("\n:{}: {value}", parameter.name),
        }
    }
    out += &options;
    if !text.is_empty() {
        let gap = if options.is_empty() { "\n" } else { "\n\n" };
        out += &format!("{gap}{}", body.stop(text));
    }
    out + &format!("\n{fence}")
}

const TODAY: &str = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE";

/// A page that every site has.
const HOME: &str = "/_index.md";

/// Counts the places where the author's cursor stops.
#[derive(Default)]
struct Body {
    stops: usize,
}

impl Body {
    /// A place with a text that what is typed takes the place of.
    fn stop(&mut self, text: &str) -> String {
        self.stops += 1;
        let text = text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
        match text.is_empty() {
            true => format!("${{{}}}", self.stops),
            false => format!("${{{}:{text}}}", self.stops),
        }
    }

    /// A place with a list to choose from.
    fn choice<'w>(&mut self, words: impl Iterator<Item = &'w str>) -> String {
        self.stops += 1;
        let words: Vec<String> = words
            .map(|word| word.replace('\\', "\\\\").replace(',', "\\,").replace('|', "\\|"))
            .collect();
        format!("${{{}|{}|}}", self.stops, words.join(","))
    }

    /// A key of front matter with a value, and the keys below it, indented.
    fn key(&mut self, keys: &[KnownKey], key: &KnownKey, indent: &str) -> String {
        let name = key.path.rsplit('.').next().unwrap_or(&key.path);
        let below = |list: &str| -> Vec<&KnownKey> {
            let start = format!("{}{list}.", key.path);
            let below = keys.iter().filter_map(|key| Some((key, key.path.strip_prefix(&start)?)));
            // A group in a group is for who reads the reference.
            let is_plain = |key: &KnownKey| !matches!(key.takes, Takes::Price | Takes::Group);
            below
                .filter(|(key, name)| !name.contains('.') && is_plain(key))
                .map(|(key, _)| key)
                .collect()
        };
        let deeper = format!("{indent}  ");
        let value = match &key.takes {
            Takes::Group => {
                let keys = below("").into_iter().map(|key| self.key(keys, key, &deeper));
                return format!("{indent}{name}:\n{}", keys.collect::<Vec<_>>().join("\n"));
            }
            Takes::Groups => {
                let deepest = format!("{deeper}  ");
                let keys = below("[]").into_iter().map(|key| self.key(keys, key, &deepest));
                let item = keys.collect::<Vec<_>>().join("\n");
                let item = item.trim_start();
                return format!("{indent}{name}:\n{deeper}- {item}");
            }
            Takes::Pairs | Takes::Own => {
                return format!("{indent}{name}:\n{deeper}{}", self.stop("name: text"));
            }
            Takes::List { of, .. } => format!("[{}]", self.value(of, name)),
            takes => self.value(takes, name),
        };
        format!("{indent}{name}: {value}")
    }

    /// A value that is taken as it stands.
    fn value(&mut self, takes: &Takes, name: &str) -> String {
        match takes {
            Takes::Boolean => self.choice(["true", "false"].into_iter()),
            Takes::OneOf(words) => self.choice(words.iter().copied()),
            Takes::Integer(bounds) => {
                self.stop(&10.clamp(*bounds.start(), *bounds.end()).to_string())
            }
            Takes::Date => TODAY.to_owned(),
            Takes::Duration => self.stop("40"),
            Takes::Price | Takes::Amount => self.stop("695"),
            Takes::Link => self.stop(HOME),
            Takes::Url => self.stop("https://name.example/"),
            Takes::Path => self.stop("/old/page/"),
            Takes::File => self.stop("picture.jpg"),
            Takes::Template => self.stop("page.html"),
            Takes::Colour => self.stop("\"#0b5d4f\""),
            Takes::Language => self.stop("nl"),
            Takes::TimeZone => self.stop("Europe/Amsterdam"),
            Takes::Currency => self.stop("EUR"),
            Takes::Text
            | Takes::UrlWord
            | Takes::List { .. }
            | Takes::Group
            | Takes::Groups
            | Takes::Pairs
            | Takes::Own => self.stop(name),
        }
    }
}
