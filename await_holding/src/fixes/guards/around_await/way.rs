//! Where control flow leads from an `await` point, as far as it matters to the guard.

use rustc_hir::{self as hir, ExprKind, HirId, Node};
use rustc_span::{BytePos, Span};

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow;
use crate::fixes::code::variable_uses;
use crate::fixes::guards::borrowers;
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::site::Site;

/// The way from an `await` point to the end of the guard's scope, or of the coroutine, on which the guard is
/// not used.
pub(super) struct Way<'tcx> {
    /// The statement with the `await` point.
    pub start: BlockPart<'tcx>,
    /// From there to the end of the block.
    pub without: Span,
    /// What is reached afterwards, if the block does not return: other ways lead there, too.
    pub perhaps_without: Vec<Span>,
}

/// What becomes of the uses of the guard in the statement with the `await` point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OwnUses {
    Count,
    AreReplaced,
}

impl<'tcx> Way<'tcx> {
    /// `None` if the guard, or a reference to what it guards, is used on the way.
    pub fn from(
        site: &Site<'tcx>,
        guard: &NamedGuard<'tcx>,
        point: &'tcx hir::Expr<'tcx>,
        own_uses: OwnUses,
    ) -> Option<Self> {
        let tcx = site.tcx;
        let mut borrowers = borrowers::borrowers(site, guard, &guard.scope);
        borrowers.insert(guard.variable);
        // Whether one is used in what `expr` evaluates after its part `child`.
        let is_used_after = |expr: &'tcx hir::Expr<'tcx>, child: HirId| {
            let is_last = match expr.kind {
                ExprKind::If(condition, ..) => condition.hir_id != child,
                ExprKind::Match(scrutinee, ..) => scrutinee.hir_id != child,
                _ => false,
            };
            let end = tcx.hir_span(child).source_callsite().hi();
            let mut uses = variable_uses::all_uses(tcx, BlockPart::Tail(expr)).into_iter();
            let is_later = |user: &hir::Expr<'_>| user.span.source_callsite().lo() >= end;
            !is_last
                && uses.any(|user| {
                    let used = variable_uses::variable(user);
                    is_later(user) && used.is_some_and(|used| borrowers.contains(&used))
                })
        };
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
                    let with_uses = match own_uses {
                        OwnUses::Count => rest,
                        OwnUses::AreReplaced => &parts[position + 1..],
                    };
                    if borrowers::are_used(site, &borrowers, with_uses)
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
                    _ if way.is_some() && is_used_after(expr, child) => return None,
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
