//! The snapshot that is served, and what is wrong with it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::path::{SourcePath, UrlPath};
use crate::render::{Artifact, Renderer};
use crate::source::CONTENT;

/// Pages of which the last good form is kept: those that somebody looked at.
const REMEMBERED: usize = 200;

/// What is served at a moment.
#[derive(Default)]
pub(super) struct Live {
    state: RwLock<Arc<State>>,
    /// The last good form of the pages that were visited.
    remembered: Mutex<Remembered>,
}

/// A snapshot and all that is known of its faults.
#[derive(Clone, Default)]
pub(super) struct State {
    /// Counted from 1; 0 before there is any.
    pub number: u64,
    /// What pages are rendered from: the newest snapshot, or the last good one where what is wrong
    /// touches all pages.
    pub renderer: Option<Arc<Renderer>>,
    /// What loading the newest one told.
    loaded: Diagnostics,
    /// What rendering it told, as far as it has been checked.
    pub checked: Checked,
    /// Whether all URLs have been checked.
    pub is_complete: bool,
    /// All that is wrong with it, sorted, each fault once.
    pub diagnostics: Diagnostics,
    /// The files of pages with an error of their own.
    broken: HashSet<SourcePath>,
}

/// What is wrong at URLs of a snapshot; those where nothing is are not in it.
#[derive(Clone, Default)]
pub(super) struct Checked {
    pub by_url: BTreeMap<UrlPath, Vec<Diagnostic>>,
    /// What belongs to no URL: a page whose URL another one has.
    pub elsewhere: Diagnostics,
}

impl Checked {
    /// Checks a URL.
    pub(super) fn add(&mut self, renderer: &Renderer, url: &UrlPath) {
        let faults = renderer.check(url);
        if !faults.is_empty() {
            self.by_url.insert(url.clone(), faults);
        }
    }
}

/// The last good form of pages.
#[derive(Default)]
struct Remembered {
    pages: HashMap<UrlPath, Good>,
    /// How often something was remembered.
    count: u64,
}

/// A page in its last good form.
struct Good {
    source: SourcePath,
    artifact: Arc<Artifact>,
    /// When it was remembered last, for the one that makes room.
    at: u64,
}

/// The answer to a URL.
pub(super) enum Answer {
    /// The site has this.
    Found(Arc<Artifact>),
    /// It has nothing there; its page that says so.
    NotFound(Option<Arc<Artifact>>),
    /// It is at another URL.
    Elsewhere(UrlPath),
    /// It cannot be made, and never could.
    Broken,
}

impl Live {
    /// What is served now.
    pub(super) fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a new snapshot in place, with what loading it told and what is wrong at the URLs that
    /// were checked; gives its number.
    pub(super) fn replace(
        &self,
        renderer: Option<Arc<Renderer>>,
        loaded: Diagnostics,
        checked: Checked,
    ) -> u64 {
        let before = self.state();
        let is_good = renderer.is_some() && !loaded.iter().any(touches_all);
        let renderer = match is_good || before.renderer.is_none() {
            true => renderer,
            false => before.renderer.clone(),
        };
        let number = before.number + 1;
        self.set(State { number, renderer, loaded, checked, ..State::default() });
        number
    }

    /// Adds what a check of a snapshot found, of some URLs or of all, if that is still the one; says
    /// whether it is.
    pub(super) fn add(&self, number: u64, found: Checked, is_complete: bool) -> bool {
        let mut state = State::clone(&self.state());
        if state.number != number {
            return false;
        }
        match is_complete {
            true => state.checked = found,
            false => state.checked.by_url.extend(found.by_url),
        }
        self.set(State { is_complete, ..state });
        true
    }

    /// The pages that somebody has looked at.
    pub(super) fn visited(&self) -> Vec<UrlPath> {
        let mut visited: Vec<UrlPath> = self.lock().pages.keys().cloned().collect();
        visited.sort();
        visited
    }

    fn set(&self, mut state: State) {
        let mut diagnostics = state.loaded.clone();
        diagnostics.extend(state.checked.by_url.values().flatten().cloned());
        diagnostics.extend(state.checked.elsewhere.iter().cloned());
        diagnostics.sort();
        let places = diagnostics.iter().filter(|fault| is_error(fault));
        let places = places.filter_map(|fault| fault.place.as_ref());
        state.broken = places.map(|place| SourcePath::new(&*place.file)).collect();
        state.diagnostics = diagnostics;
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }

    /// The answer of a state to a URL: a page that has an error is shown as it was when it was last
    /// good.
    pub(super) fn answer(&self, state: &State, url: &UrlPath) -> Answer {
        let Some(renderer) = &state.renderer else { return Answer::Broken };
        let Some(rendered) = renderer.render(url) else {
            // An error can take a page away: one in what its URL is made from.
            let good = self.recall(url, |source| state.broken.contains(source));
            return good.map_or_else(|| elsewhere(renderer, url), Answer::Found);
        };
        let source = renderer.source(url);
        // Links are followed when somebody asks, which may be now.
        let is_broken = source.is_some_and(|source| state.broken.contains(source))
            || renderer.link_faults(url).iter().any(is_error);
        let recall = || self.recall(url, |_| true);
        match rendered {
            Ok(artifact) => {
                let artifact = Arc::new(artifact);
                match source {
                    Some(_) if is_broken => Answer::Found(recall().unwrap_or(artifact)),
                    Some(source) => {
                        self.remember(url, source, &artifact);
                        Answer::Found(artifact)
                    }
                    None => Answer::Found(artifact),
                }
            }
            Err(_) => recall().map_or(Answer::Broken, Answer::Found),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last good form of a page, if what its file is says yes.
    fn recall(
        &self,
        url: &UrlPath,
        is_wanted: impl Fn(&SourcePath) -> bool,
    ) -> Option<Arc<Artifact>> {
        let remembered = self.lock();
        let good = remembered.pages.get(url).filter(|good| is_wanted(&good.source));
        good.map(|good| Arc::clone(&good.artifact))
    }

    fn remember(&self, url: &UrlPath, source: &SourcePath, artifact: &Arc<Artifact>) {
        let Remembered { pages, count } = &mut *self.lock();
        *count += 1;
        let good = Good { source: source.clone(), artifact: Arc::clone(artifact), at: *count };
        pages.insert(url.clone(), good);
        if pages.len() > REMEMBERED
            && let Some(oldest) = pages.iter().min_by_key(|(_, good)| good.at)
        {
            let oldest = oldest.0.clone();
            pages.remove(&oldest);
        }
    }
}

/// Whether an error is not one page's: in a template, in the configuration.
fn touches_all(fault: &Diagnostic) -> bool {
    let of_content = |file: &str| SourcePath::new(file).below(CONTENT).is_some();
    let is_page = fault.place.as_ref().is_some_and(|place| of_content(&place.file));
    is_error(fault) && !is_page
}

fn is_error(fault: &Diagnostic) -> bool {
    fault.severity == Severity::Error
}

/// Where else a URL may be meant to lead, as a web server finds it; else that there is nothing.
fn elsewhere(renderer: &Renderer, url: &UrlPath) -> Answer {
    let routes = &renderer.site().routes;
    let slash = UrlPath::new(&format!("{url}/"));
    if routes.contains_key(&slash) {
        return Answer::Elsewhere(slash);
    }
    if let Some(folder) = url.as_str().strip_suffix("index.html").map(UrlPath::new)
        && routes.contains_key(&folder)
    {
        return Answer::Elsewhere(folder);
    }
    not_found(renderer)
}

/// The answer where the site has nothing.
pub(super) fn not_found(renderer: &Renderer) -> Answer {
    let page = renderer.render(&UrlPath::new("/404.html"));
    Answer::NotFound(page.and_then(Result::ok).map(Arc::new))
}
