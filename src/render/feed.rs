//! Feeds, sitemap, `robots.txt` and `security.txt`: what machines read.

use tera::{Context, Value};

use super::Renderer;
use super::page::absolute_html;
use super::values::{map, summary};
use crate::diagnostic::Diagnostic;
use crate::path::{BaseUrl, UrlPath};
use crate::site::{Moment, Page, PageId, Route, SectionId, alias_url};

/// The Atom feed (RFC 4287) of the site or of a section, newest first, with full text.
pub(super) fn feed(
    renderer: &Renderer,
    section: Option<SectionId>,
) -> Result<(String, Context), Diagnostic> {
    let site = &renderer.site;
    let base_url = &site.config.base_url;
    let own_page = section.map(|section| site.page(site.section(section).page));
    let home = UrlPath::home();
    let url = own_page.map_or(&home, |page| &page.url);
    let pages: &[PageId] = section.map_or(&site.posts, |section| &site.section(section).posts);
    let pages = pages.get(..site.config.feed_limit.min(pages.len())).unwrap_or_default();
    let entries: Vec<Value> =
        pages.iter().map(|&id| entry(renderer, id)).collect::<Result<_, _>>()?;
    let title = match own_page {
        Some(page) => format!("{} – {}", page.document.front_matter.title, site.config.title),
        None => site.config.title.clone(),
    };
    let newest =
        pages.iter().map(|&id| changed(renderer, site.page(id))).max_by_key(|at| at.at.timestamp());
    let mut context = Context::new();
    context.insert_value("entries", Value::from(entries));
    context.insert_value(
        "feed",
        map! {
            "title": title,
            "id": base_url.permalink(url),
            "url": base_url.permalink(&url.file("feed.xml")),
            "permalink": base_url.permalink(url),
            "updated": newest.unwrap_or_else(|| clock(renderer)).rfc3339(),
            "author": author(renderer, None),
            "language": site.config.language.as_str(),
        },
    );
    Ok(("feed.xml".to_owned(), context))
}

fn entry(renderer: &Renderer, id: PageId) -> Result<Value, Diagnostic> {
    let site = &renderer.site;
    let page = site.page(id);
    let mut entry = renderer.values.summary(id).into_map().unwrap_or_default();
    let published = page.date.clone().unwrap_or_else(|| clock(renderer));
    entry.insert("id".into(), stable_id(renderer, page).into());
    entry.insert("content".into(), absolute_html(renderer, page)?.into());
    entry.insert("summary".into(), summary(page).into());
    entry.insert("published".into(), published.rfc3339().into());
    entry.insert("updated".into(), changed(renderer, page).rfc3339().into());
    entry.insert("author".into(), author(renderer, Some(page)).into());
    Ok(Value::from(entry))
}

/// The year of all ids: RFC 4151 wants a date on which the name was the site's. It is no date of
/// the post, for that can be corrected.
const MINTED: &str = "2026";

/// An id that stays when the page moves or its date is corrected (RFC 4151): a changed id sends
/// an old post to every reader again. It is made of the oldest path, which the first of the
/// aliases keeps, and knows nothing of the base path.
fn stable_id(renderer: &Renderer, page: &Page) -> String {
    let base_url = &renderer.site.config.base_url;
    // The authority of a tag URI has no port.
    let authority = base_url.origin().split("://").nth(1).unwrap_or("localhost");
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let oldest = page.document.front_matter.aliases.first().map(|(alias, _)| alias_url(alias));
    let path = BaseUrl::root().href(oldest.as_ref().unwrap_or(&page.url));
    format!("tag:{host},{MINTED}:{path}")
}

fn changed(renderer: &Renderer, page: &Page) -> Moment {
    page.updated.clone().or_else(|| page.date.clone()).unwrap_or_else(|| clock(renderer))
}

/// The build's clock: of last resort, for what has no date.
fn clock(renderer: &Renderer) -> Moment {
    let site = &renderer.site;
    Moment { at: site.now.to_zoned_datetime(site.timezone.clone()) }
}

/// Who wrote it. An Atom feed must name somebody.
pub(super) fn author(renderer: &Renderer, page: Option<&Page>) -> String {
    let config = &renderer.site.config;
    let own = page.and_then(|page| page.document.front_matter.author.as_deref());
    let names = [own, Some(config.author.as_str()), config.organisation.name.as_deref()];
    let known = names.into_iter().flatten().find(|name| !name.is_empty());
    known.unwrap_or(&config.title).to_owned()
}

/// All pages that search engines are to know.
pub(super) fn sitemap(renderer: &Renderer) -> (String, Context) {
    let site = &renderer.site;
    let entries: Vec<Value> = site
        .routes
        .iter()
        .filter_map(|(url, route)| {
            // A list page is of its section, and hidden with it.
            let page = match route {
                Route::Page(page) => Some(*page),
                Route::List { section, .. } => Some(site.section(*section).page),
                Route::Tags | Route::Tag { .. } => None,
                _ => return None,
            };
            let page = page.map(|page| site.page(page));
            if page.is_some_and(|page| !page.is_for_all()) {
                return None;
            }
            let changed = page
                .filter(|_| matches!(route, Route::Page(_)))
                .and_then(|page| page.updated.as_ref().or(page.date.as_ref()));
            Some(map! {
                "permalink": site.config.base_url.permalink(url),
                "lastmod": changed.map(|at| at.day().to_string()),
            })
        })
        .collect();
    let mut context = Context::new();
    context.insert_value("entries", Value::from(entries));
    ("sitemap.xml".to_owned(), context)
}

/// What search engines are told.
pub(super) fn robots(renderer: &Renderer) -> (String, Context) {
    let sitemap = renderer.site.config.base_url.permalink(&UrlPath::new("/sitemap.xml"));
    let mut context = Context::new();
    context.insert_value("sitemap", sitemap.into());
    ("robots.txt".to_owned(), context)
}

/// Where to tell of a leak (RFC 9116).
pub(super) fn security(renderer: &Renderer, url: &UrlPath) -> (String, Context) {
    let site = &renderer.site;
    let own = site.config.security.as_ref();
    let list = |texts: &[String]| {
        Value::from(texts.iter().cloned().map(Value::from).collect::<Vec<Value>>())
    };
    // The RFC takes no other address for it (section 2.5.2), and a site that is looked at on one's
    // own machine has none.
    // Of a site below a path it is fetched from the root of the host all the same (section 3).
    let origin = site.config.base_url.origin();
    let canonical = origin.starts_with("https:").then(|| format!("{origin}{url}"));
    let mut context = Context::new();
    context.insert_value(
        "security",
        map! {
            "contact": own.map(|own| list(&own.contact)),
            "expires": site.security.as_ref().map(Moment::rfc3339),
            "languages": own.map(|own| list(&own.languages)),
            "canonical": canonical,
            "policy": own.and_then(|own| own.policy.clone()),
        },
    );
    ("security.txt".to_owned(), context)
}
