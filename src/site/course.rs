//! Courses: lessons in order, and who follows whom.

use super::{Lesson, Page, PageId, Section, SectionId};
use crate::source::Kind;

/// Finds the courses, numbers their lessons through and links neighbours. Sections outside
/// courses link theirs too. Returns the courses in order of their path.
pub(super) fn arrange(pages: &mut [Page], sections: &mut [Section]) -> Vec<SectionId> {
    let courses: Vec<SectionId> = (0..sections.len())
        .map(SectionId::new)
        .filter(|id| pages[sections[id.index()].page.index()].kind == Kind::Course)
        .collect();
    for &course in &courses {
        let mut lessons: Vec<(PageId, Option<SectionId>)> = Vec::new();
        gather(sections, course, course, None, &mut lessons);
        for (index, &(page, module)) in lessons.iter().enumerate() {
            let number = index as u32 + 1;
            pages[page.index()].lesson = Some(Lesson { course, module, number });
        }
        let order: Vec<PageId> = lessons.into_iter().map(|(page, _)| page).collect();
        neighbours(pages, &order);
        sections[course.index()].lessons = order;
    }
    for section in sections.iter().filter(|section| section.course.is_none()) {
        // A list of posts shows the newest first, but the next post is a newer one.
        match section.kind {
            Kind::Post => {
                let oldest_first: Vec<PageId> = section.posts.iter().rev().copied().collect();
                neighbours(pages, &oldest_first);
            }
            _ => neighbours(pages, &section.pages),
        }
    }
    courses
}

/// The lessons of a section of a course and of all below it.
fn gather(
    sections: &mut [Section],
    course: SectionId,
    section: SectionId,
    module: Option<SectionId>,
    lessons: &mut Vec<(PageId, Option<SectionId>)>,
) {
    let at = section.index();
    sections[at].course = Some(course);
    lessons.extend(sections[at].pages.iter().map(|&page| (page, module)));
    for child in sections[at].sections.clone() {
        gather(sections, course, child, module.or(Some(child)), lessons);
    }
}

fn neighbours(pages: &mut [Page], order: &[PageId]) {
    for pair in order.windows(2) {
        if let [before, after] = *pair {
            pages[before.index()].next = Some(after);
            pages[after.index()].previous = Some(before);
        }
    }
}
