//! The words and habits of a language: what `locales/` says, how dates are written and sentences
//! filled in.

mod format;

use std::collections::BTreeMap;
use std::ops::Range;

pub(crate) use format::{
    DateWords, NumberWords, fill, format_date, format_money, format_size, format_time, weekday,
};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex};
use crate::nearest::nearest;
use crate::path::{LONGEST_NAME, SourcePath};
use crate::slug::{is_reserved, slugify};
use crate::yaml::{self, Fields, KnownKey, Node, Pair, Reader, Takes};

/// A language, as `locales/nl.yaml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    /// BCP 47 tag: `nl`.
    pub language: String,
    /// As Open Graph writes it: `nl_NL`.
    pub locale: String,
    /// How dates are written.
    pub(crate) dates: DateWords,
    /// How numbers are written.
    pub(crate) numbers: NumberWords,
    /// The word before the number of a list page in its URL: `pagina`.
    pub page_path: String,
    /// The word for the list of tags in URLs: `tags`.
    pub tags_path: String,
    /// The word for the page that searches: `zoeken`.
    pub search_path: String,
    /// Texts of links that do not say where the link leads: `click here`.
    pub vague_links: Vec<String>,
    /// All words for readers, by name.
    pub words: BTreeMap<String, String>,
}

impl Locale {
    /// A language without a word: what the files are read into.
    pub fn empty(language: &str) -> Self {
        Self {
            language: language.to_owned(),
            locale: language.to_owned(),
            dates: DateWords {
                months: Default::default(),
                days: Default::default(),
                date: String::new(),
                time: "{hour}:{minute}".to_owned(),
            },
            numbers: NumberWords {
                decimal: ".".to_owned(),
                thousands: ",".to_owned(),
                money: "{currency}{amount}".to_owned(),
            },
            page_path: "page".to_owned(),
            tags_path: "tags".to_owned(),
            search_path: "search".to_owned(),
            vague_links: Vec::new(),
            words: BTreeMap::new(),
        }
    }

    /// Reads a file over what is known already: a site's own file replaces single words and
    /// leaves the rest.
    pub fn read(&mut self, file: &SourcePath, text: &str, diagnostics: &mut Diagnostics) {
        let lines = LineIndex::new(text);
        let root = match yaml::parse(text) {
            Ok(root) => root,
            Err(fault) => {
                let message = format!("The words cannot be read: {}.", fault.message);
                let span = lines.span(fault.at);
                diagnostics
                    .push(Diagnostic::error(fault.code, message, fault.remedy).at(file, span));
                return;
            }
        };
        self.take(&root, &mut Reader::new(file, text, &lines, 0, diagnostics));
    }

    fn take(&mut self, root: &Node, reader: &mut Reader) {
        let mut fields = reader.fields(root, "A language");
        // The file's name says which language it is; the key says so to people.
        fields.text_as(reader, "language", || Takes::Language);
        replace(&mut self.locale, fields.text(reader, "locale"));
        list(&mut self.dates.months, &mut fields, reader, "months");
        list(&mut self.dates.days, &mut fields, reader, "days");
        replace(&mut self.dates.date, fields.text(reader, "date"));
        replace(&mut self.dates.time, fields.text(reader, "time"));
        let remedy = "There are `decimal`, `thousands` and `money`.";
        fields.group(reader, "numbers", "`numbers`", remedy, |numbers, reader| {
            replace(&mut self.numbers.decimal, numbers.text(reader, "decimal"));
            replace(&mut self.numbers.thousands, numbers.text(reader, "thousands"));
            replace(&mut self.numbers.money, numbers.text(reader, "money"));
        });
        let remedy = "There are `page`, `tags` and `search`.";
        fields.group(reader, "paths", "`paths`", remedy, |paths, reader| {
            replace(&mut self.page_path, path_word(paths, reader, "page"));
            replace(&mut self.tags_path, path_word(paths, reader, "tags"));
            replace(&mut self.search_path, path_word(paths, reader, "search"));
        });
        let vague = fields.texts(reader, "vague_links");
        if !vague.is_empty() {
            self.vague_links = vague.into_iter().map(|(text, _)| text).collect();
        }
        let words = fields.pairs(reader, "words");
        for (name, _, at) in &words {
            self.tell_slip(name, at, &words, reader);
        }
        self.words.extend(words.into_iter().map(|(name, word, _)| (name, word)));
        fields.finish(reader, "Words go under `words`.");
    }

    /// Tells of a name that is a slip of one known already. Others may be for the site's own
    /// templates.
    fn tell_slip(&self, name: &str, at: &Range<usize>, words: &[Pair], reader: &mut Reader) {
        let is_given = |known: &str| words.iter().any(|(name, ..)| name == known);
        if self.words.is_empty() || self.words.contains_key(name) {
            return;
        }
        let free = self.words.keys().map(String::as_str).filter(|known| !is_given(known));
        if let Some(near) = nearest(name, free) {
            let message = format!("There is no word `{name}` in the theme.");
            let remedy = format!("Did you mean `{near}`?");
            let slip = Diagnostic::warning(Code::UnknownWord, message, remedy);
            reader.report(slip, at.clone());
        }
    }

    /// A word by its name; the name itself where there is none.
    pub fn word<'a>(&'a self, name: &'a str) -> &'a str {
        self.words.get(name).map_or(name, String::as_str)
    }
}

/// The keys that a file of `locales/` may have.
pub fn keys() -> Vec<KnownKey> {
    yaml::keys(|root, reader| Locale::empty("en").take(root, reader))
}

/// A word that stands in URLs: `..` or `a:b` there would lead out of the site, or nowhere.
fn path_word(fields: &mut Fields, reader: &mut Reader, key: &'static str) -> Option<String> {
    let (word, at) = fields.text_as(reader, key, || Takes::UrlWord)?;
    let clean = slugify(&word).filter(|clean| !is_reserved(clean) && clean.len() <= LONGEST_NAME);
    if clean.as_ref() == Some(&word) {
        return clean;
    }
    let message = format!("The word `{word}` cannot stand in a URL.");
    let remedy = match clean {
        Some(clean) => format!("Write `{clean}`."),
        None => "Write letters, digits and hyphens.".to_owned(),
    };
    reader.report(Diagnostic::error(Code::BadUrl, message, remedy), at);
    None
}

fn replace(value: &mut String, with: Option<String>) {
    if let Some(with) = with {
        *value = with;
    }
}

/// A list of a fixed length, taken whole or not at all.
fn list<const N: usize>(
    into: &mut [String; N],
    fields: &mut Fields,
    reader: &mut Reader,
    key: &'static str,
) {
    // First told, for the key takes as many and no other number.
    fields.node(key, || Takes::List { of: Box::new(Takes::Text), exactly: Some(N) });
    let names: Vec<String> = fields.texts(reader, key).into_iter().map(|(name, _)| name).collect();
    let Some(at) = fields.value_at(key) else { return };
    match <[String; N]>::try_from(names) {
        Ok(names) => *into = names,
        Err(names) => {
            let message = format!("`{key}` takes {N} names, not {}.", names.len());
            let fault = Diagnostic::error(Code::BadValue, message, format!("There are {N}."));
            reader.report(fault, at);
        }
    }
}
