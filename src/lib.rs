//! Leerpad turns a folder of Markdown into a training site.
//!
//! **A site is a function from URL to response.** Whatever reaches a reader has a URL and is a
//! [`Route`](site::Route); [`Renderer::render`](render::Renderer::render) makes its
//! [`Artifact`](render::Artifact). The commands are thin consumers of that one function.
//!
//! ```text
//!  site.yaml   content/**.md   templates/ static/ locales/       (+ the default theme in the binary)
//!      │           │
//!  discover      source    walk, read, split off the front matter
//!  parse         markdown  one pass of pulldown-cmark            → Document   one file
//!      ▼           ▼
//!  assemble      site      permalinks, sections, courses, links  → Site       immutable snapshot
//!                  ▼
//!  render        render    tera; assets for files                → Artifact   one URL
//!                  ▼
//!  emit          output    staging, commit, manifest
//! ```
//!
//! Where to look first:
//!
//! | room | holds |
//! |---|---|
//! | [`cli`] | one file a command; the only place that prints |
//! | [`project`] | a site's folder → a snapshot: files, settings and clock come together here |
//! | [`serve`] | the site from memory, followed live by browsers |
//! | [`search`] | finished pages → the index that a reader's search asks |
//! | [`check`] | what an author may want to mend, by the site and by what was rendered |
//! | [`output`] | artifacts → disk, so that the last good output survives |
//! | [`editor`] | keys and directives → what an editor completes from |
//! | [`plan`] | a site → its editorial calendar |
//! | [`external`] | whether the links to other sites still work |
//! | [`urls`] | the URLs that a site has promised, and whether it keeps them |
//! | [`render`] | site × route → artifact |
//! | [`headers`] | what goes with every response |
//! | [`site`] | documents → site |
//! | [`source`] | `content/` → documents |
//! | [`markdown`] | Markdown → body; directives, typography, highlighting |
//! | [`assets`], [`theme`] | static files and their fingerprints; the default theme |
//! | [`config`], [`locale`], [`yaml`] | `site.yaml`; words of a language; YAML with places |
//! | [`diagnostic`], [`path`] | faults as values; the kinds of path |
//!
//! Who may know whom goes one way only: `cli` → `project` and consumers (`output`, …) →
//! `render` → `site` → `source` → `markdown` → the rooms of the last two rows.
//! `tests/architecture.rs` holds it.

pub mod accent;
pub mod assets;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod editor;
pub mod external;
mod fold;
mod folder;
pub mod headers;
mod hyphens;
mod link;
pub mod locale;
pub mod markdown;
mod nearest;
pub mod output;
pub mod path;
mod phone;
pub mod plan;
pub mod project;
pub mod render;
pub mod search;
pub mod serve;
pub mod site;
mod slug;
pub mod source;
pub mod theme;
pub mod urls;
pub mod yaml;
