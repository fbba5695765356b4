//! Courses and trainings: what they teach, what they cost and when they are given.

use serde_json::Value as Json;

use super::node::{Node, period, text};
use super::{Renderer, image, owner};
use crate::render::offer::decimal;
use crate::render::page::duration;
use crate::render::values::description;
use crate::site::{Moment, Page, Session, Target};
use crate::source::{self, Kind, Mode, Price, SignUp, Vat};
use crate::yaml::When;

/// Nobody reads a hundred lines.
const TEACHES: usize = 12;

/// The part of an id that stands for the course that a page is about.
const COURSE: &str = "#course";

/// Whether a page is about something that people can follow. Where all its sessions are over, it
/// still is.
pub(super) fn is_offered(page: &Page) -> bool {
    let front_matter = &page.document.front_matter;
    let says = front_matter.price.is_some() || !front_matter.sessions.is_empty();
    // The templates of other kinds, and of home, do not show it.
    page.kind == Kind::Course || page.kind == Kind::Page && page.index_of.is_none() && says
}

fn named(renderer: &Renderer, page: &Page) -> Node {
    let permalink = renderer.site.config.base_url.permalink(&page.url);
    Node::new("Course")
        .put("@id", format!("{permalink}{COURSE}"))
        .text("name", &page.document.front_matter.title)
        .put("url", permalink)
}

/// A course as its lessons name it.
pub(super) fn reference(renderer: &Renderer, page: &Page) -> Json {
    named(renderer, page).into()
}

/// The course that a page is about.
pub(super) fn course(renderer: &Renderer, page: &Page) -> Json {
    let site = &renderer.site;
    let front_matter = &page.document.front_matter;
    let section = page.index_of.map(|id| site.section(id));
    let lessons = || {
        let lessons = section.map_or(&[][..], |section| &section.lessons);
        lessons.iter().map(|&lesson| site.page(lesson))
    };
    let minutes = front_matter.duration.unwrap_or_else(|| lessons().map(duration).sum());
    let goals = front_matter.objectives.iter().take(TEACHES);
    let teaches: Vec<String> = match page.kind {
        Kind::Course => goals.map(|goal| text(goal)).collect(),
        _ => Vec::new(),
    };
    let audience = front_matter
        .audience
        .as_deref()
        .map(|audience| Json::from(Node::new("Audience").text("audienceType", audience)));
    let permalink = site.config.base_url.permalink(&page.url);
    let price = front_matter.price.as_ref();
    let instances = page.sessions.iter().map(|&session| site.session(session));
    named(renderer, page)
        .text("description", &description(page))
        .put("provider", owner::reference(renderer))
        .put("inLanguage", site.config.language.as_str())
        .text("educationalLevel", front_matter.level.as_deref().unwrap_or_default())
        .maybe("audience", audience)
        .maybe("timeRequired", (minutes > 0).then(|| period(minutes)))
        .list("teaches", teaches)
        .maybe("image", image(renderer, page))
        .maybe("offers", price.map(|price| Json::from(offer(price, permalink))))
        .list(
            "hasCourseInstance",
            instances.filter_map(|session| instance(renderer, page, session)),
        )
        .into()
}

/// One time that it is given.
fn instance(renderer: &Renderer, page: &Page, session: &Session) -> Option<Json> {
    let own = session.of(page)?;
    let front_matter = &page.document.front_matter;
    let mode = match own.mode {
        Mode::Onsite => "Onsite",
        Mode::Online => "Online",
        Mode::Blended => "Blended",
    };
    let end = own.end.zip(session.end.as_ref());
    let price = own.price.as_ref().or(front_matter.price.as_ref());
    let availability = own.seats.map(|seats| match seats {
        0 => "https://schema.org/SoldOut",
        _ => "https://schema.org/InStock",
    });
    let offered = price.map(|price| {
        offer(price, sign_up(renderer, page, own)).maybe("availability", availability)
    });
    let node = Node::new("CourseInstance")
        .text("name", &front_matter.title)
        .put("courseMode", mode)
        .put("startDate", moment(own.start, &session.start))
        .maybe("endDate", end.map(|(when, end)| moment(when, end)))
        .list("location", places(renderer, page, own))
        .maybe("courseWorkload", front_matter.duration.map(period))
        .maybe("remainingAttendeeCapacity", own.seats)
        .maybe("offers", offered);
    Some(node.into())
}

/// A day where the author named no time, else a moment with its offset.
fn moment(when: When, moment: &Moment) -> String {
    match when {
        When::Day(_) => moment.day().to_string(),
        _ => moment.rfc3339(),
    }
}

/// Where people meet: in a room, behind a screen or both.
fn places(renderer: &Renderer, page: &Page, session: &source::Session) -> Vec<Json> {
    let name = session.place.as_deref();
    let room = || name.map(|name| Node::new("Place").text("name", name));
    let screen = |name: Option<&str>| {
        let url = renderer.site.config.base_url.permalink(&page.url);
        Node::new("VirtualLocation").text("name", name.unwrap_or_default()).put("url", url)
    };
    let places: Vec<Node> = match session.mode {
        Mode::Onsite => room().into_iter().collect(),
        Mode::Online => vec![screen(name)],
        Mode::Blended => room().into_iter().chain([screen(None)]).collect(),
    };
    places.into_iter().map(Json::from).collect()
}

/// The page on which a reader can sign up; a mail address is none.
fn sign_up(renderer: &Renderer, page: &Page, session: &source::Session) -> String {
    let base_url = &renderer.site.config.base_url;
    let target = match &session.link {
        Some(SignUp::Outside(url, _)) => Some(url.as_str()),
        Some(SignUp::Site(link)) => match renderer.site.targets(page).get(*link as usize) {
            Some(Target::Site { url, tail, .. }) => return base_url.permalink(url) + tail,
            _ => None,
        },
        None => None,
    };
    let web = target.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    web.map_or_else(|| base_url.permalink(&page.url), str::to_owned)
}

/// What it costs.
fn offer(price: &Price, url: String) -> Node {
    let category = if price.cents == 0 { "Free" } else { "Paid" };
    let amount = |node: Node| {
        node.put("price", decimal(price.cents)).put("priceCurrency", price.currency.as_str())
    };
    let specification = price.vat.map(|vat| {
        let specification = amount(Node::new("PriceSpecification"));
        Json::from(specification.put("valueAddedTaxIncluded", vat == Vat::Included))
    });
    amount(Node::new("Offer").put("category", category))
        .put("url", url)
        .maybe("priceSpecification", specification)
}
