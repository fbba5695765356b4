//! The pictures of a site: what their headers say, and the bytes of their variants, which a folder
//! keeps from one build to the next.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::kept::Kept;
use super::picture::{self, Encoding, Facts, Fault, Format, Variant, clean, decode, variants};
use super::unreadable;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex};
use crate::folder::Stamp;
use crate::path::SourcePath;

/// How variants are made, for the names of what is kept of them: to be raised with each change of the
/// bytes that come out.
const RECIPE: &[u8] = b"leerpad picture 1";

/// How the pictures of a site are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// The site's folder.
    pub root: PathBuf,
    /// The folder that keeps variants.
    pub kept: PathBuf,
    /// In which widths, in pixels.
    pub widths: Vec<u32>,
    /// In which formats, besides one that all browsers know.
    pub formats: Vec<Encoding>,
    /// What is made where one variant of a picture is asked for.
    pub making: Making,
}

/// What is made where one variant of a picture is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// All of its picture, of which the others will be asked for too.
    All,
    /// That one: somebody waits for it.
    Asked,
    /// None. Whether they could be made is all that is asked.
    Nothing,
}

impl Manner {
    /// Each variant is made of the picture at this width, so that it decides over the bytes of all.
    fn largest(&self) -> u32 {
        self.widths.iter().copied().max().unwrap_or_default()
    }

    /// What the variants of a file are named by.
    fn hash(&self, bytes: &[u8]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(RECIPE).update(&self.largest().to_le_bytes()).update(bytes);
        hasher.finalize()
    }
}

/// The pictures that pages show.
pub struct Pictures {
    manner: Manner,
    kept: Kept,
    known: BTreeMap<SourcePath, Known>,
}

/// One picture: of a file, if it can be used.
#[derive(Clone)]
struct Known {
    stamp: Option<Stamp>,
    picture: Result<Arc<Picture>, Diagnostic>,
}

/// What is known of a picture without decoding it.
pub struct Picture {
    /// What its header says.
    pub facts: Facts,
    /// In which sizes and formats readers get it.
    pub variants: Vec<Variant>,
    /// Of its bytes, and of how variants are made.
    pub hash: blake3::Hash,
    /// Held while its variants are made, so that it is decoded once; whether it was tried.
    turn: Mutex<bool>,
}

impl Pictures {
    /// Reads the pictures among files of a site. What is known of one from before, and is as it was,
    /// is not read again; what is wrong is told at the file.
    pub(crate) fn discover(
        manner: Manner,
        files: &[(&SourcePath, Option<Stamp>)],
        before: Option<&Self>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let before = before.filter(|before| before.manner == manner);
        let known = |(file, stamp): &(&SourcePath, Option<Stamp>)| {
            let old = before.and_then(|before| before.known.get(*file));
            let same = old.filter(|old| match (stamp, &old.stamp) {
                (Some(now), Some(old)) => now.is_same(old),
                _ => false,
            });
            let known = same.cloned().unwrap_or_else(|| Known {
                stamp: *stamp,
                picture: read(file, &manner).map(Arc::new),
            });
            ((*file).clone(), known)
        };
        let known: BTreeMap<SourcePath, Known> = files.par_iter().map(known).collect();
        diagnostics.extend(known.values().filter_map(|known| known.picture.clone().err()));
        Self { kept: Kept::new(&manner.kept), manner, known }
    }

    /// The pictures that can be shown, by their files.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &Picture)> {
        self.known.iter().filter_map(|(file, known)| Some((file, &**known.picture.as_ref().ok()?)))
    }

    /// The bytes of a variant: index into those of the picture in a file. None where nothing is to be
    /// made.
    ///
    /// # Errors
    /// A file that cannot be read or decoded, told at its place.
    pub fn variant(&self, file: &SourcePath, index: usize) -> Result<Vec<u8>, Diagnostic> {
        let known = self.known.get(file).map(|known| known.picture.clone());
        let picture = known.unwrap_or_else(|| Err(gone(file)))?;
        let variant = *picture.variants.get(index).ok_or_else(|| gone(file))?;
        if let Some(bytes) = self.kept.get(&picture.hash, &variant) {
            return Ok(bytes);
        }
        let mut is_tried = picture.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if self.manner.making == Making::Nothing && std::mem::replace(&mut *is_tried, true) {
            return Ok(Vec::new());
        }
        // Whoever had the turn before may have made it.
        if let Some(bytes) = self.kept.get(&picture.hash, &variant) {
            return Ok(bytes);
        }
        self.make(file, &picture, variant)
    }

    /// Makes a variant and keeps it, with the others of its picture where they are wanted too.
    fn make(
        &self,
        file: &SourcePath,
        picture: &Picture,
        wanted: Variant,
    ) -> Result<Vec<u8>, Diagnostic> {
        let told = |fault| broken(file, fault);
        let bytes = std::fs::read(file.on_disk(&self.manner.root));
        let bytes = bytes.map_err(|error| unreadable(file, &error))?;
        // Under the URL of this hash no browser asks a second time.
        if self.manner.hash(&bytes) != picture.hash {
            return Err(gone(file));
        }
        let decoded = decode(&bytes, &picture.facts, self.manner.largest()).map_err(told)?;
        drop(bytes);
        if self.manner.making == Making::Nothing {
            return Ok(Vec::new());
        }
        if self.manner.making == Making::All {
            let missing = picture.variants.iter().filter(|variant| **variant != wanted);
            for variant in missing.filter(|variant| !self.kept.has(&picture.hash, variant)) {
                let bytes = decoded.encode(variant).map_err(told)?;
                self.kept.put(&picture.hash, variant, &bytes);
            }
        }
        let bytes = decoded.encode(&wanted).map_err(told)?;
        self.kept.put(&picture.hash, &wanted, &bytes);
        Ok(bytes)
    }

    /// Takes what no picture of the site needs out of the folder that keeps variants.
    pub fn sweep(&self) {
        let needed: BTreeSet<String> = self
            .iter()
            .flat_map(|(_, picture)| {
                picture.variants.iter().map(|variant| Kept::name(&picture.hash, variant))
            })
            .collect();
        self.kept.sweep(&needed);
    }
}

/// What a file holds that is shown as a picture.
fn read(file: &SourcePath, manner: &Manner) -> Result<Picture, Diagnostic> {
    let bytes = std::fs::read(file.on_disk(&manner.root));
    let bytes = bytes.map_err(|error| unreadable(file, &error))?;
    let facts = picture::facts(&bytes).map_err(|fault| broken(file, fault))?;
    if facts.format == Format::Svg {
        is_harmless(file, &bytes)?;
    }
    let variants = variants(&facts, &manner.widths, &manner.formats);
    Ok(Picture { facts, variants, hash: manner.hash(&bytes), turn: Mutex::default() })
}

/// A drawing that runs a script or fetches something is no picture.
fn is_harmless(file: &SourcePath, bytes: &[u8]) -> Result<(), Diagnostic> {
    let text = String::from_utf8_lossy(bytes);
    let Some(at) = picture::script_in_svg(&text) else { return Ok(()) };
    let message = "This drawing runs a script or fetches something from elsewhere.";
    let remedy = "Take that out, or export the drawing again as plain SVG.";
    let fault = Diagnostic::error(Code::BadPicture, message, remedy);
    Err(fault.at(file, LineIndex::new(&text).span(at)))
}

fn broken(file: &SourcePath, fault: Fault) -> Diagnostic {
    Diagnostic::error(Code::BadPicture, fault.message, fault.remedy).in_file(file)
}

fn gone(file: &SourcePath) -> Diagnostic {
    let message = "The picture is not what it was a moment ago.";
    Diagnostic::error(Code::Unreadable, message, "Build again when it is at rest.").in_file(file)
}

/// The bytes of a file of the site as readers get them: a picture without what it tells of the camera
/// and the place.
pub(super) fn published(bytes: Vec<u8>) -> Vec<u8> {
    match Format::of(&bytes) {
        Some(format) => clean(bytes, format),
        None => bytes,
    }
}

/// Whether files of that name can be pictures: a browser goes by the ending.
pub fn is_picture(file: &SourcePath) -> bool {
    let extension = Path::new(file.as_str()).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg"]
            .contains(&extension.to_ascii_lowercase().as_str())
    })
}
