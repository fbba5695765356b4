//! Leerpad turns a folder of Markdown into a training site.

pub mod assets;
pub mod cli;
pub mod config;
pub mod diagnostic;
mod fold;
pub mod locale;
pub mod markdown;
mod nearest;
pub mod output;
pub mod path;
pub mod project;
pub mod render;
pub mod site;
mod slug;
pub mod source;
pub mod theme;
pub mod yaml;
