//! The rows of the catalogue, as rules.

use clippy_catalogue::{CATALOGUE, Family, Lint as LintKind};

/// A type of the catalogue.
#[derive(Clone, Copy)]
pub struct Row {
    /// The path of the type.
    pub path: &'static str,
    /// What is known about it.
    pub family: &'static Family,
}

/// The types that are forbidden without a list. A list replaces those of
/// `await_holding_invalid_type` unless `keep_default` is set.
pub(super) fn rows(keep_default: bool) -> impl Iterator<Item = Row> {
    CATALOGUE
        .iter()
        .filter(move |family| keep_default || family.lint != LintKind::InvalidType)
        .flat_map(|family| family.paths.iter().map(move |path| Row { path, family }))
}
