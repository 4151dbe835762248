//! Which places a coroutine owns at each suspension point, from its MIR.
//!
//! The MIR is that before drop elaboration, and the dataflow is the one that drop elaboration
//! itself uses (`rustc_mir_dataflow::impls::MaybeInitializedPlaces`): what may be initialised
//! where a `Yield` suspends the coroutine is what dropping it there drops. To this comes what is
//! known of the variants of enums ([`variants`](super::variants)), which futures answer for
//! themselves ([`polled`](super::polled)), and for values that need no drop, which drop elaboration
//! does not care about, whether they are still used ([`live`](super::live)).

use std::cell::RefCell;

use rustc_abi::FieldIdx;
use rustc_data_structures::fx::{FxHashSet, FxIndexMap};
use rustc_middle::mir::{BasicBlock, Body, Place, PlaceElem, TerminatorKind, traversal};
use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};
use rustc_mir_dataflow::impls::MaybeInitializedPlaces;
use rustc_mir_dataflow::move_paths::{HasMoveData, MoveData};
use rustc_mir_dataflow::{Analysis, MaybeReachable, ResultsCursor};
use rustc_span::{DesugaringKind, Span};

use super::denylist::Rule;
use super::live::Live;
use super::origin::{Origin, origin};
use super::parts::{Owned, Parts};
use super::polled::MaybeUnpolled;
use super::returned;
use super::variants::ActiveVariants;

/// A local or a captured value, and what is owned of it at suspension points.
pub(super) struct Root<'tcx> {
    pub origin: Origin,
    pub ty: Ty<'tcx>,
    /// What is said of the function that has returned it.
    pub returned: Option<Rule>,
    /// The parts that are owned, each with the suspension points in the order of the MIR.
    pub parts: FxIndexMap<Part<'tcx>, Vec<Suspension>>,
}

/// A part of a root, the root itself if there are no projections.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Part<'tcx> {
    pub projection: Vec<PlaceElem<'tcx>>,
    pub ty: Ty<'tcx>,
    /// What is in it are parts of their own, because only some of it can be there.
    pub is_shell: bool,
    /// The futures in it have been polled, and answer for themselves.
    pub is_polled: bool,
}

/// A place where the coroutine can be suspended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Suspension {
    pub span: Span,
    /// An `await`, or else a `yield`.
    pub is_await: bool,
}

/// All roots of `body` that own something forbidden, or that come from a function of which
/// something is said, and that are owned at some suspension point. `forbidden` counts what a type
/// owns, with the futures in it or without.
pub(super) fn roots<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    forbidden: impl FnMut(Ty<'tcx>, bool) -> usize,
) -> Vec<Root<'tcx>> {
    let returned = returned::locals(tcx, body);
    let types: FxHashSet<_> = returned
        .keys()
        .map(|local| body.local_decls[*local].ty)
        .collect();
    let returned = |place: &Place<'tcx>| returned.get(&place.as_local()?).copied();
    let forbidden = RefCell::new(forbidden);
    let count = |ty, futures| (forbidden.borrow_mut())(ty, futures);
    // What other values do does not matter, and there can be very many of them.
    let is_followed = |ty| types.contains(&ty) || count(ty, true) > 0;
    let places: Vec<_> = candidates(tcx, body)
        .filter(|place| is_followed(place.ty(&body.local_decls, tcx).ty))
        .collect();
    if places.is_empty() {
        return Vec::new();
    }
    let mut futures = places.clone();
    futures.retain(|place| {
        let ty = place.ty(&body.local_decls, tcx).ty;
        count(ty, true) > count(ty, false)
    });
    let body = &without_imaginary_edges(body);
    let move_data = MoveData::gather_moves(body, tcx, is_followed);
    let mut states = States {
        tcx,
        body,
        typing_env: TypingEnv::post_analysis(tcx, body.source.def_id()),
        inits: MaybeInitializedPlaces::new(tcx, body, &move_data)
            .exclude_inactive_in_otherwise()
            .skipping_unreachable_unwind()
            .iterate_to_fixpoint(tcx, body, None)
            .into_results_cursor(body),
        variants: ActiveVariants::new(tcx, body, is_followed)
            .iterate_to_fixpoint(tcx, body, None)
            .into_results_cursor(body),
        unpolled: MaybeUnpolled::new(tcx, body, futures)
            .iterate_to_fixpoint(tcx, body, None)
            .into_results_cursor(body),
        live: None,
    };

    let mut roots: Vec<_> = places
        .iter()
        .map(|place| Root {
            origin: origin(tcx, body, *place),
            ty: place.ty(&body.local_decls, tcx).ty,
            returned: returned(place),
            parts: FxIndexMap::default(),
        })
        .collect();
    for (block, data) in traversal::reachable(body) {
        let TerminatorKind::Yield { .. } = data.terminator().kind else {
            continue;
        };
        let suspension = suspension(data.terminator().source_info.span);
        states.seek(block);
        for (place, root) in places.iter().zip(&mut roots) {
            for Owned {
                place: part,
                is_shell,
            } in states.owned_parts(*place)
            {
                let ty = part.ty(&body.local_decls, tcx).ty;
                if states.is_held(block, *place, ty) {
                    let projection = part.projection[place.projection.len()..].to_vec();
                    let part = Part {
                        projection,
                        ty,
                        is_shell,
                        is_polled: states.is_polled(*place),
                    };
                    root.parts.entry(part).or_default().push(suspension);
                }
            }
        }
    }
    roots.retain(|root| !root.parts.is_empty());
    roots
}

/// Locals and captured values that can own anything at all.
fn candidates<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) -> impl Iterator<Item = Place<'tcx>> {
    let captured = match body.local_decls[ty::CAPTURE_STRUCT_LOCAL].ty.kind() {
        ty::Coroutine(_, args) => args.as_coroutine().upvar_tys(),
        _ => ty::List::empty(),
    };
    let captured = captured.iter().enumerate().map(move |(index, ty)| {
        let field = PlaceElem::Field(FieldIdx::from_usize(index), ty);
        Place::from(ty::CAPTURE_STRUCT_LOCAL).project_deeper(&[field], tcx)
    });
    let locals = body
        .local_decls
        .iter_enumerated()
        .filter(|(local, decl)| {
            *local != ty::CAPTURE_STRUCT_LOCAL
                // The future that an `await` polls. What is in its type is mostly what it will give,
                // and is not there as long as it waits.
                && !decl.source_info.span.is_desugaring(DesugaringKind::Await)
        })
        .map(|(local, _)| Place::from(local));
    captured.chain(locals)
}

/// The control flow that can happen, without that which only the borrow checker looks at.
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

fn suspension(span: Span) -> Suspension {
    let is_await = span.is_desugaring(DesugaringKind::Await);
    Suspension { span, is_await }
}

/// The dataflow results, read at one suspension point after another.
struct States<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    body: &'a Body<'tcx>,
    typing_env: TypingEnv<'tcx>,
    inits: ResultsCursor<'a, 'tcx, MaybeInitializedPlaces<'a, 'tcx>>,
    variants: ResultsCursor<'a, 'tcx, ActiveVariants<'a, 'tcx>>,
    unpolled: ResultsCursor<'a, 'tcx, MaybeUnpolled<'tcx>>,
    /// Made when the first value without drop glue asks for it.
    live: Option<Live<'a, 'tcx>>,
}

impl<'tcx> States<'_, 'tcx> {
    fn seek(&mut self, block: BasicBlock) {
        let yields = self.body.terminator_loc(block);
        // What is yielded has left the coroutine.
        self.inits.seek_after_primary_effect(yields);
        self.variants.seek_before_primary_effect(yields);
        self.unpolled.seek_before_primary_effect(yields);
    }

    fn is_polled(&self, place: Place<'tcx>) -> bool {
        self.unpolled
            .analysis()
            .is_polled(self.unpolled.get(), place)
    }

    /// Whether the owned value at `place` is held across the end of `block`.
    fn is_held(&mut self, block: BasicBlock, place: Place<'tcx>, ty: Ty<'tcx>) -> bool {
        if ty.needs_drop(self.tcx, self.typing_env) {
            return true;
        }
        let (tcx, body) = (self.tcx, self.body);
        self.live
            .get_or_insert_with(|| Live::new(tcx, body))
            .after(block, place)
    }

    fn owned_parts(&self, place: Place<'tcx>) -> Vec<Owned<'tcx>> {
        let MaybeReachable::Reachable(inits) = self.inits.get() else {
            return Vec::new();
        };
        let parts = Parts {
            tcx: self.tcx,
            body: self.body,
            move_data: self.inits.analysis().move_data(),
            inits,
            variants: self.variants.analysis(),
            possible: self.variants.get(),
        };
        parts.of_place(place)
    }
}
