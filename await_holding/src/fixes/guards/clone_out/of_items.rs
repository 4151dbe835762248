//! A loop over guards, as over the entries of a `dashmap`: what the body needs of each is collected first.

use rustc_hir::{ExprKind, Node, PatKind};
use rustc_middle::ty;

use super::suggestion::{collect_message, shown};
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::control_flow::ForLoop;
use crate::fixes::code::{
    authorship, evaluation_order, names_in_scope, source_text, variable_uses,
};
use crate::fixes::guards::bind_first;
use crate::fixes::guards::loan::{Value, tuple};
use crate::fixes::site::{Fix, Site};

pub(super) fn fix<'tcx>(site: &Site<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    authorship::applicability(tcx, site.node)?;
    let found = loop_over(site)?;
    let PatKind::Binding(_, variable, guard, None) = found.pattern.kind else {
        return None;
    };
    let parts: Vec<_> = BlockPart::of_block(found.body).collect();
    let uses: Vec<_> = parts
        .iter()
        .flat_map(|&part| variable_uses::uses_of(tcx, part, variable))
        .collect();
    let values = Value::of_all(site, &uses)?;
    let can_replace = |value: &Value<'tcx>| {
        value.is_of_guard_only(site)
            && !value.loans[0].is_mutable()
            && value.can_be_early(site, &parts)
    };
    if values.is_empty() || !values.iter().all(can_replace) {
        return None;
    }
    let names = Value::names(site, &values, guard.as_str())?;

    // A loop over the collection itself is one over its iterator.
    let iter = match site.typeck.expr_ty(found.head).kind() {
        ty::Ref(..) => ".iter()",
        _ => "",
    };
    let head = match found.head.kind {
        ExprKind::AddrOf(_, _, inner) => inner,
        _ => found.head,
    };
    let text = source_text::of(tcx, head.span)?;
    let owned = tuple(values.iter().map(|value| value.owned.clone()));
    let collected = format!("{text}{iter}.map(|{guard}| {owned}).collect::<Vec<_>>()");
    let name = names_in_scope::local_name(tcx, site.coroutine, None, "values")?;
    let binding = format!("let {name} = {collected};");
    let position = evaluation_order::position_that_begins_with(site, found.head)?;
    let mut edits = bind_first::in_front(tcx, position, &binding, found.head.span, name)?;
    edits.push((found.pattern.span, tuple(names.iter().cloned())));
    for (value, name) in values.iter().zip(&names) {
        edits.extend(value.replaced(site, name));
    }
    let mut fix = shown(site, &[values[0].loans[0]], edits);
    fix.message = collect_message(site);
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
