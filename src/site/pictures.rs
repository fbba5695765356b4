//! The pictures that pages show: in which sizes and formats readers get them.

use std::collections::{BTreeMap, BTreeSet};

use super::links::link_source;
use crate::markdown::{Link, Wants};
use crate::path::{SourcePath, UrlPath};
use crate::source::Document;

/// What is known of each picture, by its file.
pub type Pictures = BTreeMap<SourcePath, Picture>;

/// A picture beside a page, by what its header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width and height in pixels, upright; `None` for a drawing that does not say.
    pub size: Option<(u32, u32)>,
    /// Eight digits that change with its bytes, and with how variants are made.
    pub hash: String,
    /// In what else readers get it: by format, then from narrow to wide. The format that all
    /// browsers know comes last.
    pub variants: Vec<Variant>,
}

/// A picture in another size or format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// In pixels.
    pub width: u32,
    /// Of its file: `webp`.
    pub extension: &'static str,
}

impl Picture {
    /// Where a variant is: `/blog/scope/photo.3f9a2b1c.960.webp` of `/blog/scope/photo.jpg`.
    pub fn url(&self, file: &UrlPath, variant: &Variant) -> UrlPath {
        let file = file.as_str();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let Variant { width, extension } = variant;
        UrlPath::new(&format!("{stem}.{}.{width}.{extension}", self.hash))
    }

    /// The variants, each format for itself.
    pub fn formats(&self) -> Vec<&[Variant]> {
        self.variants.chunk_by(|one, next| one.extension == next.extension).collect()
    }
}

/// The files that documents show as pictures, as their authors wrote it: whether they are there is
/// for who looks.
pub fn shown<'d>(documents: impl Iterator<Item = &'d Document>) -> BTreeSet<SourcePath> {
    let of = |document: &'d Document| {
        let is_picture = |link: &&Link| link.wants == Wants::Picture;
        let links = document.parsed.links.iter().filter(is_picture);
        links.filter_map(|link| link_source(&link.target, &document.path))
    };
    documents.flat_map(of).collect()
}
