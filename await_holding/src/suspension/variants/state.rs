//! What is known at one point of the program.

use rustc_mir_dataflow::JoinSemiLattice;

use super::known_calls::Answers;
use super::places::PlaceId;

/// A set of variants, one bit each. The last bit stands for all variants that have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::suspension) struct VariantSet(u128);

impl VariantSet {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(u128::MAX);

    pub fn only(variant: usize) -> Self {
        Self(1 << variant.min(127))
    }

    pub fn contains(self, variant: usize) -> bool {
        self.0 & Self::only(variant).0 != 0
    }

    pub fn is_only(self, variant: usize) -> bool {
        self == Self::only(variant)
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

    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The variants that each followed place can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variants(Vec<VariantSet>);

impl Variants {
    pub fn get(&self, place: PlaceId) -> VariantSet {
        self.0[place]
    }

    pub fn set(&mut self, place: PlaceId, set: VariantSet) {
        self.0[place] = set;
    }

    pub fn swap(&mut self, one: PlaceId, other: PlaceId) {
        self.0.swap(one, other);
    }

    fn meet(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = mine.and(*theirs);
        }
    }
}

impl JoinSemiLattice for Variants {
    fn join(&mut self, other: &Self) -> bool {
        let mut changed = false;
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            let joined = mine.or(*theirs);
            changed |= joined != *mine;
            *mine = joined;
        }
        changed
    }
}

/// `None` if the program cannot be in such a state.
type Known = Option<Variants>;

/// The index of a flag.
pub(super) type FlagId = usize;

/// What is known, and what is known in addition given the value of a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::suspension) struct State {
    now: Known,
    /// For each flag, what is known if it is `false` or has the first variant, and if it is `true` or
    /// has the second.
    given: Vec<[Known; 2]>,
}

impl State {
    /// Nothing is known about any place.
    pub(super) fn start(places: usize, flags: usize) -> Self {
        let all = Some(Variants(vec![VariantSet::ALL; places]));
        Self {
            given: vec![[all.clone(), all.clone()]; flags],
            now: all,
        }
    }

    /// The point is not reached.
    pub(super) fn unreachable(flags: usize) -> Self {
        Self {
            now: None,
            given: vec![[None, None]; flags],
        }
    }

    /// Whether the program can come to this point.
    pub fn is_reachable(&self) -> bool {
        self.now.is_some()
    }

    pub(super) fn now(&self) -> Option<&Variants> {
        self.now.as_ref()
    }

    /// The flag has this value.
    pub(super) fn set_flag(&mut self, flag: FlagId, value: usize) {
        self.given[flag] = [0, 1].map(|it| self.now.clone().filter(|_| it == value));
    }

    /// The flag has the value of the flag `from`; if there is none, nothing is known about its value.
    pub(super) fn copy_flag(&mut self, flag: FlagId, from: Option<FlagId>) {
        self.given[flag] = match from {
            Some(from) => self.given[from].clone(),
            None => [self.now.clone(), self.now.clone()],
        };
    }

    pub(super) fn negate_flag(&mut self, flag: FlagId) {
        self.given[flag].swap(0, 1);
    }

    /// The flag tells which variant `of` has, which may be a flag itself.
    pub(super) fn tell_flag(
        &mut self,
        flag: FlagId,
        answers: Answers,
        of: PlaceId,
        of_flag: Option<FlagId>,
    ) {
        self.given[flag] = answers.map(|answer| {
            let mut known = self.now.clone()?;
            if let Some(variant) = answer {
                known.set(of, known.get(of).and(VariantSet::only(variant)));
                if let Some(of_flag) = of_flag {
                    known.meet(self.given[of_flag][variant].as_ref()?);
                }
            }
            Some(known)
        });
    }

    /// Changes what is known, whatever the flags are.
    pub(super) fn each(&mut self, change: impl Fn(&mut Variants)) {
        let given = self.given.iter_mut().flatten();
        given.chain([&mut self.now]).flatten().for_each(change);
    }

    /// The flag has a value in `values`.
    pub(super) fn assume(&mut self, flag: FlagId, values: VariantSet) {
        let mut assumed: Known = None;
        for (value, given) in self.given[flag].iter_mut().enumerate() {
            if values.contains(value) {
                join(&mut assumed, given);
            } else {
                *given = None;
            }
        }
        match assumed {
            Some(assumed) => self.each(|variants| variants.meet(&assumed)),
            None => *self = Self::unreachable(self.given.len()),
        }
    }
}

impl JoinSemiLattice for State {
    fn join(&mut self, other: &Self) -> bool {
        let mut changed = join(&mut self.now, &other.now);
        let given = self.given.iter_mut().flatten();
        for (mine, theirs) in given.zip(other.given.iter().flatten()) {
            changed |= join(mine, theirs);
        }
        changed
    }
}

fn join(mine: &mut Known, theirs: &Known) -> bool {
    match (mine, theirs) {
        (_, None) => false,
        (Some(mine), Some(theirs)) => mine.join(theirs),
        (mine @ None, Some(_)) => {
            mine.clone_from(theirs);
            true
        }
    }
}
