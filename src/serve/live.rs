//! The snapshot that is served, and what is wrong with it.

use std::collections::{HashMap, HashSet};
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
    remembered: Mutex<HashMap<UrlPath, Arc<Artifact>>>,
}

/// A snapshot and all that is known of its faults.
#[derive(Default)]
pub(super) struct State {
    /// Counted from 1; 0 before there is any.
    pub number: u64,
    /// What pages are rendered from: the newest snapshot, or the last good one where what is wrong
    /// touches all pages.
    pub renderer: Option<Arc<Renderer>>,
    /// All that is wrong with the newest one, sorted.
    pub diagnostics: Diagnostics,
    /// The URLs that had faults of their own when all were checked last.
    pub faulty: Vec<UrlPath>,
    /// Whether all URLs have been checked.
    pub is_complete: bool,
    /// The files of pages with an error of their own.
    broken: HashSet<SourcePath>,
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

    /// Puts a new snapshot in place and gives its number.
    pub(super) fn replace(&self, renderer: Option<Arc<Renderer>>, diagnostics: Diagnostics) -> u64 {
        let before = self.state();
        let is_good = renderer.is_some() && !diagnostics.iter().any(touches_all);
        let renderer = match is_good || before.renderer.is_none() {
            true => renderer,
            false => before.renderer.clone(),
        };
        let number = before.number + 1;
        let faulty = before.faulty.clone();
        self.set(State { number, renderer, faulty, ..State::default() }, diagnostics);
        number
    }

    /// Adds what a check of a snapshot found, of some URLs or of all, if that is still the one; says
    /// whether it is.
    pub(super) fn add(
        &self,
        number: u64,
        faulty: Vec<UrlPath>,
        found: Diagnostics,
        is_complete: bool,
    ) -> bool {
        let state = self.state();
        if state.number != number {
            return false;
        }
        let mut diagnostics = state.diagnostics.clone();
        diagnostics.extend(found);
        let faulty = match is_complete {
            true => faulty,
            false => state.faulty.iter().cloned().chain(faulty).collect(),
        };
        let renderer = state.renderer.clone();
        let state = State { number, renderer, faulty, is_complete, ..State::default() };
        self.set(state, diagnostics);
        true
    }

    /// The pages that somebody has looked at.
    pub(super) fn visited(&self) -> Vec<UrlPath> {
        let mut visited: Vec<UrlPath> = self.lock().keys().cloned().collect();
        visited.sort();
        visited
    }

    fn set(&self, state: State, mut diagnostics: Diagnostics) {
        diagnostics.sort();
        let errors = diagnostics.iter().filter(|fault| fault.severity == Severity::Error);
        let places = errors.filter_map(|fault| fault.place.as_ref());
        let broken = places.map(|place| SourcePath::new(&*place.file)).collect();
        let state = Arc::new(State { broken, diagnostics, ..state });
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// The answer to a URL: a page that has an error is shown as it was when it was last good.
    pub(super) fn answer(&self, url: &UrlPath) -> Answer {
        let state = self.state();
        let Some(renderer) = &state.renderer else { return Answer::Broken };
        let source = renderer.source(url);
        let is_broken = source.is_some_and(|source| state.broken.contains(source));
        match renderer.render(url) {
            Some(Ok(artifact)) => match self.recall(url).filter(|_| is_broken) {
                Some(good) => Answer::Found(good),
                None => {
                    let artifact = Arc::new(artifact);
                    if source.is_some() && !is_broken {
                        self.remember(url, &artifact);
                    }
                    Answer::Found(artifact)
                }
            },
            Some(Err(_)) => self.recall(url).map_or(Answer::Broken, Answer::Found),
            None => {
                let good = self.recall(url).filter(|_| !state.broken.is_empty());
                good.map_or_else(|| elsewhere(renderer, url), Answer::Found)
            }
        }
    }

    /// The answer where the site has nothing.
    pub(super) fn not_found(&self) -> Answer {
        self.state().renderer.as_ref().map_or(Answer::Broken, |renderer| not_found(renderer))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UrlPath, Arc<Artifact>>> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn recall(&self, url: &UrlPath) -> Option<Arc<Artifact>> {
        self.lock().get(url).cloned()
    }

    fn remember(&self, url: &UrlPath, artifact: &Arc<Artifact>) {
        let mut remembered = self.lock();
        if remembered.len() >= REMEMBERED && !remembered.contains_key(url) {
            remembered.clear();
        }
        remembered.insert(url.clone(), Arc::clone(artifact));
    }
}

/// Whether an error is not one page's: in a template, in the configuration.
fn touches_all(fault: &Diagnostic) -> bool {
    let of_content = |file: &str| SourcePath::new(file).below(CONTENT).is_some();
    let is_page = fault.place.as_ref().is_some_and(|place| of_content(&place.file));
    fault.severity == Severity::Error && !is_page
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

fn not_found(renderer: &Renderer) -> Answer {
    let page = renderer.render(&UrlPath::new("/404.html"));
    Answer::NotFound(page.and_then(Result::ok).map(Arc::new))
}
