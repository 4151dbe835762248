//! Where the scope of a guard can end: by `drop`, or by a block around the statements that use it.

use rustc_hir::{self as hir, ExprKind, HirId};
use rustc_middle::ty::Ty;
use rustc_span::Symbol;

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::names_in_scope::NamesInScope;
use crate::fixes::code::silence::Calls;
use crate::fixes::code::{source_text, variable_uses};
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::guards::{bind_first, borrowers};
use crate::fixes::site::{Edits, Site};

/// `drop(guard);`, if both names mean what they should after the statements `before`, and nothing that
/// these declare would be dropped later although it may borrow from the guard.
pub(in crate::fixes) fn drop_statement<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    before: &[BlockPart<'tcx>],
) -> Option<String> {
    let tcx = site.tcx;
    let drop = Symbol::intern("drop");
    let shadows = |part: &BlockPart<'_>| {
        let mut declarations = variable_uses::declarations(*part).into_iter();
        declarations.any(|(_, other)| other == guard.name.name)
    };
    let borrowers = borrowers::borrowers(site, guard, before);
    let outlives = |part: &BlockPart<'tcx>| {
        let mut found = false;
        if let Some((_, local)) = part.local() {
            local.pat.each_binding(|_, variable, _, _| {
                let ty = site.typeck.node_type(variable);
                found |= borrowers.contains(&variable) && ty.needs_drop(tcx, site.typing_env);
            });
        }
        found
    };
    let is_plain = !before.iter().any(outlives)
        && !NamesInScope::at(tcx, site.node).has_name(tcx, drop)
        && !variable_uses::is_declared_around(tcx, site.coroutine, drop)
        && !before.iter().any(shadows);
    is_plain.then(|| format!("drop({});", guard.name))
}

/// `let pattern = { .. text };` around the guard and the statements `before`. `values` are the expressions
/// that `text` has.
pub(in crate::fixes) fn block_with_value<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    before: &[BlockPart<'tcx>],
    values: &[&'tcx hir::Expr<'tcx>],
    pattern: &str,
    text: &str,
) -> Option<Edits> {
    let tcx = site.tcx;
    let declaration = guard.declaration?;
    if !values.iter().all(|value| can_end_with(site, value))
        || before
            .iter()
            .any(|&part| declares_for_later(site, guard, before.len(), part))
    {
        return None;
    }
    let last = before.last().map_or(declaration.span, |last| last.span());
    let indentation = source_text::indentation(tcx, declaration.span)?;
    let step = source_text::step(&indentation);
    let open = format!("let {pattern} = {{");
    let close = format!("{indentation}{step}{text}\n{indentation}}};");
    source_text::enclose_lines(tcx, declaration.span.to(last), &open, &close)
}

/// A block around the guard and the statements `users`. If the last one declares what is used later, the
/// block becomes its initializer. `owned` is a variable that refers to what is guarded, and what makes an
/// owned value of its initializer.
pub(in crate::fixes) fn by_block<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    users: &[BlockPart<'tcx>],
    owned: Option<(HirId, &str)>,
) -> Option<Edits> {
    let tcx = site.tcx;
    let declaration = guard.declaration?;
    let (&last, others) = users.split_last()?;
    let later = &guard.scope[users.len()..];
    let mut borrowers = borrowers::borrowers(site, guard, users);
    if let Some((variable, _)) = owned {
        borrowers.remove(&variable);
    }
    if borrowers::are_used(site, &borrowers, later)
        || others
            .iter()
            .any(|&part| declares_for_later(site, guard, users.len(), part))
    {
        return None;
    }
    let span = declaration.span.to(last.span());
    let indentation = source_text::indentation(tcx, span)?;
    if !declares_for_later(site, guard, users.len(), last) {
        return source_text::enclose_lines(tcx, span, "{", &format!("{indentation}}}"));
    }

    let (statement, local) = last.local()?;
    let mut borrows = false;
    local
        .pat
        .each_binding(|_, variable, _, _| borrows |= borrowers.contains(&variable));
    let init = local.init?;
    let init_span = init.span.find_ancestor_inside_same_ctxt(statement.span)?;
    if borrows
        || local.els.is_some()
        || !can_end_with(site, init)
        || !tcx.hir_attrs(local.hir_id).is_empty()
    {
        return None;
    }
    let before_init = statement.span.until(init_span);
    let after_init = init_span.between(statement.span.shrink_to_hi());
    let pattern = source_text::of(tcx, before_init)?;
    let is_simple = !pattern.contains(['\n', '/']) && source_text::of(tcx, after_init)? == ";";
    let mut edits = source_text::enclose_lines(
        tcx,
        span,
        &format!("{pattern}{{"),
        &format!("{indentation}}};"),
    )?;
    let suffix = owned.map_or("", |(_, suffix)| suffix);
    edits.extend([
        (before_init, String::new()),
        (after_init, suffix.to_owned()),
    ]);
    is_simple.then_some(edits)
}

/// Whether a block that ends before the part `end` of the scope cannot have `part` in it, because that
/// declares what is used later, or what has an effect when it is dropped.
pub(in crate::fixes) fn declares_for_later<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    end: usize,
    part: BlockPart<'tcx>,
) -> bool {
    let tcx = site.tcx;
    if part.expr().is_none() {
        // What an item declares can be used anywhere in the block.
        return true;
    }
    let Some((_, local)) = part.local() else {
        return false;
    };
    let mut calls = Calls::new(tcx, site.typing_env);
    let mut kept = extended_temporaries(site, local);
    let mut is_used_later = false;
    local.pat.each_binding(|_, variable, _, _| {
        kept.push(site.typeck.node_type(variable));
        let mut later = guard.scope[end..].iter();
        is_used_later |= later.any(|&part| variable_uses::is_used_in(tcx, part, variable));
    });
    is_used_later || !kept.into_iter().all(|ty| calls.drop_is_silent(ty))
}

/// The types of the temporaries in the initializer that may live as long as the variable.
fn extended_temporaries<'tcx>(site: &Site<'tcx>, local: &'tcx hir::LetStmt<'tcx>) -> Vec<Ty<'tcx>> {
    let mut types = Vec::new();
    let Some(init) = local.init else { return types };
    if bind_first::borrows(local.pat) {
        types.push(site.typeck.expr_ty(init));
    }
    let references = variable_uses::exprs_of(BlockPart::Tail(init));
    types.extend(references.into_iter().filter_map(|expr| match expr.kind {
        ExprKind::AddrOf(_, _, place) => Some(site.typeck.expr_ty(place)),
        _ => None,
    }));
    types
}

/// Whether `expr` can be the tail of a block that ends the guard. Before edition 2024, the temporaries in
/// it are dropped after the guard.
fn can_end_with<'tcx>(site: &Site<'tcx>, expr: &'tcx hir::Expr<'tcx>) -> bool {
    let mut calls = Calls::new(site.tcx, site.typing_env);
    expr.span.edition().at_least_rust_2024()
        || bind_first::temporaries(site, expr).into_iter().all(|ty| {
            !ty.needs_drop(site.tcx, site.typing_env)
                || !site.may_refer(ty) && calls.drop_is_silent(ty)
        })
}
