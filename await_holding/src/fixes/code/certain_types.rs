//! Whether an expression has its type of itself. What moves into an `async` block is not told which type
//! is expected, so nothing is coerced to that type there.

use rustc_hir::def_id::DefId;
use rustc_hir::{self as hir, ExprKind, MatchSource};
use rustc_middle::ty::{self, TypeVisitableExt};

use crate::compat::SkipNorm;
use crate::fixes::site::Site;

/// Whether `expr` has the same type where none is expected.
pub(in crate::fixes) fn is_certain<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>) -> bool {
    let ty = site.typeck.expr_ty(expr);
    // The signature of a closure comes from the type that is expected.
    let is_closure = matches!(expr.kind, ExprKind::Closure(_));
    (ty.is_never() || ty == site.typeck.expr_ty_adjusted(expr))
        && !is_closure
        && parts(site, expr).iter().all(|part| is_certain(site, part))
}

/// The parts of `expr` whose expected types come from that of `expr`.
fn parts<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>) -> Vec<&'tcx hir::Expr<'tcx>> {
    match expr.kind {
        ExprKind::Block(block, _) => block.expr.into_iter().collect(),
        ExprKind::DropTemps(inner) | ExprKind::AddrOf(_, _, inner) => vec![inner],
        ExprKind::If(_, then, otherwise) => [Some(then), otherwise].into_iter().flatten().collect(),
        ExprKind::Match(_, arms, MatchSource::Normal) => arms.iter().map(|arm| arm.body).collect(),
        ExprKind::Call(callee, args) => match site.typeck.expr_ty(callee).kind() {
            &ty::FnDef(callee, _) => generic_args(site, callee, args.iter()),
            _ => Vec::new(),
        },
        ExprKind::MethodCall(_, receiver, args, _) => {
            match site.typeck.type_dependent_def_id(expr.hir_id) {
                Some(method) => {
                    let all = [receiver].into_iter().chain(args);
                    let mut generic = generic_args(site, method, all);
                    generic.retain(|arg| arg.hir_id != receiver.hir_id);
                    generic
                }
                None => args.iter().collect(),
            }
        }
        ExprKind::Tup(elements) | ExprKind::Array(elements) => elements.iter().collect(),
        ExprKind::Struct(_, fields, _) => fields.iter().map(|field| field.expr).collect(),
        _ => Vec::new(),
    }
}

/// Those of `args` for which `callee` takes more than one type.
fn generic_args<'tcx>(
    site: &Site<'tcx>,
    callee: DefId,
    args: impl Iterator<Item = &'tcx hir::Expr<'tcx>>,
) -> Vec<&'tcx hir::Expr<'tcx>> {
    let signature = site.tcx.fn_sig(callee).instantiate_identity().skip_norm();
    let inputs = signature.inputs().skip_binder();
    args.zip(inputs)
        .filter(|(_, input)| input.has_param())
        .map(|(arg, _)| arg)
        .collect()
}
