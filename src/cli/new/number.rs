//! The name of a new file: the next number, written like those beside it, and the slug.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::place::Place;
use crate::cli::args::NewKind;
use crate::folder::is_passed_over;
use crate::site::{Name, Site};

/// A name counts as numbered with up to three digits.
const HIGHEST: i64 = 999;

/// The name of a file without `.md`, or of a folder.
pub(super) struct Stem {
    /// `04-scope`.
    pub name: String,
    /// Its order, where the neighbours say theirs by a `weight`.
    pub weight: Option<i64>,
}

/// The name that a page gets among its neighbours. Lessons are numbered, unless their neighbours
/// are not; other pages only where all their neighbours are; posts never.
pub(super) fn stem(
    site: &Site,
    root: &Path,
    place: &Place,
    kind: NewKind,
    slug: &str,
) -> Result<Stem> {
    let neighbours = neighbours(&root.join(&place.folder))?;
    let numbers: Vec<(i64, usize)> = neighbours.iter().filter_map(|name| number(name)).collect();
    let is_numbered = match kind {
        NewKind::Post => false,
        NewKind::Lesson => neighbours.is_empty() || !numbers.is_empty(),
        _ => !numbers.is_empty() && numbers.len() == neighbours.len(),
    };
    if is_numbered {
        let next = numbers.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
        let width = numbers.iter().map(|(_, width)| *width).max().unwrap_or(2);
        if next > HIGHEST {
            bail!("`{}` has a number {HIGHEST} already; a higher one orders nothing", place.folder);
        }
        return Ok(Stem { name: format!("{next:0width$}-{slug}"), weight: None });
    }
    let weight = match kind {
        NewKind::Lesson => heaviest(site, place).map(|weight| weight + 1),
        _ => None,
    };
    Ok(Stem { name: slug.to_owned(), weight })
}

/// The number in front of a name, and its digits.
fn number(name: &str) -> Option<(i64, usize)> {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    Some((Name::parse(name).number?, digits))
}

/// The names of the pages and sections in a folder, published or not.
fn neighbours(folder: &Path) -> Result<Vec<String>> {
    let unreadable = || format!("The folder `{}` cannot be read", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let holds = |index: &str| entry.path().join(index).is_file();
        let stem = match name.strip_suffix(".md") {
            _ if is_passed_over(&name) => None,
            Some("_index" | "index") => None,
            Some(stem) => Some(stem.to_owned()),
            None => (holds("_index.md") || holds("index.md")).then_some(name),
        };
        names.extend(stem);
    }
    Ok(names)
}

fn heaviest(site: &Site, place: &Place) -> Option<i64> {
    let section = site.section(site.section_of(&place.folder)?);
    let weight = |page: &crate::site::PageId| site.page(*page).document.front_matter.weight;
    section.pages.iter().filter_map(weight).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_front() {
        assert_eq!(number("03-scope"), Some((3, 2)));
        assert_eq!(number("7_x"), Some((7, 1)));
        assert_eq!(number("2026-11-20-x"), None);
        assert_eq!(number("scope"), None);
    }
}
