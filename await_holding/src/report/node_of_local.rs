//! From a span back to the syntax at it: MIR gives only the span of a local, but a lint level belongs
//! to a HIR node.

use rustc_hir as hir;
use rustc_hir::HirId;
use rustc_hir::def_id::LocalDefId;
use rustc_hir::intravisit::{self, Visitor};
use rustc_middle::ty::TyCtxt;
use rustc_span::Span;

/// The node in `owner`'s body that a MIR local with this `span` was made for.
///
/// That is the binding or expression with exactly this span, or else the smallest one around it, or
/// else (for code that no span leads to) the owner of the body.
pub(super) fn node_of_local(tcx: TyCtxt<'_>, owner: LocalDefId, span: Span) -> HirId {
    let mut finder = Finder { span, best: None };
    finder.visit_body(tcx.hir_body_owned_by(owner));
    finder
        .best
        .map_or_else(|| tcx.local_def_id_to_hir_id(owner), |(id, _)| id)
}

struct Finder {
    span: Span,
    best: Option<(HirId, Span)>,
}

impl Finder {
    fn consider(&mut self, id: HirId, span: Span) {
        let tighter = self
            .best
            .is_none_or(|(_, best)| best != self.span && best.contains(span));
        if span.contains(self.span) && tighter {
            self.best = Some((id, span));
        }
    }
}

impl<'tcx> Visitor<'tcx> for Finder {
    fn visit_pat(&mut self, pat: &'tcx hir::Pat<'tcx>) {
        self.consider(pat.hir_id, pat.span);
        if let hir::PatKind::Binding(_, _, ident, _) = pat.kind {
            self.consider(pat.hir_id, ident.span);
        }
        intravisit::walk_pat(self, pat);
    }

    fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
        self.consider(expr.hir_id, expr.span);
        intravisit::walk_expr(self, expr);
    }

    // A `#[allow]` on a `let` belongs to the statement, which contains the pattern.
    fn visit_local(&mut self, local: &'tcx hir::LetStmt<'tcx>) {
        self.consider(local.hir_id, local.span);
        intravisit::walk_local(self, local);
    }
}
