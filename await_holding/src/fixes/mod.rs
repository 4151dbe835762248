//! Fixes: how to avoid holding a value. `cargo clippy --fix` applies some; others are only shown.
//!
//! The row of the catalogue says which fix a value gets, whichever rule forbids it: those of [`guards`], or
//! those of [`spans`]. They look at the code with the help of [`code`]. Where there is no fix, [`advice`]
//! says in words what to do.
//!
//! A fix looks at the HIR of the coroutine and writes its edits as text. It is `MachineApplicable` only
//! under conditions, stated by each fix, which ensure that the program does the same afterwards except
//! that it does not hold the value. [`code::silence`] checks that for code that leaves a span. Code that a
//! macro wrote is never edited, and nothing is applied below an attribute macro, which may rewrite the
//! code ([`code::authorship`]), or where `#[cfg(..)]` may have removed some.

mod advice;
mod code;
mod guards;
mod site;
mod spans;

use clippy_catalogue::FixKind;
use rustc_data_structures::fx::FxHashSet;
use rustc_data_structures::sync::Lock;
use rustc_errors::{Applicability, Diag};
use rustc_hir::HirId;
use rustc_hir::def_id::{LocalDefId, LocalModDefId};
use rustc_middle::ty::{TyCtxt, TypingEnv};

use crate::held::Held;
use crate::rules::RuleSet;
use site::Site;

/// Adds to `diag` how to avoid holding the value at `node` of `coroutine`, which is `held` itself, not
/// an owner of it. `modules_with_import` are those to which an applied suggestion adds an import.
///
/// Returns whether that is said in words, so that what the catalogue says would repeat it.
pub(super) fn suggest<'tcx>(
    tcx: TyCtxt<'tcx>,
    diag: &mut Diag<'_, ()>,
    coroutine: LocalDefId,
    node: HirId,
    held: &Held<'tcx>,
    rules: &'tcx RuleSet,
    modules_with_import: &Lock<FxHashSet<LocalModDefId>>,
) -> bool {
    let typeck = tcx.typeck(coroutine);
    let typing_env = TypingEnv::post_analysis(tcx, coroutine);
    let Some(known) = rules.known_type(tcx, typing_env, held.ty) else {
        return false;
    };
    if typeck.tainted_by_errors.is_some() {
        return false;
    }
    let site = Site {
        tcx,
        rules,
        coroutine,
        typeck,
        typing_env,
        node,
        ty: held.ty,
        noun: known.row.noun,
        points: held.points.iter().map(|point| point.span).collect(),
    };
    let Some(kind) = known.row.fix else {
        return false;
    };
    let fix = match kind {
        FixKind::Instrument => spans::fix(&site, modules_with_import),
        FixKind::Release => guards::fix(&site),
    };
    let Some(fix) = fix else {
        match kind {
            FixKind::Instrument => _ = diag.note(known.row.instead),
            FixKind::Release => advice::add(&site, known.row, diag),
        }
        return true;
    };
    let edits = fix.edits.into_iter();
    let edits: Vec<_> = edits
        .filter(|(span, text)| !span.is_empty() || !text.is_empty())
        .map(|(span, text)| {
            let text = code::source_text::with_line_ends_of(tcx, span, text);
            (span, text)
        })
        .collect();
    // What another configuration compiles may need the value, too.
    let applicability = match code::authorship::has_conditional_code(tcx, coroutine) {
        true => fix.applicability.max(Applicability::MaybeIncorrect),
        false => fix.applicability,
    };
    diag.multipart_suggestion(fix.message, edits, applicability);
    false
}
