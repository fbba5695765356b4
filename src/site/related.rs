//! Which posts belong together.

use std::collections::HashMap;

use super::{PageId, Site, order};

/// Of each tag, so many posts before and after a post are looked at: those of its time. A tag of
/// ten thousand posts would make all of them together quadratic.
const AROUND: usize = 25;

impl Site {
    /// The posts that share tags with a post: those first that share many or rare ones, then those
    /// near in time. At most `limit`.
    pub fn related(&self, id: PageId, limit: usize) -> Vec<PageId> {
        let page = self.page(id);
        let mut scores: HashMap<PageId, f64> = HashMap::new();
        for &tag in &page.tags {
            let posts = &self.tag(tag).posts;
            let rarity = 1.0 / posts.len() as f64;
            let at = posts.partition_point(|&other| order::by_date(self.page(other), page).is_lt());
            let near = posts.get(at.saturating_sub(AROUND)..posts.len().min(at + AROUND + 1));
            for &other in near.unwrap_or_default() {
                if other != id {
                    *scores.entry(other).or_default() += rarity;
                }
            }
        }
        let distance = |other: PageId| {
            let seconds = |id: PageId| {
                self.page(id).date.as_ref().map_or(0, |date| date.at.timestamp().as_second())
            };
            seconds(other).abs_diff(seconds(id))
        };
        let mut related: Vec<(PageId, f64)> = scores.into_iter().collect();
        related.sort_by(|(a, score_a), (b, score_b)| {
            let score = score_b.total_cmp(score_a);
            score.then_with(|| distance(*a).cmp(&distance(*b))).then_with(|| a.cmp(b))
        });
        related.into_iter().take(limit).map(|(other, _)| other).collect()
    }
}
