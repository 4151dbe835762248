//! The types of the catalogue.

use clippy_catalogue::{CATALOGUE, LintKind, Row};
use rustc_hir::def_id::DefId;

/// A type of the catalogue.
#[derive(Clone, Copy)]
pub(crate) struct KnownType {
    /// The path by which users know it.
    pub path: &'static str,
    /// The row: what is known about it.
    pub row: &'static Row,
    /// The alias that the path leads to, if the type has another path where it is defined.
    pub alias: Option<DefId>,
}

impl KnownType {
    /// The last segment of the path.
    pub fn name(&self) -> &'static str {
        self.path.rsplit("::").next().unwrap_or(self.path)
    }
}

/// The paths of the types that `await_holding_invalid_type` forbids by default.
pub(crate) fn defaults() -> impl Iterator<Item = &'static str> {
    let of_lint = |row: &Row| row.lint == LintKind::InvalidType;
    paths()
        .filter(move |(_, row)| of_lint(row))
        .map(|(path, _)| path)
}

/// All paths of the catalogue.
pub(super) fn paths() -> impl Iterator<Item = (&'static str, &'static Row)> {
    CATALOGUE
        .iter()
        .flat_map(|row| row.paths.iter().map(move |path| (*path, row)))
}
