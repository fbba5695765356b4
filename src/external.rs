//! Whether the links to other sites still work: asks each URL once, politely.
//!
//! [`links`] gathers them, with all places where each stands. [`check`] asks for those that the
//! [`Cache`] does not know: many hosts at a time, each host one request at a time with a pause
//! between. `HEAD` first; where that is refused, `GET`, of which no more than the head of the
//! answer is read. What it finds are warnings: another's server is not the author's to mend.

mod ask;
mod cache;
mod hosts;
mod links;
mod visit;

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

pub use cache::Cache;
pub use links::{Link, links};

use crate::diagnostic::{Code, Diagnostic};

/// How the servers are asked.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// The clock.
    pub now: Timestamp,
    /// The longest wait for a connection and an answer.
    pub timeout: Duration,
    /// Between an answer of a host and the next request to it.
    pub pause: Duration,
    /// How long a host may ask to wait.
    pub patience: Duration,
    /// The most requests at a time.
    pub requests: usize,
}

impl Manner {
    /// What every server on the internet can bear.
    pub fn polite(now: Timestamp) -> Self {
        Self {
            now,
            timeout: Duration::from_secs(10),
            pause: Duration::from_millis(250),
            patience: Duration::from_secs(60),
            requests: 16,
        }
    }
}

const NO_NAME: &str = "there is no server of that name, or this computer is not online";

/// How asking for one URL ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    /// It answers.
    Good,
    /// It answers, from a place to which it says it has moved for good.
    Moved(String),
    /// There is no server of its name, or this computer is not online.
    NoName,
    /// It does not: the second half of a sentence that says why.
    Dead(String),
    /// It answers that it may not or cannot be had, which it may say to programs alone.
    Doubtful(String),
    /// The server asks to wait for longer than we do: how long, as words.
    Unchecked(String),
}

/// Asks for the links that `cache` does not know, keeps in it those that work, and tells of the
/// others. `step` is called for each that is done, the known ones too.
pub fn check(
    links: &[Link],
    cache: &mut Cache,
    manner: &Manner,
    step: &(dyn Fn() + Sync),
) -> Vec<Diagnostic> {
    let mut verdicts: Vec<Option<Verdict>> = links.iter().map(|link| known(link, cache)).collect();
    let unknown: Vec<(usize, Url)> = links
        .iter()
        .enumerate()
        .filter(|(at, _)| verdicts[*at].is_none())
        .filter_map(|(at, link)| Some((at, link.url.clone().ok()?)))
        .collect();
    for _ in unknown.len()..links.len() {
        step();
    }
    let asked = hosts::ask_all(unknown, cache.busy(manner.now), manner, step);
    for (server, wait) in asked.busy {
        cache.leave_alone(server, wait, manner.now);
    }
    // What works in the cache worked a while ago: then it is likelier that these names are gone.
    let works = |verdict: &Verdict| matches!(verdict, Verdict::Good | Verdict::Moved(_));
    let offline = match verdicts.iter().flatten().any(works) {
        true => None,
        false => offline(&asked.verdicts, links),
    };
    for (at, verdict) in asked.verdicts {
        if offline.is_some() {
            break;
        }
        match (&verdict, &links[at].url) {
            (Verdict::Good, Ok(url)) => cache.keep(url, None, manner.now),
            (Verdict::Moved(to), Ok(url)) => cache.keep(url, Some(to.to_owned()), manner.now),
            _ => {}
        }
        verdicts[at] = Some(verdict);
    }
    let judged = links.iter().zip(verdicts);
    let told = judged.filter_map(|(link, verdict)| tell(link, &verdict?));
    offline.into_iter().chain(told).collect()
}

/// Where no name of several is known, it is hardly for the links.
fn offline(answers: &[(usize, Verdict)], links: &[Link]) -> Option<Diagnostic> {
    let names = answers.iter().filter_map(|(at, _)| links[*at].url.as_ref().ok()?.host_str());
    let is_offline = names.collect::<BTreeSet<_>>().len() > 1
        && answers.iter().all(|(_, verdict)| *verdict == Verdict::NoName);
    let message = format!("None of {} links to other sites could be checked.", answers.len());
    let remedy = "Check that this computer is online, and try again.";
    is_offline.then(|| Diagnostic::warning(Code::UncheckedLink, message, remedy))
}

/// What is known of a link without asking.
fn known(link: &Link, cache: &Cache) -> Option<Verdict> {
    match &link.url {
        Ok(url) => cache.get(url).map(|moved| match moved {
            Some(to) => Verdict::Moved(to.to_owned()),
            None => Verdict::Good,
        }),
        Err(why) => Some(Verdict::Dead(why.clone())),
    }
}

/// The warning that a verdict is worth, at the first place of the link, with all the others.
fn tell(link: &Link, verdict: &Verdict) -> Option<Diagnostic> {
    let written = &link.written;
    let fault = match verdict {
        Verdict::Good => return None,
        Verdict::Moved(to) => Diagnostic::warning(
            Code::MovedLink,
            format!("`{written}` has moved for good."),
            format!("Write `{to}{}`.", written.find('#').map_or("", |at| &written[at..])),
        ),
        Verdict::NoName => broken(written, NO_NAME),
        Verdict::Dead(why) => broken(written, why),
        Verdict::Doubtful(why) => Diagnostic::warning(
            Code::BrokenLink,
            format!("`{written}` may not work: {why}."),
            "Open it in a browser. If it works there, name it in `site.yaml` under `check: {external: {ignore: […]}}`.",
        ),
        Verdict::Unchecked(wait) => Diagnostic::warning(
            Code::UncheckedLink,
            format!("`{written}` was not checked: the server asks to wait {wait}."),
            "Check again later.",
        ),
    };
    let mut places = link.places.iter().cloned();
    let fault = Diagnostic { place: places.next(), ..fault };
    Some(places.fold(fault, |fault, place| fault.with_related(place, "is linked to here too")))
}

fn broken(written: &str, why: &str) -> Diagnostic {
    let message = format!("`{written}` does not work: {why}.");
    let remedy = "Correct the address, or take the link out.";
    Diagnostic::warning(Code::BrokenLink, message, remedy)
}
