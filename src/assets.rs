//! Static files and the files beside pages: their URLs, their fingerprints, their bytes.

mod kept;
mod modules;
pub mod picture;
mod pictures;

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use pictures::{Making, Manner, Picture, Pictures, is_picture};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex, Place};
use crate::nearest::nearest;
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
        let files: Vec<ThemeFile> =
            theme::files(root, Folder::Static, diagnostics).into_values().collect();
        let named: Vec<Result<Option<Named>, Diagnostic>> =
            files.par_iter().map(|file| named(root, file)).collect();
        let mut found = Vec::new();
        for (file, named) in files.into_iter().zip(named) {
            match named {
                Ok(named) => found.push((file, named)),
                Err(fault) => diagnostics.push(fault),
            }
        }
        let hashes = hashes(&found, diagnostics);
        let assets: Vec<Asset> = found.into_iter().map(|(file, _)| asset(file, &hashes)).collect();
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
        let bytes = asset.file.read(&self.root);
        let bytes = bytes.map_err(|error| unreadable(&asset.file.path, &error))?.into_owned();
        Ok((asset, if is_script(&asset.file.name) { self.linked(asset, bytes) } else { bytes }))
    }

    /// A script whose imports lead to the URLs of the modules.
    fn linked(&self, asset: &Asset, bytes: Vec<u8>) -> Vec<u8> {
        let Ok(script) = std::str::from_utf8(&bytes) else { return bytes };
        let mut linked = String::with_capacity(script.len() + 64);
        let mut done = 0;
        for import in modules::imports(script) {
            let target = modules::resolve(&asset.file.name, import.path);
            let Some(target) = target.and_then(|name| self.get(&name)) else { continue };
            // The folder stays the same: the hash is put into the file's own name.
            let own_name = |path: &str| path.rfind('/').map_or(0, |slash| slash + 1);
            let url = target.url.as_str();
            linked.push_str(&script[done..import.at.start + own_name(import.path)]);
            linked.push_str(&url[own_name(url)..]);
            done = import.at.end;
        }
        linked.push_str(&script[done..]);
        linked.into_bytes()
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

    /// The bytes of a file of the site that is no static file, as readers get them: a picture without
    /// what it tells of the camera and the place.
    ///
    /// # Errors
    /// A file that cannot be read, told at its place.
    pub fn read_file(&self, file: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        let bytes = std::fs::read(file.on_disk(&self.root));
        bytes.map(pictures::published).map_err(|error| unreadable(file, &error))
    }
}

fn unreadable(path: &SourcePath, error: &io::Error) -> Diagnostic {
    let message = format!("The file cannot be read: {error}.");
    let remedy = "Check that it is there and that you may read it.";
    Diagnostic::error(Code::Unreadable, message, remedy).in_file(path)
}

/// What gives a fingerprinted file its name.
struct Named {
    hash: blake3::Hash,
    /// The modules that a script imports, with the fault of each that is not there.
    imports: Vec<(String, Diagnostic)>,
}

fn is_script(name: &str) -> bool {
    name.ends_with(".js")
}

/// Reads a file that is fingerprinted; `None` for any other.
fn named(root: &Path, file: &ThemeFile) -> Result<Option<Named>, Diagnostic> {
    let extension = file.name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !FINGERPRINTED.contains(&extension) {
        return Ok(None);
    }
    let bytes = file.read(root).map_err(|error| unreadable(&file.path, &error))?;
    let mut imports = Vec::new();
    if let Some(script) = std::str::from_utf8(&bytes).ok().filter(|_| is_script(&file.name)) {
        let script = script.strip_prefix('\u{feff}').unwrap_or(script);
        let lines = LineIndex::new(script);
        for import in modules::imports(script) {
            let name = modules::resolve(&file.name, import.path);
            let message = format!("There is no module `{}`.", import.path);
            let remedy = "Write the path from this file to the module's own, as in `./share.js`.";
            let fault = Diagnostic::error(Code::MissingFile, message, remedy)
                .at(&file.path, lines.span(import.at));
            imports.push((name.unwrap_or_default(), fault));
        }
    }
    Ok(Some(Named { hash: blake3::hash(&bytes), imports }))
}

/// The hash in the URL of each fingerprinted file, by its name. Imports that lead nowhere are told.
fn hashes(
    found: &[(ThemeFile, Option<Named>)],
    diagnostics: &mut Diagnostics,
) -> HashMap<String, String> {
    let named: BTreeMap<&str, &Named> = found
        .iter()
        .filter_map(|(file, named)| Some((file.name.as_str(), named.as_ref()?)))
        .collect();
    let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, file) in &named {
        let (there, gone): (Vec<_>, Vec<_>) =
            file.imports.iter().partition(|(import, _)| named.contains_key(import.as_str()));
        for (import, fault) in gone {
            let near = nearest(import, named.keys().copied().filter(|name| is_script(name)));
            let mut fault = fault.clone();
            if let Some(near) = near {
                fault.remedy = format!("Did you mean `static/{near}`?");
            }
            diagnostics.push(fault);
        }
        let there = there.into_iter().map(|(import, _)| import.clone()).collect();
        modules.insert((*name).to_owned(), there);
    }
    let hash = |reached: &[&str]| {
        let mut hasher = blake3::Hasher::new();
        match reached {
            [alone] => return named[alone].hash,
            _ => reached.iter().for_each(|name| {
                hasher.update(name.as_bytes()).update(named[name].hash.as_bytes());
            }),
        }
        hasher.finalize()
    };
    let reached = modules::reach(&modules);
    reached
        .iter()
        .map(|(name, all)| ((*name).to_owned(), hash(all).to_hex()[..8].to_owned()))
        .collect()
}

/// A static file with its URL: `css/site.css` becomes `/css/site.3f9a2b1c.css`.
fn asset(file: ThemeFile, hashes: &HashMap<String, String>) -> Asset {
    let (stem, extension) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
    match hashes.get(&file.name) {
        None => Asset { url: UrlPath::new(&file.name), fingerprinted: false, file },
        Some(hash) => {
            let url = UrlPath::new(&format!("{stem}.{hash}.{extension}"));
            Asset { url, fingerprinted: true, file }
        }
    }
}
