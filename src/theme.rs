//! The default theme, built into the binary, and the site's own files, which win over it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::path::SourcePath;

static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir = include_dir!("$CARGO_MANIFEST_DIR/static");
static LOCALES: Dir = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The folders of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// Tera templates and components.
    Templates,
    /// Files that go out under their own name.
    Static,
    /// Words for readers, a file a language.
    Locales,
}

impl Folder {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Templates, Self::Static, Self::Locales];

    /// Its name, inside a site and in the repository.
    pub fn name(self) -> &'static str {
        match self {
            Self::Templates => "templates",
            Self::Static => "static",
            Self::Locales => "locales",
        }
    }

    fn built_in(self) -> &'static Dir<'static> {
        match self {
            Self::Templates => &TEMPLATES,
            Self::Static => &STATIC,
            Self::Locales => &LOCALES,
        }
    }
}

/// One file of the theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Path below its folder: `css/site.css`.
    pub name: String,
    /// Path as people know it: `static/css/site.css`.
    pub path: SourcePath,
    /// Its bytes, where it is part of the binary.
    built_in: Option<&'static [u8]>,
}

impl ThemeFile {
    /// Whether it comes from the binary rather than from the site.
    pub fn is_built_in(&self) -> bool {
        self.built_in.is_some()
    }

    /// Its bytes.
    ///
    /// # Errors
    /// A file of the site that cannot be read.
    pub fn read(&self, root: &Path) -> io::Result<Cow<'static, [u8]>> {
        match self.built_in {
            Some(bytes) => Ok(Cow::Borrowed(bytes)),
            None => std::fs::read(self.path.on_disk(root)).map(Cow::Owned),
        }
    }

    /// How large it is, in bytes.
    ///
    /// # Errors
    /// A file of the site that cannot be read.
    pub fn size(&self, root: &Path) -> io::Result<u64> {
        match self.built_in {
            Some(bytes) => Ok(bytes.len() as u64),
            None => std::fs::metadata(self.path.on_disk(root)).map(|found| found.len()),
        }
    }
}

/// The files of a folder by name: those of the site, and those of the default theme that the
/// site does not replace.
pub fn files(
    root: &Path,
    folder: Folder,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, ThemeFile> {
    let mut files = BTreeMap::new();
    built_in(folder.built_in(), folder, &mut files);
    for path in crate::folder::files(root, folder.name(), |_, _| true, diagnostics) {
        if let Some(name) = path.below(folder.name()).map(str::to_owned) {
            files.insert(name.clone(), ThemeFile { name, path, built_in: None });
        }
    }
    files
}

/// A text of the theme: a template.
#[derive(Clone, Debug)]
pub struct ThemeText {
    /// Path below its folder.
    pub name: String,
    /// Path as people know it.
    pub path: SourcePath,
    /// Its text without a byte order mark; `None` where it cannot be read, which was told.
    pub text: Option<String>,
    /// Whether it comes from the binary rather than from the site.
    pub built_in: bool,
}

/// The texts of a folder, as [`files`] finds them. What cannot be read is told.
pub fn texts(root: &Path, folder: Folder, diagnostics: &mut Diagnostics) -> Vec<ThemeText> {
    let read = |file: &ThemeFile| -> Result<String, Diagnostic> {
        let bytes = file.read(root).map_err(|error| {
            let message = format!("The file cannot be read: {error}.");
            let remedy = "Check that it is there and that you may read it.";
            Diagnostic::error(Code::Unreadable, message, remedy)
        })?;
        let text = String::from_utf8(bytes.into_owned()).map_err(|_| {
            let message = "The file is not UTF-8 text.";
            Diagnostic::error(Code::NotUtf8, message, "Save it as UTF-8 in your editor.")
        })?;
        // A byte order mark would end up in the middle of a page.
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    };
    let files = files(root, folder, diagnostics);
    let text = |file: ThemeFile| {
        let text = read(&file);
        let text = text.map_err(|fault| diagnostics.push(fault.in_file(&file.path))).ok();
        ThemeText { built_in: file.is_built_in(), name: file.name, path: file.path, text }
    };
    files.into_values().map(text).collect()
}

/// A file of the default theme, by its path as people know it: `templates/page.html`.
pub fn default_file(path: &str) -> Option<&'static [u8]> {
    let (folder, name) = path.split_once('/')?;
    let folder = Folder::ALL.iter().find(|known| known.name() == folder)?;
    folder.built_in().get_file(name).map(include_dir::File::contents)
}

/// The paths of all files of the default theme, sorted.
pub fn default_paths() -> Vec<String> {
    let mut paths = Vec::new();
    for &folder in Folder::ALL {
        let mut files = BTreeMap::new();
        built_in(folder.built_in(), folder, &mut files);
        paths.extend(files.into_values().map(|file| file.path.to_string()));
    }
    paths
}

fn built_in(dir: &'static Dir, folder: Folder, files: &mut BTreeMap<String, ThemeFile>) {
    for file in dir.files() {
        let name = file.path().to_string_lossy().replace('\\', "/");
        let path = SourcePath::new(format!("{}/{name}", folder.name()));
        let theme_file = ThemeFile { name: name.clone(), path, built_in: Some(file.contents()) };
        files.insert(name, theme_file);
    }
    for dir in dir.dirs() {
        built_in(dir, folder, files);
    }
}
