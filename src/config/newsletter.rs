//! The `newsletter` key: where the sign-up form posts to.

use crate::diagnostic::{Code, Diagnostic};
use crate::yaml::{Fields, Reader, Takes};

/// The services whose form contract is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Any endpoint that takes a plain form.
    Generic,
    /// listmonk's public subscription form.
    Listmonk,
}

impl Provider {
    /// The name in `site.yaml`.
    pub fn name(self) -> &'static str {
        match self {
            Provider::Generic => "generic",
            Provider::Listmonk => "listmonk",
        }
    }
}

/// The sign-up form: what it posts, and where.
#[derive(Clone, Debug)]
pub struct Newsletter {
    /// Whose contract it follows.
    pub provider: Provider,
    /// The `action` of the form.
    pub endpoint: String,
    /// Name of the field for the address.
    pub email_field: String,
    /// Name of the field for the reader's name; `None` where it is not asked.
    pub name_field: Option<String>,
    /// Hidden fields, in order.
    pub hidden: Vec<(String, String)>,
    /// Name of the field that must stay empty.
    pub honeypot: Option<String>,
    /// What the reader may expect: "every week".
    pub frequency: Option<String>,
    /// Path of the privacy page's file, and where it stands.
    pub privacy_page: Option<(String, crate::diagnostic::Span)>,
}

impl Newsletter {
    /// The origin of the endpoint: `https://news.example`.
    pub fn origin(&self) -> Option<&str> {
        let host = self.endpoint.find("://")? + "://".len();
        let end = self.endpoint[host..].find(['/', '?', '#']);
        self.endpoint.get(..end.map_or(self.endpoint.len(), |end| host + end))
    }
}

/// Takes `newsletter` out of `site.yaml`; `None` where it is missing or its provider is `none`.
pub(super) fn parse(fields: &mut Fields, reader: &mut Reader) -> Option<Newsletter> {
    fields.group(reader, "newsletter", "`newsletter`", "Take it out.", keys)?
}

fn keys(fields: &mut Fields, reader: &mut Reader) -> Option<Newsletter> {
    const PROVIDERS: &[&str] = &["listmonk", "generic", "none"];
    let (name, at) = fields
        .text_as(reader, "provider", || Takes::OneOf(PROVIDERS.to_vec()))
        .unwrap_or_else(|| ("none".to_owned(), fields.at.clone()));
    let provider = match name.as_str() {
        "generic" => Some(Provider::Generic),
        "listmonk" => Some(Provider::Listmonk),
        "none" => None,
        _ => {
            let message = format!("There is no newsletter provider `{name}`.");
            let remedy = "Take `listmonk`, `generic` or `none`.";
            reader.report(Diagnostic::error(Code::BadValue, message, remedy), at);
            None
        }
    };
    let endpoint = endpoint(fields, reader, provider.is_some());
    let hidden = fields.pairs(reader, "hidden").into_iter();
    let mut hidden: Vec<_> = hidden.map(|(name, value, _)| (name, value)).collect();
    let lists = fields.texts(reader, "list");
    hidden.extend(lists.iter().map(|(list, _)| ("l".to_owned(), list.clone())));
    if provider == Some(Provider::Listmonk) && lists.is_empty() {
        let message = "listmonk needs the id of at least one list.";
        let remedy = "Add `list: [UUID]`; listmonk shows it beside the list's name.";
        reader.report(Diagnostic::error(Code::MissingKey, message, remedy), fields.at.clone());
    }
    let asks_name = fields.boolean(reader, "name_field").unwrap_or(false);
    let email_field = fields.text(reader, "email_field").unwrap_or_else(|| "email".into());
    let honeypot = fields.text(reader, "honeypot");
    let frequency = fields.text(reader, "frequency");
    let privacy_page = fields
        .text_as(reader, "privacy_page", || Takes::Link)
        .map(|(page, at)| (page, reader.span(at)));
    let provider = provider?;
    Some(Newsletter {
        provider,
        endpoint: endpoint?,
        email_field,
        name_field: asks_name.then(|| "name".to_owned()),
        hidden,
        // listmonk refuses the form when this field is filled in, and needs no setting for it.
        honeypot: honeypot.or_else(|| (provider == Provider::Listmonk).then(|| "nonce".into())),
        frequency,
        privacy_page,
    })
}

/// An address that is not encrypted on its way would be open to all, so https alone will do; a
/// machine may talk to itself.
fn endpoint(fields: &mut Fields, reader: &mut Reader, needed: bool) -> Option<String> {
    let Some((url, at)) = fields.text_as(reader, "endpoint", || Takes::Url) else {
        if needed {
            let message = "The newsletter has no `endpoint`.";
            let remedy = "Add the address that the form posts to, like `endpoint: https://news.example/subscription/form`.";
            reader.report(Diagnostic::error(Code::MissingKey, message, remedy), fields.at.clone());
        }
        return None;
    };
    let (message, remedy) = match judge(&url) {
        Ok(()) => return Some(url),
        Err(Wrong::NotHttps) => (
            format!("The newsletter's endpoint `{url}` is not https."),
            "Write an address that begins with `https://`.",
        ),
        Err(Wrong::OwnPath) => (
            format!("The newsletter's endpoint `{url}` is a path, not a full address."),
            "Write the full address, which begins with `https://`.",
        ),
        Err(Wrong::Login) => (
            format!("The newsletter's endpoint `{url}` has an `@` before its host."),
            "Take out what stands before the `@`, and the `@`: all readers would see it.",
        ),
        Err(Wrong::NoHost) => (
            format!("The newsletter's endpoint `{url}` names no host."),
            "Write the full address, like `https://news.example/subscription/form`.",
        ),
    };
    reader.report(Diagnostic::error(Code::BadUrl, message, remedy), at);
    None
}

/// What is wrong with an endpoint.
#[derive(Debug, PartialEq, Eq)]
enum Wrong {
    NotHttps,
    OwnPath,
    Login,
    NoHost,
}

/// Whether a form may post to an address.
fn judge(url: &str) -> Result<(), Wrong> {
    if url.starts_with('/') && !url.starts_with("//") {
        return Err(Wrong::OwnPath);
    }
    let (scheme, rest) = url.split_once("://").ok_or(Wrong::NotHttps)?;
    let https = scheme.eq_ignore_ascii_case("https");
    if !https && !scheme.eq_ignore_ascii_case("http") {
        return Err(Wrong::NotHttps);
    }
    // A browser takes `\` for `/`, so the host ends there too.
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    // In `localhost:x@evil.example` the host is what stands behind the `@`.
    if authority.contains('@') {
        return Err(Wrong::Login);
    }
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, ""));
    if host.is_empty() || url.contains(char::is_whitespace) {
        return Err(Wrong::NoHost);
    }
    let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]")
        && port.chars().all(|digit| digit.is_ascii_digit());
    if https || local { Ok(()) } else { Err(Wrong::NotHttps) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_https_or_the_machine_itself() {
        for url in [
            "https://news.example/in",
            "HTTPS://news.example:8443/in?a=@b",
            "https://[2001:db8::1]/in",
            "http://localhost/in",
            "http://localhost:9000/in#@x",
            "http://127.0.0.1:9000",
            "http://[::1]:9000/",
        ] {
            assert_eq!(judge(url), Ok(()), "{url}");
        }
        for (url, wrong) in [
            ("http://news.example/in", Wrong::NotHttps),
            ("http://localhost.evil.example/", Wrong::NotHttps),
            ("http://localhost:x.evil.example/", Wrong::NotHttps),
            ("javascript:alert(1)", Wrong::NotHttps),
            ("ftp://localhost/", Wrong::NotHttps),
            ("//news.example/in", Wrong::NotHttps),
            ("/in.php", Wrong::OwnPath),
            ("http://localhost:x@evil.example/", Wrong::Login),
            ("https://name:word@news.example/", Wrong::Login),
            ("http://localhost@evil.example", Wrong::Login),
            ("https://", Wrong::NoHost),
            ("https:///in", Wrong::NoHost),
            ("https://:80/in", Wrong::NoHost),
            ("https://news .example/in", Wrong::NoHost),
        ] {
            assert_eq!(judge(url), Err(wrong), "{url}");
        }
    }
}
