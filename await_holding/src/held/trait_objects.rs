//! Whether a coroutine makes a trait object of something forbidden, found without its MIR.

use rustc_hir::HirId;
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::adjustment::Adjust;
use rustc_middle::ty::{Ty, TyCtxt};

use crate::futures::Futures;
use crate::suspension::{Interest, is_trait_object};

/// Whether `coroutine` stores a trait object, one of the types `stored`, and its function makes one.
pub(super) fn are_made_in<'tcx>(
    tcx: TyCtxt<'tcx>,
    coroutine: LocalDefId,
    mut stored: impl Iterator<Item = Ty<'tcx>>,
    interest: &impl Interest<'tcx>,
) -> bool {
    if !stored.any(|ty| is_trait_object(tcx, ty)) {
        return false;
    }
    let typeck = tcx.typeck(coroutine);
    let adjustments = typeck.adjustments();
    adjustments.items().any(|(local_id, adjustments)| {
        let expr = HirId {
            owner: typeck.hir_owner,
            local_id,
        };
        let is_unsized = adjustments.iter().any(|adjustment| {
            matches!(adjustment.kind, Adjust::Pointer(_)) && is_trait_object(tcx, adjustment.target)
        });
        is_unsized && interest.owned_by(typeck.node_type(expr), Futures::Unpolled) > 0
    })
}
