//! The texts that `init` and `new` begin with, built into the binary: `starter/` of the repository.
//!
//! `starter/nl/` is a whole site, `starter/new/nl/` holds a text for each thing that `new` makes.
//! Places in braces, such as `{title}`, are filled in.

use include_dir::{Dir, include_dir};

static STARTER: Dir = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// One file to write.
pub(crate) struct Text {
    /// Relative to the folder that it goes into, with `/` between the parts.
    pub path: String,
    /// What stands in it.
    pub text: &'static str,
}

/// The files of a starter site.
pub(crate) fn site(language: &str) -> Vec<Text> {
    texts(language)
}

/// The text for one new page, in the language of the site; in English where there is none in it.
pub(crate) fn page(language: &str, kind: &str) -> Option<&'static str> {
    STARTER.get_file(format!("{}/{kind}.md", folder_for(language)))?.contents_utf8()
}

/// The files of a new course, below its folder.
pub(crate) fn course(language: &str) -> Vec<Text> {
    texts(&format!("{}/course", folder_for(language)))
}

/// `nl-BE` is served by `nl`.
fn folder_for(language: &str) -> String {
    let primary = language.split(['-', '_']).next().unwrap_or(language);
    let folder = format!("new/{}", primary.to_ascii_lowercase());
    match STARTER.get_dir(&folder) {
        Some(_) => folder,
        None => "new/en".to_owned(),
    }
}

fn texts(folder: &str) -> Vec<Text> {
    let mut texts = Vec::new();
    if let Some(dir) = STARTER.get_dir(folder) {
        gather(dir, folder, &mut texts);
    }
    // A section before what is in it.
    texts.sort_by_key(|text| {
        let (folder, name) = text.path.rsplit_once('/').unwrap_or(("", &text.path));
        (folder.to_owned(), name != "_index.md", name.to_owned())
    });
    texts
}

fn gather(dir: &'static Dir, base: &str, texts: &mut Vec<Text>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let below = path.strip_prefix(base).and_then(|path| path.strip_prefix('/'));
        if let (Some(path), Some(text)) = (below, file.contents_utf8()) {
            texts.push(Text { path: path.to_owned(), text });
        }
    }
    for dir in dir.dirs() {
        gather(dir, base, texts);
    }
}
