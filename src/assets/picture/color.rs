//! The profile of a picture's colours.
//!
//! A telephone's colours are richer than those that browsers take for granted. A profile says so,
//! and every browser reads it; so it goes along with each variant, and no colour is converted.
//! Left out are profiles that say what browsers take for granted anyway (sRGB), and those that do
//! not fit what a variant holds: of ink (CMYK) and of grey, which become plain red, green and blue.
//! <https://www.color.org/specification/ICC.1-2022-05.pdf>, 7.2

use super::bytes::be32;

/// More than this is a table for a printer.
const MAX_BYTES: usize = 64 * 1024;

/// The profile as a variant is to carry it.
pub(super) fn worth_keeping(profile: Vec<u8>) -> Option<Vec<u8>> {
    let space = profile.get(16..20)?;
    let is_profile = profile.get(36..40)? == b"acsp" && profile.len() <= MAX_BYTES;
    (is_profile && space == b"RGB " && !is_usual(&profile)).then_some(profile)
}

/// Whether a profile calls itself sRGB.
fn is_usual(profile: &[u8]) -> bool {
    description(profile).is_some_and(|name| {
        // In version 4 the name has two bytes a letter.
        name.windows(4).any(|part| part == b"sRGB")
            || name.windows(8).any(|part| part == b"\0s\0R\0G\0B")
    })
}

fn description(profile: &[u8]) -> Option<&[u8]> {
    let (entries, _) = profile.get(132..)?.as_chunks::<12>();
    let entry = entries
        .iter()
        .take(usize::try_from(be32(profile, 128)?).ok()?)
        .find(|entry| entry.starts_with(b"desc"))?;
    let start = usize::try_from(be32(entry, 4)?).ok()?;
    let length = usize::try_from(be32(entry, 8)?).ok()?;
    profile.get(start..start.checked_add(length)?)
}
