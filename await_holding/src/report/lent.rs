//! An iterator and the item that it lends, which are one mistake.
//!
//! In `for entry in map.iter() { .. }` over a `DashMap` both the iterator and the entry keep a shard
//! locked. Nobody can drop the iterator within the loop, so whoever mends it mends the entry with it, and
//! one diagnostic names both.
//!
//! A value is lent by a temporary iterator if its binding is in the pattern of a `for`, `match`, `if let`
//! or `while let` that takes the value from that iterator by methods alone, and if its type is that of the
//! iterator's items. For the report both must also be forbidden by the same row of the catalogue, at the
//! same level, and the item must not be held where the iterator is not. So whatever else is held in the
//! loop has its own diagnostic, and so has an item of an iterator that owns its items: of those one can be
//! dropped without the other.

use std::iter::successors;
use std::ptr;

use rustc_hir::def_id::LocalDefId;
use rustc_hir::{self as hir, HirId, MatchSource, Node};
use rustc_infer::infer::TyCtxtInferExt;
use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};
use rustc_span::DesugaringKind;
use rustc_trait_selection::infer::InferCtxtExt;

use super::node_of_local::node_of_local;
use crate::compat::{SkipNorm, normalize_erasing_regions};
use crate::held::Held;
use crate::rules::Rule;
use crate::suspension::Origin;

/// For each of the values that `coroutine` holds, the one of them that lends it.
pub(super) fn lenders<'tcx>(
    tcx: TyCtxt<'tcx>,
    coroutine: LocalDefId,
    held: &[Held<'tcx>],
) -> Vec<Option<usize>> {
    let iterators = held.iter().enumerate().filter_map(|(index, iterator)| {
        let is_unnamed = match iterator.origin {
            Origin::Temporary(_) => true,
            Origin::Binding(span) => span.is_desugaring(DesugaringKind::ForLoop),
            Origin::Capture(_) | Origin::Awaited(_) => false,
        };
        let item = is_unnamed.then(|| item_of(tcx, coroutine, iterator.ty))??;
        Some((index, iterator, item))
    });
    let iterators: Vec<_> = iterators.collect();
    let lender = |value: &Held<'tcx>| {
        let lends = |iterator: &Held<'tcx>, item| {
            value.ty == item
                && are_of_one_row(value.rule, iterator.rule)
                && value
                    .points
                    .iter()
                    .all(|point| iterator.points.contains(point))
                && is_taken_from(tcx, coroutine, value.origin, iterator.origin)
        };
        let mut iterators = iterators.iter();
        let lender = iterators.find(|&&(_, iterator, item)| lends(iterator, item));
        lender.map(|&(index, ..)| index)
    };
    held.iter().map(lender).collect()
}

fn are_of_one_row(a: Rule, b: Rule) -> bool {
    let row = |rule| match rule {
        Rule::Catalogue { known, entry: None } => Some(known.row),
        _ => None,
    };
    row(a).zip(row(b)).is_some_and(|(a, b)| ptr::eq(a, b))
}

/// The type of the items, if `iterator` is the type of an iterator.
fn item_of<'tcx>(tcx: TyCtxt<'tcx>, coroutine: LocalDefId, iterator: Ty<'tcx>) -> Option<Ty<'tcx>> {
    let next = tcx.lang_items().next_fn()?;
    let typing_env = TypingEnv::post_analysis(tcx, coroutine);
    let (infcx, param_env) = tcx.infer_ctxt().build_with_typing_env(typing_env);
    let is_iterator = infcx.type_implements_trait(tcx.parent(next), [iterator], param_env);
    if !is_iterator.must_apply_modulo_regions() {
        return None;
    }
    let args = tcx.mk_args(&[iterator.into()]);
    let output = tcx.fn_sig(next).instantiate(tcx, args).skip_norm().output();
    let output = tcx.instantiate_bound_regions_with_erased(output);
    match normalize_erasing_regions(tcx, typing_env, output)?.kind() {
        ty::Adt(_, args) => Some(args.type_at(0)),
        _ => None,
    }
}

/// Whether a pattern binds the value from `item` to what methods have taken from the one at `iterator`.
fn is_taken_from(tcx: TyCtxt<'_>, coroutine: LocalDefId, item: Origin, iterator: Origin) -> bool {
    let (Origin::Binding(item), Origin::Binding(iterator) | Origin::Temporary(iterator)) =
        (item, iterator)
    else {
        return false;
    };
    // That of an inner `for`.
    if item.is_desugaring(DesugaringKind::ForLoop) {
        return false;
    }
    let binding = node_of_local(tcx, coroutine, item);
    let mut receivers = successors(matched(tcx, binding), |expr| match expr.kind {
        hir::ExprKind::MethodCall(_, receiver, ..) => Some(receiver),
        _ => None,
    });
    receivers.any(|expr| expr.span.source_equal(iterator))
}

/// The expression that the pattern with this binding is matched with, unless its temporaries are gone
/// where the binding is used. For a `for` that is the iterator as it is written.
fn matched<'tcx>(tcx: TyCtxt<'tcx>, binding: HirId) -> Option<&'tcx hir::Expr<'tcx>> {
    let mut parents = tcx
        .hir_parent_iter(binding)
        .skip_while(|(_, node)| matches!(node, Node::Pat(_) | Node::PatField(_) | Node::Arm(_)));
    let (_, Node::Expr(expr)) = parents.next()? else {
        return None;
    };
    match expr.kind {
        hir::ExprKind::Let(condition) => Some(condition.init),
        hir::ExprKind::Match(_, _, MatchSource::ForLoopDesugar) => {
            parents.find_map(|(_, node)| match node {
                Node::Expr(hir::Expr {
                    kind:
                        hir::ExprKind::Match(
                            hir::Expr {
                                kind: hir::ExprKind::Call(_, [iterator]),
                                ..
                            },
                            _,
                            MatchSource::ForLoopDesugar,
                        ),
                    ..
                }) => Some(iterator),
                _ => None,
            })
        }
        hir::ExprKind::Match(scrutinee, _, MatchSource::Normal | MatchSource::Postfix) => {
            Some(scrutinee)
        }
        _ => None,
    }
}
