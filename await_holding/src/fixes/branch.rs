//! A guard that is not used any more on the way that leads to the `await` point: it is dropped there.
//!
//! `if state.closed { self.flush().await; return; }` needs the guard up to the condition, and other ways
//! need it longer. `drop(guard);` in front of the `await` point is right if nothing that can run from
//! there on uses the guard. So it is shown for a statement of a block that returns at its end, or after
//! which the guard is not used, outside loops.

use rustc_errors::Applicability;
use rustc_hir::{self as hir, ExprKind, Node};
use rustc_span::{BytePos, Span};

use super::block_part::BlockPart;
use super::control_flow;
use super::named_guard::NamedGuard;
use super::site::{Edits, Fix, Site};
use super::{authorship, borrowers, scope_end, source_text, variable_uses};

pub(super) fn fix<'tcx>(site: &Site<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    authorship::applicability(tcx, site.node)?;
    let guard = NamedGuard::at(site)?;
    let (undropped, _) = guard.clone().without_drops(tcx);
    let awaited = guard.awaited(site)?;
    let (before, after) = guard.scope.split_at(awaited);
    let drop = scope_end::drop_statement(site, &guard, before)?;
    let is_shadowed = after.iter().any(|&part| {
        let declared = variable_uses::declarations(part);
        declared.iter().any(|&(_, name)| name == guard.name.name)
    });
    if is_shadowed || !borrowers::is_only_used_in_place(site, &undropped) {
        return None;
    }
    let awaits: Vec<_> = after
        .iter()
        .flat_map(|&part| control_flow::awaits(part))
        .collect();
    let mut points = site.points.clone();
    points.sort_by_key(|point| point.lo());
    // One that was not used protects something else.
    let first_use = guard.uses(tcx).first()?.span;
    if points.first()?.lo() < first_use.lo() {
        return None;
    }
    let mut edits = Edits::new();
    // What only runs after the guard was dropped, and what may.
    let mut without: Vec<Span> = Vec::new();
    let mut perhaps_without: Vec<Span> = Vec::new();
    for point in points {
        if without.iter().any(|span| span.contains(point)) {
            continue;
        }
        let point = awaits
            .iter()
            .filter(|found| found.expr.span.contains(point))
            .min_by_key(|found| found.expr.span.hi() - found.expr.span.lo())?;
        let is_held = |span: &Span| span.contains(point.expr.span);
        if perhaps_without.iter().any(is_held) || point.is_in_loop {
            return None;
        }
        authorship::applicability(tcx, point.expr.hir_id)?;
        let way = Way::from(site, &guard, point.expr)?;
        edits.push(source_text::insert_before(tcx, way.start.span(), &drop)?);
        without.push(way.without);
        perhaps_without.extend(way.perhaps_without);
    }
    Some(Fix {
        message: format!(
            "drop the {} before the `await` point; it is not used from there on",
            site.noun
        ),
        edits,
        applicability: Applicability::MaybeIncorrect,
    })
}

/// The way from an `await` point to the end of the guard's scope, or of the coroutine.
struct Way<'tcx> {
    /// The statement with the `await` point.
    start: BlockPart<'tcx>,
    /// From there to the end of the block.
    without: Span,
    /// What is reached afterwards, if the block does not return: other ways lead there, too.
    perhaps_without: Vec<Span>,
}

impl<'tcx> Way<'tcx> {
    /// `None` if the guard, or a reference to what it guards, is used on the way.
    fn from(
        site: &Site<'tcx>,
        guard: &NamedGuard<'tcx>,
        point: &'tcx hir::Expr<'tcx>,
    ) -> Option<Self> {
        let tcx = site.tcx;
        let mut borrowers = borrowers::borrowers(site, guard, &guard.scope);
        borrowers.insert(guard.variable);
        let mut way: Option<Self> = None;
        let mut child = point.hir_id;
        for (id, node) in tcx.hir_parent_iter(point.hir_id) {
            match node {
                Node::Block(block) => {
                    let parts: Vec<_> = BlockPart::of_block(block).collect();
                    let position = parts.iter().position(|part| match part {
                        BlockPart::Statement(statement) => statement.hir_id == child,
                        BlockPart::Tail(expr) => expr.hir_id == child,
                    })?;
                    let end = block.span.hi() - BytePos(1);
                    let rest = match way {
                        None => &parts[position..],
                        Some(_) => &parts[position + 1..],
                    };
                    if borrowers::are_used(site, &borrowers, rest)
                        || rest.iter().any(|&part| control_flow::exits(part).jumps)
                    {
                        return None;
                    }
                    match &mut way {
                        None => {
                            let start = parts[position];
                            way = Some(Self {
                                start,
                                without: start.span().with_hi(end),
                                perhaps_without: Vec::new(),
                            });
                        }
                        Some(way) => {
                            let lo = parts[position].span().hi();
                            way.perhaps_without.push(block.span.with_lo(lo));
                        }
                    }
                    let is_scope = guard.scope.last().is_some_and(|last| {
                        parts.last().is_some_and(|part| part.span() == last.span())
                    });
                    let returns = rest.iter().any(|&part| leaves(site, part));
                    if is_scope || returns {
                        return way;
                    }
                }
                Node::Expr(expr) => match expr.kind {
                    ExprKind::Loop(..) | ExprKind::Closure(_) => return None,
                    _ => {}
                },
                _ => {}
            }
            child = id;
        }
        None
    }
}

/// Whether `part` always leaves the block.
fn leaves(site: &Site<'_>, part: BlockPart<'_>) -> bool {
    part.expr()
        .is_some_and(|expr| site.typeck.expr_ty(expr).is_never())
}
