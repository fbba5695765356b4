//! The template engine: all templates of a site, parsed and checked once.

use std::collections::BTreeSet;
use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::values::Values;
use super::{calendar, contract, fault, functions, hyphens};
use crate::assets::Assets;
use crate::diagnostic::Diagnostics;
use crate::locale;
use crate::markdown::Contracts;
use crate::nearest::nearest;
use crate::path::{BaseUrl, SourcePath};
use crate::site::Site;
use crate::theme::ThemeText;

/// All templates of a site.
pub struct Engine {
    tera: Tera,
    contracts: Arc<Contracts>,
    /// Components that cannot be used, which was told.
    unusable: BTreeSet<String>,
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
        let with_functions = || with_functions(assets, base_url, language);
        let templates: Vec<Template> = templates.into_iter().map(Template::new).collect();
        let mut tera = with_functions();
        let pairs = templates.iter().map(|t| (t.name.as_str(), t.text.as_str()));
        if tera.add_raw_templates(pairs).is_err() {
            tera = fault::of_templates(&templates, with_functions, diagnostics);
        }
        let names = templates.iter().map(|t| (t.name.as_str(), &t.path));
        let (contracts, unusable) = contract::read(&tera, names, diagnostics);
        Self { tera, contracts: Arc::new(contracts), unusable }
    }

    /// What the directives of Markdown may be called with.
    pub fn contracts(&self) -> &Arc<Contracts> {
        &self.contracts
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

/// An engine with our functions and filters and no template.
fn with_functions(assets: &Arc<Assets>, base_url: &BaseUrl, language: &str) -> Tera {
    let mut tera = Tera::default();
    let (assets, base_url) = (Arc::clone(assets), base_url.clone());
    tera.register_function("asset", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let name: &str = arguments.must_get("path")?;
        match assets.get(name) {
            Some(asset) => Ok(Value::from(base_url.href(&asset.url))),
            None => {
                let near = nearest(name, assets.names());
                let remedy = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                Err(tera::Error::message(format!("There is no file `static/{name}`{remedy}")))
            }
        }
    });
    functions::declare(&mut tera);
    tera.register_filter("calendar_text", |text: &str, _: Kwargs, _: &State| {
        calendar::escape(text)
    });
    tera.register_filter("urlencode", |text: &str, _: Kwargs, _: &State| -> String {
        utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
    });
    let tag = language.to_owned();
    tera.register_filter("soft_hyphens", move |text: &str, _: Kwargs, _: &State| {
        hyphens::soften(text, &tag)
    });
    tera.register_filter("fill", |word: &str, arguments: Kwargs, _: &State| -> String {
        locale::fill(word, |name| {
            let value = arguments.iter().find(|(key, _)| key.as_str() == Some(name))?.1;
            Some(value.to_string())
        })
    });
    tera
}
