//! A picture as templates get it: where it is in which size and format.

use tera::{Map, Value};

use super::values::{entries, map};
use crate::path::UrlPath;
use crate::site::{Picture, Route, Site, Target, Variant};

/// What is known of the picture that a link leads to. All is empty where it leads to no file of the
/// site, which was told.
pub(super) fn entries(site: &Site, target: Option<&Target>) -> Map {
    let base = &site.config.base_url;
    let url = target.and_then(url_of);
    let known = url.and_then(|url| of_file(site, url));
    let set = |variants: &[Variant]| {
        let one = |variant: &Variant| {
            let url = known.zip(url).map(|(picture, url)| base.href(&picture.url(url, variant)));
            format!("{} {}w", url.unwrap_or_default(), variant.width)
        };
        variants.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let formats = known.map_or_else(Vec::new, Picture::formats);
    let (fallback, sources) = formats.split_last().unwrap_or((&NONE, &[]));
    let sources = sources.iter().map(|variants| {
        let name = variants.first().map_or("", |variant| variant.extension);
        map! {
            "type": mime_guess::from_ext(name).first_or_octet_stream().essence_str(),
            "srcset": set(variants),
        }
    });
    let widest = url.map(|url| widest(site, url));
    let size = known.and_then(|picture| picture.size);
    entries! {
        "url": url.map_or_else(String::new, |url| base.href(url)),
        "permalink": widest.as_ref().map_or_else(String::new, |url| base.permalink(url)),
        "src": widest.as_ref().map_or_else(String::new, |url| base.href(url)),
        "srcset": set(fallback),
        "sources": sources.collect::<Vec<Value>>(),
        "width": size.map(|(width, _)| width),
        "height": size.map(|(_, height)| height),
    }
}

const NONE: &[Variant] = &[];

/// The URL of the file that a link leads to.
pub(super) fn url_of(target: &Target) -> Option<&UrlPath> {
    match target {
        Target::Site { url, .. } => Some(url),
        Target::Outside(_) | Target::Own { .. } => None,
    }
}

fn of_file<'s>(site: &'s Site, url: &UrlPath) -> Option<&'s Picture> {
    match site.routes.get(url)? {
        Route::File(file) => site.pictures.get(file),
        _ => None,
    }
}

/// Where the widest of a picture is that all programs can read: what old browsers, mailboxes and
/// other sites show.
pub(super) fn widest(site: &Site, url: &UrlPath) -> UrlPath {
    let widest = of_file(site, url).and_then(|picture| {
        let variant = picture.formats().last()?.last()?;
        Some(picture.url(url, variant))
    });
    widest.unwrap_or_else(|| url.clone())
}
