//! `site.yaml` → [`Config`].

mod check;
mod data;
mod external;
mod newsletter;
mod pictures;
mod security;
mod theme;

use jiff::tz::TimeZone;

pub use check::{Check, Level};
pub(crate) use data::names as data_names;
pub use data::{DATA, DataName};
pub use external::External;
pub use newsletter::{Newsletter, Provider};
pub use pictures::Pictures;
pub use security::Security;
pub use theme::{HeadLink, Theme};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex, Span};
use crate::path::{BaseUrl, SourcePath};
use crate::yaml::{self, Fields, KnownKey, Node, Reader, Takes, Value};

/// Everything that `site.yaml` says.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file it was read from.
    pub file: SourcePath,
    /// Name of the site.
    pub title: String,
    /// One sentence about it, for search engines and shared links.
    pub description: String,
    /// Where it will live.
    pub base_url: BaseUrl,
    /// Language of the pages, `nl` or `en`, or one with a file in the site's `locales/`.
    pub language: String,
    /// Where that stands in `site.yaml`.
    pub language_span: Option<Span>,
    /// Where a date or time without an offset is meant.
    pub timezone: TimeZone,
    /// Who writes, where a page does not say.
    pub author: String,
    /// Who is behind the site.
    pub organisation: Organisation,
    /// Links at the top of each page.
    pub menu: Vec<MenuItem>,
    /// Links at the bottom of each page.
    pub footer: Vec<MenuItem>,
    /// Pages on one list page.
    pub paginate: usize,
    /// Entries in a feed.
    pub feed_limit: usize,
    /// The sign-up form, if there is one.
    pub newsletter: Option<Newsletter>,
    /// What the site adds to the head of every page.
    pub theme: Theme,
    /// Where to tell of a leak, if that is said.
    pub security: Option<Security>,
    /// Data files that every template can use.
    pub data: Vec<DataName>,
    /// What Markdown may do.
    pub markdown: MarkdownConfig,
    /// In which sizes and formats readers get the pictures of pages.
    pub pictures: Pictures,
    /// How `leerpad check` looks.
    pub check: Check,
    /// Whether readers can search; never without the feature of that name.
    pub search: bool,
    /// Whether readers' devices keep what was read, for where there is no network.
    pub offline: bool,
    /// The author's own keys, handed to templates as they are.
    pub extra: serde_json::Value,
}

/// Who is behind the site: the one place for name and contact data.
#[derive(Clone, Debug, Default)]
pub struct Organisation {
    /// Name of the business.
    pub name: Option<String>,
    /// Where mail goes.
    pub email: Option<String>,
    /// As people write it: `06 12 34 56 78`.
    pub phone: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Number in the Dutch trade register.
    pub kvk: Option<String>,
    /// VAT number.
    pub btw_id: Option<String>,
}

/// One link of the menu or the footer.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// What the reader sees.
    pub label: String,
    /// Path of a page's file from the content root, a URL path of the site, or a full URL.
    pub target: String,
    /// Where the target stands in `site.yaml`.
    pub span: Span,
}

/// What Markdown may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MarkdownConfig {
    /// Whether HTML in Markdown goes through as it is.
    pub allow_html: bool,
    /// Whether code gets colours.
    pub highlight: bool,
}

impl Config {
    /// Reads the text of `site.yaml`. `base_url` replaces the one in the file. Faults are told;
    /// what is missing gets its default, so that the rest can be checked in the same run.
    pub fn parse(
        file: &SourcePath,
        text: &str,
        base_url: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let lines = LineIndex::new(text);
        let root = yaml::parse(text).unwrap_or_else(|fault| {
            let message = format!("`{file}` cannot be read: {}.", fault.message);
            let span = lines.span(fault.at);
            diagnostics.push(Diagnostic::error(fault.code, message, fault.remedy).at(file, span));
            Node { value: Value::Null, at: 0..0 }
        });
        // Without keys, none is missing in particular.
        let broken = diagnostics.has_errors() || !matches!(root.value, Value::Null | Value::Map(_));
        let mut reader = Reader::new(file, text, &lines, 0, diagnostics);
        Self::read(&root, base_url, broken, &mut reader)
    }

    fn read(root: &Node, base_url: Option<&str>, broken: bool, reader: &mut Reader) -> Self {
        let mut fields = reader.fields(root, "`site.yaml`");
        let language = match fields.text_as(reader, "language", || Takes::Language) {
            Some((language, at)) => (language, Some(reader.span(at))),
            None => ("nl".to_owned(), None),
        };
        let config = Self {
            file: reader.file.clone(),
            title: required(
                &mut fields,
                reader,
                ("title", Takes::Text),
                broken,
                "`title: Training for consultants`",
            ),
            description: fields.text(reader, "description").unwrap_or_default(),
            base_url: self::base_url(&mut fields, reader, base_url, broken),
            language: language.0,
            language_span: language.1,
            timezone: timezone(&mut fields, reader),
            author: fields.text(reader, "author").unwrap_or_default(),
            organisation: organisation(&mut fields, reader),
            menu: menu(&mut fields, reader, "menu"),
            footer: menu(&mut fields, reader, "footer"),
            paginate: fields.integer(reader, "paginate", 1..=1000).unwrap_or(10) as usize,
            feed_limit: fields.integer(reader, "feed_limit", 1..=1000).unwrap_or(20) as usize,
            newsletter: newsletter::parse(&mut fields, reader),
            theme: theme::parse(&mut fields, reader),
            security: security::parse(&mut fields, reader),
            data: data::names(&mut fields, reader),
            markdown: markdown(&mut fields, reader),
            pictures: pictures::parse(&mut fields, reader),
            check: check::parse(&mut fields, reader),
            search: fields.boolean(reader, "search").unwrap_or(true) && cfg!(feature = "search"),
            offline: fields.boolean(reader, "offline").unwrap_or(true),
            extra: fields.own(reader, "extra"),
        };
        fields.finish(reader, "Take it out, or put keys of your own under `extra`.");
        config
    }
}

/// The keys that `site.yaml` may have.
pub fn keys() -> Vec<KnownKey> {
    yaml::keys(|root, reader| {
        Config::read(root, None, false, reader);
    })
}

fn required(
    fields: &mut Fields,
    reader: &mut Reader,
    (key, takes): (&'static str, Takes),
    broken: bool,
    example: &str,
) -> String {
    let text = fields.text_as(reader, key, || takes).map(|(text, _)| text);
    fields.needs(key);
    match text {
        Some(text) if !text.is_empty() => text,
        // Its own type fault is told already.
        None if fields.value_at(key).is_some() => String::new(),
        None if fields.is_misspelt(key) => String::new(),
        _ => {
            if !broken {
                let message = format!("`site.yaml` has no `{key}`.");
                let fault = Diagnostic::error(
                    Code::MissingKey,
                    message,
                    format!("Add a line like {example}."),
                );
                let span = fields.key_at(key).map(|at| reader.span(at));
                reader.diagnostics.push(match span {
                    Some(span) => fault.at(reader.file, span),
                    None => fault.in_file(reader.file),
                });
            }
            String::new()
        }
    }
}

fn base_url(
    fields: &mut Fields,
    reader: &mut Reader,
    typed: Option<&str>,
    broken: bool,
) -> BaseUrl {
    const REMEDY: &str = "Write where the site will live, like `https://name.example/`.";
    if let Some(url) = typed {
        fields.node("base_url", || Takes::Url);
        return BaseUrl::parse(url).unwrap_or_else(|| {
            let message = format!("`--base-url {url}` is no URL of a site.");
            reader.diagnostics.push(Diagnostic::error(Code::BadUrl, message, REMEDY));
            BaseUrl::root()
        });
    }
    let example = "`base_url: https://name.example/`";
    let url = required(fields, reader, ("base_url", Takes::Url), broken, example);
    match (BaseUrl::parse(&url), fields.value_at("base_url")) {
        (Some(url), _) => url,
        (None, Some(at)) if !url.is_empty() => {
            let message = format!("`{url}` is no URL of a site.");
            reader.report(Diagnostic::error(Code::BadUrl, message, REMEDY), at);
            BaseUrl::root()
        }
        _ => BaseUrl::root(),
    }
}

fn timezone(fields: &mut Fields, reader: &mut Reader) -> TimeZone {
    let Some((name, at)) = fields.text_as(reader, "timezone", || Takes::TimeZone) else {
        return TimeZone::UTC;
    };
    TimeZone::get(&name).unwrap_or_else(|_| {
        let message = format!("There is no time zone `{name}`.");
        let known: Vec<String> =
            jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
        let remedy = match crate::nearest::nearest(&name, known.iter().map(String::as_str)) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "Write a name like `Europe/Amsterdam`.".into(),
        };
        reader.report(Diagnostic::error(Code::BadTimezone, message, remedy), at);
        TimeZone::UTC
    })
}

fn organisation(fields: &mut Fields, reader: &mut Reader) -> Organisation {
    let remedy = "Take it out, or put keys of your own under `extra`.";
    let organisation =
        fields.group(reader, "organisation", "`organisation`", remedy, |fields, reader| {
            Organisation {
                name: fields.text(reader, "name"),
                email: fields.text(reader, "email"),
                phone: fields.text(reader, "phone"),
                address: fields.text(reader, "address"),
                kvk: fields.text(reader, "kvk"),
                btw_id: fields.text(reader, "btw_id"),
            }
        });
    organisation.unwrap_or_default()
}

fn menu(fields: &mut Fields, reader: &mut Reader, key: &'static str) -> Vec<MenuItem> {
    let form = "Write lines of the form `- {label: Blog, page: /blog/_index.md}`.";
    let words = ("An item of the menu", "An item has `label` and `page` or `url`.");
    fields.groups(reader, key, form, words, |fields, reader| {
        let label = fields.text(reader, "label");
        let page = fields.text_as(reader, "page", || Takes::Link);
        let target = fields.text_as(reader, "url", || Takes::Link).or(page);
        let (Some(label), Some((target, at))) = (label, target) else {
            let message = "This item needs a `label` and a `page` or `url`.";
            let remedy = "Write `{label: Blog, page: /blog/_index.md}`.";
            fields.missing(reader, "label", message, remedy);
            return None;
        };
        Some(MenuItem { label, target, span: reader.span(at) })
    })
}

fn markdown(fields: &mut Fields, reader: &mut Reader) -> MarkdownConfig {
    let default = MarkdownConfig { allow_html: false, highlight: true };
    let config =
        fields.group(reader, "markdown", "`markdown`", "Take it out.", |fields, reader| {
            MarkdownConfig {
                allow_html: fields.boolean(reader, "allow_html").unwrap_or(default.allow_html),
                highlight: fields.boolean(reader, "highlight").unwrap_or(default.highlight),
            }
        });
    config.unwrap_or(default)
}
