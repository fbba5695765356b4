//! Who may ask. A page of another site can make a browser send requests here, and under a name of
//! its own that leads to this machine (DNS rebinding) it could read the answers.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};

/// Whether a request was meant for this server: a name that can lead anywhere was not typed by its
/// author. Addresses lead where they say, and `localhost` here (RFC 6761, section 6.3).
pub(super) fn is_meant_for_us(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else {
        return false;
    };
    let name = without_port(host).to_ascii_lowercase();
    let plain = name.trim_start_matches('[').trim_end_matches(']');
    plain.parse::<IpAddr>().is_ok() || name == "localhost" || name.ends_with(".localhost")
}

/// Whether a page that we served asks, as browsers tell it: <https://www.w3.org/TR/fetch-metadata/>
pub(super) fn is_of_our_page(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

/// `[::1]:1717` and `localhost:1717` without their port.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => match name {
            // An IPv6 address has brackets around it in front of a port (RFC 3986, 3.2.2).
            _ if name.starts_with('[') == name.ends_with(']') => name,
            _ => host,
        },
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_and_localhost_are_meant_for_us() {
        let is_meant = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            is_meant_for_us(&headers)
        };
        for host in [
            "localhost",
            "LOCALHOST:1717",
            "site.localhost:1717",
            "127.0.0.1:1717",
            "192.168.1.20",
            "[::1]:1717",
            "[::1]",
        ] {
            assert!(is_meant(host), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:1717",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "",
        ] {
            assert!(!is_meant(host), "{host}");
        }
        assert!(!is_meant_for_us(&HeaderMap::new()));
    }
}
