//! Who is behind the site, and the site itself.

use serde_json::Value as Json;

use super::Renderer;
use super::node::Node;
use crate::path::UrlPath;
use crate::phone::phone_href;
use crate::render::values::{COUNTRY, description};
use crate::site::Page;

/// The part of an id that stands for who is behind the site. It never changes: others know them
/// by it.
const OWNER: &str = "#owner";

const WEBSITE: &str = "#website";

/// The name of who is behind the site.
fn name(renderer: &Renderer) -> &str {
    let config = &renderer.site.config;
    let names = [config.organisation.name.as_deref(), Some(config.author.as_str())];
    names.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or(&config.title)
}

/// A name with what it is of: an author who is called as the business or the site is nobody in
/// particular.
fn typed(renderer: &Renderer, name: &str) -> Node {
    let config = &renderer.site.config;
    let is_business = config.organisation.name.as_deref() == Some(name) || config.title == name;
    Node::new(if is_business { "Organization" } else { "Person" })
}

fn home(renderer: &Renderer) -> String {
    renderer.site.config.base_url.permalink(&UrlPath::home())
}

fn id(renderer: &Renderer, part: &str) -> String {
    home(renderer) + part
}

fn known(renderer: &Renderer) -> Node {
    let name = name(renderer);
    typed(renderer, name)
        .put("@id", id(renderer, OWNER))
        .text("name", name)
        .put("url", home(renderer))
}

/// Who is behind the site, as other things name them.
pub(super) fn reference(renderer: &Renderer) -> Json {
    known(renderer).into()
}

/// Somebody by name.
pub(super) fn named(renderer: &Renderer, author: &str) -> Json {
    match author == name(renderer) {
        true => reference(renderer),
        false => typed(renderer, author).text("name", author).into(),
    }
}

/// Who is behind the site, with all that the site says of them.
pub(super) fn whole(renderer: &Renderer) -> Json {
    let organisation = &renderer.site.config.organisation;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    // A number that is dialled within one country alone says nothing here.
    let phone = organisation.phone.as_deref().map(|phone| phone_href(phone, COUNTRY));
    let phone = phone.as_deref().and_then(|href| href.strip_prefix("tel:"));
    let phone = phone.filter(|number| number.starts_with('+'));
    let kvk = organisation.kvk.as_deref().map(|number| {
        Json::from(Node::new("PropertyValue").put("propertyID", "KvK").text("value", number))
    });
    known(renderer)
        .text("email", &text(&organisation.email))
        .text("telephone", phone.unwrap_or_default())
        .text("address", &text(&organisation.address))
        .text("vatID", &text(&organisation.btw_id))
        .maybe("identifier", kvk)
        .into()
}

/// The site as a whole.
pub(super) fn website(renderer: &Renderer) -> Json {
    let config = &renderer.site.config;
    Node::new("WebSite")
        .put("@id", id(renderer, WEBSITE))
        .text("name", &config.title)
        .text("description", &config.description)
        .put("url", home(renderer))
        .put("inLanguage", config.language.as_str())
        .put("publisher", Node::only_id(id(renderer, OWNER)))
        .into()
}

/// The page on which readers get in touch.
pub(super) fn contact(renderer: &Renderer, page: &Page) -> Json {
    let config = &renderer.site.config;
    Node::new("ContactPage")
        .text("name", &page.document.front_matter.title)
        .text("description", &description(page))
        .put("url", config.base_url.permalink(&page.url))
        .put("inLanguage", config.language.as_str())
        .put("mainEntity", Node::only_id(id(renderer, OWNER)))
        .into()
}
