//! The size that an SVG file tells. <https://www.w3.org/TR/SVG2/coords.html#ViewportSpace>

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Facts, Format};

/// How far into a file its root is looked for, where it is to be told from other text.
const HEAD: usize = 4096;

fn text(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The root of the file.
fn root(text: &str) -> Option<BytesStart<'_>> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(root) | Event::Empty(root) => return Some(root),
            Event::Eof | Event::End(_) => return None,
            _ => {}
        }
    }
}

pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    head.starts_with(b"<") && head.windows(4).any(|part| part == b"<svg" || part == b":svg")
}

pub(super) fn facts(bytes: &[u8]) -> Option<Facts> {
    let root = root(text(bytes)?).filter(|root| root.local_name().as_ref() == "svg")?;
    let value = |name| {
        let attribute = root.attributes().flatten().find(|found| found.key.as_ref() == name)?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
    };
    let side = |name| value(name).and_then(|value| length(&value));
    let view: Vec<f64> = value("viewBox")
        .iter()
        .flat_map(|view| view.split(|c: char| c == ',' || c.is_ascii_whitespace()))
        .filter_map(|part| part.parse().ok())
        .collect();
    let view = match view[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    };
    // Where one side is told, the other follows from the proportions.
    let (width, height) = match (side("width"), side("height"), view) {
        (Some(width), Some(height), _) => (Some(width), Some(height)),
        (Some(width), None, Some((x, y))) => (Some(width), Some(width * y / x)),
        (None, Some(height), Some((x, y))) => (Some(height * x / y), Some(height)),
        (None, None, Some((x, y))) => (Some(x), Some(y)),
        _ => (None, None),
    };
    let pixels = |side: Option<f64>| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within bounds"
        )]
        side.map(f64::round).filter(|side| (1.0..1e6).contains(side)).map(|side| side as u32)
    };
    let (width, height) = pixels(width).zip(pixels(height)).unzip();
    let facts = Facts::stored(Format::Svg, 1, 1);
    Some(Facts { width, height, has_alpha: true, is_drawing: true, ..facts })
}

/// A length in pixels; `None` for one that depends on where the picture stands.
fn length(value: &str) -> Option<f64> {
    let value = value.trim();
    let unit =
        value.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-'));
    let number: f64 = value.strip_suffix(unit)?.parse().ok()?;
    let pixels = match unit {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        _ => return None,
    };
    Some(number * pixels)
}
