//! Evaluation order: what a statement evaluates before a certain expression.

use rustc_hir::def::{DefKind, Res};
use rustc_hir::{self as hir, BindingMode, ByRef, ExprKind, LoopSource, Mutability, Node, PatKind};
use rustc_hir::{HirId, QPath};
use rustc_middle::ty::TyCtxt;
use rustc_middle::ty::adjustment::{Adjust, Adjustment, DerefAdjustKind};
use rustc_span::{DesugaringKind, Span};

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow;
use crate::fixes::code::variable_uses::is_used_in;
use crate::fixes::site::Site;

/// Code that statements can be written in front of.
#[derive(Clone, Copy)]
pub(in crate::fixes) struct Position {
    pub span: Span,
    pub kind: PositionKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::fixes) enum PositionKind {
    /// A statement of a block.
    Statement,
    /// The tail expression of a block.
    Tail,
    /// The body of a closure or of an arm, which needs a block for that.
    Body,
}

/// The code around `value` that might as well evaluate it first: it evaluates it exactly once, and
/// before it only what gives the same result afterwards.
///
/// `None` if no statement can be written in front of it.
pub(in crate::fixes) fn position_that_begins_with<'tcx>(
    site: &Site<'tcx>,
    value: &'tcx hir::Expr<'tcx>,
) -> Option<Position> {
    position_around(site.tcx, value, |other| commutes(site, other, value))
}

/// The code around `value` that evaluates it exactly once. What is evaluated before it there has to be
/// `allowed`.
///
/// `None` if no statement can be written in front of it.
pub(in crate::fixes) fn position_around<'tcx>(
    tcx: TyCtxt<'tcx>,
    value: &'tcx hir::Expr<'tcx>,
    allowed: impl Fn(&'tcx hir::Expr<'tcx>) -> bool,
) -> Option<Position> {
    let at = |span, kind| Some(Position { span, kind });
    let mut child = value;
    for (_, node) in tcx.hir_parent_iter(value.hir_id) {
        match node {
            Node::Expr(parent) => {
                let earlier = evaluated_before(parent, child.hir_id)?;
                if !earlier.into_iter().all(&allowed) {
                    return None;
                }
                child = parent;
            }
            Node::ExprField(_) => {}
            Node::LetStmt(local) if tcx.hir_attrs(local.hir_id).is_empty() => {}
            // An attribute would be one of the new statement.
            Node::Stmt(_) | Node::Block(_) if !tcx.hir_attrs(child.hir_id).is_empty() => {
                return None;
            }
            Node::Stmt(statement) => return at(statement.span, PositionKind::Statement),
            Node::Block(block) => {
                let is_of_while = match tcx.parent_hir_node(block.hir_id) {
                    Node::Expr(parent) => {
                        matches!(parent.kind, ExprKind::Loop(_, _, LoopSource::While, _))
                    }
                    _ => false,
                };
                return match block.span.desugaring_kind() {
                    _ if is_of_while => None,
                    // The block that an `async` closure gets around its body.
                    Some(DesugaringKind::Async) => at(written(child).span, PositionKind::Body),
                    _ => at(child.span, PositionKind::Tail),
                };
            }
            Node::Arm(arm) if arm.body.hir_id == child.hir_id => {
                return at(child.span, PositionKind::Body);
            }
            _ => return None,
        }
    }
    None
}

/// Whether all temporaries that may refer to the value of `expr` are dropped before a variable that is
/// declared in front of `position`.
///
/// Before edition 2024, those of a tail expression are dropped after all variables. What is awaited is
/// moved, and so is none of them.
pub(in crate::fixes) fn outlives_temporaries<'tcx>(
    site: &Site<'tcx>,
    expr: &'tcx hir::Expr<'tcx>,
    position: Position,
) -> bool {
    let tcx = site.tcx;
    if position.kind == PositionKind::Statement || position.span.edition().at_least_rust_2024() {
        return true;
    }
    let awaited_by = |expr: &hir::Expr<'tcx>| {
        // `.await` is lowered to a call in the scrutinee of a `match`.
        let mut around = tcx.hir_parent_iter(expr.hir_id).skip(1);
        match around.next() {
            Some((_, Node::Expr(outer))) => control_flow::awaited(outer)
                .is_some_and(|future| future.hir_id == expr.hir_id)
                .then_some(outer),
            _ => None,
        }
    };
    let mut inner = expr;
    while let Node::Expr(parent) = tcx.parent_hir_node(inner.hir_id) {
        let ty = site.typeck.expr_ty(parent);
        match parent.kind {
            ExprKind::Match(..) | ExprKind::If(..) | ExprKind::Let(_) => return true,
            _ if !site.may_refer(ty) => return true,
            _ => {}
        }
        inner = match awaited_by(parent) {
            Some(outer) if site.may_refer(site.typeck.expr_ty(outer)) => outer,
            Some(_) => return true,
            None if ty.needs_drop(tcx, site.typing_env) => return false,
            None => parent,
        };
    }
    true
}

/// The expression that the user wrote in place of `expr`.
fn written<'tcx>(expr: &'tcx hir::Expr<'tcx>) -> &'tcx hir::Expr<'tcx> {
    match expr.kind {
        ExprKind::DropTemps(inner) => inner,
        _ => expr,
    }
}

/// Whether the statement, or the arm of a `match`, around `value` has it at its very beginning.
pub(in crate::fixes) fn is_first_of_statement(tcx: TyCtxt<'_>, value: &hir::Expr<'_>) -> bool {
    let mut around = tcx
        .hir_parent_iter(value.hir_id)
        .skip_while(|(_, node)| match node {
            Node::Expr(parent) => parent.span.lo() == value.span.lo(),
            _ => false,
        });
    let first = around.next();
    first.is_some_and(|(_, node)| matches!(node, Node::Stmt(_) | Node::Block(_) | Node::Arm(_)))
}

/// The operands of `parent` that are evaluated before its operand `child`. `None` if that may be
/// evaluated not at all, or more than once.
fn evaluated_before<'tcx>(
    parent: &'tcx hir::Expr<'tcx>,
    child: HirId,
) -> Option<Vec<&'tcx hir::Expr<'tcx>>> {
    let is_child = |expr: &&hir::Expr<'_>| expr.hir_id == child;
    let until_child = |parts: Vec<&'tcx hir::Expr<'tcx>>| {
        let position = parts.iter().position(is_child)?;
        Some(parts[..position].to_vec())
    };
    match parent.kind {
        ExprKind::Call(callee, args) => until_child([callee].into_iter().chain(args).collect()),
        ExprKind::MethodCall(_, receiver, args, _) => {
            until_child([receiver].into_iter().chain(args).collect())
        }
        ExprKind::Tup(parts) | ExprKind::Array(parts) => until_child(parts.iter().collect()),
        ExprKind::Struct(_, fields, _) => {
            // The parent of a field's value is the field.
            let values: Vec<_> = fields.iter().map(|field| field.expr).collect();
            until_child(values)
        }
        ExprKind::Binary(operator, left, right) => {
            let is_certain = is_child(&left) || !operator.node.is_lazy();
            is_certain.then(|| until_child(vec![left, right])).flatten()
        }
        ExprKind::Index(base, index, _) => until_child(vec![base, index]),
        // The value that is assigned comes first.
        ExprKind::Assign(_, value, _) => until_child(vec![value]),
        // Here only for types whose operator is built in.
        ExprKind::AssignOp(_, place, value) => is_child(&value)
            .then(|| until_child(vec![place, value]))
            .flatten(),
        ExprKind::Match(scrutinee, ..) => until_child(vec![scrutinee]),
        ExprKind::If(condition, ..) => until_child(vec![condition]),
        ExprKind::Let(condition) => until_child(vec![condition.init]),
        ExprKind::Ret(Some(inner))
        | ExprKind::Break(_, Some(inner))
        | ExprKind::AddrOf(_, _, inner)
        | ExprKind::Cast(inner, _)
        | ExprKind::DropTemps(inner)
        | ExprKind::Field(inner, _)
        | ExprKind::Type(inner, _)
        | ExprKind::Unary(_, inner) => until_child(vec![inner]),
        _ => None,
    }
}

/// Whether evaluating `expr` after `value` instead of before gives the same result, because it names
/// something that `value` cannot write to.
fn commutes<'tcx>(
    site: &Site<'tcx>,
    expr: &'tcx hir::Expr<'tcx>,
    value: &'tcx hir::Expr<'tcx>,
) -> bool {
    match expr.kind {
        ExprKind::Lit(_) => true,
        ExprKind::AddrOf(_, _, inner) | ExprKind::Field(inner, _) => {
            site.typeck.expr_adjustments(inner).iter().all(is_builtin)
                && commutes(site, inner, value)
        }
        ExprKind::Path(ref path) => match path {
            QPath::Resolved(_, path) => match path.res {
                Res::Local(variable) => {
                    is_constant(site, variable)
                        || !is_used_in(site.tcx, BlockPart::Tail(value), variable)
                }
                res => !matches!(res, Res::Def(DefKind::Static { .. }, _)),
            },
            QPath::TypeRelative(..) => true,
        },
        _ => false,
    }
}

/// Whether `step` calls no `Deref` implementation.
fn is_builtin(step: &Adjustment<'_>) -> bool {
    !matches!(step.kind, Adjust::Deref(DerefAdjustKind::Overloaded(_)))
}

/// Whether neither `variable` nor what it refers to can be written to through its name.
fn is_constant(site: &Site<'_>, variable: HirId) -> bool {
    let ty = site.typeck.node_type(variable);
    let is_immutable = match site.tcx.hir_node(variable) {
        Node::Pat(pat) => matches!(
            pat.kind,
            PatKind::Binding(BindingMode(ByRef::No, Mutability::Not), ..)
        ),
        _ => false,
    };
    is_immutable && ty.ref_mutability() != Some(Mutability::Mut)
}
