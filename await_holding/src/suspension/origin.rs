//! Where a value comes from in the source.

use rustc_abi::FieldIdx;
use rustc_hir::LangItem;
use rustc_middle::mir::{Body, LocalInfo, Place, PlaceElem, TerminatorKind};
use rustc_middle::ty::TyCtxt;
use rustc_span::{DesugaringKind, Span};

/// Where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A binding, at its pattern.
    Binding(Span),
    /// A value without a name, at its expression.
    Temporary(Span),
    /// The future that an `await` polls, at its operand.
    Awaited(Span),
    /// The captured variable with this index.
    Capture(FieldIdx),
}

pub(super) fn of<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>, place: Place<'tcx>) -> Origin {
    if let [PlaceElem::Field(index, _)] = place.projection.as_slice() {
        return Origin::Capture(*index);
    }
    let decl = &body.local_decls[place.local];
    let span = decl.source_info.span;
    if span.is_desugaring(DesugaringKind::Await)
        && let Some(operand) = operand_of_await(tcx, body, span)
    {
        return Origin::Awaited(operand);
    }
    let is_foreign = |span: Span| span.in_external_macro(tcx.sess.source_map());
    // The variable of another crate's macro, such as `pin!`, may have a value that the user wrote.
    if is_foreign(span)
        && let Some(value) = assigned_at(body, place)
        && !is_foreign(value)
    {
        return Origin::Temporary(value);
    }
    match decl.local_info() {
        LocalInfo::User(_) => Origin::Binding(span),
        _ => Origin::Temporary(span),
    }
}

/// The operand of the `await` with this span, which ends with the keyword. So does that of the call of
/// `into_future`.
fn operand_of_await(tcx: TyCtxt<'_>, body: &Body<'_>, span: Span) -> Option<Span> {
    body.basic_blocks.iter().find_map(|data| {
        let terminator = data.terminator();
        let TerminatorKind::Call { func, args, .. } = &terminator.kind else {
            return None;
        };
        let (callee, _) = func.const_fn_def()?;
        let is_found = tcx.is_lang_item(callee, LangItem::IntoFutureIntoFuture)
            && terminator.source_info.span.hi() == span.hi();
        is_found.then(|| args[0].span)
    })
}

/// The expression that `place` gets its first value from.
fn assigned_at<'tcx>(body: &Body<'tcx>, place: Place<'tcx>) -> Option<Span> {
    body.basic_blocks.iter().find_map(|data| {
        let mut statements = data.statements.iter();
        let assigned =
            statements.find(|it| it.kind.as_assign().is_some_and(|(to, _)| *to == place));
        let terminator = data.terminator();
        match terminator.kind {
            _ if assigned.is_some() => assigned.map(|it| it.source_info.span),
            TerminatorKind::Call { destination, .. } if destination == place => {
                Some(terminator.source_info.span)
            }
            _ => None,
        }
    })
}
