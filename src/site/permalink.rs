//! From the path of a file to the URL of its page.

use jiff::civil::Date;

use crate::path::SourcePath;
use crate::slug::{is_reserved, slugify};
use crate::source::CONTENT;

/// The folder that a page gives its name to, or is in, and what it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// `_index.md`: the page of this folder as a section.
    Index {
        /// Below `content/`.
        folder: &'a str,
    },
    /// `index.md`: the folder is the page's own.
    Bundle {
        /// Below `content/`.
        folder: &'a str,
    },
    /// `name.md`.
    Single {
        /// Below `content/`.
        folder: &'a str,
        /// Name without `.md`.
        stem: &'a str,
    },
}

impl<'a> Place<'a> {
    pub(super) fn of(path: &'a SourcePath) -> Self {
        let below = path.below(CONTENT).unwrap_or(path.as_str());
        let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
        match name {
            "_index.md" => Place::Index { folder },
            "index.md" if !folder.is_empty() => Place::Bundle { folder },
            _ => Place::Single { folder, stem: name.strip_suffix(".md").unwrap_or(name) },
        }
    }

    /// The folder that the file is in.
    pub(super) fn folder(self) -> &'a str {
        match self {
            Place::Index { folder } | Place::Bundle { folder } | Place::Single { folder, .. } => {
                folder
            }
        }
    }

    /// The folder whose section lists the page.
    pub(super) fn parent_folder(self) -> Option<&'a str> {
        match self {
            Place::Index { folder: "" } => None,
            Place::Index { folder } | Place::Bundle { folder } => {
                Some(folder.rsplit_once('/').map_or("", |(parent, _)| parent))
            }
            Place::Single { folder, .. } => Some(folder),
        }
    }

    /// The name that the URL and the order come from: of the file, or of its folder.
    pub(super) fn name(self) -> &'a str {
        match self {
            Place::Index { folder } | Place::Bundle { folder } => {
                folder.rsplit('/').next().unwrap_or(folder)
            }
            Place::Single { stem, .. } => stem,
        }
    }
}

/// What a file name says: `03-scope` is number 3, `2026-11-20-scope` is of that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    /// The number in front.
    pub number: Option<i64>,
    /// The date in front.
    pub date: Option<Date>,
    /// The rest.
    pub rest: &'a str,
}

impl<'a> Name<'a> {
    pub(crate) fn parse(name: &'a str) -> Self {
        // Most names begin with no year, and a date that is none takes its time to say so.
        let is_dated = name.as_bytes().get(4) == Some(&b'-');
        let day = name.get(..10).filter(|_| is_dated);
        let dated = day.and_then(|day| day.parse::<Date>().ok());
        if let (Some(date), Some(rest)) = (dated, name.get(10..).and_then(rest_of)) {
            return Self { number: None, date: Some(date), rest };
        }
        let digits = name.bytes().take_while(u8::is_ascii_digit).count();
        // Four digits and more are a year or part of the name.
        if (1..=3).contains(&digits)
            && let Some(rest) = rest_of(&name[digits..])
        {
            return Self { number: name[..digits].parse().ok(), date: None, rest };
        }
        Self { number: None, date: None, rest: name }
    }
}

/// What follows `-` or `_`, if there is anything.
fn rest_of(text: &str) -> Option<&str> {
    text.strip_prefix(['-', '_']).filter(|rest| !rest.is_empty())
}

/// The last part of a page's URL; `None` where nothing of the name can stand in one.
pub(super) fn segment(name: &str) -> Option<String> {
    slugify(Name::parse(name).rest).filter(|slug| !is_reserved(slug))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_in_front_order_and_do_not_show() {
        for (name, number, segment_) in [
            ("01-scope", Some(1), "scope"),
            ("12_scope", Some(12), "scope"),
            ("2026-11-20-scope", None, "scope"),
            ("2026-plannen", None, "2026-plannen"),
            ("404", None, "404"),
            ("7", None, "7"),
            ("1-", None, "1"),
        ] {
            assert_eq!(Name::parse(name).number, number, "{name}");
            assert_eq!(segment(name).as_deref(), Some(segment_), "{name}");
        }
        assert!(Name::parse("2026-11-20-scope").date.is_some());
    }

    #[test]
    fn a_folder_with_index_is_the_page() {
        let path = SourcePath::new("content/blog/valkuilen/index.md");
        assert_eq!(Place::of(&path).name(), "valkuilen");
        assert_eq!(Place::of(&path).parent_folder(), Some("blog"));
        assert_eq!(Place::of(&SourcePath::new("content/_index.md")).parent_folder(), None);
    }
}
