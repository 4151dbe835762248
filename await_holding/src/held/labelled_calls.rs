//! Whether a coroutine calls a function whose result has a label, found without its MIR.

use std::ops::ControlFlow;

use rustc_data_structures::fx::FxHashSet;
use rustc_hir as hir;
use rustc_hir::def_id::LocalDefId;
use rustc_hir::intravisit::{self, Visitor};
use rustc_middle::ty::{Ty, TyCtxt, TypeckResults};

use crate::suspension::Interest;
use crate::syntax;

/// Whether `coroutine` has such a call and stores a value of the type that it returns, which is one
/// of `stored`.
pub(super) fn are_in<'tcx>(
    tcx: TyCtxt<'tcx>,
    coroutine: LocalDefId,
    stored: impl Iterator<Item = Ty<'tcx>>,
    interest: &impl Interest<'tcx>,
) -> bool {
    let mut calls = LabelledCalls {
        tcx,
        interest,
        typeck: tcx.typeck(coroutine),
        stored: stored.collect(),
    };
    calls
        .visit_body(tcx.hir_body_owned_by(coroutine))
        .is_break()
}

struct LabelledCalls<'a, 'tcx, I> {
    tcx: TyCtxt<'tcx>,
    interest: &'a I,
    typeck: &'tcx TypeckResults<'tcx>,
    /// Without regions, as everything in MIR.
    stored: FxHashSet<Ty<'tcx>>,
}

impl<'tcx, I: Interest<'tcx>> Visitor<'tcx> for LabelledCalls<'_, 'tcx, I> {
    type Result = ControlFlow<()>;

    fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) -> ControlFlow<()> {
        if let Some((function, args)) = syntax::callee(self.typeck, expr)
            && let returned = self
                .tcx
                .erase_and_anonymize_regions(self.typeck.expr_ty(expr))
            && self.stored.contains(&returned)
            && self.interest.label(function, args).is_some()
        {
            return ControlFlow::Break(());
        }
        intravisit::walk_expr(self, expr)
    }
}
