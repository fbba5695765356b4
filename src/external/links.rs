//! The links out of a site, each URL once.

use std::collections::BTreeMap;

use url::Url;

use crate::diagnostic::Place;
use crate::site::Site;
use crate::source::SignUp;

/// One URL on another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// As the author wrote it first.
    pub written: String,
    /// What to ask for, without a fragment; or why it is no URL.
    pub url: Result<Url, String>,
    /// Everywhere that it stands, in order.
    pub places: Vec<Place>,
}

/// All links by `http` or `https` to other sites that readers of the published pages meet: in
/// Markdown and front matter, in the menu, the footer and the head. Those that begin with one of
/// `ignored` are left out.
pub fn links(site: &Site, ignored: &[String]) -> Vec<Link> {
    let base = Url::parse(&site.config.base_url.permalink(&crate::path::UrlPath::home())).ok();
    let mut links: BTreeMap<String, Link> = BTreeMap::new();
    for (written, place) in written(site) {
        let parsed = Url::options().base_url(base.as_ref()).parse(written);
        let url = match parsed {
            Ok(url) if !matches!(url.scheme(), "http" | "https") => continue,
            Ok(url) if base.as_ref().is_some_and(|base| base.origin() == url.origin()) => continue,
            Ok(mut url) => {
                url.set_fragment(None);
                Ok(url)
            }
            Err(_) if !is_web(written) => continue,
            Err(error) => Err(format!("it is no URL ({error})")),
        };
        let key = url.as_ref().map_or(written, Url::as_str);
        if ignored.iter().any(|prefix| key.starts_with(prefix) || written.starts_with(prefix)) {
            continue;
        }
        let key = key.to_owned();
        let new = || Link { written: written.to_owned(), url, places: Vec::new() };
        links.entry(key).or_insert_with(new).places.push(place);
    }
    let mut links: Vec<Link> = links.into_values().collect();
    for link in &mut links {
        link.places.sort();
        link.places.dedup();
    }
    links
}

/// What leads out of the site, as it is written, and where.
fn written(site: &Site) -> impl Iterator<Item = (&str, Place)> {
    let pages = site.pages.iter().flat_map(|page| {
        let document = &page.document;
        let links = document.parsed.outside.iter();
        links.map(|link| (&*link.target, Place::at(&document.path, link.span)))
    });
    let sessions = site.sessions.iter().filter_map(|session| {
        let page = site.page(session.page);
        match &session.of(page)?.link {
            Some(SignUp::Outside(url, span)) => {
                Some((url.as_str(), Place::at(&page.document.path, *span)))
            }
            _ => None,
        }
    });
    let config = &site.config;
    let menus = config.menu.iter().chain(&config.footer);
    let menus = menus.map(|item| (item.target.as_str(), item.span));
    let head = config.theme.links.iter().map(|link| (link.href.as_str(), link.span));
    let privacy =
        config.newsletter.iter().filter_map(|newsletter| newsletter.privacy_page.as_ref());
    let privacy = privacy.map(|(target, span)| (target.as_str(), *span));
    let own = menus.chain(head).chain(privacy);
    // A path of the site begins with one slash.
    let outside = own.filter(|(target, _)| is_web(target));
    pages
        .chain(sessions)
        .chain(outside.map(|(target, span)| (target, Place::at(&config.file, span))))
}

/// Whether a link that could not be read is meant for the web.
fn is_web(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    target.starts_with("//") || matches!(scheme.as_deref(), Some("http" | "https"))
}
