//! What the `theme` key of `site.yaml` adds to every page.

use tera::{Context, Value};

use super::Renderer;
use super::values::map;
use crate::accent::{Colour, Shades};
use crate::assets::Assets;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::nearest::nearest;
use crate::site::{Site, accent_url};
use crate::theme::Folder;

/// `site.theme`.
pub(super) fn theme(site: &Site, assets: &Assets) -> Value {
    let theme = &site.config.theme;
    let base_url = &site.config.base_url;
    // A file that is not there was told.
    let urls = |names: &[(String, Span)]| {
        let found = names.iter().filter_map(|(name, _)| assets.get(name));
        let urls = found.map(|asset| Value::from(base_url.href(&asset.url)));
        Value::from(urls.collect::<Vec<Value>>())
    };
    let meta = theme.meta.iter();
    let links = theme.links.iter().zip(&site.theme_links);
    map! {
        "accent_url": theme.accent.map(|_| base_url.href(&accent_url())),
        "css": urls(&theme.css),
        "js": urls(&theme.js),
        "meta": meta
            .map(|(name, content)| map! { "name": name.as_str(), "content": content.as_str() })
            .collect::<Vec<Value>>(),
        "links": links
            .map(|(link, to)| map! { "rel": link.rel.as_str(), "href": to.href(base_url) })
            .collect::<Vec<Value>>(),
    }
}

/// The template of the accent's stylesheet and its values.
pub(super) fn accent(renderer: &Renderer) -> (String, Context) {
    let shades = |shades: Shades| {
        map! {
            "brand": shades.brand.to_string(),
            "strong": shades.strong.to_string(),
            "on": shades.on.to_string(),
        }
    };
    let mut context = Context::new();
    let accent = renderer.site.config.theme.accent;
    context.insert_value("light", accent.map(Colour::on_light).map(shades).into());
    context.insert_value("dark", accent.map(Colour::on_dark).map(shades).into());
    ("accent.css".to_owned(), context)
}

/// Tells of stylesheets and scripts that do not exist.
pub(super) fn check(site: &Site, assets: &Assets, diagnostics: &mut Diagnostics) {
    let theme = &site.config.theme;
    let folder = Folder::Static.name();
    for (name, span) in theme.css.iter().chain(&theme.js) {
        if assets.get(name).is_some() {
            continue;
        }
        // The folder and the slash before it are easily taken for granted.
        let plain = name.trim_start_matches('/');
        let plain = plain.strip_prefix(folder).map_or(plain, |rest| rest.trim_start_matches('/'));
        let near = match assets.get(plain) {
            Some(_) => Some(plain),
            None => nearest(plain, assets.names()),
        };
        let remedy = match near {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Put it in `{folder}/`, and name it as it is called below that."),
        };
        let message = format!("`{name}` names no file in `{folder}/`.");
        let fault = Diagnostic::error(Code::MissingFile, message, remedy);
        diagnostics.push(fault.at(&site.config.file, *span));
    }
}
