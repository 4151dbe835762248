//! Loans: the expressions that refer to what a guard guards, and the owned values that can replace them.
//!
//! `guard.sessions.get(&id).unwrap().send()` refers to three places in turn: `*guard`, the field, and what
//! `unwrap` returns a reference to. If one of them can be cloned or copied, a variable with the clone can
//! take the place of the expression, and the guard is not needed any more. References are followed
//! through fields, indices, dereferences and receivers.
//!
//! What is changed through the guard stays where it is, with two exceptions: a handle of another crate,
//! such as the sender of a channel, whose methods take `&mut self` although all clones are alike; and an
//! iterator that takes its items out of what is guarded.

mod early;
mod kind;
mod lent;
mod text;
mod types;
mod values;

use rustc_hir::{self as hir, ExprKind, HirId, Mutability};
use rustc_middle::ty::Ty;
use rustc_span::{Symbol, sym};
pub(in crate::fixes) use text::is_postfix;
pub(in crate::fixes) use values::{Value, renamed, tuple};

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::{control_flow, variable_uses};
use crate::fixes::site::Site;
use kind::{Items, LoanKind};

/// An expression that refers to what a guard guards.
#[derive(Clone, Copy)]
pub(in crate::fixes) struct Loan<'tcx> {
    pub expr: &'tcx hir::Expr<'tcx>,
    /// The type of the owned value that can replace it.
    pub ty: Ty<'tcx>,
    kind: LoanKind,
    /// Whether the reference is a mutable one.
    mutability: Mutability,
}

/// What an owned value costs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::fixes) enum Cost {
    /// A copy, or a result that is a value already.
    None,
    /// A clone that shares what it refers to, as that of an `Arc`.
    Shared,
    /// A clone of everything.
    Clone,
}

/// Whether `expr` is `receiver.iter()` or `receiver.as_ref()`: of a clone, there is the same.
fn is_view(expr: &hir::Expr<'_>, receiver: HirId) -> bool {
    match expr.kind {
        ExprKind::MethodCall(method, of, [], _) => {
            of.hir_id == receiver && [sym::iter, sym::as_ref].contains(&method.ident.name)
        }
        _ => false,
    }
}

impl<'tcx> Loan<'tcx> {
    /// The best of the loans that begin with `guard`, an expression: the last that is cheap to own, else
    /// the last, which is the smallest part.
    pub fn best(site: &Site<'tcx>, guard: &'tcx hir::Expr<'tcx>) -> Option<Self> {
        let loans = Self::all(site, guard);
        let is_cheap = |loan: &&Self| loan.cost(site) != Cost::Clone;
        let cheap = loans.iter().rev().find(is_cheap);
        cheap.or(loans.last()).copied()
    }

    /// All loans that begin with `guard`, each in the next.
    pub fn all(site: &Site<'tcx>, guard: &'tcx hir::Expr<'tcx>) -> Vec<Self> {
        let mut loans: Vec<Self> = Vec::new();
        let mut mutability = Mutability::Not;
        let mut next = Some(guard);
        while let Some(expr) = next {
            let waits = || !control_flow::awaits(BlockPart::Tail(expr)).is_empty();
            if expr.span.from_expansion() || waits() {
                break;
            }
            let is_guard = expr.hir_id == guard.hir_id;
            if let Some(loan) = Self::of(site, expr, is_guard, mutability) {
                let before = loans.last().map(|last| last.expr.hir_id);
                if before.is_none_or(|before| !is_view(expr, before)) {
                    loans.push(loan);
                }
                if loan.kind == LoanKind::Value {
                    break;
                }
            }
            let Some(step) = lent::mutability_of(site, expr) else {
                break;
            };
            mutability = mutability.max(step);
            next = lent::borrower(site, expr);
        }
        loans
    }

    /// The type of the value that a shared reference which begins with `guard` refers to last, if that
    /// cannot be cloned.
    pub fn not_clone(site: &Site<'tcx>, guard: &'tcx hir::Expr<'tcx>) -> Option<Ty<'tcx>> {
        let mut found = None;
        let mut next = Some(guard);
        while let Some(expr) = next {
            if lent::mutability_of(site, lent::around_borrow(site, expr))? == Mutability::Mut {
                return None;
            }
            match lent::lent(site, expr, expr.hir_id == guard.hir_id) {
                Some((_, LoanKind::Value | LoanKind::Items(_))) => break,
                Some((ty, _)) => found = Some(ty),
                None => {}
            }
            next = lent::borrower(site, expr);
        }
        found.filter(|&ty| {
            let is_struct = ty.ty_adt_def().is_some();
            is_struct && !types::is_clone(site, ty)
        })
    }

    /// The loan that `expr` is, which is reached from the guard by references of this `mutability`.
    fn of(
        site: &Site<'tcx>,
        expr: &'tcx hir::Expr<'tcx>,
        is_guard: bool,
        mutability: Mutability,
    ) -> Option<Self> {
        let (ty, kind) = lent::lent(site, expr, is_guard)?;
        let own = match site.typeck.expr_ty(expr).ref_mutability() {
            Some(of_type) if !is_guard => of_type,
            _ => lent::mutability_of(site, lent::around_borrow(site, expr))?,
        };
        let of_option = match kind {
            LoanKind::Option => lent::inside_option(site, site.typeck.expr_ty(expr))?.1,
            _ => Mutability::Not,
        };
        let loan = Self {
            expr,
            ty,
            kind,
            mutability: mutability.max(own).max(of_option),
        };
        let is_owned = matches!(kind, LoanKind::Value | LoanKind::Items(Items::Values));
        let is_possible = match loan.mutability {
            Mutability::Not => is_owned || types::is_clone(site, ty),
            Mutability::Mut => match kind {
                LoanKind::Items(items) => items == Items::Values,
                LoanKind::Value => false,
                LoanKind::Place | LoanKind::Reference | LoanKind::Option => {
                    let is_foreign = ty.ty_adt_def().is_some_and(|adt| !adt.did().is_local());
                    is_foreign && types::is_alike(site, ty) && types::is_clone(site, ty)
                }
            },
        };
        // What a place has does not borrow from the guard; what a method returns may.
        let may_borrow = match kind {
            LoanKind::Place => false,
            LoanKind::Value | LoanKind::Items(Items::Values) => site.may_refer(ty),
            LoanKind::Reference | LoanKind::Option | LoanKind::Items(_) => site.has_reference(ty),
        };
        (is_possible && !may_borrow && types::can_be_owned(site, ty)).then_some(loan)
    }

    pub fn cost(&self, site: &Site<'tcx>) -> Cost {
        let is_owned = matches!(self.kind, LoanKind::Value | LoanKind::Items(Items::Values));
        if is_owned || types::is_copy(site, self.ty) {
            Cost::None
        } else if types::is_handle(site, self.ty) {
            Cost::Shared
        } else {
            Cost::Clone
        }
    }

    /// Whether the loan is all that `guard` guards.
    pub fn is_all_of(&self, guard: &hir::Expr<'_>) -> bool {
        match self.expr.kind {
            ExprKind::Unary(hir::UnOp::Deref, inner) => inner.hir_id == guard.hir_id,
            _ => self.expr.hir_id == guard.hir_id,
        }
    }

    /// Whether one owned value can replace the loan, which is used `times` times after `variable` was
    /// declared.
    pub fn can_be_shared(&self, site: &Site<'tcx>, times: usize, variable: HirId) -> bool {
        self.kind != LoanKind::Value
            || types::is_copy(site, self.ty)
            || times == 1 && !variable_uses::may_repeat(site.tcx, variable, self.expr.hir_id)
    }

    /// Whether the loan is a value already, such as what a method has computed.
    pub fn is_value(&self) -> bool {
        self.kind == LoanKind::Value
    }

    /// Whether the loan is a shared reference, or one in an `Option`.
    pub fn is_reference(&self) -> bool {
        matches!(self.kind, LoanKind::Reference | LoanKind::Option)
            && self.mutability == Mutability::Not
    }

    pub fn is_mutable(&self) -> bool {
        self.mutability == Mutability::Mut
    }

    /// The name of the guard's method that returns the loan, or a reference to it.
    pub fn method(&self) -> Option<Symbol> {
        let expr = match self.expr.kind {
            ExprKind::Unary(hir::UnOp::Deref, inner) => inner,
            _ => self.expr,
        };
        match expr.kind {
            ExprKind::MethodCall(method, receiver, [], _)
                if variable_uses::variable(receiver).is_some() =>
            {
                Some(method.ident.name)
            }
            _ => None,
        }
    }

    /// Whether the loan is an iterator, of which the items are collected.
    pub fn is_iterator(&self) -> bool {
        matches!(self.kind, LoanKind::Items(_))
    }

    /// The name of the field that the loan is.
    pub fn field(&self) -> Option<Symbol> {
        match self.expr.kind {
            ExprKind::Field(_, name)
                if !name.as_str().starts_with(|c: char| c.is_ascii_digit()) =>
            {
                Some(name.name)
            }
            _ => None,
        }
    }
}
