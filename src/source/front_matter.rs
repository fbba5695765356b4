//! The YAML between the `---` lines of a page.

mod offer;

use std::ops::Range;

pub use offer::{Mode, Price, Session, SignUp, Vat};

use crate::config::{self, DataName};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::markdown::{self, Link, Source, Wants};
use crate::nearest::nearest;
use crate::yaml::{self, KnownKey, Node, Reader, Takes, When};

/// What a page is. A section gives its pages their kind; a page may say its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Any page.
    #[default]
    Page,
    /// A dated page of the blog.
    Post,
    /// A page of a course.
    Lesson,
    /// A list to tick off.
    Checklist,
    /// Where readers sign up for the newsletter.
    Signup,
    /// Where readers get in touch.
    Contact,
    /// Of a section alone: its pages are lessons, its sub-sections modules.
    Course,
}

impl Kind {
    /// All kinds.
    pub const ALL: &[Self] = &[
        Self::Page,
        Self::Post,
        Self::Lesson,
        Self::Checklist,
        Self::Signup,
        Self::Contact,
        Self::Course,
    ];

    /// The name in front matter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Post => "post",
            Self::Lesson => "lesson",
            Self::Checklist => "checklist",
            Self::Signup => "signup",
            Self::Contact => "contact",
            Self::Course => "course",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// The picture of a page, for lists and shared links.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// The file: index into the document's links.
    pub src: u32,
    /// What it shows, for who cannot see it.
    pub alt: String,
}

/// What an author can say about a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The title, with its typography.
    pub title: String,
    /// Where it stands.
    pub title_span: Option<Span>,
    /// One sentence, for search engines and lists.
    pub description: Option<String>,
    /// What lists show, where it is not the description.
    pub summary: Option<String>,
    /// When it was published.
    pub date: Option<When>,
    /// When it last changed in substance.
    pub updated: Option<When>,
    /// From when on it is published.
    pub publish: Option<When>,
    /// Until when it is published.
    pub expires: Option<When>,
    /// Until when its text was last said to hold, and where that stands.
    pub review_by: Option<(When, Span)>,
    /// Not to be published.
    pub draft: bool,
    /// Last part of its URL, where it is not the file's name.
    pub slug: Option<(String, Span)>,
    /// Older URLs that lead here.
    pub aliases: Vec<(String, Span)>,
    /// What it is about.
    pub tags: Vec<(String, Span)>,
    /// Its place among its neighbours, where it has no number in front of its name.
    pub weight: Option<i64>,
    /// What it is; `None` where its section says so.
    pub kind: Option<Kind>,
    /// Its template, where it is not that of its kind.
    pub template: Option<(String, Span)>,
    /// Who wrote it, where it is not the site's author.
    pub author: Option<String>,
    /// Its picture.
    pub image: Option<Image>,
    /// Whether it has a table of contents, where the template is not to decide.
    pub toc: Option<bool>,
    /// Whether search engines are to pass it over.
    pub noindex: bool,
    /// Where it asks that the terms it uses lead to their definitions.
    pub glossary: Option<Span>,
    /// Data files that it asks for.
    pub data: Vec<DataName>,
    /// The author's own keys.
    pub extra: serde_json::Value,
    /// What a reader of the lesson can do afterwards.
    pub objectives: Vec<String>,
    /// How long the lesson or course takes, in minutes.
    pub duration: Option<u32>,
    /// How much a reader should know already.
    pub level: Option<String>,
    /// For whom it is.
    pub audience: Option<String>,
    /// What it costs.
    pub price: Option<Price>,
    /// When it is given, in the author's order.
    pub sessions: Vec<Session>,
    /// What a reader should have read before: indices into the document's links.
    pub prerequisites: Vec<u32>,
    /// Where the front matter stands; the first line where there is none.
    pub span: Option<Span>,
}

/// Splits off the front matter: its range and the place where the Markdown begins. A text that
/// does not begin with a `---` line has none.
///
/// # Errors
/// The range of the opening line where no closing one follows.
pub(super) fn split(text: &str) -> Result<(Range<usize>, usize), Range<usize>> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != "---" {
        return Ok((0..0, 0));
    }
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == "---" {
            return Ok((first.len()..at, at + line.len()));
        }
        at += line.len();
    }
    Err(0..3)
}

/// Reads the front matter of a file. Links in it are added to those of the document.
pub(super) fn parse(
    source: &Source,
    yaml: Range<usize>,
    language: &str,
    links: &mut Vec<Link>,
    diagnostics: &mut Diagnostics,
) -> FrontMatter {
    let text = source.text.get(yaml.clone()).unwrap_or_default();
    let mut reader = Reader::new(source.file, text, source.lines, yaml.start, diagnostics);
    match yaml::parse(text) {
        Ok(root) => fields(&root, language, links, &mut reader),
        Err(fault) => {
            let message = format!("The front matter cannot be read: {}.", fault.message);
            reader.report(Diagnostic::error(fault.code, message, fault.remedy), fault.at);
            FrontMatter::default()
        }
    }
}

/// The keys that front matter may have.
pub fn keys() -> Vec<KnownKey> {
    yaml::keys(|root, reader| {
        fields(root, "en", &mut Vec::new(), reader);
    })
}

fn fields(root: &Node, language: &str, links: &mut Vec<Link>, reader: &mut Reader) -> FrontMatter {
    let mut fields = reader.fields(root, "The front matter");
    if !matches!(root.value, yaml::Value::Map(_) | yaml::Value::Null) {
        // Without keys, none is missing in particular.
        return FrontMatter::default();
    }
    let typeset = |text: String| markdown::typeset(&text, language);
    let spanned = |reader: &Reader, (text, at): (String, Range<usize>)| (text, reader.span(at));
    let front_matter = FrontMatter {
        title: title(&mut fields, reader, typeset),
        title_span: fields.value_at("title").map(|at| reader.span(at)),
        description: fields.text(reader, "description").map(typeset),
        summary: fields.text(reader, "summary").map(typeset),
        date: fields.when(reader, "date"),
        updated: fields.when(reader, "updated"),
        publish: fields.when(reader, "publish"),
        expires: fields.when(reader, "expires"),
        review_by: review_by(&mut fields, reader),
        draft: fields.boolean(reader, "draft").unwrap_or(false),
        slug: fields.text_at(reader, "slug").map(|slug| spanned(reader, slug)),
        aliases: aliases(&mut fields, reader),
        tags: tags(&mut fields, reader),
        weight: fields.integer(reader, "weight", -1_000_000..=1_000_000),
        kind: kind(&mut fields, reader),
        template: fields
            .text_as(reader, "template", || Takes::Template)
            .map(|name| spanned(reader, name)),
        author: fields.text(reader, "author"),
        image: image(&mut fields, links, reader),
        toc: fields.boolean(reader, "toc"),
        noindex: fields.boolean(reader, "noindex").unwrap_or(false),
        glossary: glossary(&mut fields, reader),
        data: config::data_names(&mut fields, reader),
        extra: fields.own(reader, "extra"),
        objectives: fields
            .texts(reader, "objectives")
            .into_iter()
            .map(|(t, _)| typeset(t))
            .collect(),
        duration: offer::duration(&mut fields, reader),
        level: fields.text(reader, "level").map(typeset),
        audience: fields.text(reader, "audience").map(typeset),
        price: offer::price(&mut fields, reader),
        sessions: offer::sessions(&mut fields, language, links, reader),
        prerequisites: prerequisites(&mut fields, links, reader),
        span: Some(reader.span(0..0)),
    };
    fields.finish(reader, "Take it out, or put keys of your own under `extra`.");
    front_matter
}

fn title(
    fields: &mut yaml::Fields,
    reader: &mut Reader,
    typeset: impl Fn(String) -> String,
) -> String {
    let title = fields.text(reader, "title");
    fields.needs("title");
    match title {
        Some(title) if !title.is_empty() => return typeset(title),
        // Its wrong type is told already.
        None if fields.value_at("title").is_some() => return String::new(),
        None if fields.is_misspelt("title") => return String::new(),
        _ => {}
    }
    let message = "The page has no title.";
    let remedy = match reader.offset {
        0 => "Begin the file with three lines: `---`, `title: …`, `---`.",
        _ => "Add a line `title: …` between the `---` lines.",
    };
    let at = fields.key_at("title").unwrap_or(0..0);
    reader.report(Diagnostic::error(Code::MissingKey, message, remedy), at);
    String::new()
}

fn kind(fields: &mut yaml::Fields, reader: &mut Reader) -> Option<Kind> {
    let names = || Kind::ALL.iter().map(|kind| kind.name());
    let (name, at) = fields.text_as(reader, "kind", || Takes::OneOf(names().collect()))?;
    let kind = Kind::from_name(&name);
    let is_section = reader.file.file_name() == "_index.md";
    if kind.is_none() || kind == Some(Kind::Course) && !is_section {
        let (message, remedy) = match kind {
            Some(_) => (
                "Only a section can be a course.".to_owned(),
                "Put `kind: course` in the `_index.md` of the course's folder.".to_owned(),
            ),
            None => (
                format!("There is no kind `{name}`."),
                match nearest(&name, names()) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Take one of: {}.", names().collect::<Vec<_>>().join(", ")),
                },
            ),
        };
        reader.report(Diagnostic::error(Code::UnknownKind, message, remedy), at);
        return None;
    }
    kind
}

fn aliases(fields: &mut yaml::Fields, reader: &mut Reader) -> Vec<(String, Span)> {
    let mut aliases = Vec::new();
    for (alias, at) in fields.texts_as(reader, "aliases", || Takes::Path) {
        let good = alias.starts_with('/')
            && !alias.starts_with("//")
            && !alias.contains(['?', '#', '\\'])
            && !alias.split('/').any(|part| matches!(part, "." | ".."));
        match good {
            true => aliases.push((alias, reader.span(at))),
            false => {
                let message = format!("The alias `{alias}` is no path of this site.");
                let remedy = "Write it from the root of the site, like `/old/page/`.";
                reader.report(Diagnostic::error(Code::BadUrl, message, remedy), at);
            }
        }
    }
    aliases
}

fn review_by(fields: &mut yaml::Fields, reader: &mut Reader) -> Option<(When, Span)> {
    let when = fields.when(reader, "review_by")?;
    Some((when, reader.span(fields.value_at("review_by")?)))
}

fn tags(fields: &mut yaml::Fields, reader: &mut Reader) -> Vec<(String, Span)> {
    let mut tags: Vec<(String, Span)> = Vec::new();
    for (tag, at) in fields.texts(reader, "tags") {
        // Who writes quotes means one.
        let is_quoted =
            reader.text.get(at.clone()).is_some_and(|text| text.starts_with(['"', '\'']));
        if tag.contains(',') && !is_quoted {
            let message = format!("`{tag}` is one tag.");
            let remedy = format!("Write `tags: [{tag}]` for several, or put it in quotes.");
            let joined = Diagnostic::warning(Code::JoinedTags, message, remedy);
            reader.report(joined, at.clone());
        }
        if !tag.is_empty() && !tags.iter().any(|(known, _)| *known == tag) {
            tags.push((tag, reader.span(at)));
        }
    }
    tags
}

fn link(
    links: &mut Vec<Link>,
    reader: &Reader,
    target: String,
    at: Range<usize>,
    wants: Wants,
) -> u32 {
    links.push(Link { target: target.into(), span: reader.span(at), wants });
    links.len() as u32 - 1
}

fn image(fields: &mut yaml::Fields, links: &mut Vec<Link>, reader: &mut Reader) -> Option<Image> {
    let remedy = "A picture has `src` and `alt`.";
    fields.group(reader, "image", "`image`", remedy, |fields, reader| {
        let src = fields.text_as(reader, "src", || Takes::File);
        let alt = fields.text(reader, "alt").unwrap_or_default();
        if src.is_none() {
            let remedy = "Write `image: {src: picture.jpg, alt: What it shows}`.";
            fields.missing(reader, "src", "The picture has no `src`.", remedy);
        }
        let (src, at) = src?;
        if alt.is_empty() {
            let message = "This picture has no words for who cannot see it.";
            let remedy =
                format!("Write what it shows: `{{src: {src}, alt: A hand brake, pulled}}`.");
            reader.report(Diagnostic::warning(Code::MissingAlt, message, remedy), at.clone());
        }
        Some(Image { src: link(links, reader, src, at, Wants::Picture), alt })
    })?
}

fn prerequisites(
    fields: &mut yaml::Fields,
    links: &mut Vec<Link>,
    reader: &mut Reader,
) -> Vec<u32> {
    fields
        .texts_as(reader, "prerequisites", || Takes::Link)
        .into_iter()
        .map(|(target, at)| link(links, reader, target, at, Wants::Any))
        .collect()
}

fn glossary(fields: &mut yaml::Fields, reader: &mut Reader) -> Option<Span> {
    let wanted = fields.boolean(reader, "glossary")?;
    fields.key_at("glossary").filter(|_| wanted).map(|at| reader.span(at))
}
