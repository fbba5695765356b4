//! What a directive may be called with: the declared arguments of its component, as plain data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All directives by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Contracts(pub BTreeMap<Box<str>, Arc<Contract>>);

impl Contracts {
    /// The contract of a directive.
    pub fn get(&self, name: &str) -> Option<&Contract> {
        self.0.get(name).map(Arc::as_ref)
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|name| &**name)
    }
}

/// The contracts that a text was checked against.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// By name, also of those that there are none of.
    names: BTreeSet<Box<str>>,
    /// All of them: a name that does not exist is told with the nearest that does.
    all: bool,
}

impl Asked {
    /// The contract of a name, which counts as asked for from now on.
    pub(super) fn get<'c>(&mut self, name: &str, contracts: &'c Contracts) -> Option<&'c Contract> {
        self.all |= !self.knows(name, contracts);
        contracts.get(name)
    }

    /// Whether there is a contract of that name, which counts as asked for from now on.
    pub(super) fn knows(&mut self, name: &str, contracts: &Contracts) -> bool {
        if !self.names.contains(name) {
            self.names.insert(name.into());
        }
        contracts.get(name).is_some()
    }

    /// Whether the text would be parsed alike with other contracts.
    pub fn are_same(&self, before: &Contracts, after: &Contracts) -> bool {
        match self.all {
            true => before == after,
            false => self.names.iter().all(|name| before.get(name) == after.get(name)),
        }
    }
}

/// What one directive may be called with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contract {
    /// Name of the component and of the directive.
    pub name: Box<str>,
    /// Its arguments.
    pub parameters: Vec<Parameter>,
    /// The argument that stands on the opening line.
    pub positional: Option<Box<str>>,
    /// What may stand between the fences.
    pub body: BodyKind,
    /// What its body defines.
    pub defines: Option<Defines>,
    /// Whether it takes arguments besides those that it names, as text.
    pub open: bool,
}

/// What may stand between the fences of a directive, after its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyKind {
    /// Nothing.
    None,
    /// Markdown, a text of its own for references and footnotes.
    Markdown,
    /// YAML, which arrives in the argument `data`.
    Yaml,
    /// The questions of a quiz in YAML, which arrive in the argument `data`, read and checked.
    Quiz,
}

/// What the body of a directive defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Defines {
    /// Terms: the titles of its definition lists.
    Terms,
    /// A checklist: its tasks, of which the argument `checklist` tells.
    Tasks,
}

/// One argument.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Parameter {
    /// Its name.
    pub name: Box<str>,
    /// What it takes.
    pub kind: ParameterKind,
    /// Whether it must be given.
    pub required: bool,
    /// Whether a whole number must be handed on as a fraction: Tera's `float`.
    pub float: bool,
}

/// What an argument takes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ParameterKind {
    /// Text that a reader reads: it gets the typography of its language.
    Text,
    /// Text that stays as it was written: a name, a code.
    Literal,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A list in YAML: `[a, b]`.
    List,
    /// A group of keys in YAML: `{a: 1}`.
    Map,
    /// Whatever YAML makes of it.
    Any,
    /// A date: `2026-11-23`.
    Date,
    /// A page of the site or a full URL.
    Link,
    /// A picture of the site, which the component gets with all that is known of it.
    Picture,
    /// A page of the site.
    Page,
    /// A section of the site: its `_index.md`.
    Section,
    /// A file of the site.
    File,
    /// A tag of the site, which arrives as its URL.
    Tag,
    /// One of these words.
    OneOf(Vec<Box<str>>),
}

impl Contract {
    /// An argument by name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| &*parameter.name == name)
    }

    /// The names of the arguments that an author may give.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(|parameter| &*parameter.name)
    }
}
