//! Whether a value may be taken from the guard earlier than the author does.
//!
//! `if n > 0 { guard.list[n - 1].run().await }` needs the element only under a condition, without which
//! taking it panics. Fields can be cloned or copied early; all else only if it is evaluated on every way.
//! Nor is a value taken early whose changes a loop waits for, as in `while guard.is_busy { .. }`.

use rustc_ast::BinOpKind;
use rustc_hir::intravisit::{self, Visitor};
use rustc_hir::{self as hir, ExprKind, HirId, LoopSource, MatchSource, Node};
use rustc_middle::ty::TyCtxt;
use rustc_span::sym;

use super::{Cost, Loan};
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow;
use crate::fixes::site::Site;

/// Whether the value of `loans`, which are all the same, may be taken in front of `parts`.
pub(super) fn can_be_early<'tcx>(
    site: &Site<'tcx>,
    loans: &[Loan<'tcx>],
    parts: &[BlockPart<'tcx>],
) -> bool {
    let tcx = site.tcx;
    let waits = loans.iter().any(|loan| {
        loan.cost(site) != Cost::Shared && Way::to(tcx, loan.expr, parts).decides_about_loop
    });
    !waits && (is_harmless(site, loans) || is_always_evaluated(tcx, loans[0].expr, parts))
}

/// Whether evaluating what is lent cannot panic, and does nothing else.
pub(super) fn is_harmless<'tcx>(site: &Site<'tcx>, loans: &[Loan<'tcx>]) -> bool {
    struct Harm<'a, 'tcx> {
        site: &'a Site<'tcx>,
        is_found: bool,
    }
    impl<'tcx> Visitor<'tcx> for Harm<'_, 'tcx> {
        fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
            self.is_found |= match expr.kind {
                ExprKind::Path(_)
                | ExprKind::Field(..)
                | ExprKind::Unary(hir::UnOp::Deref, _)
                | ExprKind::AddrOf(..)
                | ExprKind::Lit(_)
                | ExprKind::DropTemps(_) => false,
                ExprKind::MethodCall(method, ..) => {
                    let tcx = self.site.tcx;
                    let callee = self.site.typeck.type_dependent_def_id(expr.hir_id);
                    let is_of_std = callee.is_some_and(|callee| {
                        [sym::alloc, sym::core, sym::std].contains(&tcx.crate_name(callee.krate))
                    });
                    !is_of_std
                        || method.ident.as_str().starts_with("unwrap")
                        || method.ident.name == sym::expect
                }
                _ => true,
            };
            intravisit::walk_expr(self, expr);
        }
    }
    let mut harm = Harm {
        site,
        is_found: false,
    };
    for loan in loans {
        harm.visit_expr(loan.expr);
    }
    !harm.is_found
}

/// Whether `expr`, in one of `parts`, is evaluated whenever the first of them is.
fn is_always_evaluated<'tcx>(
    tcx: TyCtxt<'tcx>,
    expr: &hir::Expr<'tcx>,
    parts: &[BlockPart<'tcx>],
) -> bool {
    let mut before = parts
        .iter()
        .take_while(|part| !part.span().contains(expr.span));
    before.all(|&part| control_flow::exits(part).are_none()) && !Way::to(tcx, expr, parts).branches
}

/// The way from the start of a part to an expression in it.
#[derive(Default)]
struct Way {
    /// Whether there are other ways.
    branches: bool,
    /// Whether the expression is in a condition of a loop that the part has, other than `for`.
    decides_about_loop: bool,
}

impl Way {
    fn to<'tcx>(tcx: TyCtxt<'tcx>, expr: &hir::Expr<'tcx>, parts: &[BlockPart<'tcx>]) -> Self {
        let is_part = |id: HirId| {
            parts.iter().any(|part| match part {
                BlockPart::Statement(statement) => statement.hir_id == id,
                BlockPart::Tail(tail) => tail.hir_id == id,
            })
        };
        let mut way = Self::default();
        let mut is_in_condition = false;
        let mut child = expr.hir_id;
        for (id, node) in tcx.hir_parent_iter(expr.hir_id) {
            if is_part(child) {
                break;
            }
            match node {
                Node::Expr(parent) => match parent.kind {
                    ExprKind::If(condition, ..) => {
                        is_in_condition |= condition.hir_id == child;
                        way.branches |= condition.hir_id != child;
                    }
                    ExprKind::Match(scrutinee, _, MatchSource::Normal) => {
                        is_in_condition |= scrutinee.hir_id == child;
                    }
                    ExprKind::Binary(operator, _, right) => {
                        let is_lazy = matches!(operator.node, BinOpKind::And | BinOpKind::Or);
                        way.branches |= is_lazy && right.hir_id == child;
                    }
                    ExprKind::Loop(_, _, source, _) => {
                        way.branches = true;
                        way.decides_about_loop |= is_in_condition && source != LoopSource::ForLoop;
                    }
                    ExprKind::Closure(_) => way.branches = true,
                    _ => {}
                },
                Node::Arm(_) => way.branches = true,
                Node::LetStmt(local) => {
                    way.branches |= local.els.is_some_and(|els| els.hir_id == child);
                }
                _ => {}
            }
            child = id;
        }
        way
    }
}
