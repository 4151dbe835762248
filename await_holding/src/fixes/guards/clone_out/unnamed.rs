//! An unnamed guard: `let value = ..clone();` in front of the statement, or a block in place of the loan.

use rustc_hir::{self as hir, ExprKind, Node};
use rustc_middle::ty::adjustment::{Adjust, DerefAdjustKind};

use super::suggestion::shown;
use crate::fixes::code::{authorship, evaluation_order, names_in_scope};
use crate::fixes::guards::bind_first;
use crate::fixes::guards::loan::Loan;
use crate::fixes::site::{Edits, Fix, Site};

pub(super) fn fix<'tcx>(site: &Site<'tcx>, guard: &'tcx hir::Expr<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    let is_guard = site.is_guard(site.typeck.expr_ty(guard)) && !guard.is_syntactic_place_expr();
    authorship::applicability(tcx, site.node)?;
    let loan = Loan::best(site, guard).filter(|_| is_guard)?;
    let owned = loan.owned(site)?;
    let preferred = loan.field().or_else(|| name_of_lock(guard));
    let name = names_in_scope::local_name(tcx, site.coroutine, preferred, "value")?;
    let in_front = || -> Option<Edits> {
        let position = evaluation_order::position_that_begins_with(site, loan.expr)?;
        let replacement = loan.replacement(site, &name);
        let binding = format!("let {} = {owned};", loan.pattern(&name));
        evaluation_order::outlives_temporaries(site, loan.expr, position).then_some(())?;
        bind_first::in_front(tcx, position, &binding, loan.expr.span, replacement)
    };
    let as_block = || -> Option<Edits> {
        // A statement that begins with a block ends with it.
        if evaluation_order::is_first_of_statement(tcx, loan.expr) || is_coerced(site, &loan, guard)
        {
            return None;
        }
        let name = names_in_scope::local_name(tcx, site.coroutine, None, "value")?;
        let block = format!("{{ let {name} = {owned}; {name} }}");
        Some(vec![(loan.expr.span, loan.replacement(site, &block))])
    };
    let edits = in_front().or_else(as_block)?;
    Some(shown(site, &[loan], edits))
}

/// The field or variable that `guard` was taken from.
fn name_of_lock(guard: &hir::Expr<'_>) -> Option<rustc_span::Symbol> {
    let mut expr = guard;
    loop {
        expr = match expr.kind {
            ExprKind::MethodCall(_, receiver, ..) => receiver,
            ExprKind::AddrOf(_, _, inner) | ExprKind::Unary(_, inner) => inner,
            ExprKind::Field(_, name) => return Some(name.name),
            ExprKind::Path(hir::QPath::Resolved(None, path)) => {
                return path.segments.last().map(|segment| segment.ident.name);
            }
            _ => return None,
        };
    }
}

/// Whether a reference to the owned value is coerced to one to what it dereferences to. What is expected
/// of a block in its place is that type.
fn is_coerced<'tcx>(site: &Site<'tcx>, loan: &Loan<'tcx>, guard: &hir::Expr<'_>) -> bool {
    let around = match site.tcx.parent_hir_node(loan.expr.hir_id) {
        Node::Expr(parent) if matches!(parent.kind, ExprKind::AddrOf(..)) => parent,
        _ => loan.expr,
    };
    let steps = site.typeck.expr_adjustments(around).iter();
    let derefs =
        steps.filter(|step| matches!(step.kind, Adjust::Deref(DerefAdjustKind::Overloaded(_))));
    let of_guard = usize::from(loan.expr.hir_id == guard.hir_id);
    derefs.count() > of_guard
}
