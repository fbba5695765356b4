//! Where a link leads, as far as its own words tell. The one judge of a link's scheme: what is no
//! scheme to it is looked for in the site, so that nothing comes into a page unseen.

use crate::diagnostic::{Code, Diagnostic};

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leads {
    /// Out of the site: another host, a mail, a telephone.
    Outside,
    /// Into the site, where it must be found.
    Site,
}

/// Sorts what an author wrote as a link.
///
/// # Errors
/// What is wrong with it, without its place: it is empty, or a browser would run it.
pub(crate) fn judge(target: &str) -> Result<Leads, Box<Diagnostic>> {
    if target.is_empty() {
        let message = "This link leads nowhere.";
        let remedy = "Write where it leads: the path of a page's file, or a full URL.";
        return Err(Box::new(Diagnostic::error(Code::DeadLink, message, remedy)));
    }
    match scheme(target) {
        Some(scheme)
            if matches!(
                scheme.to_ascii_lowercase().as_str(),
                "javascript" | "vbscript" | "data"
            ) =>
        {
            let message = format!("A link may not begin with `{scheme}:`.");
            let remedy = "Link to a page, a file or a full URL.";
            Err(Box::new(Diagnostic::error(Code::UnsafeLink, message, remedy)))
        }
        Some(_) => Ok(Leads::Outside),
        // Another host by the scheme of the page at hand.
        None if target.starts_with("//") => Ok(Leads::Outside),
        None => Ok(Leads::Site),
    }
}

/// `https`, `mailto`, … in front of a colon (RFC 3986, section 3.1).
fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(good))
        .then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_judged_by_its_scheme() {
        for target in [
            "https://x.example",
            "//x.example",
            "mailto:a@x.example",
            "tel:+31612345678",
            "SMS:+31",
        ] {
            assert_eq!(judge(target), Ok(Leads::Outside), "{target}");
        }
        for target in ["/about.md", "about.md#a:b", "#top", "a/b:c", "files/a.pdf?at=https://x"] {
            assert_eq!(judge(target), Ok(Leads::Site), "{target}");
        }
        for target in ["javascript:alert(1)", "JavaScript://x/%0aalert(1)", "data:text/html,x"] {
            let fault = judge(target).map_err(|fault| fault.code);
            assert_eq!(fault, Err(Code::UnsafeLink), "{target}");
        }
        assert_eq!(judge("").map_err(|fault| fault.code), Err(Code::DeadLink));
    }
}
