//! The one thing in a camera's notes that a picture needs: which side is up.
//!
//! Exif is a TIFF file without pixels; the orientation is an entry of its first directory.
//! <https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf>

use super::bytes::{be16, be32, le16, le32};

/// How stored pixels are to be turned before they stand upright: the value of Exif, 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(u8);

impl Orientation {
    /// As stored.
    pub const UPRIGHT: Self = Self(1);

    /// The orientation of a value; one that does not exist is upright, as browsers have it.
    pub fn new(value: u16) -> Self {
        Self(u8::try_from(value).ok().filter(|value| (1..=8).contains(value)).unwrap_or(1))
    }

    /// The value of Exif, 1 to 8.
    pub fn value(self) -> u8 {
        self.0
    }

    /// Whether what is stored as width is seen as height.
    pub fn swaps_sides(self) -> bool {
        self.0 >= 5
    }
}

/// What stands before the TIFF in a JPEG, and in some WebP files.
pub(super) const PREFIX: &[u8] = b"Exif\0\0";

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

/// The orientation that an Exif block tells; `None` where it tells none.
pub(super) fn orientation(block: &[u8]) -> Option<Orientation> {
    let tiff = block.strip_prefix(PREFIX).unwrap_or(block);
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at| if is_little { le16(tiff, at) } else { be16(tiff, at) };
    let long = |at| if is_little { le32(tiff, at) } else { be32(tiff, at) };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(directory)?);
    let mut entries = (0..entries).map_while(|entry| {
        let at = directory.checked_add(2 + entry * 12)?;
        Some((short(at)?, short(at + 2)?, short(at + 8)?))
    });
    let (_, _, value) = entries.find(|&(tag, kind, _)| tag == ORIENTATION && kind == SHORT)?;
    Some(Orientation::new(value))
}

/// A TIFF that tells the orientation and nothing else; `None` where there is nothing to tell.
pub(super) fn only(orientation: Orientation) -> Option<Vec<u8>> {
    if orientation == Orientation::UPRIGHT {
        return None;
    }
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.push(orientation.value());
    // The rest of the value's four bytes, and that no other directory follows.
    tiff.extend([0; 6]);
    Some(tiff)
}
