//! The statement that binds a guard to a name: `let guard = ..;`.

use rustc_hir::{self as hir, BindingMode, ByRef, HirId, LocalSource, Node, PatKind};
use rustc_middle::ty::TyCtxt;
use rustc_span::Ident;

use crate::fixes::code::block_part::BlockPart;

/// `let name = init;`, and the scope of the name.
pub(in crate::fixes) struct GuardBinding<'tcx> {
    pub variable: HirId,
    pub name: Ident,
    pub statement: &'tcx hir::Stmt<'tcx>,
    pub pat: &'tcx hir::Pat<'tcx>,
    pub init: &'tcx hir::Expr<'tcx>,
    /// Whether the `let` has a type annotation.
    pub has_type: bool,
    pub block: &'tcx hir::Block<'tcx>,
    /// The rest of the block.
    pub scope: Vec<BlockPart<'tcx>>,
}

impl<'tcx> GuardBinding<'tcx> {
    /// The statement whose pattern is `pat`. `None` if it has more to it than a name and a value:
    /// `ref`, a subpattern, `else`, an attribute.
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
        let scope = BlockPart::after(block, statement);
        tcx.hir_attrs(local.hir_id).is_empty().then_some(Self {
            variable,
            name,
            statement,
            pat,
            init,
            has_type: local.ty.is_some(),
            block,
            scope,
        })
    }
}
