//! Which futures may not have been polled yet.
//!
//! A future that is polled answers for itself. Before that it owns what it has captured, and who
//! owns the future answers for that.
//!
//! Whoever polls a future has got a mutable reference to it. So a future counts as polled from the
//! first call on that is given such a reference, or something with one in it, whatever is called;
//! only the methods of `Pin` pass it on without polling. A shared reference polls nothing. Where
//! references to a place went is followed without regard to the order of the program.

use rustc_data_structures::fx::{FxHashMap, FxHashSet, FxIndexSet};
use rustc_hir::LangItem;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::{
    BasicBlock, Body, BorrowKind, CallReturnPlaces, Local, Location, Operand, Place, RawPtrKind,
    Rvalue, Statement, Terminator, TerminatorEdges, TerminatorKind,
};
use rustc_middle::ty::TyCtxt;
use rustc_mir_dataflow::fmt::DebugWithContext;
use rustc_mir_dataflow::{Analysis, JoinSemiLattice};

/// The places that may have a value which was not polled, by their index.
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
    pub fn new(tcx: TyCtxt<'tcx>, body: &Body<'tcx>, places: Vec<Place<'tcx>>) -> Self {
        let mut polled: FxHashMap<_, Vec<_>> = FxHashMap::default();
        if !places.is_empty() {
            let references = References::of_body(tcx, body);
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

    /// Whether `place` has surely been polled, if it is one of the places.
    pub fn is_polled(&self, state: &Unpolled, place: Place<'tcx>) -> bool {
        let index = self.places.get_index_of(&place);
        index.is_some_and(|index| !state.0.contains(index))
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
    /// From a local to those that may have the references in it afterwards.
    passed_on: FxHashMap<Local, Vec<Local>>,
    /// The calls that a local is an argument of.
    arguments: FxHashMap<Local, Vec<BasicBlock>>,
}

impl<'tcx> References<'tcx> {
    fn of_body(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) -> Self {
        let mut found = Self::default();
        for (block, data) in body.basic_blocks.iter_enumerated() {
            for statement in &data.statements {
                if let Some((to, value)) = statement.kind.as_assign() {
                    found.assign(to.local, value);
                }
            }
            let TerminatorKind::Call {
                func,
                args,
                destination,
                ..
            } = &data.terminator().kind
            else {
                continue;
            };
            for arg in args {
                match is_method_of_pin(tcx, func) {
                    true => found.pass_on(&arg.node, destination.local),
                    false => {
                        if let Some(place) = arg.node.place() {
                            found.arguments.entry(place.local).or_default().push(block);
                        }
                    }
                }
            }
        }
        found
    }

    fn assign(&mut self, to: Local, value: &Rvalue<'tcx>) {
        match value {
            Rvalue::Ref(_, BorrowKind::Mut { .. }, place)
            | Rvalue::RawPtr(RawPtrKind::Mut, place) => {
                self.passed_on.entry(place.local).or_default().push(to);
                if !place.is_indirect() {
                    self.borrows
                        .entry(place.local)
                        .or_default()
                        .push((*place, to));
                }
            }
            Rvalue::Use(operand, ..) | Rvalue::Cast(_, operand, _) => self.pass_on(operand, to),
            Rvalue::Aggregate(_, operands) => {
                for operand in operands {
                    self.pass_on(operand, to);
                }
            }
            _ => {}
        }
    }

    fn pass_on(&mut self, operand: &Operand<'tcx>, to: Local) {
        if let Some(place) = operand.place() {
            self.passed_on.entry(place.local).or_default().push(to);
        }
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
                blocks.extend(self.arguments.get(&local).into_iter().flatten());
                todo.extend(self.passed_on.get(&local).into_iter().flatten());
            }
        }
        blocks
    }
}

fn is_method_of_pin(tcx: TyCtxt<'_>, callee: &Operand<'_>) -> bool {
    callee.const_fn_def().is_some_and(|(callee, _)| {
        tcx.inherent_impl_of_assoc(callee).is_some_and(|of| {
            let of = tcx.type_of(of).instantiate_identity().ty_adt_def();
            of.is_some_and(|adt| tcx.is_lang_item(adt.did(), LangItem::Pin))
        })
    })
}
