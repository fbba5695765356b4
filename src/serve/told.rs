//! What the terminal was told: a fault once, not again on each save.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::live::State;
use super::{News, SETTLED, Tell};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// What makes a fault that fault, wherever in its file it has moved to as the author writes on.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Identity {
    severity: Severity,
    code: Code,
    file: Option<Box<str>>,
    message: String,
}

impl Identity {
    fn of(fault: &Diagnostic) -> Self {
        Self {
            severity: fault.severity,
            code: fault.code,
            file: fault.place.as_ref().map(|place| place.file.clone()),
            message: fault.message.clone(),
        }
    }
}

/// Faults that were told and are not mended, and how many of each.
type Known = BTreeMap<Identity, usize>;

/// Tells what was not told before.
pub(super) struct Told {
    known: Mutex<Known>,
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
            return self.tell_now(state, number);
        }
        let (told, state) = (Arc::clone(self), Arc::clone(state));
        std::thread::spawn(move || {
            std::thread::sleep(SETTLED);
            told.tell_now(&state, number);
        });
    }

    /// Tells of a state, unless another has followed it.
    fn tell_now(&self, state: &State, number: u64) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if self.states.load(Ordering::SeqCst) != number {
            return;
        }
        let before = errors(&known);
        let mut seen = Known::new();
        let mut new = Diagnostics::new();
        for fault in state.diagnostics.iter() {
            let identity = Identity::of(fault);
            let told = known.get(&identity).copied().unwrap_or_default();
            let count = seen.entry(identity).or_default();
            *count += 1;
            if *count > told {
                new.push(fault.clone());
            }
        }
        match state.is_complete {
            true => *known = seen,
            // What is not checked yet may be there still.
            false => {
                for (identity, count) in seen {
                    let told = known.entry(identity).or_default();
                    *told = count.max(*told);
                }
            }
        }
        let left = errors(&known);
        let is_clean = known.is_empty();
        drop(known);
        if !new.is_empty() {
            (self.tell)(News::Faults { new: &new, errors: left });
        }
        if state.is_complete && left < before {
            (self.tell)(News::Mended { errors: left, is_clean });
        }
    }
}

/// How many errors there are.
fn errors(known: &Known) -> usize {
    let errors = known.iter().filter(|(fault, _)| fault.severity == Severity::Error);
    errors.map(|(_, count)| count).sum()
}
