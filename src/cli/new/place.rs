//! Where a new page goes: the one place that the site has for it, or the one that was typed.

use std::path::{Component, Path};

use anyhow::{Context, Result, anyhow, bail};

use crate::cli::args::NewKind;
use crate::folder::is_passed_over;
use crate::nearest::nearest;
use crate::path::SourcePath;
use crate::site::{Section, SectionId, Site};
use crate::source::{CONTENT, Kind};

/// A folder for a new page.
pub(super) struct Place {
    /// `content`, or a folder in it: `content/blog`.
    pub folder: String,
    /// The kind that its section gives to its pages.
    pub kind: Kind,
}

impl Place {
    fn new(site: &Site, folder: String) -> Self {
        let section = ancestors(&folder).find_map(|folder| site.section_of(folder));
        let kind = section.map_or(Kind::Page, |section| site.section(section).kind);
        Self { folder, kind }
    }
}

/// Finds the folder.
///
/// # Errors
/// A folder that was typed and cannot be taken; no place or more than one where none was typed.
pub(super) fn find(site: &Site, root: &Path, kind: NewKind, typed: Option<&Path>) -> Result<Place> {
    let folder = match typed {
        Some(typed) => chosen(site, root, typed)?,
        None => only(site, kind)?,
    };
    let in_course = ancestors(&folder)
        .filter_map(|folder| site.section_of(folder))
        .any(|section| site.section(section).course.is_some());
    if kind == NewKind::Course && in_course {
        bail!("`{folder}` is part of a course, and a course cannot stand in another");
    }
    Ok(Place::new(site, folder))
}

/// The folder that the site has for this kind.
fn only(site: &Site, kind: NewKind) -> Result<String> {
    let mut places: Vec<SectionId> = match kind {
        NewKind::Post => outermost(site, Kind::Post),
        NewKind::Checklist => outermost(site, Kind::Checklist),
        NewKind::Lesson => ids(site)
            .filter(|id| {
                let section = site.section(*id);
                section.kind == Kind::Lesson && section.sections.is_empty()
            })
            .collect(),
        NewKind::Course => {
            site.courses.iter().filter_map(|course| site.section(*course).parent).collect()
        }
        NewKind::Page => Vec::new(),
    };
    places.sort();
    places.dedup();
    match (places.as_slice(), kind) {
        ([place], _) => Ok(folder(site, site.section(*place))),
        ([], NewKind::Page | NewKind::Course) => Ok(CONTENT.to_owned()),
        ([], NewKind::Lesson) => bail!(
            "The site has no course yet. Begin one with `leerpad new course TITLE`, or choose a folder with `--in`"
        ),
        ([], NewKind::Post | NewKind::Checklist) => {
            let (name, kind) = match kind {
                NewKind::Post => ("blog", Kind::Post),
                _ => ("checklists", Kind::Checklist),
            };
            bail!(
                "No section of the site is for this. Write `kind: {kind}` in the `_index.md` of a folder, like `{CONTENT}/{name}/_index.md`, or choose a folder with `--in`",
                kind = kind.name()
            )
        }
        (places, _) => Err(ambiguous(site, places)),
    }
}

fn ambiguous(site: &Site, places: &[SectionId]) -> anyhow::Error {
    let place = |id: &SectionId| {
        let section = site.section(*id);
        let folder = folder(site, section);
        // What stands behind `--in` can be copied as it is.
        let folder =
            folder.strip_prefix(CONTENT).map_or(&*folder, |rest| rest.trim_start_matches('/'));
        let folder = if folder.is_empty() { "." } else { folder };
        let title = |id: SectionId| &*site.page(site.section(id).page).document.front_matter.title;
        let course = section.course.filter(|course| course != id);
        let course = course.map(|course| format!("{}, ", title(course))).unwrap_or_default();
        format!("\n  --in {folder}   ({course}{})", title(*id))
    };
    let list: String = places.iter().map(place).collect();
    anyhow!("There are {} places for it. Choose one:{list}", places.len())
}

/// The sections that give their pages this kind and lie in none that does.
fn outermost(site: &Site, kind: Kind) -> Vec<SectionId> {
    let gives = |id: SectionId| site.section(id).kind == kind;
    ids(site).filter(|id| gives(*id) && !site.section(*id).parent.is_some_and(gives)).collect()
}

fn ids(site: &Site) -> impl Iterator<Item = SectionId> + use<> {
    (0..site.sections.len()).map(SectionId::new)
}

fn folder(site: &Site, section: &Section) -> String {
    site.page(section.page).document.path.folder().to_owned()
}

/// The folder that was typed: from `content`, from the site's folder, or absolute.
fn chosen(site: &Site, root: &Path, typed: &Path) -> Result<String> {
    let relative = match typed.is_absolute() {
        true => {
            let real = typed.canonicalize();
            let real = real.with_context(|| format!("There is no folder `{}`", typed.display()))?;
            match typed.strip_prefix(root).or_else(|_| real.strip_prefix(root)) {
                Ok(relative) => relative.to_owned(),
                Err(_) => bail!("`{}` is not in this site", typed.display()),
            }
        }
        false => typed.to_owned(),
    };
    let mut parts = Vec::new();
    for part in relative.components() {
        match (part, part.as_os_str().to_str()) {
            (Component::CurDir, _) => {}
            (Component::Normal(_), Some(name)) => parts.push(name),
            _ => bail!("Write `--in {}` as a path from `{CONTENT}`", typed.display()),
        }
    }
    let below = [&[CONTENT][..], &parts].concat().join("/");
    let folder = match root.join(&below).is_dir() {
        false if parts.first() == Some(&CONTENT) => parts.join("/"),
        _ => below,
    };
    accept(site, root, folder)
}

/// A folder that can hold a page of its own.
fn accept(site: &Site, root: &Path, folder: String) -> Result<String> {
    let on_disk = root.join(&folder);
    if !on_disk.is_dir() {
        let known: Vec<String> = site.sections.iter().map(|s| self::folder(site, s)).collect();
        match nearest(&folder, known.iter().map(String::as_str)) {
            Some(near) => bail!("There is no folder `{folder}`. Did you mean `{near}`?"),
            None => bail!("There is no folder `{folder}`. Make it first, or take another"),
        }
    }
    let outside = !on_disk.canonicalize().is_ok_and(|real| real.starts_with(root));
    if outside || folder.split('/').any(|part| is_passed_over(part) || part.ends_with(".md")) {
        bail!("`{folder}` is no folder that pages are read from");
    }
    let is_bundle =
        |folder: &&str| *folder != CONTENT && root.join(folder).join("index.md").is_file();
    if let Some(bundle) = ancestors(&folder).find(is_bundle) {
        bail!("`{bundle}` is the folder of one page, `index.md`; take another");
    }
    Ok(SourcePath::new(folder).to_string())
}

/// A folder and those that it is in, up to `content`.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| Some(folder.rsplit_once('/')?.0))
}
