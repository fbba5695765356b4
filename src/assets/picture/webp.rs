//! The chunks of a WebP file. <https://www.rfc-editor.org/rfc/rfc9649.html>

use super::bytes::{le16, le24, le32};
use super::exif::{self, Orientation};
use super::{Facts, Format};

/// Flags of an extended file.
const ANIMATED: u8 = 0x02;
const XMP: u8 = 0x04;
const EXIF: u8 = 0x08;
const ALPHA: u8 = 0x10;
const COLORS: u8 = 0x20;

/// What may stay: pixels, transparency, colours, animation. All else tells of the maker.
const NEEDED: &[&[u8; 4]] = &[b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF"];

struct Chunk<'b> {
    kind: [u8; 4],
    data: &'b [u8],
}

/// The chunks; `None` where one is cut off.
fn chunks(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let length = usize::try_from(le32(bytes, 4)?).ok()?;
    // Some programs forget the byte that makes a length even.
    let end = length.checked_add(8).filter(|&end| end <= bytes.len() + 1)?.min(bytes.len());
    let bytes = bytes.get(..end)?;
    let mut found = Vec::new();
    let mut at = 12;
    while at < bytes.len() {
        let kind = *bytes.get(at..)?.first_chunk()?;
        let length = usize::try_from(le32(bytes, at + 4)?).ok()?;
        let start = at + 8;
        let end = start.checked_add(length)?;
        found.push(Chunk { kind, data: bytes.get(start..end)? });
        at = end + length % 2;
    }
    Some(found)
}

pub(super) fn facts(bytes: &[u8]) -> Option<Facts> {
    let chunks = chunks(bytes)?;
    let find = |kind: &[u8; 4]| chunks.iter().find(|chunk| &chunk.kind == kind);
    let first = chunks.first()?;
    let data = first.data;
    let mut facts = match &first.kind {
        b"VP8X" => {
            let flags = *data.first()?;
            let (width, height) = (le24(data, 4)? + 1, le24(data, 7)? + 1);
            let mut facts = Facts::stored(Format::WebP, width, height);
            facts.is_animated = flags & ANIMATED != 0;
            facts.has_alpha = flags & ALPHA != 0;
            facts
        }
        b"VP8 " => {
            data.get(3..).filter(|rest| rest.starts_with(b"\x9d\x01\x2a"))?;
            let side = |at| Some(u32::from(le16(data, at)? & 0x3FFF));
            Facts::stored(Format::WebP, side(6)?, side(8)?)
        }
        b"VP8L" => {
            let bits = data.first().filter(|&&mark| mark == 0x2F).and_then(|_| le32(data, 1))?;
            let side = |bits: u32| (bits & 0x3FFF) + 1;
            let mut facts = Facts::stored(Format::WebP, side(bits), side(bits >> 14));
            facts.has_alpha = (bits >> 28) & 1 != 0;
            facts
        }
        _ => return None,
    };
    facts.is_drawing = find(b"VP8L").is_some();
    if !facts.is_animated && find(b"VP8 ").or(find(b"VP8L")).is_none() {
        return None;
    }
    let exif = find(b"EXIF").and_then(|chunk| exif::orientation(chunk.data));
    Some(facts.turned(exif.unwrap_or(Orientation::UPRIGHT)))
}

pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::new();
    let mut tiff = None;
    for chunk in chunks(bytes)? {
        if &chunk.kind == b"EXIF" {
            tiff = tiff.or(exif::orientation(chunk.data).and_then(exif::only));
        } else if NEEDED.contains(&&chunk.kind) {
            kept.push((chunk.kind, chunk.data.to_vec()));
        }
    }
    for (kind, data) in &mut kept {
        if let (b"VP8X", Some(flags)) = (&*kind, data.first_mut()) {
            *flags &= !(EXIF | XMP);
            if tiff.is_some() {
                *flags |= EXIF;
            }
        }
    }
    kept.extend(tiff.map(|tiff| (*b"EXIF", tiff)));
    write(kept.iter().map(|(kind, data)| (*kind, data.as_slice())))
}

/// A file as the encoder made it, with the profile of its colours. Such a file is an extended one.
pub(super) fn with_colors(
    bytes: &[u8],
    profile: &[u8],
    width: u32,
    height: u32,
) -> Option<Vec<u8>> {
    let chunks = chunks(bytes)?;
    let is_see_through = chunks.iter().any(|chunk| match &chunk.kind {
        b"ALPH" => true,
        b"VP8L" => le32(chunk.data, 1).is_some_and(|bits| (bits >> 28) & 1 != 0),
        _ => false,
    });
    let mut header = vec![COLORS | if is_see_through { ALPHA } else { 0 }, 0, 0, 0];
    header.extend(width.checked_sub(1)?.to_le_bytes().get(..3)?);
    header.extend(height.checked_sub(1)?.to_le_bytes().get(..3)?);
    let before = [(*b"VP8X", header.as_slice()), (*b"ICCP", profile)];
    let pixels = chunks.iter().filter(|chunk| &chunk.kind != b"VP8X");
    write(before.into_iter().chain(pixels.map(|chunk| (chunk.kind, chunk.data))))
}

fn write<'c>(chunks: impl Iterator<Item = ([u8; 4], &'c [u8])>) -> Option<Vec<u8>> {
    let mut file = b"RIFF\0\0\0\0WEBP".to_vec();
    for (kind, data) in chunks {
        file.extend(kind);
        file.extend(u32::try_from(data.len()).ok()?.to_le_bytes());
        file.extend(data);
        if data.len() % 2 == 1 {
            file.push(0);
        }
    }
    let length = u32::try_from(file.len() - 8).ok()?;
    file.get_mut(4..8)?.copy_from_slice(&length.to_le_bytes());
    Some(file)
}

/// The profile of the file's colours.
pub(super) fn profile(bytes: &[u8]) -> Option<Vec<u8>> {
    chunks(bytes)?.into_iter().find(|chunk| &chunk.kind == b"ICCP").map(|chunk| chunk.data.to_vec())
}
