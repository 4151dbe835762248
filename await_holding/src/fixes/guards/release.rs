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
use rustc_errors::Applicability;
use rustc_hir as hir;

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::evaluation_order::PositionKind;
use crate::fixes::code::{
    authorship, evaluation_order, names_in_scope, source_text, variable_uses,
};
use crate::fixes::guards::bind_first::AsVariable;
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::guards::{bind_first, borrowers, scope_end};
use crate::fixes::site::{Edits, Fix, Site};

pub(in crate::fixes) fn fix<'tcx>(site: &Site<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    let (guard, dropped) = NamedGuard::at(site)?.without_drops(tcx);
    let by_author = authorship::applicability(tcx, site.node)?;
    let awaited = guard.awaited(site)?;
    let (before, after) = guard.scope.split_at(awaited);
    let is_used = |part: &BlockPart<'tcx>| variable_uses::is_used_in(tcx, *part, guard.variable);
    if after[1..].iter().any(is_used)
        || !borrowers::is_only_used_in_place(site, &guard)
        || borrowers::is_borrowed_later(site, &guard, before, after)
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
        && let Some(edits) = (last..awaited)
            .find_map(|last| scope_end::by_block(site, &guard, &guard.scope[..=last], None))
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
    let drop = scope_end::drop_statement(site, guard, before)?;
    let edit = source_text::insert_after(site.tcx, last.span(), &drop)?;
    Some(vec![edit])
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
    let mut edits = scope_end::block_with_value(site, guard, before, &[value], &name, &text)
        .or_else(|| {
            let drop = scope_end::drop_statement(site, guard, before)?;
            let separator = source_text::separator(tcx, statement)?;
            let both = format!("let {name} = {text};{separator}{drop}");
            Some(vec![source_text::insert_before(tcx, statement, &both)?])
        })?;
    edits.push((value.span, name));
    Some(edits)
}
