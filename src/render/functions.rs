//! What templates and components can ask of the site: lists of pages, sessions, facts of a file.
//!
//! A page carries no more of the site than it shows, so what only some pages want is a question,
//! not a value. Questions that many pages ask are answered once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use percent_encoding::percent_decode_str;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::extras::Extended;
use super::values::{Values, map};
use crate::assets::Assets;
use crate::locale::format_size;
use crate::nearest::nearest;
use crate::path::UrlPath;
use crate::site::{PageId, Route, SectionId, Site, TagId};
use crate::source::Kind;

/// The functions that need the whole site, so that templates which call them can be checked
/// before there is one.
const NAMES: &[&str] = &["pages", "sessions", "file"];

/// Pages that a list shows when it does not say.
const LIMIT: usize = 10;

/// How a list is ordered.
const ORDERS: &[&str] = &["newest", "oldest", "title", "weight"];

/// Makes the names known: [`answer`] says later what they give.
pub(super) fn declare(engine: &mut Extended) {
    for name in NAMES {
        engine.function(name, |_: Kwargs, _: &State| Value::none());
    }
}

/// Lets the functions answer from a snapshot.
pub(super) fn answer(
    tera: &mut Tera,
    site: &Arc<Site>,
    values: &Arc<Values>,
    assets: &Arc<Assets>,
) {
    let questions = Arc::new(Questions {
        site: Arc::clone(site),
        values: Arc::clone(values),
        assets: Arc::clone(assets),
        known: Mutex::default(),
    });
    let ask = Arc::clone(&questions);
    tera.register_function("pages", move |given: Kwargs, _: &State| ask.pages(&given));
    let ask = Arc::clone(&questions);
    tera.register_function("sessions", move |given: Kwargs, _: &State| ask.sessions(&given));
    tera.register_function("file", move |given: Kwargs, _: &State| questions.file(&given));
}

/// Which pages, in what order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Query {
    section: Option<SectionId>,
    kind: Option<Kind>,
    tag: Option<TagId>,
    order: Option<&'static str>,
}

/// A snapshot that is asked.
struct Questions {
    site: Arc<Site>,
    values: Arc<Values>,
    assets: Arc<Assets>,
    known: Mutex<HashMap<Query, Arc<[PageId]>>>,
}

impl Questions {
    /// Pages by section, kind and tag, without the one at `except`.
    fn pages(&self, given: &Kwargs) -> TeraResult<Value> {
        let site = &self.site;
        let section = match self.route(given, "section")? {
            Some(Route::Page(page)) if site.page(*page).index_of.is_some() => {
                site.page(*page).index_of
            }
            Some(_) => return Err(fault("`section` takes a section: the path of an `_index.md`.")),
            None => None,
        };
        let tag = match self.route(given, "tag")? {
            Some(Route::Tag { tag, .. }) => Some(*tag),
            Some(_) => return Err(fault("`tag` takes a tag of the site.")),
            None => None,
        };
        let kind = word(given, "kind", Kind::ALL.iter().map(|kind| kind.name()))?;
        let order = word(given, "order", ORDERS.iter().copied())?;
        let limit: Option<&Value> = given.get("limit")?;
        let limit = match limit.filter(|limit| !limit.is_none() && !limit.is_undefined()) {
            Some(limit) => match limit.as_i128().and_then(|limit| usize::try_from(limit).ok()) {
                Some(limit) if limit > 0 => limit,
                _ => return Err(fault("`limit` takes a whole number above zero.")),
            },
            None => LIMIT,
        };
        let except = match self.route(given, "except")? {
            Some(Route::Page(page)) => Some(*page),
            _ => None,
        };
        let query = Query { section, kind: kind.and_then(Kind::from_name), tag, order };
        let found = self.find(query);
        let shown: Vec<PageId> =
            found.iter().copied().filter(|&id| Some(id) != except).take(limit).collect();
        Ok(self.values.summaries(&shown))
    }

    /// All pages of a query, looked for once: a list that stands on every lesson would cost its
    /// length for each of them.
    fn find(&self, query: Query) -> Arc<[PageId]> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&query).cloned();
        known.unwrap_or_else(|| {
            let found: Arc<[PageId]> =
                self.site.find(query.section, query.kind, query.tag, query.order).into();
            lock().insert(query, Arc::clone(&found));
            found
        })
    }

    /// The sessions of the page at `of`, else of all pages; those ahead, soonest first.
    fn sessions(&self, given: &Kwargs) -> TeraResult<Value> {
        match self.route(given, "of")? {
            Some(Route::Page(page)) => Ok(self.values.sessions(&self.site.page(*page).sessions)),
            Some(_) => Err(fault("`of` takes a page of the site.")),
            None => Ok(self.values.all_sessions()),
        }
    }

    /// Name, extension and size of the file at `url`.
    fn file(&self, given: &Kwargs) -> TeraResult<Value> {
        // A file that does not exist was told at the author's line.
        if given.get::<&Value>("url")?.is_some_and(|url| url.as_str() == Some("")) {
            return Ok(map! { "name": "", "extension": "", "bytes": 0, "size": "" });
        }
        let bytes = match self.route(given, "url")? {
            Some(Route::File(file)) => self.assets.size_of_file(file),
            Some(Route::Asset(index)) => self.assets.size(*index),
            _ => return Err(fault("`url` takes a file of the site.")),
        };
        let bytes = bytes.map_err(|fault| tera::Error::message(fault.message))?;
        let url = text(given, "url")?.unwrap_or_default();
        let plain = percent_decode_str(url).decode_utf8_lossy();
        let name = plain.rsplit('/').next().unwrap_or_default();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        Ok(map! {
            "name": name,
            "extension": extension.to_uppercase(),
            "bytes": bytes,
            "size": format_size(bytes, &self.values.locale.numbers),
        })
    }

    /// What is at the URL of an argument; `None` where that is not given.
    fn route(&self, given: &Kwargs, name: &str) -> TeraResult<Option<&Route>> {
        let Some(url) = text(given, name)? else { return Ok(None) };
        let base_url = &self.site.config.base_url;
        let path = url.strip_prefix(base_url.origin()).unwrap_or(url);
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let path = percent_decode_str(base_url.strip(path)).decode_utf8_lossy();
        let route = self.site.routes.get(&UrlPath::new(&path));
        match route {
            Some(route) => Ok(Some(route)),
            None => Err(fault(&format!("`{name}`: the site has no URL `{url}`."))),
        }
    }
}

fn fault(message: &str) -> tera::Error {
    tera::Error::message(message)
}

/// A text that was given; one that is none or empty was not.
fn text<'g>(given: &'g Kwargs, name: &'g str) -> TeraResult<Option<&'g str>> {
    let value: Option<&Value> = given.get(name)?;
    match value {
        Some(value) if value.is_none() || value.is_undefined() => Ok(None),
        Some(value) => match value.as_str() {
            Some(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            None => Err(fault(&format!("`{name}` takes text."))),
        },
        None => Ok(None),
    }
}

/// One of a few words.
fn word(
    given: &Kwargs,
    name: &str,
    words: impl Iterator<Item = &'static str> + Clone,
) -> TeraResult<Option<&'static str>> {
    let Some(wanted) = text(given, name)? else { return Ok(None) };
    if let Some(known) = words.clone().find(|word| *word == wanted) {
        return Ok(Some(known));
    }
    let near = nearest(wanted, words.clone()).map(|near| format!("; did you mean `{near}`?"));
    let all = || format!("; there are {}.", words.collect::<Vec<_>>().join(", "));
    Err(fault(&format!("`{name}` cannot be `{wanted}`{}", near.unwrap_or_else(all))))
}
