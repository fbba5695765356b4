//! From pixels to the bytes of a variant. The encoders run on one thread each: with several, some
//! write other bytes. Many pictures at once are the business of whoever calls.

use std::borrow::Cow;

use super::pixels::{Pixels, height_at};
use super::{Decoded, Encoding, Fault, Variant, webp as container};

/// Of a photograph in WebP, 0 to 100. `docs/pictures.md` has what it costs and how it looks.
const WEBP_QUALITY: f32 = 75.0;
/// How long WebP's encoder thinks, 0 to 6: 4 takes twice the time for as many bytes.
const WEBP_EFFORT: i32 = 2;
/// The effort for a drawing, 0 to 100 and 0 to 6.
const DRAWING_QUALITY: f32 = 50.0;
const DRAWING_EFFORT: i32 = 3;
/// How near to the pixels of a drawing, 0 to 100, where 100 is the same: letters stay sharp, for as
/// many bytes as with the smear of a photograph's encoding.
const DRAWING_NEARNESS: i32 = 40;
/// Of a photograph in JPEG, 0 to 100: looks like the WebP.
const JPEG_QUALITY: u8 = 76;

impl Decoded {
    /// The bytes of a variant. They hold the picture and what its colours mean, nothing else.
    ///
    /// # Errors
    /// A variant that [`variants`](super::variants) would not name.
    pub fn encode(&self, variant: &Variant) -> Result<Vec<u8>, Fault> {
        let width = variant.width.clamp(1, self.pixels.width());
        let height = height_at(self.pixels.width(), self.pixels.height(), width);
        let failed = || Fault::not_encoded(width, height);
        let pixels = if width < self.pixels.width() {
            Cow::Owned(self.pixels.resized(width, height).ok_or_else(failed)?)
        } else {
            Cow::Borrowed(&self.pixels)
        };
        let profile = self.profile.as_deref();
        let bytes = match variant.encoding {
            Encoding::WebP => to_webp(&pixels, profile, self.is_drawing),
            Encoding::Jpeg => to_jpeg(&pixels, profile),
            Encoding::Png => to_png(&pixels, profile),
        };
        bytes.ok_or_else(failed)
    }
}

fn to_webp(pixels: &Pixels, profile: Option<&[u8]>, is_drawing: bool) -> Option<Vec<u8>> {
    use webp::{Encoder, PixelLayout, WebPConfig};
    let mut config = WebPConfig::new().ok()?;
    config.thread_level = 0;
    if is_drawing {
        config.lossless = 1;
        config.quality = DRAWING_QUALITY;
        config.method = DRAWING_EFFORT;
        config.near_lossless = DRAWING_NEARNESS;
    } else {
        config.quality = WEBP_QUALITY;
        config.method = WEBP_EFFORT;
    }
    let layout = if pixels.has_alpha() { PixelLayout::Rgba } else { PixelLayout::Rgb };
    let encoder = Encoder::new(pixels.bytes(), layout, pixels.width(), pixels.height());
    let bytes = encoder.encode_advanced(&config).ok()?;
    match profile {
        None => Some(bytes.to_vec()),
        Some(profile) => container::with_colors(&bytes, profile, pixels.width(), pixels.height()),
    }
}

fn to_jpeg(pixels: &Pixels, profile: Option<&[u8]>) -> Option<Vec<u8>> {
    use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    // Progressive ones are smaller, and a reader sees the whole early.
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    if let Some(profile) = profile {
        encoder.add_icc_profile(profile).ok()?;
    }
    let width = u16::try_from(pixels.width()).ok()?;
    let height = u16::try_from(pixels.height()).ok()?;
    encoder.encode(&pixels.opaque(), width, height, ColorType::Rgb).ok()?;
    Some(bytes)
}

fn to_png(pixels: &Pixels, profile: Option<&[u8]>) -> Option<Vec<u8>> {
    use png::{ColorType, Compression, Encoder, Info};
    let mut info = Info::with_size(pixels.width(), pixels.height());
    info.color_type = if pixels.has_alpha() { ColorType::Rgba } else { ColorType::Rgb };
    info.bit_depth = png::BitDepth::Eight;
    info.icc_profile = profile.map(|profile| Cow::Owned(profile.to_vec()));
    let mut bytes = Vec::new();
    let mut encoder = Encoder::with_info(&mut bytes, info).ok()?;
    encoder.set_compression(Compression::Balanced);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(pixels.bytes()).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
