//! What was typed → what it means. The system's clock and folders are asked here, once.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::Timestamp;

use super::args::{Content, Global};
use crate::project::Settings;
use crate::site::Publication;

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
    })
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

/// What an output folder may neither hold nor lie in.
pub(crate) fn sources(settings: &Settings) -> Vec<PathBuf> {
    ["content", "templates", "static", "locales", "data"]
        .iter()
        .map(|folder| settings.root.join(folder))
        .chain([settings.root.join(&settings.config)])
        .collect()
}
