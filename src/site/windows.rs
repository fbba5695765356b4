//! From when until when each document is published, whatever the clock says now.

use std::collections::HashMap;

use jiff::Timestamp;

use super::entry::day_in_name;
use super::folders::ancestors;
use super::permalink::Place;
use super::{Site, Window};
use crate::source::{CONTENT, Document};
use crate::yaml::When;

impl Site {
    /// The windows of all documents, in the order of [`Site::statuses`]; `None` for a draft. A page
    /// is published only while each section that it is in is.
    pub fn windows(&self) -> Vec<Option<Window>> {
        let own = |document: &Document| {
            let front_matter = &document.front_matter;
            let window = || Window::of(front_matter, day_in_name(&document.path), &self.timezone);
            (!front_matter.draft).then(window)
        };
        let mut sections: HashMap<&str, Option<Window>> = HashMap::new();
        for (document, _) in &self.statuses {
            if let Place::Index { folder } = Place::of(&document.path) {
                sections.insert(folder, own(document));
            }
        }
        let window = |document: &Document| {
            let folder = document.path.folder().strip_prefix(CONTENT).unwrap_or_default();
            let mut above =
                ancestors(folder.trim_start_matches('/')).filter_map(|folder| sections.get(folder));
            above.try_fold(own(document)?, |window, above| Some(window.within(above.as_ref()?)))
        };
        self.statuses.iter().map(|(document, _)| window(document)).collect()
    }

    /// The first moment ahead at which the same files make another site, but for the year at the
    /// foot of its pages: a page is published or is no more, a session is over.
    pub(crate) fn next_change(&self) -> Option<Timestamp> {
        let windows = self.windows().into_iter().flatten();
        let of_pages = windows.flat_map(|window| [window.from, window.until]).flatten();
        let of_sessions = self.sessions.iter().map(|session| session.over.clone());
        let moments = of_pages.chain(of_sessions).map(|moment| moment.at.timestamp());
        moments.filter(|moment| *moment > self.now).min()
    }
}

/// The date of a document: that of its front matter, else the day in front of its file's name.
pub(crate) fn date_of(document: &Document) -> Option<When> {
    document.front_matter.date.or_else(|| day_in_name(&document.path))
}
