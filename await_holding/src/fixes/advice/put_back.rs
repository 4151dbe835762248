//! A value that the awaited future changes through the guard: it can be taken out and put back.
//!
//! That is so for an `Option` whose content the future borrows, and for a value with a default that the
//! awaited call itself takes by mutable reference. Whether anything else would look for the value
//! meanwhile is not known, so it is said what that would find.

use rustc_hir::{self as hir, BorrowKind, ExprKind, Mutability, Node, UnOp};
use rustc_middle::ty::{self, Ty};
use rustc_span::sym;

use super::uses::{guards, held_awaits, is_in};
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow::Await;
use crate::fixes::code::variable_uses;
use crate::fixes::site::Site;

pub(super) fn note(site: &Site<'_>) -> Option<String> {
    let awaits = held_awaits(site);
    let borrows = guards(site)
        .into_iter()
        .filter_map(|guard| borrow(site, guard));
    let (function, meanwhile) = borrows.into_iter().find_map(|(expr, ty)| {
        let is_option = ty
            .ty_adt_def()
            .is_some_and(|adt| site.tcx.is_diagnostic_item(sym::Option, adt.did()));
        let mut awaits = awaits.iter();
        if is_option && awaits.any(|point| reaches(site, expr, point)) {
            Some(("Option::take", "`None`"))
        } else if has_default(site, ty) && awaits.any(|point| is_given_to(site, expr, point)) {
            Some(("mem::take", "its default"))
        } else {
            None
        }
    })?;
    Some(format!(
        "the value can be taken out with `{function}` before the `await` point and put back after it: \
         others find {meanwhile} meanwhile, and if the future is dropped, the value is lost"
    ))
}

/// The mutable reference to what is guarded, or to a field of it, that is made of `guard` there, and the
/// type of the place that it refers to.
fn borrow<'tcx>(
    site: &Site<'tcx>,
    guard: &'tcx hir::Expr<'tcx>,
) -> Option<(&'tcx hir::Expr<'tcx>, Ty<'tcx>)> {
    let mut place = guard;
    loop {
        if let ty::Ref(_, ty, Mutability::Mut) = site.typeck.expr_ty_adjusted(place).kind()
            && !site.is_guard(*ty)
        {
            return Some((place, *ty));
        }
        let Node::Expr(parent) = site.tcx.parent_hir_node(place.hir_id) else {
            return None;
        };
        place = match parent.kind {
            ExprKind::Unary(UnOp::Deref, _)
            | ExprKind::Field(..)
            | ExprKind::AddrOf(BorrowKind::Ref, Mutability::Mut, _) => parent,
            _ => return None,
        };
    }
}

/// Whether the future of `point` is made of the reference `expr`, or of one that a pattern takes from it.
fn reaches<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>, point: &Await<'tcx>) -> bool {
    let tcx = site.tcx;
    if is_in(site, expr.hir_id, point.future) {
        return true;
    }
    let future = BlockPart::Tail(point.future);
    let is_used = |pat: &hir::Pat<'_>| {
        let mut found = false;
        pat.each_binding(|_, variable, _, _| {
            let is_reference = matches!(
                site.typeck.node_type(variable).kind(),
                ty::Ref(_, _, Mutability::Mut)
            );
            found |= is_reference && variable_uses::is_used_in(tcx, future, variable);
        });
        found
    };
    let mut inner = expr.hir_id;
    for (id, node) in tcx.hir_parent_iter(expr.hir_id) {
        let is_matched = |scrutinee: &hir::Expr<'_>| scrutinee.hir_id == inner;
        match node {
            Node::LetStmt(local) => return is_used(local.pat),
            Node::Expr(parent) => match parent.kind {
                ExprKind::Let(condition) => return is_used(condition.pat),
                ExprKind::Match(scrutinee, arms, _) if is_matched(scrutinee) => {
                    if arms.iter().any(|arm| is_used(arm.pat)) {
                        return true;
                    }
                }
                ExprKind::Closure(_) | ExprKind::Loop(..) | ExprKind::Block(..) => return false,
                _ => {}
            },
            _ => return false,
        }
        inner = id;
    }
    false
}

/// Whether `expr` is an argument of the call that `point` awaits.
fn is_given_to<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>, point: &Await<'tcx>) -> bool {
    let is_call = matches!(
        point.future.kind,
        ExprKind::Call(..) | ExprKind::MethodCall(..)
    );
    is_call && site.tcx.parent_hir_id(expr.hir_id) == point.future.hir_id
}

fn has_default<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> bool {
    let default = site.tcx.get_diagnostic_item(sym::Default);
    default.is_some_and(|default| site.implements(default, ty))
}
