//! The parts of a JPEG file. <https://www.w3.org/Graphics/JPEG/itu-t81.pdf>, annex B

use std::ops::Range;

use super::bytes::be16;
use super::exif::{self, Orientation};
use super::{Facts, Format};

/// The marks of parts. Two bytes in the file, of which the first is always 0xFF.
const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;
const APP15: u8 = 0xEF;
const COMMENT: u8 = 0xFE;
/// What follows a scan's header: not a mark, which 0 cannot be.
const PIXELS: u8 = 0;

struct Segment<'b> {
    mark: u8,
    whole: Range<usize>,
    payload: &'b [u8],
}

impl Segment<'_> {
    fn is_frame(&self) -> bool {
        // Among the frames stand three marks of other things: tables and an extension.
        matches!(self.mark, 0xC0..=0xCF) && !matches!(self.mark, 0xC4 | 0xC8 | 0xCC)
    }

    fn orientation(&self) -> Option<Orientation> {
        let is_exif = self.mark == APP1 && self.payload.starts_with(exif::PREFIX);
        is_exif.then(|| exif::orientation(self.payload)).flatten()
    }

    /// Whether a program needs it to show the picture as it is meant.
    fn is_needed(&self) -> bool {
        match self.mark {
            APP0 => self.payload.starts_with(b"JFIF\0"),
            APP2 => self.payload.starts_with(b"ICC_PROFILE\0"),
            APP14 => self.payload.starts_with(b"Adobe"),
            APP1..=APP15 | COMMENT => false,
            _ => true,
        }
    }
}

/// Goes from part to part; ends after the end mark, or where the next part is none.
struct Segments<'b> {
    bytes: &'b [u8],
    at: usize,
    is_in_scan: bool,
}

fn segments(bytes: &[u8]) -> Segments<'_> {
    Segments { bytes, at: 0, is_in_scan: false }
}

impl<'b> Iterator for Segments<'b> {
    type Item = Segment<'b>;

    fn next(&mut self) -> Option<Segment<'b>> {
        let start = self.at;
        if std::mem::take(&mut self.is_in_scan) {
            let rest = self.bytes.get(start..)?;
            // Within pixels, 0xFF is followed by 0 or by the mark of a restart.
            let is_mark = |pair: &[u8]| matches!(pair, [0xFF, b] if !matches!(b, 0 | 0xD0..=0xD7));
            let end = rest.windows(2).position(is_mark).map_or(self.bytes.len(), |end| start + end);
            self.at = end;
            return Some(Segment { mark: PIXELS, whole: start..end, payload: &[] });
        }
        let rest = self.bytes.get(start..)?;
        let fill = rest.iter().take_while(|&&byte| byte == 0xFF).count();
        let mark = (fill > 0).then(|| rest.get(fill)).flatten().copied()?;
        let after = start + fill + 1;
        let (end, payload): (usize, &[u8]) = match mark {
            START | 0x01 | 0xD0..=0xD7 => (after, &[]),
            END => (self.bytes.len(), &[]),
            PIXELS => return None,
            _ => {
                let length = usize::from(be16(self.bytes, after)?);
                (after + length, self.bytes.get(after + 2..after + length)?)
            }
        };
        self.is_in_scan = mark == SCAN;
        self.at = end;
        // What stands after the end mark is none of the picture: some telephones put a film there.
        let whole = start..if mark == END { after } else { end };
        Some(Segment { mark, whole, payload })
    }
}

pub(super) fn facts(bytes: &[u8]) -> Option<Facts> {
    let mut size = None;
    let mut orientation = None;
    for segment in segments(bytes).take_while(|segment| segment.mark != SCAN) {
        if segment.is_frame() {
            size = size.or(be16(segment.payload, 3).zip(be16(segment.payload, 1)));
        }
        orientation = orientation.or_else(|| segment.orientation());
    }
    let (width, height) = size?;
    let facts = Facts::stored(Format::Jpeg, u32::from(width), u32::from(height));
    Some(facts.turned(orientation.unwrap_or(Orientation::UPRIGHT)))
}

/// Whether the file has its end. Decoders fill up with grey what was cut off.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    segments(bytes).any(|segment| segment.mark == END)
}

pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut cleaned = Vec::with_capacity(bytes.len());
    let mut orientation = None;
    let mut last = 0;
    for segment in segments(bytes) {
        last = segment.mark;
        if let (None, Some(found)) = (orientation, segment.orientation()) {
            orientation = Some(found);
            if let Some(tiff) = exif::only(found) {
                let length = u16::try_from(2 + exif::PREFIX.len() + tiff.len()).ok()?;
                cleaned.extend([0xFF, APP1]);
                cleaned.extend(length.to_be_bytes());
                cleaned.extend(exif::PREFIX);
                cleaned.extend(tiff);
            }
        }
        if !segment.is_needed() {
            continue;
        }
        match segment.payload.first_chunk::<12>() {
            // A small picture within the picture, of before it was cropped perhaps: it goes.
            Some(jfif) if segment.mark == APP0 => {
                cleaned.extend([0xFF, APP0, 0, 16]);
                cleaned.extend(jfif);
                cleaned.extend([0, 0]);
            }
            _ => cleaned.extend(bytes.get(segment.whole)?),
        }
    }
    (last == END).then_some(cleaned)
}
