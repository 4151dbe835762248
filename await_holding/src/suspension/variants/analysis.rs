//! The dataflow.

use rustc_data_structures::fx::{FxIndexMap, FxIndexSet};
#[cfg(not(version("1.97.0")))]
use rustc_middle::mir::SwitchTargetValue;
use rustc_middle::mir::{
    AggregateKind, BasicBlock, Body, BorrowKind, CallReturnPlaces, Local, Location, Operand, Place,
    PlaceElem, PlaceRef, Rvalue, Statement, StatementKind, SwitchTargets, Terminator,
    TerminatorEdges, TerminatorKind,
};
use rustc_middle::ty::{Ty, TyCtxt};
use rustc_mir_dataflow::Analysis;
#[cfg(version("1.97.0"))]
use rustc_mir_dataflow::SwitchTargetIndex;
use rustc_mir_dataflow::fmt::DebugWithContext;

use super::known_calls::{self, KnownCall};
use super::set::{Possible, VariantSet};
use crate::suspension::flow::Flow;
use crate::suspension::place_uses::PlaceUses;

impl DebugWithContext<ActiveVariants<'_, '_>> for Possible {}

pub(in crate::suspension) struct ActiveVariants<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    body: &'a Body<'tcx>,
    places: FxIndexSet<PlaceRef<'tcx>>,
    /// Locals that are written once, with a reference, and what that refers to.
    references: FxIndexMap<Local, (BorrowKind, Place<'tcx>)>,
}

impl<'a, 'tcx> ActiveVariants<'a, 'tcx> {
    /// Follows places of enums of which `is_followed` is true.
    pub fn new(
        tcx: TyCtxt<'tcx>,
        body: &'a Body<'tcx>,
        flow: &Flow<'tcx>,
        is_followed: impl Fn(Ty<'tcx>) -> bool,
    ) -> Self {
        let PlaceUses {
            inspected,
            written,
            addressed,
            references,
        } = PlaceUses::of(flow);
        let mut analysis = Self {
            tcx,
            body,
            places: FxIndexSet::default(),
            references,
        };
        // Only a place that is inspected somewhere, or that gets a known variant, can ever be narrowed.
        for place in inspected.into_iter().chain(written) {
            let place = analysis.behind_shared_borrow(place);
            let ty = place.ty(&body.local_decls, tcx).ty;
            if place.projection.iter().all(is_field)
                && ty.is_enum()
                && !addressed.contains(&place.local)
                && is_followed(ty)
            {
                analysis.places.insert(place);
            }
        }
        analysis
    }

    /// The variants that `place` can have, all of them if it is not followed.
    pub fn of_place(&self, state: &Possible, place: PlaceRef<'tcx>) -> VariantSet {
        self.places
            .get_index_of(&place)
            .map_or(VariantSet::ALL, |index| state.0[index])
    }

    /// Whether something is known about an enum within `place`.
    pub fn is_narrowed_within(&self, state: &Possible, place: PlaceRef<'tcx>) -> bool {
        self.places
            .iter()
            .zip(&state.0)
            .any(|(known, set)| !set.is_all() && is_in(*known, place))
    }

    /// `(*r).f` is `x.f` if `r` is never anything but `&x`.
    fn behind_shared_borrow(&self, place: PlaceRef<'tcx>) -> PlaceRef<'tcx> {
        if let [PlaceElem::Deref, rest @ ..] = place.projection
            && let Some((BorrowKind::Shared | BorrowKind::Fake(_), borrowed)) =
                self.references.get(&place.local)
        {
            return borrowed.project_deeper(rest, self.tcx).as_ref();
        }
        place
    }

    fn set(&self, state: &mut Possible, place: PlaceRef<'tcx>, set: VariantSet) {
        if let Some(index) = self.places.get_index_of(&place) {
            state.0[index] = set;
        }
    }

    fn set_within(&self, state: &mut Possible, place: PlaceRef<'tcx>, all: VariantSet) {
        for (known, set) in self.places.iter().zip(&mut state.0) {
            if is_in(*known, place) {
                *set = all;
            }
        }
    }

    /// Forgets everything about what is in `place`.
    fn forget(&self, state: &mut Possible, place: PlaceRef<'tcx>) {
        self.set_within(state, place, VariantSet::ALL);
    }

    /// The place that `operand` moves out of has nothing in it afterwards. If it was the only field of
    /// a variant, neither has the variant, and it need not be considered any more.
    fn leave(&self, state: &mut Possible, operand: &Operand<'tcx>) {
        let Operand::Move(place) = operand else {
            return;
        };
        self.set_within(state, place.as_ref(), VariantSet::NONE);
        if let [
            rest @ ..,
            PlaceElem::Downcast(_, variant),
            PlaceElem::Field(..),
        ] = place.projection.as_slice()
        {
            let owner = PlaceRef {
                local: place.local,
                projection: rest,
            };
            let adt = owner.ty(&self.body.local_decls, self.tcx).ty.ty_adt_def();
            if adt.is_some_and(|adt| adt.variant(*variant).fields.len() == 1) {
                let left = self.of_place(state, owner).without(variant.as_usize());
                self.set(state, owner, left);
            }
        }
    }

    fn assign(&self, state: &mut Possible, to: Place<'tcx>, value: &Rvalue<'tcx>) {
        let set = match value {
            Rvalue::Aggregate(kind, _) => match **kind {
                AggregateKind::Adt(adt, variant, ..) if self.tcx.adt_def(adt).is_enum() => {
                    VariantSet::only(variant.as_usize())
                }
                _ => VariantSet::ALL,
            },
            Rvalue::Use(operand, ..) => self.of_operand(state, operand),
            _ => VariantSet::ALL,
        };
        match value {
            Rvalue::Use(operand, ..) | Rvalue::Cast(_, operand, _) => self.leave(state, operand),
            Rvalue::Aggregate(_, operands) => {
                for operand in operands {
                    self.leave(state, operand);
                }
            }
            Rvalue::Ref(_, BorrowKind::Mut { .. }, place) => self.forget(state, place.as_ref()),
            _ => {}
        }
        self.forget(state, to.as_ref());
        self.set(state, to.as_ref(), set);
    }

    /// The place behind the argument `&mut place`, even if it was reborrowed.
    fn behind_argument(&self, operand: &Operand<'tcx>) -> Option<Place<'tcx>> {
        let mut place = operand.place()?;
        loop {
            let (kind, borrowed) = self.references.get(&place.as_local()?)?;
            if !matches!(kind, BorrowKind::Mut { .. }) {
                return None;
            }
            match borrowed.projection.as_slice() {
                // More can be written later through a named reference.
                [PlaceElem::Deref] if self.body.local_decls[borrowed.local].is_user_variable() => {
                    return None;
                }
                [PlaceElem::Deref] => place = Place::from(borrowed.local),
                _ => return Some(*borrowed),
            }
        }
    }

    /// What the call at the end of `block` leaves behind in a place that it is given.
    fn left_behind(
        &self,
        state: &Possible,
        block: BasicBlock,
    ) -> Option<(Place<'tcx>, VariantSet)> {
        let TerminatorKind::Call { func, args, .. } = &self.body[block].terminator().kind else {
            return None;
        };
        let (callee, _) = func.const_fn_def()?;
        // Most calls have no such argument, and looking up what a function is takes longer.
        let place = self.behind_argument(&args.first()?.node)?;
        let known = KnownCall::of(self.tcx, callee)?;
        let adt = place.ty(&self.body.local_decls, self.tcx).ty.ty_adt_def();
        match known {
            KnownCall::Replaces => {
                let replacement = self.of_operand(state, &args.get(1)?.node);
                Some((place, replacement))
            }
            KnownCall::TakesFromOption if known_calls::is_option(self.tcx, adt?) => {
                Some((place, VariantSet::only(0)))
            }
            _ => None,
        }
    }

    /// What the `SwitchInt` at the end of `block` asks.
    fn asked(&self, block: BasicBlock) -> Option<Asked<'tcx>> {
        let (discr, targets) = self.body[block].terminator().kind.as_switch()?;
        let discr = discr.place()?;
        let by_call = self.asked_by_call(block, discr);
        let (place, values) = by_call.or_else(|| self.asked_directly(block, discr))?;
        let branches = targets.all_values().iter().map(|value| value.get());
        Some(Asked {
            place,
            values,
            branches: branches.collect(),
        })
    }

    /// The place whose discriminant the branch depends on, and the discriminants of its variants.
    fn asked_directly(
        &self,
        block: BasicBlock,
        discr: Place<'tcx>,
    ) -> Option<(PlaceRef<'tcx>, Vec<u128>)> {
        let mut statements = self.body[block].statements.iter().rev();
        let asked = statements.find_map(|statement| match statement.kind.as_assign()? {
            (to, Rvalue::Discriminant(place)) if *to == discr => Some(place.as_ref()),
            _ => None,
        })?;
        let place = self.behind_shared_borrow(asked);
        self.places.get_index_of(&place)?;
        let adt = place.ty(&self.body.local_decls, self.tcx).ty.ty_adt_def()?;
        let values = adt.discriminants(self.tcx).map(|(_, discr)| discr.val);
        Some((place, values.collect()))
    }

    /// The same if the branch depends on what a call such as `Option::is_none` has found out.
    fn asked_by_call(
        &self,
        block: BasicBlock,
        discr: Place<'tcx>,
    ) -> Option<(PlaceRef<'tcx>, Vec<u128>)> {
        let [caller] = self.body.basic_blocks.predecessors()[block][..] else {
            return None;
        };
        let TerminatorKind::Call {
            func,
            args,
            destination,
            ..
        } = &self.body[caller].terminator().kind
        else {
            return None;
        };
        let (callee, _) = func.const_fn_def().filter(|_| *destination == discr)?;
        let KnownCall::Asks { of, values } = KnownCall::of(self.tcx, callee)? else {
            return None;
        };
        let reference = args.first()?.node.place()?;
        let behind = reference.project_deeper(&[PlaceElem::Deref], self.tcx);
        let place = self.behind_shared_borrow(behind.as_ref());
        self.places.get_index_of(&place)?;
        let adt = place.ty(&self.body.local_decls, self.tcx).ty.ty_adt_def();
        (adt == Some(of)).then(|| (place, values.to_vec()))
    }

    /// Narrows the state of what was asked to the branch for `value`, or to the one that is left.
    fn narrow(&self, state: &mut Possible, asked: &Asked<'tcx>, value: Option<u128>) {
        let mut set = self.of_place(state, asked.place);
        match value {
            Some(value) => {
                if let Some(variant) = asked.variant(value) {
                    set.0 &= VariantSet::only(variant).0;
                }
            }
            None => {
                for value in &asked.branches {
                    if let Some(variant) = asked.variant(*value) {
                        set = set.without(variant);
                    }
                }
            }
        }
        self.set(state, asked.place, set);
    }

    fn of_operand(&self, state: &Possible, operand: &Operand<'tcx>) -> VariantSet {
        operand.place().map_or(VariantSet::ALL, |place| {
            self.of_place(state, place.as_ref())
        })
    }
}

/// What a `SwitchInt` on the variant of a followed place reveals.
pub(in crate::suspension) struct Asked<'tcx> {
    place: PlaceRef<'tcx>,
    /// The discriminants of the variants, in their order.
    values: Vec<u128>,
    /// Those that the `SwitchInt` has a branch for, in the order of its branches.
    branches: Vec<u128>,
}

impl Asked<'_> {
    fn variant(&self, value: u128) -> Option<usize> {
        self.values.iter().position(|&known| known == value)
    }
}

impl<'tcx> Analysis<'tcx> for ActiveVariants<'_, 'tcx> {
    type Domain = Possible;
    type SwitchIntData = Asked<'tcx>;

    const NAME: &'static str = "active_variants";

    fn bottom_value(&self, _: &Body<'tcx>) -> Possible {
        Possible(vec![VariantSet::NONE; self.places.len()])
    }

    fn initialize_start_block(&self, _: &Body<'tcx>, state: &mut Possible) {
        state.0.fill(VariantSet::ALL);
    }

    fn apply_primary_statement_effect(
        &self,
        state: &mut Possible,
        statement: &Statement<'tcx>,
        _: Location,
    ) {
        match &statement.kind {
            StatementKind::Assign(assignment) => self.assign(state, assignment.0, &assignment.1),
            StatementKind::SetDiscriminant { place, .. } => {
                self.forget(state, (**place).as_ref());
            }
            StatementKind::StorageDead(local) => self.forget(state, Place::from(*local).as_ref()),
            _ => {}
        }
    }

    fn apply_primary_terminator_effect<'mir>(
        &self,
        state: &mut Possible,
        terminator: &'mir Terminator<'tcx>,
        _: Location,
    ) -> TerminatorEdges<'mir, 'tcx> {
        if let TerminatorKind::InlineAsm { .. } = terminator.kind {
            state.0.fill(VariantSet::ALL);
        }
        terminator.edges()
    }

    fn apply_call_return_effect(
        &self,
        state: &mut Possible,
        block: BasicBlock,
        places: CallReturnPlaces<'_, 'tcx>,
    ) {
        if let Some((place, set)) = self.left_behind(state, block) {
            self.set(state, place.as_ref(), set);
        }
        // Only now: the call also moves the value that replaces another one.
        if let TerminatorKind::Call { args, .. } = &self.body[block].terminator().kind {
            for arg in args {
                self.leave(state, &arg.node);
            }
        }
        places.for_each(|place| self.forget(state, place.as_ref()));
    }

    #[cfg(not(version("1.97.0")))]
    fn get_switch_int_data(&self, block: BasicBlock, _: &Operand<'tcx>) -> Option<Asked<'tcx>> {
        self.asked(block)
    }

    #[cfg(version("1.97.0"))]
    fn get_switch_int_data(
        &self,
        block: BasicBlock,
        _: &SwitchTargets,
        _: &Operand<'tcx>,
    ) -> Option<Asked<'tcx>> {
        self.asked(block)
    }

    #[cfg(not(version("1.97.0")))]
    fn apply_switch_int_edge_effect(
        &self,
        asked: &mut Asked<'tcx>,
        state: &mut Possible,
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
        state: &mut Possible,
        asked: &mut Asked<'tcx>,
        target: SwitchTargetIndex,
    ) {
        let value = match target {
            SwitchTargetIndex::Normal(index) => Some(asked.branches[index]),
            SwitchTargetIndex::Otherwise => None,
        };
        self.narrow(state, asked, value);
    }
}

fn is_field(elem: &PlaceElem<'_>) -> bool {
    matches!(elem, PlaceElem::Field(..) | PlaceElem::Downcast(..))
}

/// Whether `inner` is `outer` or a part of it.
fn is_in<'tcx>(inner: PlaceRef<'tcx>, outer: PlaceRef<'tcx>) -> bool {
    inner.local == outer.local && inner.projection.starts_with(outer.projection)
}
