//! The blocks of a GIF file. <https://www.w3.org/Graphics/GIF/spec-gif89a.txt>

use std::ops::Range;

use super::bytes::le16;
use super::{Facts, Format};

enum Kind {
    Image,
    Control { is_see_through: bool },
    Comment,
    Application { is_xmp: bool },
    Text,
    End,
}

struct Block {
    kind: Kind,
    whole: Range<usize>,
}

/// How many bytes the header has, with its table of colours.
fn header(bytes: &[u8]) -> Option<usize> {
    Some(13 + table(*bytes.get(10)?))
}

/// How many bytes a table of colours has, by the flags that tell of it.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where the small pieces end that begin at `at`: each is led by its length, the last has none.
fn after_pieces(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

struct Blocks<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        let start = self.at;
        let (kind, end) = match *self.bytes.get(start)? {
            0x3B => (Kind::End, start + 1),
            0x2C => {
                let colors = table(*self.bytes.get(start + 9)?);
                (Kind::Image, after_pieces(self.bytes, start + 11 + colors)?)
            }
            0x21 => {
                let payload = self.bytes.get(start + 3..)?;
                let kind = match *self.bytes.get(start + 1)? {
                    0xF9 => Kind::Control { is_see_through: payload.first()? & 1 != 0 },
                    0xFE => Kind::Comment,
                    0xFF => Kind::Application { is_xmp: payload.starts_with(b"XMP DataXMP") },
                    _ => Kind::Text,
                };
                (kind, after_pieces(self.bytes, start + 2)?)
            }
            _ => return None,
        };
        self.at = if matches!(kind, Kind::End) { self.bytes.len() } else { end };
        Some(Block { kind, whole: start..end })
    }
}

pub(super) fn facts(bytes: &[u8]) -> Option<Facts> {
    let (width, height) = (le16(bytes, 6)?, le16(bytes, 8)?);
    let mut facts = Facts::stored(Format::Gif, u32::from(width), u32::from(height));
    facts.is_drawing = true;
    let mut images = 0;
    for block in (Blocks { bytes, at: header(bytes)? }) {
        match block.kind {
            Kind::Image => {
                images += 1;
                // Where an image leaves some of the canvas free, one sees through there.
                let side = |at| le16(bytes, block.whole.start + at);
                facts.has_alpha |= side(5)? < width || side(7)? < height;
            }
            Kind::Control { is_see_through } => facts.has_alpha |= is_see_through,
            _ => {}
        }
    }
    facts.is_animated = images > 1;
    (images > 0).then_some(facts)
}

pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let start = header(bytes)?;
    let mut cleaned = Vec::with_capacity(bytes.len());
    cleaned.extend(bytes.get(..start)?);
    let mut is_whole = false;
    for block in (Blocks { bytes, at: start }) {
        is_whole = matches!(block.kind, Kind::End);
        if !matches!(block.kind, Kind::Comment | Kind::Application { is_xmp: true }) {
            cleaned.extend(bytes.get(block.whole)?);
        }
    }
    is_whole.then_some(cleaned)
}
