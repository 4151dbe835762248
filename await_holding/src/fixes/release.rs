//! A guard with a name that is not used after the `await` point: it is dropped before.
//!
//! It is dropped by a block around the statements that use it, as upstream Clippy advises, whose lint does
//! not know that `drop` ends the guard. If the last of them declares a variable that is used later, the
//! block becomes its initializer; if the statement with the `await` point takes a value from the guard,
//! the block becomes that of a new variable. Where no block can be, as for a captured guard, it is
//! `drop(guard);` in front of the statement with the `await` point.
//!
//! That compiles if no reference into what is guarded is alive, so it is suggested only if no
//! variable that is used later can have got one. It is machine-applicable if dropping the guard only
//! unlocks, and if the guard was used at all: one that was not used protects something else, and for
//! how long it should is not known. Nor is it if the author drops the guard later.

use clippy_catalogue::OnDrop;
use rustc_data_structures::fx::FxHashSet;
use rustc_errors::Applicability;
use rustc_hir::{self as hir, BindingMode, ByRef, ExprKind, HirId, Mutability, Node, PatKind};
use rustc_middle::ty::Ty;
use rustc_span::Symbol;

use super::bind_first::AsVariable;
use super::block_part::BlockPart;
use super::evaluation_order::PositionKind;
use super::named_guard::NamedGuard;
use super::names_in_scope::NamesInScope;
use super::silence::Calls;
use super::site::{Edits, Fix, Site};
use super::{authorship, bind_first, evaluation_order, names_in_scope, source_text, variable_uses};

pub(super) fn fix<'tcx>(site: &Site<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    let (guard, dropped) = NamedGuard::at(site)?.without_drops(tcx);
    let by_author = authorship::applicability(tcx, site.node)?;
    let awaited = guard.awaited(site)?;
    let (before, after) = guard.scope.split_at(awaited);
    let is_used = |part: &BlockPart<'tcx>| variable_uses::is_used_in(tcx, *part, guard.variable);
    if after[1..].iter().any(is_used)
        || !is_only_used_in_place(site, &guard)
        || is_borrowed_later(site, &guard, before, after)
    {
        return None;
    }

    let last = guard.scope.iter().rposition(is_used);
    if last.is_none() && !dropped.is_empty() {
        return None;
    }
    let (release, mut edits) = if last == Some(awaited) {
        (
            Release::BindValue,
            by_value(site, &guard, before, after[0])?,
        )
    } else if let Some(last) = last
        && let Some(edits) =
            (last..awaited).find_map(|last| by_block(site, &guard, &guard.scope[..=last], None))
    {
        (Release::Block, edits)
    } else {
        (Release::Drop, by_drop(site, &guard, before)?)
    };
    let applicability = match site.on_drop(site.ty) {
        OnDrop::OnlyUnlocks if last.is_some() && dropped.is_empty() => by_author,
        _ => Applicability::MaybeIncorrect,
    };
    edits.extend(source_text::removals(tcx, &dropped)?);
    Some(Fix {
        message: release.message(site.noun),
        edits,
        applicability,
    })
}

/// How the guard is dropped before the `await` point.
enum Release {
    Drop,
    Block,
    BindValue,
}

impl Release {
    fn message(&self, noun: &str) -> String {
        match self {
            Self::Drop => {
                format!("drop the {noun} before the `await` point; it is not used afterwards")
            }
            Self::Block => {
                format!(
                    "end the scope of the {noun} before the `await` point; it is not used afterwards"
                )
            }
            Self::BindValue => {
                format!("bind the value to a variable and drop the {noun} before the `await` point")
            }
        }
    }
}

/// `drop(guard);` after the last statement before the one with the `await` point.
fn by_drop<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    before: &[BlockPart<'tcx>],
) -> Option<Edits> {
    // Dropping a guard right after it was created would be pointless.
    let last = before.last()?;
    let drop = drop_statement(site, guard, before)?;
    let edit = source_text::insert_after(site.tcx, last.span(), &drop)?;
    Some(vec![edit])
}

/// `drop(guard);`, if both names mean what they should after the statements `before`, and nothing that
/// these declare would be dropped later although it may borrow from the guard.
pub(super) fn drop_statement<'tcx>(
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
    let borrowers = borrowers(site, guard, before);
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

/// A variable for the value that the statement `user` takes from the guard, and the end of the guard
/// before it.
fn by_value<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    before: &[BlockPart<'tcx>],
    user: BlockPart<'tcx>,
) -> Option<Edits> {
    let tcx = site.tcx;
    let uses = variable_uses::uses_of(tcx, user, guard.variable);
    let value = bind_first::value_of(site, uses.first()?)?;
    let is_in_value = |expr: &&hir::Expr<'_>| value.span.contains(expr.span);
    let position = evaluation_order::position_that_begins_with(site, value)?;
    let statement = position.span;
    if !uses.iter().all(is_in_value)
        || bind_first::as_variable(site, value, position) != Some(AsVariable::Same)
        || position.kind == PositionKind::Body
        || !user.span().contains(statement)
        || statement.lo() != user.span().lo()
    {
        return None;
    }
    let name = names_in_scope::fresh_name(tcx, site.coroutine, "value")?;
    let text = source_text::of(tcx, source_text::without_parentheses(tcx, value.span)?)?;
    let mut edits =
        block_with_value(site, guard, before, &[value], &name, &text).or_else(|| {
            let drop = drop_statement(site, guard, before)?;
            let separator = source_text::separator(tcx, statement)?;
            let both = format!("let {name} = {text};{separator}{drop}");
            Some(vec![source_text::insert_before(tcx, statement, &both)?])
        })?;
    edits.push((value.span, name));
    Some(edits)
}

/// `let pattern = { .. text };` around the guard and the statements `before`. `values` are the expressions
/// that `text` has.
pub(super) fn block_with_value<'tcx>(
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
pub(super) fn by_block<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    users: &[BlockPart<'tcx>],
    owned: Option<(HirId, &str)>,
) -> Option<Edits> {
    let tcx = site.tcx;
    let declaration = guard.declaration?;
    let (&last, others) = users.split_last()?;
    let later = &guard.scope[users.len()..];
    let mut borrowers = borrowers(site, guard, users);
    if let Some((variable, _)) = owned {
        borrowers.remove(&variable);
    }
    if are_used(site, &borrowers, later)
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
pub(super) fn declares_for_later<'tcx>(
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

/// Whether the guard is never moved, and no closure captures it.
pub(super) fn is_only_used_in_place<'tcx>(site: &Site<'tcx>, guard: &NamedGuard<'tcx>) -> bool {
    let tcx = site.tcx;
    let uses = guard
        .scope
        .iter()
        .flat_map(|&part| variable_uses::uses_of(tcx, part, guard.variable));
    uses.into_iter().all(|expr| {
        let is_own = tcx.hir_enclosing_body_owner(expr.hir_id) == site.coroutine;
        let is_projected = match tcx.parent_hir_node(expr.hir_id) {
            Node::Expr(parent) => match parent.kind {
                ExprKind::AddrOf(..) | ExprKind::Unary(hir::UnOp::Deref, _) => true,
                ExprKind::Field(..) => true,
                ExprKind::Index(base, ..) => base.hir_id == expr.hir_id,
                _ => false,
            },
            _ => false,
        };
        is_own && (is_projected || !site.typeck.expr_adjustments(expr).is_empty())
    })
}

/// Whether a variable that may refer to the guard, or to what it guards, is used `after`.
pub(super) fn is_borrowed_later<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    before: &[BlockPart<'tcx>],
    after: &[BlockPart<'tcx>],
) -> bool {
    are_used(site, &borrowers(site, guard, before), after)
}

pub(super) fn are_used<'tcx>(
    site: &Site<'tcx>,
    variables: &FxHashSet<HirId>,
    parts: &[BlockPart<'tcx>],
) -> bool {
    let mut uses = parts
        .iter()
        .flat_map(|&part| variable_uses::all_uses(site.tcx, part));
    uses.any(|expr| variable_uses::variable(expr).is_some_and(|used| variables.contains(&used)))
}

/// The variables that may refer to the guard, or to what it guards, after the statements `before`.
pub(super) fn borrowers<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    before: &[BlockPart<'tcx>],
) -> FxHashSet<HirId> {
    let mut borrowers = FxHashSet::from_iter([guard.variable]);
    for &part in before {
        let used: Vec<_> = variable_uses::all_uses(site.tcx, part)
            .into_iter()
            .filter_map(variable_uses::variable)
            .collect();
        if used.iter().any(|variable| borrowers.contains(variable)) {
            let refers = |variable| site.may_refer(site.typeck.node_type(variable));
            let new = variable_uses::declarations(part)
                .into_iter()
                .map(|(variable, _)| variable)
                .filter(|&variable| refers(variable));
            let old = used
                .into_iter()
                .filter(|&variable| can_get_reference(site, variable));
            borrowers.extend(new.chain(old));
        }
    }
    borrowers.remove(&guard.variable);
    borrowers
}

/// Whether a reference can get into `variable` after it was declared.
fn can_get_reference(site: &Site<'_>, variable: HirId) -> bool {
    let ty = site.typeck.node_type(variable);
    let is_constant = match site.tcx.hir_node(variable) {
        Node::Pat(pat) => {
            let is_initialized = match site.tcx.parent_hir_node(pat.hir_id) {
                Node::LetStmt(local) => local.init.is_some(),
                _ => true,
            };
            let mode = match pat.kind {
                PatKind::Binding(mode, ..) => mode,
                _ => return true,
            };
            is_initialized && mode == BindingMode(ByRef::No, Mutability::Not)
        }
        _ => false,
    };
    match is_constant {
        // What it refers to can be written to, but there are no references in that.
        true => site.may_refer(ty.peel_refs()),
        false => site.may_refer(ty),
    }
}
