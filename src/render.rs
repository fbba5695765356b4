//! Site × route → [`Artifact`]: the one function that makes what reaches a reader.
//!
//! Build, serve, check, deploy, export and newsletter are consumers of [`Renderer::render`];
//! nothing else makes bytes for a reader.

mod absolute;
mod body;
mod calendar;
mod contract;
mod engine;
mod extras;
mod fault;
mod feed;
mod functions;
mod glossary;
mod look;
mod offer;
mod page;
mod picture;
mod structured;
mod trail;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Context;

pub use engine::Engine;

use crate::assets::{Assets, Pictures};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::locale::Locale;
use crate::markdown::Contracts;
use crate::nearest::nearest;
use crate::path::{SourcePath, UrlPath};
use crate::site::{Page, Route, Site};
use glossary::Glossary;
use values::Values;

/// The response to one URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// HTTP status: 200, or 404 for the page of unknown URLs.
    pub status: u16,
    /// Media type with its charset.
    pub media_type: String,
    /// How long it may be kept.
    pub caching: Caching,
    /// The body.
    pub bytes: Vec<u8>,
}

/// How long a response may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caching {
    /// For ever: its URL holds a hash of its content.
    Immutable,
    /// Asked for again each time: pages, feeds.
    Revalidate,
    /// For a day: pictures and downloads under a name of their own.
    Day,
}

/// What stands in the data files that the site and its pages ask for, by name.
pub type Data = BTreeMap<String, serde_json::Value>;

/// A snapshot, ready to render its routes.
pub struct Renderer {
    site: Arc<Site>,
    engine: Engine,
    assets: Arc<Assets>,
    pictures: Arc<Pictures>,
    values: Arc<Values>,
    /// Of the site, if a page asks for it.
    glossary: Option<Glossary>,
}

impl Renderer {
    /// Prepares what all pages share. Templates that pages ask for and that do not exist are told.
    pub fn new(
        site: Arc<Site>,
        mut engine: Engine,
        assets: Arc<Assets>,
        pictures: Arc<Pictures>,
        locale: &Locale,
        data: &Data,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let values = Arc::new(Values::new(&site, locale, &assets, data));
        engine.share(values.globals());
        engine.answer(&site, &values, &assets);
        check_templates(&site, &engine, diagnostics);
        look::check(&site, &assets, diagnostics);
        let glossary = Glossary::new(&site, &engine, diagnostics);
        Self { site, engine, assets, pictures, values, glossary }
    }

    /// What the directives of the site may be called with.
    pub fn contracts(&self) -> &Contracts {
        self.engine.contracts()
    }

    /// The pictures that its pages show.
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// The snapshot.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The page's file that a URL is made from, if it is one.
    pub fn source(&self, url: &UrlPath) -> Option<&SourcePath> {
        self.source_of(self.site.routes.get(url)?)
    }

    /// The response to a URL of the site; `None` where the site has no such URL.
    ///
    /// # Errors
    /// What is wrong with the templates, the components or the file behind it.
    pub fn render(&self, url: &UrlPath) -> Option<Result<Artifact, Diagnostic>> {
        self.site.routes.get(url).map(|route| self.artifact(url, route))
    }

    /// What is wrong at a URL of the site; nothing where there is no such URL. Files are not read.
    pub fn check(&self, url: &UrlPath) -> Vec<Diagnostic> {
        match self.site.routes.get(url) {
            None | Some(Route::Asset(_) | Route::File(_) | Route::Picture { .. }) => Vec::new(),
            Some(route) => {
                let links = self.link_faults(url).iter().cloned();
                links.chain(self.artifact(url, route).err()).collect()
            }
        }
    }

    /// What is wrong with the links of the page at a URL, if there is one.
    pub(crate) fn link_faults(&self, url: &UrlPath) -> &[Diagnostic] {
        match self.site.routes.get(url) {
            Some(Route::Page(page)) => self.site.link_faults(self.site.page(*page)),
            _ => &[],
        }
    }

    fn artifact(&self, url: &UrlPath, route: &Route) -> Result<Artifact, Diagnostic> {
        match route {
            Route::Asset(index) => {
                let (asset, bytes) = self.assets.read(*index)?;
                let caching = if asset.fingerprinted { Caching::Immutable } else { Caching::Day };
                Ok(artifact(url, caching, bytes))
            }
            Route::File(file) => Ok(artifact(url, Caching::Day, self.assets.read_file(file)?)),
            Route::Picture { file, variant } => {
                let bytes = self.pictures.variant(file, *variant)?;
                Ok(artifact(url, Caching::Immutable, bytes))
            }
            _ => {
                let text = match self.text(url, route) {
                    // That a file of data lacks is told; what templates make of that is no fault
                    // of theirs.
                    Err(_) if self.lacks_data(route) => String::new(),
                    text => text?,
                };
                let status = if *route == Route::NotFound { 404 } else { 200 };
                Ok(Artifact {
                    status,
                    ..artifact(url, Caching::Revalidate, without_controls(text).into_bytes())
                })
            }
        }
    }

    /// What a template makes of a route.
    fn text(&self, url: &UrlPath, route: &Route) -> Result<String, Diagnostic> {
        let (template, context) = self.context(url, route)?;
        let text = self
            .engine
            .render(&template, &context)
            .map_err(|error| fault::of_page(&error, &template, self.source_of(route)))?;
        Ok(match route {
            Route::Session(_) => calendar::lines(&text),
            _ => text,
        })
    }

    /// The template of a route and what it may use.
    fn context(&self, url: &UrlPath, route: &Route) -> Result<(String, Context), Diagnostic> {
        match route {
            Route::Feed(section) => feed::feed(self, *section),
            Route::Session(session) => Ok(calendar::session(self, *session)),
            Route::Sitemap => Ok(feed::sitemap(self)),
            Route::Robots => Ok(feed::robots(self)),
            Route::Manifest => Ok(("manifest.webmanifest".to_owned(), Context::new())),
            Route::ServiceWorker => Ok(("sw.js".to_owned(), Context::new())),
            Route::Accent => Ok(look::accent(self)),
            Route::Security => Ok(feed::security(self, url)),
            _ => page::context(self, url, route),
        }
    }

    /// The page that a route is made from, if it is one.
    fn page_of(&self, route: &Route) -> Option<&Page> {
        let page = match route {
            Route::Page(page) => *page,
            Route::List { section, .. } => self.site.section(*section).page,
            Route::Session(session) => self.site.session(*session).page,
            _ => return None,
        };
        Some(self.site.page(page))
    }

    /// The file that a route is made from, if it is one.
    fn source_of(&self, route: &Route) -> Option<&SourcePath> {
        self.page_of(route).map(|page| &page.document.path)
    }

    /// Whether a file of data that a route may ask for could not be read.
    fn lacks_data(&self, route: &Route) -> bool {
        let lacks = |page: &Page| self.values.lacks_data(&page.document.front_matter.data);
        self.values.lacks_data(&self.site.config.data)
            || match self.page_of(route) {
                Some(page) => lacks(page),
                // A feed holds the text of many.
                None => self.site.pages.iter().any(lacks),
            }
    }
}

fn artifact(url: &UrlPath, caching: Caching, bytes: Vec<u8>) -> Artifact {
    let media_type = match url.as_str() {
        path if path.ends_with('/') => mime_guess::mime::TEXT_HTML,
        // The registered type of Atom, RFC 4287 section 7; by its name alone a feed is just XML.
        path if path.ends_with("/feed.xml") => {
            return Artifact {
                status: 200,
                media_type: "application/atom+xml; charset=utf-8".into(),
                caching,
                bytes,
            };
        }
        path => mime_guess::from_path(path).first_or_octet_stream(),
    };
    let is_text = media_type.type_() == "text"
        || media_type.suffix().is_some_and(|suffix| suffix == "xml")
        || matches!(media_type.subtype().as_str(), "xml" | "json" | "javascript");
    let charset = if is_text { "; charset=utf-8" } else { "" };
    Artifact {
        status: 200,
        media_type: format!("{}{charset}", media_type.essence_str()),
        caching,
        bytes,
    }
}

/// Neither XML nor HTML can hold control characters, also not escaped; one that was pasted into a
/// post would make the whole feed unreadable.
fn without_controls(text: String) -> String {
    let is_control =
        |byte: u8| (byte == 0x7f) | (byte < b' ') & !matches!(byte, b'\t' | b'\n' | b'\r');
    let is_no_character = |c: char| matches!(c, '\u{fffe}' | '\u{ffff}');
    // Without a way out in the middle the compiler looks at many bytes at once; nearly no text has either.
    let (mut controls, mut lasts) = (0_u8, 0_u8);
    for &byte in text.as_bytes() {
        controls |= u8::from(is_control(byte));
        // U+FFFE and U+FFFF begin with it.
        lasts |= u8::from(byte == 0xef);
    }
    let is_clean = controls == 0 && !(lasts != 0 && text.contains(['\u{fffe}', '\u{ffff}']));
    match is_clean {
        true => text,
        false => {
            text.replace(|c: char| is_no_character(c) || u8::try_from(c).is_ok_and(is_control), " ")
        }
    }
}

/// Whether a template makes HTML, by its name. That is what escaping goes by: in `robots.txt` an
/// author's `<` would be a tag.
fn is_for_pages(template: &str) -> bool {
    template.ends_with(".html")
}

/// Tells of pages that ask for a template that does not exist.
fn check_templates(site: &Site, engine: &Engine, diagnostics: &mut Diagnostics) {
    for page in &site.pages {
        let Some((name, span)) = &page.document.front_matter.template else { continue };
        if engine.has_template(name) {
            if !is_for_pages(name) {
                let message = format!("The template `{name}` is none for pages.");
                let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                let remedy = format!(
                    "Name it `templates/{stem}.html` and write `{stem}.html`: only such a name stands for HTML."
                );
                let fault = Diagnostic::error(Code::UnknownTemplate, message, remedy);
                diagnostics.push(fault.at(&page.document.path, *span));
            }
            continue;
        }
        let message = format!("There is no template `{name}`.");
        // The folder and the ending are easily taken for granted.
        let plain = name.strip_prefix("templates/").unwrap_or(name);
        let wanted = match plain.ends_with(".html") {
            true => plain.to_owned(),
            false => format!("{plain}.html"),
        };
        let names = engine.template_names();
        let pages = names.iter().map(String::as_str).filter(|name| is_for_pages(name));
        let remedy = match nearest(&wanted, pages) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Write a file `templates/{wanted}`, or take the line out."),
        };
        let fault = Diagnostic::error(Code::UnknownTemplate, message, remedy);
        diagnostics.push(fault.at(&page.document.path, *span));
    }
}
