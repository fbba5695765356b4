//! Tags: the pages by what they are about.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::folders::too_long;
use super::{Page, PageId, Tag, TagId, UrlWords, ids};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::path::{LONGEST_NAME, UrlPath};
use crate::slug::{slugify, sort_key};
use crate::source::Kind;

/// Why no URL can be made from a tag.
#[derive(Clone, Copy)]
enum Unusable {
    Empty,
    TooLong,
}

impl Unusable {
    fn fault(self, name: &str) -> Diagnostic {
        match self {
            Unusable::Empty => {
                let message = format!("No URL can be made from the tag `{name}`.");
                Diagnostic::error(Code::EmptySlug, message, "Use letters or digits in it.")
            }
            Unusable::TooLong => {
                Diagnostic::error(Code::BadUrl, too_long("tag", name), "Shorten it.")
            }
        }
    }
}

/// The pages that carry a tag, by path.
struct Carriers<'p> {
    /// As the first of them spells it.
    name: &'p str,
    pages: Vec<PageId>,
}

/// The pages by tag, those of each newest first, as `by_date` has them. Two spellings with one slug
/// are one tag.
pub(super) fn tags(
    pages: &mut [Page],
    by_date: &[PageId],
    words: &UrlWords,
    diagnostics: &mut Diagnostics,
) -> Vec<Tag> {
    let mut carriers: Vec<Carriers> = Vec::new();
    // Index into the carriers by slug, and by each spelling: the pages of a site share a few tags.
    let mut by_slug: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_name: HashMap<&str, Result<usize, Unusable>> = HashMap::new();
    for (page, id) in pages.iter().zip(ids(pages)) {
        let document = &page.document;
        for (name, span) in &document.front_matter.tags {
            let known = *by_name.entry(name).or_insert_with(|| {
                let slug = slugify(name).ok_or(Unusable::Empty)?;
                match slug.len() > LONGEST_NAME {
                    true => Err(Unusable::TooLong),
                    false => Ok(*by_slug.entry(slug).or_insert_with(|| {
                        carriers.push(Carriers { name, pages: Vec::new() });
                        carriers.len() - 1
                    })),
                }
            });
            match known.map(|index| &mut carriers[index].pages) {
                Ok(carrying) if carrying.last() == Some(&id) => {}
                Ok(carrying) => carrying.push(id),
                Err(why) => diagnostics.push(why.fault(name).at(&document.path, *span)),
            }
        }
    }
    let mut rank = vec![0; pages.len()];
    for (newer, id) in by_date.iter().enumerate() {
        rank[id.index()] = newer;
    }
    carriers.par_iter_mut().for_each(|tag| tag.pages.sort_unstable_by_key(|id| rank[id.index()]));
    let base = UrlPath::home().page(&words.tags);
    let mut tags: Vec<Tag> = by_slug
        .into_iter()
        .map(|(slug, index)| Tag {
            name: carriers[index].name.to_owned(),
            url: base.page(&slug),
            pages: std::mem::take(&mut carriers[index].pages),
            posts: Vec::new(),
        })
        .collect();
    tags.sort_by_cached_key(|tag| sort_key(&tag.name));
    let is_post: Vec<bool> = pages.iter().map(|page| page.kind == Kind::Post).collect();
    for (index, tag) in tags.iter_mut().enumerate() {
        tag.posts = tag.pages.iter().filter(|id| is_post[id.index()]).copied().collect();
        for &page in &tag.pages {
            pages[page.index()].tags.push(TagId::new(index));
        }
    }
    tags
}
