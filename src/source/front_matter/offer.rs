//! What a course or training offers: for whom, for how much, how long and when.

use std::ops::Range;

use super::link;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::link::{Leads, judge};
use crate::markdown::{self, Link, Wants};
use crate::yaml::{self, Fields, Node, Reader, Takes, When};

/// What something costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// In hundredths of the currency.
    pub cents: u64,
    /// ISO 4217: `EUR`.
    pub currency: String,
    /// Whether VAT is in it; `None` where the author does not say.
    pub vat: Option<Vat>,
}

/// Whether VAT is in a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vat {
    /// It is in it.
    Included,
    /// It comes on top.
    Excluded,
}

impl Vat {
    const ALL: &[Self] = &[Self::Included, Self::Excluded];

    /// The name in front matter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Included => "included",
            Self::Excluded => "excluded",
        }
    }
}

/// How people meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// In one room.
    #[default]
    Onsite,
    /// Each at home.
    Online,
    /// Both in turn.
    Blended,
}

impl Mode {
    const ALL: &[Self] = &[Self::Onsite, Self::Online, Self::Blended];

    /// The name in front matter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Onsite => "onsite",
            Self::Online => "online",
            Self::Blended => "blended",
        }
    }
}

/// One time that a course is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// When it begins.
    pub start: When,
    /// When it ends; a date alone is the last day.
    pub end: Option<When>,
    /// Where it is.
    pub place: Option<String>,
    /// How people meet.
    pub mode: Mode,
    /// Seats left; `None` where nobody counts them.
    pub seats: Option<u32>,
    /// What it costs, where that is not the price of the page.
    pub price: Option<Price>,
    /// Where to sign up.
    pub link: Option<SignUp>,
    /// Where its beginning stands, or the whole of it.
    pub start_span: Span,
    /// Where its end stands, or the whole of it.
    pub end_span: Span,
}

/// Where to sign up for a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignUp {
    /// Out of the site, and where that stands.
    Outside(String, Span),
    /// In the site: index into the document's links.
    Site(u32),
}

/// The currency of a price that names none.
const CURRENCY: &str = "EUR";

/// The price of a page or session: a number, or a group of keys.
pub(super) fn price(fields: &mut Fields, reader: &mut Reader) -> Option<Price> {
    let node = fields.node("price", || Takes::Price);
    if let Some(node) = node.filter(|node| !matches!(node.value, yaml::Value::Map(_))) {
        let cents = cents(reader, node, "price")?;
        return Some(Price { cents, currency: CURRENCY.to_owned(), vat: None });
    }
    let remedy = "A price has `amount`, `currency` and `vat`.";
    fields.group(reader, "price", "`price`", remedy, price_of_keys)?
}

fn price_of_keys(fields: &mut Fields, reader: &mut Reader) -> Option<Price> {
    let amount = fields.node("amount", || Takes::Amount).map(|node| cents(reader, node, "amount"));
    let currency = fields.text_as(reader, "currency", || Takes::Currency);
    let vat = fields.one_of(reader, "vat", Vat::ALL, Vat::name);
    let Some(amount) = amount else {
        let remedy = "Write `price: {amount: 695, vat: excluded}`.";
        fields.missing(reader, "amount", "The price has no `amount`.", remedy);
        return None;
    };
    let currency = match currency {
        Some((code, at)) => currency_code(reader, &code, at)?,
        None => CURRENCY.to_owned(),
    };
    Some(Price { cents: amount?, currency, vat })
}

fn currency_code(reader: &mut Reader, code: &str, at: Range<usize>) -> Option<String> {
    let upper = code.to_ascii_uppercase();
    let is_code = upper.len() == 3 && upper.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_code {
        let message = format!("`{code}` is no code of a currency.");
        let remedy = "Write its three letters, like `EUR`.";
        reader.report(Diagnostic::error(Code::BadValue, message, remedy), at);
    }
    is_code.then_some(upper)
}

/// An amount in hundredths: `695`, `1295.5`, `1295.50`.
fn cents(reader: &mut Reader, node: &Node, key: &str) -> Option<u64> {
    let text = reader.text_of(node, key)?;
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_amount = (1..=9).contains(&whole.len())
        && fraction.len() <= 2
        && digits(whole)
        && digits(fraction)
        && !text.ends_with('.');
    if !is_amount {
        let message = format!("`{text}` is no amount.");
        let remedy = "Write digits, with a point before the cents: `695` or `1295.50`.";
        reader.report(Diagnostic::error(Code::BadValue, message, remedy), node.at.clone());
        return None;
    }
    format!("{whole}{fraction:0<2}").parse().ok()
}

/// Minutes: a number, or `45m`, `1h30`, `16h`.
pub(super) fn duration(fields: &mut Fields, reader: &mut Reader) -> Option<u32> {
    const LONGEST: u32 = 100_000;
    let node = fields.node("duration", || Takes::Duration)?;
    let text = reader.text_of(node, "duration")?;
    let number = |text: &str| match text {
        "" => Some(0),
        _ => text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten(),
    };
    let minutes = match text.split_once('h') {
        Some((hours, rest)) if !hours.is_empty() => {
            let hours = number(hours).and_then(|hours| hours.checked_mul(60));
            let rest = number(rest.strip_suffix('m').unwrap_or(rest)).filter(|rest| *rest < 60);
            hours.zip(rest).and_then(|(hours, minutes)| hours.checked_add(minutes))
        }
        Some(_) => None,
        None => number(text.strip_suffix('m').unwrap_or(&text)),
    };
    let minutes = minutes.filter(|minutes| (1..=LONGEST).contains(minutes));
    if minutes.is_none() {
        let message = format!("`{text}` is no duration.");
        let remedy = "Write minutes, like `40`, or hours and minutes, like `1h30` or `16h`.";
        reader.report(Diagnostic::error(Code::BadValue, message, remedy), node.at.clone());
    }
    minutes
}

/// The sessions of a course.
pub(super) fn sessions(
    fields: &mut Fields,
    language: &str,
    links: &mut Vec<Link>,
    reader: &mut Reader,
) -> Vec<Session> {
    let form = "Begin each session with `- start: 2027-01-14 09:30`.";
    let remedy = "A session has `start`, `end`, `place`, `mode`, `seats`, `price` and `link`.";
    fields.groups(reader, "sessions", form, ("A session", remedy), |fields, reader| {
        session(fields, language, links, reader)
    })
}

fn session(
    fields: &mut Fields,
    language: &str,
    links: &mut Vec<Link>,
    reader: &mut Reader,
) -> Option<Session> {
    let start = fields.when(reader, "start");
    if fields.value_at("start").is_none() && !fields.is_misspelt("start") {
        let remedy = "Add a line like `start: 2027-01-14 09:30`.";
        fields.missing(reader, "start", "The session has no `start`.", remedy);
    }
    let end = fields.when(reader, "end");
    let place = fields.text(reader, "place").map(|place| markdown::typeset(&place, language));
    let mode = fields.one_of(reader, "mode", Mode::ALL, Mode::name).unwrap_or_default();
    let seats = fields.integer(reader, "seats", 0..=100_000).map(|seats| seats as u32);
    let price = price(fields, reader);
    let link = sign_up(fields, links, reader);
    let span = reader.span(fields.at.clone());
    let place_of = |key| fields.value_at(key).map_or(span, |at| reader.span(at));
    let (start_span, end_span) = (place_of("start"), place_of("end"));
    Some(Session { start: start?, end, place, mode, seats, price, link, start_span, end_span })
}

fn sign_up(fields: &mut Fields, links: &mut Vec<Link>, reader: &mut Reader) -> Option<SignUp> {
    let (target, at) = fields.text_as(reader, "link", || Takes::Link)?;
    match judge(&target) {
        Ok(Leads::Outside) => Some(SignUp::Outside(target, reader.span(at))),
        Ok(Leads::Site) => Some(SignUp::Site(link(links, reader, target, at, Wants::Any))),
        Err(fault) => {
            reader.report(*fault, at);
            None
        }
    }
}
