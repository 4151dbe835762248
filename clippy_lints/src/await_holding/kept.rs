//! Looks at the MIR of coroutines at the last moment, for the lint that comes later.
//!
//! `mir_drops_elaborated_and_const_checked` takes the MIR that [`suspended`](super::suspended)
//! needs. Its provider is extended: before rustc's own takes the MIR, the places are computed and
//! kept here. Nothing of this is seen by the incremental compilation: the query's own result does
//! not change, and what is kept is forgotten with the process. The lint itself reads all that the
//! result depends on. What types own is kept, too, since many coroutines hold the same types.

use std::mem;
use std::sync::{Mutex, PoisonError};

use rustc_data_structures::fx::FxHashMap;
use rustc_hir::def_id::LocalDefId;
use rustc_interface::DEFAULT_QUERY_PROVIDERS;
use rustc_middle::query::Providers;
use rustc_middle::ty::TyCtxt;

use super::held::Holdings;
use super::suspended::Root;
use super::{is_needed, is_suspended_by_await};

#[derive(Default)]
struct Kept<'tcx> {
    holdings: Holdings<'tcx>,
    roots: FxHashMap<LocalDefId, Vec<Root<'tcx>>>,
}

/// What is kept, for the `'tcx` of the one crate that this process compiles.
struct OfThisCrate(Option<Kept<'static>>);

// SAFETY: the types of `'tcx` are shared between the threads of the compiler in any case.
unsafe impl Send for OfThisCrate {}

static KEPT: Mutex<OfThisCrate> = Mutex::new(OfThisCrate(None));

fn with<'tcx, R>(_: TyCtxt<'tcx>, f: impl FnOnce(&mut Kept<'tcx>) -> R) -> R {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.0.get_or_insert_default();
    // SAFETY: a process compiles one crate, so all that is put in here has the lifetime of the same
    // `TyCtxt`, which the caller has in hands: it is alive.
    f(unsafe { mem::transmute::<&mut Kept<'static>, &mut Kept<'tcx>>(kept) })
}

/// Lends out what is known of the crate's types. It is away meanwhile, since what is asked of
/// rustc may lead back here; who asks then begins with nothing.
pub(super) fn with_holdings<'tcx, R>(
    tcx: TyCtxt<'tcx>,
    f: impl FnOnce(&mut Holdings<'tcx>) -> R,
) -> R {
    let mut holdings = with(tcx, |kept| mem::take(&mut kept.holdings));
    let result = f(&mut holdings);
    with(tcx, |kept| kept.holdings = holdings);
    result
}

/// What was found when the MIR of `coroutine` was taken. Nothing if it has not been.
pub(super) fn take<'tcx>(tcx: TyCtxt<'tcx>, coroutine: LocalDefId) -> Option<Vec<Root<'tcx>>> {
    with(tcx, |kept| kept.roots.remove(&coroutine))
}

pub(super) fn provide(providers: &mut Providers) {
    providers.mir_drops_elaborated_and_const_checked = |tcx, body| {
        // The body that an async closure has when it is called by value is made from the other one.
        if is_suspended_by_await(tcx, body) && !tcx.is_synthetic_mir(body) {
            keep(tcx, body);
        }
        (DEFAULT_QUERY_PROVIDERS
            .queries
            .mir_drops_elaborated_and_const_checked)(tcx, body)
    };
}

fn keep(tcx: TyCtxt<'_>, coroutine: LocalDefId) {
    // What rustc's provider begins with. Types are looked through only where there are no errors.
    tcx.ensure_done().mir_coroutine_witnesses(coroutine);
    let checked = tcx.mir_borrowck(tcx.typeck_root_def_id_local(coroutine));
    if checked.is_err() {
        return;
    }
    tcx.dep_graph.with_ignore(|| {
        if !is_needed(tcx) {
            return;
        }
        let roots = with_holdings(tcx, |holdings| {
            holdings
                .may_hold(tcx, coroutine)
                .then(|| holdings.roots_of_mir(tcx, coroutine))
        });
        if let Some(roots) = roots {
            with(tcx, |kept| kept.roots.insert(coroutine, roots));
        }
    });
}
