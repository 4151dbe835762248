//! How to avoid holding a value: what `cargo clippy --fix` applies, and what is only shown.
//!
//! There is one fix for each way in which values come to be held:
//!
//! * [`instrument`]: the guard of an entered `tracing` span becomes an instrumented future;
//! * [`release`]: a named guard that is not used after the `await` point is dropped before it;
//! * [`bind_first`]: the value of an unnamed guard, in a scrutinee or an argument, is bound first, and
//!   the guard is dropped there.
//!
//! A fix looks at the HIR of the coroutine and writes its edits as text. Its applicability is
//! `MachineApplicable` only under conditions, stated by each fix, which ensure that the program means
//! the same afterwards except that the value is not held. [`silence`] decides that for code that
//! leaves a span. Code that a macro wrote is never edited, and nothing is applied below an attribute
//! macro, which may rewrite the code ([`authorship`]).

mod async_block;
mod authorship;
mod bind_first;
mod binding;
mod body_parts;
mod evaluation_order;
mod import;
mod instrument;
mod names_in_scope;
mod release;
mod silence;
mod site;
mod source_text;
mod tracing_span;
mod unlocks;

pub(crate) use import::Imports;

use clippy_catalogue::{CATALOGUE, Lint as LintKind};
use rustc_errors::Diag;
use rustc_hir::HirId;
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::{TyCtxt, TypingEnv};

use crate::held::Held;
use crate::rules::Rule;
use site::Site;

/// Adds to `diag` how to avoid holding the value at `node` of `coroutine`, which is `held` itself, not
/// an owner of it.
pub(super) fn suggest<'tcx>(
    tcx: TyCtxt<'tcx>,
    diag: &mut Diag<'_, ()>,
    (coroutine, node): (LocalDefId, HirId),
    held: &Held<'tcx>,
    imports: &Imports,
) {
    let typeck = tcx.typeck(coroutine);
    if typeck.tainted_by_errors.is_some() {
        return;
    }
    let site = Site {
        tcx,
        coroutine,
        typeck,
        typing_env: TypingEnv::post_analysis(tcx, coroutine),
        node,
        ty: held.ty,
        points: held.points.iter().map(|point| point.span).collect(),
    };
    let is_span_guard = tracing_span::is_guard(tcx, held.ty);
    let fix = if is_span_guard {
        instrument::fix(&site, imports)
    } else if is_lock(held.rule) || unlocks::is_all_that_drop_does(tcx, held.ty) {
        release::fix(&site).or_else(|| bind_first::fix(&site))
    } else {
        None
    };
    match (fix, held.rule) {
        (Some(fix), _) => {
            diag.multipart_suggestion(fix.message, fix.edits, fix.applicability);
        }
        // For a type of the catalogue the report says this anyway.
        (None, Rule::Listed(_)) if is_span_guard => {
            let family = CATALOGUE.iter().find(|family| family.library == "tracing");
            if let Some(family) = family {
                diag.help(family.instead);
            }
        }
        (None, _) => {}
    }
}

fn is_lock(rule: Rule) -> bool {
    match rule {
        Rule::Catalogue { row, .. } => matches!(row.family.lint, LintKind::Lock | LintKind::RefCell),
        Rule::Listed(_) | Rule::Marked(_) => false,
    }
}
