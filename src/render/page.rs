//! What the template of each page may use: the contract of
//! `docs/content/reference/templates.md`.

use std::collections::HashMap;

use tera::{Context, Map, Value};

use super::absolute::absolute;
use super::body::Filling;
use super::trail::{self, Crumb};
use super::values::{description, entries, image, map, minutes, summary};
use super::{Renderer, structured};
use crate::diagnostic::Diagnostic;
use crate::markdown::{Checklist, Heading, What};
use crate::path::UrlPath;
use crate::site::{Lesson, Page, PageId, Route, SectionId, TagId, Target};
use crate::source::Kind;

/// Posts that the home page shows.
const LATEST: usize = 5;

/// Posts that a post leads on to.
const RELATED: usize = 3;

/// So many lessons of one module stand in full beside each of them.
const WHOLE: usize = 60;

/// Of more, so many before the lesson and after it do.
const AROUND: usize = 20;

/// The template of a route and its values.
pub(super) fn context(
    renderer: &Renderer,
    url: &UrlPath,
    route: &Route,
) -> Result<(String, Context), Diagnostic> {
    match route {
        Route::Page(id) => page(renderer, *id, 1),
        Route::List { section, number } => {
            page(renderer, renderer.site.section(*section).page, *number)
        }
        Route::Tags => Ok(("tags.html".into(), tags(renderer, url))),
        Route::Search => Ok(("search.html".into(), search(renderer, url))),
        Route::Tag { tag, number } => Ok(self::tag(renderer, url, *tag, *number)),
        Route::Redirect { to, .. } => {
            let mut context = made(renderer, url, "redirect_title", true);
            let base_url = &renderer.site.config.base_url;
            context.insert_value("target", base_url.href(to).into());
            context.insert_value("target_permalink", base_url.permalink(to).into());
            Ok(("redirect.html".into(), context))
        }
        Route::Offline => Ok(("offline.html".into(), made(renderer, url, "offline_title", true))),
        _ => Ok(("404.html".into(), made(renderer, url, "not_found_title", true))),
    }
}

/// A page of a file. `number` counts the list pages of a section.
fn page(renderer: &Renderer, id: PageId, number: usize) -> Result<(String, Context), Diagnostic> {
    let site = &renderer.site;
    let page = site.page(id);
    let url = match number {
        1 => page.url.clone(),
        _ => crate::site::list_url(&page.url, number, &renderer.values.url_words),
    };
    let trail = trail::of_page(renderer, page);
    let mut value = base(renderer, page, &url, &trail);
    let implicit = implicit(page, || value.clone());
    let filling = Filling::new(renderer, page, &implicit);
    value.insert("content".into(), Value::safe_string(&filling.html(&page.document.parsed.body)?));
    value.insert("quizzes".into(), filling.quizzes());
    if renderer.engine.wants_json_ld && !is_noindex(page) {
        let json_ld = structured::of_page(renderer, page, &url, &trail);
        value.insert("json_ld".into(), safe(json_ld));
    }
    let mut context = Context::new();
    context.insert_value("page", Value::from(value));
    let template = match page.index_of {
        None => format!("{}.html", page.kind.name()),
        Some(section) => section_context(renderer, page, section, number, &mut context).to_owned(),
    };
    // One that does not exist, or is none for pages, was told at its line.
    let own = page.document.front_matter.template.as_ref().map(|(name, _)| name);
    let template = own
        .filter(|name| super::is_for_pages(name) && renderer.engine.has_template(name))
        .cloned()
        .unwrap_or(template);
    Ok((template, context))
}

/// The HTML of a page as it is read elsewhere, with full URLs.
///
/// # Errors
/// A fault in a component.
pub(super) fn absolute_html(renderer: &Renderer, page: &Page) -> Result<String, Diagnostic> {
    let value = || base(renderer, page, &page.url, &trail::of_page(renderer, page));
    let implicit = implicit(page, value);
    let html = Filling::new(renderer, page, &implicit).html(&page.document.parsed.body)?;
    Ok(absolute(&html, &page.url, &renderer.site.config.base_url))
}

/// What components may ask for of the page; nothing where the text calls none.
fn implicit(page: &Page, value: impl FnOnce() -> Map) -> Context {
    let mut context = Context::new();
    let slots = &page.document.parsed.body.slots;
    if slots.iter().any(|slot| matches!(slot.what, What::Call(_) | What::Inline(_))) {
        context.insert_value("page", Value::from(value()));
    }
    context
}

/// Whether search engines are to pass a page over.
fn is_noindex(page: &Page) -> bool {
    !page.is_for_all()
}

/// Text that needs no escaping, or none.
fn safe(text: Option<String>) -> Value {
    text.map_or_else(Value::none, |text| Value::safe_string(&text))
}

/// `page`, without its content, what was met in that, and its structured data: templates alone
/// have use for those.
fn base(renderer: &Renderer, page: &Page, url: &UrlPath, trail: &[Crumb]) -> Map {
    let site = &renderer.site;
    let values = &renderer.values;
    let front_matter = &page.document.front_matter;
    let base_url = &site.config.base_url;
    let author = front_matter.author.as_deref().unwrap_or(&site.config.author);
    let feed = page.index_of.filter(|&section| site.section(section).has_feed());
    let neighbour =
        |page: Option<PageId>| page.map_or_else(Value::none, |page| values.summary(page));
    let toc = match front_matter.toc {
        Some(false) => Value::from(Vec::<Value>::new()),
        _ => table_of_contents(&page.document.parsed.headings),
    };
    entries! {
        "title": front_matter.title.as_str(),
        "description": description(page),
        "lead": front_matter.description.clone(),
        "url": base_url.href(url),
        "path": path(url),
        "permalink": base_url.permalink(url),
        "kind": page.kind.name(),
        "language": site.config.language.as_str(),
        "date": values.date(page.date.as_ref()),
        "updated": values.date(page.updated.as_ref()),
        "author": author,
        "tags": values.tags(site, &page.tags),
        "image": image(site, page),
        "minutes": minutes(page),
        "words": page.document.parsed.words,
        "status": values.status(site, page),
        "noindex": is_noindex(page),
        "toc": toc,
        "content": "",
        "quizzes": Value::from(Vec::<Value>::new()),
        "json_ld": Value::none(),
        "breadcrumbs": trail::value(renderer, trail),
        "previous": neighbour(page.previous),
        "next": neighbour(page.next),
        "lesson": page.lesson.map_or_else(Value::none, |place| lesson(renderer, page, place)),
        "checklist": checklist(page),
        "objectives": front_matter.objectives.clone(),
        "level": front_matter.level.clone(),
        "audience": front_matter.audience.clone(),
        "duration": front_matter.duration,
        "price": values.price(front_matter.price.as_ref()),
        "sessions": values.sessions(&page.sessions),
        "related": related(renderer, page),
        "feed_url": feed.map(|_| base_url.href(&page.url.file("feed.xml"))),
        "data": values.data(&front_matter.data),
        "extra": Value::from_serializable(&front_matter.extra),
    }
}

/// A URL's path without the slashes around it: what a reader's device knows the page by, wherever
/// the site lies.
fn path(url: &UrlPath) -> &str {
    url.as_str().trim_matches('/')
}

/// The tasks of a page that stand in no list of their own; none where it has none.
fn checklist(page: &Page) -> Value {
    match page.document.parsed.tasks.as_slice() {
        [] => Value::none(),
        tasks => Value::from_serializable(&Checklist(tasks).facts()),
    }
}

/// Adds what the template of a section may use; returns the template's name.
fn section_context(
    renderer: &Renderer,
    page: &Page,
    id: SectionId,
    number: usize,
    context: &mut Context,
) -> &'static str {
    let site = &renderer.site;
    let values = &renderer.values;
    let section = site.section(id);
    if page.kind == Kind::Course {
        course(renderer, id, context);
        return "course.html";
    }
    if section.course.is_some() {
        let minutes: u32 = section.pages.iter().map(|&lesson| duration(site.page(lesson))).sum();
        context.insert_value("pages", values.summaries(&section.pages));
        context.insert_value("minutes", Value::from(minutes));
        return "module.html";
    }
    let sections: Vec<PageId> = section.sections.iter().map(|&id| site.section(id).page).collect();
    context.insert_value("sections", values.summaries(&sections));
    if page.url == UrlPath::home() {
        let latest = site.posts.get(..LATEST.min(site.posts.len())).unwrap_or_default();
        context.insert_value("posts", values.summaries(latest));
        context.insert_value("pages", values.summaries(&section.pages));
        return "home.html";
    }
    list(renderer, &page.url, &section.pages, number, context);
    "section.html"
}

/// One list page of many pages: `pages` and `paginator`.
fn list(
    renderer: &Renderer,
    first: &UrlPath,
    pages: &[PageId],
    number: usize,
    context: &mut Context,
) {
    let site = &renderer.site;
    let size = site.config.paginate;
    let count = site.list_pages(pages.len());
    let from = (number - 1) * size;
    let shown = pages.get(from..pages.len().min(from + size)).unwrap_or_default();
    let url = |number: usize| {
        let url = crate::site::list_url(first, number, &renderer.values.url_words);
        site.config.base_url.href(&url)
    };
    // Neighbours, the ends and no more: a list of a thousand numbers helps nobody, and would
    // make all list pages together quadratic.
    let near = |n: &usize| *n == 1 || *n == count || n.abs_diff(number) <= 2;
    let mut numbers: Vec<usize> = vec![1, count];
    numbers.extend(number.saturating_sub(2).max(1)..=(number + 2).min(count));
    numbers.retain(near);
    numbers.sort_unstable();
    numbers.dedup();
    let mut before = 0;
    let entries: Vec<Value> = numbers
        .into_iter()
        .map(|n| {
            let gap = n - before > 1;
            before = n;
            map! { "number": n, "url": url(n), "current": n == number, "gap": gap }
        })
        .collect();
    context.insert_value("pages", renderer.values.summaries(shown));
    context.insert_value(
        "paginator",
        map! {
            "number": number,
            "total": pages.len(),
            "count": count,
            "previous": (number > 1).then(|| url(number - 1)),
            "next": (number < count).then(|| url(number + 1)),
            "pages": entries,
        },
    );
}

/// The outline of a course: on its own page alone in full.
fn course(renderer: &Renderer, id: SectionId, context: &mut Context) {
    let site = &renderer.site;
    let values = &renderer.values;
    let module = |page: Option<&Page>, lessons: &[PageId]| {
        let total: u32 = lessons.iter().map(|&lesson| duration(site.page(lesson))).sum();
        map! {
            "title": page.map(|page| page.document.front_matter.title.clone()),
            "url": page.map(|page| site.config.base_url.href(&page.url)),
            "description": page.map(summary),
            "minutes": total,
            "lessons": values.summaries(lessons),
        }
    };
    let course = site.section(id);
    let mut modules = Vec::new();
    if !course.pages.is_empty() {
        modules.push(module(None, &course.pages));
    }
    let mut by_module: HashMap<SectionId, Vec<PageId>> = HashMap::new();
    for &lesson in &course.lessons {
        if let Some(module) = site.page(lesson).lesson.and_then(|place| place.module) {
            by_module.entry(module).or_default().push(lesson);
        }
    }
    for &section in site.modules(id) {
        let lessons = by_module.remove(&section).unwrap_or_default();
        modules.push(module(Some(site.page(site.section(section).page)), &lessons));
    }
    let minutes: u32 = course.lessons.iter().map(|&lesson| duration(site.page(lesson))).sum();
    context.insert_value("modules", Value::from(modules));
    context.insert_value("total", Value::from(course.lessons.len()));
    context.insert_value("minutes", Value::from(minutes));
    let first = course.lessons.first().map_or_else(Value::none, |&lesson| values.summary(lesson));
    context.insert_value("first", first);
}

/// Summaries of posts that belong to a post.
fn related(renderer: &Renderer, page: &Page) -> Value {
    let site = &renderer.site;
    let id = site.page_of(&page.document.path).filter(|_| page.kind == Kind::Post);
    let posts = id.map_or_else(Vec::new, |id| site.related(id, RELATED));
    renderer.values.summaries(&posts)
}

/// Minutes that a lesson takes: what its author says, else the time to read it.
pub(super) fn duration(page: &Page) -> u32 {
    page.document.front_matter.duration.unwrap_or_else(|| minutes(page))
}

/// `page.lesson`: the place in the course, and no more of it than the reader needs here.
fn lesson(renderer: &Renderer, page: &Page, place: Lesson) -> Value {
    let site = &renderer.site;
    let values = &renderer.values;
    let base_url = &site.config.base_url;
    let own_page = |section: SectionId| site.page(site.section(section).page);
    let link = |page: &Page| {
        map! { "title": page.document.front_matter.title.as_str(), "url": base_url.href(&page.url) }
    };
    let modules: Vec<Value> = site
        .modules(place.course)
        .iter()
        .map(|&module| {
            let page = own_page(module);
            map! {
                "title": page.document.front_matter.title.as_str(),
                "url": base_url.href(&page.url),
                "current": place.module == Some(module),
            }
        })
        .collect();
    let own = site.page_of(&page.document.path);
    let near = page.section.map_or(Value::none(), |section| {
        let lessons = &site.section(section).pages;
        let at = lessons.iter().position(|&lesson| Some(lesson) == own).unwrap_or_default();
        values.summaries(window(lessons, at))
    });
    let front_matter = &page.document.front_matter;
    let prerequisites: Vec<Value> = front_matter
        .prerequisites
        .iter()
        .filter_map(|&index| match site.targets(page).get(index as usize) {
            Some(Target::Site { page: Some(page), .. }) => Some(link(site.page(*page))),
            _ => None,
        })
        .collect();
    map! {
        "number": place.number,
        "total": site.section(place.course).lessons.len(),
        "course": link(own_page(place.course)),
        "module": place.module.map_or_else(Value::none, |module| link(own_page(module))),
        "modules": modules,
        "lessons": near,
        "objectives": front_matter.objectives.clone(),
        "duration": front_matter.duration,
        "prerequisites": prerequisites,
    }
}

/// The lessons around one of many. All of a flat course of two thousand on each of its pages would
/// make its output quadratic, half a gigabyte, and an outline that nobody reads.
fn window<T>(lessons: &[T], at: usize) -> &[T] {
    match lessons.len() <= WHOLE {
        true => lessons,
        false => {
            let from = at.saturating_sub(AROUND);
            lessons.get(from..lessons.len().min(at + AROUND + 1)).unwrap_or_default()
        }
    }
}

/// Headings of the second level with those of the third below them.
fn table_of_contents(headings: &[Heading]) -> Value {
    let mut entries: Vec<(&Heading, Vec<Value>)> = Vec::new();
    for heading in headings {
        match (heading.level, entries.last_mut()) {
            (0..=2, _) => entries.push((heading, Vec::new())),
            (3, Some((_, children))) => children.push(entry(heading, Vec::new())),
            _ => {}
        }
    }
    fn entry(heading: &Heading, children: Vec<Value>) -> Value {
        map! { "id": &*heading.id, "title": &*heading.title, "children": children }
    }
    Value::from(
        entries.into_iter().map(|(heading, children)| entry(heading, children)).collect::<Vec<_>>(),
    )
}

fn tags(renderer: &Renderer, url: &UrlPath) -> Context {
    let site = &renderer.site;
    let mut context = made(renderer, url, "tags", false);
    let tags: Vec<Value> = site
        .tags
        .iter()
        .map(|tag| {
            map! {
                "name": tag.name.as_str(),
                "url": site.config.base_url.href(&tag.url),
                "count": tag.pages.len(),
            }
        })
        .collect();
    context.insert_value("tags", Value::from(tags));
    context
}

/// The page that searches: what a reader can choose by, and where the index is.
fn search(renderer: &Renderer, url: &UrlPath) -> Context {
    let site = &renderer.site;
    let mut context = made(renderer, url, "search", true);
    let mut kinds: Vec<Kind> = Kind::ALL.to_vec();
    kinds.retain(|kind| site.pages.iter().any(|page| page.kind == *kind));
    let kind = |kind: &Kind| {
        let label = format!("search_kind_{}", kind.name());
        map! { "name": kind.name(), "label": renderer.values.locale.word(&label) }
    };
    context.insert_value("kinds", Value::from(kinds.iter().map(kind).collect::<Vec<_>>()));
    let folders = site.search_folders();
    let folders = folders.iter().map(|folder| Value::from(site.config.base_url.href(folder)));
    context.insert_value("indexes", Value::from(folders.collect::<Vec<_>>()));
    context
}

fn tag(renderer: &Renderer, url: &UrlPath, id: TagId, number: usize) -> (String, Context) {
    let tag = renderer.site.tag(id);
    let above = UrlPath::home().page(&renderer.values.url_words.tags);
    let title = renderer.values.locale.word("tags").to_owned();
    let trail = vec![trail::home(renderer), Crumb { title, url: above }];
    let mut context = made_page(renderer, url, &tag.name, false, &trail);
    list(renderer, &tag.url, &tag.pages, number, &mut context);
    context.insert_value("sections", Value::from(Vec::<Value>::new()));
    ("tag.html".to_owned(), context)
}

/// The page of a route without a file, titled by a word of the language.
fn made(renderer: &Renderer, url: &UrlPath, title: &str, noindex: bool) -> Context {
    let title = renderer.values.locale.word(title);
    made_page(renderer, url, title, noindex, &[trail::home(renderer)])
}

/// `page` of a route without a file.
fn made_page(
    renderer: &Renderer,
    url: &UrlPath,
    title: &str,
    noindex: bool,
    trail: &[Crumb],
) -> Context {
    let config = &renderer.site.config;
    let none: Vec<Value> = Vec::new();
    let is_wanted = renderer.engine.wants_json_ld && !noindex;
    let json_ld = is_wanted.then(|| structured::of_list(renderer, title, url, trail)).flatten();
    let page = map! {
        "title": title,
        "description": "",
        "lead": Value::none(),
        "url": config.base_url.href(url),
        "path": path(url),
        "permalink": config.base_url.permalink(url),
        "kind": Kind::Page.name(),
        "language": config.language.as_str(),
        "date": Value::none(),
        "updated": Value::none(),
        "author": config.author.as_str(),
        "tags": none.clone(),
        "image": Value::none(),
        "minutes": 0,
        "words": 0,
        "status": Value::none(),
        "noindex": noindex,
        "toc": none.clone(),
        "content": "",
        "quizzes": none.clone(),
        "json_ld": safe(json_ld),
        "breadcrumbs": trail::value(renderer, trail),
        "previous": Value::none(),
        "next": Value::none(),
        "lesson": Value::none(),
        "checklist": Value::none(),
        "objectives": none.clone(),
        "level": Value::none(),
        "audience": Value::none(),
        "duration": Value::none(),
        "price": Value::none(),
        "sessions": none.clone(),
        "related": none.clone(),
        "feed_url": Value::none(),
        "data": Map::new(),
        "extra": Map::new(),
    };
    let mut context = Context::new();
    context.insert_value("page", page);
    context
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_lessons_those_around_one_are_shown() {
        let shown = |count: usize, at: usize| {
            let lessons: Vec<usize> = (0..count).collect();
            let shown = window(&lessons, at);
            (shown.first().copied(), shown.last().copied())
        };
        assert_eq!(shown(0, 0), (None, None));
        assert_eq!(shown(60, 59), (Some(0), Some(59)));
        assert_eq!(shown(61, 0), (Some(0), Some(20)));
        assert_eq!(shown(61, 20), (Some(0), Some(40)));
        assert_eq!(shown(2000, 1000), (Some(980), Some(1020)));
        assert_eq!(shown(2000, 1999), (Some(1979), Some(1999)));
    }
}
