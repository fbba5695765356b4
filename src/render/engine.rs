//! The template engine: all templates of a site, parsed and checked once.

use std::collections::BTreeSet;
use std::sync::Arc;

use tera::{Context, Tera, TeraResult, Value};

use super::extras::Extended;
use super::values::Values;
use super::{contract, extras, fault, functions};
use crate::assets::Assets;
use crate::diagnostic::Diagnostics;
use crate::markdown::Contracts;
use crate::path::{BaseUrl, SourcePath};
use crate::site::Site;
use crate::theme::ThemeText;

/// All templates of a site.
pub struct Engine {
    tera: Tera,
    contracts: Arc<Contracts>,
    functions: Vec<&'static str>,
    filters: Vec<&'static str>,
    /// Components that cannot be used, which was told.
    unusable: BTreeSet<String>,
    /// Whether a template shows structured data, which takes longer to make than all other values of a page.
    pub(super) wants_json_ld: bool,
}

/// One template before it is parsed.
pub(super) struct Template {
    pub name: String,
    pub path: SourcePath,
    pub text: String,
    pub built_in: bool,
}

impl Template {
    /// Without a stand-in for what cannot be read, every page that uses it would tell that it
    /// does not exist.
    fn new(file: ThemeText) -> Self {
        let text = file.text.unwrap_or_else(|| fault::stand_in(&file.name));
        Self { name: file.name, path: file.path, text, built_in: file.built_in }
    }
}

impl Engine {
    /// Parses the templates of a site and of the default theme. All that are broken are told,
    /// and replaced by empty ones so that the rest can be checked.
    pub fn new(
        templates: Vec<ThemeText>,
        assets: &Arc<Assets>,
        base_url: &BaseUrl,
        language: &str,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let extended = || extras::extended(assets, base_url, language);
        let templates: Vec<Template> = templates.into_iter().map(Template::new).collect();
        let Extended { mut tera, functions, filters } = extended();
        let pairs = templates.iter().map(|t| (t.name.as_str(), t.text.as_str()));
        if tera.add_raw_templates(pairs).is_err() {
            tera = fault::of_templates(&templates, || extended().tera, diagnostics);
        }
        let names = templates.iter().map(|t| (t.name.as_str(), &t.path));
        let (contracts, unusable) = contract::read(&tera, names, diagnostics);
        // A template can ask for all that there is by the name of Tera's whole context.
        let wants_json_ld = templates
            .iter()
            .any(|t| ["json_ld", "__tera_context"].iter().any(|name| t.text.contains(name)));
        Self { tera, contracts: Arc::new(contracts), functions, filters, unusable, wants_json_ld }
    }

    /// What the directives of Markdown may be called with.
    pub fn contracts(&self) -> &Arc<Contracts> {
        &self.contracts
    }

    /// The functions that templates have besides Tera's own.
    pub fn functions(&self) -> &[&'static str] {
        &self.functions
    }

    /// The filters that templates have besides Tera's own.
    pub fn filters(&self) -> &[&'static str] {
        &self.filters
    }

    /// Makes values known to every template and, where it asks for them, to every component.
    pub(super) fn share(&mut self, values: impl IntoIterator<Item = (&'static str, Value)>) {
        for (name, value) in values {
            self.tera.global_context().insert_value(name, value);
        }
    }

    /// Lets the functions that need the whole site answer from a snapshot.
    pub(super) fn answer(&mut self, site: &Arc<Site>, values: &Arc<Values>, assets: &Arc<Assets>) {
        functions::answer(&mut self.tera, site, values, assets);
    }

    pub(super) fn has_template(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    pub(super) fn has_component(&self, name: &str) -> bool {
        self.tera.get_component_definition(name).is_some()
    }

    pub(super) fn template_names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.tera.get_template_names().map(str::to_owned).collect();
        names.sort();
        names
    }

    pub(super) fn render(&self, template: &str, context: &Context) -> TeraResult<String> {
        self.tera.render(template, context)
    }

    pub(super) fn render_component(
        &self,
        name: &str,
        arguments: &Context,
        implicit: &Context,
        body: Option<&str>,
    ) -> TeraResult<String> {
        if self.unusable.contains(name) {
            return Ok(String::new());
        }
        self.tera.render_component_with_implicits(name, arguments, implicit, body, true)
    }
}
