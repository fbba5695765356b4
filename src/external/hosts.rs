//! Who is asked when: many hosts at a time, each host one request at a time.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use url::{Position, Url};

use super::ask::{Answer, Asker, Method};
use super::visit::{Down, Step, Visit};
use super::{Manner, Verdict};

/// What is still to be asked for.
#[derive(Default)]
struct State {
    hosts: BTreeMap<String, Host>,
    done: Vec<(usize, Verdict)>,
    /// Links without a verdict.
    open: usize,
    /// The servers that ask to be left alone, and for how long from the beginning of the run.
    busy: BTreeMap<String, Duration>,
}

/// One server, whatever is asked of it.
struct Host {
    waiting: VecDeque<Visit>,
    /// Whether it is being asked.
    busy: bool,
    /// When it may be asked again.
    ready: Instant,
    /// How long it has asked to wait so far.
    waited: Duration,
    /// Once it asks to wait for longer than we do: the links to it have to wait for another day.
    shut: Option<Down>,
    /// What it has answered: links may lead on to what another link leads to.
    answers: HashMap<(Method, Url), Answer>,
}

struct Queue<'a> {
    state: Mutex<State>,
    /// Something can be asked for that could not be before, or all is done.
    changed: Condvar,
    step: &'a (dyn Fn() + Sync),
    begin: Instant,
}

/// What came of it.
pub(super) struct Asked {
    /// By the number of the link, in no particular order.
    pub verdicts: Vec<(usize, Verdict)>,
    /// The servers that ask to be left alone, and for how long from the beginning of the run.
    pub busy: BTreeMap<String, Duration>,
}

/// Asks for all links, but at the servers that are `busy`, for so long.
pub(super) fn ask_all(
    links: Vec<(usize, Url)>,
    busy: BTreeMap<String, Duration>,
    manner: &Manner,
    step: &(dyn Fn() + Sync),
) -> Asked {
    let begin = Instant::now();
    let mut state = State { open: links.len(), ..State::default() };
    for (server, wait) in busy {
        state.host(&server).shut = Some(Down::busy(wait));
    }
    for (link, url) in links {
        state.add(Visit::new(link, url));
    }
    state.open -= state.done.len();
    state.done.iter().for_each(|_| step());
    let threads = manner.requests.min(state.open);
    let queue = Queue { state: Mutex::new(state), changed: Condvar::new(), step, begin };
    let asker = Asker::new(*manner);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((visit, known)) = queue.next() {
                    let (link, server) = (visit.link, server(&visit.url));
                    let what = (visit.method, visit.url.clone());
                    let (answer, asked) = match known {
                        Some(answer) => (answer, None),
                        None => {
                            let answer = asker.ask(visit.method, &visit.url);
                            (answer.clone(), Some((what, answer)))
                        }
                    };
                    let step = visit.follow(answer, manner.patience);
                    queue.take_in(&server, link, asked, step, manner);
                }
            });
        }
    });
    let mut state = queue.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (verdicts, busy) = (std::mem::take(&mut state.done), std::mem::take(&mut state.busy));
    Asked { verdicts, busy }
}

/// Host and port: `http` and `https` of one host are mostly one server.
fn server(url: &Url) -> String {
    url[Position::BeforeHost..Position::AfterPort].to_owned()
}

impl State {
    fn add(&mut self, visit: Visit) {
        let host = self.host(&server(&visit.url));
        match &host.shut {
            Some(why) => {
                let verdict = visit.down(why);
                self.done.push((visit.link, verdict));
            }
            None => host.waiting.push_back(visit),
        }
    }

    fn host(&mut self, server: &str) -> &mut Host {
        self.hosts.entry(server.to_owned()).or_insert_with(|| Host {
            waiting: VecDeque::new(),
            busy: false,
            ready: Instant::now(),
            waited: Duration::ZERO,
            shut: None,
            answers: HashMap::new(),
        })
    }

    /// Nothing more is asked of a server that is not there, or that wants to be left alone; it said so
    /// so long after the beginning.
    fn give_up(&mut self, server: &str, visit: Visit, why: Down, since: Duration) {
        if let Down::Busy(_, Some(wait)) = why {
            self.busy.insert(server.to_owned(), since.saturating_add(wait));
        }
        let host = self.host(server);
        let is_busy = matches!(why, Down::Busy(..));
        let origin = visit.url.origin();
        // `http` may be closed where `https` is open.
        let (lost, rest): (VecDeque<Visit>, VecDeque<Visit>) = std::mem::take(&mut host.waiting)
            .into_iter()
            .partition(|other| is_busy || other.url.origin() == origin);
        host.waiting = rest;
        host.shut = is_busy.then(|| why.clone());
        let lost = std::iter::once(visit).chain(lost);
        self.done.extend(lost.map(|visit| (visit.link, visit.down(&why))));
    }
}

impl Queue<'_> {
    /// The state is whole between any two of our changes.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next request, once there is one, with its answer where that is known; `None` when all is
    /// done. The host with the most links first: it takes the longest.
    fn next(&self) -> Option<(Visit, Option<Answer>)> {
        let mut state = self.state();
        while state.open > 0 {
            let now = Instant::now();
            let free = state.hosts.values_mut().filter(|host| !host.busy && host.ready <= now);
            if let Some(host) = free.max_by_key(|host| host.waiting.len())
                && let Some(visit) = host.waiting.pop_front()
            {
                host.busy = true;
                let known = host.answers.get(&(visit.method, visit.url.clone())).cloned();
                return Some((visit, known));
            }
            let later = state.hosts.values().filter(|host| !host.busy && !host.waiting.is_empty());
            let soonest = later.map(|host| host.ready).min();
            state = match soonest {
                Some(soonest) => self
                    .changed
                    .wait_timeout(state, soonest - now)
                    .map_or_else(|poisoned| poisoned.into_inner().0, |(state, _)| state),
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
        None
    }

    /// What follows from the answer of a server; with what was asked, unless that was known.
    fn take_in(
        &self,
        server: &str,
        link: usize,
        asked: Option<((Method, Url), Answer)>,
        step: Step,
        manner: &Manner,
    ) {
        let since = self.begin.elapsed();
        let mut guard = self.state();
        let state = &mut *guard;
        let before = state.done.len();
        let host = state.host(server);
        host.busy = false;
        if let Some((what, answer)) = asked {
            host.ready = Instant::now() + manner.pause;
            if !answer.is_passing() {
                host.answers.insert(what, answer);
            }
        }
        match step {
            Step::Done(verdict) => state.done.push((link, verdict)),
            Step::Again(visit) => state.add(visit),
            Step::Wait(visit, wait) => {
                host.waited += wait;
                match host.waited <= manner.patience {
                    true => {
                        host.ready = Instant::now() + wait.max(manner.pause);
                        host.waiting.push_front(visit);
                    }
                    false => state.give_up(server, visit, Down::busy(wait), since),
                }
            }
            Step::Down(visit, why) => state.give_up(server, visit, why, since),
        }
        let done = state.done.len() - before;
        state.open -= done;
        drop(guard);
        self.changed.notify_all();
        for _ in 0..done {
            (self.step)();
        }
    }
}
