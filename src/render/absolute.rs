//! HTML of a page as it is read elsewhere: in a feed reader, in a mailbox.

use lol_html::errors::TagNameError;
use lol_html::html_content::{Attribute, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str};

use crate::path::{BaseUrl, UrlPath};

/// The attributes that hold a URL.
const URLS: &[&str] = &["href", "src", "poster", "action", "cite"];

/// What works on the page alone: with its scripts, or on paper. A form that a script acts on has
/// nowhere to be sent to.
const OF_THE_PAGE: &str =
    ".js-only, .print-only, form[data-action] input, form[data-action] output";

/// Says where a word may be broken, to who reads the page: elsewhere it is in the way.
const SOFT_HYPHEN: char = '\u{ad}';

/// The elements of such a form, of which the text remains.
const OF_A_FORM: &str = "form[data-action], form[data-action] fieldset, form[data-action] legend, \
    form[data-action] label";

/// The links of headings to themselves: elsewhere the text alone stands.
const OF_A_HEADING: &str = "h2 > a[href^='#'], h3 > a[href^='#'], h4 > a[href^='#'], \
    h5 > a[href^='#'], h6 > a[href^='#']";

/// Writes all URLs out in full, whoever made them: the text, a component, an own template. Those of
/// other hosts stay as they are. What needs the page to work is left out.
pub(super) fn absolute(html: &str, page: &UrlPath, base_url: &BaseUrl) -> String {
    let own = base_url.permalink(page);
    let full = |url: &str| match url.as_bytes() {
        [b'/', b'/', ..] | [] => None,
        [b'/', ..] => Some(format!("{}{url}", base_url.origin())),
        _ if has_scheme(url) => None,
        _ => Some(format!("{own}{url}")),
    };
    let settings = RewriteStrSettings::new()
        .with_strict(false)
        .append_element_content_handler(element!(OF_THE_PAGE, |element| {
            element.remove();
            Ok(())
        }))
        .append_element_content_handler(element!(OF_A_FORM, |element| {
            without_form(element)?;
            Ok(())
        }))
        .append_element_content_handler(element!(OF_A_HEADING, |element| {
            element.remove_and_keep_content();
            Ok(())
        }))
        .append_element_content_handler(element!("*", |element| {
            for name in URLS {
                if let Some(url) = element.get_attribute(name).and_then(|url| full(&url)) {
                    element.set_attribute(name, &url)?;
                }
            }
            if let Some(set) = element.get_attribute("srcset") {
                let each = set.split(',').map(str::trim);
                let set: Vec<String> =
                    each.map(|one| full(one).unwrap_or_else(|| one.to_owned())).collect();
                element.set_attribute("srcset", &set.join(", "))?;
            }
            Ok(())
        }));
    // Without strictness and without a limit of memory, nothing is refused.
    rewrite_str(&html.replace(SOFT_HYPHEN, ""), settings).unwrap_or_else(|_| html.to_owned())
}

/// An element of a form as one of a text.
fn without_form(element: &mut Element) -> Result<(), TagNameError> {
    let name = match element.tag_name().as_str() {
        "label" => "span",
        "legend" => "p",
        _ => "div",
    };
    let names: Vec<String> = element.attributes().iter().map(Attribute::name).collect();
    names.iter().for_each(|name| element.remove_attribute(name));
    element.set_tag_name(name)
}

/// Whether a URL begins with a scheme (RFC 3986, section 3.1), and is no path.
fn has_scheme(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, _)| !scheme.contains(['/', '?', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_urls_of_the_site_are_written_out() {
        let base_url = BaseUrl::parse("https://name.example/course/").unwrap();
        let page = UrlPath::new("/blog/scope/");
        for (html, wanted) in [
            (
                "<p>a &amp; b</p><a href=\"/course/x/?a=1&amp;b=2\">x</a>",
                "<p>a &amp; b</p><a href=\"https://name.example/course/x/?a=1&amp;b=2\">x</a>",
            ),
            (
                "<a id=\"a\" href='#top'>",
                "<a id=\"a\" href=\"https://name.example/course/blog/scope/#top\">",
            ),
            (
                "<video src=\"/a.mp4\" poster=\"/a.png\" controls>",
                "<video src=\"https://name.example/a.mp4\" poster=\"https://name.example/a.png\" controls>",
            ),
            (
                "<img src=\"a.png\" srcset=\"/b.png 2x, c.png\">",
                "<img src=\"https://name.example/course/blog/scope/a.png\" srcset=\"https://name.example/b.png 2x, https://name.example/course/blog/scope/c.png\">",
            ),
            (
                "<form data-action=\"quiz\"><fieldset id=\"a\"><legend>Q</legend><input> \
                 <label for=\"b\">A</label><output></output></fieldset>\
                 <p class=\"js-only\"><button>B</button></p></form><form><input></form>",
                "<div><div><p>Q</p> <span>A</span></div></div><form><input></form>",
            ),
            ("<h2 id=\"a\"><a href=\"#a\">A <em>b</em></a></h2>", "<h2 id=\"a\">A <em>b</em></h2>"),
            ("<p>commu\u{ad}nicatie</p>", "<p>communicatie</p>"),
            ("<a href=\"https://x.example/\">", "<a href=\"https://x.example/\">"),
            ("<a href=\"//x.example/\">", "<a href=\"//x.example/\">"),
            ("<a href=\"mailto:a@x.example\">", "<a href=\"mailto:a@x.example\">"),
        ] {
            assert_eq!(absolute(html, &page, &base_url), wanted);
        }
    }
}
