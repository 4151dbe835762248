//! Functions whose results could be held.

use rustc_hir::def_id::DefId;
use rustc_middle::ty::TyCtxt;

/// If `function` returns no value that could be held: what it is, in words.
pub(super) fn without_value(tcx: TyCtxt<'_>, function: DefId) -> Option<&'static str> {
    let returned = tcx.fn_sig(function).skip_binder().output().skip_binder();
    if tcx.asyncness(function).is_async() {
        Some("an `async fn`: it returns a future, which is meant to be held across an `await` point")
    } else if returned.is_unit() || returned.is_never() {
        Some("a function that returns no value")
    } else {
        None
    }
}
