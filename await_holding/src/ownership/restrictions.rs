//! What an access path says about that which is found at its end.

use crate::degree::Degree;

/// The restrictions on what is found at the end of an access path, one bit each. With more of them no
/// more is found, and nothing that is more certain.
#[derive(Clone, Copy)]
pub(super) struct Restrictions(u8);

const POSSIBLE: u8 = 1;
const IN_CELL: u8 = 2;
const WITHIN_FORBIDDEN: u8 = 4;

/// For each set of restrictions, its subsets, one bit each.
const SUBSETS: [u8; 8] = {
    let mut all = [0; 8];
    let mut set = 0;
    while set < all.len() {
        let mut subset = 0;
        while subset <= set {
            if subset & !set == 0 {
                all[set] |= 1 << subset;
            }
            subset += 1;
        }
        set += 1;
    }
    all
};

impl Restrictions {
    pub const NONE: Self = Self(0);

    /// Those after a step to something that need not be there, unless it does not count.
    pub fn if_any(self) -> Option<Self> {
        (self.0 & IN_CELL == 0).then(|| self.possible())
    }

    pub fn possible(self) -> Self {
        Self(self.0 | POSSIBLE)
    }

    /// Those after a step into an `UnsafeCell`. What is in there and can be empty does not count.
    pub fn into_cell(self) -> Self {
        Self(self.0 | IN_CELL)
    }

    /// Those after a step into a type that is forbidden, though the user did not list it. Only what the
    /// user listed counts in there.
    pub fn within_forbidden(self) -> Self {
        Self(self.0 | WITHIN_FORBIDDEN)
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

/// The restrictions with which a search has come to a type, one bit for each set of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Visits(u8);

impl Visits {
    /// Adds a visit with these restrictions, unless there was one with a subset of `no_fewer`. Says
    /// whether it was added.
    pub fn insert(&mut self, restrictions: Restrictions, no_fewer: Restrictions) -> bool {
        let is_new = self.0 & SUBSETS[usize::from(no_fewer.0)] == 0;
        if is_new {
            self.0 |= 1 << restrictions.0;
        }
        is_new
    }

    /// Whether one of them was outside of all `UnsafeCell`s.
    pub fn has_one_outside_cells(self) -> bool {
        self.0 & SUBSETS[usize::from(POSSIBLE | WITHIN_FORBIDDEN)] != 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Restrictions, Visits};

    /// Whether a type that was visited with `first` is visited again with `then`.
    fn is_visited_again(first: Restrictions, then: Restrictions) -> bool {
        let mut visits = Visits::default();
        assert!(visits.insert(first, first));
        visits.insert(then, then)
    }

    #[test]
    fn fewer_restrictions_can_find_more() {
        let none = Restrictions::NONE;
        for restricted in [none.possible(), none.into_cell(), none.within_forbidden()] {
            assert!(is_visited_again(restricted, none));
            assert!(!is_visited_again(none, restricted));
            assert!(!is_visited_again(restricted, restricted));
            assert!(!is_visited_again(
                restricted,
                restricted.possible().into_cell()
            ));
        }
        assert!(is_visited_again(none.possible(), none.into_cell()));
        assert!(is_visited_again(none.into_cell(), none.possible()));
    }

    #[test]
    fn a_degree_that_makes_no_difference_is_ignored() {
        let mut visits = Visits::default();
        assert!(visits.insert(Restrictions::NONE.possible(), Restrictions::NONE.possible()));
        assert!(!visits.insert(Restrictions::NONE, Restrictions::NONE.possible()));
        assert!(visits.insert(Restrictions::NONE, Restrictions::NONE));
    }

    #[test]
    fn only_what_was_seen_outside_of_cells_counts_as_such() {
        let seen = |with: Restrictions| {
            let mut visits = Visits::default();
            visits.insert(with, with);
            visits.has_one_outside_cells()
        };
        assert!(seen(Restrictions::NONE) && seen(Restrictions::NONE.possible()));
        assert!(
            !seen(Restrictions::NONE.into_cell())
                && !seen(Restrictions::NONE.possible().into_cell())
        );
    }
}
