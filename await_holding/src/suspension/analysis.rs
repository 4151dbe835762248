//! The analysis itself: dataflow to a fixpoint, then a look at each suspension point.

use rustc_abi::FieldIdx;
use rustc_data_structures::fx::{FxHashSet, FxIndexMap};
use rustc_middle::mir::{BasicBlock, Body, Place, PlaceElem, TerminatorKind, traversal};
use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};
use rustc_mir_dataflow::impls::MaybeInitializedPlaces;
use rustc_mir_dataflow::move_paths::{HasMoveData, MoveData};
use rustc_mir_dataflow::{Analysis, MaybeReachable, ResultsCursor};
use rustc_span::DesugaringKind;

use super::flow::Flow;
use super::liveness::Liveness;
use super::origin::Origin;
use super::owned_places::OwnedPlaces;
use super::owned_value::{Coverage, Interest, OwnedPlace, OwnedValue, SuspensionPoint};
use super::polled::MaybeUnpolled;
use super::variants::ActiveVariants;
use super::{labels, never_suspends, origin, trait_objects};
use crate::degree::Degree;
use crate::futures::Futures;

/// All values in the coroutine `body` that own something of interest, or that a labelled call
/// returned, and that are owned at some suspension point. `body` is the MIR before drop elaboration.
// ANCHOR: owned_values
pub fn owned_values<'tcx, I: Interest<'tcx>>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    interest: &I,
) -> Vec<OwnedValue<'tcx, I::Label>>
// ANCHOR_END: owned_values
{
    let flow = Flow::of(body);
    let labels = labels::of_locals(&flow, interest);
    let objects = trait_objects::of_locals(tcx, body, &flow);
    let type_of = |place: &Place<'tcx>| {
        let was = place.as_local().and_then(|local| objects.get(&local));
        was.copied()
            .unwrap_or_else(|| place.ty(&body.local_decls, tcx).ty)
    };
    let special_types: FxHashSet<_> = labels
        .keys()
        .chain(objects.keys())
        .map(|&local| body.local_decls[local].ty)
        .collect();
    let is_followed =
        |ty| special_types.contains(&ty) || interest.owned_by(ty, Futures::Unpolled) > 0;
    let candidates: Vec<_> = candidates(tcx, body)
        .filter(|place| is_followed(type_of(place)))
        .collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let futures = candidates.iter().copied().filter(|place| {
        let count = |futures| interest.owned_by(type_of(place), futures);
        count(Futures::Unpolled) > count(Futures::Polled)
    });
    let futures = futures.collect();

    let body = &without_imaginary_edges(body);
    let move_data = MoveData::gather_moves(body, tcx, is_followed);
    let mut states = States {
        tcx,
        body,
        flow: &flow,
        typing_env: TypingEnv::post_analysis(tcx, body.source.def_id()),
        inits: MaybeInitializedPlaces::new(tcx, body, &move_data)
            .exclude_inactive_in_otherwise()
            .skipping_unreachable_unwind()
            .iterate_to_fixpoint(tcx, body, None)
            .into_results_cursor(body),
        variants: ActiveVariants::new(tcx, body, is_followed)
            .iterate_to_fixpoint(tcx, body, None)
            .into_results_cursor(body),
        unpolled: MaybeUnpolled::new(tcx, &flow, futures)
            .iterate_to_fixpoint(tcx, body, None)
            .into_results_cursor(body),
        liveness: None,
    };

    let mut values: Vec<_> = candidates
        .iter()
        .map(|place| OwnedValue {
            origin: origin::of(tcx, body, *place),
            ty: type_of(place),
            label: place
                .as_local()
                .and_then(|local| labels.get(&local).copied()),
            places: FxIndexMap::default(),
        })
        .collect();
    for (block, data) in traversal::reachable(body) {
        let TerminatorKind::Yield { .. } = data.terminator().kind else {
            continue;
        };
        if never_suspends::at(tcx, body, block) {
            continue;
        }
        let point = SuspensionPoint::at(data.terminator().source_info.span);
        states.seek(block);
        for (&candidate, value) in candidates.iter().zip(&mut values) {
            for (place, coverage, degree) in states.owned_places(candidate) {
                let ty = type_of(&place);
                if !states.outlives(block, candidate, ty) {
                    continue;
                }
                let place = OwnedPlace {
                    projection: place.projection[candidate.projection.len()..].to_vec(),
                    ty,
                    coverage,
                    futures: match value.origin {
                        Origin::Awaited(_) => Futures::Polled,
                        _ => states.futures(candidate),
                    },
                    degree,
                };
                value.places.entry(place).or_default().push(point);
            }
        }
    }
    values.retain(|value| !value.places.is_empty());
    values
}

/// Locals and captured variables that can own anything at all.
fn candidates<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) -> impl Iterator<Item = Place<'tcx>> {
    let captures = match body.local_decls[ty::CAPTURE_STRUCT_LOCAL].ty.kind() {
        ty::Coroutine(_, args) => args.as_coroutine().upvar_tys(),
        _ => ty::List::empty(),
    };
    let captures = captures.iter().enumerate().map(move |(index, ty)| {
        let field = PlaceElem::Field(FieldIdx::from_usize(index), ty);
        Place::from(ty::CAPTURE_STRUCT_LOCAL).project_deeper(&[field], tcx)
    });
    let locals = body
        .local_decls
        .iter_enumerated()
        .filter(|(local, decl)| {
            let is_of_await = decl.source_info.span.is_desugaring(DesugaringKind::Await);
            // What it polls, if that is no coroutine, which is checked on its own.
            let is_awaited = decl.is_user_variable() && !decl.ty.is_coroutine();
            *local != ty::CAPTURE_STRUCT_LOCAL && (!is_of_await || is_awaited)
        })
        .map(|(local, _)| Place::from(local));
    captures.chain(locals)
}

/// The control flow that can happen, without the edges that only the borrow checker looks at.
fn without_imaginary_edges<'tcx>(body: &Body<'tcx>) -> Body<'tcx> {
    let mut body = body.clone();
    for data in body.basic_blocks_mut().iter_mut() {
        let terminator = data.terminator_mut();
        if let TerminatorKind::FalseEdge { real_target, .. }
        | TerminatorKind::FalseUnwind { real_target, .. } = terminator.kind
        {
            terminator.kind = TerminatorKind::Goto {
                target: real_target,
            };
        }
    }
    body
}

/// The dataflow results, read at one suspension point after another.
struct States<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    body: &'a Body<'tcx>,
    flow: &'a Flow<'tcx>,
    typing_env: TypingEnv<'tcx>,
    inits: ResultsCursor<'a, 'tcx, MaybeInitializedPlaces<'a, 'tcx>>,
    variants: ResultsCursor<'a, 'tcx, ActiveVariants<'a, 'tcx>>,
    unpolled: ResultsCursor<'a, 'tcx, MaybeUnpolled<'tcx>>,
    /// Computed when the first value without drop glue needs it.
    liveness: Option<Liveness<'a, 'tcx>>,
}

impl<'tcx> States<'_, 'tcx> {
    fn seek(&mut self, block: BasicBlock) {
        let yields = self.body.terminator_loc(block);
        // What is yielded has left the coroutine.
        self.inits.seek_after_primary_effect(yields);
        self.variants.seek_before_primary_effect(yields);
        self.unpolled.seek_before_primary_effect(yields);
    }

    fn futures(&self, place: Place<'tcx>) -> Futures {
        self.unpolled.analysis().futures(self.unpolled.get(), place)
    }

    /// Whether a value of type `ty` at `place`, which is owned, is still there or needed when the
    /// coroutine resumes after `block`.
    fn outlives(&mut self, block: BasicBlock, place: Place<'tcx>, ty: Ty<'tcx>) -> bool {
        if ty.needs_drop(self.tcx, self.typing_env) {
            return true;
        }
        let Self {
            tcx, body, flow, ..
        } = *self;
        self.liveness
            .get_or_insert_with(|| Liveness::new(tcx, body, flow))
            .is_live_after(block, place)
    }

    fn owned_places(&self, place: Place<'tcx>) -> Vec<(Place<'tcx>, Coverage, Degree)> {
        let MaybeReachable::Reachable(inits) = self.inits.get() else {
            return Vec::new();
        };
        let state = self.variants.get();
        if !state.is_reachable() {
            return Vec::new();
        }
        let owned = OwnedPlaces {
            tcx: self.tcx,
            body: self.body,
            move_data: self.inits.analysis().move_data(),
            inits,
            variants: self.variants.analysis(),
            state,
        };
        owned.within(place)
    }
}
