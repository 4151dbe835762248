//! Whether a coroutine calls a function whose result has a label, found without its MIR.

use std::ops::ControlFlow;

use rustc_data_structures::fx::FxHashSet;
use rustc_hir as hir;
use rustc_hir::def_id::{DefId, LocalDefId};
use rustc_hir::intravisit::{self, Visitor};
use rustc_middle::ty::{self, GenericArgsRef, Ty, TyCtxt, TypeckResults};

use crate::suspension::Interest;

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

impl<'tcx, I: Interest<'tcx>> LabelledCalls<'_, 'tcx, I> {
    /// The function that `expr` calls, if it is a call, a method call or an overloaded operator.
    fn callee(&self, expr: &hir::Expr<'tcx>) -> Option<(DefId, GenericArgsRef<'tcx>)> {
        if self.typeck.is_method_call(expr) {
            let method = self.typeck.type_dependent_def_id(expr.hir_id)?;
            return Some((method, self.typeck.node_args(expr.hir_id)));
        }
        let hir::ExprKind::Call(callee, _) = expr.kind else {
            return None;
        };
        match *self.typeck.expr_ty(callee).kind() {
            ty::FnDef(function, args) => Some((function, args)),
            _ => None,
        }
    }
}

impl<'tcx, I: Interest<'tcx>> Visitor<'tcx> for LabelledCalls<'_, 'tcx, I> {
    type Result = ControlFlow<()>;

    fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) -> ControlFlow<()> {
        if let Some((function, args)) = self.callee(expr)
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
