//! `leerpad theme`: the files of the default theme, and making one your own.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use super::args::{Global, ThemeCommand};
use super::console::Console;
use super::create::{NewFile, create};
use super::{Outcome, settings};
use crate::nearest::nearest;
use crate::path::SourcePath;
use crate::{project, theme};

pub(crate) fn run(global: &Global, command: &ThemeCommand, console: &Console) -> Result<Outcome> {
    match command {
        ThemeCommand::List => Ok(list(global, console)),
        ThemeCommand::Eject { file } => eject(global, file, console),
    }
}

/// One name a line. What a site replaces is said aside, so that the list stays a list.
fn list(global: &Global, console: &Console) -> Outcome {
    let paths = theme::default_paths();
    console.data(&paths.iter().map(|path| format!("{path}\n")).collect::<String>());
    let own: Vec<String> = paths
        .iter()
        .filter(|path| global.root.join(path).is_file())
        .map(|path| format!("`{path}`"))
        .collect();
    if !own.is_empty() {
        console.say(&format!("The site has its own {}.", own.join(", ")));
    }
    Outcome::Good
}

fn eject(global: &Global, typed: &str, console: &Console) -> Result<Outcome> {
    let root = settings::root(global)?;
    // Not into a folder that only happens to be the current one.
    if let Some(fault) = project::missing(&root, &SourcePath::new(global.config.as_str())) {
        console.diagnostics(&fault.into(), &root);
        return Ok(Outcome::Faults);
    }
    let file = typed.replace('\\', "/");
    let file = file.trim_start_matches("./");
    let bytes = theme::default_file(file).ok_or_else(|| unknown(file))?;
    let file = SourcePath::new(file);
    refuse_outside(&root, &file)?;
    create(&[NewFile { path: file.on_disk(&root), bytes: bytes.to_vec() }])
        .context("Nothing was copied")?;
    console.data(&format!("{}\n", settings::shown(global, &file)));
    console.say("This file now takes the place of the theme's. Delete it to go back.");
    Ok(Outcome::Good)
}

/// Through a symbolic link, the file would lie in a folder that is not the site's, from which
/// nothing is read either.
fn refuse_outside(root: &Path, file: &SourcePath) -> Result<()> {
    let on_disk = file.on_disk(root);
    // Those that are not there yet are made, and are then where they seem.
    let folder = on_disk.ancestors().skip(1).find(|folder| folder.symlink_metadata().is_ok());
    let inside = folder.is_none_or(|folder| {
        let real = folder.canonicalize();
        real.is_ok_and(|real| root.canonicalize().is_ok_and(|root| real.starts_with(root)))
    });
    match inside {
        true => Ok(()),
        false => bail!(
            "`{}` leads out of the site; put a folder in its place",
            folder.unwrap_or(root).display()
        ),
    }
}

/// What the default theme has in the place of a name that it does not have: a file of that name
/// in some folder, else a slip of the pen.
fn unknown(file: &str) -> anyhow::Error {
    let paths = theme::default_paths();
    let ending = format!("/{file}");
    let same_name = || {
        let mut with_name = paths.iter().filter(|path| path.ends_with(&ending));
        with_name.next().filter(|_| with_name.next().is_none()).map(String::as_str)
    };
    let near_name = || {
        let name = |path: &'_ str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let names: Vec<String> = paths.iter().map(|path| name(path)).collect();
        let near = nearest(&name(file), names.iter().map(String::as_str))?;
        paths.iter().find(|path| name(path) == near).map(String::as_str)
    };
    let near =
        same_name().or_else(|| nearest(file, paths.iter().map(String::as_str))).or_else(near_name);
    match near {
        Some(near) => anyhow!("The theme has no file `{file}`. Did you mean `{near}`?"),
        None => {
            anyhow!("The theme has no file `{file}`. `leerpad theme list` shows which there are")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_not_there_leads_to_one_that_is() {
        for (typed, near) in [
            ("post.html", "templates/post.html"),
            ("templates/pots.html", "templates/post.html"),
            ("tip.html", "templates/components/tip.html"),
            ("static/post.html", "templates/post.html"),
        ] {
            assert!(unknown(typed).to_string().ends_with(&format!("Did you mean `{near}`?")));
        }
        assert!(unknown("x").to_string().contains("theme list"));
    }
}
