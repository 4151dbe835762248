//! Which crates can record events.
//!
//! A crate needs `tracing-core` or `log` for that. rustc does not say which crate depends on which, but
//! it lists dependencies first: a crate before these two does not depend on them, and a crate after them
//! is assumed to.

use rustc_hir::def_id::CrateNum;
use rustc_middle::ty::TyCtxt;

/// Whether code of `krate` may record events.
pub(super) fn may_be_recorded_by(tcx: TyCtxt<'_>, krate: CrateNum) -> bool {
    let dependencies_first = tcx.postorder_cnums(());
    let mut unable = dependencies_first.iter().take_while(|&&krate| {
        let name = tcx.crate_name(krate);
        !matches!(name.as_str(), "tracing_core" | "log")
    });
    !unable.any(|&before| before == krate)
}
