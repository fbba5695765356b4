//! Pictures: what their headers say, which smaller ones are made of them, and how. Bytes in, bytes
//! out: nothing here reads a file or knows a URL.
//!
//! What exists is decided by [`facts`] and [`variants`] alone, which read no pixel; [`decode`] and
//! [`Decoded::encode`] make the bytes when they are wanted. `docs/pictures.md` says why these
//! encoders, formats and qualities.

mod avif;
mod bytes;
mod color;
mod decode;
mod encode;
mod exif;
mod fault;
mod gif;
mod jpeg;
mod pixels;
mod png;
mod script;
mod svg;
mod variants;
mod webp;

#[cfg(test)]
mod tests;

pub use decode::{Decoded, decode};
pub use exif::Orientation;
pub use fault::Fault;
pub use script::script_in_svg;
pub use variants::{Encoding, Variant, variants};

/// What a file is, by its first bytes: a name may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A photograph, mostly.
    Jpeg,
    /// A screenshot, mostly.
    Png,
    /// An animation, mostly.
    Gif,
    /// Either of the first two, smaller.
    WebP,
    /// Handed on as it is: it is small already, and nothing light decodes it.
    Avif,
    /// A drawing without a size of its own.
    Svg,
}

impl Format {
    /// The format of a file; `None` for what is no picture.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            _ if bytes.starts_with(png::SIGNATURE) => Some(Self::Png),
            _ if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ if avif::is_avif(bytes) => Some(Self::Avif),
            _ if svg::is_svg(bytes) => Some(Self::Svg),
            _ => None,
        }
    }

    /// Its name in a message.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Avif => "AVIF",
            Self::Svg => "SVG",
        }
    }
}

/// What the header of a picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The format of the file.
    pub format: Format,
    /// In pixels, as a reader sees it; `None` only for an SVG that does not say.
    pub width: Option<u32>,
    /// In pixels, as a reader sees it; `None` only for an SVG that does not say.
    pub height: Option<u32>,
    /// Whether it moves.
    pub is_animated: bool,
    /// Whether one may see through parts of it.
    pub has_alpha: bool,
    /// Whether it has few colours and hard edges, as a screenshot or a diagram has.
    pub is_drawing: bool,
    /// How its pixels are to be turned before they stand upright.
    pub orientation: Orientation,
}

/// No side of a picture may be longer.
pub const MAX_SIDE: u32 = 30_000;
/// No picture may have more pixels.
pub const MAX_PIXELS: u64 = 100_000_000;

impl Facts {
    /// The facts of pixels that are stored in a size, before they are turned.
    fn stored(format: Format, width: u32, height: u32) -> Self {
        Self {
            format,
            width: Some(width),
            height: Some(height),
            is_animated: false,
            has_alpha: false,
            is_drawing: false,
            orientation: Orientation::UPRIGHT,
        }
    }

    /// The same picture, turned.
    fn turned(mut self, orientation: Orientation) -> Self {
        if orientation.swaps_sides() {
            std::mem::swap(&mut self.width, &mut self.height);
        }
        self.orientation = orientation;
        self
    }

    /// Width and height of the pixels as they are stored, before they are turned.
    fn stored_size(&self) -> Option<(u32, u32)> {
        let (width, height) = (self.width?, self.height?);
        Some(if self.orientation.swaps_sides() { (height, width) } else { (width, height) })
    }

    /// How high the picture is where it is shown in a width.
    pub fn height_at(&self, width: u32) -> Option<u32> {
        Some(pixels::height_at(self.width?, self.height?, width))
    }
}

/// Reads the header of a picture.
///
/// # Errors
/// A file that is no picture, is broken, or is too large.
pub fn facts(bytes: &[u8]) -> Result<Facts, Fault> {
    let format = Format::of(bytes).ok_or_else(Fault::no_picture)?;
    let found = match format {
        Format::Jpeg => jpeg::facts(bytes),
        Format::Png => png::facts(bytes),
        Format::Gif => gif::facts(bytes),
        Format::WebP => webp::facts(bytes),
        Format::Avif => avif::facts(bytes),
        Format::Svg => return svg::facts(bytes).ok_or_else(|| Fault::broken(format)),
    };
    let found = found.ok_or_else(|| Fault::broken(format))?;
    let (width, height) = found.stored_size().ok_or_else(|| Fault::broken(format))?;
    if width == 0 || height == 0 {
        return Err(Fault::empty());
    }
    if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Fault::too_large(width, height));
    }
    Ok(found)
}

/// The same picture without what it tells of the camera, the place and the maker. The pixels stay
/// as they are, and so does what a program needs to show them: colours and orientation. A file
/// whose parts do not fit together is given back as it was.
///
/// AVIF and SVG stay as they are.
pub fn clean(bytes: Vec<u8>, format: Format) -> Vec<u8> {
    let cleaned = match format {
        Format::Jpeg => jpeg::clean(&bytes),
        Format::Png => png::clean(&bytes),
        Format::Gif => gif::clean(&bytes),
        Format::WebP => webp::clean(&bytes),
        Format::Avif | Format::Svg => None,
    };
    cleaned.unwrap_or(bytes)
}
