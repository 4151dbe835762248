//! The parts of a block: its statements, and its tail expression.

use rustc_hir::intravisit::Visitor;
use rustc_hir::{self as hir, HirId, Node, StmtKind};
use rustc_middle::ty::TyCtxt;
use rustc_span::Span;

/// A statement of a block, or its tail expression.
#[derive(Clone, Copy)]
pub(in crate::fixes) enum BlockPart<'tcx> {
    Statement(&'tcx hir::Stmt<'tcx>),
    Tail(&'tcx hir::Expr<'tcx>),
}

impl<'tcx> BlockPart<'tcx> {
    /// All parts of `block`, in order.
    pub fn of_block(block: &'tcx hir::Block<'tcx>) -> impl Iterator<Item = Self> {
        let statements = block.stmts.iter().map(BlockPart::Statement);
        statements.chain(block.expr.map(BlockPart::Tail))
    }

    /// The parts of `block` after `statement`.
    pub fn after(block: &'tcx hir::Block<'tcx>, statement: &hir::Stmt<'_>) -> Vec<Self> {
        let is_it =
            |part: &Self| matches!(part, Self::Statement(it) if it.hir_id == statement.hir_id);
        let parts = Self::of_block(block);
        parts.skip_while(|part| !is_it(part)).skip(1).collect()
    }

    pub fn span(self) -> Span {
        match self {
            BlockPart::Statement(statement) => statement.span.source_callsite(),
            BlockPart::Tail(expr) => expr.span.source_callsite(),
        }
    }

    /// Whether a statement can be written in front of it: the body of an arm may be no block.
    pub fn is_in_block(self, tcx: TyCtxt<'tcx>) -> bool {
        match self {
            BlockPart::Statement(_) => true,
            BlockPart::Tail(expr) => matches!(tcx.parent_hir_node(expr.hir_id), Node::Block(_)),
        }
    }

    /// The expression that the part evaluates; for a `let`, its initializer.
    pub fn expr(self) -> Option<&'tcx hir::Expr<'tcx>> {
        match self {
            BlockPart::Statement(statement) => match statement.kind {
                StmtKind::Let(local) => local.init,
                StmtKind::Expr(expr) | StmtKind::Semi(expr) => Some(expr),
                StmtKind::Item(_) => None,
            },
            BlockPart::Tail(expr) => Some(expr),
        }
    }

    /// The `let`, if the part is one.
    pub fn local(self) -> Option<(&'tcx hir::Stmt<'tcx>, &'tcx hir::LetStmt<'tcx>)> {
        match self {
            BlockPart::Statement(statement) => match statement.kind {
                StmtKind::Let(local) => Some((statement, local)),
                _ => None,
            },
            BlockPart::Tail(_) => None,
        }
    }

    pub fn hir_id(self) -> HirId {
        match self {
            BlockPart::Statement(statement) => statement.hir_id,
            BlockPart::Tail(expr) => expr.hir_id,
        }
    }

    pub fn walk(self, visitor: &mut impl Visitor<'tcx, Result = ()>) {
        match self {
            BlockPart::Statement(statement) => visitor.visit_stmt(statement),
            BlockPart::Tail(expr) => visitor.visit_expr(expr),
        }
    }
}
