//! The parts of a block: its statements, and its tail expression.

use rustc_hir::intravisit::Visitor;
use rustc_hir::{self as hir, StmtKind};
use rustc_span::Span;

/// A statement of a block, or its tail expression.
#[derive(Clone, Copy)]
pub(super) enum BlockPart<'tcx> {
    Statement(&'tcx hir::Stmt<'tcx>),
    Tail(&'tcx hir::Expr<'tcx>),
}

impl<'tcx> BlockPart<'tcx> {
    /// All parts of `block`, in order.
    pub fn of_block(block: &'tcx hir::Block<'tcx>) -> impl Iterator<Item = Self> {
        let statements = block.stmts.iter().map(BlockPart::Statement);
        statements.chain(block.expr.map(BlockPart::Tail))
    }

    pub fn span(self) -> Span {
        match self {
            BlockPart::Statement(statement) => statement.span.source_callsite(),
            BlockPart::Tail(expr) => expr.span.source_callsite(),
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

    pub fn walk(self, visitor: &mut impl Visitor<'tcx, Result = ()>) {
        match self {
            BlockPart::Statement(statement) => visitor.visit_stmt(statement),
            BlockPart::Tail(expr) => visitor.visit_expr(expr),
        }
    }
}
