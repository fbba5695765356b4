//! How a telephone number is dialled.

/// How the telephone numbers of a country are dialled.
struct NumberPlan {
    /// ISO 3166-1 alpha-2.
    country: &'static str,
    /// The country code of [ITU-T E.164](https://www.itu.int/rec/T-REC-E.164).
    code: &'static str,
    /// Beginnings of service numbers that can only be dialled within the country.
    within: &'static [&'static str],
}

impl NumberPlan {
    fn reaches_from_abroad(&self, dialled: &str) -> bool {
        let is_service = self.within.iter().any(|start| dialled.starts_with(start));
        dialled.starts_with('0') && !is_service
    }
}

/// Countries where a national number begins with a trunk 0 that goes when dialled from abroad.
const NUMBER_PLANS: [NumberPlan; 5] = [
    NumberPlan { country: "NL", code: "31", within: &["0800", "0900", "0906", "0909"] },
    NumberPlan { country: "BE", code: "32", within: &["0800", "090"] },
    NumberPlan { country: "DE", code: "49", within: &["0800", "0900"] },
    NumberPlan { country: "FR", code: "33", within: &["080", "081", "082", "089"] },
    NumberPlan { country: "GB", code: "44", within: &["0800"] },
];

/// The `tel:` address ([RFC 3966](https://www.rfc-editor.org/rfc/rfc3966)) of a number as people
/// write it in `country` (ISO 3166-1 alpha-2): `tel:+31612345678` for `06 12 34 56 78`.
///
/// International where the number has such a form. Service and short numbers (`0800 …`, `14 020`,
/// `112`) have none and stay national, as do all of a country that we do not know. What follows
/// the number (`toestel 12`, `(WhatsApp)`) is left out.
pub(crate) fn phone_href(phone: &str, country: &str) -> String {
    let phone = phone.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+');
    let phone = phone.split(char::is_alphabetic).next().unwrap_or_default();
    let plan = NUMBER_PLANS.iter().find(|plan| plan.country.eq_ignore_ascii_case(country));
    let dialled = digits(phone);
    let is_international = phone.starts_with('+') || dialled.starts_with("00");
    match plan {
        _ if is_international => {
            // "(0)" is for who dials within the country. Without brackets ("+31 06 …") it leads
            // nowhere, at least in the countries that we know.
            let number = digits(&phone.replace("(0)", ""));
            let number = number.strip_prefix("00").unwrap_or(&number);
            let own = plan.and_then(|plan| Some((plan.code, number.strip_prefix(plan.code)?)));
            match own {
                Some((code, rest)) => format!("tel:+{code}{}", without_trunk(rest)),
                None => format!("tel:+{number}"),
            }
        }
        Some(plan) if plan.reaches_from_abroad(&dialled) => {
            format!("tel:+{}{}", plan.code, without_trunk(&dialled))
        }
        _ => format!("tel:{dialled}"),
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// `number` without the 0 that is dialled within a country only.
fn without_trunk(number: &str) -> &str {
    number.strip_prefix('0').unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn phone_numbers() {
        for (phone, country, href) in [
            ("06 208 947 81", "NL", "tel:+31620894781"),
            ("06-12345678", "nl", "tel:+31612345678"),
            ("06\u{a0}12\u{a0}34 56 78", "NL", "tel:+31612345678"),
            ("+31 (0)6 12 34 56 78", "NL", "tel:+31612345678"),
            ("(+31) 06 12 34 56 78", "NL", "tel:+31612345678"),
            ("0031 (0)20 123 45 67", "NL", "tel:+31201234567"),
            ("(020) 123 45 67", "NL", "tel:+31201234567"),
            ("(0)20 123 45 67", "NL", "tel:+31201234567"),
            ("Tel.: 020 123 45 67 (toestel 12)", "NL", "tel:+31201234567"),
            ("088 123 45 67", "NL", "tel:+31881234567"),
            ("0800 1234", "NL", "tel:08001234"),
            ("0900-1234", "NL", "tel:09001234"),
            ("14 020", "NL", "tel:14020"),
            ("112", "NL", "tel:112"),
            ("+32 475 12 34 56", "NL", "tel:+32475123456"),
            ("+39 06 1234", "NL", "tel:+39061234"),
            ("0475/12.34.56", "BE", "tel:+32475123456"),
            ("(0)20 123", "XX", "tel:020123"),
            ("020 123", "", "tel:020123"),
            ("", "NL", "tel:"),
            ("bel ons", "NL", "tel:"),
        ] {
            assert_eq!(phone_href(phone, country), href, "{phone}");
        }
    }

    proptest! {
        #[test]
        fn an_address_holds_digits_only(phone in "([0-9+() -]|\\PC){0,20}") {
            let href = phone_href(&phone, "NL");
            let number = href.strip_prefix("tel:").unwrap();
            let number = number.strip_prefix('+').unwrap_or(number);
            prop_assert!(number.bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
