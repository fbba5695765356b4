//! From a change on disk to a new snapshot: walk, load, put in place, check the rest.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch::Sender;

use super::check::Check;
use super::live::{Checked, Live};
use super::told::Told;
use super::watch::{Watcher, Woken};
use super::{News, Tell};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::path::UrlPath;
use crate::project::{Inventory, Project};
use crate::render::Renderer;

/// How long a file may take to be written, once something is wrong.
const HALF_WRITTEN: Duration = Duration::from_millis(60);

/// How often to wait for that at most: where there is always something going on, a mistake is told
/// nevertheless.
const MOST_WAITS: u32 = 10;

/// What the thread that follows a site works with.
pub(super) struct Follower {
    pub project: Project,
    pub watcher: Watcher,
    /// The clock of snapshots.
    pub clock: Box<dyn Fn() -> Timestamp + Send>,
    pub live: Arc<Live>,
    /// Wakes the browsers.
    pub changed: Sender<u64>,
    pub tell: Arc<Tell>,
    /// When the same files make another site: a page is published, or is no more.
    pub due: Option<Timestamp>,
}

/// A snapshot that is not in place yet.
struct Made {
    renderer: Option<Arc<Renderer>>,
    /// What loading it told.
    diagnostics: Diagnostics,
    /// What is wrong where something was wrong before.
    checked: Checked,
}

impl Made {
    fn has_errors(&self) -> bool {
        let is_error = |fault: &Diagnostic| fault.severity == Severity::Error;
        self.diagnostics.has_errors() || self.checked.by_url.values().flatten().any(is_error)
    }
}

/// What a snapshot was made from.
struct Seen {
    inventory: Inventory,
    /// Whether that is only what events said, and is still to be confirmed by a walk.
    is_guess: bool,
}

impl Follower {
    /// Follows the site until the program ends.
    pub(super) fn run(mut self) {
        let start = Instant::now();
        let told = Arc::new(Told::new(Arc::clone(&self.tell)));
        let inventory = self.project.walk();
        let made = self.load(&inventory);
        let mut check = self.publish(made, &told);
        let state = self.live.state();
        let site = state.renderer.as_ref().map(|renderer| renderer.site());
        let pages = site.map_or(0, |site| site.pages.len());
        let home = site.map(|site| site.config.base_url.href(&UrlPath::home()));
        let home = home.unwrap_or_else(|| "/".to_owned());
        (self.tell)(News::Ready { pages, took: start.elapsed(), home });
        // A browser waits for the first snapshot; what happened since the first walk, the second
        // finds.
        self.watcher.renew(false);
        let (mut is_told, mut waits) = (false, 0);
        let mut seen = Seen { inventory, is_guess: false };
        let mut woken = Woken::Event;
        loop {
            check.iter().for_each(Check::pause);
            let look = Instant::now();
            let next = self.look(&seen, woken);
            let looked = look.elapsed();
            if let Some(next) = next {
                let load = Instant::now();
                let made = self.load(&next.inventory);
                let loaded = load.elapsed();
                // A file that is being written is full of errors; what is written needs no wait.
                if made.has_errors() && waits < MOST_WAITS && self.watcher.stirs(HALF_WRITTEN) {
                    (woken, waits) = (Woken::Event, waits + 1);
                    continue;
                }
                waits = 0;
                drop(check.take());
                check = self.publish(made, &told);
                seen = next;
                (self.tell)(News::Changed { looked, loaded });
            } else {
                (seen.is_guess, waits) = (false, 0);
            }
            check.iter().for_each(Check::go_on);
            if self.watcher.has_no_events() && !std::mem::replace(&mut is_told, true) {
                (self.tell)(News::Polling);
            }
            woken = self.watcher.wait(seen.is_guess);
        }
    }

    /// What there is now, if it is not what was seen before.
    fn look(&mut self, seen: &Seen, woken: Woken) -> Option<Seen> {
        let touched = self.watcher.touched();
        if woken == Woken::Event
            && let Some(inventory) = self.project.touched(&seen.inventory, &touched)
        {
            return Some(Seen { inventory, is_guess: true });
        }
        let walk = Instant::now();
        let found = self.project.walk();
        self.watcher.pace(walk.elapsed());
        let looks_same = found.looks_same(&seen.inventory);
        // What the clock alone finds had an event that went lost, and others may follow it.
        self.watcher.renew(woken == Woken::Clock && !seen.is_guess && !looks_same);
        // What was read for a guess was read just now; whether it changed once more within the
        // grain of its file's time, the next walk tells.
        let is_same = match seen.is_guess {
            true => looks_same,
            false => found.is_same(&seen.inventory),
        };
        let is_due = self.due.is_some_and(|due| due <= (self.clock)());
        (!is_same || is_due).then_some(Seen { inventory: found, is_guess: false })
    }

    /// Makes a snapshot, with what is wrong as far as that is known at once.
    fn load(&mut self, inventory: &Inventory) -> Made {
        let mut diagnostics = Diagnostics::new();
        self.project.set_now((self.clock)());
        let renderer = self.project.load(inventory, &mut Vec::new(), &mut diagnostics);
        let mut checked = Checked::default();
        if let Some(renderer) = &renderer {
            // Where something was wrong the last time, a reader is waiting for it to be right.
            let before = self.live.state();
            before.checked.by_url.keys().for_each(|url| checked.add(renderer, url));
        }
        Made { renderer: renderer.map(Arc::new), diagnostics, checked }
    }

    /// Puts a new snapshot in place, and begins to check it.
    fn publish(&mut self, made: Made, told: &Arc<Told>) -> Option<Check> {
        let Made { renderer, diagnostics, checked } = made;
        let before = self.live.state();
        let number = self.live.replace(renderer.clone(), diagnostics, checked);
        self.changed.send_replace(number);
        told.tell(&self.live.state());
        self.due = renderer.as_ref().and_then(|renderer| renderer.site().next_change());
        let check = renderer.map(|renderer| {
            let (live, changed, told) =
                (Arc::clone(&self.live), self.changed.clone(), Arc::clone(told));
            Check::begin(renderer, self.live.visited(), move |found, is_all| {
                if live.add(number, found, is_all) {
                    changed.send_replace(number);
                    told.tell(&live.state());
                }
            })
        });
        // Ten thousand pages take their time to go, in which browsers need not wait.
        drop(before);
        check
    }
}
