//! A loop over guards, as over the entries of a `dashmap`: what the body needs of each is collected first.

use rustc_hir::{ExprKind, Node, PatKind};
use rustc_middle::ty;

use super::suggestion;
use super::suggestion::{replaced, shown, tuple};
use crate::fixes::block_part::BlockPart;
use crate::fixes::control_flow::ForLoop;
use crate::fixes::loan::Loan;
use crate::fixes::site::{Fix, Site};
use crate::fixes::{authorship, names_in_scope, source_text, variable_uses};

pub(super) fn fix(site: &Site<'_>) -> Option<Fix> {
    let tcx = site.tcx;
    authorship::applicability(tcx, site.node)?;
    let found = loop_over(site)?;
    let guards = found.head;
    let PatKind::Binding(_, variable, guard, None) = found.pattern.kind else {
        return None;
    };

    // The loans of each item, by the expression of the owned value.
    let mut values: Vec<(String, Vec<Loan<'_>>)> = Vec::new();
    let uses = BlockPart::of_block(found.body)
        .flat_map(|part| variable_uses::uses_of(tcx, part, variable));
    for user in uses {
        let loan = Loan::best(site, user)?;
        let others = variable_uses::all_uses(tcx, BlockPart::Tail(loan.expr));
        if others.len() > 1 || loan.is_mutable() {
            return None;
        }
        let owned = loan.owned(site)?;
        match values.iter_mut().find(|(other, _)| *other == owned) {
            Some((_, loans)) => loans.push(loan),
            None => values.push((owned, vec![loan])),
        }
    }
    let names: Option<Vec<_>> = values
        .iter()
        .map(|(_, loans)| {
            let preferred = loans[0].method().or(loans[0].field());
            let preferred = preferred.or(Some(guard.name));
            match preferred {
                Some(name) if name == guard.name => Some(name.to_string()),
                _ => names_in_scope::local_name(tcx, site.coroutine, preferred, "value"),
            }
        })
        .collect();
    let names = names?;
    let is_new = |index: usize| !names[..index].contains(&names[index]);
    if values.is_empty() || !(0..names.len()).all(is_new) {
        return None;
    }

    // A loop over the collection itself is one over its iterator.
    let iter = match site.typeck.expr_ty(guards).kind() {
        ty::Ref(..) => ".iter()",
        _ => "",
    };
    let head = match guards.kind {
        ExprKind::AddrOf(_, _, inner) => inner,
        _ => guards,
    };
    let text = source_text::of(tcx, head.span)?;
    let owned = tuple(values.iter().map(|(owned, _)| owned.clone()));
    let collected = format!("{text}{iter}.map(|{guard}| {owned}).collect::<Vec<_>>()");
    let mut edits = vec![
        (guards.span, collected),
        (found.pattern.span, tuple(names.iter().cloned())),
    ];
    for ((_, loans), name) in values.iter().zip(&names) {
        edits.extend(replaced(site, loans, name));
    }
    let mut fix = shown(site, &[values[0].1[0]], edits);
    fix.message = suggestion::collect_message(site);
    Some(fix)
}

/// The loop that visits the iterator, which is what its head is converted to.
fn loop_over<'tcx>(site: &Site<'tcx>) -> Option<ForLoop<'tcx>> {
    let of_parent = |id| match site.tcx.parent_hir_node(id) {
        Node::Expr(parent) => Some(parent),
        _ => None,
    };
    let parent = of_parent(site.node)?;
    let found = ForLoop::of(parent).or_else(|| ForLoop::of(of_parent(parent.hir_id)?))?;
    let is_visited = match site.tcx.hir_node(site.node) {
        Node::Expr(iterator) => iterator.span.source_equal(found.head.span),
        _ => false,
    };
    is_visited.then_some(found)
}
