//! Files that nobody meant to write.

use std::panic::catch_unwind;

use proptest::prelude::*;

use super::super::*;
use super::headers::avif_of;
use super::*;

/// Goes through all that is done with a file; must come back, whatever the file holds.
fn go_through(bytes: &[u8]) {
    for format in [Format::Jpeg, Format::Png, Format::Gif, Format::WebP] {
        clean(bytes.to_vec(), format);
    }
    if let Ok(facts) = facts(bytes) {
        let size = facts.width.zip(facts.height).unwrap_or_default();
        assert!(facts.format == Format::Svg || u64::from(size.0) * u64::from(size.1) <= MAX_PIXELS);
        // Larger ones are as sound, but take a test too long.
        if u64::from(size.0) * u64::from(size.1) < 1_000_000
            && let Ok(decoded) = decode(bytes, &facts, 20)
        {
            for variant in variants(&facts, &[10, 20], &[Encoding::WebP]) {
                decoded.encode(&variant).unwrap();
            }
        }
    }
}

fn samples() -> Vec<Vec<u8>> {
    let rgb = busy(24, 16);
    vec![
        jpeg_with_notes(&jpeg_of(&rgb, 24, 16), 6),
        with_chunk(&png_of(&rgb, 24, 16, ::png::ColorType::Rgb), *b"eXIf", &notes(3)),
        webp_with_notes(&rgb, 24, 16, 8),
        gif_of(2),
        gif_of(1),
        avif_of(b"\0\0\0\x14ispe\0\0\0\0\0\0\x02\x80\0\0\x01\xE0\0\0\0\x09irot\x01"),
        element("svg width='3' viewBox='0 0 3 3' onclick='c'").into_bytes(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_bring_it_down(start in 0..7_usize, rest in prop::collection::vec(any::<u8>(), 0..300)) {
        let starts: [&[u8]; 7] =
            [b"", b"\xFF\xD8\xFF", png::SIGNATURE, b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x14ftypavif", b"<svg "];
        go_through(&[starts[start], &rest].concat());
    }

    #[test]
    fn no_damage_brings_it_down(
        which in 0..7_usize,
        cut in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = samples().swap_remove(which);
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= value;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        prop_assert!(catch_unwind(|| go_through(&bytes)).is_ok());
    }
}
