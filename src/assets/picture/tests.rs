//! Small pictures that are made here, in every format that a test needs.

mod damage;
mod headers;
mod made;

use super::*;

const RED: [u8; 3] = [230, 20, 20];
const GREEN: [u8; 3] = [20, 200, 20];
const BLUE: [u8; 3] = [20, 20, 230];
const WHITE: [u8; 3] = [250, 250, 250];

/// Four fields, each of its own colour, so that every turn looks different: red and green above,
/// blue and white below.
fn fields(width: usize, height: usize) -> Vec<u8> {
    (0..height)
        .flat_map(|y| (0..width).map(move |x| (x * 2 >= width, y * 2 >= height)))
        .flat_map(|at| match at {
            (false, false) => RED,
            (true, false) => GREEN,
            (false, true) => BLUE,
            (true, true) => WHITE,
        })
        .collect()
}

/// A picture that no encoder finds easy.
fn busy(width: usize, height: usize) -> Vec<u8> {
    let mut state = 7_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let mut pixels = fields(width, height);
    pixels.iter_mut().for_each(|value| *value = value.wrapping_add(next() / 8));
    pixels
}

fn jpeg_of(rgb: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
    encoder.encode(rgb, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

fn png_of(pixels: &[u8], width: u32, height: u32, color: ::png::ColorType) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    bytes
}

fn gif_of(frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = ::gif::Encoder::new(&mut bytes, 4, 2, &[255, 0, 0, 0, 0, 255]).unwrap();
    for _ in 0..frames {
        let pixels = vec![0, 0, 1, 1, 0, 0, 1, 1];
        encoder.write_frame(&::gif::Frame::from_indexed_pixels(4, 2, pixels, None)).unwrap();
    }
    drop(encoder);
    bytes
}

fn webp_of(rgb: &[u8], width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut bytes);
    encoder.encode(rgb, width, height, image_webp::ColorType::Rgb8).unwrap();
    bytes
}

/// What a camera notes: an orientation, and a place that nobody is to know.
fn notes(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([orientation, 0, 0, 0]);
    tiff.extend(b"\x0f\x01\x02\0\x10\0\0\0\x26\0\0\0\0\0\0\0GPS-52.37N-4.89E");
    tiff
}

const SECRET: &[u8] = b"GPS-52.37N";

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn with_segment(jpeg: &[u8], mark: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, mark]);
    bytes.extend(u16::try_from(payload.len() + 2).unwrap().to_be_bytes());
    bytes.extend(payload);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn jpeg_with_notes(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    with_segment(jpeg, 0xE1, &[b"Exif\0\0".as_slice(), &notes(orientation)].concat())
}

/// Puts a chunk after the header of a PNG. Its sum is left out: nobody here reads it.
fn with_chunk(png: &[u8], kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = png[..33].to_vec();
    bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    bytes.extend(kind);
    bytes.extend(data);
    let mut sum = flate2::Crc::new();
    sum.update(&bytes[37..]);
    bytes.extend(sum.sum().to_be_bytes());
    bytes.extend(&png[33..]);
    bytes
}

fn webp_with_notes(rgb: &[u8], width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut bytes);
    encoder.set_exif_metadata(notes(orientation));
    encoder.set_xmp_metadata(SECRET.to_vec());
    encoder.encode(rgb, width, height, image_webp::ColorType::Rgb8).unwrap();
    bytes
}

fn read(bytes: &[u8], largest: u32) -> Decoded {
    decode(bytes, &facts(bytes).unwrap(), largest).unwrap()
}

/// The colours of the four corners: top left and right, bottom left and right.
fn corners(decoded: &Decoded) -> Vec<[u8; 3]> {
    let pixels = &decoded.pixels;
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let n = if pixels.has_alpha() { 4 } else { 3 };
    let spots = [(1, 1), (width - 2, 1), (1, height - 2), (width - 2, height - 2)];
    spots.map(|(x, y)| *pixels.bytes()[(y * width + x) * n..].first_chunk().unwrap()).to_vec()
}

fn are_near(found: &[[u8; 3]], wanted: [[u8; 3]; 4]) -> bool {
    let pairs = found.iter().flatten().zip(wanted.iter().flatten());
    found.len() == 4 && pairs.into_iter().all(|(a, b)| a.abs_diff(*b) < 25)
}

const ALL: [Encoding; 3] = [Encoding::WebP, Encoding::Jpeg, Encoding::Png];

/// An element of an SVG file. Markup stands in no other string of `src/`: a rule of the house.
fn element(inside: &str) -> String {
    ["<", inside, "/>"].concat()
}
