//! The rhythm of the blog: one post a week.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::{Calendar, Draft, has_blog, monday, rfc3339, title};
use crate::path::SourcePath;
use crate::site::Moment;
use crate::source::Kind;

/// One ISO week.
#[derive(Debug, Serialize)]
pub struct Week {
    /// Its name: `2026-W48`.
    pub week: String,
    /// Its first day.
    pub monday: Date,
    /// Whether today is in it.
    pub current: bool,
    /// The posts that came out in it or will, soonest first; none is a gap.
    pub posts: Vec<Post>,
    /// The posts that are drafts with a date in it.
    pub drafts: Vec<SourcePath>,
}

/// A post in its week.
#[derive(Debug, Serialize)]
pub struct Post {
    /// When it came out or will.
    #[serde(serialize_with = "rfc3339")]
    pub at: Moment,
    /// Whether it has yet to come out.
    pub due: bool,
    /// Its title.
    pub title: String,
    /// Its file.
    pub path: SourcePath,
}

/// So many weeks behind and ahead of this one. Weeks before the first post are no gaps and left
/// out.
pub(super) fn weeks(calendar: &Calendar, drafts: &[Draft], count: u16) -> Vec<Week> {
    if !has_blog(calendar.site) {
        return Vec::new();
    }
    let posts = calendar.pages.iter().filter(|(page, _)| page.kind == Kind::Post);
    let mut posts: Vec<(&Moment, Post)> = posts
        .filter_map(|(page, window)| {
            let at = window.from.as_ref()?;
            let due = calendar.is_ahead(at);
            let path = page.document.path.clone();
            Some((at, Post { at: at.clone(), due, title: title(page), path }))
        })
        .collect();
    posts.sort_by_key(|(at, _)| at.at.timestamp());
    let this = monday(calendar.now.day());
    let begun = posts.first().map_or(this, |(at, _)| monday(at.day())).min(this);
    let mut posts = posts.into_iter().peekable();
    let count = i64::from(count);
    let mondays = (-count..=count).filter_map(|week| this.checked_add(week.weeks()).ok());
    mondays
        .filter(|monday| *monday >= begun)
        .map(|first| {
            let day = first.iso_week_date();
            while posts.next_if(|(at, _)| monday(at.day()) < first).is_some() {}
            let mut own = Vec::new();
            while let Some((_, post)) = posts.next_if(|(at, _)| monday(at.day()) == first) {
                own.push(post);
            }
            let dated = drafts.iter().filter(|draft| {
                draft.dated
                    && draft.kind == Kind::Post.name()
                    && draft.date.is_some_and(|day| monday(day) == first)
            });
            Week {
                week: format!("{:04}-W{:02}", day.year(), day.week()),
                monday: first,
                current: first == this,
                posts: own,
                drafts: dated.map(|draft| draft.path.clone()).collect(),
            }
        })
        .collect()
}
