//! Which values are still used after a suspension point.
//!
//! Dropping a coroutine says nothing about values without drop glue. Such a value is held while it
//! is live: while it, or a reference to it, may be used later. References are followed through
//! assignments and calls without regard to the order of the program, so a value counts as live for as
//! long as any reference that was ever made from it. What a call, or a write through a reference,
//! puts into a value that exists already is not followed: `list.push(&value)`.

use rustc_data_structures::fx::FxHashMap;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{PlaceContext, Visitor};
use rustc_middle::mir::{BasicBlock, Body, Local, Location, Place, PlaceElem, traversal};
use rustc_middle::ty::{self, TyCtxt};
use rustc_mir_dataflow::impls::MaybeLiveLocals;
use rustc_mir_dataflow::{Analysis, ResultsCursor};

use super::flow::{Flow, Value, Write};

pub(super) struct Liveness<'a, 'tcx> {
    body: &'a Body<'tcx>,
    flow: &'a Flow<'tcx>,
    live: ResultsCursor<'a, 'tcx, MaybeLiveLocals>,
    /// The locals that may hold a reference to the place of the key, and that place if it is one.
    referring: FxHashMap<Place<'tcx>, DenseBitSet<Local>>,
}

impl<'a, 'tcx> Liveness<'a, 'tcx> {
    pub fn new(tcx: TyCtxt<'tcx>, body: &'a Body<'tcx>, flow: &'a Flow<'tcx>) -> Self {
        Self {
            body,
            flow,
            live: MaybeLiveLocals
                .iterate_to_fixpoint(tcx, body, None)
                .into_results_cursor(body),
            referring: FxHashMap::default(),
        }
    }

    /// Whether `place`, a local or a captured variable, is used after `block` has ended.
    pub fn is_live_after(&mut self, block: BasicBlock, place: Place<'tcx>) -> bool {
        let is_capture = place.local == ty::CAPTURE_STRUCT_LOCAL;
        if is_capture && self.capture_is_used_after(block, place) {
            return true;
        }
        self.live
            .seek_before_primary_effect(self.body.terminator_loc(block));
        let live = self.live.get();
        self.referring
            .entry(place)
            .or_insert_with(|| referring(self.body, self.flow, place))
            .iter()
            .any(|local| live.contains(local))
    }

    /// Captured variables are fields of one local that is always live, so their uses are looked for.
    fn capture_is_used_after(&self, block: BasicBlock, capture: Place<'tcx>) -> bool {
        let Some(resume) = self.body[block].terminator().successors().next() else {
            return false;
        };
        let mut uses = CaptureUses {
            capture,
            found: false,
        };
        for (block, data) in traversal::Preorder::new(self.body, resume) {
            uses.visit_basic_block_data(block, data);
        }
        uses.found
    }
}

struct CaptureUses<'tcx> {
    capture: Place<'tcx>,
    found: bool,
}

impl<'tcx> Visitor<'tcx> for CaptureUses<'tcx> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, _: Location) {
        self.found |= context.is_use()
            && !context.is_drop()
            && place.local == self.capture.local
            && place.projection.starts_with(self.capture.projection);
    }
}

fn referring<'tcx>(body: &Body<'tcx>, flow: &Flow<'tcx>, root: Place<'tcx>) -> DenseBitSet<Local> {
    let mut found = DenseBitSet::new_empty(body.local_decls.len());
    if let Some(root) = root.as_local() {
        found.insert(root);
    }
    loop {
        let before = found.count();
        for write in &flow.writes {
            if refers(body, write, root, &found) {
                found.insert(write.to.local);
            }
        }
        if found.count() == before {
            return found;
        }
    }
}

/// Whether the value that is written may have a reference to `root`, or to a part of it, if the
/// locals `found` do.
fn refers<'tcx>(
    body: &Body<'tcx>,
    write: &Write<'tcx>,
    root: Place<'tcx>,
    found: &DenseBitSet<Local>,
) -> bool {
    let has_reference = |place: &Place<'tcx>| {
        // A copy or a move of the value itself is another value.
        place.local != root.local
            && found.contains(place.local)
            && !matches!(place.projection.last(), Some(PlaceElem::Deref))
    };
    match &write.value {
        Value::Reference(_, place) | Value::Address(_, place) => {
            found.contains(place.local)
                || place.local == root.local && place.projection.starts_with(root.projection)
        }
        Value::Whole(place) | Value::Cast(place) => has_reference(place),
        Value::Parts(places) => places.iter().any(has_reference),
        Value::Returned(call) => {
            may_have_reference(body, write.to.local) && call.args.iter().any(has_reference)
        }
        Value::Other => false,
    }
}

/// Whether a value with a reference in it fits into `local`: its type has a lifetime, or a raw
/// pointer, which has lost its own.
fn may_have_reference(body: &Body<'_>, local: Local) -> bool {
    body.local_decls[local]
        .ty
        .walk()
        .any(|arg| match arg.kind() {
            ty::GenericArgKind::Lifetime(_) => true,
            ty::GenericArgKind::Type(ty) => ty.is_raw_ptr(),
            ty::GenericArgKind::Const(_) => false,
        })
}
