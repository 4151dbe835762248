//! A guard that is declared by `let guard = ..;`.
//!
//! If nothing uses it before the `await` point, its initializer becomes that of the clone. Otherwise a
//! block around the statements that use it ends with the clones; where no block can be, the clones come
//! with a `drop` before the `await` point.

use super::suggestion::shown;
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::{authorship, names_in_scope, source_text, variable_uses};
use crate::fixes::guards::loan::{self, Value, renamed, tuple};
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::guards::{borrowers, scope_end};
use crate::fixes::site::{Edits, Fix, Site};

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
    let can_replace = |values: &Vec<Value<'tcx>>| {
        let mut all = values.iter();
        !values.is_empty() && all.all(|value| value.can_replace(site, guard.variable, after))
    };
    let values = Value::of_all(site, &uses)
        .filter(can_replace)
        .or_else(|| Value::whole(site, &uses).filter(can_replace))?;
    let edits = at_declaration(site, guard, before, &values)
        .or_else(|| at_end_of_block(site, guard, before, after, &values))
        .or_else(|| before_drop(site, guard, before, after, &values))?;
    let firsts: Vec<_> = values.iter().map(|value| value.loans[0]).collect();
    Some(shown(site, &firsts, edits))
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
        || !value.names_only_older(site, guard.variable, before)
        || !value.can_precede(site, before)
    {
        return None;
    }
    let (prefix, suffix) = value.loans[0].owned_around(site, value.user)?;
    let init = init.span.find_ancestor_inside(guard.declaration?.span)?;
    let name = value.name(site, guard.name.as_str())?;
    let mut edits = vec![(init.shrink_to_lo(), prefix), (init.shrink_to_hi(), suffix)];
    edits.extend(renamed(tcx, local.pat.span, &value.pattern(&name)));
    edits.extend(value.replaced(site, &name));
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
    let names = Value::names(site, values, guard.name.as_str())?;
    let patterns = values.iter().zip(&names);
    let patterns = tuple(patterns.map(|(value, name)| value.pattern(name)));
    let exprs: Vec<_> = values.iter().map(|value| value.loans[0].expr).collect();
    let owned = tuple(values.iter().map(|value| value.owned.clone()));
    let mut edits = (last..=before.len()).find_map(|end| {
        let rest: Vec<_> = before[end..].iter().chain(after).copied().collect();
        let (before, between) = before.split_at(end);
        if borrowers::is_borrowed_later(site, guard, before, &rest)
            || !values.iter().all(|value| {
                value.names_only_older(site, guard.variable, &rest)
                    && value.can_precede(site, between)
            })
        {
            return None;
        }
        scope_end::block_with_value(site, guard, before, &exprs, &patterns, &owned)
    })?;
    for (value, name) in values.iter().zip(&names) {
        edits.extend(value.replaced(site, name));
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
    let first = after.first().filter(|part| part.is_in_block(tcx))?;
    let span = first.span();
    let whole = names_in_scope::local_name(tcx, site.coroutine, None, "value")?;
    let names = Value::names(site, values, &whole)?;
    let separator = source_text::separator(tcx, span)?;
    let mut statements = String::new();
    for (value, name) in values.iter().zip(&names) {
        let pattern = value.pattern(name);
        statements += &format!("let {pattern} = {};{separator}", value.owned);
    }
    statements += &scope_end::drop_statement(site, guard, before)?;
    let mut edits = vec![source_text::insert_before(tcx, span, &statements)?];
    for (value, name) in values.iter().zip(&names) {
        edits.extend(value.replaced(site, name));
    }
    Some(edits)
}
