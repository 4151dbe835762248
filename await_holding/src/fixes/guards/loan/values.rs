//! Owned values that take the place of several loans.

use rustc_hir as hir;
use rustc_middle::ty::TyCtxt;
use rustc_span::Span;

use super::{Loan, early};
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow::{self, Exits};
use crate::fixes::code::evaluation_order::{self, Position, PositionKind};
use crate::fixes::code::{names_in_scope, source_text, variable_uses};
use crate::fixes::site::{Edits, Site};

/// How many values are taken from a guard at most.
const VALUES: usize = 3;

/// An owned value that takes the place of loans, which are all the same.
pub(in crate::fixes) struct Value<'tcx> {
    /// Its expression.
    pub owned: String,
    pub loans: Vec<Loan<'tcx>>,
    /// The guard with which the first loan begins.
    pub user: &'tcx hir::Expr<'tcx>,
}

impl<'tcx> Value<'tcx> {
    /// The values of which all `uses` of a guard are loans.
    pub fn of_all(site: &Site<'tcx>, uses: &[&'tcx hir::Expr<'tcx>]) -> Option<Vec<Self>> {
        let mut best: Vec<_> = uses
            .iter()
            .map(|user| Loan::best(site, user))
            .collect::<Option<_>>()?;
        let mut pairs = best.iter().zip(uses);
        if pairs.any(|(loan, user)| loan.is_all_of(user)) {
            // Then the others are parts of that.
            for (loan, user) in best.iter_mut().zip(uses) {
                let all = Loan::all(site, user);
                if let Some(whole) = all.into_iter().find(|loan| loan.is_all_of(user)) {
                    *loan = whole;
                }
            }
        }
        let values = Self::grouped(site, uses, best)?;
        (values.len() <= VALUES).then_some(values)
    }

    /// All of what is guarded, if all `uses` of a guard are loans of that.
    pub fn whole(site: &Site<'tcx>, uses: &[&'tcx hir::Expr<'tcx>]) -> Option<Vec<Self>> {
        let loans = uses.iter().map(|user| {
            let mut all = Loan::all(site, user).into_iter();
            all.find(|loan| loan.is_all_of(user))
        });
        Self::grouped(site, uses, loans.collect::<Option<_>>()?)
    }

    fn grouped(
        site: &Site<'tcx>,
        uses: &[&'tcx hir::Expr<'tcx>],
        loans: Vec<Loan<'tcx>>,
    ) -> Option<Vec<Self>> {
        let mut values: Vec<Self> = Vec::new();
        for (&user, loan) in uses.iter().zip(loans) {
            let owned = loan.owned(site)?;
            match values.iter_mut().find(|value| value.owned == owned) {
                Some(value) => value.loans.push(loan),
                None => values.push(Self {
                    owned,
                    loans: vec![loan],
                    user,
                }),
            }
        }
        Some(values)
    }

    /// A name for each of `values`, all of them different. What is all of what is guarded is called
    /// `whole`.
    pub fn names(site: &Site<'tcx>, values: &[Self], whole: &str) -> Option<Vec<String>> {
        let names: Option<Vec<_>> = values.iter().map(|value| value.name(site, whole)).collect();
        let names = names?;
        let is_new = |index: usize| !names[..index].contains(&names[index]);
        (0..names.len()).all(is_new).then_some(names)
    }

    /// The name of the variable with the value.
    pub fn name(&self, site: &Site<'tcx>, whole: &str) -> Option<String> {
        let loan = &self.loans[0];
        if loan.is_all_of(self.user) {
            return Some(whole.to_owned());
        }
        let preferred = loan.field().or_else(|| loan.method());
        names_in_scope::local_name(site.tcx, site.coroutine, preferred, "value")
    }

    /// The pattern that declares the variable `name` with the value.
    pub fn pattern(&self, name: &str) -> String {
        let patterns = self.loans.iter().map(|loan| loan.pattern(name));
        // The one with `mut`, if there is one.
        patterns.max_by_key(String::len).unwrap_or_default()
    }

    /// The edits by which the variable `name` takes the place of the loans.
    pub fn replaced(&self, site: &Site<'tcx>, name: &str) -> Edits {
        let edits = self.loans.iter().filter_map(|loan| {
            let replacement = loan.replacement(site, name);
            renamed(site.tcx, loan.expr.span, &replacement)
        });
        edits.collect()
    }

    /// Whether a variable that is declared in front of `parts`, which `guard` is used in, can take the
    /// place of the loans.
    pub fn can_replace(
        &self,
        site: &Site<'tcx>,
        guard: hir::HirId,
        parts: &[BlockPart<'tcx>],
    ) -> bool {
        let loan = &self.loans[0];
        loan.can_be_shared(site, self.loans.len(), guard)
            && self.can_be_early(site, parts)
            && self.names_only_older(site, guard, parts)
            && self
                .loans
                .iter()
                .all(|loan| stays_usable(site, parts, loan))
    }

    /// Whether the value may be taken in front of `parts`, in which the loans are.
    pub fn can_be_early(&self, site: &Site<'tcx>, parts: &[BlockPart<'tcx>]) -> bool {
        early::can_be_early(site, &self.loans, parts)
    }

    /// Whether the value may be taken in front of `parts`, which come before those that the loans are in.
    pub fn can_precede(&self, site: &Site<'tcx>, parts: &[BlockPart<'tcx>]) -> bool {
        let mut exits = parts.iter().map(|&part| control_flow::exits(part));
        exits.all(Exits::are_none) || early::is_harmless(site, &self.loans)
    }

    /// Whether the value's expression uses no variable that the parts `after` declare.
    pub fn names_only_older(
        &self,
        site: &Site<'tcx>,
        guard: hir::HirId,
        after: &[BlockPart<'tcx>],
    ) -> bool {
        let uses = variable_uses::all_uses(site.tcx, BlockPart::Tail(self.loans[0].expr));
        let mut others = uses
            .into_iter()
            .filter_map(variable_uses::variable)
            .filter(|&variable| variable != guard);
        let declared: Vec<_> = after
            .iter()
            .flat_map(|&part| variable_uses::declarations(part))
            .collect();
        others.all(|other| declared.iter().all(|&(variable, _)| variable != other))
    }

    /// Whether the value's expression uses no variable but the guard.
    pub fn is_of_guard_only(&self, site: &Site<'tcx>) -> bool {
        let mut loans = self.loans.iter();
        loans.all(|loan| variable_uses::all_uses(site.tcx, BlockPart::Tail(loan.expr)).len() == 1)
    }
}

/// The edit after which `text` is written at `span`, if it is not yet.
pub(in crate::fixes) fn renamed(tcx: TyCtxt<'_>, span: Span, text: &str) -> Option<(Span, String)> {
    let is_new = source_text::of(tcx, span).is_none_or(|old| old != text);
    is_new.then(|| (span, text.to_owned()))
}

/// `part`, or `(part, part)`.
pub(in crate::fixes) fn tuple(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<_> = parts.collect();
    match &parts[..] {
        [part] => part.clone(),
        _ => format!("({})", parts.join(", ")),
    }
}

/// Whether a variable can take the place of `loan`, though it is dropped at the end of the scope.
fn stays_usable<'tcx>(site: &Site<'tcx>, after: &[BlockPart<'tcx>], loan: &Loan<'tcx>) -> bool {
    let position = |part: &BlockPart<'tcx>| Position {
        span: part.span(),
        kind: match part {
            BlockPart::Statement(_) => PositionKind::Statement,
            BlockPart::Tail(_) => PositionKind::Tail,
        },
    };
    let mut parts = after.iter();
    parts
        .find(|part| part.span().contains(loan.expr.span))
        .is_some_and(|part| evaluation_order::outlives_temporaries(site, loan.expr, position(part)))
}
