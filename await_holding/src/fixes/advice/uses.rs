//! Where the guard is used, and what is awaited while it is held.

use rustc_hir::{self as hir, HirId, Node};

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow::{self, Await};
use crate::fixes::code::variable_uses;
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::site::Site;

/// The expressions that are the guard: the uses of its variable, or the one whose temporary it is.
pub(super) fn guards<'tcx>(site: &Site<'tcx>) -> Vec<&'tcx hir::Expr<'tcx>> {
    if let Some(guard) = NamedGuard::at(site) {
        let scope = guard.scope.iter();
        let uses = scope.flat_map(|&part| variable_uses::uses_of(site.tcx, part, guard.variable));
        return uses.collect();
    }
    match site.tcx.hir_node(site.node) {
        Node::Expr(expr) if site.is_guard(site.typeck.expr_ty(expr)) => vec![expr],
        _ => Vec::new(),
    }
}

/// The `await` points that the guard is held across.
pub(super) fn held_awaits<'tcx>(site: &Site<'tcx>) -> Vec<Await<'tcx>> {
    let body = BlockPart::Tail(site.tcx.hir_body_owned_by(site.coroutine).value);
    let is_held_across = |point: &Await<'_>| {
        let mut held = site.points.iter();
        held.any(|held| held.hi() == point.expr.span.hi())
    };
    let mut awaits = control_flow::awaits(body);
    awaits.retain(is_held_across);
    awaits
}

/// Whether `inner` is `outer` or in it.
pub(super) fn is_in(site: &Site<'_>, inner: HirId, outer: &hir::Expr<'_>) -> bool {
    let mut around = site.tcx.hir_parent_id_iter(inner);
    inner == outer.hir_id || around.any(|id| id == outer.hir_id)
}
