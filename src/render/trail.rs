//! The way from home to a page, without the page itself.

use tera::Value;

use super::Renderer;
use super::values::map;
use crate::path::UrlPath;
use crate::site::Page;

/// One step of the way.
pub(super) struct Crumb {
    pub title: String,
    pub url: UrlPath,
}

/// Home itself, as the first step.
pub(super) fn home(renderer: &Renderer) -> Crumb {
    Crumb { title: renderer.values.locale.word("home").to_owned(), url: UrlPath::home() }
}

/// The sections that a page is in.
pub(super) fn of_page(renderer: &Renderer, page: &Page) -> Vec<Crumb> {
    let site = &renderer.site;
    let mut trail = Vec::new();
    let mut at = page.section;
    while let Some(id) = at {
        let section = site.section(id);
        let page = site.page(section.page);
        trail.push(match page.url == UrlPath::home() {
            true => home(renderer),
            false => {
                let title = page.document.front_matter.title.clone();
                Crumb { title, url: page.url.clone() }
            }
        });
        at = section.parent;
    }
    trail.reverse();
    trail
}

/// What templates see of it.
pub(super) fn value(renderer: &Renderer, trail: &[Crumb]) -> Value {
    let base_url = &renderer.site.config.base_url;
    let crumbs = trail.iter().map(|crumb| {
        map! { "title": crumb.title.as_str(), "url": base_url.href(&crumb.url) }
    });
    Value::from(crumbs.collect::<Vec<Value>>())
}
