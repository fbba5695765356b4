//! A promised URL that is gone: what became of it, and the line that brings it back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::{FILE, Line, Promised, route};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::nearest::nearest;
use crate::path::SourcePath;
use crate::site::{Name, Page, Route, Site, Status};
use crate::slug::slugify;

/// So many lost URLs are compared with all pages: who has lost more has moved whole folders, and
/// needs no guess for each.
const MOST_COMPARED: usize = 300;

/// Tells of every promised URL that the site does not answer. `everything` is the same site with
/// drafts, scheduled and expired pages.
pub fn faults(promised: &Promised, site: &Site, everything: Option<&Site>) -> Vec<Diagnostic> {
    let known: BTreeSet<&str> = promised.0.iter().map(|line| line.url.as_str()).collect();
    let mut lost: BTreeMap<&str, &Line> = BTreeMap::new();
    for line in promised.lost(site) {
        lost.entry(&line.url).or_insert(line);
    }
    let search = Search::new(known, site, everything);
    let mut fates: Vec<(&Line, Option<Fate>)> =
        lost.into_values().map(|line| (line, search.known_fate(&line.url))).collect();
    // The rest is compared with every page.
    let mut left: Vec<_> = fates.iter_mut().filter(|(_, fate)| fate.is_none()).collect();
    left.truncate(MOST_COMPARED);
    left.par_iter_mut().for_each(|(line, fate)| *fate = search.likeliest(&line.url));
    let fates: Vec<(&Line, Fate)> =
        fates.into_iter().map(|(line, fate)| (line, fate.unwrap_or(Fate::Unknown))).collect();
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
    names: Vec<Names<'s>>,
    /// Places in `names`, by each kind of name.
    by_url: HashMap<&'s str, Vec<usize>>,
    by_file: HashMap<String, Vec<usize>>,
    by_title: HashMap<String, Vec<usize>>,
    files: HashMap<&'s str, &'s SourcePath>,
}

impl<'s, 'n> Search<'s, 'n> {
    fn new(known: BTreeSet<&'n str>, site: &'s Site, everything: Option<&'s Site>) -> Self {
        let names: Vec<Names> = site.pages.par_iter().map(Names::of).collect();
        let mut search = Self {
            known,
            site,
            everything,
            names: Vec::new(),
            by_url: HashMap::new(),
            by_file: HashMap::new(),
            by_title: HashMap::new(),
            files: HashMap::new(),
        };
        for (at, names) in names.iter().enumerate() {
            search.by_url.entry(names.url).or_default().push(at);
            search.by_file.entry(names.file.clone()).or_default().push(at);
            search.by_title.entry(names.title.clone()).or_default().push(at);
        }
        for route in site.routes.values() {
            if let Route::File(file) = route {
                search.files.entry(file.file_name()).or_insert(file);
            }
        }
        search.names = names;
        search
    }

    /// What can be looked up; `None` where only a comparison with all pages may tell.
    fn known_fate(&self, url: &str) -> Option<Fate<'s>> {
        let everywhere = self.everything.and_then(|all| Some((all, route(all, url)?)));
        if let Some((all, route)) = everywhere {
            return Some(match route {
                Route::Page(page) | Route::Redirect { page, .. } => {
                    let page = all.page(*page);
                    Fate::Hidden(page, page.status)
                }
                _ => Fate::Unlisted,
            });
        }
        let name = url.rsplit('/').next().unwrap_or_default();
        if name == "feed.xml" {
            return Some(Fate::Unlisted);
        }
        if name.contains('.') && !name.ends_with(".html") && !name.ends_with(".htm") {
            return Some(Fate::File(self.files.get(name).copied()));
        }
        let (_, name) = parts(url);
        if name.is_empty() {
            return Some(Fate::Unknown);
        }
        // The same name elsewhere, the same file under another URL, and that of its title.
        let same = [self.by_url.get(name), self.by_file.get(name), self.by_title.get(name)];
        let same = same.into_iter().flatten().next()?;
        self.best(url, same.iter().map(|at| (0, *at))).map(Fate::Moved)
    }

    /// The page whose name or title is a slip away, or one with words more or less in the same folder.
    fn likeliest(&self, url: &str) -> Option<Fate<'s>> {
        let (folder, name) = parts(url);
        let all = self.names.iter().flat_map(|names| [names.url, names.title.as_str()]);
        let near = nearest(name, all.filter(|name| !name.is_empty()));
        let words: BTreeSet<&str> = name.split('-').collect();
        let likeness = |(at, names): (usize, &Names)| {
            let is = |other: &str| names.url == other || names.title == other;
            let its_words = &names.words;
            let is_like = names.folder == folder
                && (its_words.is_superset(&words) || its_words.is_subset(&words));
            match near.is_some_and(is) {
                true => Some((0, at)),
                false => is_like.then_some((1, at)),
            }
        };
        let like = self.names.iter().enumerate().filter_map(likeness);
        self.best(url, like).map(Fate::Moved)
    }

    /// The most likely of several pages, by how like each is: one that has not been published before,
    /// in the same folder, with the fewest other words.
    fn best(&self, url: &str, pages: impl Iterator<Item = (u8, usize)>) -> Option<&'s Page> {
        let (folder, name) = parts(url);
        let words: BTreeSet<&str> = name.split('-').collect();
        let rank = |(likeness, at): (u8, usize)| {
            let (page, names) = (self.site.pages.get(at)?, self.names.get(at)?);
            let is_known = self.known.contains(page.url.as_str());
            let differing = names.words.symmetric_difference(&words).count();
            Some(((likeness, is_known, names.folder != folder, differing), page))
        };
        pages.filter_map(rank).min_by_key(|(rank, _)| *rank).map(|(_, page)| page)
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
struct Names<'s> {
    folder: &'s str,
    url: &'s str,
    /// Of its URL.
    words: BTreeSet<&'s str>,
    file: String,
    title: String,
}

impl<'s> Names<'s> {
    fn of(page: &'s Page) -> Self {
        let path = &page.document.path;
        let stem = match path.file_name() {
            "index.md" | "_index.md" => path.folder().rsplit('/').next().unwrap_or_default(),
            name => name.strip_suffix(".md").unwrap_or(name),
        };
        let (folder, url) = parts(page.url.as_str());
        Self {
            folder,
            url,
            words: url.split('-').collect(),
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
