//! The `security` key: where somebody who finds a leak can tell it, RFC 9116.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::yaml::{Fields, Reader, Takes, When};

/// What `/.well-known/security.txt` says.
#[derive(Clone, Debug)]
pub struct Security {
    /// Where to tell it, the best way first: `mailto:`, `https:` or `tel:`.
    pub contact: Vec<String>,
    /// Until when all this counts.
    pub expires: When,
    /// Where that stands in `site.yaml`.
    pub expires_span: Span,
    /// Languages in which it can be told: `nl`, `en`.
    pub languages: Vec<String>,
    /// Full URL of what may be tried, and what becomes of a report.
    pub policy: Option<String>,
}

/// Takes `security` out of `site.yaml`. Whatever lacks is told; without a date there is nothing
/// to say until when.
pub(super) fn parse(fields: &mut Fields, reader: &mut Reader) -> Option<Security> {
    let here = fields.key_at("security").unwrap_or_default();
    fields.group(reader, "security", "`security`", "Take it out.", |fields, reader| {
        keys(fields, reader, &here)
    })?
}

fn keys(fields: &mut Fields, reader: &mut Reader, here: &Range<usize>) -> Option<Security> {
    if !fields.is_group {
        // Without keys, none is missing in particular.
        return None;
    }
    let contact = contact(fields, reader, here);
    let expires = expires(fields, reader, here);
    let languages = languages(fields, reader);
    let policy = fields.text_as(reader, "policy", || Takes::Url).and_then(|(url, at)| {
        let fault = match scheme(&url) {
            Some(("https", rest)) if has_host(rest) => unwritable(&url),
            _ => Some((
                format!("The policy `{url}` is no https address."),
                "Write the full address of the page, like `https://name.example/security/`.",
            )),
        };
        good(reader, url, at, fault)
    });
    let (expires, expires_span) = expires?;
    Some(Security { contact, expires, expires_span, languages, policy })
}

/// Tells of a key that must be there: at the empty one, else at `security` itself.
fn missing(
    fields: &mut Fields,
    reader: &mut Reader,
    key: &str,
    here: &Range<usize>,
    (message, remedy): (&str, &str),
) {
    fields.needs(key);
    if !fields.is_misspelt(key) {
        let at = fields.key_at(key).unwrap_or_else(|| here.clone());
        reader.report(Diagnostic::error(Code::MissingKey, message, remedy), at);
    }
}

fn expires(fields: &mut Fields, reader: &mut Reader, here: &Range<usize>) -> Option<(When, Span)> {
    let expires = fields.when(reader, "expires");
    let Some(at) = fields.value_at("expires") else {
        let message = "`security` does not say until when it counts.";
        let remedy = "Add a date at most a year ahead, like `expires: 2027-06-01`.";
        missing(fields, reader, "expires", here, (message, remedy));
        return None;
    };
    Some((expires?, reader.span(at)))
}

fn contact(fields: &mut Fields, reader: &mut Reader, here: &Range<usize>) -> Vec<String> {
    let given = fields.texts_as(reader, "contact", || Takes::Url);
    let is_empty = fields.is_empty("contact");
    if is_empty {
        let message = "`security` says nowhere to tell of a leak.";
        let remedy = "Add a line like `contact: mailto:security@name.example`.";
        missing(fields, reader, "contact", here, (message, remedy));
    }
    let judged = given.into_iter().filter_map(|(contact, at)| {
        let fault = judge(&contact);
        good(reader, contact, at, fault)
    });
    judged.collect()
}

/// The URL, unless something is wrong with it, which is told.
fn good(
    reader: &mut Reader,
    url: String,
    at: Range<usize>,
    fault: Option<(String, &'static str)>,
) -> Option<String> {
    let Some((message, remedy)) = fault else { return Some(url) };
    reader.report(Diagnostic::error(Code::BadUrl, message, remedy), at);
    None
}

/// What is wrong with a way of contact, and what to do.
fn judge(contact: &str) -> Option<(String, &'static str)> {
    const WAYS: &str = "Write `mailto:name@host`, `https://…` or `tel:+31…`.";
    let say = |what: &str, remedy| Some((format!("The contact `{contact}` {what}."), remedy));
    match scheme(contact) {
        Some(("mailto", address)) => match address.split_once('@') {
            Some((name, host)) if !name.is_empty() && !host.is_empty() => unwritable(contact),
            _ => say("names no mail address", "Write it like `mailto:security@name.example`."),
        },
        Some(("https", rest)) if has_host(rest) => unwritable(contact),
        Some(("https", _)) => say("names no host", "Write the full address, with its host."),
        Some(("http", _)) => {
            say("is not https", "Write an address that begins with `https://`, or `mailto:`.")
        }
        // Of a local number nobody abroad knows the country (RFC 3966, section 5.1.4).
        Some(("tel", number)) => {
            let is_number = number.strip_prefix('+').is_some_and(|digits| {
                digits.contains(|c: char| c.is_ascii_digit())
                    && digits.chars().all(|c| c.is_ascii_digit() || "-.()".contains(c))
            });
            match is_number {
                true => None,
                false => say(
                    "is no number with its country",
                    "Write it without spaces, like `tel:+31-20-1234567`.",
                ),
            }
        }
        None if contact.contains('@') => say("has no `mailto:`", "Write `mailto:` before it."),
        _ => say("is no mail address, page or telephone number", WAYS),
    }
}

/// The scheme, which is written in small letters, and what follows its colon.
fn scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let known = ["mailto", "https", "http", "tel"];
    known.into_iter().find(|known| scheme.eq_ignore_ascii_case(known)).map(|known| (known, rest))
}

/// Whether a host follows the colon of `https:`.
fn has_host(rest: &str) -> bool {
    rest.strip_prefix("//").is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// A field is one line of URI characters (RFC 3986, section 2): a line break would begin a field
/// that nobody wrote.
fn unwritable(url: &str) -> Option<(String, &'static str)> {
    let wrong = url.chars().find(|c| !c.is_ascii_graphic() || "\"<>\\^`{|}".contains(*c))?;
    let what = if wrong.is_whitespace() { "white space".into() } else { format!("`{wrong}`") };
    let message = format!("`{url}` holds {what}, which no URL can.");
    Some((message, "Copy it from the address bar of a browser, which writes it in full."))
}

fn languages(fields: &mut Fields, reader: &mut Reader) -> Vec<String> {
    let is_tag = |tag: &str| {
        let mut parts = tag.split('-');
        let first = parts.next().unwrap_or_default();
        (2..=3).contains(&first.len())
            && first.chars().all(|c| c.is_ascii_alphabetic())
            && parts.all(|part| {
                (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
            })
    };
    let mut languages = Vec::new();
    for (language, at) in fields.texts_as(reader, "languages", || Takes::Language) {
        if is_tag(&language) {
            languages.push(language);
            continue;
        }
        let message = format!("`{language}` is no code of a language.");
        let remedy = "Write codes like `nl` and `en`: `languages: [nl, en]`.";
        reader.report(Diagnostic::error(Code::BadValue, message, remedy), at);
    }
    languages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_a_mail_address_a_page_or_a_number() {
        for contact in [
            "mailto:a@x.example",
            "MAILTO:a@x.example?subject=leak",
            "https://x.example/leak",
            "HTTPS://x.example",
            "tel:+31-20-1234567",
        ] {
            assert_eq!(judge(contact), None, "{contact}");
        }
        for contact in [
            "a@x.example",
            "mailto:",
            "mailto:a",
            "mailto:a@x.example\nExpires: never",
            "http://x.example/",
            "https:x.example",
            "https:///leak",
            "https://x.example/a b",
            "tel:020-1234567",
            "tel:+",
            "tel:+31 20",
            "javascript:alert(1)",
            "/contact/",
            "",
        ] {
            assert!(judge(contact).is_some(), "{contact}");
        }
    }
}
