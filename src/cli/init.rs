//! `leerpad init`: a starter site that builds as it is.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use jiff::civil::Date;

use super::args::{Global, Init, Language};
use super::console::Console;
use super::create::{NewFile, create};
use super::{Outcome, schema, settings, starter};
use crate::assets::Making;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::locale::fill;
use crate::path::SourcePath;
use crate::project::Settings;
use crate::site::Publication;

/// The name of the configuration in `starter/`.
pub(super) const CONFIG: &str = "site.yaml";

pub(crate) fn run(global: &Global, args: &Init, console: &Console) -> Result<Outcome> {
    // Joined to `.`, the folder would be shown as `./folder`.
    let folder = match global.root == Path::new(".") {
        true => args.folder.clone(),
        false => global.root.join(&args.folder),
    };
    let config = Path::new(&global.config);
    if !config.components().all(|part| matches!(part, Component::Normal(_))) {
        bail!("`--config {}` is no file inside the new site", config.display());
    }
    refuse_used(&folder)?;
    let texts = starter::site(match args.language {
        Language::Nl => "nl",
        Language::En => "en",
    });
    let settings = texts.iter().find(|file| file.path == CONFIG).map_or("", |file| file.text);
    let date = today(settings, settings::now(global));
    let files: Vec<NewFile> = texts
        .iter()
        .map(|file| {
            let path = if file.path == CONFIG { &*global.config } else { &*file.path };
            let text = fill(file.text, |name| (name == "date").then(|| date.to_string()));
            NewFile { path: folder.join(path), bytes: text.into_bytes() }
        })
        .collect();
    create(&files)?;
    let written = for_editor(global, &folder)?;
    let count = files.len() + written;
    console.say(&format!("A new site is in `{}`: {count} files.", folder.display()));
    console.say("What to do next:");
    if let Some(cd) = change_folder(&folder) {
        console.say(&format!("  {cd}"));
    }
    let option = match global.config.as_str() {
        CONFIG => String::new(),
        other => format!(" --config {}", quoted(other)),
    };
    console.say(&format!("  leerpad serve{option}"));
    console.say(
        "It tells the address at which your browser shows the site. What you save shows there at once.",
    );
    console.say(&format!(
        "Then open `{}` in an editor: your name and addresses go there. The texts are in `content`.",
        global.config
    ));
    console.say(&format!("`leerpad build{option}` makes the files that go online."));
    Ok(Outcome::Good)
}

/// Writes what VS Code completes from; returns how many files that are.
fn for_editor(global: &Global, folder: &Path) -> Result<usize> {
    let root = folder
        .canonicalize()
        .with_context(|| format!("The folder `{}` cannot be opened", folder.display()))?;
    let settings = Settings {
        root,
        config: global.config.clone(),
        base_url: None,
        publication: Publication::default(),
        now: settings::now(global),
        advice: false,
        pictures: Making::All,
    };
    let written = schema::write(&settings, &mut Diagnostics::new())?;
    Ok(written.map_or(0, |written| written.files.len()))
}

/// A folder with anything in it is somebody's; hidden files count.
fn refuse_used(folder: &Path) -> Result<()> {
    let mut entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            bail!("`{}` is a file, not a folder", folder.display())
        }
        other => {
            other.with_context(|| format!("The folder `{}` cannot be read", folder.display()))?
        }
    };
    if entries.next().is_some() {
        let what = match folder.join(CONFIG).is_file() {
            true => "holds a site already",
            false => "is not empty",
        };
        bail!("The folder `{}` {what}; take another one. Nothing was changed", folder.display());
    }
    Ok(())
}

/// The day, where the starter site says that it is at home.
fn today(config: &str, now: Timestamp) -> Date {
    let config = Config::parse(&SourcePath::new(CONFIG), config, None, &mut Diagnostics::new());
    now.to_zoned_datetime(config.timezone).date()
}

/// The line that leads into the folder; none where one is there.
fn change_folder(folder: &Path) -> Option<String> {
    let here = folder.components().all(|part| part == Component::CurDir);
    let folder: std::path::PathBuf =
        folder.components().filter(|part| *part != Component::CurDir).collect();
    (!here).then(|| format!("cd {}", quoted(&folder.to_string_lossy())))
}

/// A word as a shell takes it, also PowerShell unless there is a quote in it.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-:".contains(c);
    match !text.is_empty() && !text.starts_with('-') && text.chars().all(is_plain) {
        true => text.to_owned(),
        false if text.starts_with('-') => quoted(&format!("./{text}")),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_each_name_as_one_word() {
        for (name, wanted) in [
            ("site", "cd site"),
            ("./site/", "cd site"),
            ("mijn site", "cd 'mijn site'"),
            ("it's", r"cd 'it'\''s'"),
            ("-x", "cd ./-x"),
            ("/srv/café", "cd /srv/café"),
        ] {
            assert_eq!(change_folder(Path::new(name)).as_deref(), Some(wanted));
        }
        assert_eq!(change_folder(Path::new(".")), None);
    }

    #[test]
    fn the_day_is_that_of_the_site() {
        let now = "2026-11-22T23:30:00Z".parse().unwrap();
        assert_eq!(today("timezone: Europe/Amsterdam", now).to_string(), "2026-11-23");
    }
}
