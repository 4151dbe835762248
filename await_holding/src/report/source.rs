//! Where a held value comes from in the source, and where its lint level is set.

use rustc_hir::def_id::LocalDefId;
use rustc_hir::{self as hir, HirId, Node};
use rustc_lint_defs::{Level, Lint};
use rustc_middle::middle::region::Scope;
use rustc_middle::ty::TyCtxt;
use rustc_span::{DesugaringKind, Span};

use super::node_of_local::node_of_local;
use crate::compat;
use crate::suspension::Origin;

/// Where a value comes from in the source.
pub(super) struct Source {
    pub span: Span,
    /// Where the lint level is looked up.
    pub node: HirId,
    /// The declaration of a captured variable, and its name.
    pub declaration: Option<(Span, String)>,
    /// The construct whose end ends the extent of a temporary, and the place of that end.
    pub extent: Option<(&'static str, Span)>,
}

impl Source {
    pub fn find(
        tcx: TyCtxt<'_>,
        coroutine: LocalDefId,
        lint: &'static Lint,
        origin: Origin,
    ) -> Self {
        match origin {
            Origin::Binding(span) | Origin::Awaited(span) => Self {
                span: match span.is_desugaring(DesugaringKind::ForLoop) {
                    true => span.with_ctxt(span.ctxt().outer_expn_data().call_site.ctxt()),
                    false => span,
                },
                node: node_of_local(tcx, coroutine, span),
                declaration: None,
                extent: None,
            },
            Origin::Temporary(span) => {
                let node = node_of_local(tcx, coroutine, span);
                Self {
                    span,
                    node,
                    declaration: None,
                    extent: extent_of_temporary(tcx, coroutine, node),
                }
            }
            Origin::Capture(index) => {
                let capture = tcx.closure_captures(coroutine)[index.as_usize()];
                let variable = capture.get_root_variable();
                let expr = capture.info.path_expr_id;
                // The user may have allowed it at the variable or where it is captured.
                let allowed = compat::level_at(tcx, lint, variable);
                let node = match expr {
                    Some(expr) if !matches!(allowed, Level::Allow | Level::Expect) => expr,
                    _ => variable,
                };
                Self {
                    span: capture.get_path_span(tcx),
                    node,
                    declaration: Some((tcx.hir_span(variable), capture.to_string(tcx))),
                    extent: None,
                }
            }
        }
    }
}

/// The construct to whose end the temporary at `node` lives, and the place of that end.
fn extent_of_temporary(
    tcx: TyCtxt<'_>,
    coroutine: LocalDefId,
    node: HirId,
) -> Option<(&'static str, Span)> {
    let tree = tcx.region_scope_tree(coroutine);
    let scope: Scope = tree.temporary_scope(node.local_id).temp_lifetime?;
    let end = scope.hir_id(tree)?;
    let (syntax, span) = match tcx.hir_node(end) {
        Node::Expr(expr) => (construct(expr)?, expr.span),
        Node::Stmt(stmt) => match stmt.kind {
            hir::StmtKind::Expr(expr) | hir::StmtKind::Semi(expr) => {
                (construct(expr).unwrap_or("statement"), stmt.span)
            }
            hir::StmtKind::Let(_) | hir::StmtKind::Item(_) => return None,
        },
        Node::Block(block) => ("block", block.span),
        _ => return None,
    };
    let source_map = tcx.sess.source_map();
    let span = span.source_callsite();
    let body = tcx.hir_body_owned_by(coroutine).value.span;
    // A macro that has made the coroutine, as `stream!` does, has made this within it, too.
    if body.in_external_macro(source_map) && span.contains(body.source_callsite()) {
        return None;
    }
    Some((syntax, source_map.end_point(span)))
}

/// The name of an expression that extends temporaries within it.
fn construct(expr: &hir::Expr<'_>) -> Option<&'static str> {
    match expr.kind {
        hir::ExprKind::Match(_, _, hir::MatchSource::Normal | hir::MatchSource::Postfix) => {
            Some("`match`")
        }
        hir::ExprKind::Match(_, _, hir::MatchSource::ForLoopDesugar) => Some("`for`"),
        hir::ExprKind::If(..) => Some("`if`"),
        hir::ExprKind::Loop(_, _, hir::LoopSource::While, _) => Some("`while`"),
        hir::ExprKind::Block(..) => Some("block"),
        hir::ExprKind::DropTemps(inner) => construct(inner),
        _ => None,
    }
}
