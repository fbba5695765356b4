//! Leerpad turns a folder of Markdown into a training site.

pub mod config;
pub mod diagnostic;
pub mod markdown;
pub mod nearest;
pub mod path;
pub mod slug;
pub mod source;
pub mod yaml;
