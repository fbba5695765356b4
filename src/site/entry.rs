//! A document with what its path and its front matter come to for a site.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::folders::ancestors;
use super::permalink::{Name, Place};
use super::{Input, Status};
use crate::path::SourcePath;
use crate::source::Document;
use crate::yaml::When;

/// Several steps of assembling ask for these, of ten thousand documents, so they are worked out
/// once.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub document: &'a Arc<Document>,
    pub place: Place<'a>,
    /// The day that stands in front of the file's name.
    pub day: Option<When>,
    /// What becomes of it.
    pub status: Status,
    /// Whether it is part of the site.
    pub is_included: bool,
}

impl<'a> Entry<'a> {
    /// By what the document itself says.
    fn new(document: &'a Arc<Document>, input: &Input) -> Self {
        let place = Place::of(&document.path);
        let day = Name::parse(place.name()).date.map(When::Day);
        let status = Status::of(&document.front_matter, day, input.now, &input.config.timezone);
        let is_included = input.publication.includes(status);
        Self { document, place, day, status, is_included }
    }

    /// All documents. A section that is not published hides all that is in it, so a page is part of
    /// the site only if each section that it is in is.
    pub(super) fn all(input: &Input<'a>) -> Vec<Self> {
        let mut entries: Vec<Self> =
            input.documents.par_iter().map(|document| Self::new(document, input)).collect();
        let hidden: HashMap<&str, Status> = entries
            .iter()
            .filter(|entry| entry.status != Status::Published)
            .filter_map(|entry| match entry.place {
                Place::Index { folder } => Some((folder, entry.status)),
                _ => None,
            })
            .collect();
        if hidden.is_empty() {
            return entries;
        }
        for entry in &mut entries {
            let above = ancestors(entry.place.folder());
            for status in above.filter_map(|folder| hidden.get(folder).copied()) {
                entry.is_included &= input.publication.includes(status);
                if entry.status == Status::Published {
                    entry.status = status;
                }
            }
        }
        entries
    }
}

/// The day that stands in front of a file's name.
pub(super) fn day_in_name(path: &SourcePath) -> Option<When> {
    Name::parse(Place::of(path).name()).date.map(When::Day)
}
