//! From the bytes of a file to pixels.
//!
//! Decoders are of Rust alone, since what they read comes from anywhere: the C of WebP's encoder
//! sees only pixels. They run on one thread each, so that the bytes that follow depend on nothing
//! but the file.

use std::io::Cursor;
use std::num::NonZeroU64;

use super::pixels::{Pixels, height_at};
use super::{Facts, Fault, Format, MAX_PIXELS, color, jpeg, webp};

/// What a decoder may take: the pixels of the largest picture, four bytes each, and something for
/// itself.
const MAX_MEMORY: usize = MAX_PIXELS as usize * 4 + 16 * 1024 * 1024;

/// A picture as pixels, upright, as wide as the widest variant or less.
pub struct Decoded {
    pub(super) pixels: Pixels,
    /// What its colours mean, where that is not what browsers take for granted.
    pub(super) profile: Option<Vec<u8>>,
    /// Whether it is a drawing: see [`Facts`].
    pub(super) is_drawing: bool,
}

/// Decodes a picture for variants that are at most `largest` pixels wide.
///
/// It is made smaller to that width at once, and every variant is made of what results, the same
/// whichever are wanted: several times faster than from the whole picture for each, as good to the
/// eye, and a picture takes its full memory for a moment only.
///
/// # Errors
/// A file that is broken, that is not what its header said, or that nothing here decodes.
pub fn decode(bytes: &[u8], facts: &Facts, largest: u32) -> Result<Decoded, Fault> {
    let format = facts.format;
    let broken = || Fault::broken(format);
    let (stored_width, stored_height) = facts.stored_size().ok_or_else(broken)?;
    let (pixels, profile) = match format {
        Format::Jpeg => from_jpeg(bytes)?,
        Format::Png => from_png(bytes).ok_or_else(broken)?,
        Format::Gif => from_gif(bytes).ok_or_else(broken)?,
        Format::WebP => from_webp(bytes).ok_or_else(broken)?,
        Format::Avif | Format::Svg => return Err(Fault::unusual(format)),
    };
    if (pixels.width(), pixels.height()) != (stored_width, stored_height) {
        return Err(broken());
    }
    let pixels = if facts.has_alpha { pixels } else { pixels.without_alpha() };
    let (width, height) = facts.width.zip(facts.height).ok_or_else(broken)?;
    let pixels = if largest < width {
        let low = height_at(width, height, largest.max(1));
        let turned = facts.orientation.swaps_sides();
        let (width, height) = if turned { (low, largest.max(1)) } else { (largest.max(1), low) };
        pixels.resized(width, height).ok_or_else(broken)?
    } else {
        pixels
    };
    Ok(Decoded {
        pixels: pixels.upright(facts.orientation),
        profile: profile.and_then(color::worth_keeping),
        is_drawing: facts.is_drawing,
    })
}

type Read = (Pixels, Option<Vec<u8>>);

fn from_jpeg(bytes: &[u8]) -> Result<Read, Fault> {
    use jpeg_decoder::{Decoder, Error, PixelFormat};
    let broken = || Fault::broken(Format::Jpeg);
    if !jpeg::is_whole(bytes) {
        return Err(broken());
    }
    let mut decoder = Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size(MAX_MEMORY);
    let read = decoder.decode().map_err(|error| match error {
        Error::Unsupported(_) => Fault::unusual(Format::Jpeg),
        _ => broken(),
    })?;
    let info = decoder.info().ok_or_else(broken)?;
    let is_colored = info.pixel_format == PixelFormat::RGB24;
    let rgb = match info.pixel_format {
        PixelFormat::RGB24 => read,
        PixelFormat::L8 => grey(&read),
        PixelFormat::L16 => return Err(Fault::unusual(Format::Jpeg)),
        PixelFormat::CMYK32 => ink(&read),
    };
    let pixels = Pixels::new(u32::from(info.width), u32::from(info.height), false, rgb);
    let profile = is_colored.then(|| decoder.icc_profile()).flatten();
    Ok((pixels.ok_or_else(broken)?, profile))
}

fn grey(values: &[u8]) -> Vec<u8> {
    values.iter().flat_map(|&value| [value; 3]).collect()
}

/// Ink to light, without the profile of the press: near enough for a screen.
fn ink(values: &[u8]) -> Vec<u8> {
    let light = |ink: u8, black: u8| {
        let light = u32::from(255 - ink) * u32::from(255 - black);
        u8::try_from((light + 127) / 255).unwrap_or(u8::MAX)
    };
    let (inks, _) = values.as_chunks::<4>();
    inks.iter().flat_map(|&[c, m, y, k]| [light(c, k), light(m, k), light(y, k)]).collect()
}

fn from_png(bytes: &[u8]) -> Option<Read> {
    use png::{ColorType, Decoder, Limits, Transformations};
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MAX_MEMORY });
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().ok()?;
    let length = reader.output_buffer_size().filter(|&length| length <= MAX_MEMORY)?;
    let mut read = vec![0; length];
    reader.next_frame(&mut read).ok()?;
    let (color, _) = reader.output_color_type();
    let info = reader.info();
    let (has_alpha, read) = match color {
        ColorType::Rgb => (false, read),
        ColorType::Rgba => (true, read),
        ColorType::Grayscale => (false, grey(&read)),
        ColorType::GrayscaleAlpha => (
            true,
            read.as_chunks().0.iter().flat_map(|&[value, a]| [value, value, value, a]).collect(),
        ),
        ColorType::Indexed => return None,
    };
    let profile = info.icc_profile.as_ref().map(|profile| profile.to_vec());
    Some((Pixels::new(info.width, info.height, has_alpha, read)?, profile))
}

fn from_gif(bytes: &[u8]) -> Option<Read> {
    use gif::{ColorOutput, DecodeOptions, MemoryLimit};
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    options.set_memory_limit(MemoryLimit::Bytes(NonZeroU64::new(MAX_MEMORY as u64)?));
    let mut decoder = options.read_info(Cursor::new(bytes)).ok()?;
    let (width, height) = (usize::from(decoder.width()), usize::from(decoder.height()));
    let canvas = width.checked_mul(height)?.checked_mul(4).filter(|&size| size <= MAX_MEMORY)?;
    let mut read = vec![0; canvas];
    let frame = decoder.read_next_frame().ok()??;
    // The image may be smaller than the canvas; what lies outside of it is not seen.
    let row = usize::from(frame.width) * 4;
    let left = usize::from(frame.left) * 4;
    let rows = read.chunks_exact_mut((width * 4).max(1)).skip(usize::from(frame.top));
    for (to, from) in rows.zip(frame.buffer.chunks_exact(row.max(1))) {
        let to = to.get_mut(left..).unwrap_or_default();
        let seen = to.len().min(from.len());
        to.get_mut(..seen)?.copy_from_slice(from.get(..seen)?);
    }
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    Some((Pixels::new(width, height, true, read)?, None))
}

fn from_webp(bytes: &[u8]) -> Option<Read> {
    use image_webp::WebPDecoder;
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).ok()?;
    decoder.set_memory_limit(MAX_MEMORY);
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return None;
    }
    let mut read = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut read).ok()?;
    Some((Pixels::new(width, height, decoder.has_alpha(), read)?, webp::profile(bytes)))
}
