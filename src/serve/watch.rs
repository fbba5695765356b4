//! What wakes a server: events of the file system, and a clock for those that are lost.
//!
//! An event says that something happened, and where to look first; what it was, the walk that
//! follows tells.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use crate::folder::Stamp;

/// How long a folder must be quiet: most editors empty a file and write it within a millisecond.
const QUIET: Duration = Duration::from_millis(5);

/// How long an event can go lost; longer where a walk takes long, so that walking takes a hundredth
/// of the time at most.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often to look without events; longer where a walk takes long, so that walking takes a
/// twentieth of the time at most.
const POLL: Duration = Duration::from_millis(250);

/// Why a server was woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Woken {
    /// Something happened.
    Event,
    /// Time has passed.
    Clock,
}

/// Files of one save at most; more is another kind of change, which a walk sorts out at once.
const FEW: usize = 20;

/// How long the walk after a save waits for the browser, which needs the machine now.
const CONFIRM: Duration = Duration::from_millis(120);

/// What the event thread leaves behind.
#[derive(Default)]
struct Noted {
    /// The files that events named since the last wake.
    touched: Mutex<Vec<PathBuf>>,
    /// Whether the system cannot watch any more files.
    is_broken: AtomicBool,
}

/// Watches the folders of a site.
pub(super) struct Watcher {
    debouncer: Option<Debouncer<RecommendedWatcher, NoCache>>,
    signals: Receiver<()>,
    noted: Arc<Noted>,
    root: PathBuf,
    folders: Vec<PathBuf>,
    /// The folders that are watched, with what they were then: one that was deleted and made again
    /// is another.
    watched: HashMap<PathBuf, Stamp>,
    walked: Duration,
    /// Whether no events are wanted.
    polls: bool,
}

impl Watcher {
    /// Watches the root of a site for its configuration, and folders in it with all that is in them,
    /// as far as they are there. With `poll`, no events are asked of the system at all.
    pub(super) fn new(root: &Path, folders: Vec<PathBuf>, poll: bool) -> Self {
        let (sender, signals) = mpsc::sync_channel(1);
        let noted = Arc::new(Noted::default());
        let debouncer = if poll { None } else { debouncer(sender, Arc::clone(&noted)) };
        Self {
            debouncer,
            signals,
            noted,
            root: root.to_owned(),
            folders,
            watched: HashMap::new(),
            walked: Duration::ZERO,
            polls: poll,
        }
    }

    /// Whether only the clock wakes though events were asked for.
    pub(super) fn has_no_events(&self) -> bool {
        self.debouncer.is_none() && !self.polls
    }

    /// Watches the folders that are new since the last time. All of them, where `again` says that
    /// an event went lost.
    pub(super) fn renew(&mut self, again: bool) {
        let Some(debouncer) = &mut self.debouncer else { return };
        let root = std::iter::once((&self.root, RecursiveMode::NonRecursive));
        let folders = self.folders.iter().map(|folder| (folder, RecursiveMode::Recursive));
        let mut failed = false;
        for (folder, mode) in root.chain(folders) {
            let now = Stamp::of(folder);
            let before = self.watched.get(folder);
            let is_same = match (&now, before) {
                (Some(now), Some(before)) => now.is_same_place(before),
                (None, None) => true,
                _ => false,
            };
            if is_same && !again {
                continue;
            }
            if before.is_some() {
                // A folder that is gone is watched no longer anyway.
                let _ = debouncer.unwatch(folder);
                self.watched.remove(folder);
            }
            if let Some(now) = now {
                match debouncer.watch(folder, mode) {
                    Ok(()) => drop(self.watched.insert(folder.clone(), now)),
                    // Deleted a moment ago: the clock finds what becomes of it.
                    Err(error) => failed |= !matches!(error.kind, notify::ErrorKind::PathNotFound),
                }
            }
        }
        if failed {
            self.debouncer = None;
        }
    }

    /// How long a walk takes, for the pace of polling.
    pub(super) fn pace(&mut self, walked: Duration) {
        self.walked = walked;
    }

    /// Whether something happens within a time.
    pub(super) fn stirs(&self, within: Duration) -> bool {
        match self.debouncer {
            Some(_) => self.signals.recv_timeout(within).is_ok(),
            // Without events, the next walk finds it.
            None => false,
        }
    }

    /// The files that events named since the last time; none where there were many.
    pub(super) fn touched(&self) -> Vec<PathBuf> {
        let mut touched = self.noted.touched.lock().unwrap_or_else(PoisonError::into_inner);
        let paths = std::mem::take(&mut *touched);
        if paths.len() > FEW { Vec::new() } else { paths }
    }

    /// Waits until there may be something new; not for long where a guess is to be confirmed.
    pub(super) fn wait(&mut self, confirms: bool) -> Woken {
        if self.debouncer.is_none() {
            std::thread::sleep(POLL.max(self.walked * 20));
            return Woken::Clock;
        }
        let start = Instant::now();
        let patience = if confirms { CONFIRM } else { PATIENCE.max(self.walked * 100) };
        let signal = self.signals.recv_timeout(patience);
        if self.noted.is_broken.load(Ordering::SeqCst) {
            self.debouncer = None;
            return Woken::Clock;
        }
        match signal {
            Ok(()) => Woken::Event,
            Err(RecvTimeoutError::Timeout) => Woken::Clock,
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(patience.saturating_sub(start.elapsed()));
                Woken::Clock
            }
        }
    }
}

/// A debouncer that sends what happens; `None` where the system has no events to give.
fn debouncer(
    sender: SyncSender<()>,
    noted: Arc<Noted>,
) -> Option<Debouncer<RecommendedWatcher, NoCache>> {
    let handle = move |result: DebounceEventResult| {
        match result {
            Ok(events) => {
                let mut events = events.into_iter().filter(|event| matters(&event.kind)).peekable();
                if events.peek().is_none() {
                    return;
                }
                let mut touched = noted.touched.lock().unwrap_or_else(PoisonError::into_inner);
                for path in events.flat_map(|event| event.event.paths) {
                    // Beyond a few, how many there are says enough.
                    if touched.len() <= FEW && !touched.contains(&path) {
                        touched.push(path);
                    }
                }
            }
            Err(errors) if errors.iter().any(is_limit) => {
                noted.is_broken.store(true, Ordering::SeqCst);
            }
            // Events that went lost, and the like.
            Err(_) => {}
        }
        // A full channel holds a signal that serves for this one too.
        let _ = sender.try_send(());
    };
    new_debouncer_opt(QUIET, None, handle, NoCache::new(), notify::Config::default()).ok()
}

/// Whether an event can mean a change: that a file was read is none, and we do so ourselves.
fn matters(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

/// Whether the system cannot watch any more files.
fn is_limit(error: &notify::Error) -> bool {
    matches!(error.kind, notify::ErrorKind::MaxFilesWatch)
}
