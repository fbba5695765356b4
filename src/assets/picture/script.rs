//! What in an SVG file runs or fetches. Such a file may be opened by itself, where nothing holds it
//! back, and one that was found somewhere may hold anything.
//! <https://www.w3.org/TR/SVG2/interact.html#ScriptElement>

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Elements that run, or hold HTML that may.
const RUNNING: &[&str] =
    &["script", "handler", "foreignobject", "iframe", "object", "embed", "audio", "video", "link"];

/// Attributes that are CSS.
const PAINTING: &[&str] = &[
    "style",
    "fill",
    "stroke",
    "filter",
    "mask",
    "clip-path",
    "cursor",
    "marker",
    "marker-start",
    "marker-mid",
    "marker-end",
];

/// The place, in bytes, of the first thing in an SVG file that runs or fetches; of the first fault
/// where it is no good XML, since nobody knows what a browser makes of that.
pub fn script_in_svg(text: &str) -> Option<Range<usize>> {
    let mut reader = Reader::from_str(text);
    let mut styles = 0_usize;
    loop {
        let before = place(text, reader.buffer_position());
        let event = reader.read_event();
        let whole = before..place(text, reader.buffer_position());
        let Ok(event) = event else {
            return Some(if whole.is_empty() { before..text.len() } else { whole });
        };
        let found = match &event {
            Event::Eof => return None,
            Event::Start(element) | Event::Empty(element) => {
                let is_style = lower(element.local_name().as_ref()) == "style";
                if is_style && matches!(event, Event::Start(_)) {
                    styles += 1;
                }
                in_element(text, element, &whole)
            }
            Event::End(element) => {
                if lower(element.local_name().as_ref()) == "style" {
                    styles = styles.saturating_sub(1);
                }
                None
            }
            Event::Text(_) | Event::CData(_) if styles > 0 => {
                text.get(whole.clone()).is_some_and(fetches_in_css).then_some(whole)
            }
            // A letter that is written by its number, within CSS: nobody does that who has nothing
            // to hide.
            Event::GeneralRef(_) if styles > 0 => Some(whole),
            // Entities put text where it cannot be seen; lists of attributes put attributes there.
            Event::DocType(_) => {
                let declared = lower(text.get(whole.clone()).unwrap_or_default());
                let at =
                    ["<!entity", "<!attlist"].iter().filter_map(|name| declared.find(name)).min();
                at.map(|at| whole.start + at..whole.end)
            }
            Event::PI(_) => {
                let is_style = lower(text.get(whole.clone()).unwrap_or_default());
                is_style.starts_with("<?xml-stylesheet").then_some(whole)
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
}

fn place(text: &str, position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX).min(text.len())
}

/// In small letters: HTML, into which an SVG may be put, knows no capitals.
fn lower(name: &str) -> String {
    name.to_ascii_lowercase()
}

fn in_element(text: &str, element: &BytesStart, whole: &Range<usize>) -> Option<Range<usize>> {
    let name = lower(element.local_name().as_ref());
    if RUNNING.contains(&name.as_str()) {
        return Some(whole.clone());
    }
    for attribute in element.attributes() {
        let Ok(attribute) = attribute else { return Some(whole.clone()) };
        let key = attribute.key.as_ref();
        let at = || within(text, key, &attribute.value).unwrap_or_else(|| whole.clone());
        let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
            return Some(at());
        };
        let local = lower(attribute.key.local_name().as_ref());
        let value = plain(&value);
        let runs = (local.len() > 2 && local.starts_with("on"))
            || value.contains("javascript:")
            || value.contains("vbscript:");
        let fetches = match local.as_str() {
            // A link is followed by a reader, not by the picture.
            "href" if name == "a" => value.starts_with("data:"),
            "href" | "src" | "base" | "srcset" => is_elsewhere(&value),
            _ if PAINTING.contains(&key) => fetches_in_css(&value),
            _ => false,
        };
        if runs || fetches {
            return Some(at());
        }
    }
    None
}

/// From the name of an attribute to the end of its value. Both are slices of the text.
fn within(text: &str, key: &str, value: &str) -> Option<Range<usize>> {
    let offset = |part: &str| (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let range = offset(key)?..offset(value)?.checked_add(value.len())?;
    text.get(range.clone()).map(|_| range)
}

/// In small letters, without what browsers overlook in a URL.
fn plain(value: &str) -> String {
    value
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect::<String>()
        .to_lowercase()
}

/// Whether a URL leads out of the file's own host, or holds a file that may run.
fn is_elsewhere(url: &str) -> bool {
    let url = url.replace('\\', "/");
    let scheme = url.split(['/', '?', '#']).next().and_then(|start| start.split_once(':'));
    match scheme {
        Some(("data", rest)) => !rest.starts_with("image") && !rest.starts_with("font"),
        Some(_) => true,
        None => url.starts_with("//"),
    }
}

/// Whether CSS fetches something from elsewhere, or is written so that nobody can tell.
fn fetches_in_css(css: &str) -> bool {
    let css = plain(css);
    let mut urls = css.split("url(").skip(1).map(|rest| rest.trim_start_matches(['"', '\'']));
    css.contains("@import")
        || css.contains("image-set(")
        || css.contains("\\")
        || urls.any(is_elsewhere)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_runs_or_fetches_in_an_svg_is_found() {
        let found = [
            ("<svg><script>f()</script></svg>", "<script>"),
            (
                "<svg><x:SCRIPT xmlns:x='http://www.w3.org/2000/svg'/></svg>",
                "<x:SCRIPT xmlns:x='http://www.w3.org/2000/svg'/>",
            ),
            ("<svg onload='f()'/>", "onload='f()"),
            ("<svg><a href='java&#x73;cript:f()'/></svg>", "href='java&#x73;cript:f()"),
            ("<svg><a xlink:href=' java\tscript:f()'/></svg>", "xlink:href=' java\tscript:f()"),
            ("<svg><set attributeName='href' to='javascript:f()'/></svg>", "to='javascript:f()"),
            ("<svg><foreignObject><p/></foreignObject></svg>", "<foreignObject>"),
            ("<svg><image href='https://a.example/x.png'/></svg>", "href='https://a.example/x.png"),
            ("<svg><use xlink:href='//a.example/x#y'/></svg>", "xlink:href='//a.example/x#y"),
            ("<svg><rect fill='url( \"//a.example/x\")'/></svg>", "fill='url( \"//a.example/x\")"),
            ("<svg><style>a{b:url(http://a.example)}</style></svg>", "a{b:url(http://a.example)}"),
            ("<svg><style><![CDATA[@import 'x']]></style></svg>", "<![CDATA[@import 'x']]>"),
            ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "<!ENTITY a 'b'>]>"),
            ("<?xml-stylesheet href='x'?><svg/>", "<?xml-stylesheet href='x'?>"),
        ];
        for (text, place) in found {
            let found = script_in_svg(text).map(|at| &text[at]);
            assert_eq!(found, Some(place), "{text}");
        }
        assert!(script_in_svg("<svg><g></svg>").is_some());
    }

    #[test]
    fn what_stays_at_home_in_an_svg_is_left_alone() {
        let fine = [
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><use xlink:href='#a'/></svg>",
            "<svg><rect fill='url(#a)' style='fill:url(#b)'/><style>a{b:url(#c)}</style></svg>",
            "<svg><a href='https://a.example/'><text>on &amp; off</text></a></svg>",
            "<svg><image href='data:image/png;base64,AAAA'/><image href='other.png'/></svg>",
            "<svg xmlns:inkscape='x' inkscape:export-filename='C:\\a.png'><title>javascript</title></svg>",
            "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/x.dtd'><svg/>",
        ];
        for text in fine {
            assert_eq!(script_in_svg(text).map(|at| &text[at]), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_brings_the_search_for_scripts_down(text in "[<>/a-z=\"'&;:#! \\[\\]\u{e9}\u{1f600}]{0,80}") {
        if let Some(at) = script_in_svg(&text) {
            prop_assert!(text.get(at).is_some());
        }
    }
    }
}
