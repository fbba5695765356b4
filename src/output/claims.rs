//! Which file of the site has which name: two cannot have one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::fault;
use super::manifest::folders;
use crate::diagnostic::Diagnostic;
use crate::path::OutputPath;

/// The names given out, case folded: what cannot stand in one folder on some computer is refused
/// on all.
#[derive(Default)]
pub(super) struct Claims(HashMap<String, Claim>);

enum Claim {
    File(OutputPath),
    /// A folder, and the first file in it.
    Folder(OutputPath),
}

impl Claims {
    /// Gives a name to a file; says whether its folder is new.
    pub(super) fn claim(&mut self, path: &OutputPath) -> Result<bool, Diagnostic> {
        let folded = path.as_str().to_lowercase();
        let mut is_new_folder = false;
        for folder in folders(&folded) {
            match self.0.get(folder) {
                Some(Claim::File(other)) => return Err(fault::collision(path, other)),
                Some(Claim::Folder(_)) => is_new_folder = false,
                None => {
                    is_new_folder = true;
                    self.0.insert(folder.to_owned(), Claim::Folder(path.clone()));
                }
            }
        }
        match self.0.entry(folded) {
            Entry::Vacant(free) => {
                free.insert(Claim::File(path.clone()));
                Ok(is_new_folder)
            }
            Entry::Occupied(taken) => {
                let (Claim::File(other) | Claim::Folder(other)) = taken.get();
                Err(fault::collision(path, other))
            }
        }
    }
}
