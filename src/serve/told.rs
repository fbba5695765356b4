//! What the terminal was told: a fault once, not again on each save.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::live::State;
use super::{News, SETTLED, Tell};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

/// The faults that were told and are not mended.
pub(super) struct Told {
    known: Mutex<Vec<Diagnostic>>,
    /// How many states there were to tell of.
    states: AtomicU64,
    tell: Arc<Tell>,
}

impl Told {
    pub(super) fn new(tell: Arc<Tell>) -> Self {
        Self { known: Mutex::default(), states: AtomicU64::new(0), tell }
    }

    /// Tells what is new in a state; and once all of it is checked, that the errors are gone. Of one
    /// with errors, only where no other follows at once.
    pub(super) fn tell(self: &Arc<Self>, state: &Arc<State>) {
        let number = self.states.fetch_add(1, Ordering::SeqCst) + 1;
        if !state.diagnostics.has_errors() {
            return self.tell_now(state);
        }
        let (told, state) = (Arc::clone(self), Arc::clone(state));
        std::thread::spawn(move || {
            std::thread::sleep(SETTLED);
            if told.states.load(Ordering::SeqCst) == number {
                told.tell_now(&state);
            }
        });
    }

    fn tell_now(&self, state: &State) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = |fault: &&Diagnostic| !known.contains(fault);
        let new: Diagnostics = state.diagnostics.iter().filter(is_new).cloned().collect();
        let had_errors = known.iter().any(is_error);
        match state.is_complete {
            true => *known = state.diagnostics.iter().cloned().collect(),
            false => known.extend(new.iter().cloned()),
        }
        let is_mended = state.is_complete && had_errors && !known.iter().any(is_error);
        drop(known);
        if !new.is_empty() {
            (self.tell)(News::Faults(&new));
        }
        if is_mended {
            (self.tell)(News::Mended);
        }
    }
}

fn is_error(fault: &Diagnostic) -> bool {
    fault.severity == Severity::Error
}
