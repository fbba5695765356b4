//! Structured data: what a page is, in the words of schema.org, as one JSON-LD document.
//!
//! It says nothing that a reader of the page could not see. Texts are plain, URLs are absolute,
//! and each kind of page says what it is; all but home say where they stand.

mod course;
mod node;
mod owner;

use serde_json::{Value as Json, json};

use super::Renderer;
use super::feed::author;
use super::page::duration;
use super::picture;
use super::trail::Crumb;
use super::values::description;
use crate::path::UrlPath;
use crate::site::Page;
use crate::source::Kind;
use node::{Node, period, script, text};

/// What every document begins with.
const CONTEXT: &str = "https://schema.org";

/// The structured data of a page at one of its URLs; `trail` leads to it. `None` where there is
/// nothing to say.
pub(super) fn of_page(
    renderer: &Renderer,
    page: &Page,
    url: &UrlPath,
    trail: &[Crumb],
) -> Option<String> {
    let mut graph = Vec::new();
    // The further list pages of a section are the same thing, seen from elsewhere.
    if page.url == *url {
        match page.kind {
            _ if page.url == UrlPath::home() => {
                graph.extend([owner::whole(renderer), owner::website(renderer)]);
            }
            Kind::Post => graph.push(post(renderer, page)),
            Kind::Lesson => graph.push(lesson(renderer, page)),
            Kind::Contact => {
                graph.extend([owner::contact(renderer, page), owner::whole(renderer)]);
            }
            _ => {}
        }
        if course::is_offered(page) {
            graph.push(course::course(renderer, page));
        }
    }
    graph.extend(breadcrumbs(renderer, &page.document.front_matter.title, url, trail));
    document(graph)
}

/// The structured data of a page without a file.
pub(super) fn of_list(
    renderer: &Renderer,
    title: &str,
    url: &UrlPath,
    trail: &[Crumb],
) -> Option<String> {
    document(breadcrumbs(renderer, title, url, trail).into_iter().collect())
}

fn document(graph: Vec<Json>) -> Option<String> {
    (!graph.is_empty()).then(|| script(&json!({ "@context": CONTEXT, "@graph": graph })))
}

/// The trail that stands above the page, and the page itself at its end.
fn breadcrumbs(renderer: &Renderer, title: &str, url: &UrlPath, trail: &[Crumb]) -> Option<Json> {
    if trail.is_empty() {
        return None;
    }
    let own = (title, url);
    let steps = trail.iter().map(|crumb| (crumb.title.as_str(), &crumb.url)).chain([own]);
    let items: Vec<Json> = steps
        .enumerate()
        .map(|(index, (title, url))| {
            Node::new("ListItem")
                .put("position", index + 1)
                .text("name", title)
                .put("item", renderer.site.config.base_url.permalink(url))
                .into()
        })
        .collect();
    Some(Node::new("BreadcrumbList").put("itemListElement", items).into())
}

fn post(renderer: &Renderer, page: &Page) -> Json {
    let site = &renderer.site;
    let permalink = site.config.base_url.permalink(&page.url);
    let tags: Vec<String> = page.tags.iter().map(|&tag| text(&site.tag(tag).name)).collect();
    let updated = page.updated.as_ref().or(page.date.as_ref());
    Node::new("BlogPosting")
        .text("headline", &page.document.front_matter.title)
        .text("description", &description(page))
        .put("url", permalink.as_str())
        .put("mainEntityOfPage", permalink.as_str())
        .maybe("datePublished", page.date.as_ref().map(|date| date.rfc3339()))
        .maybe("dateModified", updated.map(|date| date.rfc3339()))
        .put("author", owner::named(renderer, &author(renderer, Some(page))))
        .put("publisher", owner::reference(renderer))
        .put("inLanguage", site.config.language.as_str())
        .maybe("image", image(renderer, page))
        .list("keywords", tags)
        .put("wordCount", page.document.parsed.words)
        .into()
}

fn lesson(renderer: &Renderer, page: &Page) -> Json {
    let site = &renderer.site;
    let front_matter = &page.document.front_matter;
    let course = page.lesson.map(|place| site.page(site.section(place.course).page));
    let level = front_matter
        .level
        .as_deref()
        .or_else(|| course.and_then(|course| course.document.front_matter.level.as_deref()));
    Node::new("LearningResource")
        .text("name", &front_matter.title)
        .text("description", &description(page))
        .put("url", site.config.base_url.permalink(&page.url))
        .put("learningResourceType", "Lesson")
        .text("educationalLevel", level.unwrap_or_default())
        .list("teaches", front_matter.objectives.iter().map(|goal| text(goal)))
        .put("timeRequired", period(duration(page)))
        .put("inLanguage", site.config.language.as_str())
        .maybe("image", image(renderer, page))
        .maybe("isPartOf", course.map(|course| course::reference(renderer, course)))
        .into()
}

/// The full URL of the picture of a page.
fn image(renderer: &Renderer, page: &Page) -> Option<String> {
    let image = page.document.front_matter.image.as_ref()?;
    let site = &renderer.site;
    let url = picture::url_of(site.targets(page).get(image.src as usize)?)?;
    Some(site.config.base_url.permalink(&picture::widest(site, url)))
}
