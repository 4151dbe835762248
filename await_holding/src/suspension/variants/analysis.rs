//! The dataflow.

use rustc_data_structures::fx::FxHashMap;
use rustc_index::IndexVec;
#[cfg(not(version("1.97.0")))]
use rustc_middle::mir::SwitchTargetValue;
use rustc_middle::mir::{
    BasicBlock, Body, CallReturnPlaces, Location, Operand, PlaceRef, Statement, SwitchTargets,
    Terminator, TerminatorEdges,
};
use rustc_middle::ty::{Ty, TyCtxt};
use rustc_mir_dataflow::Analysis;
#[cfg(version("1.97.0"))]
use rustc_mir_dataflow::SwitchTargetIndex;
use rustc_mir_dataflow::fmt::DebugWithContext;

use super::borrows::Borrows;
use super::effects::{Asked, BlockEffects, Effect, Effects};
use super::followed::Followed;
use super::places::{Found, PlaceId, Places};
use super::state::{FlagId, State, VariantSet};

impl DebugWithContext<ActiveVariants<'_, '_>> for State {}

pub(in crate::suspension) struct ActiveVariants<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    body: &'a Body<'tcx>,
    places: Places,
    /// Whether a place owns something of interest, by place.
    owning: Vec<bool>,
    flags: FxHashMap<PlaceId, FlagId>,
    blocks: IndexVec<BasicBlock, BlockEffects<PlaceId>>,
}

impl<'a, 'tcx> ActiveVariants<'a, 'tcx> {
    /// Follows enums and collections of types of which `is_of_interest` is true.
    pub fn new(
        tcx: TyCtxt<'tcx>,
        body: &'a Body<'tcx>,
        is_of_interest: impl Fn(Ty<'tcx>) -> bool,
    ) -> Self {
        let borrows = Borrows::of(body);
        let effects = Effects {
            tcx,
            body,
            borrows: &borrows,
        };
        let blocks = effects.of_body();
        let Followed {
            places,
            owning,
            flags,
        } = Followed::in_body(&effects, &blocks, is_of_interest);
        let find = |place: PlaceRef<'tcx>| places.find(tcx, body, place);
        let blocks = blocks.iter().map(|block| block.resolved(find)).collect();
        Self {
            tcx,
            body,
            places,
            owning,
            flags,
            blocks,
        }
    }

    /// The variants that `place` can have, all of them if it is not followed.
    pub fn of_place(&self, state: &State, place: PlaceRef<'tcx>) -> VariantSet {
        match (self.places.find(self.tcx, self.body, place), state.now()) {
            (Found::At(place), Some(variants)) => variants.get(place),
            _ => VariantSet::ALL,
        }
    }

    /// Whether something is known about an enum or a collection within `place`.
    pub fn is_narrowed_within(&self, state: &State, place: PlaceRef<'tcx>) -> bool {
        match (self.places.find(self.tcx, self.body, place), state.now()) {
            (Found::At(place), Some(variants)) => {
                let mut within = self.places.within(place).into_iter();
                within.any(|place| self.owning[place] && !variants.get(place).is_all())
            }
            _ => false,
        }
    }

    fn apply(&self, state: &mut State, effect: Effect<PlaceId>) {
        match effect {
            Effect::Forget(place) => self.forget(state, &self.places.within(place)),
            Effect::ForgetParts(place) => self.forget(state, &self.places.within(place)[1..]),
            Effect::Set(place, variant) => {
                state.each(|variants| variants.set(place, VariantSet::only(variant)));
                if let Some(&flag) = self.flags.get(&place) {
                    state.set_flag(flag, variant);
                }
            }
            Effect::Assign { to, from } => {
                let pairs = self.places.pairs(to, from);
                state.each(|variants| {
                    for &(to, from) in &pairs {
                        let set = from.map_or(VariantSet::ALL, |from| variants.get(from));
                        variants.set(to, set);
                    }
                });
                for (to, from) in pairs {
                    if let Some(&to) = self.flags.get(&to) {
                        let from = from.and_then(|from| self.flags.get(&from));
                        state.copy_flag(to, from.copied());
                    }
                }
            }
            Effect::Negate { to, from } => {
                if let Some(&to) = self.flags.get(&to) {
                    state.copy_flag(to, self.flags.get(&from).copied());
                    state.negate_flag(to);
                }
            }
            Effect::Swap(one, other) => {
                let pairs = self.places.pairs(one, other);
                state.each(|variants| {
                    for &(one, other) in &pairs {
                        if let Some(other) = other {
                            variants.swap(one, other);
                        }
                    }
                });
                // What a flag says was mostly said about something else.
                let both = [one, other].map(|place| self.places.within(place));
                for place in both.iter().flatten() {
                    if let Some(&flag) = self.flags.get(place) {
                        state.copy_flag(flag, None);
                    }
                }
            }
            Effect::Leave(place) => {
                let within = self.places.within(place);
                state.each(|variants| {
                    for &place in &within {
                        variants.set(place, VariantSet::NONE);
                    }
                });
            }
            Effect::LeaveVariant(place, variant) => state.each(|variants| {
                let left = variants.get(place).without(variant);
                variants.set(place, left);
            }),
            Effect::Tell { flag, of, answers } => {
                if let Some(&flag) = self.flags.get(&flag) {
                    let of_flag = self.flags.get(&of).copied();
                    state.tell_flag(flag, answers, of, of_flag);
                }
            }
        }
    }

    fn forget(&self, state: &mut State, places: &[PlaceId]) {
        state.each(|variants| {
            for &place in places {
                variants.set(place, VariantSet::ALL);
            }
        });
        for place in places {
            if let Some(&flag) = self.flags.get(place) {
                state.copy_flag(flag, None);
            }
        }
    }

    /// Narrows the state of what was asked to the branch for `value`, or to the one that is left.
    fn narrow(&self, state: &mut State, asked: &Asked<PlaceId>, value: Option<u128>) {
        let set = match value {
            Some(value) => match asked.variant(value) {
                Some(variant) => VariantSet::only(variant),
                None => return,
            },
            None => {
                let branches = asked.branches.iter();
                let variants = branches.filter_map(|&value| asked.variant(value));
                variants.fold(VariantSet::ALL, VariantSet::without)
            }
        };
        state.each(|variants| variants.set(asked.place, variants.get(asked.place).and(set)));
        if let Some(&flag) = self.flags.get(&asked.place) {
            state.assume(flag, set);
        }
    }

    fn asked(&self, block: BasicBlock) -> Option<Asked<PlaceId>> {
        self.blocks[block].asked.clone()
    }
}

impl<'tcx> Analysis<'tcx> for ActiveVariants<'_, 'tcx> {
    type Domain = State;
    type SwitchIntData = Asked<PlaceId>;

    const NAME: &'static str = "active_variants";

    fn bottom_value(&self, _: &Body<'tcx>) -> State {
        State::unreachable(self.flags.len())
    }

    fn initialize_start_block(&self, _: &Body<'tcx>, state: &mut State) {
        *state = State::start(self.places.len(), self.flags.len());
    }

    fn apply_primary_statement_effect(
        &self,
        state: &mut State,
        _: &Statement<'tcx>,
        location: Location,
    ) {
        for effect in &self.blocks[location.block].statements[location.statement_index] {
            self.apply(state, *effect);
        }
    }

    fn apply_primary_terminator_effect<'mir>(
        &self,
        _: &mut State,
        terminator: &'mir Terminator<'tcx>,
        _: Location,
    ) -> TerminatorEdges<'mir, 'tcx> {
        terminator.edges()
    }

    fn apply_call_return_effect(
        &self,
        state: &mut State,
        block: BasicBlock,
        _: CallReturnPlaces<'_, 'tcx>,
    ) {
        for effect in &self.blocks[block].at_return {
            self.apply(state, *effect);
        }
    }

    #[cfg(not(version("1.97.0")))]
    fn get_switch_int_data(&self, block: BasicBlock, _: &Operand<'tcx>) -> Option<Asked<PlaceId>> {
        self.asked(block)
    }

    #[cfg(version("1.97.0"))]
    fn get_switch_int_data(
        &self,
        block: BasicBlock,
        _: &SwitchTargets,
        _: &Operand<'tcx>,
    ) -> Option<Asked<PlaceId>> {
        self.asked(block)
    }

    #[cfg(not(version("1.97.0")))]
    fn apply_switch_int_edge_effect(
        &self,
        asked: &mut Asked<PlaceId>,
        state: &mut State,
        value: SwitchTargetValue,
        _: &SwitchTargets,
    ) {
        let value = match value {
            SwitchTargetValue::Normal(value) => Some(value),
            SwitchTargetValue::Otherwise => None,
        };
        self.narrow(state, asked, value);
    }

    #[cfg(version("1.97.0"))]
    fn apply_switch_int_edge_effect(
        &self,
        state: &mut State,
        asked: &mut Asked<PlaceId>,
        target: SwitchTargetIndex,
    ) {
        let value = match target {
            SwitchTargetIndex::Normal(index) => Some(asked.branches[index]),
            SwitchTargetIndex::Otherwise => None,
        };
        self.narrow(state, asked, value);
    }
}
