//! Leerpad turns a folder of Markdown into a training site.

pub mod diagnostic;
pub mod path;
