//! What is wrong with a picture, and what its author can do.

use super::{Format, MAX_PIXELS, MAX_SIDE};

/// What is wrong with a picture: the words of a diagnostic, without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A sentence that says what is wrong.
    pub message: String,
    /// A sentence that says what to do.
    pub remedy: String,
}

impl Fault {
    fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: remedy.into() }
    }

    pub(super) fn no_picture() -> Self {
        Self::new(
            "This file is no picture of a kind that browsers show.",
            "Save it as JPEG, PNG, WebP, AVIF, GIF or SVG; another ending of its name is not enough.",
        )
    }

    pub(super) fn broken(format: Format) -> Self {
        Self::new(
            format!(
                "This {} file is broken: a part of it is missing or makes no sense.",
                format.name()
            ),
            "Copy it once more from where it came from, or open it in a program for pictures and \
             save it anew.",
        )
    }

    pub(super) fn empty() -> Self {
        Self::new(
            "This picture has no width or no height.",
            "Open it in a program for pictures and save it anew.",
        )
    }

    pub(super) fn too_large(width: u32, height: u32) -> Self {
        let megapixels = MAX_PIXELS / 1_000_000;
        Self::new(
            format!("This picture is too large: {width} by {height} pixels."),
            format!(
                "Make it smaller: at most {megapixels} million pixels, and no side longer than \
                 {MAX_SIDE}. For a screen, 3000 pixels are plenty."
            ),
        )
    }

    pub(super) fn unusual(format: Format) -> Self {
        Self::new(
            format!("This {} file cannot be made smaller: it is of a rare kind.", format.name()),
            "Open it in a program for pictures and save it anew as JPEG, PNG or WebP.",
        )
    }

    pub(super) fn not_encoded(width: u32, height: u32) -> Self {
        Self::new(
            format!("This picture could not be written in a size of {width} by {height} pixels."),
            "Open it in a program for pictures, save it anew, and try again.",
        )
    }
}
