//! A guard without a name, in the scrutinee of a `match` or in an argument: it lives as long as
//! the whole statement. The value that is taken from it is bound to a variable first.
//!
//! The value is the smallest expression around the guard that does not borrow from it: a copy, a
//! clone, the result of a method. Where there is none, as in `match m.lock().unwrap().get(0)`,
//! nothing is suggested.
//!
//! The binding is a statement in front if that changes neither the evaluation order nor when something
//! happens because the value is dropped; otherwise it is a block in place of the value. If that would not
//! compile, the statement is suggested although the value is dropped later. Apart from that, the fix is
//! machine-applicable if dropping the guard only unlocks, and dropping any other temporary that goes with
//! it has no effect.

use clippy_catalogue::OnDrop;
use rustc_errors::Applicability;
use rustc_hir::{self as hir, BorrowKind, ByRef, ExprKind, MatchSource, Mutability, Node};
use rustc_middle::ty::adjustment::{Adjust, Adjustment, AutoBorrow, DerefAdjustKind};
use rustc_middle::ty::{GenericArg, Ty, TyCtxt};
use rustc_span::Span;

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::evaluation_order::{Position, PositionKind};
use crate::fixes::code::silence::Calls;
use crate::fixes::code::{
    authorship, control_flow, evaluation_order, names_in_scope, source_text, variable_uses,
};
use crate::fixes::site::{Edits, Fix, Site};

pub(in crate::fixes) fn fix(site: &Site<'_>) -> Option<Fix> {
    let tcx = site.tcx;
    let Node::Expr(guard) = tcx.hir_node(site.node) else {
        return None;
    };
    let is_guard = site.is_guard(site.typeck.expr_ty(guard)) && !guard.is_syntactic_place_expr();
    let by_author = authorship::applicability(tcx, site.node)?;
    let value = value_of(site, guard).filter(|_| is_guard)?;
    let name = names_in_scope::fresh_name(tcx, site.coroutine, "value")?;
    let inner = source_text::without_parentheses(tcx, value.span)?;
    let position = evaluation_order::position_that_begins_with(site, value);
    let as_variable = |wanted| {
        let position = position?;
        let is_possible = as_variable(site, value, position) == Some(wanted);
        let binding = format!("let {name} = {};", source_text::of(tcx, inner)?);
        is_possible.then(|| in_front(tcx, position, &binding, value.span, name.clone()))?
    };
    // A statement that begins with a block ends with it.
    let can_be_block =
        !evaluation_order::is_first_of_statement(tcx, value) && !is_coerced(site, value);
    let (edits, is_certain) = if let Some(edits) = as_variable(AsVariable::Same) {
        (edits, true)
    } else if can_be_block {
        let before = (value.span.until(inner), format!("{{ let {name} = "));
        let after = (
            inner.shrink_to_hi().with_hi(value.span.hi()),
            format!("; {name} }}"),
        );
        (vec![before, after], true)
    } else {
        (as_variable(AsVariable::DroppedLater)?, false)
    };
    let applicability = match site.on_drop(site.ty) {
        OnDrop::OnlyUnlocks if is_certain && other_temporaries_are_silent(site, value) => by_author,
        _ => Applicability::MaybeIncorrect,
    };
    Some(Fix {
        message: format!(
            "bind the value to a variable first: the {} is dropped at the end of that statement",
            site.noun
        ),
        edits,
        applicability,
    })
}

/// The statement `binding` in front of `position`, in which `replacement` replaces what is at `value`.
pub(in crate::fixes) fn in_front(
    tcx: TyCtxt<'_>,
    position: Position,
    binding: &str,
    value: Span,
    replacement: String,
) -> Option<Edits> {
    let mut edits = match position.kind {
        PositionKind::Body => source_text::enclose_body(tcx, position.span, binding, value)?,
        _ => vec![source_text::insert_before(tcx, position.span, binding)?],
    };
    edits.push((value, replacement));
    Some(edits)
}

/// The smallest expression around `guard` whose value does not borrow from it, if it is evaluated
/// whenever the guard is and has no `await` point in it.
pub(in crate::fixes) fn value_of<'tcx>(
    site: &Site<'tcx>,
    guard: &'tcx hir::Expr<'tcx>,
) -> Option<&'tcx hir::Expr<'tcx>> {
    let tcx = site.tcx;
    let mut inner = guard;
    loop {
        let Node::Expr(expr) = tcx.parent_hir_node(inner.hir_id) else {
            return None;
        };
        let uses_inner = match expr.kind {
            ExprKind::AddrOf(..)
            | ExprKind::Binary(..)
            | ExprKind::Call(..)
            | ExprKind::Cast(..)
            | ExprKind::Field(..)
            | ExprKind::Index(..)
            | ExprKind::MethodCall(..)
            | ExprKind::Unary(..) => true,
            ExprKind::Match(_, _, source) => matches!(source, MatchSource::TryDesugar(_)),
            _ => false,
        };
        if !uses_inner {
            return None;
        }
        let ty = site.typeck.expr_ty(expr);
        let is_of_guard =
            |part: GenericArg<'tcx>| part.as_type().is_some_and(|part| site.is_guard(part));
        let is_value = !expr.is_syntactic_place_expr()
            || tcx.type_is_copy_modulo_regions(site.typing_env, ty) && is_read(site, expr);
        if is_value && !site.may_refer(ty) && !ty.walk().any(is_of_guard) {
            // The user did not write the calls that `?`, `for` and `.await` are lowered to.
            let is_written = !expr.span.from_expansion();
            let waits = !control_flow::awaits(BlockPart::Tail(expr)).is_empty();
            return (is_written && !waits).then_some(expr);
        }
        inner = expr;
    }
}

/// Whether the place `expr` is read: not written to, borrowed or projected from.
fn is_read(site: &Site<'_>, expr: &hir::Expr<'_>) -> bool {
    let is_plain = site.typeck.expr_adjustments(expr).is_empty();
    let is_read_by_parent = match site.tcx.parent_hir_node(expr.hir_id) {
        Node::Expr(parent) => match parent.kind {
            ExprKind::Assign(place, ..) | ExprKind::AssignOp(_, place, _) => {
                place.hir_id != expr.hir_id
            }
            ExprKind::Index(base, ..) => base.hir_id != expr.hir_id,
            ExprKind::AddrOf(..) | ExprKind::Field(..) => false,
            ExprKind::Match(_, arms, _) => arms.iter().all(|arm| !borrows(arm.pat)),
            ExprKind::Let(condition) => !borrows(condition.pat),
            _ => true,
        },
        Node::LetStmt(local) => !borrows(local.pat),
        _ => true,
    };
    is_plain && is_read_by_parent
}

/// Whether `pat` binds a reference to a part of what it matches.
pub(in crate::fixes) fn borrows(pat: &hir::Pat<'_>) -> bool {
    let mut found = false;
    pat.each_binding(|mode, _, _, _| found |= matches!(mode.0, ByRef::Yes(..)));
    found
}

/// What changes if a variable in front takes the place of a temporary.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::fixes) enum AsVariable {
    /// Nothing.
    Same,
    /// The value is dropped at the end of the block instead of the statement, and that has an effect.
    DroppedLater,
}

/// What changes if the value of `expr` is in a variable that is declared in front of `position`. `None` if
/// that may not compile.
pub(in crate::fixes) fn as_variable<'tcx>(
    site: &Site<'tcx>,
    expr: &'tcx hir::Expr<'tcx>,
    position: Position,
) -> Option<AsVariable> {
    if is_given_away(site, expr) {
        return Some(AsVariable::Same);
    }
    let is_read =
        is_only_read(site, expr) && evaluation_order::outlives_temporaries(site, expr, position);
    if !is_read && !is_taken_apart(site, expr) {
        return None;
    }
    let mut calls = Calls::new(site.tcx, site.typing_env);
    match calls.drop_is_silent(site.typeck.expr_ty(expr)) {
        true => Some(AsVariable::Same),
        false => Some(AsVariable::DroppedLater),
    }
}

/// Whether the value of `expr` is moved or copied to where it is used, or needs no drop.
fn is_given_away(site: &Site<'_>, expr: &hir::Expr<'_>) -> bool {
    if !site.typeck.expr_adjustments(expr).is_empty() {
        return false;
    }
    let ty = site.typeck.expr_ty(expr);
    let is_plain = !ty.needs_drop(site.tcx, site.typing_env);
    match site.tcx.parent_hir_node(expr.hir_id) {
        Node::Expr(parent) => match parent.kind {
            ExprKind::Call(..)
            | ExprKind::MethodCall(..)
            | ExprKind::Struct(..)
            | ExprKind::Tup(_)
            | ExprKind::Array(_) => true,
            ExprKind::Binary(..)
            | ExprKind::Cast(..)
            | ExprKind::DropTemps(_)
            | ExprKind::If(..)
            | ExprKind::Unary(..) => is_plain,
            ExprKind::Match(..) | ExprKind::Let(_) => is_plain && is_taken_apart(site, expr),
            _ => false,
        },
        Node::ExprField(_) => true,
        _ => false,
    }
}

/// Whether patterns move the value of `expr`, or parts of it.
fn is_taken_apart(site: &Site<'_>, expr: &hir::Expr<'_>) -> bool {
    let is_moved = match site.tcx.parent_hir_node(expr.hir_id) {
        Node::Expr(parent) => match parent.kind {
            ExprKind::Match(_, arms, _) => arms.iter().all(|arm| !borrows(arm.pat)),
            ExprKind::Let(condition) => !borrows(condition.pat),
            _ => false,
        },
        _ => false,
    };
    is_moved && site.typeck.expr_adjustments(expr).is_empty()
}

/// Whether the value of `expr` is used through a shared reference.
fn is_only_read(site: &Site<'_>, expr: &hir::Expr<'_>) -> bool {
    let adjustments = site.typeck.expr_adjustments(expr);
    let is_shared = |step: &Adjustment<'_>| match step.kind {
        Adjust::Deref(DerefAdjustKind::Overloaded(deref)) => deref.mutbl == Mutability::Not,
        Adjust::Deref(_) => true,
        Adjust::Borrow(AutoBorrow::Ref(mutability)) => {
            Mutability::from(mutability) == Mutability::Not
        }
        _ => false,
    };
    match site.tcx.parent_hir_node(expr.hir_id) {
        Node::Expr(parent) => match parent.kind {
            ExprKind::AddrOf(BorrowKind::Ref, Mutability::Not, _) => adjustments.is_empty(),
            ExprKind::MethodCall(..) => {
                !adjustments.is_empty() && adjustments.iter().all(is_shared)
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether a reference to the value of `expr` is coerced to one to what it dereferences to. What is
/// expected of a block in its place is that type.
fn is_coerced(site: &Site<'_>, expr: &hir::Expr<'_>) -> bool {
    match site.tcx.parent_hir_node(expr.hir_id) {
        Node::Expr(parent) if matches!(parent.kind, ExprKind::AddrOf(..)) => {
            let mut adjustments = site.typeck.expr_adjustments(parent).iter();
            adjustments
                .any(|step| matches!(step.kind, Adjust::Deref(DerefAdjustKind::Overloaded(_))))
        }
        _ => false,
    }
}

/// Whether all temporaries that go with the guard are dropped without effect.
fn other_temporaries_are_silent<'tcx>(site: &Site<'tcx>, value: &'tcx hir::Expr<'tcx>) -> bool {
    let mut calls = Calls::new(site.tcx, site.typing_env);
    temporaries(site, value)
        .into_iter()
        .all(|ty| site.on_drop(ty) == OnDrop::OnlyUnlocks || calls.drop_is_silent(ty))
}

/// The types of the temporaries in `value`, without itself.
pub(in crate::fixes) fn temporaries<'tcx>(
    site: &Site<'tcx>,
    value: &'tcx hir::Expr<'tcx>,
) -> Vec<Ty<'tcx>> {
    let exprs = variable_uses::exprs_of(BlockPart::Tail(value));
    let stays = |expr: &&hir::Expr<'tcx>| {
        let mut adjustments = site.typeck.expr_adjustments(expr).iter();
        let is_borrowed = adjustments.any(|step| matches!(step.kind, Adjust::Borrow(_)))
            || is_used_in_place(site.tcx, expr);
        expr.hir_id != value.hir_id && !expr.is_syntactic_place_expr() && is_borrowed
    };
    exprs
        .into_iter()
        .filter(stays)
        .map(|expr| site.typeck.expr_ty(expr))
        .collect()
}

/// Whether the syntax around `expr` uses it as a place.
fn is_used_in_place(tcx: TyCtxt<'_>, expr: &hir::Expr<'_>) -> bool {
    match tcx.parent_hir_node(expr.hir_id) {
        Node::Expr(parent) => matches!(
            parent.kind,
            ExprKind::AddrOf(..)
                | ExprKind::Field(..)
                | ExprKind::Index(..)
                | ExprKind::Match(_, _, MatchSource::Normal)
                | ExprKind::Unary(hir::UnOp::Deref, _)
        ),
        _ => false,
    }
}
