//! Static files and the files beside pages: their URLs, their fingerprints, their bytes.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::path::{SourcePath, UrlPath};
use crate::theme::{self, Folder, ThemeFile};

/// All static files of a site.
pub struct Assets {
    root: PathBuf,
    assets: Vec<Asset>,
    by_name: HashMap<String, usize>,
}

/// One static file.
pub struct Asset {
    /// Where readers find it.
    pub url: UrlPath,
    /// Whether its URL holds a hash of its content, so that it can be cached for ever.
    pub fingerprinted: bool,
    file: ThemeFile,
}

/// Files that pages name through `asset()`, and that therefore can change their URL.
const FINGERPRINTED: &[&str] = &["css", "js"];

impl Assets {
    /// Finds the static files of a site and of the default theme.
    pub fn discover(root: &Path, diagnostics: &mut Diagnostics) -> Self {
        let files = theme::files(root, Folder::Static, diagnostics);
        let found: Vec<Result<Asset, Diagnostic>> = files
            .into_values()
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|file| asset(root, file))
            .collect();
        let mut assets = Vec::new();
        for asset in found {
            match asset {
                Ok(asset) => assets.push(asset),
                Err(fault) => diagnostics.push(fault),
            }
        }
        let by_name =
            assets.iter().enumerate().map(|(at, asset)| (asset.file.name.clone(), at)).collect();
        Self { root: root.to_owned(), assets, by_name }
    }

    /// The URLs, with what to call each in a message, and where it is: what comes with the theme
    /// is nowhere.
    pub fn urls(&self) -> Vec<(UrlPath, String, Option<Place>)> {
        self.assets
            .iter()
            .map(|asset| {
                let path = &asset.file.path;
                let place = (!asset.file.is_built_in()).then(|| Place::file(path));
                (asset.url.clone(), format!("`{path}`"), place)
            })
            .collect()
    }

    /// The file of a name such as `css/site.css`.
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.by_name.get(name).and_then(|&at| self.assets.get(at))
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.assets.iter().map(|asset| asset.file.name.as_str())
    }

    /// The file at an index of [`Assets::urls`], with its bytes.
    ///
    /// # Errors
    /// A file that cannot be read, told at its place.
    pub fn read(&self, index: usize) -> Result<(&Asset, Vec<u8>), Diagnostic> {
        let asset = &self.assets[index];
        let bytes =
            asset.file.read(&self.root).map_err(|error| unreadable(&asset.file.path, &error))?;
        Ok((asset, bytes.into_owned()))
    }

    /// How large the file at an index of [`Assets::urls`] is, in bytes.
    ///
    /// # Errors
    /// A file that cannot be read, told at its place.
    pub fn size(&self, index: usize) -> Result<u64, Diagnostic> {
        let file = &self.assets[index].file;
        file.size(&self.root).map_err(|error| unreadable(&file.path, &error))
    }

    /// How large a file of the site is that is no static file, in bytes.
    ///
    /// # Errors
    /// A file that cannot be read, told at its place.
    pub fn size_of_file(&self, file: &SourcePath) -> Result<u64, Diagnostic> {
        let found = std::fs::metadata(file.on_disk(&self.root));
        found.map(|found| found.len()).map_err(|error| unreadable(file, &error))
    }

    /// The bytes of a file of the site that is no static file: a picture beside a page.
    ///
    /// # Errors
    /// A file that cannot be read, told at its place.
    pub fn read_file(&self, file: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        std::fs::read(file.on_disk(&self.root)).map_err(|error| unreadable(file, &error))
    }
}

fn unreadable(path: &SourcePath, error: &io::Error) -> Diagnostic {
    let message = format!("The file cannot be read: {error}.");
    let remedy = "Check that it is there and that you may read it.";
    Diagnostic::error(Code::Unreadable, message, remedy).in_file(path)
}

/// A static file with its URL: `css/site.css` becomes `/css/site.3f9a2b1c.css`.
fn asset(root: &Path, file: ThemeFile) -> Result<Asset, Diagnostic> {
    let (stem, extension) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
    if !FINGERPRINTED.contains(&extension) {
        return Ok(Asset { url: UrlPath::new(&file.name), fingerprinted: false, file });
    }
    let bytes = file.read(root).map_err(|error| unreadable(&file.path, &error))?;
    let hash = blake3::hash(&bytes).to_hex();
    let url = UrlPath::new(&format!("{stem}.{}.{extension}", &hash[..8]));
    Ok(Asset { url, fingerprinted: true, file })
}
