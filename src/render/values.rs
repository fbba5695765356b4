//! Values for templates: built once a snapshot, shared by all pages (Tera keeps maps and arrays
//! behind `Arc`).

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use tera::{Map, Value};

use super::picture;
use super::{Data, look};
use crate::assets::Assets;
use crate::config::DataName;
use crate::locale::{Locale, format_date};
use crate::markdown::Keeps;
use crate::path::UrlPath;
use crate::phone::phone_href;
use crate::site::{
    Moment, Page, PageId, SessionId, Site, Status, TagId, Target, UrlWords, manifest_url,
    offline_url,
};
use crate::source::Kind;

/// The day from which a scheduled page is published, or the last day of an expired one; none where
/// it is a section above it that is.
fn turn(site: &Site, page: &Page) -> Option<Moment> {
    let front_matter = &page.document.front_matter;
    let moment = |when| Moment::new(when, &site.timezone);
    match page.status {
        Status::Published | Status::Draft => None,
        Status::Scheduled => front_matter
            .publish
            .and_then(moment)
            .or_else(|| page.date.clone())
            .filter(|from| from.at.timestamp() > site.now),
        Status::Expired => front_matter.expires.and_then(moment),
    }
}

/// Words that a reader reads in a minute: the average for prose of adults.
const WORDS_PER_MINUTE: u32 = 220;

/// A country whose telephone numbers the site writes without a country code.
pub(super) const COUNTRY: &str = "NL";

/// What all pages share.
pub(super) struct Values {
    /// What pages know of the site.
    site: Value,
    /// All words of the language.
    pub words: Value,
    /// Of each page, once somebody has asked.
    summaries: Vec<OnceLock<Value>>,
    snapshot: Arc<Site>,
    sessions: Vec<Value>,
    all_sessions: Value,
    data: BTreeMap<String, Value>,
    pub locale: Locale,
    pub url_words: UrlWords,
}

/// A map for templates: keys and values side by side.
macro_rules! map {
    ($($key:literal: $value:expr),* $(,)?) => {
        tera::Value::from(crate::render::values::entries! { $($key: $value),* })
    };
}
pub(super) use map;

/// The same before it is a value, so that more can be put in.
macro_rules! entries {
    ($($key:literal: $value:expr),* $(,)?) => {
        [$((tera::value::Key::Str($key), tera::Value::from($value))),*]
            .into_iter().collect::<tera::Map>()
    };
}
pub(super) use entries;

impl Values {
    pub(super) fn new(site: &Arc<Site>, locale: &Locale, assets: &Assets, data: &Data) -> Self {
        let words: Map = locale
            .words
            .iter()
            .map(|(name, word)| (name.clone().into(), Value::from(word.as_str())))
            .collect();
        let url_words = UrlWords {
            page: locale.page_path.clone(),
            tags: locale.tags_path.clone(),
            search: locale.search_path.clone(),
        };
        let mut values = Self {
            site: Value::none(),
            words: Value::from(words),
            summaries: std::iter::repeat_with(OnceLock::new).take(site.pages.len()).collect(),
            snapshot: Arc::clone(site),
            sessions: Vec::new(),
            all_sessions: Value::none(),
            data: data
                .iter()
                .map(|(name, value)| (name.clone(), Value::from_serializable(value)))
                .collect(),
            locale: locale.clone(),
            url_words,
        };
        let contact = site.first_of(Kind::Contact).map(|page| &site.page(page).url);
        values.sessions = site
            .sessions
            .iter()
            .map(|session| values.make_session(site, session, contact))
            .collect();
        values.all_sessions = Value::from(values.sessions.clone());
        values.site = values.make_site(site, assets);
        values
    }

    /// What every template and component can use.
    pub(super) fn globals(&self) -> [(&'static str, Value); 2] {
        [("site", self.site.clone()), ("t", self.words.clone())]
    }

    /// What a page may know of another.
    pub(super) fn summary(&self, page: PageId) -> Value {
        let summary = || self.make_summary(&self.snapshot, self.snapshot.page(page));
        self.summaries[page.index()].get_or_init(summary).clone()
    }

    /// What pages may know of others.
    pub(super) fn summaries(&self, pages: &[PageId]) -> Value {
        Value::from(pages.iter().map(|&page| self.summary(page)).collect::<Vec<Value>>())
    }

    /// Sessions, in the order given.
    pub(super) fn sessions(&self, sessions: &[SessionId]) -> Value {
        let values = sessions.iter().map(|session| self.sessions[session.index()].clone());
        Value::from(values.collect::<Vec<Value>>())
    }

    /// The sessions of all pages, soonest first.
    pub(super) fn all_sessions(&self) -> Value {
        self.all_sessions.clone()
    }

    /// The data that was asked for, by name, and no other.
    pub(super) fn data(&self, names: &[DataName]) -> Value {
        let asked = names.iter().filter_map(|DataName { name, .. }| {
            Some((name.clone().into(), self.data.get(name)?.clone()))
        });
        Value::from(asked.collect::<Map>())
    }

    /// Whether some of it could not be read.
    pub(super) fn lacks_data(&self, names: &[DataName]) -> bool {
        names.iter().any(|name| !self.data.contains_key(&name.name))
    }

    fn make_summary(&self, site: &Site, page: &Page) -> Value {
        let front_matter = &page.document.front_matter;
        map! {
            "title": front_matter.title.as_str(),
            "url": site.config.base_url.href(&page.url),
            "permalink": site.config.base_url.permalink(&page.url),
            "description": summary(page),
            "kind": page.kind.name(),
            "date": self.date(page.date.as_ref()),
            "updated": self.date(page.updated.as_ref()),
            "minutes": minutes(page),
            "tags": self.tags(site, &page.tags),
            "image": image(site, page),
            "number": page.lesson.map(|lesson| lesson.number),
            "duration": front_matter.duration,
            "status": self.status(site, page),
        }
    }

    fn make_site(&self, site: &Site, assets: &Assets) -> Value {
        let config = &site.config;
        let write = |url: &UrlPath| config.base_url.href(url);
        let target = |target: &Target| target.href(&config.base_url);
        let menu = |items: &[crate::config::MenuItem], targets: &[Target]| {
            let links = items.iter().zip(targets);
            Value::from(
                links
                    .map(|(item, to)| map! { "label": item.label.as_str(), "url": target(to) })
                    .collect::<Vec<Value>>(),
            )
        };
        let first = |kind: Kind| site.first_of(kind).map(|page| write(&site.page(page).url));
        let made = |url: &UrlPath| site.routes.contains_key(url).then(|| write(url));
        let courses: Vec<PageId> = site.courses.iter().map(|&id| site.section(id).page).collect();
        let organisation = &config.organisation;
        map! {
            "title": config.title.as_str(),
            "description": config.description.as_str(),
            "language": config.language.as_str(),
            "locale": self.locale.locale.as_str(),
            "url": write(&UrlPath::home()),
            "permalink": config.base_url.permalink(&UrlPath::home()),
            "author": config.author.as_str(),
            "year": i64::from(site.now.to_zoned_datetime(site.timezone.clone()).year()),
            "organisation": map! {
                "name": organisation.name.clone(),
                "email": organisation.email.clone(),
                "phone": organisation.phone.clone(),
                "phone_href": organisation.phone.as_deref().map(|phone| phone_href(phone, COUNTRY)),
                "address": organisation.address.clone(),
                "kvk": organisation.kvk.clone(),
                "btw_id": organisation.btw_id.clone(),
            },
            "menu": menu(&config.menu, &site.menu),
            "footer": menu(&config.footer, &site.footer),
            "feed_url": made(&UrlPath::new("/feed.xml")),
            "contact_url": first(Kind::Contact),
            "signup_url": first(Kind::Signup),
            "search_url": made(&UrlPath::home().page(&self.url_words.search)),
            "tags_url": made(&UrlPath::home().page(&self.url_words.tags)),
            "offline_url": made(&offline_url()),
            "manifest_url": made(&manifest_url()),
            "courses": self.summaries(&courses),
            "newsletter": newsletter(site, site.privacy.as_ref().map(target)),
            "keeps": keeps(site),
            "data": self.data(&config.data),
            "theme": look::theme(site, assets),
            "extra": Value::from_serializable(&config.extra),
        }
    }

    /// A date in three forms, or none.
    pub(super) fn date(&self, moment: Option<&Moment>) -> Value {
        moment.map_or_else(Value::none, |moment| {
            let day: Date = moment.day();
            map! {
                "iso": day.to_string(),
                "text": format_date(day, &self.locale.dates),
                "rfc3339": moment.rfc3339(),
            }
        })
    }

    /// Why readers do not see a page at this moment, and the day that matters; none of a page that
    /// they see.
    pub(super) fn status(&self, site: &Site, page: &Page) -> Value {
        if page.status == Status::Published {
            return Value::none();
        }
        map! { "name": page.status.name(), "date": self.date(turn(site, page).as_ref()) }
    }

    /// Tags with their URLs.
    pub(super) fn tags(&self, site: &Site, tags: &[TagId]) -> Value {
        let tag = |&id: &TagId| {
            let tag = site.tag(id);
            map! { "name": tag.name.as_str(), "url": site.config.base_url.href(&tag.url) }
        };
        Value::from(tags.iter().map(tag).collect::<Vec<Value>>())
    }
}

/// One sentence about a page: its own words, else what the text begins with.
pub(super) fn description(page: &Page) -> String {
    let front_matter = &page.document.front_matter;
    let own = front_matter.description.as_ref().or(front_matter.summary.as_ref());
    own.cloned().unwrap_or_else(|| shorten(&page.document.parsed.summary))
}

/// What lists and feeds show: the summary in full.
pub(super) fn summary(page: &Page) -> String {
    let front_matter = &page.document.front_matter;
    let own = front_matter.summary.as_ref().or(front_matter.description.as_ref());
    own.unwrap_or(&page.document.parsed.summary).clone()
}

/// The first sentences of a text, cut between words. Counted in graphemes, so that an emoji made
/// of several characters is one.
fn shorten(text: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    const MOST: usize = 200;
    let mut graphemes = text.grapheme_indices(true);
    let Some((end, _)) = graphemes.nth(MOST) else { return text.to_owned() };
    let cut = &text[..end];
    let cut = cut.rfind(char::is_whitespace).map_or(cut, |space| &cut[..space]);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', ' ']))
}

/// Minutes to read a page, at least one.
pub(super) fn minutes(page: &Page) -> u32 {
    page.document.parsed.words.div_ceil(WORDS_PER_MINUTE).max(1)
}

/// The picture of a page, or none.
pub(super) fn image(site: &Site, page: &Page) -> Value {
    let Some(image) = &page.document.front_matter.image else { return Value::none() };
    let target = site.targets(page).get(image.src as usize);
    if target.and_then(picture::url_of).is_none() {
        return Value::none();
    }
    let mut entries = picture::entries(site, target);
    entries.insert("alt".into(), image.alt.as_str().into());
    Value::from(entries)
}

/// What readers' devices may remember of the site, for the page that says so.
fn keeps(site: &Site) -> Value {
    let any = |keeps: fn(&Keeps) -> bool| {
        site.pages.iter().any(|page| keeps(&page.document.parsed.keeps))
    };
    map! {
        "ticks": any(|keeps| keeps.ticks),
        "scores": any(|keeps| keeps.scores),
        "lessons": site.pages.iter().any(|page| page.lesson.is_some()),
        "search": site.config.search,
        "pages": site.config.offline,
    }
}

fn newsletter(site: &Site, privacy: Option<String>) -> Value {
    let Some(newsletter) = &site.config.newsletter else { return Value::none() };
    let hidden: Vec<Value> = newsletter
        .hidden
        .iter()
        .map(|(name, value)| map! { "name": name.as_str(), "value": value.as_str() })
        .collect();
    map! {
        "provider": newsletter.provider.name(),
        "action": newsletter.endpoint.as_str(),
        "origin": newsletter.origin().map(str::to_owned),
        "email_field": newsletter.email_field.as_str(),
        "name_field": newsletter.name_field.clone(),
        "hidden": hidden,
        "honeypot": newsletter.honeypot.clone(),
        "frequency": newsletter.frequency.clone(),
        "privacy_url": privacy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_words() {
        let text = "👩‍🏫 woord ".repeat(60);
        let short = shorten(text.trim());
        assert!(short.ends_with('…') && short.chars().count() < 600, "{short}");
        assert_eq!(shorten("Kort."), "Kort.");
    }
}
