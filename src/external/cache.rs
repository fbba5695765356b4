//! What was found to work not long ago, so that it is not asked for again.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::Link;

/// Links that worked, and when. One that did not is never in it: it is asked for again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    /// By URL.
    links: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// As RFC 3339.
    asked: String,
    /// Where it has moved for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<String>,
}

impl Cache {
    /// Reads what [`Cache::text`] wrote, without what is older than `days` or lies ahead. A text
    /// that is anything else is an empty cache: all in it can be asked for again.
    pub fn parse(text: &str, now: Timestamp, days: u32) -> Self {
        let mut cache: Self = serde_json::from_str(text).unwrap_or_default();
        let age = SignedDuration::from_hours(24 * i64::from(days));
        cache.links.retain(|_, entry| {
            let asked = entry.asked.parse::<Timestamp>();
            asked.is_ok_and(|asked| asked <= now && now.duration_since(asked) < age)
        });
        cache
    }

    /// Its text, with a line a link.
    pub fn text(&self) -> String {
        // Strings in a map cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// Forgets what the site no longer links to.
    pub fn keep_only(&mut self, links: &[Link]) {
        let urls: std::collections::BTreeSet<&str> =
            links.iter().filter_map(|link| link.url.as_ref().ok().map(Url::as_str)).collect();
        self.links.retain(|url, _| urls.contains(url.as_str()));
    }

    /// Whether a link works, and where it has moved.
    pub(super) fn get(&self, url: &Url) -> Option<Option<&str>> {
        self.links.get(url.as_str()).map(|entry| entry.moved.as_deref())
    }

    pub(super) fn keep(&mut self, url: &Url, moved: Option<String>, now: Timestamp) {
        self.links.insert(url.as_str().to_owned(), Entry { asked: now.to_string(), moved });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_old_or_damaged_is_forgotten() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let url = Url::parse("https://x.example/").unwrap();
        let mut cache = Cache::default();
        cache.keep(&url, None, at("2026-11-20T09:00:00Z"));
        let known =
            |now: &str, days| Cache::parse(&cache.text(), at(now), days).get(&url).is_some();
        assert!(known("2026-11-20T09:00:00Z", 7));
        assert!(known("2026-11-27T08:59:59Z", 7));
        assert!(!known("2026-11-27T09:00:00Z", 7));
        assert!(!known("2026-11-20T08:59:59Z", 7), "asked in the future");
        assert!(!known("2026-11-20T09:00:00Z", 0));
        let text = cache.text();
        for cut in 0..text.len() - 2 {
            assert_eq!(Cache::parse(&text[..cut], at("2026-11-21T00:00:00Z"), 7), Cache::default());
        }
    }
}
