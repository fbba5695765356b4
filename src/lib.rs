//! Leerpad turns a folder of Markdown into a training site.

pub mod config;
pub mod diagnostic;
mod fold;
pub mod locale;
pub mod markdown;
mod nearest;
pub mod path;
mod slug;
pub mod site;
pub mod source;
pub mod yaml;
