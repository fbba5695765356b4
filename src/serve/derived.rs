//! What is made from finished pages, the search index: only once a browser asks for it, aside, and
//! answered as it was before while it is made anew.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::live::State;
use crate::path::UrlPath;
use crate::render::{Artifact, Renderer};

/// How long a browser waits for the newest form where there is an older one.
const PATIENCE: Duration = Duration::from_secs(1);

/// A family of URLs that is made from finished pages, and how.
pub struct Derived {
    /// All of them begin with it.
    pub folder: UrlPath,
    /// The one that is asked for first and that leads to the others.
    pub entry: UrlPath,
    /// Makes them of a snapshot.
    pub make: Box<Make>,
}

/// Makes URLs with their artifacts of a snapshot.
pub type Make = dyn Fn(&Renderer) -> Vec<(UrlPath, Artifact)> + Send + Sync;

type Files = BTreeMap<UrlPath, Arc<Artifact>>;

/// What was made last.
pub(super) struct Kept {
    derived: Derived,
    made: Mutex<Made>,
    changed: Condvar,
}

#[derive(Default)]
struct Made {
    /// The snapshot that it is of; 0 where there is none.
    number: u64,
    files: Files,
    /// What was made before that: a page that a browser has open asks for it still.
    before: Files,
    is_under_way: bool,
}

impl Kept {
    pub(super) fn new(derived: Derived) -> Self {
        Self { derived, made: Mutex::default(), changed: Condvar::new() }
    }

    /// The answer to a URL of the family.
    pub(super) fn answer(self: &Arc<Self>, state: &State, url: &UrlPath) -> Option<Arc<Artifact>> {
        if !url.as_str().starts_with(self.derived.folder.as_str()) {
            return None;
        }
        let mut made = self.lock();
        if *url != self.derived.entry
            && let Some(artifact) = made.files.get(url).or_else(|| made.before.get(url))
        {
            return Some(Arc::clone(artifact));
        }
        let since = Instant::now();
        while made.number < state.number {
            let left = match made.number {
                0 => PATIENCE,
                _ => PATIENCE.saturating_sub(since.elapsed()),
            };
            if left.is_zero() {
                break;
            }
            if !std::mem::replace(&mut made.is_under_way, true) {
                self.begin(state);
            }
            let waited = self.changed.wait_timeout(made, left);
            made = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        made.files.get(url).map(Arc::clone)
    }

    /// Makes the family of a snapshot on a thread of its own, so that the others answer browsers.
    fn begin(self: &Arc<Self>, state: &State) {
        let (kept, number, renderer) = (Arc::clone(self), state.number, state.renderer.clone());
        std::thread::spawn(move || {
            let make = || renderer.map(|renderer| (kept.derived.make)(&renderer));
            let files = match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
                Ok(one) => one.install(make),
                Err(_) => make(),
            };
            let files = files.unwrap_or_default().into_iter();
            let files = files.map(|(url, artifact)| (url, Arc::new(artifact))).collect();
            let mut made = kept.lock();
            made.before = std::mem::replace(&mut made.files, files);
            (made.number, made.is_under_way) = (number, false);
            drop(made);
            kept.changed.notify_all();
        });
    }

    fn lock(&self) -> MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
