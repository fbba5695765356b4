//! Which part of a text sums it up.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// The comment that ends the summary of a page.
const MORE: &str = "<!-- more -->";

/// Deeper than elements nest, to tell what stands in a picture.
const IN_IMAGE: u32 = 1 << 20;

/// The events that the summary is made of: those before the `<!-- more -->` mark, else those of
/// the first paragraph with words in it that stands in nothing else.
pub(super) fn summary_events(events: &[(Event, Range<usize>)]) -> Range<usize> {
    let more = |(event, _): &(Event, _)| matches!(event, Event::Html(html) if html.trim() == MORE);
    if let Some(end) = events.iter().position(more) {
        return 0..end;
    }
    let (mut depth, mut start, mut has_words) = (0_u32, None, false);
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    start = matches!(tag, Tag::Paragraph).then_some(index);
                }
                // What is in a picture is its description.
                depth += if matches!(tag, Tag::Image { .. }) { IN_IMAGE } else { 1 };
            }
            Event::End(TagEnd::Image) => depth = depth.saturating_sub(IN_IMAGE),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(_) | Event::Code(_) => has_words |= start.is_some() && depth < IN_IMAGE,
            _ => {}
        }
        if let (0, Some(start), true) = (depth, start, has_words) {
            return start..index;
        }
    }
    0..0
}
