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

use rustc_hir::{self as hir, BorrowKind, ExprKind, HirId, MatchSource, Mutability, Node};
use rustc_middle::ty::adjustment::{Adjust, AutoBorrow, DerefAdjustKind};
use rustc_middle::ty::{self, Ty};
use rustc_span::{Symbol, sym};

use super::block_part::BlockPart;
use super::control_flow::ForLoop;
use super::site::{Edits, Site};
use super::{control_flow, source_text, variable_uses};
use crate::compat::{SkipNorm, normalize_erasing_regions, projection};

/// An expression that refers to what a guard guards.
#[derive(Clone, Copy)]
pub(super) struct Loan<'tcx> {
    pub expr: &'tcx hir::Expr<'tcx>,
    /// The type of the owned value that can replace it.
    pub ty: Ty<'tcx>,
    kind: LoanKind,
    /// Whether the reference is a mutable one.
    mutability: Mutability,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LoanKind {
    /// A place that the expression names. The guard stands for the place that it dereferences to.
    Place,
    /// A reference that the expression returns.
    Reference,
    /// The same in an `Option`.
    Option,
    /// A value that does not borrow.
    Value,
    /// An iterator that a `for` loop visits.
    Items(Items),
}

/// What an iterator returns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Items {
    /// References, and whether their referents can be copied.
    References { copy: bool },
    /// Pairs of references.
    Pairs { copy: [bool; 2] },
    /// Values that do not borrow.
    Values,
}

/// What an owned value costs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cost {
    /// A copy, or a result that is a value already.
    None,
    /// A clone that shares what it refers to, as that of an `Arc`.
    Shared,
    /// A clone of everything.
    Clone,
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
                // `values.iter()` is simpler than to collect what it returns.
                let is_iter = matches!(expr.kind, ExprKind::MethodCall(method, ..) if method.ident.name == sym::iter);
                let is_of_clone =
                    matches!(loan.kind, LoanKind::Items(_)) && is_iter && !loans.is_empty();
                if !is_of_clone {
                    loans.push(loan);
                }
                if loan.kind == LoanKind::Value {
                    break;
                }
            }
            let Some(step) = mutability_of(site, expr) else {
                break;
            };
            mutability = mutability.max(step);
            next = borrower(site, expr);
        }
        loans
    }

    /// The loan that `expr` is, which is reached from the guard by references of this `mutability`.
    fn of(
        site: &Site<'tcx>,
        expr: &'tcx hir::Expr<'tcx>,
        is_guard: bool,
        mutability: Mutability,
    ) -> Option<Self> {
        let (ty, kind) = lent(site, expr, is_guard)?;
        let own = match site.typeck.expr_ty(expr).ref_mutability() {
            Some(of_type) if !is_guard => of_type,
            _ => mutability_of(site, around_borrow(site, expr))?,
        };
        let of_option = match kind {
            LoanKind::Option => inside_option(site, site.typeck.expr_ty(expr))?.1,
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
            Mutability::Not => is_owned || is_clone(site, ty),
            Mutability::Mut => match kind {
                LoanKind::Items(items) => items == Items::Values,
                LoanKind::Value => false,
                LoanKind::Place | LoanKind::Reference | LoanKind::Option => {
                    let is_foreign = ty.ty_adt_def().is_some_and(|adt| !adt.did().is_local());
                    is_foreign && is_handle(site, ty) && is_clone(site, ty)
                }
            },
        };
        (is_possible && can_be_owned(site, ty)).then_some(loan)
    }

    pub fn cost(&self, site: &Site<'tcx>) -> Cost {
        let is_owned = matches!(self.kind, LoanKind::Value | LoanKind::Items(Items::Values));
        if is_owned || is_copy(site, self.ty) {
            Cost::None
        } else if is_handle(site, self.ty) {
            Cost::Shared
        } else {
            Cost::Clone
        }
    }

    /// The expression for the owned value.
    pub fn owned(&self, site: &Site<'tcx>) -> Option<String> {
        let (before, expr, after) = self.owned_in_parts(site)?;
        Some(format!("{before}{expr}{after}"))
    }

    /// The expression for the owned value: what is written before and after the name of the guard `user`,
    /// with which it begins.
    pub fn owned_around(
        &self,
        site: &Site<'tcx>,
        user: &hir::Expr<'_>,
    ) -> Option<(String, String)> {
        let (before, expr, after) = self.owned_in_parts(site)?;
        let name = source_text::of(site.tcx, user.span)?;
        let rest = expr.strip_prefix(&name)?;
        Some((before.to_owned(), format!("{rest}{after}")))
    }

    /// What the owned value is written as: before and after the expression, or the one that it dereferences.
    pub fn affixes(&self, site: &Site<'tcx>) -> (&'static str, &'static str) {
        let is_copy = is_copy(site, self.ty);
        let is_read = matches!(self.expr.kind, ExprKind::Field(..) | ExprKind::Index(..));
        match self.kind {
            LoanKind::Value => ("", ""),
            LoanKind::Place | LoanKind::Reference if is_copy && is_read => ("", ""),
            LoanKind::Place | LoanKind::Reference if is_copy => ("*", ""),
            LoanKind::Place | LoanKind::Reference => ("", ".clone()"),
            LoanKind::Option if is_copy => ("", ".copied()"),
            LoanKind::Option => ("", ".cloned()"),
            LoanKind::Items(Items::References { copy: true }) => {
                ("", ".copied().collect::<Vec<_>>()")
            }
            LoanKind::Items(Items::References { copy: false }) => {
                ("", ".cloned().collect::<Vec<_>>()")
            }
            LoanKind::Items(Items::Pairs { copy }) => ("", collect_pairs(copy)),
            LoanKind::Items(Items::Values) => ("", ".collect::<Vec<_>>()"),
        }
    }

    fn owned_in_parts(&self, site: &Site<'tcx>) -> Option<(&'static str, String, &'static str)> {
        let tcx = site.tcx;
        let inner = match self.expr.kind {
            ExprKind::Unary(hir::UnOp::Deref, inner) => inner,
            _ => self.expr,
        };
        let span = source_text::without_parentheses(tcx, inner.span)?;
        let mut text = source_text::of(tcx, span)?;
        if !is_postfix(inner) {
            text = format!("({text})");
        }
        let (before, after) = self.affixes(site);
        Some((before, text, after))
    }

    /// What is written in place of the expression, if `name` is a variable with the owned value.
    pub fn replacement(&self, site: &Site<'tcx>, name: &str) -> String {
        match self.kind {
            LoanKind::Place | LoanKind::Value => name.to_owned(),
            LoanKind::Reference if is_auto_referenced(site, self.expr) => name.to_owned(),
            LoanKind::Reference => format!("{}{name}", self.mutability.ref_prefix_str()),
            LoanKind::Option => match self.mutability {
                Mutability::Not => format!("{name}.as_ref()"),
                Mutability::Mut => format!("{name}.as_mut()"),
            },
            LoanKind::Items(Items::Values) => name.to_owned(),
            LoanKind::Items(_) => format!("&{name}"),
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
            || is_copy(site, self.ty)
            || times == 1 && !variable_uses::may_repeat(site.tcx, variable, self.expr.hir_id)
    }

    /// What has to be written in place of `user`, a variable that had the reference that is lent, if it
    /// has the owned value instead. `None` if that is not known.
    pub fn replacement_of_reference(
        &self,
        site: &Site<'tcx>,
        user: &'tcx hir::Expr<'tcx>,
    ) -> Option<Edits> {
        let tcx = site.tcx;
        if is_auto_referenced(site, user) {
            return Some(Vec::new());
        }
        let Node::Expr(parent) = tcx.parent_hir_node(user.hir_id) else {
            return None;
        };
        if tcx.hir_enclosing_body_owner(user.hir_id) != site.coroutine
            || parent.span.from_expansion()
            || user.span.from_expansion()
        {
            return None;
        }
        let edit = match parent.kind {
            ExprKind::Unary(hir::UnOp::Deref, _) if self.kind == LoanKind::Reference => {
                (parent.span, source_text::of(tcx, user.span)?)
            }
            _ if self.kind == LoanKind::Reference => (user.span.shrink_to_lo(), "&".to_owned()),
            _ => (user.span.shrink_to_hi(), ".as_ref()".to_owned()),
        };
        Some(vec![edit])
    }

    /// Whether the loan is a shared reference, or one in an `Option`.
    pub fn is_reference(&self) -> bool {
        matches!(self.kind, LoanKind::Reference | LoanKind::Option)
            && self.mutability == Mutability::Not
    }

    pub fn is_mutable(&self) -> bool {
        self.mutability == Mutability::Mut
    }

    /// The name of the method that returns the loan, or a reference to it.
    pub fn method(&self) -> Option<Symbol> {
        let expr = match self.expr.kind {
            ExprKind::Unary(hir::UnOp::Deref, inner) => inner,
            _ => self.expr,
        };
        match expr.kind {
            ExprKind::MethodCall(method, ..) => Some(method.ident.name),
            _ => None,
        }
    }

    /// Whether the loan is an iterator, of which the items are collected.
    pub fn is_iterator(&self) -> bool {
        matches!(self.kind, LoanKind::Items(_))
    }

    /// The pattern that declares the variable `name` with the owned value.
    pub fn pattern(&self, name: &str) -> String {
        match self.kind {
            LoanKind::Items(_) => name.to_owned(),
            _ => format!("{}{name}", self.mutability.prefix_str()),
        }
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

/// What `expr`, which is the guard or refers to what it guards, lends: the type of the owned value that
/// could replace it.
fn lent<'tcx>(
    site: &Site<'tcx>,
    expr: &'tcx hir::Expr<'tcx>,
    is_guard: bool,
) -> Option<(Ty<'tcx>, LoanKind)> {
    if is_guard {
        return Some((auto_dereferenced(site, expr)?, LoanKind::Place));
    }
    let ty = site.typeck.expr_ty(expr);
    if expr.is_syntactic_place_expr() {
        return is_borrowed(site, expr).then_some((ty, LoanKind::Place));
    }
    if matches!(expr.kind, ExprKind::AddrOf(..)) {
        return None;
    }
    if let Some(pattern) = loop_over(site, expr)
        && let Some(item) = item_of(site, ty)
    {
        return lent_items(site, item, pattern);
    }
    if let ty::Ref(_, referent, _) = *ty.kind() {
        return Some((referent, LoanKind::Reference));
    }
    if let Some((referent, _)) = inside_option(site, ty) {
        return Some((referent, LoanKind::Option));
    }
    (!site.may_refer(ty)).then_some((ty, LoanKind::Value))
}

/// The type `T` of an `Option<&T>` or `Option<&mut T>`.
fn inside_option<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> Option<(Ty<'tcx>, Mutability)> {
    match *ty.kind() {
        ty::Adt(adt, args) if site.tcx.is_diagnostic_item(sym::Option, adt.did()) => {
            match *args.type_at(0).kind() {
                ty::Ref(_, referent, mutability) => Some((referent, mutability)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The pattern of the `for` loop that visits `expr`.
fn loop_over<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>) -> Option<&'tcx hir::Pat<'tcx>> {
    let mut around = site.tcx.hir_parent_iter(expr.hir_id).skip(1);
    let (_, Node::Expr(outer)) = around.next()? else {
        return None;
    };
    let found = ForLoop::of(outer)?;
    (found.head.hir_id == expr.hir_id).then_some(found.pattern)
}

/// What the iterator type `ty` returns.
fn item_of<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> Option<Ty<'tcx>> {
    let tcx = site.tcx;
    let iterator = tcx.get_diagnostic_item(sym::Iterator)?;
    let mut items = tcx.associated_items(iterator).in_definition_order();
    let item = items.find(|item| item.is_type())?.def_id;
    if !site.implements(iterator, ty) {
        return None;
    }
    normalize_erasing_regions(tcx, site.typing_env, projection(tcx, item, ty))
}

/// How the items of a loop with this pattern can be collected.
fn lent_items<'tcx>(
    site: &Site<'tcx>,
    item: Ty<'tcx>,
    pattern: &hir::Pat<'_>,
) -> Option<(Ty<'tcx>, LoanKind)> {
    let is_plain = |pattern: &hir::Pat<'_>| {
        matches!(
            pattern.kind,
            hir::PatKind::Wild | hir::PatKind::Binding(hir::BindingMode::NONE, _, _, None)
        )
    };
    match *item.kind() {
        ty::Ref(_, referent, Mutability::Not) => {
            let copy = is_copy(site, referent);
            let items = Items::References { copy };
            Some((referent, LoanKind::Items(items)))
        }
        ty::Tuple(parts) if let &[key, value] = &parts[..] => {
            let (ty::Ref(_, key, Mutability::Not), ty::Ref(_, value, Mutability::Not)) =
                (key.kind(), value.kind())
            else {
                return owned_items(site, item);
            };
            // The loop visits references to pairs instead.
            let hir::PatKind::Tuple(patterns, _) = pattern.kind else {
                return None;
            };
            let copy = [*key, *value].map(|part| is_copy(site, part));
            let pair = Ty::new_tup(site.tcx, &[*key, *value]);
            let items = LoanKind::Items(Items::Pairs { copy });
            patterns.iter().all(is_plain).then_some((pair, items))
        }
        _ => owned_items(site, item),
    }
}

fn owned_items<'tcx>(site: &Site<'tcx>, item: Ty<'tcx>) -> Option<(Ty<'tcx>, LoanKind)> {
    (!site.may_refer(item)).then_some((item, LoanKind::Items(Items::Values)))
}

fn collect_pairs(copy: [bool; 2]) -> &'static str {
    match copy {
        [true, true] => ".map(|(key, value)| (*key, *value)).collect::<Vec<_>>()",
        [true, false] => ".map(|(key, value)| (*key, value.clone())).collect::<Vec<_>>()",
        [false, true] => ".map(|(key, value)| (key.clone(), *value)).collect::<Vec<_>>()",
        [false, false] => ".map(|(key, value)| (key.clone(), value.clone())).collect::<Vec<_>>()",
    }
}

/// The type of the place that the guard `expr` is dereferenced to by itself.
fn auto_dereferenced<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>) -> Option<Ty<'tcx>> {
    let mut steps = site
        .typeck
        .expr_adjustments(around_borrow(site, expr))
        .iter();
    let is_deref = |kind: &Adjust| matches!(kind, Adjust::Deref(DerefAdjustKind::Overloaded(_)));
    steps
        .find(|step| is_deref(&step.kind))
        .map(|step| step.target)
}

/// `&expr`, if that is around `expr`, which is coerced there.
fn around_borrow<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>) -> &'tcx hir::Expr<'tcx> {
    match site.tcx.parent_hir_node(expr.hir_id) {
        Node::Expr(parent)
            if matches!(
                parent.kind,
                ExprKind::AddrOf(BorrowKind::Ref, Mutability::Not, _)
            ) =>
        {
            parent
        }
        _ => expr,
    }
}

/// The expression around `expr` that has a reference to the same, or to a part of it.
fn borrower<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>) -> Option<&'tcx hir::Expr<'tcx>> {
    let tcx = site.tcx;
    let Node::Expr(parent) = tcx.parent_hir_node(expr.hir_id) else {
        return None;
    };
    let is_borrower = match parent.kind {
        ExprKind::Field(..) => true,
        ExprKind::Unary(hir::UnOp::Deref, _) => true,
        ExprKind::AddrOf(BorrowKind::Ref, Mutability::Not, _) => true,
        ExprKind::Index(base, ..) => base.hir_id == expr.hir_id,
        ExprKind::MethodCall(_, receiver, ..) => receiver.hir_id == expr.hir_id,
        // The call that `?` is lowered to.
        ExprKind::Call(..) => {
            return match tcx.parent_hir_node(parent.hir_id) {
                Node::Expr(outer) => match outer.kind {
                    ExprKind::Match(_, _, MatchSource::TryDesugar(_)) => Some(outer),
                    _ => None,
                },
                _ => None,
            };
        }
        _ => false,
    };
    is_borrower.then_some(parent)
}

/// Whether `expr` is borrowed mutably by itself, or dereferenced so. `None` if it becomes a raw pointer.
fn mutability_of(site: &Site<'_>, expr: &hir::Expr<'_>) -> Option<Mutability> {
    let mut mutability = match expr.kind {
        ExprKind::Unary(hir::UnOp::Deref, _) if is_deref_mut(site, expr) => Mutability::Mut,
        _ => Mutability::Not,
    };
    for step in site.typeck.expr_adjustments(expr) {
        mutability = mutability.max(match step.kind {
            Adjust::Deref(DerefAdjustKind::Overloaded(deref)) => deref.mutbl,
            Adjust::Borrow(AutoBorrow::Ref(borrow)) => borrow.into(),
            Adjust::Borrow(AutoBorrow::RawPtr(_)) => return None,
            _ => Mutability::Not,
        });
    }
    Some(mutability)
}

/// Whether `*operand` calls a `DerefMut` implementation.
fn is_deref_mut(site: &Site<'_>, deref: &hir::Expr<'_>) -> bool {
    let method = site.typeck.type_dependent_def_id(deref.hir_id);
    let of_trait = method.and_then(|method| site.tcx.trait_of_assoc(method));
    of_trait.is_some() && of_trait == site.tcx.lang_items().deref_mut_trait()
}

/// Whether the place `expr` is copied from or borrowed, but not written to or moved from.
fn is_borrowed(site: &Site<'_>, expr: &hir::Expr<'_>) -> bool {
    let can_copy = is_copy(site, site.typeck.expr_ty(expr));
    let is_adjusted = !site.typeck.expr_adjustments(expr).is_empty();
    match site.tcx.parent_hir_node(expr.hir_id) {
        Node::Expr(parent) => match parent.kind {
            ExprKind::Assign(place, ..) | ExprKind::AssignOp(_, place, _) => {
                place.hir_id != expr.hir_id && can_copy
            }
            ExprKind::AddrOf(borrow, mutability, _) => {
                borrow == BorrowKind::Ref && mutability == Mutability::Not
            }
            ExprKind::Field(..) | ExprKind::Index(..) => true,
            ExprKind::Unary(hir::UnOp::Deref, _) => !is_deref_mut(site, parent),
            ExprKind::Match(_, arms, MatchSource::Normal) => {
                arms.iter().all(|arm| !borrows_mutably(arm.pat))
            }
            ExprKind::Let(condition) => !borrows_mutably(condition.pat),
            _ => is_adjusted || can_copy,
        },
        Node::LetStmt(local) => !borrows_mutably(local.pat),
        _ => can_copy,
    }
}

fn borrows_mutably(pat: &hir::Pat<'_>) -> bool {
    let mut found = false;
    pat.each_binding(|mode, _, _, _| {
        found |= matches!(mode.0, hir::ByRef::Yes(_, Mutability::Mut))
    });
    found
}

/// Whether a value of type `ty` can be in a variable, and outlives the guard.
fn can_be_owned<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> bool {
    let owns_guard = ty.walk().any(|part| {
        part.as_type().is_some_and(|part| {
            part.ty_adt_def().is_some() && part.ty_adt_def() == site.ty.ty_adt_def()
        })
    });
    let is_sized = ty.is_sized(site.tcx, site.typing_env);
    is_sized && !ty.is_unit() && !site.may_refer(ty) && !owns_guard
}

fn is_copy<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> bool {
    site.tcx.type_is_copy_modulo_regions(site.typing_env, ty)
}

fn is_clone<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> bool {
    let clone = site.tcx.lang_items().clone_trait();
    clone.is_some_and(|clone| site.implements(clone, ty))
}

/// Whether a clone of a value of type `ty` shares everything with it: it has an `Arc` or an `Rc`, and
/// besides that only what can be copied. The ends of most channels are such types.
fn is_handle<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>) -> bool {
    /// How deep types are searched.
    const DEPTH: usize = 6;

    fn shares<'tcx>(site: &Site<'tcx>, ty: Ty<'tcx>, depth: usize) -> bool {
        let tcx = site.tcx;
        match *ty.kind() {
            ty::RawPtr(..) => false,
            ty::Adt(adt, _) if tcx.is_diagnostic_item(sym::NonNull, adt.did()) => false,
            ty::Adt(adt, _)
                if [sym::Arc, sym::Rc]
                    .iter()
                    .any(|&handle| tcx.is_diagnostic_item(handle, adt.did())) =>
            {
                true
            }
            ty::Adt(adt, args) if !adt.is_union() && depth < DEPTH => {
                let mut fields = adt.all_fields();
                fields.all(|field| shares(site, field.ty(tcx, args).skip_norm(), depth + 1))
            }
            _ => is_copy(site, ty),
        }
    }
    shares(site, ty, 0) && ty.needs_drop(site.tcx, site.typing_env)
}

/// Whether `expr` is the receiver of a method that takes a reference, or the base of a field: of a value
/// in its place a reference is taken there.
pub(super) fn is_auto_referenced(site: &Site<'_>, expr: &hir::Expr<'_>) -> bool {
    let Node::Expr(parent) = site.tcx.parent_hir_node(expr.hir_id) else {
        return false;
    };
    match parent.kind {
        ExprKind::Field(..) => true,
        ExprKind::MethodCall(_, receiver, ..) if receiver.hir_id == expr.hir_id => {
            let method = site.typeck.type_dependent_def_id(parent.hir_id);
            method.is_some_and(|method| {
                let signature = site.tcx.fn_sig(method).instantiate_identity().skip_norm();
                let mut inputs = signature.inputs().skip_binder().iter();
                inputs.next().is_some_and(|receiver| receiver.is_ref())
            })
        }
        _ => false,
    }
}

/// Whether a method can be called on `expr` as it is written.
pub(super) fn is_postfix(expr: &hir::Expr<'_>) -> bool {
    match expr.kind {
        ExprKind::Path(_)
        | ExprKind::Field(..)
        | ExprKind::Index(..)
        | ExprKind::Call(..)
        | ExprKind::MethodCall(..) => true,
        ExprKind::Match(_, _, source) => matches!(source, MatchSource::TryDesugar(_)),
        _ => false,
    }
}
