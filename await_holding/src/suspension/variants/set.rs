//! Sets of enum variants: what [`variants`](super) knows at one point.

use rustc_mir_dataflow::JoinSemiLattice;

/// A set of variants, one bit each. The last bit stands for all variants that have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::suspension) struct VariantSet(pub u128);

impl VariantSet {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(u128::MAX);

    pub fn only(variant: usize) -> Self {
        Self(1 << variant.min(127))
    }

    pub fn contains(self, variant: usize) -> bool {
        self.0 & Self::only(variant).0 != 0
    }

    pub fn is_all(self) -> bool {
        self == Self::ALL
    }

    pub fn without(self, variant: usize) -> Self {
        match variant < 127 {
            true => Self(self.0 & !(1 << variant)),
            false => self,
        }
    }
}

/// The variants that each followed place can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::suspension) struct Possible(pub Vec<VariantSet>);

impl JoinSemiLattice for Possible {
    fn join(&mut self, other: &Self) -> bool {
        let mut changed = false;
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            let joined = mine.0 | theirs.0;
            changed |= joined != mine.0;
            mine.0 = joined;
        }
        changed
    }
}
