//! The headers that go with every response of a site: the one model that `serve` answers with and
//! that what a host reads is written from.

use crate::config::Config;
use crate::render::Caching;

/// How a response reaches the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Encrypted, as on the web.
    Https,
    /// In the open, as on the author's own machine: what only https can mean is left out, for a
    /// browser would remember it of every other project on that machine.
    Http,
}

/// Name and value of each header that all responses have.
pub fn security(config: &Config, transport: Transport) -> Vec<(&'static str, String)> {
    vec![
        ("content-security-policy", policy(config, transport)),
        ("x-content-type-options", "nosniff".to_owned()),
        ("referrer-policy", "strict-origin-when-cross-origin".to_owned()),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()".to_owned()),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
    ]
}

/// The Content-Security-Policy: nothing inline and nothing foreign, but for where a form goes.
/// <https://www.w3.org/TR/CSP3/>
fn policy(config: &Config, transport: Transport) -> String {
    // Where the newsletter's server sends a reader on to is its origin too, or our own.
    let newsletter = config.newsletter.as_ref().and_then(|newsletter| newsletter.origin());
    let form_action = ["'self'"].into_iter().chain(newsletter).collect::<Vec<_>>().join(" ");
    // The search runs WebAssembly, in a worker that answers to the same policy.
    let wasm = if config.search { " 'wasm-unsafe-eval'" } else { "" };
    let mut policy = format!(
        "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; \
         form-action {form_action}; base-uri 'none'; frame-ancestors 'none'"
    );
    if transport == Transport::Https {
        policy += "; upgrade-insecure-requests";
    }
    policy
}

/// The value of `cache-control`.
pub fn caching(caching: Caching) -> &'static str {
    match caching {
        Caching::Immutable => "public, max-age=31536000, immutable",
        Caching::Revalidate => "no-cache",
        Caching::Day => "public, max-age=86400",
    }
}
