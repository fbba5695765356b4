//! Pixels in memory: eight bits a channel, three channels or four, and how they are turned and made
//! fewer.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use super::Orientation;

/// A picture as rows of pixels. The constructor holds that there are as many bytes as it takes.
#[derive(Clone)]
pub(super) struct Pixels {
    width: u32,
    height: u32,
    has_alpha: bool,
    bytes: Vec<u8>,
}

/// How high a picture is where it is shown in a width: at least one pixel.
pub(super) fn height_at(full_width: u32, full_height: u32, width: u32) -> u32 {
    let full_width = u64::from(full_width.max(1));
    let height = (u64::from(full_height) * u64::from(width) + full_width / 2) / full_width;
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

impl Pixels {
    pub(super) fn new(width: u32, height: u32, has_alpha: bool, bytes: Vec<u8>) -> Option<Self> {
        let pixels = Self { width, height, has_alpha, bytes };
        let count = u64::from(width) * u64::from(height) * pixels.channels() as u64;
        (count > 0 && pixels.bytes.len() as u64 == count).then_some(pixels)
    }

    pub(super) fn width(&self) -> u32 {
        self.width
    }

    pub(super) fn height(&self) -> u32 {
        self.height
    }

    pub(super) fn has_alpha(&self) -> bool {
        self.has_alpha
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn channels(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    /// The same picture, smaller. Colours are mixed as they are stored, as browsers do it, not as
    /// light would; where one sees through, a pixel counts by as much as is seen of it.
    pub(super) fn resized(&self, width: u32, height: u32) -> Option<Self> {
        let kind = if self.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let from = ImageRef::new(self.width, self.height, &self.bytes, kind).ok()?;
        let mut to = Image::new(width, height, kind);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&from, &mut to, &options).ok()?;
        Self::new(width, height, self.has_alpha, to.into_vec())
    }

    /// The same picture, upright.
    pub(super) fn upright(self, orientation: Orientation) -> Self {
        match self.channels() {
            4 => self.turned::<4>(orientation),
            _ => self.turned::<3>(orientation),
        }
    }

    fn turned<const N: usize>(mut self, orientation: Orientation) -> Self {
        if orientation == Orientation::UPRIGHT {
            return self;
        }
        let value = orientation.value();
        let width = self.width as usize;
        if orientation.swaps_sides() {
            // Stored columns become rows, from the left one on.
            let (stored, _) = self.bytes.as_chunks::<N>();
            let mut bytes = Vec::with_capacity(self.bytes.len());
            for column in 0..width {
                bytes.extend(stored.iter().skip(column).step_by(width).flatten());
            }
            self.bytes = bytes;
            std::mem::swap(&mut self.width, &mut self.height);
        }
        // What is left to do is to mirror: left and right, top and bottom, or both.
        let row = self.width as usize * N;
        if matches!(value, 2 | 3 | 6 | 7) {
            for row in self.bytes.chunks_exact_mut(row) {
                row.as_chunks_mut::<N>().0.reverse();
            }
        }
        if matches!(value, 3 | 4 | 7 | 8) {
            let mut rows = self.bytes.chunks_exact_mut(row);
            while let (Some(top), Some(bottom)) = (rows.next(), rows.next_back()) {
                top.swap_with_slice(bottom);
            }
        }
        self
    }

    /// The same picture, of which nobody sees through.
    pub(super) fn without_alpha(self) -> Self {
        let bytes = self.opaque();
        Self { has_alpha: false, bytes, ..self }
    }

    /// The pixels on white paper.
    pub(super) fn opaque(&self) -> Vec<u8> {
        if !self.has_alpha {
            return self.bytes.clone();
        }
        let over = |color: u8, alpha: u8| {
            let mixed = u32::from(color) * u32::from(alpha) + 255 * u32::from(255 - alpha);
            u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
        };
        let (pixels, _) = self.bytes.as_chunks::<4>();
        pixels.iter().flat_map(|&[r, g, b, a]| [over(r, a), over(g, a), over(b, a)]).collect()
    }
}
