//! The way to one link: what is asked for next, and when it is enough.

use std::time::Duration;

use url::Url;

use super::ask::{Answer, Failure, Method};
use super::{NO_NAME, Verdict};

/// The most times that a link may lead on.
const MOST_REDIRECTS: usize = 10;

/// How often a server may ask to wait.
const MOST_WAITS: u32 = 2;

/// A link on its way.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// Its number among the links.
    pub link: usize,
    /// What to ask for next.
    pub url: Url,
    /// How.
    pub method: Method,
    /// Where it led on from.
    way: Vec<Url>,
    /// Where it has moved for good, as long as it led on by such moves alone.
    moved: Option<Url>,
    /// Whether it did so far.
    only_moved: bool,
    waits: u32,
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Step {
    /// Nothing more.
    Done(Verdict),
    /// Another request, perhaps to another host.
    Again(Visit),
    /// The same request, once the host has had its time.
    Wait(Visit, Duration),
    /// Nothing more, nor for any other link to this server: why.
    Down(Visit, Down),
}

/// Why a server is not asked any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Down {
    /// There is none of this name.
    Name,
    /// None of its pages can be had, for this reason.
    Dead(String),
    /// It cannot be trusted, for this reason, unless a browser knows better.
    Unsafe(String),
    /// It asks to wait: for how long, in words and where that is known.
    Busy(String, Option<Duration>),
}

impl Down {
    /// A server that asks to wait for so long.
    pub(super) fn busy(wait: Duration) -> Self {
        Self::Busy(words(wait), Some(wait))
    }
}

impl Visit {
    pub(super) fn new(link: usize, url: Url) -> Self {
        let (way, moved) = (Vec::new(), None);
        Self { link, url, method: Method::Head, way, moved, only_moved: true, waits: 0 }
    }

    /// What follows from an answer. `patience` is the longest wait that a server may ask for.
    pub(super) fn follow(mut self, answer: Answer, patience: Duration) -> Step {
        let (status, location, wait) = match answer {
            Answer::Failed(Failure::Name) => return Step::Down(self, Down::Name),
            Answer::Failed(Failure::Unsafe(why)) => return Step::Down(self, Down::Unsafe(why)),
            Answer::Failed(Failure::Server(why)) => return Step::Down(self, Down::Dead(why)),
            Answer::Failed(Failure::Slow(why)) => return Step::Done(self.dead(&why)),
            Answer::Failed(Failure::Answer(why)) => return self.ask_again_or(|own| own.dead(&why)),
            Answer::Status { status, location, wait } => (status, location, wait),
        };
        match (status, location) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => {
                self.lead_on(&location, matches!(status, 301 | 308))
            }
            (301 | 302 | 303 | 307 | 308, None) => {
                let why = format!("it leads on without saying where to ({status})");
                self.ask_again_or(|own| own.dead(&why))
            }
            (200..400, _) => {
                Step::Done(self.moved.map_or(Verdict::Good, |to| Verdict::Moved(to.into())))
            }
            (429, _) | (503, _) if status == 429 || wait.is_some() => match wait {
                Some(wait) if wait <= patience && self.waits < MOST_WAITS => {
                    self.waits += 1;
                    Step::Wait(self, wait)
                }
                Some(wait) if wait <= patience => {
                    Step::Down(self, Down::Busy("again and again".to_owned(), Some(wait)))
                }
                Some(wait) => Step::Down(self, Down::busy(wait)),
                None => Step::Down(self, Down::Busy("and does not say how long".to_owned(), None)),
            },
            _ => self.ask_again_or(|own| own.refused(status)),
        }
    }

    /// Some servers refuse `HEAD`, in whatever words; only what they answer to `GET` counts.
    fn ask_again_or(mut self, verdict: impl FnOnce(&Self) -> Verdict) -> Step {
        match self.method {
            Method::Head => {
                self.method = Method::Get;
                Step::Again(self)
            }
            Method::Get => Step::Done(verdict(&self)),
        }
    }

    fn lead_on(mut self, location: &str, for_good: bool) -> Step {
        let next = self.url.join(location).map(|mut next| {
            next.set_fragment(None);
            next
        });
        let next = match next {
            Ok(next) if matches!(next.scheme(), "http" | "https") => next,
            _ => {
                let location = crate::diagnostic::without_controls(location);
                let why = format!("it leads on to `{location}`, which is no page of the web");
                return Step::Done(self.dead(&why));
            }
        };
        if next == self.url || self.way.contains(&next) {
            return Step::Done(Verdict::Doubtful(format!(
                "it leads in a circle, by way of `{next}`"
            )));
        }
        if self.way.len() == MOST_REDIRECTS {
            let why = format!("it leads on more than {MOST_REDIRECTS} times, last to `{next}`");
            return Step::Done(Verdict::Dead(why));
        }
        self.only_moved &= for_good;
        if self.only_moved {
            self.moved = Some(next.clone());
        }
        self.way.push(std::mem::replace(&mut self.url, next));
        self.method = Method::Head;
        Step::Again(self)
    }

    /// What is to be said where the server is not asked any more.
    pub(super) fn down(&self, why: &Down) -> Verdict {
        match why {
            Down::Name if self.way.is_empty() => Verdict::NoName,
            Down::Name => self.dead(NO_NAME),
            Down::Dead(why) => self.dead(why),
            Down::Unsafe(why) => Verdict::Doubtful(self.after_leading_on(why)),
            Down::Busy(wait, _) => Verdict::Unchecked(wait.clone()),
        }
    }

    fn dead(&self, why: &str) -> Verdict {
        Verdict::Dead(self.after_leading_on(why))
    }

    fn refused(&self, status: u16) -> Verdict {
        let answers = |what: &str| self.after_leading_on(&format!("{what} ({status})"));
        match status {
            404 | 410 => Verdict::Dead(answers("the server says that there is no such page")),
            401..=403 | 405..=407 | 451 | 999 => {
                Verdict::Doubtful(answers("the server does not let us in"))
            }
            500.. => Verdict::Doubtful(answers("the server is in trouble")),
            _ => Verdict::Doubtful(answers("the server does not answer as it should")),
        }
    }

    /// An address that the author did not write has to be named.
    fn after_leading_on(&self, why: &str) -> String {
        match self.way.is_empty() {
            true => why.to_owned(),
            false => format!("it leads on to `{}`, and there {why}", self.url),
        }
    }
}

/// A time to wait, for people.
fn words(wait: Duration) -> String {
    let (number, unit) = match wait.as_secs() {
        seconds @ ..120 => (seconds, "second"),
        seconds @ 120..7200 => (seconds / 60, "minute"),
        seconds @ 7200..172_800 => (seconds / 3600, "hour"),
        seconds => (seconds / 86_400, "day"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}
