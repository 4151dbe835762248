//! The rows of the catalogue, as the lints use them.

use clippy_catalogue::{CATALOGUE, Family, Lint as Kind};
use rustc_lint_defs::Lint;

use super::{AWAIT_HOLDING_INVALID_TYPE, AWAIT_HOLDING_LOCK, AWAIT_HOLDING_REFCELL_REF};

/// A type of the catalogue.
#[derive(Clone, Copy)]
pub(super) struct BuiltIn {
    pub path: &'static str,
    pub family: &'static Family,
}

impl BuiltIn {
    pub fn lint(self) -> &'static Lint {
        match self.family.lint {
            Kind::InvalidType => AWAIT_HOLDING_INVALID_TYPE,
            Kind::Lock => AWAIT_HOLDING_LOCK,
            Kind::RefCell => AWAIT_HOLDING_REFCELL_REF,
        }
    }
}

/// The types that are forbidden in this build. `keep_default` is about
/// `await-holding-invalid-types`, whose list replaces what that lint finds by default.
pub(super) fn types(keep_default: bool) -> impl Iterator<Item = BuiltIn> {
    CATALOGUE
        .iter()
        .filter(move |family| keep_default || family.lint != Kind::InvalidType)
        .flat_map(|family| {
            family
                .paths
                .iter()
                .map(move |path| BuiltIn { path, family })
        })
}
