//! The `pictures` key: in which sizes and formats readers get the pictures of pages.

use std::ops::RangeInclusive;

use crate::diagnostic::{Code, Diagnostic};
use crate::yaml::{Fields, Reader, Takes};

/// Widths in pixels where the site says none: of a telephone, of the theme's text, and of that text on
/// a screen with twice as many points.
const WIDTHS: &[u32] = &[480, 960, 1440];

/// Narrower is an icon, wider no screen.
const POSSIBLE: RangeInclusive<i64> = 16..=8000;

/// In which sizes and formats readers get the pictures of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictures {
    /// In pixels, ascending; none where pictures go out as they are.
    pub widths: Vec<u32>,
    /// Whether there are WebP files besides those that all browsers know.
    pub webp: bool,
}

impl Default for Pictures {
    fn default() -> Self {
        Self { widths: WIDTHS.to_vec(), webp: true }
    }
}

/// Takes `pictures` out of `site.yaml`.
pub(super) fn parse(fields: &mut Fields, reader: &mut Reader) -> Pictures {
    let default = Pictures::default();
    let remedy = "Take it out.";
    let pictures =
        fields.group(reader, "pictures", "`pictures`", remedy, |fields, reader| Pictures {
            widths: widths(fields, reader).unwrap_or(default.widths),
            webp: fields.boolean(reader, "webp").unwrap_or(default.webp),
        });
    pictures.unwrap_or_default()
}

/// Widths that make sense; a list without any means that pictures go out as they are.
fn widths(fields: &mut Fields, reader: &mut Reader) -> Option<Vec<u32>> {
    let given = fields.texts_as(reader, "widths", || Takes::Integer(POSSIBLE));
    fields.value_at("widths")?;
    let mut widths = Vec::new();
    for (width, at) in given {
        match width.parse().ok().filter(|width| POSSIBLE.contains(width)) {
            Some(width) => widths.extend(u32::try_from(width)),
            None => {
                let message = format!("`{width}` is no width of a picture.");
                let remedy = format!(
                    "Take whole numbers from {} to {}: pixels.",
                    POSSIBLE.start(),
                    POSSIBLE.end()
                );
                reader.report(Diagnostic::error(Code::BadValue, message, remedy), at);
            }
        }
    }
    widths.sort_unstable();
    widths.dedup();
    Some(widths)
}
