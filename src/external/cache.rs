//! What was found to work not long ago, so that it is not asked for again, and who asked to be left
//! alone.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::Link;

/// So long a server is left alone at its own word. One that asks for more may have slipped.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Links that worked, and when. One that did not is never in it: it is asked for again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    /// By URL.
    links: BTreeMap<String, Entry>,
    /// Servers, and until when they ask to be left alone, as RFC 3339.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    busy: BTreeMap<String, String>,
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
        cache.busy.retain(|_, until| {
            let wait = until.parse::<Timestamp>().map(|until| until.duration_since(now));
            wait.is_ok_and(|wait| wait > SignedDuration::ZERO && wait <= LONGEST_WAIT)
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
        self.links.is_empty() && self.busy.is_empty()
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

    /// The servers that are to be left alone, and for how long.
    pub(super) fn busy(&self, now: Timestamp) -> BTreeMap<String, Duration> {
        let wait = |until: &String| {
            Duration::try_from(until.parse::<Timestamp>().ok()?.duration_since(now)).ok()
        };
        self.busy.iter().filter_map(|(host, until)| Some((host.clone(), wait(until)?))).collect()
    }

    /// Remembers that a server asks to be left alone for so long.
    pub(super) fn leave_alone(&mut self, server: String, wait: Duration, now: Timestamp) {
        let wait = SignedDuration::try_from(wait).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
        if let Ok(until) = now.checked_add(wait) {
            self.busy.insert(server, until.to_string());
        }
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
