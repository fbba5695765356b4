//! Components → contracts: what Tera knows of each component, as plain data.

use std::collections::BTreeSet;
use std::sync::Arc;

use tera::{ComponentArg, ComponentArgType, ComponentInfo, Tera, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::markdown::{BodyKind, Contract, Contracts, Defines, Parameter, ParameterKind};
use crate::path::SourcePath;

/// The folder of templates whose files are directives.
const COMPONENTS: &str = "components/";

/// Reads the contracts of the components in `templates/components/`. A file there that is no
/// directive is told; its name is in the set, and it has a contract that takes anything, since what
/// the author's directives make of it is no fault of theirs.
pub(super) fn read<'a>(
    tera: &Tera,
    templates: impl Iterator<Item = (&'a str, &'a SourcePath)>,
    diagnostics: &mut Diagnostics,
) -> (Contracts, BTreeSet<String>) {
    let mut contracts = Contracts::default();
    let mut unusable = BTreeSet::new();
    for (template, path) in templates {
        let Some(name) =
            template.strip_prefix(COMPONENTS).and_then(|file| file.strip_suffix(".html"))
        else {
            continue;
        };
        let contract = match tera.get_component_definition(name) {
            Some(info) => contract(&info),
            None => Err(misnamed(name)),
        };
        let contract = contract.unwrap_or_else(|(message, remedy)| {
            diagnostics.push(Diagnostic::error(Code::BadComponent, message, remedy).in_file(path));
            unusable.insert(name.to_owned());
            stand_in(name)
        });
        contracts.0.insert(name.into(), Arc::new(contract));
    }
    (contracts, unusable)
}

/// A file without a component of its name, and what to do.
fn misnamed(name: &str) -> (String, String) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let message = format!("This file defines no component `{name}`.");
    let remedy = match name.chars().all(is_name) && !name.is_empty() {
        true => format!("Name the component as its file: `{{% component {name}() %}}`."),
        false => {
            "Give the file, and the component in it, a name of letters, digits and `_`.".into()
        }
    };
    (message, remedy)
}

/// In place of a contract that cannot be used.
fn stand_in(name: &str) -> Contract {
    Contract {
        name: name.into(),
        parameters: Vec::new(),
        // No parameter has this name: what stands there is passed over.
        positional: Some("".into()),
        body: BodyKind::Markdown,
        defines: None,
        open: true,
    }
}

fn contract(info: &ComponentInfo) -> Result<Contract, (String, String)> {
    let name = info.name();
    let mut positional = None;
    let mut body = BodyKind::None;
    let mut defines = None;
    let mut types = None;
    for (key, value) in info.metadata() {
        match (key.as_str(), value.as_str(), value.as_map()) {
            ("positional", Some(argument), _) => positional = Some(argument),
            ("body", Some("markdown"), _) => body = BodyKind::Markdown,
            ("body", Some("yaml"), _) => body = BodyKind::Yaml,
            ("body", Some("quiz"), _) => body = BodyKind::Quiz,
            ("body", Some("none"), _) => body = BodyKind::None,
            ("defines", Some("terms"), _) => defines = Some(Defines::Terms),
            ("defines", Some("tasks"), _) => defines = Some(Defines::Tasks),
            ("types", _, Some(map)) => types = Some(map),
            _ => {
                return Err((
                    format!("The component `{name}` says `{key}`, which means nothing here."),
                    "There are `positional` (an argument), `body` (`markdown`, `yaml`, `quiz` or `none`), `defines` (`terms` or `tasks`) and `types` (a map).".to_owned(),
                ));
            }
        }
    }
    let mut parameters = Vec::new();
    for argument in info.args().iter().filter(|argument| !argument.is_implicit()) {
        let finer =
            types.and_then(|types| types.get(&tera::value::Key::from(argument.name().to_owned())));
        parameters.push(parameter(name, argument, finer)?);
    }
    let has = |wanted: &str| parameters.iter().any(|parameter| &*parameter.name == wanted);
    let named = types.into_iter().flat_map(|types| types.keys()).filter_map(|key| key.as_str());
    if let Some(missing) = positional.into_iter().chain(named).find(|wanted| !has(wanted)) {
        return Err((
            format!("The component `{name}` has no argument `{missing}`."),
            "Name one of its arguments behind `positional` and in `types`.".to_owned(),
        ));
    }
    if body == BodyKind::Yaml && !has("data") {
        return Err((
            format!("The component `{name}` takes YAML but has no argument `data`."),
            "Declare it: `data: array` or `data: map`.".to_owned(),
        ));
    }
    if body == BodyKind::Quiz {
        let is_map = |p: &Parameter| &*p.name == "data" && p.kind == ParameterKind::Map;
        if positional.is_none() || !parameters.iter().any(is_map) {
            return Err((
                format!(
                    "The component `{name}` makes a quiz but has no argument `data`, or none for its title."
                ),
                "Declare both, `title: string, data: map`, and write `\"positional\": \"title\"`."
                    .to_owned(),
            ));
        }
        // What Leerpad fills in is no argument that an author may give.
        parameters.retain(|parameter| !is_map(parameter));
    }
    if defines.is_some() && body != BodyKind::Markdown {
        return Err((
            format!("The component `{name}` defines terms or tasks but takes no Markdown."),
            "Write `\"body\": \"markdown\"` too: that is where they stand.".to_owned(),
        ));
    }
    // What Leerpad fills in is no argument that an author may give.
    let before = parameters.len();
    parameters
        .retain(|parameter| defines != Some(Defines::Tasks) || &*parameter.name != "checklist");
    if defines == Some(Defines::Tasks) && parameters.len() == before {
        return Err((
            format!("The component `{name}` makes a checklist but has no argument `checklist`."),
            "Declare it: `checklist: map`.".to_owned(),
        ));
    }
    Ok(Contract {
        name: name.into(),
        parameters,
        positional: positional.map(Into::into),
        body,
        defines,
        open: info.rest_param().is_some(),
    })
}

fn parameter(
    component: &str,
    argument: &ComponentArg,
    finer: Option<&Value>,
) -> Result<Parameter, (String, String)> {
    let kind = match finer {
        Some(finer) => finer_kind(finer).ok_or_else(|| {
            (
                format!("The component `{component}` gives `{}` a type that does not exist.", argument.name()),
                "There are \"literal\", \"date\", \"link\", \"page\", \"section\", \"file\", \"picture\", \"tag\", or an array of the words allowed.".to_owned(),
            )
        })?,
        None => match argument.arg_type() {
            Some(ComponentArgType::String) => ParameterKind::Text,
            Some(ComponentArgType::Bool) => ParameterKind::Boolean,
            Some(ComponentArgType::Integer) => ParameterKind::Integer,
            Some(ComponentArgType::Float | ComponentArgType::Number) => ParameterKind::Number,
            Some(ComponentArgType::Array) => ParameterKind::List,
            Some(ComponentArgType::Map) => ParameterKind::Map,
            _ => ParameterKind::Any,
        },
    };
    let float = argument.arg_type() == Some(ComponentArgType::Float);
    Ok(Parameter { name: argument.name().into(), kind, required: argument.is_required(), float })
}

fn finer_kind(finer: &Value) -> Option<ParameterKind> {
    if let Some(words) = finer.as_array() {
        return words
            .iter()
            .map(|word| word.as_str().map(Into::into))
            .collect::<Option<_>>()
            .map(ParameterKind::OneOf);
    }
    match finer.as_str()? {
        "literal" => Some(ParameterKind::Literal),
        "date" => Some(ParameterKind::Date),
        "link" => Some(ParameterKind::Link),
        "page" => Some(ParameterKind::Page),
        "section" => Some(ParameterKind::Section),
        "file" => Some(ParameterKind::File),
        "picture" => Some(ParameterKind::Picture),
        "tag" => Some(ParameterKind::Tag),
        _ => None,
    }
}
