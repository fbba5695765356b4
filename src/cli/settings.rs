//! What was typed → what it means. The system's clock and folders are asked here, once.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::Timestamp;

use super::args::{Content, Global};
use crate::assets::Making;
use crate::config::DATA;
use crate::path::SourcePath;
use crate::project::{KEPT, Settings};
use crate::site::Publication;
use crate::source::CONTENT;
use crate::theme::Folder;

/// The settings of a run.
///
/// # Errors
/// A root folder that does not exist.
pub(crate) fn resolve(global: &Global, content: &Content) -> Result<Settings> {
    Ok(Settings {
        root: root(global)?,
        config: global.config.clone(),
        base_url: content.base_url.clone(),
        publication: Publication {
            drafts: content.drafts,
            future: content.future,
            expired: content.expired,
        },
        now: now(global),
        advice: false,
        pictures: Making::All,
    })
}

/// The settings of a run that looks at all pages, also those not published.
///
/// # Errors
/// A root folder that does not exist.
pub(crate) fn everything(global: &Global) -> Result<Settings> {
    let all = Content { drafts: true, future: true, expired: true, ..Content::default() };
    resolve(global, &all)
}

/// The clock: what was typed, else the system's.
pub(crate) fn now(global: &Global) -> Timestamp {
    global.now.unwrap_or_else(Timestamp::now)
}

/// The site's folder, absolute.
pub(crate) fn root(global: &Global) -> Result<PathBuf> {
    global
        .root
        .canonicalize()
        .with_context(|| format!("The folder `{}` cannot be opened", global.root.display()))
}

/// A folder that was typed, from the site's folder when it is not absolute.
pub(crate) fn inside(root: &Path, folder: &Path) -> PathBuf {
    root.join(folder)
}

/// A file of the site as whoever typed the command can open it from where they are.
pub(crate) fn shown(global: &Global, file: &SourcePath) -> String {
    match global.root == Path::new(".") {
        true => file.to_string(),
        false => file.on_disk(&global.root).display().to_string(),
    }
}

/// What an output folder may neither hold nor lie in.
pub(crate) fn sources(settings: &Settings) -> Vec<PathBuf> {
    let folders = Folder::ALL.iter().map(|folder| folder.name());
    [CONTENT, DATA, KEPT]
        .into_iter()
        .chain(folders)
        .map(|folder| settings.root.join(folder))
        .chain([settings.root.join(&settings.config)])
        .collect()
}
