//! Sections: which folder lists which pages, and in what order.

use std::collections::HashMap;

use super::entry::Entry;
use super::folders::ancestors;
use super::permalink::Place;
use super::{Page, PageId, Section, SectionId, ids, order};
use crate::source::Kind;

/// Finds the sections, gives their pages their kind and puts them in order. The entries are those of
/// the pages.
pub(super) fn sections(pages: &mut [Page], entries: &[Entry]) -> Vec<Section> {
    let mut by_folder: HashMap<&str, SectionId> = HashMap::new();
    let mut sections: Vec<Section> = Vec::new();
    let mut indexes: Vec<(&str, PageId)> = entries
        .iter()
        .zip(ids(pages))
        .filter_map(|(entry, id)| match entry.place {
            Place::Index { folder } => Some((folder, id)),
            _ => None,
        })
        .collect();
    // A section comes after the one that it is in.
    indexes.sort();
    let nearest = |by_folder: &HashMap<&str, SectionId>, folder: &str| {
        ancestors(folder).find_map(|folder| by_folder.get(folder).copied())
    };
    for (folder, page) in indexes {
        let id = SectionId::new(sections.len());
        let own = &mut pages[page.index()];
        let parent = entries[page.index()]
            .place
            .parent_folder()
            .and_then(|folder| nearest(&by_folder, folder));
        let declared = own.document.front_matter.kind;
        let inherited = parent.map_or(Kind::Page, |parent| sections[parent.index()].kind);
        let kind = match declared {
            Some(Kind::Course) => Kind::Lesson,
            Some(kind) => kind,
            None => inherited,
        };
        own.kind = if declared == Some(Kind::Course) { Kind::Course } else { Kind::Page };
        own.section = parent;
        own.index_of = Some(id);
        if let Some(parent) = parent {
            sections[parent.index()].sections.push(id);
        }
        sections.push(Section {
            page,
            parent,
            pages: Vec::new(),
            posts: Vec::new(),
            sections: Vec::new(),
            kind,
            course: None,
            lessons: Vec::new(),
        });
        by_folder.insert(folder, id);
    }
    // Neighbours are mostly in one folder, which need not be looked for again.
    let mut last = None;
    for (id, entry) in ids(pages).zip(entries) {
        let page = &mut pages[id.index()];
        if page.index_of.is_some() {
            continue;
        }
        let folder = entry.place.parent_folder().unwrap_or_default();
        page.section = match last {
            Some((known, section)) if known == folder => section,
            _ => nearest(&by_folder, folder),
        };
        last = Some((folder, page.section));
        if let Some(section) = page.section {
            let section = &mut sections[section.index()];
            section.pages.push(id);
            page.kind = page.document.front_matter.kind.unwrap_or(section.kind);
        }
    }
    let own_page: Vec<PageId> = sections.iter().map(|section| section.page).collect();
    for section in &mut sections {
        let kind = section.kind;
        section.pages.sort_by(|a, b| order::in_section(kind, &pages[a.index()], &pages[b.index()]));
        if kind == Kind::Post {
            let posts = section.pages.iter().filter(|id| pages[id.index()].kind == Kind::Post);
            section.posts = posts.copied().collect();
        }
        section.sections.sort_by(|a, b| {
            let page = |id: &SectionId| &pages[own_page[id.index()].index()];
            order::by_weight(page(a), page(b))
        });
    }
    sections
}
