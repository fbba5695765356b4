//! A site's folder → a snapshot that can be rendered: where files, settings and clock come together.
//!
//! Reads `site.yaml`, the theme, the words of the language, the content and the data files, and
//! hands plain data to the stages, which know no folder. The clock and the settings come from the caller.

mod data;
mod inventory;
mod pictures;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub use inventory::Inventory;
use jiff::Timestamp;

use crate::assets::{Assets, Making, Pictures};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::folder;
use crate::locale::Locale;
use crate::markdown::{Context, Highlighter, ParseOptions};
use crate::nearest::nearest;
use crate::path::SourcePath;
use crate::render::{Engine, Renderer};
use crate::site::{self, Input, Publication, UrlWords};
use crate::source::{self, Memo};
use crate::theme::{self, Folder};

/// The folder of a site for what can be found out or made again. It belongs to no version control.
pub const KEPT: &str = ".leerpad";

/// What a run asks for besides what the site's folder says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The site's folder.
    pub root: PathBuf,
    /// Name of the configuration in it: `site.yaml`.
    pub config: String,
    /// In place of the configuration's `base_url`.
    pub base_url: Option<String>,
    /// What is published besides the ordinary.
    pub publication: Publication,
    /// The clock.
    pub now: Timestamp,
    /// Whether advice is told too.
    pub advice: bool,
    /// What is made of pictures.
    pub pictures: Making,
}

/// How long a stage took.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// discover, parse, assemble, render or emit.
    pub name: &'static str,
    /// On the wall's clock.
    pub took: Duration,
}

/// Loads a site, once, and tells of its links too.
pub fn load(
    settings: &Settings,
    stages: &mut Vec<Stage>,
    diagnostics: &mut Diagnostics,
) -> Option<Renderer> {
    let mut project = Project::new(settings.clone());
    let start = Instant::now();
    let inventory = project.walk();
    stages.push(Stage { name: "discover", took: start.elapsed() });
    let renderer = project.load(&inventory, stages, diagnostics)?;
    let start = Instant::now();
    diagnostics.extend(renderer.site().all_link_faults());
    if let Some(stage) = stages.iter_mut().find(|stage| stage.name == "assemble") {
        stage.took += start.elapsed();
    }
    Some(renderer)
}

/// A site that is loaded again and again: of its pages, those that changed are read and parsed, and
/// the others are shared with the snapshots before.
pub struct Project {
    settings: Settings,
    config: SourcePath,
    memo: Memo,
    highlighter: Highlighter,
    /// Of the snapshot before.
    pictures: Option<Arc<Pictures>>,
}

impl Project {
    /// A site of which nothing is known yet.
    pub fn new(settings: Settings) -> Self {
        let config = SourcePath::new(settings.config.as_str());
        Self {
            settings,
            config,
            memo: Memo::default(),
            highlighter: Highlighter::default(),
            pictures: None,
        }
    }

    /// Sets the clock of the snapshots to come.
    pub fn set_now(&mut self, now: Timestamp) {
        self.settings.now = now;
    }

    /// What there is now.
    pub fn walk(&self) -> Inventory {
        Inventory::walk(&self.settings.root, &self.config)
    }

    /// What there is, had only some files been written to since a walk: where to look first. Only the
    /// next walk tells whether that is so. `None` where it cannot be.
    pub fn touched(&self, before: &Inventory, paths: &[PathBuf]) -> Option<Inventory> {
        before.touched(&self.settings.root, &self.config, paths)
    }

    /// A snapshot of what a walk found. `None` only where there is no configuration to begin with;
    /// other faults are told and leave a snapshot behind. Of links, those of the configuration are
    /// told; those of pages are resolved when somebody asks ([`crate::site::Site::link_faults`]).
    pub fn load(
        &mut self,
        inventory: &Inventory,
        stages: &mut Vec<Stage>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Renderer> {
        let mut start = Instant::now();
        let mut stage = |name: &'static str| {
            match stages.iter_mut().find(|stage: &&mut Stage| stage.name == name) {
                Some(stage) => stage.took += start.elapsed(),
                None => stages.push(Stage { name, took: start.elapsed() }),
            }
            start = Instant::now();
        };
        let settings = &self.settings;
        let root = &settings.root;
        let config = config(settings, &self.config, diagnostics)?;
        // Without its time zone, what is published when would be told wrong.
        let publication = match diagnostics.has_errors() {
            true => Publication { future: true, expired: true, ..settings.publication },
            false => settings.publication,
        };
        let locale = locale(root, &config, diagnostics);
        let assets = Arc::new(Assets::discover(root, diagnostics));
        let templates = theme::texts(root, Folder::Templates, diagnostics);
        let engine =
            Engine::new(templates, &assets, &config.base_url, &config.language, diagnostics);
        diagnostics.extend(inventory.diagnostics.iter().cloned());
        stage("discover");
        let options = parse_options(&config, &locale);
        let context = Context {
            options: &options,
            contracts: engine.contracts(),
            highlighter: &self.highlighter,
        };
        let documents = source::parse(root, &inventory.pages, &context, &mut self.memo);
        for document in &documents {
            let faults = document.diagnostics.iter().filter(|fault| !fault.code.is_advice());
            diagnostics.extend(faults.cloned());
        }
        stage("parse");
        let before = self.pictures.as_deref();
        let pictures = Arc::new(pictures::discover(
            settings,
            &config,
            &documents,
            inventory,
            before,
            diagnostics,
        ));
        self.pictures = Some(Arc::clone(&pictures));
        stage("discover");
        let words = url_words(&locale);
        let input = Input {
            config: &config,
            documents: &documents,
            files: &inventory.files,
            pictures: &Arc::new(pictures::of_site(&pictures)),
            assets: &assets.urls(),
            words: &words,
            publication,
            now: settings.now,
        };
        let site = Arc::new(site::assemble(&input, diagnostics));
        // Who is still at work on a draft needs no advice on it.
        for page in &site.pages {
            let faults = page.document.diagnostics.iter();
            diagnostics.extend(faults.filter(|fault| fault.code.is_advice()).cloned());
        }
        let data = data::read(root, &site, diagnostics);
        let renderer = Renderer::new(site, engine, assets, pictures, &locale, &data, diagnostics);
        diagnostics.retain_mut(|fault| settings.advice || !fault.code.is_advice());
        stage("assemble");
        Some(renderer)
    }
}

/// What the pages of a site are parsed with, besides their contracts.
pub fn parse_options(config: &Config, locale: &Locale) -> ParseOptions {
    ParseOptions {
        language: config.language.clone(),
        markdown: config.markdown,
        footnotes: locale.word("footnotes").to_owned(),
        footnote_back: locale.word("footnote_back").to_owned(),
        table: locale.word("table").to_owned(),
        vague_links: locale.vague_links.clone(),
    }
}

/// The words of a language that stand in URLs.
pub fn url_words(locale: &Locale) -> UrlWords {
    UrlWords {
        page: locale.page_path.clone(),
        tags: locale.tags_path.clone(),
        search: locale.search_path.clone(),
    }
}

/// Reads a file for the line that a diagnostic shows: of the site, else of the default theme.
pub fn read_source(root: &Path, path: &str) -> Option<String> {
    let own = std::fs::read(root.join(path)).ok();
    let bytes = own.or_else(|| theme::default_file(path).map(<[u8]>::to_vec))?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The fault of a folder that holds no site, if it holds none.
pub(crate) fn missing(root: &Path, config: &SourcePath) -> Option<Diagnostic> {
    let message = format!("There is no `{config}` in `{}`.", root.display());
    let remedy = "Go to the folder of your site, name it with `--root`, or begin one with `leerpad init FOLDER`.";
    let there = config.on_disk(root).is_file();
    (!there).then(|| Diagnostic::error(Code::NoSite, message, remedy))
}

fn config(settings: &Settings, file: &SourcePath, diagnostics: &mut Diagnostics) -> Option<Config> {
    if let Some(fault) = missing(&settings.root, file) {
        diagnostics.push(fault);
        return None;
    }
    match source::read(&settings.root, file) {
        Ok(text) => Some(Config::parse(file, &text, settings.base_url.as_deref(), diagnostics)),
        Err(fault) => {
            // The rest is checked with the defaults; that keys are missing is no fault then.
            diagnostics.push(*fault);
            Some(Config::parse(file, "", settings.base_url.as_deref(), diagnostics))
        }
    }
}

/// The words of the site's language: those of the default theme, then those of the site. A
/// language that the theme does not know begins with the English words.
fn locale(root: &Path, config: &Config, diagnostics: &mut Diagnostics) -> Locale {
    let language = config.language.as_str();
    let mut locale = Locale::empty(language);
    let name = |language: &str| format!("{}/{language}.yaml", Folder::Locales.name());
    let own = name(language);
    let built_in = theme::default_file(&own).map(|bytes| (own.clone(), bytes));
    let is_own = folder::files(root, Folder::Locales.name(), |_, _| true, diagnostics)
        .contains(&SourcePath::new(own.as_str()));
    let base = built_in.or_else(|| Some((name("en"), theme::default_file(&name("en"))?)));
    if let Some((path, bytes)) = base {
        let text = String::from_utf8_lossy(bytes);
        locale.read(&SourcePath::new(path), &text, diagnostics);
        if theme::default_file(&own).is_none() {
            // The words may be English for now, but the pages are not.
            locale.locale = language.to_owned();
        }
    }
    if is_own {
        let path = SourcePath::new(own);
        match source::read(root, &path) {
            Ok(text) => locale.read(&path, &text, diagnostics),
            Err(fault) => diagnostics.push(*fault),
        }
    } else if theme::default_file(&own).is_none() {
        let known = theme::default_paths();
        let known: Vec<&str> = known
            .iter()
            .filter_map(|path| path.strip_prefix("locales/")?.strip_suffix(".yaml"))
            .collect();
        let message = format!("There are no words for the language `{language}`.");
        // `nl` for `nl-BE`.
        let main =
            known.iter().copied().find(|known| language.split(['-', '_']).next() == Some(known));
        let remedy = match main.or_else(|| nearest(language, known.iter().copied())) {
            Some(near) => format!("Did you mean `{near}`? Or write `{own}`."),
            None => format!("Take {}, or write `{own}`.", known.join(" or ")),
        };
        let fault = Diagnostic::error(Code::UnknownLanguage, message, remedy);
        diagnostics.push(match config.language_span {
            Some(span) => fault.at(&config.file, span),
            None => fault.in_file(&config.file),
        });
    }
    locale
}
