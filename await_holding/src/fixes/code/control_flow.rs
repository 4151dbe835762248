//! Where control flow waits, and where it leaves a part of a block.

use rustc_data_structures::fx::FxHashSet;
use rustc_hir::intravisit::{self, Visitor};
use rustc_hir::{self as hir, ExprKind, HirId, MatchSource, StmtKind};

use crate::fixes::code::block_part::BlockPart;
use crate::syntax;

/// An `await` point of the coroutine itself: `future.await`.
#[derive(Clone, Copy)]
pub(in crate::fixes) struct Await<'tcx> {
    /// All of it.
    pub expr: &'tcx hir::Expr<'tcx>,
    pub future: &'tcx hir::Expr<'tcx>,
    pub is_in_loop: bool,
}

/// The future in `future.await`.
pub(in crate::fixes) fn awaited<'tcx>(expr: &hir::Expr<'tcx>) -> Option<&'tcx hir::Expr<'tcx>> {
    syntax::awaited(expr).map(|awaited| awaited.future)
}

/// The `await` points in `part`, without those of closures and other coroutines.
pub(in crate::fixes) fn awaits<'tcx>(part: BlockPart<'tcx>) -> Vec<Await<'tcx>> {
    #[derive(Default)]
    struct Awaits<'tcx> {
        loops: usize,
        found: Vec<Await<'tcx>>,
    }
    impl<'tcx> Visitor<'tcx> for Awaits<'tcx> {
        fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
            if let Some(future) = awaited(expr) {
                // Not the loop that polls.
                self.visit_expr(future);
                self.found.push(Await {
                    expr,
                    future,
                    is_in_loop: self.loops > 0,
                });
                return;
            }
            let is_loop = matches!(expr.kind, ExprKind::Loop(..));
            self.loops += usize::from(is_loop);
            intravisit::walk_expr(self, expr);
            self.loops -= usize::from(is_loop);
        }
    }
    let mut awaits = Awaits::default();
    part.walk(&mut awaits);
    awaits.found
}

/// `for pattern in head { body }`
pub(in crate::fixes) struct ForLoop<'tcx> {
    pub pattern: &'tcx hir::Pat<'tcx>,
    pub head: &'tcx hir::Expr<'tcx>,
    pub body: &'tcx hir::Block<'tcx>,
}

impl<'tcx> ForLoop<'tcx> {
    /// The `for` loop that `expr` is, which is lowered to a `match` of the iterator with a `loop` that
    /// matches what the iterator returns.
    pub fn of(expr: &hir::Expr<'tcx>) -> Option<Self> {
        let ExprKind::Match(call, [arm], MatchSource::ForLoopDesugar) = expr.kind else {
            return None;
        };
        let ExprKind::Call(_, [head]) = call.kind else {
            return None;
        };
        let ExprKind::Loop(block, ..) = arm.body.kind else {
            return None;
        };
        let [statement] = block.stmts else {
            return None;
        };
        let StmtKind::Expr(next) = statement.kind else {
            return None;
        };
        let ExprKind::Match(_, [_, some], MatchSource::ForLoopDesugar) = next.kind else {
            return None;
        };
        let ([pattern], ExprKind::Block(body, None)) = (fields(some.pat), some.body.kind) else {
            return None;
        };
        Some(Self {
            pattern,
            head,
            body,
        })
    }
}

fn fields<'tcx>(pattern: &hir::Pat<'tcx>) -> &'tcx [hir::Pat<'tcx>] {
    match pattern.kind {
        hir::PatKind::TupleStruct(_, fields, _) => fields,
        hir::PatKind::Struct(_, [field], _) => std::slice::from_ref(field.pat),
        _ => &[],
    }
}

/// How control flow can leave a part before its end.
#[derive(Clone, Copy, Default)]
pub(in crate::fixes) struct Exits {
    /// By `return` or `?`.
    pub returns: bool,
    /// By `break` or `continue`.
    pub jumps: bool,
}

impl Exits {
    pub fn are_none(self) -> bool {
        !self.returns && !self.jumps
    }
}

pub(in crate::fixes) fn exits<'tcx>(part: BlockPart<'tcx>) -> Exits {
    let mut exits = Exits::default();
    for expr in leaving(part) {
        match expr.kind {
            ExprKind::Break(..) | ExprKind::Continue(_) => exits.jumps = true,
            _ => exits.returns = true,
        }
    }
    exits
}

/// The expressions by which control flow can leave `part` before its end. For `?` that is the `return` in
/// it.
pub(in crate::fixes) fn leaving<'tcx>(part: BlockPart<'tcx>) -> Vec<&'tcx hir::Expr<'tcx>> {
    #[derive(Default)]
    struct Finder<'tcx> {
        inner: FxHashSet<HirId>,
        found: Vec<&'tcx hir::Expr<'tcx>>,
    }
    impl<'tcx> Visitor<'tcx> for Finder<'tcx> {
        fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
            let leaves = match expr.kind {
                ExprKind::Loop(..) => {
                    self.inner.insert(expr.hir_id);
                    false
                }
                ExprKind::Block(block, _) => {
                    self.inner.insert(block.hir_id);
                    self.inner.insert(expr.hir_id);
                    false
                }
                ExprKind::Ret(_) | ExprKind::Become(_) | ExprKind::Yield(..) => !is_of_await(expr),
                ExprKind::Break(to, _) | ExprKind::Continue(to) => {
                    to.target_id.map_or(true, |to| !self.inner.contains(&to))
                }
                _ => false,
            };
            if leaves {
                self.found.push(expr);
            }
            intravisit::walk_expr(self, expr);
        }
    }
    let mut finder = Finder::default();
    part.walk(&mut finder);
    finder.found
}

/// Whether this is the `yield` that `.await` is lowered to.
fn is_of_await(expr: &hir::Expr<'_>) -> bool {
    matches!(
        expr.kind,
        ExprKind::Yield(_, hir::YieldSource::Await { .. })
    )
}
