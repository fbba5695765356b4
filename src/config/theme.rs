//! The `theme` key: what a site changes of its look without a template of its own.

use crate::accent::Colour;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::link::{Leads, judge};
use crate::yaml::{Fields, Reader, Takes};

/// What a site adds to the head of every page.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// The colour of links, buttons and marks, in place of the theme's.
    pub accent: Option<Colour>,
    /// Stylesheets that come after the theme's: names below `static/`, and where each stands.
    pub css: Vec<(String, Span)>,
    /// Scripts, likewise.
    pub js: Vec<(String, Span)>,
    /// Names and contents of `meta` elements, in order.
    pub meta: Vec<(String, String)>,
    /// What the site has to do with other addresses.
    pub links: Vec<HeadLink>,
}

/// One `link` element in the head.
#[derive(Clone, Debug)]
pub struct HeadLink {
    /// What the address is to the site: `me`, `license`.
    pub rel: String,
    /// Path of a page's file from the content root, a URL path of the site, or a full URL.
    pub href: String,
    /// Where the address stands in `site.yaml`.
    pub span: Span,
}

/// Takes `theme` out of `site.yaml`.
pub(super) fn parse(fields: &mut Fields, reader: &mut Reader) -> Theme {
    let remedy = "Take it out, or put keys of your own under `extra`.";
    let theme = fields.group(reader, "theme", "`theme`", remedy, |fields, reader| Theme {
        accent: accent(fields, reader),
        css: files(fields, reader, "css", "stylesheet"),
        js: files(fields, reader, "js", "script"),
        meta: fields.pairs(reader, "meta").into_iter().map(|(k, v, _)| (k, v)).collect(),
        links: links(fields, reader),
    });
    theme.unwrap_or_default()
}

/// The accent colour. One that is hard to read is the author's to choose, but not without a word.
fn accent(fields: &mut Fields, reader: &mut Reader) -> Option<Colour> {
    let (text, at) = fields.text_as(reader, "accent", || Takes::Colour)?;
    let Some(colour) = Colour::parse(&text) else {
        let message = format!("`{text}` is no colour.");
        let remedy = "Write `#` and six digits or letters from a to f, in quotes: `\"#0b5d4f\"`.";
        reader.report(Diagnostic::error(Code::BadValue, message, remedy), at);
        return None;
    };
    if let Err(pale) = colour.judge() {
        let message = format!(
            "The accent `{text}` is hard to read: its contrast is {:.1} to 1 on light grounds, and text needs 4.5.",
            pale.contrast
        );
        let remedy = format!("Take `{}`, the nearest that can be read.", pale.nearest);
        reader.report(Diagnostic::warning(Code::LowContrast, message, remedy), at);
    }
    Some(colour)
}

/// Names of files of one kind. A browser goes by the ending and would not use another.
fn files(
    fields: &mut Fields,
    reader: &mut Reader,
    key: &'static str,
    thing: &str,
) -> Vec<(String, Span)> {
    let mut files = Vec::new();
    for (name, at) in fields.texts_as(reader, key, || Takes::File) {
        if name.rsplit_once('.').is_some_and(|(stem, end)| !stem.is_empty() && end == key) {
            files.push((name, reader.span(at)));
            continue;
        }
        let message = format!("`{name}` is no {thing}.");
        let remedy = format!("Name a file in `static/` that ends in `.{key}`.");
        reader.report(Diagnostic::error(Code::BadValue, message, remedy), at);
    }
    files
}

/// Whether a browser fetches what such a link names, or speaks to its host, before anybody asks.
fn is_loaded(rel: &str) -> bool {
    const LOADED: &[&str] = &[
        "stylesheet",
        "preload",
        "modulepreload",
        "prefetch",
        "prerender",
        "preconnect",
        "dns-prefetch",
        "icon",
        "apple-touch-icon",
        "mask-icon",
        "manifest",
    ];
    rel.split_whitespace().any(|word| LOADED.contains(&word.to_lowercase().as_str()))
}

fn links(fields: &mut Fields, reader: &mut Reader) -> Vec<HeadLink> {
    const FORM: &str = "Write lines of the form `- {rel: me, href: https://name.example/}`.";
    let words = ("An item of `links`", "An item has `rel` and `href`.");
    fields.groups(reader, "links", FORM, words, |fields, reader| {
        let rel = fields.text(reader, "rel").filter(|rel| !rel.is_empty());
        let href = fields.text_as(reader, "href", || Takes::Link);
        let (Some(rel), Some((href, at))) = (rel, href) else {
            fields.needs("rel");
            fields.missing(reader, "href", "This item needs a `rel` and an `href`.", FORM);
            return None;
        };
        if is_loaded(&rel) && matches!(judge(&href), Ok(Leads::Outside)) {
            let message = format!("A link with `rel: {rel}` would be loaded from another site.");
            let remedy =
                "Put the file in `static/`; stylesheets go under `css`, scripts under `js`.";
            reader.report(Diagnostic::error(Code::ForeignFile, message, remedy), at);
            return None;
        }
        Some(HeadLink { rel, href, span: reader.span(at) })
    })
}
