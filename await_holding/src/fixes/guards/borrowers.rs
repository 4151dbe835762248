//! The variables that may refer to a guard, or to what it guards.

use rustc_data_structures::fx::FxHashSet;
use rustc_hir::{self as hir, BindingMode, ByRef, ExprKind, HirId, Mutability, Node, PatKind};
use rustc_span::DesugaringKind;

use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::variable_uses;
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::site::Site;

/// Whether the guard is never moved, and no closure captures it.
pub(in crate::fixes) fn is_only_used_in_place<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
) -> bool {
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
pub(in crate::fixes) fn is_borrowed_later<'tcx>(
    site: &Site<'tcx>,
    guard: &NamedGuard<'tcx>,
    before: &[BlockPart<'tcx>],
    after: &[BlockPart<'tcx>],
) -> bool {
    are_used(site, &borrowers(site, guard, before), after)
}

/// Whether one of `variables` is used in `parts`, and was declared before.
pub(in crate::fixes) fn are_used<'tcx>(
    site: &Site<'tcx>,
    variables: &FxHashSet<HirId>,
    parts: &[BlockPart<'tcx>],
) -> bool {
    let declared: Vec<_> = parts
        .iter()
        .flat_map(|&part| variable_uses::declarations(part))
        .collect();
    let is_older = |variable| declared.iter().all(|&(new, _)| new != variable);
    let mut uses = parts
        .iter()
        .flat_map(|&part| variable_uses::all_uses(site.tcx, part));
    uses.any(|expr| {
        variable_uses::variable(expr)
            .is_some_and(|used| variables.contains(&used) && is_older(used))
    })
}

/// The variables that may refer to the guard, or to what it guards, after the statements `before`.
pub(in crate::fixes) fn borrowers<'tcx>(
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
            // Those that `?` and `.await` are lowered to pass on at once what they get.
            let is_written = |&variable: &HirId| {
                let desugaring = site.tcx.hir_span(variable).desugaring_kind();
                !matches!(
                    desugaring,
                    Some(DesugaringKind::QuestionMark | DesugaringKind::Await)
                )
            };
            borrowers.extend(new.chain(old).filter(is_written));
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
