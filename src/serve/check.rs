//! The routes that nobody has asked for, rendered aside so that their faults are told too.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::diagnostic::Diagnostics;
use crate::path::UrlPath;
use crate::render::Renderer;

/// How long the browsers that show a new snapshot have the machine to themselves.
const QUIET: Duration = Duration::from_millis(250);

/// A check that is under way. Dropped, it ends.
pub(super) struct Check {
    control: Arc<Control>,
    thread: Option<JoinHandle<()>>,
}

/// What a check is to do next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Run,
    Wait,
    End,
}

struct Control {
    order: Mutex<Order>,
    changed: Condvar,
}

impl Control {
    fn lock(&self) -> MutexGuard<'_, Order> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give(&self, order: Order) {
        *self.lock() = order;
        self.changed.notify_all();
    }

    /// Lets a time pass, or less where the check is to end.
    fn rest(&self, time: Duration) {
        let has_time = |order: &mut Order| *order != Order::End;
        let _ = self.changed.wait_timeout_while(self.lock(), time, has_time);
    }

    /// Whether to go on; waits for as long as that is the order.
    fn goes_on(&self) -> bool {
        let waited = self.changed.wait_while(self.lock(), |order| *order == Order::Wait);
        *waited.unwrap_or_else(PoisonError::into_inner) == Order::Run
    }
}

impl Check {
    /// Begins to check a snapshot, on one thread, so that the others answer browsers: first the
    /// URLs of `first`, at once, then all. At the end, `done` gets the URLs that have faults, and the
    /// faults; in between, what the first ones gave.
    pub(super) fn begin(
        renderer: Arc<Renderer>,
        first: Vec<UrlPath>,
        done: impl Fn(Vec<UrlPath>, Diagnostics, bool) + Send + 'static,
    ) -> Self {
        let control = Arc::new(Control { order: Mutex::new(Order::Run), changed: Condvar::new() });
        let orders = Arc::clone(&control);
        let thread = std::thread::spawn(move || {
            let faults_of = |urls: &mut dyn Iterator<Item = &UrlPath>| {
                let (mut faulty, mut found) = (Vec::new(), Diagnostics::new());
                for url in urls {
                    if !orders.goes_on() {
                        return None;
                    }
                    let faults = renderer.check(url);
                    if !faults.is_empty() {
                        faulty.push(url.clone());
                        found.extend(faults);
                    }
                }
                Some((faulty, found))
            };
            let Some((faulty, found)) = faults_of(&mut first.iter()) else { return };
            if !found.is_empty() {
                done(faulty, found, false);
            }
            orders.rest(QUIET);
            let Some((faulty, mut found)) = faults_of(&mut renderer.site().routes.keys()) else {
                return;
            };
            // Also of a page whose URL another one has.
            found.extend(renderer.site().all_link_faults());
            done(faulty, found, true);
        });
        Self { control, thread: Some(thread) }
    }

    /// Has it wait: something has happened, and the machine is needed to see what.
    pub(super) fn pause(&self) {
        self.control.give(Order::Wait);
    }

    /// Lets it go on.
    pub(super) fn go_on(&self) {
        self.control.give(Order::Run);
    }
}

impl Drop for Check {
    fn drop(&mut self) {
        self.control.give(Order::End);
        if let Some(thread) = self.thread.take() {
            // One route's time at most.
            let _ = thread.join();
        }
    }
}
