//! What is still used after a suspension point.
//!
//! Dropping a future says nothing of values that need no drop. Such a value is held while it is
//! live: it is used later, or a reference to it may be. Where references to a local went is
//! followed through assignments and calls without regard to the order of the program, so a value
//! counts as live for as long as any reference that was made from it. What a call, or a write through
//! a reference, puts into a value that is there already is not followed: `list.push(&value)`.

use rustc_data_structures::fx::FxHashMap;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{PlaceContext, Visitor};
use rustc_middle::mir::{
    BasicBlock, Body, Local, Location, Operand, Place, PlaceElem, Rvalue, StatementKind,
    TerminatorKind, traversal,
};
use rustc_middle::ty::{self, TyCtxt};
use rustc_mir_dataflow::impls::MaybeLiveLocals;
use rustc_mir_dataflow::{Analysis, ResultsCursor};

pub(super) struct Live<'a, 'tcx> {
    body: &'a Body<'tcx>,
    locals: ResultsCursor<'a, 'tcx, MaybeLiveLocals>,
    /// The locals that may hold a reference to the place of the key, and that place if it is one.
    referring: FxHashMap<Place<'tcx>, DenseBitSet<Local>>,
}

impl<'a, 'tcx> Live<'a, 'tcx> {
    pub fn new(tcx: TyCtxt<'tcx>, body: &'a Body<'tcx>) -> Self {
        Self {
            body,
            locals: MaybeLiveLocals
                .iterate_to_fixpoint(tcx, body, None)
                .into_results_cursor(body),
            referring: FxHashMap::default(),
        }
    }

    /// Whether `place`, a local or a captured value, is used after `block` has ended.
    pub fn after(&mut self, block: BasicBlock, place: Place<'tcx>) -> bool {
        let captured = place.local == ty::CAPTURE_STRUCT_LOCAL;
        if captured && self.captured_is_used_after(block, place) {
            return true;
        }
        self.locals
            .seek_before_primary_effect(self.body.terminator_loc(block));
        let live = self.locals.get();
        self.referring
            .entry(place)
            .or_insert_with(|| referring(self.body, place))
            .iter()
            .any(|local| live.contains(local))
    }

    /// Captured values are fields of one local that is always live, so their uses are looked for.
    fn captured_is_used_after(&self, block: BasicBlock, place: Place<'tcx>) -> bool {
        let Some(resume) = self.body[block].terminator().successors().next() else {
            return false;
        };
        let mut uses = Uses {
            of: place,
            found: false,
        };
        for (block, data) in traversal::Preorder::new(self.body, resume) {
            uses.visit_basic_block_data(block, data);
        }
        uses.found
    }
}

struct Uses<'tcx> {
    of: Place<'tcx>,
    found: bool,
}

impl<'tcx> Visitor<'tcx> for Uses<'tcx> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, _: Location) {
        self.found |= context.is_use()
            && !context.is_drop()
            && place.local == self.of.local
            && place.projection.starts_with(self.of.projection);
    }
}

fn referring<'tcx>(body: &Body<'tcx>, root: Place<'tcx>) -> DenseBitSet<Local> {
    let mut found = DenseBitSet::new_empty(body.local_decls.len());
    if let Some(root) = root.as_local() {
        found.insert(root);
    }
    loop {
        let before = found.count();
        for data in body.basic_blocks.iter() {
            for statement in &data.statements {
                if let StatementKind::Assign(assignment) = &statement.kind
                    && passes_on(&assignment.1, root, &found)
                {
                    found.insert(assignment.0.local);
                }
            }
            if let TerminatorKind::Call {
                args, destination, ..
            } = &data.terminator().kind
                && may_refer(body, destination.local)
                && args.iter().any(|arg| refers(&arg.node, root, &found))
            {
                found.insert(destination.local);
            }
        }
        if found.count() == before {
            return found;
        }
    }
}

/// Whether a value with a reference in it could be in `local`: its type has a lifetime, or a pointer
/// that has lost its own.
fn may_refer(body: &Body<'_>, local: Local) -> bool {
    body.local_decls[local]
        .ty
        .walk()
        .any(|arg| match arg.kind() {
            ty::GenericArgKind::Lifetime(_) => true,
            ty::GenericArgKind::Type(ty) => ty.is_raw_ptr(),
            ty::GenericArgKind::Const(_) => false,
        })
}

fn passes_on<'tcx>(value: &Rvalue<'tcx>, root: Place<'tcx>, found: &DenseBitSet<Local>) -> bool {
    match value {
        Rvalue::Ref(_, _, place) | Rvalue::RawPtr(_, place) => {
            found.contains(place.local)
                || place.local == root.local && place.projection.starts_with(root.projection)
        }
        Rvalue::Use(operand, ..) | Rvalue::Cast(_, operand, _) | Rvalue::Repeat(operand, _) => {
            refers(operand, root, found)
        }
        Rvalue::Aggregate(_, operands) => {
            operands.iter().any(|operand| refers(operand, root, found))
        }
        _ => false,
    }
}

fn refers(operand: &Operand<'_>, root: Place<'_>, found: &DenseBitSet<Local>) -> bool {
    operand.place().is_some_and(|place| {
        // A copy or a move of the value itself is another value.
        place.local != root.local
            && found.contains(place.local)
            && !matches!(place.projection.last(), Some(PlaceElem::Deref))
    })
}
