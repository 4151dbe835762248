//! One rule.

use clippy_catalogue::LintKind;

use super::catalogue::KnownType;
use super::list::InvalidType;
use super::mark::Mark;

/// Why values of a type, or what a function returned, must not be held, or may be.
#[derive(Clone, Copy)]
pub(crate) enum Rule {
    /// An entry of `await-holding-invalid-types`.
    Listed(&'static InvalidType),
    /// A type of the catalogue.
    Catalogue {
        /// The type, and what is known about it.
        known: KnownType,
        /// The user's entry, if the list has the type as well.
        entry: Option<&'static InvalidType>,
    },
    /// A `must_not_suspend` attribute.
    Marked(Mark),
}

impl Rule {
    /// Whether it says that the value may be held.
    pub fn is_allowance(self) -> bool {
        matches!(self, Self::Listed(entry) if entry.allow)
    }

    /// What the catalogue knows about the type, if this is a rule of the catalogue.
    pub fn known_type(self) -> Option<KnownType> {
        match self {
            Self::Catalogue { known, .. } => Some(known),
            Self::Listed(_) | Self::Marked(_) => None,
        }
    }

    /// The user's entry behind it.
    pub fn entry(self) -> Option<&'static InvalidType> {
        match self {
            Self::Listed(entry) => Some(entry),
            Self::Catalogue { entry, .. } => entry,
            Self::Marked(_) => None,
        }
    }

    /// This rule for a value that `entry` forbids, too. What `await_holding_lock` or
    /// `await_holding_refcell_ref` reports stays theirs, as in upstream Clippy: otherwise listing a
    /// guard would silently switch off a gate that denies one of them.
    pub fn listed_by(self, entry: &'static InvalidType) -> Self {
        match self {
            Self::Catalogue { known, .. } if known.row.lint != LintKind::InvalidType => {
                Self::Catalogue {
                    known,
                    entry: Some(entry),
                }
            }
            _ => Self::Listed(entry),
        }
    }

    /// The lint that reports what it forbids.
    pub fn lint(self) -> LintKind {
        match self {
            Self::Listed(_) | Self::Marked(_) => LintKind::InvalidType,
            Self::Catalogue { known, .. } => known.row.lint,
        }
    }
}
