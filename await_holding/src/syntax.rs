//! What the HIR says of an expression by its syntax: the variable that it names, what it awaits or calls.

use rustc_hir::def::Res;
use rustc_hir::def_id::DefId;
use rustc_hir::{self as hir, ExprKind, HirId, MatchSource, QPath};
use rustc_middle::ty::{self, GenericArgsRef, TypeckResults};
use rustc_span::Span;

/// The variable that `expr` is, if it is a mere name.
pub(crate) fn variable(expr: &hir::Expr<'_>) -> Option<HirId> {
    match expr.kind {
        ExprKind::Path(QPath::Resolved(None, path)) => match path.res {
            Res::Local(variable) => Some(variable),
            _ => None,
        },
        _ => None,
    }
}

/// `future.await`
pub(crate) struct Awaited<'tcx> {
    pub future: &'tcx hir::Expr<'tcx>,
    pub keyword: Span,
}

/// The parts of `expr`, if it is `future.await`, which is lowered to a `match` of `into_future(future)`.
pub(crate) fn awaited<'tcx>(expr: &hir::Expr<'tcx>) -> Option<Awaited<'tcx>> {
    let ExprKind::Match(into_future, _, MatchSource::AwaitDesugar) = expr.kind else {
        return None;
    };
    match into_future.kind {
        ExprKind::Call(_, [future]) => Some(Awaited {
            future,
            keyword: into_future.span,
        }),
        _ => None,
    }
}

/// The function that `expr` calls, if it is a call, a method call or an overloaded operator.
pub(crate) fn callee<'tcx>(
    typeck: &TypeckResults<'tcx>,
    expr: &hir::Expr<'tcx>,
) -> Option<(DefId, GenericArgsRef<'tcx>)> {
    if typeck.is_method_call(expr) {
        let method = typeck.type_dependent_def_id(expr.hir_id)?;
        return Some((method, typeck.node_args(expr.hir_id)));
    }
    let ExprKind::Call(callee, _) = expr.kind else {
        return None;
    };
    match *typeck.expr_ty(callee).kind() {
        ty::FnDef(function, args) => Some((function, args)),
        _ => None,
    }
}
