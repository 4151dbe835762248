//! What functions return, as far as rules about their results are concerned.

use rustc_hir::def_id::DefId;
use rustc_middle::ty::TyCtxt;

/// What a function returns.
pub(super) enum Returned {
    /// A value that could be held.
    Value,
    /// Nothing, or it does not return.
    Nothing,
    /// The future of an `async fn`, which is meant to be held.
    Future,
}

pub(super) fn returned(tcx: TyCtxt<'_>, function: DefId) -> Returned {
    let output = tcx.fn_sig(function).skip_binder().output().skip_binder();
    if tcx.asyncness(function).is_async() {
        Returned::Future
    } else if output.is_unit() || output.is_never() {
        Returned::Nothing
    } else {
        Returned::Value
    }
}
