//! Which smaller pictures are made of a picture: by its header and the site's settings alone, so that
//! a page can name them before any is made.

use super::{Facts, Format};

/// What a variant is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// Read by every browser since 2020.
    WebP,
    /// Read by all, for what nobody sees through.
    Jpeg,
    /// Read by all.
    Png,
}

impl Encoding {
    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::WebP => "webp",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::WebP => "image/webp",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// No side can be longer in this encoding.
    fn max_side(self) -> u32 {
        match self {
            Self::WebP => 16_383,
            Self::Jpeg => 65_535,
            Self::Png => u32::MAX,
        }
    }
}

/// One smaller picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant {
    /// What it is written as.
    pub encoding: Encoding,
    /// How wide it is, in pixels.
    pub width: u32,
}

/// The variants of a picture: those of each wanted format from narrow to wide, and last those that
/// every browser reads, JPEG or PNG.
///
/// They are as wide as wanted where the picture is wider, and as wide as the picture where that is
/// within what is wanted. What moves has none, since a variant would stand still; nor has what is
/// drawn anew at every size (SVG), nor what is small already and not decoded here (AVIF).
pub fn variants(facts: &Facts, widths: &[u32], formats: &[Encoding]) -> Vec<Variant> {
    let (Some(own), Some(largest)) = (facts.width, widths.iter().copied().max()) else {
        return Vec::new();
    };
    if facts.is_animated || matches!(facts.format, Format::Avif | Format::Svg) {
        return Vec::new();
    }
    let mut narrow: Vec<u32> =
        widths.iter().copied().filter(|&width| width > 0 && width < own).collect();
    if own <= largest {
        narrow.push(own);
    }
    narrow.sort_unstable();
    narrow.dedup();
    let fallback = if facts.has_alpha || facts.is_drawing { Encoding::Png } else { Encoding::Jpeg };
    let mut encodings: Vec<Encoding> = Vec::new();
    for &format in formats {
        if format == Encoding::WebP && !encodings.contains(&format) {
            encodings.push(format);
        }
    }
    encodings.push(fallback);
    let all = encodings
        .into_iter()
        .flat_map(|encoding| narrow.iter().map(move |&width| Variant { encoding, width }));
    let fits = |variant: &Variant| {
        let height = facts.height_at(variant.width).unwrap_or(u32::MAX);
        variant.width.max(height) <= variant.encoding.max_side()
    };
    all.filter(fits).collect()
}
