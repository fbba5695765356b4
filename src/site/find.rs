//! Lists of pages by what they are, where they are and what they are about.

use super::{PageId, SectionId, Site, TagId, ids, order};
use crate::slug::sort_key;
use crate::source::Kind;

impl Site {
    /// The pages in a section and all below it, of a kind, with a tag; each may be left out. The
    /// pages of sections themselves are no entries of a list, but for courses where those are
    /// asked for. `order` is `newest`, `oldest`, `title` or `weight`; without one it is that of the
    /// section, the newest first of posts and tags, and by title else.
    pub fn find(
        &self,
        section: Option<SectionId>,
        kind: Option<Kind>,
        tag: Option<TagId>,
        order: Option<&str>,
    ) -> Vec<PageId> {
        let (mut found, sorted) = match (section, tag, kind) {
            (_, _, Some(Kind::Course)) => {
                (self.courses.iter().map(|&course| self.section(course).page).collect(), true)
            }
            (Some(section), ..) => {
                let mut pages = Vec::new();
                self.gather(section, &mut pages);
                (pages, true)
            }
            (None, Some(tag), _) => (self.tag(tag).pages.clone(), true),
            (None, None, Some(Kind::Post)) => (self.posts.clone(), true),
            (None, None, _) => (ids(&self.pages).collect(), false),
        };
        found.retain(|&id| {
            let page = self.page(id);
            kind.map_or(page.index_of.is_none(), |kind| page.kind == kind)
                && (page.index_of.is_none() || kind == Some(Kind::Course))
                && tag.is_none_or(|tag| page.tags.contains(&tag))
                && section.is_none_or(|section| self.is_in(page.section, section))
        });
        let page = |id: &PageId| self.page(*id);
        match order {
            Some("newest") => found.sort_by(|a, b| order::by_date(page(a), page(b))),
            Some("oldest") => found.sort_by(|a, b| order::by_date(page(b), page(a))),
            Some("weight") => found.sort_by(|a, b| order::by_weight(page(a), page(b))),
            None if sorted => {}
            _ => found.sort_by_cached_key(|id| {
                let page = page(id);
                (sort_key(&page.document.front_matter.title), *id)
            }),
        }
        found
    }

    /// The pages of a section and of all below it, in their order.
    fn gather(&self, section: SectionId, pages: &mut Vec<PageId>) {
        let section = self.section(section);
        pages.extend(&section.pages);
        for &below in &section.sections {
            self.gather(below, pages);
        }
    }

    /// Whether a section is another or lies below it.
    fn is_in(&self, section: Option<SectionId>, wanted: SectionId) -> bool {
        std::iter::successors(section, |&section| self.section(section).parent)
            .any(|section| section == wanted)
    }
}
