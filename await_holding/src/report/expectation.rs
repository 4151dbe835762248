//! Where an attribute can be written that silences one diagnostic, for `cargo clippy --add-expect`.
//!
//! That is the narrowest of the places around the value at which stable Rust takes an attribute: a
//! statement, the expression at the end of a block, an arm of a `match`, or a function. It must have a
//! line of its own, as rustfmt gives it one, and must not come from a macro: what a macro writes gets the
//! attribute at the code that calls it. Modules do not count, because an attribute there would silence
//! diagnostics to come.

use std::iter;

use rustc_errors::{Applicability, Diag};
use rustc_hir::{self as hir, HirId, Node};
use rustc_lint_defs::{Level, Lint};
use rustc_middle::ty::TyCtxt;
use rustc_span::Span;

use crate::compat;
use crate::host::Silencer;

/// Adds the attribute to the diagnostic of `lint`, whose level is looked up at `node`, if there is a place
/// for it. Nothing can silence a lint that is forbidden.
pub(super) fn offer(
    tcx: TyCtxt<'_>,
    diag: &mut Diag<'_, ()>,
    lint: &'static Lint,
    node: HirId,
    silencer: Silencer,
) {
    if compat::level_at(tcx, lint, node) == Level::Forbid {
        return;
    }
    let Some(place) = place(tcx, node) else {
        return;
    };
    let name = match silencer {
        Silencer::Expect => "expect",
        Silencer::Allow => "allow",
    };
    diag.tool_only_span_suggestion(
        place.shrink_to_lo(),
        Silencer::MESSAGE,
        format!("#[{name}({})]", lint.name_lower()),
        Applicability::MaybeIncorrect,
    );
}

fn place(tcx: TyCtxt<'_>, node: HirId) -> Option<Span> {
    let mut inner = node;
    for (id, node) in iter::once((node, tcx.hir_node(node))).chain(tcx.hir_parent_iter(node)) {
        let span = match node {
            Node::LetStmt(local) => Some(local.span),
            Node::Stmt(hir::Stmt {
                kind: hir::StmtKind::Expr(expr) | hir::StmtKind::Semi(expr),
                ..
            }) => takes_attribute(expr).then_some(expr.span),
            Node::Block(hir::Block {
                expr: Some(expr), ..
            }) if expr.hir_id == inner => takes_attribute(expr).then_some(expr.span),
            Node::Arm(arm) => Some(arm.span),
            Node::Item(hir::Item {
                kind: hir::ItemKind::Mod(..),
                ..
            })
            | Node::Crate(_) => return None,
            Node::Item(item) => Some(item.span),
            Node::ImplItem(item) => Some(item.span),
            Node::TraitItem(item) => Some(item.span),
            _ => None,
        };
        if span.is_some_and(|span| !span.from_expansion() && begins_line(tcx, span)) {
            return span;
        }
        inner = id;
    }
    None
}

/// Whether an attribute before the statement `expr` is one of all of it. In `a = b` it would be one of
/// `a`, where only unstable Rust takes it.
fn takes_attribute(expr: &hir::Expr<'_>) -> bool {
    match expr.kind {
        hir::ExprKind::Call(..)
        | hir::ExprKind::MethodCall(..)
        | hir::ExprKind::If(..)
        | hir::ExprKind::Loop(..)
        | hir::ExprKind::Block(..)
        | hir::ExprKind::Closure(..)
        | hir::ExprKind::Struct(..)
        | hir::ExprKind::Match(..)
        | hir::ExprKind::Ret(..)
        | hir::ExprKind::Break(..) => true,
        hir::ExprKind::DropTemps(inner) => takes_attribute(inner),
        _ => false,
    }
}

fn begins_line(tcx: TyCtxt<'_>, span: Span) -> bool {
    let source_map = tcx.sess.source_map();
    let column = source_map.lookup_char_pos(span.lo()).col.0;
    let indentation = source_map.indentation_before(span);
    indentation.is_some_and(|indentation| indentation.chars().count() == column)
}
