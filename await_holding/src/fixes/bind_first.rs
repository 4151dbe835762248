//! A guard without a name, in the scrutinee of a `match` or in an argument: it lives as long as
//! the whole statement. The value that is taken from it is bound to a variable first.
//!
//! The value is the smallest expression around the guard that does not borrow from it: a copy, a
//! clone, the result of a method. Where there is none, as in `match m.lock().unwrap().get(0)`,
//! nothing is suggested.
//!
//! The binding is a statement in front if that changes neither the evaluation order nor when the
//! value is dropped; otherwise it is a block in place of the value. The fix is machine-applicable if
//! dropping the guard only unlocks, and dropping any other temporary that goes with it has no effect.

use clippy_catalogue::OnDrop;
use rustc_errors::Applicability;
use rustc_hir::intravisit::{self, Visitor};
use rustc_hir::{self as hir, ByRef, ExprKind, HirId, MatchSource, Node};
use rustc_middle::ty::adjustment::Adjust;
use rustc_middle::ty::{GenericArg, TyCtxt, TypeVisitableExt};

use super::block_part::BlockPart;
use super::silence::Calls;
use super::site::{Fix, Site};
use super::{authorship, control_flow, evaluation_order, source_text};

pub(super) fn fix(site: &Site<'_>) -> Option<Fix> {
    let tcx = site.tcx;
    let Node::Expr(guard) = tcx.hir_node(site.node) else {
        return None;
    };
    let is_guard = site.typeck.expr_ty(guard).ty_adt_def() == site.ty.ty_adt_def();
    let by_author = authorship::applicability(tcx, site.node)?;
    let value = value_of(site, guard).filter(|_| is_guard)?;
    let name = source_text::fresh_name(tcx, site.coroutine, "value")?;
    let text = source_text::of(tcx, value.span)?;
    let statement = evaluation_order::statement_that_begins_with(site, value);
    let edits = if let (Some(statement), true) = (statement, is_given_away(site, value)) {
        let binding = format!("let {name} = {text};");
        let binding = source_text::insert_before(tcx, statement, &binding)?;
        vec![binding, (value.span, name)]
    } else if !evaluation_order::is_first_of_statement(tcx, value) {
        vec![
            (value.span.shrink_to_lo(), format!("{{ let {name} = ")),
            (value.span.shrink_to_hi(), format!("; {name} }}")),
        ]
    } else {
        // A statement that begins with a block ends with it.
        return None;
    };
    let applicability = match site.on_drop(site.ty) {
        OnDrop::OnlyUnlocks if other_temporaries_are_silent(site, value) => by_author,
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

/// The smallest expression around `guard` whose value does not borrow from it, if it is evaluated
/// whenever the guard is and has no `await` point in it.
pub(super) fn value_of<'tcx>(
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
        let is_of_guard = |part: GenericArg<'tcx>| {
            part.as_type()
                .is_some_and(|part| part.ty_adt_def() == site.ty.ty_adt_def())
        };
        let is_value = !expr.is_syntactic_place_expr()
            || tcx.type_is_copy_modulo_regions(site.typing_env, ty) && is_read(site, expr);
        if is_value && !ty.has_erased_regions() && !ty.walk().any(is_of_guard) {
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
fn borrows(pat: &hir::Pat<'_>) -> bool {
    let mut found = false;
    pat.each_binding(|mode, _, _, _| found |= matches!(mode.0, ByRef::Yes(..)));
    found
}

/// Whether the value of `expr` is moved or copied to where it is used, or needs no drop.
pub(super) fn is_given_away(site: &Site<'_>, expr: &hir::Expr<'_>) -> bool {
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
            ExprKind::Match(_, arms, _) => is_plain && arms.iter().all(|arm| !borrows(arm.pat)),
            ExprKind::Let(condition) => is_plain && !borrows(condition.pat),
            _ => false,
        },
        Node::ExprField(_) => true,
        _ => false,
    }
}

/// Whether all temporaries that go with the guard are dropped without effect.
fn other_temporaries_are_silent<'tcx>(site: &Site<'tcx>, value: &'tcx hir::Expr<'tcx>) -> bool {
    struct Temporaries<'a, 'tcx> {
        site: &'a Site<'tcx>,
        calls: Calls<'tcx>,
        value: HirId,
        are_silent: bool,
    }
    impl<'tcx> Visitor<'tcx> for Temporaries<'_, 'tcx> {
        fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
            let typeck = self.site.typeck;
            let ty = typeck.expr_ty(expr);
            let mut adjustments = typeck.expr_adjustments(expr).iter();
            let is_borrowed = adjustments.any(|step| matches!(step.kind, Adjust::Borrow(_)))
                || is_used_in_place(self.site.tcx, expr);
            let stays = expr.hir_id != self.value && !expr.is_syntactic_place_expr() && is_borrowed;
            if stays && self.site.on_drop(ty) != OnDrop::OnlyUnlocks {
                self.are_silent &= self.calls.drop_is_silent(ty);
            }
            intravisit::walk_expr(self, expr);
        }
    }
    let mut temporaries = Temporaries {
        site,
        calls: Calls::new(site.tcx, site.typing_env),
        value: value.hir_id,
        are_silent: true,
    };
    temporaries.visit_expr(value);
    temporaries.are_silent
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
