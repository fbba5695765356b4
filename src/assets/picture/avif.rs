//! The boxes of an AVIF file, as far as its size is told in them.
//! <https://aomediacodec.github.io/av1-avif/>

use super::bytes::be32;
use super::{Facts, Format, Orientation};

/// A part of the file; parts may lie in parts.
struct Part<'b> {
    kind: [u8; 4],
    data: &'b [u8],
}

/// The parts that follow each other in some bytes; ends where one is cut off.
fn parts(mut bytes: &[u8]) -> impl Iterator<Item = Part<'_>> {
    std::iter::from_fn(move || {
        let kind = *bytes.get(4..)?.first_chunk()?;
        let (head, length) = match be32(bytes, 0)? {
            // Up to the end of the file.
            0 => (8, bytes.len()),
            // The length has eight bytes. Nothing that is read here is longer than four tell.
            1 => (16, be32(bytes, 12).filter(|_| be32(bytes, 8) == Some(0))?.try_into().ok()?),
            length => (8, usize::try_from(length).ok()?),
        };
        let data = bytes.get(head..length)?;
        bytes = bytes.get(length..)?;
        Some(Part { kind, data })
    })
}

fn find<'b>(bytes: &'b [u8], kind: &[u8; 4]) -> Option<&'b [u8]> {
    parts(bytes).find(|part| &part.kind == kind).map(|part| part.data)
}

/// The brands of the file: its main one, a version, all those that it fits.
fn has_brand(bytes: &[u8], wanted: &[&[u8; 4]]) -> bool {
    let first = parts(bytes).next().filter(|part| &part.kind == b"ftyp");
    let brands = first.map_or(&[][..], |part| part.data).as_chunks::<4>().0;
    brands.iter().any(|brand| wanted.contains(&brand))
}

pub(super) fn is_avif(bytes: &[u8]) -> bool {
    has_brand(bytes, &[b"avif", b"avis"])
}

pub(super) fn facts(bytes: &[u8]) -> Option<Facts> {
    // Its first four bytes are a version.
    let meta = find(bytes, b"meta")?.get(4..)?;
    let properties = find(find(meta, b"iprp")?, b"ipco")?;
    let mut largest = None;
    let mut turns = 0;
    let mut has_alpha = false;
    for part in parts(properties) {
        match &part.kind {
            // The whole picture is the largest of those in the file: others are tiles or a thumbnail.
            b"ispe" => {
                let size = (be32(part.data, 4)?, be32(part.data, 8)?);
                let area = |(width, height)| u64::from(width) * u64::from(height);
                if largest.is_none_or(|largest| area(size) > area(largest)) {
                    largest = Some(size);
                }
            }
            b"irot" => turns = part.data.first()? & 3,
            b"auxC" => has_alpha |= part.data.windows(9).any(|name| name == b"auxiliary"),
            _ => {}
        }
    }
    let (width, height) = largest?;
    let mut facts = Facts::stored(Format::Avif, width, height);
    facts.has_alpha = has_alpha;
    facts.is_animated = has_brand(bytes, &[b"avis"]);
    // Quarters of a turn against the clock, in the values of Exif.
    Some(facts.turned(Orientation::new([1, 8, 3, 6].get(usize::from(turns)).copied()?)))
}
