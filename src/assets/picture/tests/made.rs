//! What comes out: upright, clean, the same each time, in the right colours.

use super::super::*;
use super::*;

#[test]
fn every_orientation_ends_upright() {
    // What a picture must look like as it is stored for it to look like the fields when turned is
    // the other way around here: stored as the fields, what is seen?
    let seen = [
        [RED, GREEN, BLUE, WHITE],
        [GREEN, RED, WHITE, BLUE],
        [WHITE, BLUE, GREEN, RED],
        [BLUE, WHITE, RED, GREEN],
        [RED, BLUE, GREEN, WHITE],
        [BLUE, RED, WHITE, GREEN],
        [WHITE, GREEN, BLUE, RED],
        [GREEN, WHITE, RED, BLUE],
    ];
    let rgb = fields(64, 32);
    let plain = jpeg_of(&rgb, 64, 32);
    for (value, seen) in (1..).zip(seen) {
        let sides = if value < 5 { (64, 32) } else { (32, 64) };
        let png = with_chunk(&png_of(&rgb, 64, 32, ::png::ColorType::Rgb), *b"eXIf", &notes(value));
        for file in [jpeg_with_notes(&plain, value), png, webp_with_notes(&rgb, 64, 32, value)] {
            let facts = facts(&file).unwrap();
            assert_eq!(facts.orientation.value(), value);
            assert_eq!((facts.width, facts.height), (Some(sides.0), Some(sides.1)));
            for largest in [1000, 16] {
                let decoded = read(&file, largest);
                assert!(are_near(&corners(&decoded), seen), "{value}: {:?}", corners(&decoded));
                assert_eq!(decoded.pixels.width(), sides.0.min(largest));
            }
            // What is cleaned is still to be turned, in the same way.
            let cleaned = clean(file.clone(), facts.format);
            assert!(!has(&cleaned, SECRET) && has(&file, SECRET));
            assert_eq!(super::facts(&cleaned), Ok(facts));
            assert!(are_near(&corners(&read(&cleaned, 1000)), seen));
            assert_eq!(clean(cleaned.clone(), facts.format), cleaned);
        }
    }
}

#[test]
fn nothing_of_the_camera_is_left() {
    let rgb = busy(64, 32);
    let jpeg = jpeg_with_notes(&jpeg_of(&rgb, 64, 32), 6);
    let jpeg = with_segment(&jpeg, 0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat());
    let jpeg = with_segment(&with_segment(&jpeg, 0xED, SECRET), 0xFE, SECRET);
    // A second picture behind the first, as telephones write it.
    let jpeg = [jpeg.clone(), jpeg].concat();
    let mut png = png_of(&rgb, 64, 32, ::png::ColorType::Rgb);
    for kind in [*b"tEXt", *b"zTXt", *b"iTXt", *b"tIME", *b"caBX"] {
        png = with_chunk(&png, kind, SECRET);
    }
    png.extend(SECRET);
    let mut gif = gif_of(2);
    let end = gif.len() - 1;
    gif.splice(end..end, [b"\x21\xFE\x0A".as_slice(), SECRET, b"\0"].concat());
    let webp = webp_with_notes(&rgb, 64, 32, 6);
    for file in [jpeg, png, gif, webp] {
        let before = facts(&file).unwrap();
        let cleaned = clean(file.clone(), before.format);
        assert!(has(&file, SECRET));
        assert!(!has(&cleaned, SECRET), "{:?}", before.format);
        assert_eq!(facts(&cleaned), Ok(before));
        let (was, is) = (read(&file, 1000), read(&cleaned, 1000));
        assert_eq!(was.pixels.bytes(), is.pixels.bytes());
        for encoding in ALL {
            let encoded = was.encode(&Variant { encoding, width: 32 }).unwrap();
            assert!(!has(&encoded, SECRET) && !has(&encoded, b"Exif"));
        }
    }
}

#[test]
fn what_does_not_fit_together_is_not_cleaned() {
    let mut png = png_of(&busy(8, 8), 8, 8, ::png::ColorType::Rgb);
    png.truncate(60);
    let jpeg = jpeg_with_notes(&jpeg_of(&busy(8, 8), 8, 8), 1)[..90].to_vec();
    for (file, format) in [(png, Format::Png), (jpeg, Format::Jpeg)] {
        assert_eq!(clean(file.clone(), format), file);
    }
}

#[test]
fn the_same_picture_gives_the_same_bytes_on_any_thread() {
    let file = jpeg_with_notes(&jpeg_of(&busy(300, 200), 300, 200), 6);
    let make = || {
        let decoded = read(&file, 150);
        ALL.map(|encoding| decoded.encode(&Variant { encoding, width: 70 }).unwrap())
    };
    let first = make();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(make)).collect();
        threads.into_iter().for_each(|made| assert_eq!(made.join().unwrap(), first));
    });
    // A variant does not depend on those that were made before it.
    let decoded = read(&file, 150);
    decoded.encode(&Variant { encoding: Encoding::WebP, width: 100 }).unwrap();
    assert_eq!(decoded.encode(&Variant { encoding: ALL[0], width: 70 }).unwrap(), first[0]);
}

#[test]
fn a_variant_is_as_large_as_it_says_and_looks_the_same() {
    let file = jpeg_of(&fields(301, 201), 301, 201);
    let decoded = read(&file, 200);
    for encoding in ALL {
        let bytes = decoded.encode(&Variant { encoding, width: 100 }).unwrap();
        let facts = facts(&bytes).unwrap();
        assert_eq!((facts.width, facts.height), (Some(100), Some(67)));
        assert!(are_near(&corners(&read(&bytes, 1000)), [RED, GREEN, BLUE, WHITE]));
    }
}

#[test]
fn one_still_sees_through() {
    // Left unseen and green, right red: green must not shine into the edge.
    let rgba: Vec<u8> = (0..64 * 64)
        .flat_map(|at| if at % 64 < 32 { [0, 255, 0, 0] } else { [255, 0, 0, 255] })
        .collect();
    let file = png_of(&rgba, 64, 64, ::png::ColorType::Rgba);
    assert!(facts(&file).unwrap().has_alpha);
    let decoded = read(&file, 33);
    for encoding in [Encoding::WebP, Encoding::Png] {
        let made = read(&decoded.encode(&Variant { encoding, width: 17 }).unwrap(), 100);
        let (pixels, _) = made.pixels.bytes().as_chunks::<4>();
        assert_eq!((pixels[0][3], pixels[16][3]), (0, 255));
        assert!(pixels.iter().filter(|pixel| pixel[3] > 100).all(|pixel| pixel[1] < 40));
    }
}

/// A profile with a name, as far as it is read here.
fn profile(space: &[u8; 4], name: &[u8]) -> Vec<u8> {
    let mut profile = vec![0; 128];
    profile[16..20].copy_from_slice(space);
    profile[36..40].copy_from_slice(b"acsp");
    profile.extend(b"\0\0\0\x01desc\0\0\0\x90");
    profile.extend(u32::try_from(name.len()).unwrap().to_be_bytes());
    profile.extend(name);
    profile
}

#[test]
fn a_profile_of_richer_colours_goes_along() {
    let jpeg = jpeg_of(&fields(64, 32), 64, 32);
    let with = |profile: &[u8]| {
        with_segment(&jpeg, 0xE2, &[b"ICC_PROFILE\0\x01\x01".as_slice(), profile].concat())
    };
    let rich = profile(b"RGB ", b"Display P3");
    let file = with(&rich);
    assert!(has(&clean(file.clone(), Format::Jpeg), b"Display P3"));
    let decoded = read(&file, 1000);
    for encoding in ALL {
        let bytes = decoded.encode(&Variant { encoding, width: 32 }).unwrap();
        assert_eq!(read(&bytes, 1000).profile.as_ref(), Some(&rich), "{encoding:?}");
        assert!(are_near(&corners(&read(&bytes, 1000)), [RED, GREEN, BLUE, WHITE]));
    }
    for usual in [profile(b"RGB ", b"sRGB IEC"), profile(b"CMYK", b"x"), profile(b"GRAY", b"x")] {
        assert_eq!(read(&with(&usual), 1000).profile, None);
    }
}

#[test]
fn ink_grey_and_sixteen_bits_become_light() {
    use jpeg_encoder::{ColorType, Encoder};
    let red: Vec<u8> = [10, 245, 245, 10].repeat(64);
    for color in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 95).encode(&red, 8, 8, color).unwrap();
        let found = corners(&read(&bytes, 100))[0];
        assert!(found[0] > 220 && found[1] < 30 && found[2] < 30, "{color:?}: {found:?}");
    }
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 95).encode(&[99; 64], 8, 8, ColorType::Luma).unwrap();
    assert!(corners(&read(&bytes, 100))[0].iter().all(|value| value.abs_diff(99) < 4));
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, 4, 4);
    encoder.set_depth(::png::BitDepth::Sixteen);
    encoder.write_header().unwrap().write_image_data(&[77; 32]).unwrap();
    assert_eq!(corners(&read(&bytes, 100))[0], [77; 3]);
}

#[test]
fn a_jpeg_with_a_scan_for_each_colour_is_read_well() {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::R_4_2_0);
    encoder.set_optimized_huffman_tables(true);
    encoder.encode(&fields(64, 64), 64, 64, jpeg_encoder::ColorType::Rgb).unwrap();
    assert!(are_near(&corners(&read(&bytes, 100)), [RED, GREEN, BLUE, WHITE]));
}
