//! `leerpad new`: a page at its place, with its number, its date and a text to start from.

mod number;
mod place;

use anyhow::{Context, Result, anyhow, bail};
use jiff::civil::Date;

use super::args::{Global, New, NewKind};
use super::console::Console;
use super::create::{NewFile, create};
use super::{Outcome, settings, starter};
use crate::diagnostic::Diagnostics;
use crate::locale::fill;
use crate::path::SourcePath;
use crate::project;
use crate::site::{Name, Route, Site};
use crate::slug::{is_reserved, slugify};
use crate::source::Kind;
use place::Place;

/// A name of more characters makes an address that nobody can read out.
const LONGEST: usize = 80;

pub(crate) fn run(global: &Global, args: &New, console: &Console) -> Result<Outcome> {
    let title = title(&args.title)?;
    let slug = slug(&title)?;
    let settings = settings::everything(global)?;
    let mut diagnostics = Diagnostics::new();
    let Some(renderer) = project::load(&settings, &mut Vec::new(), &mut diagnostics) else {
        console.diagnostics(&diagnostics, &settings.root);
        return Ok(Outcome::Faults);
    };
    let site = renderer.site();
    let place = match place::find(site, &settings.root, args.kind, args.folder.as_deref()) {
        Ok(place) => place,
        Err(error) => {
            // A fault in an `_index.md` may be what hides the section that is looked for.
            if diagnostics.has_errors() {
                console.diagnostics(&diagnostics, &settings.root);
            }
            return Err(error);
        }
    };
    refuse_taken(site, &place, &slug)?;
    let stem = number::stem(site, &settings.root, &place, args.kind, &slug)?;
    let page = NewPage {
        kind: args.kind,
        title: &title,
        date: settings.now.to_zoned_datetime(site.timezone.clone()).date(),
        language: &site.config.language,
        keys: keys(args.kind, &place, &slug, &stem),
    };
    let files: Vec<(SourcePath, String)> = page
        .texts()
        .context("There is no text to begin it with")?
        .into_iter()
        .map(|(path, text)| match path {
            None => (SourcePath::new(format!("{}/{}.md", place.folder, stem.name)), text),
            Some(path) => (SourcePath::new(format!("{}/{}/{path}", place.folder, stem.name)), text),
        })
        .collect();
    let on_disk: Vec<NewFile> = files
        .iter()
        .map(|(path, text)| NewFile {
            path: path.on_disk(&settings.root),
            bytes: text.clone().into_bytes(),
        })
        .collect();
    create(&on_disk)?;
    for (path, _) in &files {
        console.data(&format!("{}\n", settings::shown(global, path)));
    }
    console.say(match args.kind {
        NewKind::Post => {
            "This is a draft. `leerpad serve` shows it to you; without its line `draft: true` it is for everyone."
        }
        NewKind::Course => "The order follows from the numbers in front. Add to it with `leerpad new lesson`.",
        _ => "It is part of the site from the next build on. Write `draft: true` above its text to keep it back.",
    });
    Ok(Outcome::Good)
}

/// What was typed, on one line: a title with a line break or a control character in it has come
/// out of a clipboard. Nor does YAML take what is no character.
fn title(typed: &[String]) -> Result<String> {
    let is_text = |c: char| !c.is_control() && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    let text: String = typed.join(" ").chars().map(|c| if is_text(c) { c } else { ' ' }).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.is_empty() {
        true => bail!("A page needs a title, like `leerpad new post \"The first day\"`"),
        false => Ok(words.join(" ")),
    }
}

/// The title as the name of a file, cut between two words where it is very long.
fn slug(title: &str) -> Result<String> {
    let mut slug = slugify(title).with_context(|| {
        format!("The file is named after the title, and `{title}` has no letter or digit for that. Give it a word; you can change the title in the file afterwards")
    })?;
    if slug.len() > LONGEST {
        let cut = slug.get(..=LONGEST).and_then(|start| start.rfind('-')).unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    match is_reserved(&slug) {
        true => bail!("Windows cannot have a file named `{slug}`; add a word to the title"),
        false => Ok(slug),
    }
}

/// Two pages cannot be at one address, also where their files have other names.
fn refuse_taken(site: &Site, place: &Place, slug: &str) -> Result<()> {
    let folder = site
        .folder_url(&place.folder)
        .with_context(|| format!("The folder `{}` has no address", place.folder))?;
    let url = folder.page(slug);
    let taken = site.routes.iter().find(|(known, _)| known.folded() == url.folded());
    let Some((_, route)) = taken else { return Ok(()) };
    let owner = match route {
        Route::Page(page) => format!("`{}`", site.page(*page).document.path),
        Route::Redirect { page, .. } => {
            format!("an alias of `{}`", site.page(*page).document.path)
        }
        Route::Tag { .. } | Route::Tags => "the list of tags".to_owned(),
        _ => "another page or file".to_owned(),
    };
    Err(anyhow!("The address `{url}` belongs to {owner}; take another title"))
}

/// The lines of front matter that this place asks for.
fn keys(kind: NewKind, place: &Place, slug: &str, stem: &number::Stem) -> Vec<String> {
    let kind = match kind {
        NewKind::Post => Some(Kind::Post),
        NewKind::Lesson => Some(Kind::Lesson),
        NewKind::Checklist => Some(Kind::Checklist),
        NewKind::Page => Some(Kind::Page),
        NewKind::Course => None,
    };
    let kind = kind.filter(|kind| *kind != place.kind);
    // A file `10-questions.md` is number 10 with the address `questions`, unless it says.
    let name = Name::parse(&stem.name);
    let is_misread = name.rest != slug;
    [
        kind.map(|kind| format!("kind: {}", kind.name())),
        is_misread.then(|| format!("slug: {slug}")),
        stem.weight.map(|weight| format!("weight: {weight}")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is to be written.
struct NewPage<'a> {
    kind: NewKind,
    title: &'a str,
    date: Date,
    language: &'a str,
    keys: Vec<String>,
}

impl NewPage<'_> {
    /// The files: one, or those below the folder of a course.
    fn texts(&self) -> Option<Vec<(Option<String>, String)>> {
        let one = |name| Some(vec![(None, self.filled(starter::page(self.language, name)?))]);
        match self.kind {
            NewKind::Post => one("post"),
            NewKind::Lesson => one("lesson"),
            NewKind::Checklist => one("checklist"),
            NewKind::Page => one("page"),
            NewKind::Course => {
                let texts = starter::course(self.language);
                let file = |text: starter::Text| match text.path.as_str() {
                    "_index.md" => (Some(text.path), self.filled(text.text)),
                    _ => (Some(text.path), text.text.to_owned()),
                };
                Some(texts.into_iter().map(file).collect())
            }
        }
    }

    /// The text with its title and date, and the further keys at the end of the front matter.
    fn filled(&self, text: &str) -> String {
        // A JSON string is a YAML one too, whatever is in it.
        let title = serde_json::Value::from(self.title).to_string();
        let text = fill(text, |name| match name {
            "title" => Some(title.clone()),
            "date" => Some(self.date.to_string()),
            _ => None,
        });
        let keys: String = self.keys.iter().map(|key| format!("\n{key}")).collect();
        text.replacen("\n---\n", &format!("{keys}\n---\n"), 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line() {
        let joined =
            |typed: &[&str]| title(&typed.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>());
        assert_eq!(joined(&["Een", " kop\n\u{7}"]).unwrap(), "Een kop");
        assert!(joined(&[" \t"]).is_err());
    }

    #[test]
    fn a_long_name_is_cut_between_words() {
        let long = slug(&"woorden ".repeat(30)).unwrap();
        assert!(long.len() <= LONGEST && long.ends_with("-woorden"), "{long}");
        assert_eq!(slug(&"x".repeat(300)).unwrap().len(), LONGEST);
        assert!(slug("🚀").is_err());
        assert!(slug("Con").is_err());
    }

    /// The title in a page that is read again.
    fn read_again(title: &str) -> String {
        let page = NewPage {
            kind: NewKind::Page,
            title,
            date: "2026-11-23".parse().unwrap(),
            language: "nl-BE",
            keys: vec!["kind: page".into()],
        };
        let text = page.texts().unwrap().remove(0).1;
        let yaml = text.split("---\n").nth(1).unwrap();
        let read = crate::yaml::parse(yaml).unwrap().value.to_json();
        assert_eq!(read["kind"], "page");
        read["title"].as_str().unwrap().to_owned()
    }

    #[test]
    fn titles_that_mean_something_in_yaml() {
        for given in ["a: b", "\"q\" 'r'", "# x", "🚀 {date} \\ %", "null", "- [x]: *a", "&a !b"]
        {
            assert_eq!(read_again(given), given);
        }
    }

    #[test]
    fn any_character_can_stand_in_a_title() {
        // Many at once, for it is a matter of each alone.
        let all: Vec<char> = ('\0'..=char::MAX).collect();
        for some in all.chunks(1000) {
            let title = title(&[format!("x{}x", some.iter().collect::<String>())]).unwrap();
            assert_eq!(read_again(&title), title, "{:?}", some[0]);
        }
    }
}
