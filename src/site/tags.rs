//! Tags: the pages by what they are about.

use std::collections::{BTreeMap, HashMap};

use super::folders::too_long;
use super::{Page, PageId, Tag, TagId, UrlWords, ids, order};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::path::{LONGEST_NAME, UrlPath};
use crate::slug::{slugify, sort_key};
use crate::source::Kind;

/// The pages by tag. Two spellings with one slug are one tag.
pub(super) fn tags(
    pages: &mut [Page],
    words: &UrlWords,
    diagnostics: &mut Diagnostics,
) -> Vec<Tag> {
    let mut by_slug: BTreeMap<String, (String, Vec<PageId>)> = BTreeMap::new();
    // The pages of a site share a few tags.
    let mut slugs: HashMap<&str, Option<String>> = HashMap::new();
    for (page, id) in pages.iter().zip(ids(pages)) {
        let document = &page.document;
        for (name, span) in &document.front_matter.tags {
            let slug = slugs.entry(name).or_insert_with(|| slugify(name));
            match slug {
                Some(slug) if slug.len() > LONGEST_NAME => {
                    let fault =
                        Diagnostic::error(Code::BadUrl, too_long("tag", name), "Shorten it.");
                    diagnostics.push(fault.at(&document.path, *span));
                }
                Some(slug) => {
                    if !by_slug.contains_key(slug) {
                        by_slug.insert(slug.clone(), (name.clone(), Vec::new()));
                    }
                    if let Some((_, carriers)) = by_slug.get_mut(slug)
                        && carriers.last() != Some(&id)
                    {
                        carriers.push(id);
                    }
                }
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
        .map(|(slug, (name, pages))| Tag { name, url: base.page(&slug), pages, posts: Vec::new() })
        .collect();
    tags.sort_by_cached_key(|tag| sort_key(&tag.name));
    for (index, tag) in tags.iter_mut().enumerate() {
        tag.pages.sort_by(|a, b| order::by_date(&pages[a.index()], &pages[b.index()]));
        let posts = tag.pages.iter().filter(|id| pages[id.index()].kind == Kind::Post);
        tag.posts = posts.copied().collect();
        for &page in &tag.pages {
            pages[page.index()].tags.push(TagId::new(index));
        }
    }
    tags
}
