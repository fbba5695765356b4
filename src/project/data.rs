//! The data files that the site and its pages ask for.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::{DATA, DataName};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineIndex};
use crate::folder;
use crate::nearest::nearest;
use crate::path::SourcePath;
use crate::render::Data;
use crate::site::Site;
use crate::source;
use crate::yaml::{self, Reader};

/// Reads them, each once, and no other. Of what is not published none is read, as none of its
/// links is followed.
pub(super) fn read(root: &Path, site: &Site, diagnostics: &mut Diagnostics) -> Data {
    let own = site.config.data.iter().map(|name| (&site.config.file, name));
    let of_pages = site.pages.iter().flat_map(|page| {
        let document = &page.document;
        document.front_matter.data.iter().map(|name| (&document.path, name))
    });
    let asked: Vec<(&SourcePath, &DataName)> =
        own.chain(of_pages).filter(|(_, name)| name.is_usable()).collect();
    if asked.is_empty() {
        return Data::new();
    }
    let mut of_folder = Diagnostics::new();
    let files = folder::files(root, DATA, |_, _| false, &mut of_folder);
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for (by, name) in asked {
        let file = name.file();
        if files.contains(&file) {
            found.insert(&name.name);
        } else if !tells_of(&of_folder, &file) {
            diagnostics.push(missing(name, &files).at(by, name.span));
        }
    }
    diagnostics.extend(of_folder);
    let names = found.into_iter();
    names.filter_map(|name| Some((name.to_owned(), one(root, name, diagnostics)?))).collect()
}

/// One file. What stands in it is the author's: known keys are for templates to know.
fn one(root: &Path, name: &str, diagnostics: &mut Diagnostics) -> Option<serde_json::Value> {
    let file = DataName::file_of(name);
    let text = match source::read(root, &file) {
        Ok(text) => text,
        Err(fault) => {
            diagnostics.push(*fault);
            return None;
        }
    };
    let lines = LineIndex::new(&text);
    match yaml::parse(&text) {
        Ok(node) => {
            let mut reader = Reader::new(&file, &text, &lines, 0, diagnostics);
            reader.duplicates_within(&node);
            Some(node.value.to_json())
        }
        Err(fault) => {
            let message = format!("The data cannot be read: {}.", fault.message);
            let span = lines.span(fault.at);
            let fault = Diagnostic::error(fault.code, message, fault.remedy);
            diagnostics.push(fault.at(&file, span));
            None
        }
    }
}

fn tells_of(diagnostics: &Diagnostics, file: &SourcePath) -> bool {
    let mut places = diagnostics.iter().filter_map(|fault| fault.place.as_ref());
    places.any(|place| &*place.file == file.as_str())
}

fn missing(name: &DataName, files: &[SourcePath]) -> Diagnostic {
    let file = name.file();
    let remedy = match (name.misnamed(files), nearest(&name.name, DataName::of_files(files))) {
        (Some(other), _) => format!("Rename `{other}` to `{file}`."),
        (None, Some(near)) => format!("Did you mean `{near}`? Or write `{file}`."),
        (None, None) => format!("Write `{file}`, beside `content/`, or take the name out."),
    };
    Diagnostic::error(Code::MissingFile, format!("There is no data file `{file}`."), remedy)
}
