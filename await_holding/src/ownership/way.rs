//! What the way from a value to a type within it says about what is found there.

use crate::degree::Degree;

/// The restrictions that a way brings, one bit each. With more of them no more is found, and nothing
/// that is more certain.
#[derive(Clone, Copy)]
pub(super) struct Way(u8);

const POSSIBLE: u8 = 1;
const IN_CELL: u8 = 2;
const WITHIN_FORBIDDEN: u8 = 4;

/// For each way, those that have no other restrictions than it has.
const NO_MORE_RESTRICTED: [u8; 8] = {
    let mut all = [0; 8];
    let mut way = 0;
    while way < all.len() {
        let mut other = 0;
        while other <= way {
            if other & !way == 0 {
                all[way] |= 1 << other;
            }
            other += 1;
        }
        way += 1;
    }
    all
};

impl Way {
    pub const CLEAR: Self = Self(0);

    /// On through something that can be empty.
    pub fn possible(self) -> Self {
        Self(self.0 | POSSIBLE)
    }

    /// On into an `UnsafeCell`. What is in there and can be empty does not count.
    pub fn into_cell(self) -> Self {
        Self(self.0 | IN_CELL)
    }

    /// On into a type that is forbidden, though the user did not list it. Only what the user listed
    /// counts in there.
    pub fn within_forbidden(self) -> Self {
        Self(self.0 | WITHIN_FORBIDDEN)
    }

    pub fn is_in_cell(self) -> bool {
        self.0 & IN_CELL != 0
    }

    pub fn is_within_forbidden(self) -> bool {
        self.0 & WITHIN_FORBIDDEN != 0
    }

    pub fn degree(self) -> Degree {
        match self.0 & POSSIBLE {
            0 => Degree::Certain,
            _ => Degree::Possible,
        }
    }
}

/// The ways by which a search has come to a type, one bit each.
#[derive(Clone, Copy, Default)]
pub(super) struct Ways(u8);

impl Ways {
    /// Adds `way`, unless a way was there that is no more restricted than `no_better`. Says whether it
    /// was added.
    pub fn insert(&mut self, way: Way, no_better: Way) -> bool {
        let is_new = self.0 & NO_MORE_RESTRICTED[usize::from(no_better.0)] == 0;
        if is_new {
            self.0 |= 1 << way.0;
        }
        is_new
    }

    /// Whether one of them leads through no `UnsafeCell`.
    pub fn has_one_outside_cells(self) -> bool {
        const OUTSIDE: u8 = NO_MORE_RESTRICTED[(POSSIBLE | WITHIN_FORBIDDEN) as usize];
        self.0 & OUTSIDE != 0
    }
}
