//! A guard with a name that is not used after the `await` point: it is dropped before.
//!
//! It is dropped by `drop(guard);` in front of the statement with the `await` point, or by a block
//! around the statements that use it, whichever adds less text. If the statement with the `await`
//! point still takes a value from the guard, that value is bound to a variable first.
//!
//! That compiles if no reference into what is guarded is alive, so it is suggested only if no
//! variable that is used later can have got one. It is machine-applicable if dropping the guard only
//! unlocks, and if the guard was used at all: one that was not used protects something else, and for
//! how long it should is not known.

use clippy_catalogue::OnDrop;
use rustc_data_structures::fx::FxHashSet;
use rustc_errors::Applicability;
use rustc_hir::{self as hir, BindingMode, ByRef, ExprKind, HirId, Mutability, Node, PatKind};
use rustc_middle::ty::TypeVisitableExt;
use rustc_span::Symbol;

use super::block_part::BlockPart;
use super::guard_binding::GuardBinding;
use super::names_in_scope::NamesInScope;
use super::silence::Calls;
use super::site::{Edits, Fix, Site};
use super::{authorship, bind_first, evaluation_order, source_text, variable_uses};

pub(super) fn fix<'tcx>(site: &Site<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    let binding = GuardBinding::at(tcx, site.node)?;
    let by_author = authorship::applicability(tcx, site.node)?;
    let is_held_in = |part: &BlockPart<'_>| {
        let span = part.span();
        site.points
            .iter()
            .any(|point| span.contains(point.source_callsite()))
    };
    let awaited = binding.scope.iter().position(is_held_in)?;
    let (before, after) = binding.scope.split_at(awaited);
    let is_used = |part: &BlockPart<'tcx>| variable_uses::is_used_in(tcx, *part, binding.variable);
    if after[1..].iter().any(is_used)
        || !is_only_used_in_place(site, &binding)
        || is_borrowed_later(site, &binding, before, after)
    {
        return None;
    }

    let last = binding.scope.iter().rposition(is_used);
    let (release, edits) = if last == Some(awaited) {
        (
            Release::BindValue,
            by_value(site, &binding, before, after[0])?,
        )
    } else {
        let by_drop = by_drop(site, &binding, before);
        let by_block = last.and_then(|last| by_block(site, &binding, &before[..=last]));
        let length = |edits: &Edits| edits.iter().map(|(_, text)| text.len()).sum::<usize>();
        match (by_drop, by_block) {
            (Some(drop), Some(block)) if length(&block) < length(&drop) => (Release::Block, block),
            (Some(drop), _) => (Release::Drop, drop),
            (None, Some(block)) => (Release::Block, block),
            (None, None) => return None,
        }
    };
    let applicability = match site.on_drop(site.ty) {
        OnDrop::OnlyUnlocks if last.is_some() => by_author,
        _ => Applicability::MaybeIncorrect,
    };
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
fn by_drop(site: &Site<'_>, binding: &GuardBinding<'_>, before: &[BlockPart<'_>]) -> Option<Edits> {
    // Dropping a guard right after it was created would be pointless.
    let last = before.last()?;
    let drop = drop_statement(site, binding, before)?;
    let edit = source_text::insert_after(site.tcx, last.span(), &drop)?;
    Some(vec![edit])
}

/// `let value = ..; drop(guard);` before the statement `user`, which takes that value.
fn by_value<'tcx>(
    site: &Site<'tcx>,
    binding: &GuardBinding<'tcx>,
    before: &[BlockPart<'tcx>],
    user: BlockPart<'tcx>,
) -> Option<Edits> {
    let tcx = site.tcx;
    let uses = variable_uses::uses_of(tcx, user, binding.variable);
    let value = bind_first::value_of(site, uses.first()?)?;
    let is_in_value = |expr: &&hir::Expr<'_>| value.span.contains(expr.span);
    let statement = evaluation_order::statement_that_begins_with(site, value)?;
    if !uses.iter().all(is_in_value)
        || !bind_first::is_given_away(site, value)
        || !user.span().contains(statement)
        || statement.lo() != user.span().lo()
    {
        return None;
    }
    let name = source_text::fresh_name(tcx, site.coroutine, "value")?;
    let text = source_text::of(tcx, value.span)?;
    let drop = drop_statement(site, binding, before)?;
    let separator = match source_text::begins_its_line(tcx, statement) {
        true => format!("\n{}", source_text::indentation(tcx, statement)?),
        false => " ".to_owned(),
    };
    let both = format!("let {name} = {text};{separator}{drop}");
    let edit = source_text::insert_before(tcx, statement, &both)?;
    Some(vec![edit, (value.span, name)])
}

/// `drop(guard);`, if both names mean what they should after the statements `before`.
fn drop_statement(
    site: &Site<'_>,
    binding: &GuardBinding<'_>,
    before: &[BlockPart<'_>],
) -> Option<String> {
    let name = binding.name.name;
    let shadows = |part: &BlockPart<'_>| {
        let mut declarations = variable_uses::declarations(*part).into_iter();
        declarations.any(|(_, other)| other == name)
    };
    let is_another =
        NamesInScope::at(site.tcx, site.node).has_name(site.tcx, Symbol::intern("drop"));
    let is_plain = !is_another && !before.iter().any(shadows);
    is_plain.then(|| format!("drop({name});"))
}

/// A block around the guard and `users`, if nothing else that they declare is used after it.
fn by_block<'tcx>(
    site: &Site<'tcx>,
    binding: &GuardBinding<'tcx>,
    users: &[BlockPart<'tcx>],
) -> Option<Edits> {
    let tcx = site.tcx;
    let last = users.last()?;
    let mut calls = Calls::new(tcx, site.typing_env);
    for &part in users {
        // What an item declares can be used anywhere in the block.
        part.expr()?;
        for (variable, _) in variable_uses::declarations(part) {
            let mut later = binding.scope[users.len()..].iter();
            let is_used_later = later.any(|&part| variable_uses::is_used_in(tcx, part, variable));
            if is_used_later || !calls.drop_is_silent(site.typeck.node_type(variable)) {
                return None;
            }
        }
    }
    let span = binding.statement.span.to(last.span());
    let indentation = source_text::indentation(tcx, span)?;
    source_text::enclose_lines(tcx, span, "{", &format!("{indentation}}}"))
}

/// Whether the guard is never moved, and no closure captures it.
fn is_only_used_in_place<'tcx>(site: &Site<'tcx>, binding: &GuardBinding<'tcx>) -> bool {
    let tcx = site.tcx;
    let uses = binding
        .scope
        .iter()
        .flat_map(|&part| variable_uses::uses_of(tcx, part, binding.variable));
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

/// Whether a variable that may refer to the guard, or to what it guards, is used or dropped `after`.
fn is_borrowed_later<'tcx>(
    site: &Site<'tcx>,
    binding: &GuardBinding<'tcx>,
    before: &[BlockPart<'tcx>],
    after: &[BlockPart<'tcx>],
) -> bool {
    let tcx = site.tcx;
    let mut borrowers = FxHashSet::from_iter([binding.variable]);
    let mut declared = Vec::new();
    for &part in before {
        let declarations = variable_uses::declarations(part);
        let used: Vec<_> = variable_uses::all_uses(tcx, part)
            .into_iter()
            .filter_map(variable_uses::variable)
            .collect();
        if used.iter().any(|variable| borrowers.contains(variable)) {
            let refers = |variable| site.typeck.node_type(variable).has_erased_regions();
            let new = declarations
                .iter()
                .map(|&(variable, _)| variable)
                .filter(|&variable| refers(variable));
            let old = used
                .into_iter()
                .filter(|&variable| can_get_reference(site, variable));
            borrowers.extend(new.chain(old));
        }
        declared.extend(declarations.into_iter().map(|(variable, _)| variable));
    }
    borrowers.remove(&binding.variable);

    borrowers.into_iter().any(|variable| {
        let ty = site.typeck.node_type(variable);
        let mut after = after.iter();
        let is_used = after.any(|&part| variable_uses::is_used_in(tcx, part, variable));
        is_used || declared.contains(&variable) && ty.needs_drop(tcx, site.typing_env)
    })
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
        true => ty.peel_refs().has_erased_regions(),
        false => ty.has_erased_regions(),
    }
}
