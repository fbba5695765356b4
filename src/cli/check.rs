//! `leerpad check`: renders every route, keeps what is wrong, drops the bytes.

use std::time::Instant;

use anyhow::Result;

use super::args::{Check, Global};
use super::console::{Console, count, seconds};
use super::rendering::render_all;
use super::{Outcome, external, overview, publish_urls, settings};
use crate::assets::Making;
use crate::check::{self, Answers, Sight};
use crate::config::Level;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::project::{self, Settings};

pub(crate) fn run(global: &Global, args: &Check, console: &Console) -> Result<Outcome> {
    let start = Instant::now();
    let settings = Settings {
        advice: true,
        pictures: Making::Nothing,
        ..settings::resolve(global, &args.content)?
    };
    let mut diagnostics = Diagnostics::new();
    let Some(renderer) = project::load(&settings, &mut Vec::new(), &mut diagnostics) else {
        console.diagnostics(&diagnostics, &settings.root);
        return Ok(Outcome::Faults);
    };
    let site = renderer.site();
    overview::say(site, &settings, console);
    let answers = Answers::new(site);
    let (rendered, faults) =
        render_all(&renderer, console, |url, artifact| Ok(answers.read(url, &artifact)));
    diagnostics.extend(faults);
    let (sight, mut held) = (Sight::of(&diagnostics), Vec::new());
    let rendered: Vec<_> = rendered.into_iter().flatten().collect();
    diagnostics.extend(check::advise(site, &rendered, sight, &mut held));
    diagnostics.extend(publish_urls::check(site, &settings, sight, &mut held));
    let mut checked = vec![count(site.pages.len(), "page"), count(site.routes.len(), "URL")];
    if args.external {
        let (links, faults) = external::check(site, &settings, console);
        diagnostics.extend(faults);
        checked.push(format!("{} to other sites", count(links, "link")));
    }
    check::weigh(&site.config, &mut diagnostics);
    let shown = console.show(&diagnostics, &settings.root);
    let number = |severity, word: &str| match shown.count(severity) {
        0 => format!("no {word}s"),
        some => count(some, word),
    };
    held.retain(|code| site.config.check.levels.get(code) != Some(&Level::Off));
    let held: Vec<&str> = held.into_iter().map(Code::name).collect();
    let unseen = match held.is_empty() {
        true => String::new(),
        // Whoever reads "no warnings" would take the rest for good.
        false => format!(" so far; not looked for until that is mended: {}", held.join(", ")),
    };
    console.say(&format!(
        "Checked {} in {}: {}, {}{unseen}.",
        checked.join(" and "),
        seconds(start.elapsed()),
        number(Severity::Error, "error"),
        number(Severity::Warning, "warning"),
    ));
    let failed = shown.has_errors() || args.content.strict && !shown.is_empty();
    Ok(if failed { Outcome::Faults } else { Outcome::Good })
}
