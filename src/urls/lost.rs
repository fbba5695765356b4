//! A promised URL that is gone: what became of it, and the line that brings it back.

use std::collections::{BTreeMap, BTreeSet};

use super::{FILE, Line, Promised, route};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::nearest::nearest;
use crate::path::SourcePath;
use crate::site::{Name, Page, Route, Site, Status};
use crate::slug::slugify;

/// Tells of every promised URL that the site does not answer. `everything` is the same site with
/// drafts, scheduled and expired pages.
pub fn faults(promised: &Promised, site: &Site, everything: Option<&Site>) -> Vec<Diagnostic> {
    let known: BTreeSet<&str> = promised.0.iter().map(|line| line.url.as_str()).collect();
    let mut lost: BTreeMap<&str, &Line> = BTreeMap::new();
    for line in promised.lost(site) {
        lost.entry(&line.url).or_insert(line);
    }
    let names: Vec<Names> = site.pages.iter().map(Names::of).collect();
    let search = Search { known, site, everything, names: &names };
    let fates: Vec<(&Line, Fate)> =
        lost.into_values().map(|line| (line, search.fate(&line.url))).collect();
    // One page may take the place of several: each is told the same, whole line.
    let mut moved: BTreeMap<&SourcePath, Vec<&str>> = BTreeMap::new();
    for (line, fate) in &fates {
        if let Fate::Moved(page) = fate {
            moved.entry(&page.document.path).or_default().push(&line.url);
        }
    }
    fates.iter().map(|(line, fate)| tell(line, fate, &moved)).collect()
}

fn tell(line: &Line, fate: &Fate, moved: &BTreeMap<&SourcePath, Vec<&str>>) -> Diagnostic {
    let why = match fate {
        Fate::Hidden(page, status) => format!("`{}` {}", page.document.path, why(*status)),
        Fate::Unlisted => "nothing that is published is behind it now".to_owned(),
        _ => "the site no longer answers it".to_owned(),
    };
    let one = aliases_line([line.url.as_str()]);
    let remedy = match fate {
        Fate::Hidden(..) => {
            format!("Publish it again, write `{one}` into the page that takes its place")
        }
        Fate::Unlisted => "Publish again what it showed".to_owned(),
        Fate::File(None) => "Put the file back".to_owned(),
        Fate::File(Some(now)) => format!("If it is `{now}` now, move that back"),
        Fate::Moved(page) => moved_to(page, moved),
        Fate::Unknown => {
            format!("Write `{one}` into the front matter of the page that took its place")
        }
    };
    let message = format!("`{}` was published, and {why}.", line.url);
    let remedy = format!("{remedy}, or take this line out if nobody needs it.");
    let fault = Diagnostic::error(Code::LostUrl, message, remedy);
    let fault = fault.at(&SourcePath::new(FILE), line.span);
    match fate {
        Fate::Moved(page) => match page.document.front_matter.aliases.first() {
            Some((_, span)) => {
                let place = Place::at(&page.document.path, *span);
                fault.with_related(place, "its aliases are here")
            }
            None => fault,
        },
        _ => fault,
    }
}

/// What became of a URL.
enum Fate<'s> {
    /// Its page is there, but not published.
    Hidden(&'s Page, Status),
    /// It lists or accompanies what is not published.
    Unlisted,
    /// It was a file; where one of the same name is.
    File(Option<&'s SourcePath>),
    /// This page has probably taken its place.
    Moved(&'s Page),
    /// Nobody knows.
    Unknown,
}

/// What a lost URL is looked for in.
struct Search<'s, 'n> {
    /// All promised URLs.
    known: BTreeSet<&'n str>,
    site: &'s Site,
    /// With what is not published.
    everything: Option<&'s Site>,
    /// Of the pages of the site, in their order.
    names: &'n [Names],
}

impl<'s> Search<'s, '_> {
    fn fate(&self, url: &str) -> Fate<'s> {
        let everywhere = self.everything.and_then(|all| Some((all, route(all, url)?)));
        if let Some((all, route)) = everywhere {
            return match route {
                Route::Page(page) | Route::Redirect { page, .. } => {
                    let page = all.page(*page);
                    Fate::Hidden(page, page.status)
                }
                _ => Fate::Unlisted,
            };
        }
        let name = url.rsplit('/').next().unwrap_or_default();
        if name == "feed.xml" {
            return Fate::Unlisted;
        }
        match name.contains('.') && !name.ends_with(".html") && !name.ends_with(".htm") {
            true => Fate::File(self.site.routes.values().find_map(|route| match route {
                Route::File(file) if file.file_name() == name => Some(file),
                _ => None,
            })),
            false => self.successor(url).map_or(Fate::Unknown, Fate::Moved),
        }
    }

    /// The page that most likely took the place of a URL: the same name elsewhere, the same file under
    /// another URL, a name or title that is a slip away, or one with words more or less in the same
    /// folder. A page that has not been published before is likelier than one that has.
    fn successor(&self, url: &str) -> Option<&'s Page> {
        let (folder, name) = parts(url);
        if name.is_empty() {
            return None;
        }
        let all = self.names.iter().flat_map(|names| [names.url.as_str(), names.title.as_str()]);
        let near = nearest(name, all.filter(|name| !name.is_empty()));
        let words: BTreeSet<&str> = name.split('-').collect();
        let rank = |(page, names): (&'s Page, &Names)| {
            let (its_folder, _) = parts(page.url.as_str());
            let is_elsewhere = its_folder != folder;
            let is = |other: &str| names.url == other || names.title == other;
            let its_words: BTreeSet<&str> = names.url.split('-').collect();
            let likeness = if names.url == name {
                0
            } else if names.file == name {
                1
            } else if near.is_some_and(is) {
                2
            } else if !is_elsewhere
                && (its_words.is_superset(&words) || its_words.is_subset(&words))
            {
                3
            } else {
                return None;
            };
            let is_known = self.known.contains(page.url.as_str());
            let differing = its_words.symmetric_difference(&words).count();
            Some(((likeness, is_known, is_elsewhere, differing), page))
        };
        let candidates = self.site.pages.iter().zip(self.names).filter_map(rank);
        candidates.min_by_key(|(rank, _)| *rank).map(|(_, page)| page)
    }
}

fn why(status: Status) -> &'static str {
    match status {
        Status::Draft => "is a draft",
        Status::Scheduled => "is to be published later",
        Status::Expired => "has expired",
        Status::Published => "is in a section that is not published",
    }
}

/// What to write into a page that has taken the place of URLs, all of them at once.
fn moved_to(page: &Page, moved: &BTreeMap<&SourcePath, Vec<&str>>) -> String {
    let path = &page.document.path;
    let old = page.document.front_matter.aliases.iter().map(|(alias, _)| alias.as_str());
    let new = moved.get(path).into_iter().flatten().copied();
    let line = aliases_line(old.chain(new));
    let what = match page.document.front_matter.aliases.is_empty() {
        true => format!("write `{line}` into its front matter"),
        false => format!("replace its aliases with `{line}`"),
    };
    format!("If `{path}` took its place, {what}")
}

/// The line of front matter.
fn aliases_line<'a>(aliases: impl IntoIterator<Item = &'a str>) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/-_.~%+".contains(c);
    let item = |alias: &str| match alias.chars().all(is_plain) {
        true => alias.to_owned(),
        // A text in JSON is one in YAML.
        false => serde_json::Value::from(alias).to_string(),
    };
    let items: Vec<String> = aliases.into_iter().map(item).collect();
    format!("aliases: [{}]", items.join(", "))
}

/// What a page is called, as parts of a URL.
struct Names {
    url: String,
    file: String,
    title: String,
}

impl Names {
    fn of(page: &Page) -> Self {
        let path = &page.document.path;
        let stem = match path.file_name() {
            "index.md" | "_index.md" => path.folder().rsplit('/').next().unwrap_or_default(),
            name => name.strip_suffix(".md").unwrap_or(name),
        };
        Self {
            url: parts(page.url.as_str()).1.to_owned(),
            file: slugify(Name::parse(stem).rest).unwrap_or_default(),
            title: slugify(&page.document.front_matter.title).unwrap_or_default(),
        }
    }
}

/// The folder and the name of a URL: `/blog/` and `scope` of `/blog/scope/` and `/blog/scope.html`.
fn parts(url: &str) -> (&str, &str) {
    let url = url.trim_end_matches('/');
    let at = url.rfind('/').map_or(0, |at| at + 1);
    let (folder, name) = url.split_at(at);
    (folder, name.strip_suffix(".html").or(name.strip_suffix(".htm")).unwrap_or(name))
}
