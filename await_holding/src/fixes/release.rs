//! A guard with a name that is not used after the `await`: it is given up before.
//!
//! It is given up by `drop(guard);` in front of the statement with the `await`, or by a block
//! around the statements that use it, whichever adds less text. If the statement with the `await`
//! still takes a value from the guard, that is bound first.
//!
//! That compiles if no reference into what is guarded is alive, so it is suggested only if no
//! variable that is used later can have got one. It is machine-applicable if dropping the guard
//! does nothing but unlock, and if the guard was used at all: one that was not keeps others out of
//! something else, and for how long it should is not known.

use rustc_data_structures::fx::FxHashSet;
use rustc_errors::Applicability;
use rustc_hir::{self as hir, BindingMode, ByRef, ExprKind, HirId, Mutability, Node, PatKind};
use rustc_middle::ty::TypeVisitableExt;
use rustc_span::{Span, Symbol};

use super::binding::Binding;
use super::silence::Calls;
use super::names_in_scope::Scope;
use super::body_parts::{self, BodyPart};
use super::site::{Fix, Site};
use super::{authorship, bind_first, evaluation_order, source_text, unlocks};

type Edits = Vec<(Span, String)>;

pub(super) fn fix<'tcx>(site: &Site<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    let binding = Binding::at(tcx, site.node)?;
    let max_applicability = authorship::max_applicability(tcx, site.node)?;
    let is_held_in = |part: &BodyPart<'_>| {
        let span = part.span();
        site.points
            .iter()
            .any(|point| span.contains(point.source_callsite()))
    };
    let awaited = binding.rest.iter().position(is_held_in)?;
    let (before, after) = binding.rest.split_at(awaited);
    let is_used = |part: &BodyPart<'tcx>| part.uses(tcx, binding.variable);
    if after[1..].iter().any(is_used)
        || !is_only_used_in_place(site, &binding)
        || is_borrowed_later(site, &binding, before, after)
    {
        return None;
    }

    let last = binding.rest.iter().rposition(is_used);
    let (message, edits) = if last == Some(awaited) {
        (BIND, by_value(site, &binding, before, after[0])?)
    } else {
        let by_drop = by_drop(site, &binding, before);
        let by_block = last.and_then(|last| by_block(site, &binding, &before[..=last]));
        let length = |edits: &Edits| edits.iter().map(|(_, text)| text.len()).sum::<usize>();
        match (by_drop, by_block) {
            (Some(drop), Some(block)) if length(&block) < length(&drop) => (BLOCK, block),
            (Some(drop), _) => (DROP, drop),
            (None, Some(block)) => (BLOCK, block),
            (None, None) => return None,
        }
    };
    let applicability = match last.is_some() && unlocks::is_all_that_drop_does(tcx, site.ty) {
        true => Applicability::MachineApplicable,
        false => Applicability::MaybeIncorrect,
    };
    Some(Fix {
        message,
        edits,
        applicability: applicability.max(max_applicability),
    })
}

const DROP: &str = "drop it before the `await`, it is not used afterwards";
const BLOCK: &str = "end its scope before the `await`, it is not used afterwards";
const BIND: &str = "bind the value and drop the guard before the `await`";

/// `drop(guard);` behind the last statement in front of the one with the `await`.
fn by_drop(site: &Site<'_>, binding: &Binding<'_>, before: &[BodyPart<'_>]) -> Option<Edits> {
    // Nobody locks in order to unlock.
    let last = before.last()?;
    let drop = drop_statement(site, binding, before)?;
    let edit = source_text::insert_after(site.tcx, last.span(), &drop)?;
    Some(vec![edit])
}

/// `let value = ..; drop(guard);` in front of the statement `user`, which takes that value.
fn by_value<'tcx>(
    site: &Site<'tcx>,
    binding: &Binding<'tcx>,
    before: &[BodyPart<'tcx>],
    user: BodyPart<'tcx>,
) -> Option<Edits> {
    let tcx = site.tcx;
    let uses = body_parts::of_variable(tcx, user, binding.variable);
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

/// `drop(guard);`, if that means what it says behind the statements `before`.
fn drop_statement(site: &Site<'_>, binding: &Binding<'_>, before: &[BodyPart<'_>]) -> Option<String> {
    let name = binding.name.name;
    let shadows = |part: &BodyPart<'_>| {
        let mut bindings = body_parts::bindings(*part).into_iter();
        bindings.any(|(_, other)| other == name)
    };
    let is_another = Scope::at(site.tcx, site.node).has_name(site.tcx, Symbol::intern("drop"));
    let is_plain = !is_another && !before.iter().any(shadows);
    is_plain.then(|| format!("drop({name});"))
}

/// A block around the guard and `users`, if nothing else that they declare is used behind it.
fn by_block<'tcx>(
    site: &Site<'tcx>,
    binding: &Binding<'tcx>,
    users: &[BodyPart<'tcx>],
) -> Option<Edits> {
    let tcx = site.tcx;
    let last = users.last()?;
    let mut calls = Calls::new(tcx, site.typing_env);
    for &part in users {
        // What an item declares can be used anywhere in the block.
        part.expr()?;
        for (variable, _) in body_parts::bindings(part) {
            let mut later = binding.rest[users.len()..].iter();
            let is_used_later = later.any(|part| part.uses(tcx, variable));
            if is_used_later || !calls.drop_is_silent(site.typeck.node_type(variable)) {
                return None;
            }
        }
    }
    let span = binding.statement.span.to(last.span());
    let indentation = source_text::indentation(tcx, span)?;
    source_text::enclose_lines(tcx, span, "{", &format!("{indentation}}}"))
}

/// Whether the guard is never moved, and no closure has it.
fn is_only_used_in_place<'tcx>(site: &Site<'tcx>, binding: &Binding<'tcx>) -> bool {
    let tcx = site.tcx;
    let uses = binding
        .rest
        .iter()
        .flat_map(|&part| body_parts::of_variable(tcx, part, binding.variable));
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

/// Whether a variable may have a reference into the guard, or into what it guards, and is used or
/// dropped `after`.
fn is_borrowed_later<'tcx>(
    site: &Site<'tcx>,
    binding: &Binding<'tcx>,
    before: &[BodyPart<'tcx>],
    after: &[BodyPart<'tcx>],
) -> bool {
    let tcx = site.tcx;
    let mut borrowers = FxHashSet::from_iter([binding.variable]);
    let mut declared = Vec::new();
    for &part in before {
        let bindings = body_parts::bindings(part);
        let used: Vec<_> = body_parts::of_all_variables(tcx, part)
            .into_iter()
            .filter_map(body_parts::variable)
            .collect();
        if used.iter().any(|variable| borrowers.contains(variable)) {
            let refers = |variable| site.typeck.node_type(variable).has_erased_regions();
            let new = bindings
                .iter()
                .map(|&(variable, _)| variable)
                .filter(|&variable| refers(variable));
            let old = used
                .into_iter()
                .filter(|&variable| can_get_reference(site, variable));
            borrowers.extend(new.chain(old));
        }
        declared.extend(bindings.into_iter().map(|(variable, _)| variable));
    }
    borrowers.remove(&binding.variable);

    borrowers.into_iter().any(|variable| {
        let ty = site.typeck.node_type(variable);
        let is_used = after.iter().any(|part| part.uses(tcx, variable));
        is_used || declared.contains(&variable) && ty.needs_drop(tcx, site.typing_env)
    })
}

/// Whether a reference can come into `variable` after it was declared.
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
