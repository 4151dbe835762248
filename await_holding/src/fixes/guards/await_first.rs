//! The `await` point comes first: `guard.push(fetch().await)` waits for nothing that the guard is needed for.
//!
//! What the future gives is bound to a variable before the guard is taken. This moves the `await` point in
//! front of whatever else the statement does before, so it is only shown.

use rustc_errors::Applicability;
use rustc_hir::{self as hir, ExprKind, MatchSource, Node};
use rustc_span::Span;

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow::{self, Await};
use crate::fixes::code::evaluation_order::{self, PositionKind};
use crate::fixes::code::variable_uses::{self, Use};
use crate::fixes::code::{authorship, names_in_scope, source_text};
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::site::{Edits, Fix, Site};

pub(in crate::fixes) fn fix(site: &Site<'_>) -> Option<Fix> {
    let tcx = site.tcx;
    authorship::applicability(tcx, site.node)?;
    let edits = match NamedGuard::at(site) {
        Some(guard) => of_named(site, &guard)?,
        None => match tcx.hir_node(site.node) {
            Node::Expr(guard) => of_unnamed(site, guard)?,
            _ => return None,
        },
    };
    Some(Fix {
        message: format!("await before the {} is taken", site.noun),
        edits,
        applicability: Applicability::MaybeIncorrect,
    })
}

fn of_unnamed<'tcx>(site: &Site<'tcx>, guard: &'tcx hir::Expr<'tcx>) -> Option<Edits> {
    let tcx = site.tcx;
    let statement = statement_of(site, guard)?;
    let point = only_point(site, statement)?;
    let value = value_of(site, point, |expr| expr.span.contains(guard.span))?;
    let (name, binding) = binding(site, statement, value)?;
    Some(vec![
        source_text::insert_before(tcx, statement.span(), &binding)?,
        (value.span, name),
    ])
}

fn of_named<'tcx>(site: &Site<'tcx>, guard: &NamedGuard<'tcx>) -> Option<Edits> {
    let tcx = site.tcx;
    let declaration = guard.declaration?;
    let (before, after) = guard.scope.split_at(guard.awaited(site)?);
    let statement = *after.first()?;
    let point = only_point(site, statement)?;
    let is_used = |part: &BlockPart<'tcx>| variable_uses::is_used_in(tcx, *part, guard.variable);
    if before.iter().any(is_used)
        || !is_used(&statement)
        || !guard.can_be_declared_after(site, &guard.scope[..=before.len()])
    {
        return None;
    }
    let value = value_of(site, point, |expr| is_used(&BlockPart::Tail(expr)))?;
    let (name, binding) = binding(site, statement, value)?;
    let declared = source_text::of(tcx, declaration.span)?;
    let separator = source_text::separator(tcx, statement.span())?;
    let both = format!("{binding}{separator}{declared}");
    Some(vec![
        (source_text::removal(tcx, declaration.span)?, String::new()),
        source_text::insert_before(tcx, statement.span(), &both)?,
        (value.span, name),
    ])
}

/// What the user makes of the result of `point` at once, by `?` or a method. `None` if that needs the guard.
pub(in crate::fixes) fn value_of<'tcx>(
    site: &Site<'tcx>,
    point: Await<'tcx>,
    needs_guard: impl Fn(&'tcx hir::Expr<'tcx>) -> bool,
) -> Option<&'tcx hir::Expr<'tcx>> {
    let tcx = site.tcx;
    let mut value = point.expr;
    let mut around = tcx.hir_parent_iter(value.hir_id);
    while let Some((_, Node::Expr(parent))) = around.next() {
        let inner = match parent.kind {
            ExprKind::MethodCall(_, receiver, ..) if receiver.hir_id == value.hir_id => parent,
            // The call that `?` is lowered to.
            ExprKind::Call(_, [argument]) if argument.hir_id == value.hir_id => {
                match around.next() {
                    Some((_, Node::Expr(outer))) if is_question_mark(outer) => outer,
                    _ => break,
                }
            }
            _ => break,
        };
        if needs_guard(inner) || site.has_reference(site.typeck.expr_ty(inner)) {
            break;
        }
        value = inner;
    }
    (!needs_guard(value)).then_some(value)
}

fn is_question_mark(expr: &hir::Expr<'_>) -> bool {
    matches!(expr.kind, ExprKind::Match(_, _, MatchSource::TryDesugar(_)))
}

/// The statement, or tail of a block, that evaluates `expr`.
pub(in crate::fixes) fn statement_of<'tcx>(
    site: &Site<'tcx>,
    expr: &'tcx hir::Expr<'tcx>,
) -> Option<BlockPart<'tcx>> {
    let around = site.tcx.hir_parent_iter(expr.hir_id);
    let mut child = expr;
    for (_, node) in around {
        match node {
            Node::Expr(parent) => child = parent,
            Node::Stmt(statement) => return Some(BlockPart::Statement(statement)),
            Node::Block(_) => return Some(BlockPart::Tail(child)),
            Node::LetStmt(_) | Node::ExprField(_) => {}
            _ => return None,
        }
    }
    None
}

/// The `await` point of `statement`, if the guard is held across that one only, and it is always reached.
fn only_point<'tcx>(site: &Site<'tcx>, statement: BlockPart<'tcx>) -> Option<Await<'tcx>> {
    let tcx = site.tcx;
    let [point] = control_flow::awaits(statement)[..] else {
        return None;
    };
    let [held] = site.points[..] else {
        return None;
    };
    authorship::applicability(tcx, point.expr.hir_id)?;
    position_of(site, statement, point)?;
    point.expr.span.contains(held).then_some(point)
}

/// Where `statement` begins, if it always reaches `point`.
pub(in crate::fixes) fn position_of<'tcx>(
    site: &Site<'tcx>,
    statement: BlockPart<'tcx>,
    point: Await<'tcx>,
) -> Option<Span> {
    let position = evaluation_order::position_around(site.tcx, point.expr, |_| true)?;
    let span = position.span.source_callsite();
    (position.kind != PositionKind::Body && span == statement.span()).then_some(span)
}

/// `let value = future.await;`, with the name. `None` if that may not compile in front of `statement`.
pub(in crate::fixes) fn binding<'tcx>(
    site: &Site<'tcx>,
    statement: BlockPart<'tcx>,
    value: &'tcx hir::Expr<'tcx>,
) -> Option<(String, String)> {
    let tcx = site.tcx;
    let operand = BlockPart::Tail(value);
    let in_operand = variable_uses::all_uses(tcx, operand);
    let is_needed_elsewhere = |user: &&hir::Expr<'tcx>| {
        let variable = variable_uses::variable(user).expect("it is a use");
        let all = variable_uses::uses_of(tcx, statement, variable);
        let own = variable_uses::uses_of(tcx, operand, variable);
        all.len() > own.len()
    };
    let moves = in_operand
        .iter()
        .any(|user| Use::of(site, user) == Use::Moved && is_needed_elsewhere(user));
    if moves || site.has_reference(site.typeck.expr_ty(value)) {
        return None;
    }
    let name = names_in_scope::local_name(tcx, site.coroutine, None, "value")?;
    let text = source_text::of(tcx, value.span)?;
    let binding = format!("let {name} = {text};");
    Some((name, binding))
}
