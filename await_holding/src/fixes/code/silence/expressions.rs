//! Whether code is silent, expression by expression.

use rustc_hir::{self as hir, BinOpKind, ExprKind, HirId, MatchSource, PatKind, StmtKind, UnOp};
use rustc_middle::ty::adjustment::{Adjust, DerefAdjustKind};
use rustc_middle::ty::{self, Ty, TyCtxt, TypeckResults};

use super::calls::Calls;
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow;
use crate::fixes::site::Site;

/// What becomes of the value of an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is moved to somewhere else.
    Moved,
    /// It is used where it is, and dropped at the end of the statement.
    Dropped,
}

/// Checks whether code around an `await` point is silent.
pub(in crate::fixes) struct SilenceCheck<'tcx> {
    tcx: TyCtxt<'tcx>,
    typeck: &'tcx TypeckResults<'tcx>,
    calls: Calls<'tcx>,
    /// The future that is awaited, which stays in the span.
    future: HirId,
}

impl<'tcx> SilenceCheck<'tcx> {
    pub fn outside_of(site: &Site<'tcx>, future: &hir::Expr<'tcx>) -> Self {
        Self {
            tcx: site.tcx,
            typeck: site.typeck,
            calls: Calls::new(site.tcx, site.typing_env),
            future: future.hir_id,
        }
    }

    /// Whether creating the future is silent.
    pub fn creation_is_silent(&mut self, future: &'tcx hir::Expr<'tcx>) -> bool {
        self.expr(future, Fate::Moved)
    }

    /// Whether `part` is silent, apart from the future.
    pub fn part_is_silent(&mut self, part: BlockPart<'tcx>) -> bool {
        match part {
            BlockPart::Statement(statement) => self.statement(statement),
            BlockPart::Tail(expr) => self.expr(expr, Fate::Moved),
        }
    }

    fn statement(&mut self, statement: &'tcx hir::Stmt<'tcx>) -> bool {
        match statement.kind {
            StmtKind::Let(local) => {
                let fate = match local.pat.kind {
                    PatKind::Binding(_, _, _, None) => Fate::Moved,
                    _ => Fate::Dropped,
                };
                self.bindings(local.pat)
                    && local.init.is_none_or(|init| self.expr(init, fate))
                    && local.els.is_none_or(|els| self.block(els))
            }
            StmtKind::Item(_) => true,
            StmtKind::Expr(expr) | StmtKind::Semi(expr) => self.expr(expr, Fate::Dropped),
        }
    }

    fn block(&mut self, block: &'tcx hir::Block<'tcx>) -> bool {
        BlockPart::of_block(block).all(|part| self.part_is_silent(part))
    }

    /// Whether what `pat` binds can be dropped silently at the end of its scope.
    fn bindings(&mut self, pat: &'tcx hir::Pat<'tcx>) -> bool {
        let mut types = Vec::new();
        pat.each_binding(|_, variable, _, _| types.push(self.typeck.node_type(variable)));
        types.into_iter().all(|ty| self.calls.drop_is_silent(ty))
    }

    fn all(&mut self, exprs: impl IntoIterator<Item = &'tcx hir::Expr<'tcx>>) -> bool {
        exprs.into_iter().all(|expr| self.expr(expr, Fate::Moved))
    }

    fn expr(&mut self, expr: &'tcx hir::Expr<'tcx>, fate: Fate) -> bool {
        if let Some(future) = control_flow::awaited(expr) {
            let is_it = future.hir_id == self.future;
            return is_it && self.value(expr, fate);
        }
        self.value(expr, fate) && self.parts(expr, fate)
    }

    /// Whether the value of `expr`, once it is computed, is used and dropped silently.
    fn value(&mut self, expr: &'tcx hir::Expr<'tcx>, mut fate: Fate) -> bool {
        let mut ty = self.typeck.expr_ty(expr);
        for adjustment in self.typeck.expr_adjustments(expr) {
            match adjustment.kind {
                Adjust::Deref(DerefAdjustKind::Overloaded(deref)) => {
                    let method = deref.method_call(self.tcx);
                    let args = self.tcx.mk_args(&[ty.into()]);
                    if !self.calls.call_is_silent(method, args) {
                        return false;
                    }
                    fate = Fate::Dropped;
                }
                Adjust::Borrow(_) => fate = Fate::Dropped,
                ref kind if is_built_in(kind) => {}
                // Later releases have other kinds, such as `GenericReborrow`.
                _ => return false,
            }
            ty = adjustment.target;
        }
        let is_temporary = !expr.is_syntactic_place_expr();
        let ty = self.typeck.expr_ty(expr);
        fate == Fate::Moved || !is_temporary || self.calls.drop_is_silent(ty)
    }

    fn parts(&mut self, expr: &'tcx hir::Expr<'tcx>, fate: Fate) -> bool {
        if self.typeck.is_method_call(expr) && !self.callee_of_operator_or_method(expr) {
            return false;
        }
        match expr.kind {
            ExprKind::Lit(_)
            | ExprKind::Path(_)
            | ExprKind::ConstBlock(_)
            | ExprKind::Closure(_)
            | ExprKind::Continue(_) => true,
            ExprKind::Call(callee, args) => {
                let is_known = match *self.typeck.expr_ty_adjusted(callee).kind() {
                    ty::FnDef(function, args) => self.calls.call_is_silent(function, args),
                    _ => false,
                };
                is_known && self.expr(callee, Fate::Moved) && self.all(args)
            }
            ExprKind::MethodCall(_, receiver, args, _) => {
                self.expr(receiver, Fate::Moved) && self.all(args)
            }
            // Arithmetic can overflow, and that panics.
            ExprKind::Binary(operator, left, right) => {
                cannot_panic(operator.node) && self.all([left, right])
            }
            ExprKind::Unary(UnOp::Not | UnOp::Deref, operand) => self.expr(operand, Fate::Dropped),
            ExprKind::AddrOf(_, _, operand) => self.expr(operand, Fate::Dropped),
            ExprKind::Field(base, _) => self.expr(base, Fate::Dropped),
            ExprKind::Cast(inner, _) | ExprKind::Type(inner, _) => self.expr(inner, Fate::Moved),
            ExprKind::DropTemps(inner) => self.expr(inner, fate),
            ExprKind::Tup(fields) | ExprKind::Array(fields) => self.all(fields),
            ExprKind::Struct(_, fields, hir::StructTailExpr::None) => {
                self.all(fields.iter().map(|field| field.expr))
            }
            ExprKind::Block(block, _) => self.block(block),
            ExprKind::If(condition, then, otherwise) => {
                self.expr(condition, Fate::Dropped)
                    && self.expr(then, fate)
                    && otherwise.is_none_or(|otherwise| self.expr(otherwise, fate))
            }
            ExprKind::Let(condition) => {
                self.bindings(condition.pat) && self.expr(condition.init, Fate::Dropped)
            }
            ExprKind::Match(scrutinee, arms, source) => {
                // `?` moves all of the value, whichever variant it is.
                let is_try = matches!(source, MatchSource::TryDesugar(_));
                let fate_of_scrutinee = if is_try { Fate::Moved } else { Fate::Dropped };
                self.expr(scrutinee, fate_of_scrutinee)
                    && arms.iter().all(|arm| {
                        (is_try || self.bindings(arm.pat))
                            && arm
                                .guard
                                .is_none_or(|guard| self.expr(guard, Fate::Dropped))
                            && self.expr(arm.body, fate)
                    })
            }
            ExprKind::Ret(value) | ExprKind::Break(_, value) => self.all(value),
            ExprKind::Assign(place, value, _) => {
                let ty: Ty<'tcx> = self.typeck.expr_ty(place);
                self.calls.drop_is_silent(ty) && self.all([place, value])
            }
            _ => false,
        }
    }

    fn callee_of_operator_or_method(&mut self, expr: &'tcx hir::Expr<'tcx>) -> bool {
        let callee = self.typeck.type_dependent_def_id(expr.hir_id);
        let args = self.typeck.node_args(expr.hir_id);
        callee.is_some_and(|callee| self.calls.call_is_silent(callee, args))
    }
}

fn cannot_panic(operator: BinOpKind) -> bool {
    operator.is_comparison()
        || operator.is_lazy()
        || matches!(
            operator,
            BinOpKind::BitAnd | BinOpKind::BitOr | BinOpKind::BitXor
        )
}

/// Whether an adjustment calls nothing.
fn is_built_in(adjustment: &Adjust) -> bool {
    matches!(
        adjustment,
        Adjust::Deref(_) | Adjust::NeverToAny | Adjust::Pointer(_)
    )
}
