//! Where variables are declared and used.

use rustc_data_structures::fx::FxHashSet;
use rustc_hir::def::Res;
use rustc_hir::def_id::LocalDefId;
use rustc_hir::intravisit::{self, Visitor};
use rustc_hir::{self as hir, ExprKind, HirId, Node, PatKind, QPath};
use rustc_middle::hir::nested_filter;
use rustc_middle::ty::TyCtxt;
use rustc_span::Symbol;

use super::block_part::BlockPart;

/// The variable that `expr` is, if it is a mere name.
pub(super) fn variable(expr: &hir::Expr<'_>) -> Option<HirId> {
    match expr.kind {
        ExprKind::Path(QPath::Resolved(None, path)) => match path.res {
            Res::Local(variable) => Some(variable),
            _ => None,
        },
        _ => None,
    }
}

/// Whether `part` uses `variable`, in a closure or outside.
pub(super) fn is_used_in<'tcx>(tcx: TyCtxt<'tcx>, part: BlockPart<'tcx>, variable: HirId) -> bool {
    !uses_of(tcx, part, variable).is_empty()
}

/// The uses of `variable` in `part`, including those in closures.
pub(super) fn uses_of<'tcx>(
    tcx: TyCtxt<'tcx>,
    part: BlockPart<'tcx>,
    variable: HirId,
) -> Vec<&'tcx hir::Expr<'tcx>> {
    let mut uses = all_uses(tcx, part);
    uses.retain(|expr| self::variable(expr) == Some(variable));
    uses
}

/// The uses of any variables in `part`, including those in closures.
pub(super) fn all_uses<'tcx>(
    tcx: TyCtxt<'tcx>,
    part: BlockPart<'tcx>,
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

/// The expressions in `part`, without those in closures.
pub(super) fn exprs_of<'tcx>(part: BlockPart<'tcx>) -> Vec<&'tcx hir::Expr<'tcx>> {
    #[derive(Default)]
    struct Exprs<'tcx>(Vec<&'tcx hir::Expr<'tcx>>);
    impl<'tcx> Visitor<'tcx> for Exprs<'tcx> {
        fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
            self.0.push(expr);
            intravisit::walk_expr(self, expr);
        }
    }
    let mut exprs = Exprs::default();
    part.walk(&mut exprs);
    exprs.0
}

/// Whether the function around `coroutine` declares a variable called `name`, in a closure or outside.
pub(super) fn is_declared_around(tcx: TyCtxt<'_>, coroutine: LocalDefId, name: Symbol) -> bool {
    struct Declarations<'tcx> {
        tcx: TyCtxt<'tcx>,
        name: Symbol,
        found: bool,
    }
    impl<'tcx> Visitor<'tcx> for Declarations<'tcx> {
        type NestedFilter = nested_filter::OnlyBodies;
        fn maybe_tcx(&mut self) -> TyCtxt<'tcx> {
            self.tcx
        }
        fn visit_pat(&mut self, pat: &'tcx hir::Pat<'tcx>) {
            self.found |=
                matches!(pat.kind, PatKind::Binding(_, _, name, _) if name.name == self.name);
            intravisit::walk_pat(self, pat);
        }
    }
    let function = tcx.typeck_root_def_id(coroutine.to_def_id()).expect_local();
    let mut declarations = Declarations {
        tcx,
        name,
        found: false,
    };
    declarations.visit_body(tcx.hir_body_owned_by(function));
    declarations.found
}

/// The variables that `part` declares, without those of closures.
pub(super) fn declarations<'tcx>(part: BlockPart<'tcx>) -> Vec<(HirId, Symbol)> {
    #[derive(Default)]
    struct Declarations(Vec<(HirId, Symbol)>);
    impl<'tcx> Visitor<'tcx> for Declarations {
        fn visit_pat(&mut self, pat: &'tcx hir::Pat<'tcx>) {
            if let PatKind::Binding(_, variable, name, _) = pat.kind {
                self.0.push((variable, name.name));
            }
            intravisit::walk_pat(self, pat);
        }
    }
    let mut declarations = Declarations::default();
    part.walk(&mut declarations);
    declarations.0
}

/// Whether `expr` is in a loop or a closure that the declaration of `variable` is not in, so that it may
/// be evaluated more than once for each value of the variable.
pub(super) fn may_repeat(tcx: TyCtxt<'_>, variable: HirId, expr: HirId) -> bool {
    let around: FxHashSet<_> = tcx.hir_parent_id_iter(variable).collect();
    tcx.hir_parent_iter(expr)
        .take_while(|(id, _)| !around.contains(id))
        .any(|(_, node)| match node {
            Node::Expr(expr) => matches!(expr.kind, ExprKind::Loop(..) | ExprKind::Closure(_)),
            _ => false,
        })
}
