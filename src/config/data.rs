//! The key `data`, of `site.yaml` and of a page: which data files it asks for.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::path::SourcePath;
use crate::yaml::{Fields, Reader};

/// The folder of a site that holds its data files.
pub const DATA: &str = "data";

/// A data file that a page or the site asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct DataName {
    /// The file's name without its ending; a template asks for it by this.
    pub name: String,
    /// Where it is asked for.
    pub span: Span,
}

impl DataName {
    /// The file.
    pub fn file(&self) -> SourcePath {
        Self::file_of(&self.name)
    }

    /// The file of a name.
    pub fn file_of(name: &str) -> SourcePath {
        SourcePath::new(format!("{DATA}/{name}.yaml"))
    }

    /// Whether a template can ask for it; where not, that is told.
    pub fn is_usable(&self) -> bool {
        is_name(&self.name)
    }

    /// The names that files of the folder have, of those that a template can ask for.
    pub(crate) fn of_files(files: &[SourcePath]) -> Vec<&str> {
        let names = files.iter().filter_map(stem);
        names
            .filter(|(name, ending)| *ending == "yaml" && is_name(name))
            .map(|(name, _)| name)
            .collect()
    }

    /// The file that is probably meant, were it only named as its name wants: `data/my-team.yml`.
    pub(crate) fn misnamed<'f>(&self, files: &'f [SourcePath]) -> Option<&'f SourcePath> {
        files.iter().find(|file| {
            stem(file).is_some_and(|(name, ending)| {
                ["yaml", "yml"].contains(&&*ending.to_lowercase())
                    && name.replace(['-', ' '], "_") == self.name
            })
        })
    }
}

/// The name of a file of the folder, and its ending.
fn stem(file: &SourcePath) -> Option<(&str, &str)> {
    file.as_str().strip_prefix(DATA)?.strip_prefix('/')?.rsplit_once('.')
}

/// Takes `data` out of a mapping. A name that no template could ask for is told, and stays in the
/// list: there is no file for it.
pub(crate) fn names(fields: &mut Fields, reader: &mut Reader) -> Vec<DataName> {
    let mut names: Vec<DataName> = Vec::new();
    for (name, at) in fields.texts(reader, "data") {
        let is_known = names.iter().any(|known| known.name == name);
        if !is_known {
            names.push(DataName { name: name.clone(), span: reader.span(at.clone()) });
        }
        if is_name(&name) {
            continue;
        }
        // The folder and the ending are easily taken for granted.
        let plain = name.strip_prefix("data/").unwrap_or(&name);
        let plain = plain.strip_suffix(".yaml").or(plain.strip_suffix(".yml")).unwrap_or(plain);
        let other = plain.replace('-', "_");
        let message = format!("`{name}` is no name of a data file.");
        let remedy = match is_name(&other) {
            true if other == plain => {
                format!("Write `{other}`; it stands for `{}`.", DataName::file_of(&other))
            }
            true => format!(
                "Write `{other}`, and name the file `{}`: a template cannot ask for a name with `-`.",
                DataName::file_of(&other)
            ),
            false => "Take letters without accents, digits and `_`, a letter first: `team` stands \
                      for `data/team.yaml`."
                .to_owned(),
        };
        reader.report(Diagnostic::error(Code::BadValue, message, remedy), at);
    }
    names
}

/// Whether a template can ask for it: what its engine takes for a name behind a dot.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
