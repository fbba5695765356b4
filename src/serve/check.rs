//! The routes that nobody has asked for, rendered aside so that their faults are told too.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crate::diagnostic::Diagnostics;
use crate::path::UrlPath;
use crate::render::Renderer;

/// A check that is under way. Dropped, it ends.
pub(super) struct Check {
    cancelled: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Check {
    /// Begins to check a snapshot, on one thread, so that the others answer browsers. At the end,
    /// `done` gets the URLs that have faults, and the faults.
    pub(super) fn begin(
        renderer: Arc<Renderer>,
        done: impl FnOnce(Vec<UrlPath>, Diagnostics) + Send + 'static,
    ) -> Self {
        let cancelled = Arc::new(AtomicBool::new(false));
        let is_cancelled = Arc::clone(&cancelled);
        let thread = std::thread::spawn(move || {
            let (mut faulty, mut found) = (Vec::new(), Diagnostics::new());
            for url in renderer.site().routes.keys() {
                if is_cancelled.load(Ordering::Relaxed) {
                    return;
                }
                let faults = renderer.check(url);
                if !faults.is_empty() {
                    faulty.push(url.clone());
                    found.extend(faults);
                }
            }
            // Also of a page whose URL another one has.
            found.extend(renderer.site().all_link_faults());
            done(faulty, found);
        });
        Self { cancelled, thread: Some(thread) }
    }
}

impl Drop for Check {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // One route's time at most.
            let _ = thread.join();
        }
    }
}
