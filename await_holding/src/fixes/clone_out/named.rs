//! A guard that is declared by `let guard = ..;`.
//!
//! If nothing uses it before the `await` point, its initializer becomes that of the clone. Otherwise a
//! block around the statements that use it ends with the clones; where no block can be, the clones come
//! with a `drop` before the `await` point.

use rustc_hir as hir;

use super::suggestion::{pattern, renamed, replaced, shown, tuple};
use crate::fixes::block_part::BlockPart;
use crate::fixes::evaluation_order::{self, Position, PositionKind};
use crate::fixes::loan::{self, Loan};
use crate::fixes::named_guard::NamedGuard;
use crate::fixes::site::{Edits, Fix, Site};
use crate::fixes::{authorship, borrowers, names_in_scope, scope_end, source_text, variable_uses};

/// How many values are taken from a guard at most.
const VALUES: usize = 3;

pub(super) fn fix<'tcx>(site: &Site<'tcx>, guard: &NamedGuard<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    authorship::applicability(tcx, site.node)?;
    let (before, after) = guard.scope.split_at(guard.awaited(site)?);
    let uses: Vec<_> = after
        .iter()
        .flat_map(|&part| variable_uses::uses_of(tcx, part, guard.variable))
        .collect();
    if !borrowers::is_only_used_in_place(site, guard)
        || borrowers::is_borrowed_later(site, guard, before, after)
    {
        return None;
    }
    let values = values(site, &uses)?;
    let can_be_taken = |value: &Value<'tcx>| {
        value.loans[0].can_be_shared(site, value.loans.len(), guard.variable)
            && value
                .loans
                .iter()
                .all(|loan| stays_usable(site, after, loan))
            && names_only_older(site, guard, after, &value.loans[0])
    };
    if values.is_empty() || values.len() > VALUES || !values.iter().all(can_be_taken) {
        return None;
    }
    let edits = at_declaration(site, guard, before, &values)
        .or_else(|| at_end_of_block(site, guard, before, after, &values))
        .or_else(|| before_drop(site, guard, before, after, &values))?;
    let firsts: Vec<_> = values.iter().map(|value| value.loans[0]).collect();
    Some(shown(site, &firsts, edits))
}

/// An owned value that takes the place of loans.
struct Value<'tcx> {
    owned: String,
    loans: Vec<Loan<'tcx>>,
    /// The guard with which the first loan begins.
    user: &'tcx hir::Expr<'tcx>,
}

impl<'tcx> Value<'tcx> {
    /// The name of the variable with the value.
    fn name(&self, site: &Site<'tcx>, whole: &str) -> Option<String> {
        let loan = &self.loans[0];
        match loan.is_all_of(self.user) {
            true => Some(whole.to_owned()),
            false => names_in_scope::local_name(site.tcx, site.coroutine, loan.field(), "value"),
        }
    }
}

/// The values of which all `uses` of the guard are loans.
fn values<'tcx>(site: &Site<'tcx>, uses: &[&'tcx hir::Expr<'tcx>]) -> Option<Vec<Value<'tcx>>> {
    let mut best: Vec<_> = uses
        .iter()
        .map(|user| Loan::best(site, user))
        .collect::<Option<_>>()?;
    if best
        .iter()
        .zip(uses)
        .any(|(loan, user)| loan.is_all_of(user))
    {
        // Then the others are parts of that.
        for (loan, user) in best.iter_mut().zip(uses) {
            let all = Loan::all(site, user);
            *loan = *all.iter().find(|loan| loan.is_all_of(user))?;
        }
    }
    let mut values: Vec<Value<'tcx>> = Vec::new();
    for (&user, loan) in uses.iter().zip(best) {
        let owned = loan.owned(site)?;
        match values.iter_mut().find(|value| value.owned == owned) {
            Some(value) => value.loans.push(loan),
            None => values.push(Value {
                owned,
                loans: vec![loan],
                user,
            }),
        }
    }
    Some(values)
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

/// Whether `loan` uses no variable that the parts `after` declare.
fn names_only_older<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    after: &[BlockPart<'tcx>],
    loan: &Loan<'tcx>,
) -> bool {
    let uses = variable_uses::all_uses(site.tcx, BlockPart::Tail(loan.expr));
    let mut others = uses
        .into_iter()
        .filter_map(variable_uses::variable)
        .filter(|&variable| variable != guard.variable);
    let declared: Vec<_> = after
        .iter()
        .flat_map(|&part| variable_uses::declarations(part))
        .collect();
    others.all(|other| declared.iter().all(|&(variable, _)| variable != other))
}

/// `let name = init.field.clone();` in place of the guard's declaration.
fn at_declaration<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    before: &[BlockPart<'tcx>],
    values: &[Value<'tcx>],
) -> Option<Edits> {
    let tcx = site.tcx;
    let [value] = values else { return None };
    let (_, local) = BlockPart::Statement(guard.declaration?).local()?;
    let init = local.init?;
    let is_used = |part: &BlockPart<'tcx>| variable_uses::is_used_in(tcx, *part, guard.variable);
    if before.iter().any(is_used)
        || local.ty.is_some()
        || !loan::is_postfix(init)
        || !names_only_older(site, guard, before, &value.loans[0])
    {
        return None;
    }
    let (prefix, suffix) = value.loans[0].owned_around(site, value.user)?;
    let init = init.span.find_ancestor_inside(guard.declaration?.span)?;
    let name = value.name(site, guard.name.as_str())?;
    let mut edits = vec![(init.shrink_to_hi(), suffix)];
    if !prefix.is_empty() {
        edits.push((init.shrink_to_lo(), prefix));
    }
    edits.extend(renamed(tcx, local.pat.span, &pattern(&value.loans, &name)));
    edits.extend(replaced(site, &value.loans, &name));
    Some(edits)
}

/// `let name = { let guard = ..; ..; guard.field.clone() };`
fn at_end_of_block<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    before: &[BlockPart<'tcx>],
    after: &[BlockPart<'tcx>],
    values: &[Value<'tcx>],
) -> Option<Edits> {
    let tcx = site.tcx;
    let is_used = |part: &BlockPart<'tcx>| variable_uses::is_used_in(tcx, *part, guard.variable);
    let last = before.iter().rposition(is_used).map_or(0, |last| last + 1);
    let names = names(site, values, guard.name.as_str())?;
    let patterns = values.iter().zip(&names);
    let patterns = tuple(patterns.map(|(value, name)| pattern(&value.loans, name)));
    let exprs: Vec<_> = values.iter().map(|value| value.loans[0].expr).collect();
    let owned = tuple(values.iter().map(|value| value.owned.clone()));
    let mut edits = (last..=before.len()).find_map(|end| {
        let rest: Vec<_> = before[end..].iter().chain(after).copied().collect();
        let (before, _) = before.split_at(end);
        if borrowers::is_borrowed_later(site, guard, before, &rest)
            || !values
                .iter()
                .all(|value| names_only_older(site, guard, &rest, &value.loans[0]))
        {
            return None;
        }
        scope_end::block_with_value(site, guard, before, &exprs, &patterns, &owned)
    })?;
    for (value, name) in values.iter().zip(&names) {
        edits.extend(replaced(site, &value.loans, name));
    }
    Some(edits)
}

/// `let name = guard.field.clone(); drop(guard);` before the `await` point.
fn before_drop<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    before: &[BlockPart<'tcx>],
    after: &[BlockPart<'tcx>],
    values: &[Value<'tcx>],
) -> Option<Edits> {
    let tcx = site.tcx;
    let span = after.first()?.span();
    let whole = names_in_scope::local_name(tcx, site.coroutine, None, "value")?;
    let names = names(site, values, &whole)?;
    let separator = source_text::separator(tcx, span)?;
    let mut statements = String::new();
    for (value, name) in values.iter().zip(&names) {
        let pattern = pattern(&value.loans, name);
        statements += &format!("let {pattern} = {};{separator}", value.owned);
    }
    statements += &scope_end::drop_statement(site, guard, before)?;
    let mut edits = vec![source_text::insert_before(tcx, span, &statements)?];
    for (value, name) in values.iter().zip(&names) {
        edits.extend(replaced(site, &value.loans, name));
    }
    Some(edits)
}

/// A name for each value, all of them different.
fn names<'tcx>(site: &Site<'tcx>, values: &[Value<'tcx>], whole: &str) -> Option<Vec<String>> {
    let names: Option<Vec<_>> = values.iter().map(|value| value.name(site, whole)).collect();
    let names = names?;
    let is_new = |index: usize| !names[..index].contains(&names[index]);
    (0..names.len()).all(is_new).then_some(names)
}
