//! What a header says, what follows from it, and headers that lie.

use super::super::*;
use super::*;

#[test]
fn a_header_that_lies_is_a_fault() {
    let png = png_of(&busy(8, 8), 8, 8, ::png::ColorType::Rgb);
    let sized = |width: u32, height: u32| {
        let mut png = png.clone();
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        png
    };
    let message = |file: &[u8]| facts(file).unwrap_err().message;
    assert_eq!(message(&sized(0, 8)), "This picture has no width or no height.");
    assert_eq!(message(&sized(30_001, 8)), "This picture is too large: 30001 by 8 pixels.");
    assert_eq!(
        message(&sized(20_000, 20_000)),
        "This picture is too large: 20000 by 20000 pixels."
    );
    let larger = sized(80, 80);
    assert!(decode(&larger, &facts(&larger).unwrap(), 100).is_err());
    // Facts of another file.
    assert!(decode(&png, &facts(&larger).unwrap(), 100).is_err());
    assert!(message(element("html").as_bytes()).starts_with("This file is no picture"));
    assert!(message(b"").starts_with("This file is no picture"));
}

#[test]
fn a_file_that_was_cut_off_is_a_fault() {
    let rgb = busy(48, 48);
    let png = png_of(&rgb, 48, 48, ::png::ColorType::Rgb);
    for file in [jpeg_of(&rgb, 48, 48), png, webp_of(&rgb, 48, 48), gif_of(1)] {
        assert!(decode(&file, &facts(&file).unwrap(), 100).is_ok());
        for length in (0..file.len() * 9 / 10).step_by(7) {
            let cut = &file[..length];
            let read = facts(cut).and_then(|facts| decode(cut, &facts, 100));
            assert!(read.is_err(), "{:?} of {length} bytes", Format::of(&file));
        }
    }
}

fn named(facts: &Facts, widths: &[u32]) -> String {
    let all = variants(facts, widths, &[Encoding::WebP]);
    let names = all.iter().map(|one| format!("{}.{}", one.width, one.encoding.extension()));
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn variants_follow_from_the_header() {
    let widths = [480, 960, 1440];
    let photo = Facts::stored(Format::Jpeg, 4000, 3000);
    let of = |width| Facts { width: Some(width), ..photo };
    assert_eq!(named(&photo, &widths), "480.webp 960.webp 1440.webp 480.jpg 960.jpg 1440.jpg");
    assert_eq!(named(&of(1000), &widths), "480.webp 960.webp 1000.webp 480.jpg 960.jpg 1000.jpg");
    assert_eq!(named(&of(960), &widths), "480.webp 960.webp 480.jpg 960.jpg");
    assert_eq!(named(&of(100), &widths), "100.webp 100.jpg");
    assert_eq!(named(&Facts { has_alpha: true, ..of(100) }, &widths), "100.webp 100.png");
    assert_eq!(named(&Facts { is_drawing: true, ..of(100) }, &widths), "100.webp 100.png");
    assert_eq!(named(&Facts { is_animated: true, ..photo }, &widths), "");
    assert_eq!(named(&Facts { format: Format::Svg, ..photo }, &widths), "");
    assert_eq!(named(&Facts { format: Format::Avif, ..photo }, &widths), "");
    assert_eq!(named(&photo, &[]), "");
    assert_eq!(named(&photo, &[960, 0, 480, 960]), "480.webp 960.webp 480.jpg 960.jpg");
    // WebP has no room for a strip as high as that.
    let strip = Facts { width: Some(1000), height: Some(30_000), ..photo };
    assert_eq!(named(&strip, &[500, 800]), "500.webp 500.jpg 800.jpg");
    assert_eq!(variants(&of(100), &widths, &[Encoding::Png]).len(), 1);
}

#[test]
fn a_gif_that_moves_has_no_variants() {
    let (still, moving) = (facts(&gif_of(1)).unwrap(), facts(&gif_of(2)).unwrap());
    assert!(!still.is_animated && moving.is_animated);
    assert_eq!(named(&still, &[2]), "2.webp 2.png");
    assert_eq!(named(&moving, &[2]), "");
}

#[test]
fn a_png_is_a_drawing_where_it_is_small_for_its_pixels() {
    let drawn = png_of(&fields(64, 64), 64, 64, ::png::ColorType::Rgb);
    let taken = png_of(&busy(64, 64), 64, 64, ::png::ColorType::Rgb);
    assert!(facts(&drawn).unwrap().is_drawing);
    assert!(!facts(&taken).unwrap().is_drawing);
}

#[test]
fn an_svg_tells_its_size_or_none() {
    let size = |root: &str| {
        let facts = facts(format!("<?xml version='1.0'?>\n<!-- a -->{}", element(root)).as_bytes())
            .unwrap();
        facts.width.zip(facts.height)
    };
    assert_eq!(size("svg width='30' height='20px'"), Some((30, 20)));
    assert_eq!(size("svg viewBox='0 0 300 150'"), Some((300, 150)));
    assert_eq!(size("svg width='1in' viewBox='0,0,300,150'"), Some((96, 48)));
    assert_eq!(size("svg width='100%' height='100%'"), None);
    assert!(facts(b"<svg <").is_err());
}

/// An AVIF file, as far as its header is read here.
pub(super) fn avif_of(properties: &[u8]) -> Vec<u8> {
    let part = |kind: &[u8; 4], data: &[u8]| {
        let mut bytes = u32::try_from(data.len() + 8).unwrap().to_be_bytes().to_vec();
        bytes.extend(kind);
        bytes.extend(data);
        bytes
    };
    let meta = [&[0; 4], part(b"iprp", &part(b"ipco", properties)).as_slice()].concat();
    [part(b"ftyp", b"avif\0\0\0\0mif1"), part(b"meta", &meta)].concat()
}

#[test]
fn an_avif_tells_its_size() {
    let size = b"\0\0\0\x14ispe\0\0\0\0\0\0\x02\x80\0\0\x01\xE0";
    let turn = b"\0\0\0\x09irot\x01";
    let found = facts(&avif_of(size)).unwrap();
    assert_eq!((found.format, found.width, found.height), (Format::Avif, Some(640), Some(480)));
    let found = facts(&avif_of(&[size.as_slice(), turn].concat())).unwrap();
    assert_eq!((found.width, found.height), (Some(480), Some(640)));
    assert!(facts(&avif_of(turn)).is_err());
}
