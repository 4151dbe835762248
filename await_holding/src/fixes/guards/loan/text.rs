//! What is written for an owned value, and in place of the loan.

use rustc_hir::{self as hir, ExprKind, MatchSource, Mutability, Node};
use rustc_middle::ty::TyCtxt;
use rustc_span::Span;

use super::kind::{Items, LoanKind};
use super::{Loan, types};
use crate::compat::SkipNorm;
use crate::fixes::code::source_text;
use crate::fixes::site::{Edits, Site};

impl<'tcx> Loan<'tcx> {
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
        let is_copy = types::is_copy(site, self.ty);
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
        let (before, after) = self.affixes(site);
        // Of a `Box`, `.clone()` would be another `Box`.
        let inner_type = site.typeck.expr_ty(inner);
        let clones_inner = !inner_type.is_ref() && types::is_clone(site, inner_type);
        let cloned = match after {
            ".clone()" if clones_inner => self.expr,
            _ => inner,
        };
        let span = source_text::without_parentheses(tcx, cloned.span)?;
        let mut text = source_text::of(tcx, span)?;
        if !is_postfix(cloned) {
            text = format!("({text})");
        }
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

    /// What has to be written in place of `user`, a variable that had the reference that is lent, if it
    /// has the owned value instead. `None` if that is not known. `is_matched` says that the variable has what
    /// is inside of the `Option` that is lent.
    pub fn replacement_of_reference(
        &self,
        site: &Site<'tcx>,
        user: &'tcx hir::Expr<'tcx>,
        is_matched: bool,
    ) -> Option<Edits> {
        let tcx = site.tcx;
        if is_auto_referenced(site, user) {
            return Some(Vec::new());
        }
        let Node::Expr(parent) = tcx.parent_hir_node(user.hir_id) else {
            return None;
        };
        if tcx.hir_enclosing_body_owner(user.hir_id) != site.coroutine {
            return None;
        }
        if parent.span.from_expansion() || user.span.from_expansion() {
            // What is formatted can as well be the value. What other macros do with it is not known.
            let is_formatted = matches!(parent.kind, ExprKind::AddrOf(..))
                && is_of_formatting_macro(tcx, parent.span);
            return is_formatted.then(Vec::new);
        }
        let is_option = self.kind == LoanKind::Option && !is_matched;
        let edit = match parent.kind {
            _ if is_option => (user.span.shrink_to_hi(), ".as_ref()".to_owned()),
            ExprKind::Unary(hir::UnOp::Deref, _) => (parent.span, source_text::of(tcx, user.span)?),
            _ => (user.span.shrink_to_lo(), "&".to_owned()),
        };
        Some(vec![edit])
    }

    /// The pattern that declares the variable `name` with the owned value.
    pub fn pattern(&self, name: &str) -> String {
        match self.kind {
            LoanKind::Items(_) => name.to_owned(),
            _ => format!("{}{name}", self.mutability.prefix_str()),
        }
    }
}

/// Whether the code at `span` is what a macro of the standard library makes of an argument that it formats.
/// Of those, only `assert_eq!` and the like take references to what they do not format.
fn is_of_formatting_macro(tcx: TyCtxt<'_>, span: Span) -> bool {
    let made_by = span.ctxt().outer_expn_data().macro_def_id;
    // A name in the format string itself is not a macro's.
    made_by.is_none_or(|made_by| {
        let is_of_std = ["core", "alloc", "std"].contains(&tcx.crate_name(made_by.krate).as_str());
        is_of_std && !tcx.item_name(made_by).as_str().starts_with("assert_")
    })
}

fn collect_pairs(copy: [bool; 2]) -> &'static str {
    match copy {
        [true, true] => ".map(|(key, value)| (*key, *value)).collect::<Vec<_>>()",
        [true, false] => ".map(|(key, value)| (*key, value.clone())).collect::<Vec<_>>()",
        [false, true] => ".map(|(key, value)| (key.clone(), *value)).collect::<Vec<_>>()",
        [false, false] => ".map(|(key, value)| (key.clone(), value.clone())).collect::<Vec<_>>()",
    }
}

/// Whether `expr` is the receiver of a method that takes a reference, or the base of a field: of a value
/// in its place a reference is taken there.
fn is_auto_referenced(site: &Site<'_>, expr: &hir::Expr<'_>) -> bool {
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
pub(in crate::fixes) fn is_postfix(expr: &hir::Expr<'_>) -> bool {
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
