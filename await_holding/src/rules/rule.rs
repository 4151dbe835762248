//! One rule.

use clippy_catalogue::Lint as LintKind;

use super::catalogue::KnownType;
use super::list::InvalidType;
use super::mark::Mark;

/// Why values of a type, or what a function returned, must not be held, or may be.
#[derive(Clone, Copy)]
pub enum Rule {
    /// An entry of `await-holding-invalid-types`.
    Listed(&'static InvalidType),
    /// A type of the catalogue.
    Catalogue(KnownType),
    /// A `must_not_suspend` attribute.
    Marked(Mark),
}

impl Rule {
    /// Whether it says that the value may be held.
    pub fn is_allowance(self) -> bool {
        matches!(self, Self::Listed(entry) if entry.allow)
    }

    /// The lint that reports what it forbids.
    pub fn lint(self) -> LintKind {
        match self {
            Self::Listed(_) | Self::Marked(_) => LintKind::InvalidType,
            Self::Catalogue(known) => known.family.lint,
        }
    }
}
