//! Where variables are declared and used.

pub(in crate::fixes) use crate::syntax::variable;
use rustc_data_structures::fx::FxHashSet;
use rustc_hir::def_id::LocalDefId;
use rustc_hir::intravisit::{self, Visitor};
use rustc_hir::{self as hir, ExprKind, HirId, Mutability, Node, PatKind};
use rustc_middle::hir::nested_filter;
use rustc_middle::ty::TyCtxt;
use rustc_middle::ty::adjustment::{Adjust, AutoBorrow, DerefAdjustKind};
use rustc_span::Symbol;

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::site::Site;

/// Whether `part` uses `variable`, in a closure or outside.
pub(in crate::fixes) fn is_used_in<'tcx>(
    tcx: TyCtxt<'tcx>,
    part: BlockPart<'tcx>,
    variable: HirId,
) -> bool {
    !uses_of(tcx, part, variable).is_empty()
}

/// The uses of `variable` in `part`, including those in closures.
pub(in crate::fixes) fn uses_of<'tcx>(
    tcx: TyCtxt<'tcx>,
    part: BlockPart<'tcx>,
    variable: HirId,
) -> Vec<&'tcx hir::Expr<'tcx>> {
    let mut uses = all_uses(tcx, part);
    uses.retain(|expr| self::variable(expr) == Some(variable));
    uses
}

/// The uses of any variables in `part`, including those in closures.
pub(in crate::fixes) fn all_uses<'tcx>(
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
pub(in crate::fixes) fn exprs_of<'tcx>(part: BlockPart<'tcx>) -> Vec<&'tcx hir::Expr<'tcx>> {
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
pub(in crate::fixes) fn is_declared_around(
    tcx: TyCtxt<'_>,
    coroutine: LocalDefId,
    name: Symbol,
) -> bool {
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
pub(in crate::fixes) fn declarations<'tcx>(part: BlockPart<'tcx>) -> Vec<(HirId, Symbol)> {
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
pub(in crate::fixes) fn may_repeat(tcx: TyCtxt<'_>, variable: HirId, expr: HirId) -> bool {
    let around: FxHashSet<_> = tcx.hir_parent_id_iter(variable).collect();
    tcx.hir_parent_iter(expr)
        .take_while(|(id, _)| !around.contains(id))
        .any(|(_, node)| match node {
            Node::Expr(expr) => matches!(expr.kind, ExprKind::Loop(..) | ExprKind::Closure(_)),
            _ => false,
        })
}

/// How an expression uses the variable that it names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::fixes) enum Use {
    /// It reads it, or makes a shared reference.
    Read,
    /// It may write to it, or makes a mutable reference.
    Mutable,
    /// It moves it, or a closure captures it, somehow.
    Moved,
}

impl Use {
    /// How `user` uses the variable that it names.
    pub fn of<'tcx>(site: &Site<'tcx>, user: &'tcx hir::Expr<'tcx>) -> Self {
        let tcx = site.tcx;
        if tcx.hir_enclosing_body_owner(user.hir_id) != site.coroutine {
            return Self::Moved;
        }
        let mut place = user;
        loop {
            let mut steps = site.typeck.expr_adjustments(place).iter();
            let is_mutable = steps.any(|step| match step.kind {
                Adjust::Deref(DerefAdjustKind::Overloaded(deref)) => deref.mutbl.is_mut(),
                Adjust::Borrow(AutoBorrow::Ref(mutability)) => {
                    Mutability::from(mutability).is_mut()
                }
                Adjust::Borrow(AutoBorrow::RawPtr(mutability)) => mutability.is_mut(),
                _ => false,
            });
            if is_mutable {
                return Self::Mutable;
            }
            let is_borrowed = !site.typeck.expr_adjustments(place).is_empty();
            let Node::Expr(parent) = tcx.parent_hir_node(place.hir_id) else {
                return Self::of_value(site, place, is_borrowed);
            };
            match parent.kind {
                ExprKind::AddrOf(_, mutability, _) => {
                    return match mutability {
                        Mutability::Not => Self::Read,
                        Mutability::Mut => Self::Mutable,
                    };
                }
                ExprKind::Assign(left, ..) | ExprKind::AssignOp(_, left, _)
                    if left.hir_id == place.hir_id =>
                {
                    return Self::Mutable;
                }
                ExprKind::Field(..) => {}
                ExprKind::Index(base, ..) if base.hir_id == place.hir_id => {}
                ExprKind::Unary(hir::UnOp::Deref, _) if site.is_deref_mut(parent) => {
                    return Self::Mutable;
                }
                ExprKind::Unary(hir::UnOp::Deref, _) => {}
                _ => return Self::of_value(site, place, is_borrowed),
            }
            place = parent;
        }
    }

    fn of_value<'tcx>(site: &Site<'tcx>, place: &hir::Expr<'tcx>, is_borrowed: bool) -> Self {
        let ty = site.typeck.expr_ty(place);
        if is_borrowed || site.tcx.type_is_copy_modulo_regions(site.typing_env, ty) {
            Self::Read
        } else {
            Self::Moved
        }
    }
}
