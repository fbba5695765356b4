//! `check`: how much its advice counts, by code, and what it asks other sites.

use std::collections::BTreeMap;

use super::external::{self, External};
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

/// How `leerpad check` looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    /// How much advice counts, where it is not as usual.
    pub levels: BTreeMap<Code, Level>,
    /// How links to other sites are checked.
    pub external: External,
}

/// Takes `check` out of `site.yaml`.
pub(super) fn parse(fields: &mut Fields, reader: &mut Reader) -> Check {
    let remedy = "Only what `leerpad check` alone warns of has a level.";
    let check = fields.group(reader, "check", "`check`", remedy, |fields, reader| {
        let level = |code: &Code| {
            Some((*code, fields.one_of(reader, code.name(), Level::ALL, Level::name)?))
        };
        let levels = Code::ADVICE.iter().filter_map(level).collect();
        Check { levels, external: external::parse(fields, reader) }
    });
    check.unwrap_or_default()
}
