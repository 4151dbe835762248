//! What a part of a body does with variables, and how control flow goes through it.

use rustc_data_structures::fx::FxHashSet;
use rustc_hir::def::Res;
use rustc_hir::intravisit::{self, Visitor};
use rustc_hir::{self as hir, ExprKind, HirId, MatchSource, Node, PatKind, QPath, StmtKind};
use rustc_middle::hir::nested_filter;
use rustc_middle::ty::TyCtxt;
use rustc_span::{Span, Symbol};

/// A statement, or the expression at the end of a block.
#[derive(Clone, Copy)]
pub(super) enum BodyPart<'tcx> {
    Statement(&'tcx hir::Stmt<'tcx>),
    Tail(&'tcx hir::Expr<'tcx>),
}

impl<'tcx> BodyPart<'tcx> {
    /// All parts of `block`, in order.
    pub fn of_block(block: &'tcx hir::Block<'tcx>) -> impl Iterator<Item = Self> {
        let statements = block.stmts.iter().map(BodyPart::Statement);
        statements.chain(block.expr.map(BodyPart::Tail))
    }

    pub fn span(self) -> Span {
        match self {
            BodyPart::Statement(statement) => statement.span.source_callsite(),
            BodyPart::Tail(expr) => expr.span.source_callsite(),
        }
    }

    /// The part's expression: its own, or the initializer of `let`.
    pub fn expr(self) -> Option<&'tcx hir::Expr<'tcx>> {
        match self {
            BodyPart::Statement(statement) => match statement.kind {
                StmtKind::Let(local) => local.init,
                StmtKind::Expr(expr) | StmtKind::Semi(expr) => Some(expr),
                StmtKind::Item(_) => None,
            },
            BodyPart::Tail(expr) => Some(expr),
        }
    }

    /// Whether `variable` is named in it, also in closures.
    pub fn uses(self, tcx: TyCtxt<'tcx>, variable: HirId) -> bool {
        !of_variable(tcx, self, variable).is_empty()
    }

    fn walk(self, visitor: &mut impl Visitor<'tcx, Result = ()>) {
        match self {
            BodyPart::Statement(statement) => visitor.visit_stmt(statement),
            BodyPart::Tail(expr) => visitor.visit_expr(expr),
        }
    }
}

/// The variable that `expr` names.
pub(super) fn variable(expr: &hir::Expr<'_>) -> Option<HirId> {
    match expr.kind {
        ExprKind::Path(QPath::Resolved(None, path)) => match path.res {
            Res::Local(variable) => Some(variable),
            _ => None,
        },
        _ => None,
    }
}

/// The expressions in `part` that name `variable`, also those in closures.
pub(super) fn of_variable<'tcx>(
    tcx: TyCtxt<'tcx>,
    part: BodyPart<'tcx>,
    variable: HirId,
) -> Vec<&'tcx hir::Expr<'tcx>> {
    let mut uses = of_all_variables(tcx, part);
    uses.retain(|expr| self::variable(expr) == Some(variable));
    uses
}

/// The expressions in `part` that name variables, also those in closures.
pub(super) fn of_all_variables<'tcx>(
    tcx: TyCtxt<'tcx>,
    part: BodyPart<'tcx>,
) -> Vec<&'tcx hir::Expr<'tcx>> {
    struct Uses<'tcx> {
        tcx: TyCtxt<'tcx>,
        found: Vec<&'tcx hir::Expr<'tcx>>,
    }
    impl<'tcx> Visitor<'tcx> for Uses<'tcx> {
        type NestedFilter = nested_filter::OnlyBodies;
        fn maybe_tcx(&mut self) -> TyCtxt<'tcx> {
            self.tcx
        }
        fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
            if variable(expr).is_some() {
                self.found.push(expr);
            }
            intravisit::walk_expr(self, expr);
        }
    }
    let mut uses = Uses {
        tcx,
        found: Vec::new(),
    };
    part.walk(&mut uses);
    uses.found
}

/// The patterns in `part` that bind a variable, without those in closures.
pub(super) fn bindings<'tcx>(part: BodyPart<'tcx>) -> Vec<(HirId, Symbol)> {
    #[derive(Default)]
    struct Bindings(Vec<(HirId, Symbol)>);
    impl<'tcx> Visitor<'tcx> for Bindings {
        fn visit_pat(&mut self, pat: &'tcx hir::Pat<'tcx>) {
            if let PatKind::Binding(_, variable, name, _) = pat.kind {
                self.0.push((variable, name.name));
            }
            intravisit::walk_pat(self, pat);
        }
    }
    let mut bindings = Bindings::default();
    part.walk(&mut bindings);
    bindings.0
}

/// An `await` of the coroutine itself.
#[derive(Clone, Copy)]
pub(super) struct Await<'tcx> {
    /// `future.await`
    pub expr: &'tcx hir::Expr<'tcx>,
    pub future: &'tcx hir::Expr<'tcx>,
    /// Whether it is in a loop.
    pub repeated: bool,
}

/// The future in `future.await`.
pub(super) fn awaited<'tcx>(expr: &hir::Expr<'tcx>) -> Option<&'tcx hir::Expr<'tcx>> {
    match expr.kind {
        ExprKind::Match(
            hir::Expr {
                kind: ExprKind::Call(_, [future]),
                ..
            },
            _,
            MatchSource::AwaitDesugar,
        ) => Some(future),
        _ => None,
    }
}

/// The `await`s in `part`, without those in closures and in other coroutines.
pub(super) fn awaits<'tcx>(part: BodyPart<'tcx>) -> Vec<Await<'tcx>> {
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
                    repeated: self.loops > 0,
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

/// Whether control flow can leave a part otherwise than at its end.
#[derive(Clone, Copy, Default)]
pub(super) struct Exits {
    /// By `return` or `?`.
    pub returns: bool,
    /// By `break` or `continue`.
    pub jumps: bool,
}

pub(super) fn exits<'tcx>(part: BodyPart<'tcx>) -> Exits {
    #[derive(Default)]
    struct Finder {
        inner: FxHashSet<HirId>,
        exits: Exits,
    }
    impl<'tcx> Visitor<'tcx> for Finder {
        fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
            match expr.kind {
                ExprKind::Loop(..) => {
                    self.inner.insert(expr.hir_id);
                }
                ExprKind::Block(block, _) => {
                    self.inner.insert(block.hir_id);
                    self.inner.insert(expr.hir_id);
                }
                ExprKind::Ret(_) | ExprKind::Become(_) | ExprKind::Yield(..) => {
                    self.exits.returns |= !is_of_await(expr);
                }
                ExprKind::Break(to, _) | ExprKind::Continue(to) => {
                    let stays = to.target_id.is_ok_and(|to| self.inner.contains(&to));
                    self.exits.jumps |= !stays;
                }
                _ => {}
            }
            intravisit::walk_expr(self, expr);
        }
    }
    let mut finder = Finder::default();
    part.walk(&mut finder);
    finder.exits
}

/// Whether this is the `yield` that an `await` is made of.
fn is_of_await(expr: &hir::Expr<'_>) -> bool {
    matches!(
        expr.kind,
        ExprKind::Yield(_, hir::YieldSource::Await { .. })
    )
}

/// Whether there is a loop or a function around `expr` that is not around the declaration of
/// `variable`.
pub(super) fn is_repeated_since(tcx: TyCtxt<'_>, variable: HirId, expr: HirId) -> bool {
    let around: FxHashSet<_> = tcx.hir_parent_id_iter(variable).collect();
    tcx.hir_parent_iter(expr)
        .take_while(|(id, _)| !around.contains(id))
        .any(|(_, node)| match node {
            Node::Expr(expr) => matches!(expr.kind, ExprKind::Loop(..) | ExprKind::Closure(_)),
            _ => false,
        })
}
