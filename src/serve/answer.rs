//! From the URL of a request to a response: what a web server does with a built site, out of memory.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use percent_encoding::percent_decode_str;

use super::client;
use super::condition::{self, Range, Within};
use super::http::Server;
use super::live::{self, Answer, State};
use crate::headers::{self, Transport};
use crate::path::UrlPath;
use crate::render::{Artifact, Caching};

/// The response to a URL.
pub(super) fn answer(server: &Server, uri: &Uri, asked: &HeaderMap) -> Response<Body> {
    let state = server.live.state();
    let config = state.renderer.as_ref().map(|renderer| &renderer.site().config);
    let path = percent_decode_str(uri.path()).decode_utf8_lossy();
    let mut response = match config {
        None => broken(state.number),
        Some(config) => {
            let base_url = &config.base_url;
            let to = |url: &UrlPath| {
                let query = uri.query().map(|query| format!("?{query}"));
                moved(&(base_url.href(url) + &query.unwrap_or_default()))
            };
            match base_url.inside(&path) {
                // Behind a base path, the site has nothing in front of it.
                None => elsewhere(&state, &path, asked, to),
                Some(inside) => match inner(server, &state, &UrlPath::new(inside)) {
                    Answer::Elsewhere(url) => to(&url),
                    Answer::Broken => broken(state.number),
                    other => found(other, state.number, asked),
                },
            }
        }
    };
    let security = config.map(|config| headers::security(config, Transport::Http));
    for (name, value) in security.unwrap_or_default() {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The answer to a URL of the site.
fn inner(server: &Server, state: &State, url: &UrlPath) -> Answer {
    match server.derived.answer(state, url) {
        Some(artifact) => Answer::Found(artifact),
        None => server.live.answer(state, url),
    }
}

/// The answer to a path outside of the site's own. Who forgets the base path, or has just set one,
/// means the page behind it.
fn elsewhere(
    state: &State,
    path: &str,
    asked: &HeaderMap,
    to: impl Fn(&UrlPath) -> Response<Body>,
) -> Response<Body> {
    let url = UrlPath::new(path);
    match &state.renderer {
        Some(renderer) if renderer.site().routes.contains_key(&url) => to(&url),
        Some(renderer) => found(live::not_found(renderer), state.number, asked),
        None => broken(state.number),
    }
}

fn found(answer: Answer, number: u64, asked: &HeaderMap) -> Response<Body> {
    let (status, artifact) = match &answer {
        Answer::Found(artifact) => (artifact.status, artifact),
        Answer::NotFound(Some(artifact)) => (404, artifact),
        _ => return plain(StatusCode::NOT_FOUND, "There is nothing here.\n"),
    };
    let Artifact { media_type, caching, bytes, .. } = &**artifact;
    let bytes = match media_type.starts_with("text/html") {
        true => client::added(bytes, number),
        false => bytes.clone(),
    };
    // What may be kept for a day elsewhere is what the author has just replaced here.
    let caching = match caching {
        Caching::Immutable => Caching::Immutable,
        _ => Caching::Revalidate,
    };
    let tag = format!("\"{}\"", blake3::hash(&bytes).to_hex());
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, media_type.as_str()),
        (header::CACHE_CONTROL, headers::caching(caching)),
        (header::ETAG, &tag),
        (header::ACCEPT_RANGES, "bytes"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    let (status, bytes) = match status {
        200 if condition::is_known(asked, &tag) => (StatusCode::NOT_MODIFIED, Vec::new()),
        200 => part(bytes, condition::range(asked, &tag), headers),
        other => (StatusCode::from_u16(other).unwrap_or_default(), bytes),
    };
    *response.status_mut() = status;
    *response.body_mut() = bytes.into();
    response
}

/// The stretch of a response that was asked for, with the header that says which it is.
fn part(mut bytes: Vec<u8>, range: Range, headers: &mut HeaderMap) -> (StatusCode, Vec<u8>) {
    let length = bytes.len();
    let (status, which) = match range.within(length) {
        Within::All => return (StatusCode::OK, bytes),
        Within::Stretch(stretch) => {
            let which = format!("bytes {}-{}/{length}", stretch.start, stretch.end - 1);
            bytes.truncate(stretch.end);
            bytes.drain(..stretch.start);
            (StatusCode::PARTIAL_CONTENT, which)
        }
        Within::Nothing => {
            bytes.clear();
            (StatusCode::RANGE_NOT_SATISFIABLE, format!("bytes */{length}"))
        }
    };
    if let Ok(which) = HeaderValue::from_str(&which) {
        headers.insert(header::CONTENT_RANGE, which);
    }
    (status, bytes)
}

fn moved(to: &str) -> Response<Body> {
    let mut response = plain(StatusCode::TEMPORARY_REDIRECT, "");
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn broken(number: u64) -> Response<Body> {
    let page = client::added(client::BROKEN.as_bytes(), number);
    let mut response = Response::new(page.into());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    response
}
