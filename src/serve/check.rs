//! The routes that nobody has asked for, rendered aside so that their faults are told too.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::live::Checked;
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
    /// URLs of `first`, at once, then all. At the end, `done` gets what is wrong; in between, what the
    /// first ones gave.
    pub(super) fn begin(
        renderer: Arc<Renderer>,
        first: Vec<UrlPath>,
        done: impl Fn(Checked, bool) + Send + 'static,
    ) -> Self {
        let control = Arc::new(Control { order: Mutex::new(Order::Run), changed: Condvar::new() });
        let orders = Arc::clone(&control);
        let thread = std::thread::spawn(move || {
            let check = |urls: &mut dyn Iterator<Item = &UrlPath>| {
                let mut found = Checked::default();
                for url in urls {
                    if !orders.goes_on() {
                        return None;
                    }
                    found.add(&renderer, url);
                }
                Some(found)
            };
            let Some(found) = check(&mut first.iter()) else { return };
            if !found.by_url.is_empty() {
                done(found, false);
            }
            orders.rest(QUIET);
            let Some(mut found) = check(&mut renderer.site().routes.keys()) else { return };
            found.elsewhere.extend(renderer.site().all_link_faults());
            done(found, true);
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
