//! `site.yaml` → [`Config`].

mod data;
mod newsletter;
mod security;
mod theme;

use jiff::tz::TimeZone;

pub(crate) use data::names as data_names;
pub use data::{DATA, DataName};
pub use newsletter::{Newsletter, Provider};
pub use security::Security;
pub use theme::{HeadLink, Theme};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex, Span};
use crate::path::{BaseUrl, SourcePath};
use crate::yaml::{self, Fields, Node, Reader, Value};

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
        let mut reader = Reader { file, text, lines: &lines, offset: 0, diagnostics };
        let mut fields = reader.fields(&root, "`site.yaml`");
        let language = match fields.text_at(&mut reader, "language") {
            Some((language, at)) => (language, Some(reader.span(at))),
            None => ("nl".to_owned(), None),
        };
        let config = Self {
            file: file.clone(),
            title: required(
                &mut fields,
                &mut reader,
                "title",
                broken,
                "`title: Training for consultants`",
            ),
            description: fields.text(&mut reader, "description").unwrap_or_default(),
            base_url: self::base_url(&mut fields, &mut reader, base_url, broken),
            language: language.0,
            language_span: language.1,
            timezone: timezone(&mut fields, &mut reader),
            author: fields.text(&mut reader, "author").unwrap_or_default(),
            organisation: organisation(&mut fields, &mut reader),
            menu: menu(&mut fields, &mut reader, "menu"),
            footer: menu(&mut fields, &mut reader, "footer"),
            paginate: fields.integer(&mut reader, "paginate", 1..=1000).unwrap_or(10) as usize,
            feed_limit: fields.integer(&mut reader, "feed_limit", 1..=1000).unwrap_or(20) as usize,
            newsletter: newsletter::parse(&mut fields, &mut reader),
            theme: theme::parse(&mut fields, &mut reader),
            security: security::parse(&mut fields, &mut reader),
            data: data::names(&mut fields, &mut reader),
            markdown: markdown(&mut fields, &mut reader),
            extra: fields
                .node("extra")
                .map_or_else(|| serde_json::json!({}), |n| n.value.to_json()),
        };
        fields.finish(&mut reader, "Take it out, or put keys of your own under `extra`.");
        config
    }
}

fn required(
    fields: &mut Fields,
    reader: &mut Reader,
    key: &'static str,
    broken: bool,
    example: &str,
) -> String {
    let at = fields.node(key).map(|node| node.at.clone());
    match fields.text(reader, key) {
        Some(text) if !text.is_empty() => text,
        // Its own type fault is told already.
        None if at.is_some() => String::new(),
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
        fields.node("base_url");
        return BaseUrl::parse(url).unwrap_or_else(|| {
            let message = format!("`--base-url {url}` is no URL of a site.");
            reader.diagnostics.push(Diagnostic::error(Code::BadUrl, message, REMEDY));
            BaseUrl::root()
        });
    }
    let at = fields.node("base_url").map(|node| node.at.clone());
    let url = required(fields, reader, "base_url", broken, "`base_url: https://name.example/`");
    match (BaseUrl::parse(&url), at) {
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
    let Some((name, at)) = fields.text_at(reader, "timezone") else { return TimeZone::UTC };
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
    let Some(node) = fields.node("organisation") else { return Organisation::default() };
    let mut fields = reader.fields(node, "`organisation`");
    let organisation = Organisation {
        name: fields.text(reader, "name"),
        email: fields.text(reader, "email"),
        phone: fields.text(reader, "phone"),
        address: fields.text(reader, "address"),
        kvk: fields.text(reader, "kvk"),
        btw_id: fields.text(reader, "btw_id"),
    };
    fields.finish(reader, "Take it out, or put keys of your own under `extra`.");
    organisation
}

fn menu(fields: &mut Fields, reader: &mut Reader, key: &'static str) -> Vec<MenuItem> {
    let Some(node) = fields.node(key) else { return Vec::new() };
    let Value::Seq(items) = &node.value else {
        reader.wrong_type(
            node,
            key,
            "a list",
            "Write lines of the form `- {label: Blog, page: /blog/_index.md}`.",
        );
        return Vec::new();
    };
    let item = |item: &Node, reader: &mut Reader| {
        let mut fields = reader.fields(item, "An item of the menu");
        let label = fields.text(reader, "label");
        let page = fields.text_at(reader, "page");
        let target = fields.text_at(reader, "url").or(page);
        fields.finish(reader, "An item has `label` and `page` or `url`.");
        match (label, target) {
            (Some(label), Some((target, at))) => {
                Some(MenuItem { label, target, span: reader.span(at) })
            }
            _ if matches!(item.value, Value::Map(_)) => {
                let message = "This item needs a `label` and a `page` or `url`.";
                let remedy = "Write `{label: Blog, page: /blog/_index.md}`.";
                reader
                    .report(Diagnostic::error(Code::MissingKey, message, remedy), item.at.clone());
                None
            }
            _ => None,
        }
    };
    items.iter().filter_map(|node| item(node, reader)).collect()
}

fn markdown(fields: &mut Fields, reader: &mut Reader) -> MarkdownConfig {
    let default = MarkdownConfig { allow_html: false, highlight: true };
    let Some(node) = fields.node("markdown") else { return default };
    let mut fields = reader.fields(node, "`markdown`");
    let config = MarkdownConfig {
        allow_html: fields.boolean(reader, "allow_html").unwrap_or(default.allow_html),
        highlight: fields.boolean(reader, "highlight").unwrap_or(default.highlight),
    };
    fields.finish(reader, "Take it out.");
    config
}
