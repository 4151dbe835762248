//! Which futures may not have been polled yet.
//!
//! A future that has been polled is checked on its own, as a coroutine with its own body. Until then
//! its owner owns what it has captured.
//!
//! Polling takes a mutable reference. So a future counts as polled from the first call that is given
//! such a reference, or something that contains one, whatever is called; only the methods of `Pin`
//! pass the reference on without polling. A shared reference polls nothing. References are followed
//! without regard to the order of the program.

use rustc_data_structures::fx::{FxHashMap, FxHashSet, FxIndexSet};
use rustc_hir::LangItem;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::{
    BasicBlock, Body, BorrowKind, CallReturnPlaces, Local, Location, Operand, Place, RawPtrKind,
    Statement, Terminator, TerminatorEdges,
};
use rustc_middle::ty::TyCtxt;
use rustc_mir_dataflow::fmt::DebugWithContext;
use rustc_mir_dataflow::{Analysis, JoinSemiLattice};

use super::flow::{Flow, Value};
use crate::compat::SkipNorm;
use crate::futures::Futures;

/// The places that may have a future that was not polled, by their index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unpolled(DenseBitSet<usize>);

impl JoinSemiLattice for Unpolled {
    fn join(&mut self, other: &Self) -> bool {
        self.0.union(&other.0)
    }
}

impl DebugWithContext<MaybeUnpolled<'_>> for Unpolled {}

/// A dataflow over these places.
pub(super) struct MaybeUnpolled<'tcx> {
    places: FxIndexSet<Place<'tcx>>,
    /// The places that the call at the end of a block may poll.
    polled: FxHashMap<BasicBlock, Vec<usize>>,
}

impl<'tcx> MaybeUnpolled<'tcx> {
    pub fn new(tcx: TyCtxt<'tcx>, flow: &Flow<'tcx>, places: Vec<Place<'tcx>>) -> Self {
        let mut polled: FxHashMap<_, Vec<_>> = FxHashMap::default();
        if !places.is_empty() {
            let references = References::of(tcx, flow);
            for (index, place) in places.iter().enumerate() {
                for block in references.given_away(*place) {
                    polled.entry(block).or_default().push(index);
                }
            }
        }
        Self {
            places: places.into_iter().collect(),
            polled,
        }
    }

    /// Whether the futures in `place` have certainly been polled. Other places than those that are
    /// followed have no futures that matter.
    pub fn futures(&self, state: &Unpolled, place: Place<'tcx>) -> Futures {
        match self.places.get_index_of(&place) {
            Some(index) if !state.0.contains(index) => Futures::Polled,
            _ => Futures::Unpolled,
        }
    }

    fn renew(&self, state: &mut Unpolled, place: Place<'tcx>) {
        if let Some(index) = self.places.get_index_of(&place) {
            state.0.insert(index);
        }
    }
}

impl<'tcx> Analysis<'tcx> for MaybeUnpolled<'tcx> {
    type Domain = Unpolled;

    const NAME: &'static str = "maybe_unpolled";

    fn bottom_value(&self, _: &Body<'tcx>) -> Unpolled {
        Unpolled(DenseBitSet::new_empty(self.places.len()))
    }

    fn initialize_start_block(&self, _: &Body<'tcx>, state: &mut Unpolled) {
        state.0.insert_all();
    }

    fn apply_primary_statement_effect(
        &self,
        state: &mut Unpolled,
        statement: &Statement<'tcx>,
        _: Location,
    ) {
        if let Some((to, _)) = statement.kind.as_assign() {
            self.renew(state, *to);
        }
    }

    fn apply_primary_terminator_effect<'mir>(
        &self,
        state: &mut Unpolled,
        terminator: &'mir Terminator<'tcx>,
        location: Location,
    ) -> TerminatorEdges<'mir, 'tcx> {
        for &index in self.polled.get(&location.block).into_iter().flatten() {
            state.0.remove(index);
        }
        terminator.edges()
    }

    fn apply_call_return_effect(
        &self,
        state: &mut Unpolled,
        _: BasicBlock,
        places: CallReturnPlaces<'_, 'tcx>,
    ) {
        places.for_each(|place| self.renew(state, place));
    }
}

/// Where mutable references go.
#[derive(Default)]
struct References<'tcx> {
    /// The borrowed places, by their local, and where the reference is put.
    borrows: FxHashMap<Local, Vec<(Place<'tcx>, Local)>>,
    /// From a local to those that may have its references afterwards.
    passed_on: FxHashMap<Local, Vec<Local>>,
    /// The calls that a local is an argument of.
    calls: FxHashMap<Local, Vec<BasicBlock>>,
}

impl<'tcx> References<'tcx> {
    fn of(tcx: TyCtxt<'tcx>, flow: &Flow<'tcx>) -> Self {
        let mut found = Self::default();
        for write in &flow.writes {
            let to = write.to.local;
            match &write.value {
                Value::Reference(BorrowKind::Mut { .. }, place)
                | Value::Address(RawPtrKind::Mut, place) => {
                    found.pass_on(*place, to);
                    if !place.is_indirect() {
                        let borrows = found.borrows.entry(place.local).or_default();
                        borrows.push((*place, to));
                    }
                }
                Value::Whole(place) | Value::Cast(place) => found.pass_on(*place, to),
                Value::Parts(places) => {
                    for place in places {
                        found.pass_on(*place, to);
                    }
                }
                Value::Returned(call) => {
                    let passes_on = is_method_of_pin(tcx, &call.callee);
                    for arg in &call.args {
                        match passes_on {
                            true => found.pass_on(*arg, to),
                            false => found.calls.entry(arg.local).or_default().push(call.block),
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn pass_on(&mut self, from: Place<'tcx>, to: Local) {
        self.passed_on.entry(from.local).or_default().push(to);
    }

    /// The calls that are given a mutable reference to `place` or to a part of it.
    fn given_away(&self, place: Place<'tcx>) -> FxHashSet<BasicBlock> {
        let borrows = self.borrows.get(&place.local).into_iter().flatten();
        let mut todo: Vec<Local> = borrows
            .filter(|(borrowed, _)| borrowed.projection.starts_with(place.projection))
            .map(|(_, to)| *to)
            .collect();
        let mut seen = FxHashSet::default();
        let mut blocks = FxHashSet::default();
        while let Some(local) = todo.pop() {
            if seen.insert(local) {
                blocks.extend(self.calls.get(&local).into_iter().flatten());
                todo.extend(self.passed_on.get(&local).into_iter().flatten());
            }
        }
        blocks
    }
}

fn is_method_of_pin(tcx: TyCtxt<'_>, callee: &Operand<'_>) -> bool {
    callee.const_fn_def().is_some_and(|(callee, _)| {
        tcx.inherent_impl_of_assoc(callee).is_some_and(|of| {
            let of = tcx
                .type_of(of)
                .instantiate_identity()
                .skip_norm()
                .ty_adt_def();
            of.is_some_and(|adt| tcx.is_lang_item(adt.did(), LangItem::Pin))
        })
    })
}
