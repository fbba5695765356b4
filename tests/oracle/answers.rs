//! All that a site answers and tells, and where two of them differ.

use std::collections::BTreeMap;

use leerpad::diagnostic::{Diagnostic, Diagnostics};
use leerpad::render::{Artifact, Renderer};
use rayon::prelude::*;
use similar::TextDiff;

/// How many lines of a difference a person reads.
const LINES: usize = 40;

/// What a site answers to each URL, and the faults of loading and rendering it.
pub(crate) struct Answers {
    artifacts: BTreeMap<String, Artifact>,
    diagnostics: Vec<Diagnostic>,
}

impl Answers {
    /// Renders every route of a snapshot; `diagnostics` are those of its loading.
    pub(crate) fn of(renderer: Option<&Renderer>, mut diagnostics: Diagnostics) -> Self {
        let mut artifacts = BTreeMap::new();
        if let Some(renderer) = renderer {
            // A load from nothing tells of all links; one that goes on, when it is asked.
            diagnostics.extend(renderer.site().all_link_faults());
            let urls: Vec<_> = renderer.site().routes.keys().collect();
            let answers: Vec<_> =
                urls.par_iter().map(|url| (url.to_string(), renderer.render(url))).collect();
            for (url, answer) in answers {
                match answer.unwrap() {
                    Ok(artifact) => drop(artifacts.insert(url, artifact)),
                    Err(fault) => diagnostics.push(fault),
                }
            }
        }
        diagnostics.sort();
        Self { artifacts, diagnostics: diagnostics.into_iter().collect() }
    }

    /// What a person needs to see of how these, of the live site, differ from those of a fresh load.
    pub(crate) fn difference(&self, fresh: &Self) -> Option<String> {
        let told = (self.diagnostics != fresh.diagnostics).then(|| {
            let [live, fresh] = [self, fresh].map(|side| format!("{:#?}\n", side.diagnostics));
            diff("faults", &live, &fresh)
        });
        let urls = self.artifacts.keys().chain(fresh.artifacts.keys());
        let answered = urls
            .filter(|url| self.artifacts.get(*url) != fresh.artifacts.get(*url))
            .map(|url| {
                let [live, fresh] = [self, fresh].map(|side| print(side.artifacts.get(url)));
                diff(url, &live, &fresh)
            })
            .next();
        told.into_iter().chain(answered).reduce(|told, answered| told + "\n" + &answered)
    }
}

fn print(artifact: Option<&Artifact>) -> String {
    let Some(Artifact { status, media_type, caching, bytes }) = artifact else {
        return "not answered\n".to_owned();
    };
    format!("{status} {media_type} {caching:?}\n{}\n", String::from_utf8_lossy(bytes))
}

fn diff(what: &str, live: &str, fresh: &str) -> String {
    let diff = TextDiff::from_lines(live, fresh);
    let names = (&*format!("live: {what}"), &*format!("fresh: {what}"));
    let diff = diff.unified_diff().context_radius(2).header(names.0, names.1).to_string();
    diff.lines().take(LINES).map(|line| line.to_owned() + "\n").collect()
}
