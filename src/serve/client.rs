//! What the live preview adds to a page: scripts and a stylesheet of its own, under `/_leerpad/`.

use std::cell::Cell;

use lol_html::html_content::ContentType;
use lol_html::{HtmlRewriter, Settings, element, end};

/// The files, with their media types.
pub(super) const FILES: &[(&str, &str, &str)] = &[
    ("client.js", "text/javascript; charset=utf-8", include_str!("client/client.js")),
    ("faults.js", "text/javascript; charset=utf-8", include_str!("client/faults.js")),
    ("morph.js", "text/javascript; charset=utf-8", include_str!("client/morph.js")),
    ("client.css", "text/css; charset=utf-8", include_str!("client/client.css")),
];

/// A service worker that takes itself away: one of another project that was once served on this
/// port would go on answering with its pages.
pub(super) const SERVICE_WORKER: &str = include_str!("client/sw.js");

/// What stands in the head of each page.
const HEAD: &str = include_str!("client/head.html");

/// The page for what cannot be made.
pub(super) const BROKEN: &str = include_str!("client/broken.html");

/// A page with the live preview in its head. `number` is that of the snapshot which it is of.
pub(super) fn added(page: &[u8], number: u64) -> Vec<u8> {
    let head = HEAD.trim().replace("{number}", &number.to_string());
    let is_added = Cell::new(false);
    let mut out = Vec::with_capacity(page.len() + head.len());
    let settings = Settings::new()
        .append_element_content_handler(element!("head", |element| {
            if !is_added.replace(true) {
                element.append(&head, ContentType::Html);
            }
            Ok(())
        }))
        // A template of the author's own may have no head.
        .append_document_content_handler(end!(|end| {
            if !is_added.get() {
                end.append(&head, ContentType::Html);
            }
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |chunk: &[u8]| out.extend_from_slice(chunk));
    let written = rewriter.write(page).and_then(|()| rewriter.end());
    match written {
        Ok(()) => out,
        // A page that goes beyond its limits stays a page.
        Err(_) => page.to_owned(),
    }
}
