//! A variable that refers to what is guarded, `let first = guard.first().unwrap();`, of which the `await`
//! point needs the value: the variable gets a clone instead.

use rustc_hir::{
    self as hir, BindingMode, BorrowKind, ByRef, ExprKind, HirId, Mutability, PatKind,
};

use super::suggestion::shown;
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::{authorship, source_text, variable_uses};
use crate::fixes::guards::loan::{self, Loan};
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::guards::{borrowers, scope_end};
use crate::fixes::site::{Edits, Fix, Site};

pub(super) fn fix<'tcx>(site: &Site<'tcx>, guard: &NamedGuard<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    authorship::applicability(tcx, site.node)?;
    let (before, after) = guard.scope.split_at(guard.awaited(site)?);
    let is_used = |part: &BlockPart<'tcx>| variable_uses::is_used_in(tcx, *part, guard.variable);
    if after.iter().any(is_used) || !borrowers::is_only_used_in_place(site, guard) {
        return None;
    }
    let borrowers = borrowers::borrowers(site, guard, before);
    let mut later = borrowers.into_iter().filter(|&variable| {
        let mut after = after.iter();
        after.any(|&part| variable_uses::is_used_in(tcx, part, variable))
    });
    let (Some(variable), None) = (later.next(), later.next()) else {
        return None;
    };
    let position = before.iter().position(|&part| declares(part, variable))?;
    let (statement, local) = before[position].local()?;
    authorship::applicability(tcx, local.hir_id)?;
    let init = local.init?;
    let [user] = variable_uses::uses_of(tcx, BlockPart::Tail(init), guard.variable)[..] else {
        return None;
    };
    let loans = Loan::all(site, user);
    let (lent, sign) = match init.kind {
        ExprKind::AddrOf(BorrowKind::Ref, Mutability::Not, place) => {
            (place, Some(init.span.until(place.span)))
        }
        _ => (init, None),
    };
    let loan = *loans.iter().find(|loan| loan.expr.hir_id == lent.hir_id)?;
    let is_reference = sign.is_some() || loan.is_reference();
    if local.ty.is_some() || !is_reference || loan.is_mutable() || !loan::is_postfix(lent) {
        return None;
    }
    let rest = before[position + 1..].iter().chain(after);
    let uses = rest.flat_map(|&part| variable_uses::uses_of(tcx, part, variable));
    let changed: Option<Vec<_>> = uses
        .map(|expr| loan.replacement_of_reference(site, expr, local.els.is_some()))
        .collect();
    let (prefix, suffix) = loan.affixes(site);
    let last = before.iter().rposition(is_used)?;
    let affixed = || -> Option<Edits> {
        let init = init.span.find_ancestor_inside(statement.span)?;
        Some(vec![
            (init.shrink_to_lo(), prefix.to_owned()),
            (init.shrink_to_hi(), suffix.to_owned()),
        ])
    };
    let in_one_chain = || -> Option<Edits> {
        let declaration = guard.declaration?;
        let (_, of_guard) = BlockPart::Statement(declaration).local()?;
        let is_only_user = (position, last) == (0, 0);
        let taken = of_guard
            .init
            .filter(|init| is_only_user && loan::is_postfix(init))?;
        let mut edits = affixed()?;
        edits.extend([
            (source_text::removal(tcx, declaration.span)?, String::new()),
            (user.span, source_text::of(tcx, taken.span)?),
        ]);
        Some(edits)
    };
    let as_block = || {
        let is_last = prefix.is_empty() && position == last;
        let owned = Some((variable, suffix));
        is_last.then(|| scope_end::by_block(site, guard, &before[..=last], owned))?
    };
    let with_drop = || -> Option<Edits> {
        let drop = scope_end::drop_statement(site, guard, before)?;
        let mut edits = affixed()?;
        edits.push(source_text::insert_after(tcx, before[last].span(), &drop)?);
        Some(edits)
    };
    let mut edits = in_one_chain().or_else(as_block).or_else(with_drop)?;
    edits.extend(sign.map(|sign| (sign, String::new())));
    edits.extend(changed?.into_iter().flatten());
    Some(shown(site, &[loan], edits))
}

/// Whether `part` is `let variable = ..;` or `let Some(variable) = .. else { .. };`.
fn declares(part: BlockPart<'_>, variable: HirId) -> bool {
    let is_variable = |pat: &hir::Pat<'_>| {
        let by_value = BindingMode(ByRef::No, Mutability::Not);
        matches!(pat.kind, PatKind::Binding(mode, id, _, None) if mode == by_value && id == variable)
    };
    part.local().is_some_and(|(_, local)| match local.pat.kind {
        PatKind::TupleStruct(_, [pat], _) => local.els.is_some() && is_variable(pat),
        _ => local.els.is_none() && is_variable(local.pat),
    })
}
