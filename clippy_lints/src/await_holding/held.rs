//! What a coroutine holds while it is suspended.
//!
//! The source is rustc's own layout of the coroutine (`mir_coroutine_witnesses`): each suspended
//! state is a variant, and the fields of the variant are the locals that are stored in it.
//! `cargo check` computes the layout in any case, so this costs next to nothing.
//!
//! Where this deviates from what a coroutine owns: a local that was borrowed once is stored for
//! as long as its storage lives, also when it has been moved out of before the suspension point;
//! and captured values that were never moved into a local are no locals and not among the fields.

use rustc_data_structures::fx::FxIndexMap;
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::{CoroutineArgs, CoroutineArgsExt, Ty, TyCtxt};
use rustc_span::Span;

/// A value that lives across at least one suspension point.
pub(super) struct Held<'tcx> {
    pub ty: Ty<'tcx>,
    /// The binding, or the expression of a temporary.
    pub span: Span,
    /// The suspension points that it is held through, in the order of the source.
    pub awaits: Vec<Span>,
}

/// All values that `coroutine` holds across suspension points, in the order of their declaration.
/// Empty if the coroutine has errors.
pub(super) fn values<'tcx>(tcx: TyCtxt<'tcx>, coroutine: LocalDefId) -> Vec<Held<'tcx>> {
    let Some(layout) = tcx.mir_coroutine_witnesses(coroutine.to_def_id()) else {
        return Vec::new();
    };
    // One binding can be several locals, for example in the arms of a `|` pattern.
    let mut held: FxIndexMap<(Span, Ty<'tcx>), Vec<Span>> = FxIndexMap::default();
    let suspended = layout
        .variant_fields
        .iter_enumerated()
        .skip(CoroutineArgs::<TyCtxt<'_>>::RESERVED_VARIANTS);
    for (variant, fields) in suspended {
        let point = layout.variant_source_info[variant].span;
        for &saved in fields {
            let local = &layout.field_tys[saved];
            held.entry((local.source_info.span, local.ty))
                .or_default()
                .push(point);
        }
    }

    let mut values: Vec<_> = held
        .into_iter()
        .map(|((span, ty), mut awaits)| {
            awaits.sort_by_key(|point| point.lo());
            awaits.dedup();
            Held { ty, span, awaits }
        })
        .collect();
    values.sort_by_key(|value| value.span.lo());
    values
}
