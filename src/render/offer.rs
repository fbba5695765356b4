//! What a course offers, as values: prices, and when it is given.

use tera::Value;

use super::values::{Values, map};
use crate::locale::{format_money, format_time, weekday};
use crate::path::UrlPath;
use crate::site::{Moment, Session, Site};
use crate::source::{Price, SignUp};
use crate::yaml::When;

impl Values {
    /// A price as templates see it, or none.
    pub(super) fn price(&self, price: Option<&Price>) -> Value {
        price.map_or_else(Value::none, |price| {
            map! {
                "amount": decimal(price.cents),
                "currency": price.currency.as_str(),
                "vat": price.vat.map(|vat| vat.name()),
                "text": format_money(price.cents, &price.currency, &self.locale.numbers),
            }
        })
    }

    /// A session as templates see it. `contact` is where to sign up when its author does not say.
    pub(super) fn make_session(
        &self,
        site: &Site,
        session: &Session,
        contact: Option<&UrlPath>,
    ) -> Value {
        let page = site.page(session.page);
        let Some(own) = session.of(page) else { return Value::none() };
        let base_url = &site.config.base_url;
        let front_matter = &page.document.front_matter;
        let sign_up = match &own.link {
            Some(SignUp::Outside(url, _)) => Some(url.clone()),
            Some(SignUp::Site(link)) => {
                site.targets(page).get(*link as usize).map(|target| target.href(base_url))
            }
            None => contact.map(|url| base_url.href(url)),
        };
        map! {
            "start": self.moment(own.start, Some(&session.start)),
            "end": own.end.map_or_else(Value::none, |end| self.moment(end, session.end.as_ref())),
            "place": own.place.clone(),
            "mode": own.mode.name(),
            "seats": own.seats,
            "sold_out": own.seats == Some(0),
            "price": self.price(own.price.as_ref().or(front_matter.price.as_ref())),
            "url": sign_up,
            "calendar_url": base_url.href(&session.calendar),
            "page": map! {
                "title": front_matter.title.as_str(),
                "url": base_url.href(&page.url),
            },
        }
    }

    /// A date with its day of the week and, where there is one, the time.
    fn moment(&self, when: When, moment: Option<&Moment>) -> Value {
        let Some(moment) = moment else { return Value::none() };
        let time = match when {
            When::Day(_) => None,
            _ => Some(format_time(moment.at.time(), &self.locale.dates)),
        };
        let mut value = self.date(Some(moment)).into_map().unwrap_or_default();
        value.insert("weekday".into(), weekday(moment.day(), &self.locale.dates).into());
        value.insert("time".into(), time.into());
        Value::from(value)
    }
}

/// Hundredths as a decimal number that any machine reads: `695.00`.
pub(super) fn decimal(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
