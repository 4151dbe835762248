//! A guard with a name: `let guard = ..;` in a block.

use rustc_hir::{self as hir, BindingMode, ByRef, HirId, LocalSource, Node, PatKind};
use rustc_middle::ty::TyCtxt;
use rustc_span::Ident;

use super::body_parts::BodyPart;

/// `let name = init;`, and what comes after it in its block.
pub(super) struct Binding<'tcx> {
    pub variable: HirId,
    pub name: Ident,
    pub statement: &'tcx hir::Stmt<'tcx>,
    pub pat: &'tcx hir::Pat<'tcx>,
    pub init: &'tcx hir::Expr<'tcx>,
    /// Whether the `let` says which type it is.
    pub has_type: bool,
    pub block: &'tcx hir::Block<'tcx>,
    /// The scope of the binding.
    pub rest: Vec<BodyPart<'tcx>>,
}

impl<'tcx> Binding<'tcx> {
    /// The statement whose whole pattern is `pat`, with nothing special about it.
    pub fn at(tcx: TyCtxt<'tcx>, pat: HirId) -> Option<Self> {
        let Node::Pat(pat) = tcx.hir_node(pat) else {
            return None;
        };
        let PatKind::Binding(BindingMode(ByRef::No, _), variable, name, None) = pat.kind else {
            return None;
        };
        let Node::LetStmt(local) = tcx.parent_hir_node(pat.hir_id) else {
            return None;
        };
        let (Some(init), None, LocalSource::Normal) = (local.init, local.els, local.source) else {
            return None;
        };
        let Node::Stmt(statement) = tcx.parent_hir_node(local.hir_id) else {
            return None;
        };
        let Node::Block(block) = tcx.parent_hir_node(statement.hir_id) else {
            return None;
        };
        let rest = BodyPart::of_block(block)
            .skip_while(|part| !is(part, statement))
            .skip(1)
            .collect();
        tcx.hir_attrs(local.hir_id).is_empty().then_some(Self {
            variable,
            name,
            statement,
            pat,
            init,
            has_type: local.ty.is_some(),
            block,
            rest,
        })
    }
}

fn is(part: &BodyPart<'_>, statement: &hir::Stmt<'_>) -> bool {
    matches!(part, BodyPart::Statement(other) if other.hir_id == statement.hir_id)
}
