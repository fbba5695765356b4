//! Until when `security.txt` counts: one that is out of date tells people not to trust it.

use jiff::{Timestamp, ToSpan};

use super::Moment;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::path::UrlPath;
use crate::yaml::When;

/// So many days before the end it is time to look at it again.
const SOON: i64 = 30;

/// Where everybody looks for it (RFC 9116, section 3).
pub(super) fn url() -> UrlPath {
    UrlPath::new("/.well-known/security.txt")
}

/// The last moment: of a day, its last second. A date that is over, near, or further away than
/// the RFC advises is told.
pub(super) fn expires(
    config: &Config,
    now: Timestamp,
    diagnostics: &mut Diagnostics,
) -> Option<Moment> {
    let security = config.security.as_ref()?;
    let at = match security.expires {
        When::Day(day) => {
            let next = Moment::new(When::Day(day.checked_add(1.day()).ok()?), &config.timezone)?;
            Moment { at: next.at.checked_sub(1.second()).ok()? }
        }
        moment => Moment::new(moment, &config.timezone)?,
    };
    let today = now.to_zoned_datetime(config.timezone.clone()).date();
    let is_within = |span| today.checked_add(span).is_ok_and(|last| at.day() <= last);
    let day = at.day();
    let (code, message, remedy) = if at.at.timestamp() <= now {
        (
            Code::SecurityExpired,
            format!("`security.txt` expired on {day}: who finds a leak will not trust it."),
            "Check that the contact is right, and put a date at most a year ahead.",
        )
    } else if is_within(SOON.days()) {
        (
            Code::SecurityExpires,
            format!("`security.txt` expires on {day}, within {SOON} days."),
            "Check that the contact is right, and put a date at most a year ahead.",
        )
    } else if !is_within(1.year()) {
        (
            Code::SecurityExpires,
            format!("`security.txt` expires on {day}, more than a year ahead."),
            "Put a date at most a year ahead, so that the contact is looked at in time.",
        )
    } else {
        return Some(at);
    };
    let fault = Diagnostic::warning(code, message, remedy);
    diagnostics.push(fault.at(&config.file, security.expires_span));
    Some(at)
}
