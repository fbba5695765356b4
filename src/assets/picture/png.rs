//! The chunks of a PNG file. <https://www.w3.org/TR/png-3/>

use std::ops::Range;

use super::bytes::be32;
use super::exif::{self, Orientation};
use super::{Facts, Format};

/// The first bytes of every PNG.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What may stay besides that without which there is no picture (a kind that begins with a capital
/// letter): colours, transparency, size on paper, animation. All else tells of the maker.
const NEEDED: &[&[u8; 4]] = &[
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD",
    b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk<'b> {
    kind: [u8; 4],
    whole: Range<usize>,
    data: &'b [u8],
}

/// The chunks from the first to the last; `None` where one is cut off or the last is missing.
fn chunks(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut found = Vec::new();
    let mut at = SIGNATURE.len();
    loop {
        let length = usize::try_from(be32(bytes, at)?).ok()?;
        let kind = *bytes.get(at + 4..)?.first_chunk()?;
        let start = at + 8;
        let end = start.checked_add(length)?;
        let data = bytes.get(start..end)?;
        // The sum at its end.
        bytes.get(end..end + 4)?;
        found.push(Chunk { kind, whole: at..end + 4, data });
        if &kind == b"IEND" {
            return Some(found);
        }
        at = end + 4;
    }
}

pub(super) fn facts(bytes: &[u8]) -> Option<Facts> {
    let chunks = chunks(bytes)?;
    let header = chunks.first().filter(|chunk| &chunk.kind == b"IHDR")?.data;
    let find = |kind: &[u8; 4]| chunks.iter().find(|chunk| &chunk.kind == kind);
    find(b"IDAT")?;
    let color = *header.get(9)?;
    let mut facts = Facts::stored(Format::Png, be32(header, 0)?, be32(header, 4)?);
    facts.is_animated = find(b"acTL").is_some();
    facts.has_alpha = matches!(color, 4 | 6) || find(b"tRNS").is_some();
    // A photograph has a byte or two for each pixel, few colours have a tenth of one.
    let pixels = u64::from(facts.width?) * u64::from(facts.height?);
    facts.is_drawing = color == 3 || (bytes.len() as u64) < pixels / 2;
    let exif = find(b"eXIf").and_then(|chunk| exif::orientation(chunk.data));
    Some(facts.turned(exif.unwrap_or(Orientation::UPRIGHT)))
}

pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut cleaned = Vec::with_capacity(bytes.len());
    cleaned.extend(SIGNATURE);
    // What stands after the last chunk goes: some programs left the rest of a cropped picture there.
    for chunk in chunks(bytes)? {
        if &chunk.kind == b"eXIf" {
            let tiff = exif::orientation(chunk.data).and_then(exif::only);
            if let Some(tiff) = tiff {
                write(&mut cleaned, *b"eXIf", &tiff)?;
            }
        } else if chunk.kind[0].is_ascii_uppercase() || NEEDED.contains(&&chunk.kind) {
            cleaned.extend(bytes.get(chunk.whole)?);
        }
    }
    Some(cleaned)
}

fn write(to: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) -> Option<()> {
    to.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
    let start = to.len();
    to.extend(kind);
    to.extend(data);
    let sum = to.get(start..).map(crc32fast::hash)?;
    to.extend(sum.to_be_bytes());
    Some(())
}
