//! What follows the end of a block: whether reaching it is the same as leaving by `return` or `continue`.

use rustc_hir::def_id::LocalDefId;
use rustc_hir::{self as hir, ExprKind, HirId, Node, PatKind, StmtKind};
use rustc_middle::ty::TyCtxt;

use crate::fixes::code::variable_uses;

/// What comes after a block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::fixes) enum BlockEnd {
    /// The coroutine returns the value of the block.
    Return,
    /// This loop continues.
    Continue(HirId),
    Other,
}

impl BlockEnd {
    pub fn of(tcx: TyCtxt<'_>, block: HirId, coroutine: LocalDefId) -> Self {
        let body = tcx.hir_body_owned_by(coroutine).value.hir_id;
        let mut child = block;
        for (id, node) in tcx.hir_parent_iter(block) {
            let is_last = match node {
                Node::Expr(expr) => match expr.kind {
                    ExprKind::Loop(..) => return Self::Continue(expr.hir_id),
                    ExprKind::Block(_, None) | ExprKind::DropTemps(_) => true,
                    ExprKind::If(condition, ..) => condition.hir_id != child,
                    ExprKind::Match(scrutinee, ..) => scrutinee.hir_id != child,
                    _ => false,
                },
                Node::Arm(arm) => arm.body.hir_id == child,
                Node::Block(block) => match block.expr {
                    Some(tail) => tail.hir_id == child || is_bound_and_returned(block, tail, child),
                    None => block.stmts.last().is_some_and(|last| last.hir_id == child),
                },
                Node::Stmt(statement) => match statement.kind {
                    StmtKind::Expr(_) => true,
                    // Its value is what the next expression or nothing is; see `Node::Block`.
                    StmtKind::Let(local) => {
                        local.els.is_none()
                            && tcx.hir_span(id).from_expansion()
                            && matches!(local.pat.kind, PatKind::Wild | PatKind::Binding(..))
                    }
                    _ => false,
                },
                Node::LetStmt(_) => true,
                _ => false,
            };
            if !is_last {
                return Self::Other;
            }
            if id == body {
                return Self::Return;
            }
            child = id;
        }
        Self::Other
    }
}

/// Whether `statement`, the last one of `block`, binds a variable that the block then evaluates to, as
/// `#[async_trait]` has it: `let ret: Type = { .. }; ret`.
fn is_bound_and_returned(block: &hir::Block<'_>, tail: &hir::Expr<'_>, statement: HirId) -> bool {
    let last = block.stmts.last().filter(|last| last.hir_id == statement);
    let Some(StmtKind::Let(local)) = last.map(|last| last.kind) else {
        return false;
    };
    match local.pat.kind {
        PatKind::Binding(_, variable, _, None) => variable_uses::variable(tail) == Some(variable),
        _ => false,
    }
}
