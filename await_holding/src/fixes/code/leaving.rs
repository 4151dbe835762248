//! The expressions by which control flow leaves a part of a block: `return`, `?`, `break` and `continue`.

use rustc_hir::def::{DefKind, Res};
use rustc_hir::def_id::DefId;
use rustc_hir::{self as hir, ExprKind, HirId, LangItem, MatchSource, QPath};
use rustc_span::{DesugaringKind, Span};

use crate::fixes::code::return_type::Failure;
use crate::fixes::site::Site;

pub(in crate::fixes) fn is_jump(expr: &hir::Expr<'_>) -> bool {
    matches!(expr.kind, ExprKind::Break(..) | ExprKind::Continue(_))
}

/// Where a jump goes.
pub(in crate::fixes) fn target(expr: &hir::Expr<'_>) -> Option<HirId> {
    match expr.kind {
        ExprKind::Break(to, _) | ExprKind::Continue(to) => to.target_id.ok(),
        _ => None,
    }
}

/// Whether `expr` is the `return` in `?`.
pub(in crate::fixes) fn is_question_mark(expr: &hir::Expr<'_>) -> bool {
    expr.span.is_desugaring(DesugaringKind::QuestionMark)
}

/// What follows the author's `return`.
pub(in crate::fixes) fn returned<'tcx>(expr: &hir::Expr<'tcx>) -> Option<&'tcx hir::Expr<'tcx>> {
    match expr.kind {
        ExprKind::Ret(value) if !is_question_mark(expr) => value,
        _ => None,
    }
}

/// The operand, if `expr` is `operand?`.
pub(in crate::fixes) fn question_mark<'tcx>(
    expr: &hir::Expr<'tcx>,
) -> Option<&'tcx hir::Expr<'tcx>> {
    match expr.kind {
        ExprKind::Match(
            hir::Expr {
                kind: ExprKind::Call(_, [operand]),
                ..
            },
            _,
            MatchSource::TryDesugar(_),
        ) => Some(operand),
        _ => None,
    }
}

/// Whether `expr` is `return Err(..)` or `return None`.
pub(in crate::fixes) fn is_failure(
    site: &Site<'_>,
    expr: &hir::Expr<'_>,
    failure: Failure,
) -> bool {
    let Some(value) = returned(expr) else {
        return false;
    };
    let (path, variant) = match (value.kind, failure) {
        (ExprKind::Call(path, _), Failure::Result) => (path, LangItem::ResultErr),
        (ExprKind::Path(_), Failure::Option) => (value, LangItem::OptionNone),
        _ => return false,
    };
    constructor(path)
        .is_some_and(|constructor| site.tcx.is_lang_item(site.tcx.parent(constructor), variant))
}

/// The constructor that `expr` names.
fn constructor(expr: &hir::Expr<'_>) -> Option<DefId> {
    match expr.kind {
        ExprKind::Path(QPath::Resolved(_, path)) => match path.res {
            Res::Def(DefKind::Ctor(..), constructor) => Some(constructor),
            _ => None,
        },
        _ => None,
    }
}

/// Whether `expr` is written with constructors and literals alone.
pub(in crate::fixes) fn is_constant(expr: &hir::Expr<'_>) -> bool {
    match expr.kind {
        ExprKind::Lit(_) | ExprKind::Tup([]) => true,
        ExprKind::Call(path, args) => constructor(path).is_some() && args.iter().all(is_constant),
        _ => constructor(expr).is_some(),
    }
}

/// The place of a `return`, `break` or `continue` that can be replaced.
pub(in crate::fixes) fn written(expr: &hir::Expr<'_>) -> Option<Span> {
    (!expr.span.from_expansion()).then_some(expr.span)
}
