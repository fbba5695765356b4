//! Tags: the pages by what they are about.

use std::collections::{BTreeMap, HashMap};

use super::folders::too_long;
use super::{Page, PageId, Tag, TagId, UrlWords};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::path::{LONGEST_NAME, UrlPath};
use crate::slug::{slugify, sort_key};
use crate::source::Kind;

/// The pages that carry a tag.
struct Carriers<'p> {
    /// Of them, the first by path; its spelling counts.
    first: PageId,
    name: &'p str,
    /// Newest first.
    pages: Vec<PageId>,
}

impl<'p> Carriers<'p> {
    fn add(&mut self, page: PageId, name: &'p str) {
        if page < self.first {
            (self.first, self.name) = (page, name);
        }
        if self.pages.last() != Some(&page) {
            self.pages.push(page);
        }
    }
}

/// The pages by tag, those of each newest first, as `by_date` has them. Two spellings with one slug are one tag.
pub(super) fn tags(
    pages: &mut [Page],
    by_date: &[PageId],
    words: &UrlWords,
    diagnostics: &mut Diagnostics,
) -> Vec<Tag> {
    let mut by_slug: BTreeMap<String, Carriers> = BTreeMap::new();
    // The pages of a site share a few tags.
    let mut slugs: HashMap<&str, Option<String>> = HashMap::new();
    // In that order, so that no list need be sorted.
    for &id in by_date {
        let document = &pages[id.index()].document;
        for (name, span) in &document.front_matter.tags {
            let slug = slugs.entry(name).or_insert_with(|| slugify(name));
            match slug {
                Some(slug) if slug.len() > LONGEST_NAME => {
                    let fault =
                        Diagnostic::error(Code::BadUrl, too_long("tag", name), "Shorten it.");
                    diagnostics.push(fault.at(&document.path, *span));
                }
                Some(slug) => match by_slug.get_mut(slug) {
                    Some(carriers) => carriers.add(id, name),
                    None => {
                        let carriers = Carriers { first: id, name, pages: vec![id] };
                        by_slug.insert(slug.clone(), carriers);
                    }
                },
                None => {
                    let message = format!("No URL can be made from the tag `{name}`.");
                    let fault =
                        Diagnostic::error(Code::EmptySlug, message, "Use letters or digits in it.");
                    diagnostics.push(fault.at(&document.path, *span));
                }
            }
        }
    }
    let base = UrlPath::home().page(&words.tags);
    let mut tags: Vec<Tag> = by_slug
        .into_iter()
        .map(|(slug, Carriers { name, pages, .. })| Tag {
            name: name.to_owned(),
            url: base.page(&slug),
            pages,
            posts: Vec::new(),
        })
        .collect();
    tags.sort_by_cached_key(|tag| sort_key(&tag.name));
    for (index, tag) in tags.iter_mut().enumerate() {
        let posts = tag.pages.iter().filter(|id| pages[id.index()].kind == Kind::Post);
        tag.posts = posts.copied().collect();
        for &page in &tag.pages {
            pages[page.index()].tags.push(TagId::new(index));
        }
    }
    tags
}
