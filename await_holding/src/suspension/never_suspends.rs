//! Which `await`s never suspend their coroutine.
//!
//! That is known of [`std::future::Ready`] and of an `async` block in the same function that has no
//! suspension point. It would be known of an `async fn` without one, too. But what its callers see is
//! its signature, and a change of its body should not make them hold anything.

use rustc_hir::{CoroutineDesugaring, CoroutineKind, CoroutineSource, LangItem};
use rustc_middle::mir::{BasicBlock, Body, TerminatorKind};
use rustc_middle::ty::{self, Ty, TyCtxt};
use rustc_span::sym;

/// The states that each coroutine has: not resumed yet, returned, and panicked. There is one more for
/// each of its suspension points.
const STATES_OF_ALL: usize = 3;

/// Whether `block`, which ends with a `Yield`, belongs to an `await` that never suspends.
pub(super) fn at<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>, block: BasicBlock) -> bool {
    let Some(awaited) = awaited(tcx, body, block) else {
        return false;
    };
    match *awaited.kind() {
        ty::Adt(adt, _) => {
            let path = tcx.def_path(adt.did());
            tcx.crate_name(path.krate) == sym::core
                && path.to_string_no_crate_verbose() == "::future::ready::Ready"
        }
        ty::Coroutine(coroutine, _) => {
            let block =
                CoroutineKind::Desugared(CoroutineDesugaring::Async, CoroutineSource::Block);
            let function = |of| tcx.typeck_root_def_id(of);
            tcx.coroutine_kind(coroutine) == Some(block)
                && function(coroutine) == function(body.source.def_id())
                && tcx
                    .mir_coroutine_witnesses(coroutine)
                    .is_some_and(|layout| layout.variant_fields.len() == STATES_OF_ALL)
        }
        _ => false,
    }
}

/// The type of the future that is polled until `block` need not yield any more: that is the call that
/// the `await` comes from.
fn awaited<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>, block: BasicBlock) -> Option<Ty<'tcx>> {
    let mut block = block;
    while let [before] = body.basic_blocks.predecessors()[block][..] {
        let terminator = body[before].terminator();
        if let TerminatorKind::Call { func, .. } = &terminator.kind {
            let (callee, args) = func.const_fn_def()?;
            return tcx
                .is_lang_item(callee, LangItem::FuturePoll)
                .then(|| args.type_at(0));
        }
        block = before;
    }
    None
}
