//! What an expression lends: the reference that it has to what is guarded, and who gets that.

use rustc_hir::{self as hir, BorrowKind, ExprKind, MatchSource, Mutability, Node};
use rustc_middle::ty::adjustment::{Adjust, AutoBorrow, DerefAdjustKind};
use rustc_middle::ty::{self, Ty};
use rustc_span::sym;

use super::kind::{Items, LoanKind};
use super::types;
use crate::compat::{normalize_erasing_regions, projection};
use crate::fixes::code::control_flow::ForLoop;
use crate::fixes::site::Site;

/// What `expr`, which is the guard or refers to what it guards, lends: the type of the owned value that
/// could replace it.
pub(super) fn lent<'tcx>(
    site: &Site<'tcx>,
    expr: &'tcx hir::Expr<'tcx>,
    is_guard: bool,
) -> Option<(Ty<'tcx>, LoanKind)> {
    if is_guard {
        return Some((auto_dereferenced(site, expr)?, LoanKind::Place));
    }
    let ty = site.typeck.expr_ty(expr);
    if expr.is_syntactic_place_expr() {
        return is_borrowed(site, expr).then_some((ty, LoanKind::Place));
    }
    if matches!(expr.kind, ExprKind::AddrOf(..)) {
        return None;
    }
    if let Some(pattern) = loop_over(site, expr)
        && let Some(item) = item_of(site, ty)
    {
        return lent_items(site, item, pattern);
    }
    if let ty::Ref(_, referent, _) = *ty.kind() {
        return Some((referent, LoanKind::Reference));
    }
    if let Some((referent, _)) = inside_option(site, ty) {
        return Some((referent, LoanKind::Option));
    }
    Some((ty, LoanKind::Value))
}

/// The type `T` of an `Option<&T>` or `Option<&mut T>`.
pub(super) fn inside_option<'tcx>(
    site: &Site<'tcx>,
    ty: Ty<'tcx>,
) -> Option<(Ty<'tcx>, Mutability)> {
    match *ty.kind() {
        ty::Adt(adt, args) if site.tcx.is_diagnostic_item(sym::Option, adt.did()) => {
            match *args.type_at(0).kind() {
                ty::Ref(_, referent, mutability) => Some((referent, mutability)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The pattern of the `for` loop that visits `expr`.
fn loop_over<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>) -> Option<&'tcx hir::Pat<'tcx>> {
    let mut around = site.tcx.hir_parent_iter(expr.hir_id).skip(1);
    let (_, Node::Expr(outer)) = around.next()? else {
        return None;
    };
    let found = ForLoop::of(outer)?;
    (found.head.hir_id == expr.hir_id).then_some(found.pattern)
}

/// What the iterator type `ty` returns.
fn item_of<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> Option<Ty<'tcx>> {
    let tcx = site.tcx;
    let iterator = tcx.get_diagnostic_item(sym::Iterator)?;
    let mut items = tcx.associated_items(iterator).in_definition_order();
    let item = items.find(|item| item.is_type())?.def_id;
    if !site.implements(iterator, ty) {
        return None;
    }
    normalize_erasing_regions(tcx, site.typing_env, projection(tcx, item, ty))
}

/// How the items of a loop with this pattern can be collected.
fn lent_items<'tcx>(
    site: &Site<'tcx>,
    item: Ty<'tcx>,
    pattern: &hir::Pat<'_>,
) -> Option<(Ty<'tcx>, LoanKind)> {
    let is_plain = |pattern: &hir::Pat<'_>| {
        matches!(
            pattern.kind,
            hir::PatKind::Wild | hir::PatKind::Binding(hir::BindingMode::NONE, _, _, None)
        )
    };
    match *item.kind() {
        ty::Ref(_, referent, Mutability::Not) => {
            let copy = types::is_copy(site, referent);
            let items = Items::References { copy };
            Some((referent, LoanKind::Items(items)))
        }
        ty::Tuple(parts) if let &[key, value] = &parts[..] => {
            let (ty::Ref(_, key, Mutability::Not), ty::Ref(_, value, Mutability::Not)) =
                (key.kind(), value.kind())
            else {
                return owned_items(item);
            };
            // The loop visits references to pairs instead.
            let hir::PatKind::Tuple(patterns, _) = pattern.kind else {
                return None;
            };
            let copy = [*key, *value].map(|part| types::is_copy(site, part));
            let pair = Ty::new_tup(site.tcx, &[*key, *value]);
            let items = LoanKind::Items(Items::Pairs { copy });
            patterns.iter().all(is_plain).then_some((pair, items))
        }
        _ => owned_items(item),
    }
}

fn owned_items(item: Ty<'_>) -> Option<(Ty<'_>, LoanKind)> {
    Some((item, LoanKind::Items(Items::Values)))
}

/// The type of the place that the guard `expr` is dereferenced to by itself.
fn auto_dereferenced<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>) -> Option<Ty<'tcx>> {
    let mut steps = site
        .typeck
        .expr_adjustments(around_borrow(site, expr))
        .iter();
    let is_deref = |kind: &Adjust| matches!(kind, Adjust::Deref(DerefAdjustKind::Overloaded(_)));
    steps
        .find(|step| is_deref(&step.kind))
        .map(|step| step.target)
}

/// `&expr`, if that is around `expr`, which is coerced there.
pub(super) fn around_borrow<'tcx>(
    site: &Site<'tcx>,
    expr: &'tcx hir::Expr<'tcx>,
) -> &'tcx hir::Expr<'tcx> {
    match site.tcx.parent_hir_node(expr.hir_id) {
        Node::Expr(parent)
            if matches!(
                parent.kind,
                ExprKind::AddrOf(BorrowKind::Ref, Mutability::Not, _)
            ) =>
        {
            parent
        }
        _ => expr,
    }
}

/// The expression around `expr` that has a reference to the same, or to a part of it.
pub(super) fn borrower<'tcx>(
    site: &Site<'tcx>,
    expr: &'tcx hir::Expr<'tcx>,
) -> Option<&'tcx hir::Expr<'tcx>> {
    let tcx = site.tcx;
    let Node::Expr(parent) = tcx.parent_hir_node(expr.hir_id) else {
        return None;
    };
    let is_borrower = match parent.kind {
        ExprKind::Field(..) => true,
        ExprKind::Unary(hir::UnOp::Deref, _) => true,
        ExprKind::AddrOf(BorrowKind::Ref, Mutability::Not, _) => true,
        ExprKind::Index(base, ..) => base.hir_id == expr.hir_id,
        ExprKind::MethodCall(_, receiver, ..) => receiver.hir_id == expr.hir_id,
        // The call that `?` is lowered to.
        ExprKind::Call(..) => {
            return match tcx.parent_hir_node(parent.hir_id) {
                Node::Expr(outer) => match outer.kind {
                    ExprKind::Match(_, _, MatchSource::TryDesugar(_)) => Some(outer),
                    _ => None,
                },
                _ => None,
            };
        }
        _ => false,
    };
    is_borrower.then_some(parent)
}

/// Whether `expr` is borrowed mutably by itself, or dereferenced so. `None` if it becomes a raw pointer.
pub(super) fn mutability_of(site: &Site<'_>, expr: &hir::Expr<'_>) -> Option<Mutability> {
    let mut mutability = match expr.kind {
        ExprKind::Unary(hir::UnOp::Deref, _) if site.is_deref_mut(expr) => Mutability::Mut,
        _ => Mutability::Not,
    };
    for step in site.typeck.expr_adjustments(expr) {
        mutability = mutability.max(match step.kind {
            Adjust::Deref(DerefAdjustKind::Overloaded(deref)) => deref.mutbl,
            Adjust::Borrow(AutoBorrow::Ref(borrow)) => borrow.into(),
            Adjust::Borrow(AutoBorrow::RawPtr(_)) => return None,
            _ => Mutability::Not,
        });
    }
    Some(mutability)
}

/// Whether the place `expr` is copied from or borrowed, but not written to or moved from.
fn is_borrowed(site: &Site<'_>, expr: &hir::Expr<'_>) -> bool {
    let can_copy = types::is_copy(site, site.typeck.expr_ty(expr));
    let is_adjusted = !site.typeck.expr_adjustments(expr).is_empty();
    match site.tcx.parent_hir_node(expr.hir_id) {
        Node::Expr(parent) => match parent.kind {
            ExprKind::Assign(place, ..) | ExprKind::AssignOp(_, place, _) => {
                place.hir_id != expr.hir_id && can_copy
            }
            ExprKind::AddrOf(borrow, mutability, _) => {
                borrow == BorrowKind::Ref && mutability == Mutability::Not
            }
            ExprKind::Field(..) | ExprKind::Index(..) => true,
            ExprKind::Unary(hir::UnOp::Deref, _) => !site.is_deref_mut(parent),
            ExprKind::Match(_, arms, MatchSource::Normal) => {
                arms.iter().all(|arm| !borrows_mutably(arm.pat))
            }
            ExprKind::Let(condition) => !borrows_mutably(condition.pat),
            _ => is_adjusted || can_copy,
        },
        Node::LetStmt(local) => !borrows_mutably(local.pat),
        _ => can_copy,
    }
}

fn borrows_mutably(pat: &hir::Pat<'_>) -> bool {
    let mut found = false;
    pat.each_binding(|mode, _, _, _| {
        found |= matches!(mode.0, hir::ByRef::Yes(_, Mutability::Mut))
    });
    found
}
