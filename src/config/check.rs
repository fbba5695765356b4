//! `check`: how much its advice counts, by code.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::yaml::{Fields, Reader};

/// How much a piece of advice counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not told.
    Off,
    /// It is told.
    Warning,
    /// It is told, and the check fails.
    Error,
}

impl Level {
    const ALL: &[Self] = &[Self::Off, Self::Warning, Self::Error];

    fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The levels that `site.yaml` names.
pub(super) fn levels(fields: &mut Fields, reader: &mut Reader) -> BTreeMap<Code, Level> {
    let remedy = "Only what `leerpad check` alone warns of has a level.";
    let levels = fields.group(reader, "check", "`check`", remedy, |fields, reader| {
        let level = |code: &Code| {
            Some((*code, fields.one_of(reader, code.name(), Level::ALL, Level::name)?))
        };
        Code::ADVICE.iter().filter_map(level).collect()
    });
    levels.unwrap_or_default()
}
