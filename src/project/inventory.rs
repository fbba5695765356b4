//! The files that a snapshot is made from, as one walk finds them.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::config::DATA;
use crate::diagnostic::Diagnostics;
use crate::folder::{self, Stamp};
use crate::path::SourcePath;
use crate::source::{self, CONTENT, Found};
use crate::theme::Folder;

/// A file, and what its folder knows of it; nothing where that cannot be asked.
type Stamped = (SourcePath, Option<Stamp>);

/// What a walk finds of a site.
#[derive(Clone)]
pub struct Inventory {
    /// The pages.
    pub(super) pages: Vec<Stamped>,
    /// The other files of `content/`.
    pub(super) files: Vec<SourcePath>,
    /// What is wrong with `content/`.
    pub(super) diagnostics: Diagnostics,
    /// The stamps of those other files.
    stamps: Vec<Option<Stamp>>,
    /// The files of the site's other folders, and its configuration.
    others: Vec<Stamped>,
    /// What is wrong with those folders: told by who reads them, and no less a part of what is there.
    wrong_there: Diagnostics,
}

impl Inventory {
    /// Walks the folders of a site.
    pub(super) fn walk(root: &Path, config: &SourcePath) -> Self {
        let mut diagnostics = Diagnostics::new();
        let Found { pages, files } = source::discover(root, &mut diagnostics);
        let stamp = |path: &SourcePath| Stamp::of(&path.on_disk(root));
        let stamped = |paths: Vec<SourcePath>| -> Vec<Stamped> {
            let stamped = paths.into_par_iter().map(|path| (stamp(&path), path));
            stamped.map(|(stamp, path)| (path, stamp)).collect()
        };
        let mut wrong_there = Diagnostics::new();
        let others = Folder::ALL.iter().map(|folder| folder.name()).chain([DATA]);
        let others = others
            .flat_map(|name| folder::files(root, name, |_, _| true, &mut wrong_there))
            .chain([config.clone()])
            .collect();
        Self {
            others: stamped(others),
            stamps: files.par_iter().map(stamp).collect(),
            pages: stamped(pages),
            files,
            diagnostics,
            wrong_there,
        }
    }

    /// This one, had only some of its files been written to since, and pages added beside others: a
    /// guess that a walk has to confirm. `None` where one of them is another file, or none any more.
    pub(super) fn touched(
        &self,
        root: &Path,
        config: &SourcePath,
        paths: &[PathBuf],
    ) -> Option<Self> {
        let folders = Folder::ALL.iter().map(|folder| folder.name());
        let folders: Vec<&str> = folders.chain([DATA, CONTENT]).collect();
        let mut after = self.clone();
        let mut is_touched = false;
        for path in paths {
            let Some(path) = SourcePath::relative_to(root, path) else { continue };
            let is_ours = path == *config || folders.iter().any(|name| path.below(name).is_some());
            if !is_ours || path.as_str().split('/').any(folder::is_passed_over) {
                continue;
            }
            let on_disk = path.on_disk(root);
            if !std::fs::symlink_metadata(&on_disk).is_ok_and(|found| found.is_file()) {
                return None;
            }
            let stamp = Stamp::of(&on_disk)?;
            let mut known = after.pages.iter_mut().chain(&mut after.others);
            match known.find(|(known, _)| *known == path) {
                Some((_, known)) => *known = Some(stamp),
                None => match after.files.iter().position(|known| *known == path) {
                    Some(at) => *after.stamps.get_mut(at)? = Some(stamp),
                    None => after.add_page(path, stamp)?,
                },
            }
            is_touched = true;
        }
        is_touched.then_some(after)
    }

    /// Adds a page where a walk would find it. `None` where it is no page, or stands in a folder that
    /// no other page stands in: what becomes of that, a walk has to tell.
    fn add_page(&mut self, path: SourcePath, stamp: Stamp) -> Option<()> {
        let is_below = |path: &SourcePath| path.below(CONTENT).is_some();
        let at = self.pages.partition_point(|(known, _)| {
            // A walk goes through the parts of a path, in the order of their names.
            known.as_str().split('/').lt(path.as_str().split('/'))
        });
        let beside = [at.checked_sub(1), Some(at)].into_iter().flatten();
        let is_known = beside
            .filter_map(|at| self.pages.get(at))
            .any(|(known, _)| known.folder() == path.folder());
        (source::is_page(&path) && is_below(&path) && is_known)
            .then(|| self.pages.insert(at, (path, Some(stamp))))
    }

    /// The files of `content/` that are no pages.
    pub(super) fn stamped_files(&self) -> impl Iterator<Item = (&SourcePath, Option<Stamp>)> {
        self.files.iter().zip(self.stamps.iter().copied())
    }

    /// Whether a snapshot of `before` is surely one of this too: a file that was written a moment
    /// before that walk is not taken for the same.
    pub fn is_same(&self, before: &Self) -> bool {
        self.compare(before, Stamp::is_same)
    }

    /// Whether nothing tells the two apart.
    pub fn looks_same(&self, before: &Self) -> bool {
        self.compare(before, Stamp::looks_same)
    }

    fn compare(&self, before: &Self, same: fn(&Stamp, &Stamp) -> bool) -> bool {
        let same = |(new, old): (&Option<Stamp>, &Option<Stamp>)| match (new, old) {
            (Some(new), Some(old)) => same(new, old),
            (None, None) => true,
            _ => false,
        };
        let all_same = |new: &[Stamped], old: &[Stamped]| {
            new.len() == old.len()
                && new.iter().zip(old).all(|(new, old)| new.0 == old.0 && same((&new.1, &old.1)))
        };
        all_same(&self.pages, &before.pages)
            && all_same(&self.others, &before.others)
            && self.files == before.files
            && self.stamps.iter().zip(&before.stamps).all(same)
            && self.diagnostics == before.diagnostics
            && self.wrong_there == before.wrong_there
    }
}
