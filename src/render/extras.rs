//! Functions and filters that templates have besides Tera's own.

use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tera::{
    ArgFromValue, Filter, Function, FunctionResult, Kwargs, State, Tera, TeraResult, Value,
};

use super::{calendar, functions};
use crate::assets::Assets;
use crate::hyphens;
use crate::locale;
use crate::nearest::nearest;
use crate::path::BaseUrl;

/// An engine without a template, and the names of what it has besides.
#[derive(Default)]
pub(super) struct Extended {
    pub tera: Tera,
    pub functions: Vec<&'static str>,
    pub filters: Vec<&'static str>,
}

impl Extended {
    pub(super) fn function<F, R>(&mut self, name: &'static str, function: F)
    where
        F: Function<R>,
        R: FunctionResult,
    {
        self.functions.push(name);
        self.tera.register_function(name, function);
    }

    fn filter<F, A, R>(&mut self, name: &'static str, filter: F)
    where
        F: Filter<A, R> + for<'a> Filter<<A as ArgFromValue<'a>>::Output, R>,
        A: for<'a> ArgFromValue<'a>,
        R: FunctionResult,
    {
        self.filters.push(name);
        self.tera.register_filter(name, filter);
    }
}

/// An engine with our functions and filters and no template.
pub(super) fn extended(assets: &Arc<Assets>, base_url: &BaseUrl, language: &str) -> Extended {
    let mut engine = Extended::default();
    let (assets, base_url) = (Arc::clone(assets), base_url.clone());
    engine.function("asset", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
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
    functions::declare(&mut engine);
    engine.filter("calendar_text", |text: &str, _: Kwargs, _: &State| calendar::escape(text));
    engine.filter("json", |value: Value, _: Kwargs, _: &State| -> TeraResult<String> {
        serde_json::to_string(&value).map_err(|error| tera::Error::message(error.to_string()))
    });
    engine.filter("urlencode", |text: &str, _: Kwargs, _: &State| -> String {
        utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
    });
    let tag = language.to_owned();
    engine.filter("soft_hyphens", move |text: &str, _: Kwargs, _: &State| {
        hyphens::soften(text, &tag)
    });
    engine.filter("fill", |word: &str, arguments: Kwargs, _: &State| -> String {
        locale::fill(word, |name| {
            let value = arguments.iter().find(|(key, _)| key.as_str() == Some(name))?.1;
            Some(value.to_string())
        })
    });
    engine
}
