//! How to mend it: what `cargo clippy --fix` applies, and what is only shown.
//!
//! There is one rule for each way in which values come to be held:
//!
//! * [`instrument`]: the guard of an entered span of `tracing` becomes an instrumented future;
//! * [`release`]: a guard with a name that is not used after the `await` is dropped before it;
//! * [`bind_first`]: a guard without a name, in a scrutinee or an argument, gives its value to a
//!   binding and is gone.
//!
//! A rule looks at the HIR of the coroutine and writes its edits as text. A suggestion is
//! machine-applicable only where these conditions, which the rules state, make sure that the
//! program means the same afterwards, except that the value is not held. [`silent`] decides that
//! for code that leaves a span. Code that a macro wrote is never edited; in code that an
//! attribute macro rewrites nothing is sure, so nothing is applied there.

use clippy_catalogue::{CATALOGUE, Lint as Kind};
use rustc_errors::{Applicability, Diag};
use rustc_hir::HirId;
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::{Ty, TyCtxt, TypeckResults, TypingEnv};
use rustc_span::Span;

use super::denylist::Rule;
use super::held::Held;

mod bind_first;
mod binding;
mod calls;
mod code;
mod import;
mod in_block;
mod instrument;
mod opaque;
mod order;
mod origin;
mod release;
mod scope;
mod silent;
mod span;
mod text;
mod unlocks;
mod uses;

pub(super) use import::Imports;

/// A held value, and where the rules look for ways to mend it.
struct Site<'tcx> {
    tcx: TyCtxt<'tcx>,
    coroutine: LocalDefId,
    typeck: &'tcx TypeckResults<'tcx>,
    typing_env: TypingEnv<'tcx>,
    /// The pattern of the binding, or the expression of a temporary.
    node: HirId,
    ty: Ty<'tcx>,
    /// The `await` points that the value is held through.
    awaits: Vec<Span>,
}

/// What a rule suggests.
struct Fix {
    message: &'static str,
    edits: Vec<(Span, String)>,
    applicability: Applicability,
}

/// Adds to `diag` how the value at `node` of `coroutine`, which is `held` itself and not inside of
/// another one, need not be held.
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
        awaits: held.through.iter().map(|point| point.span).collect(),
    };
    let is_of_span = span::is_guard(tcx, held.ty);
    let fix = if is_of_span {
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
        // For a type of the catalogue this is said anyway.
        (None, Rule::Listed(_)) if is_of_span => {
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
        Rule::BuiltIn(built_in) => matches!(built_in.family.lint, Kind::Lock | Kind::RefCell),
        Rule::Listed(_) | Rule::Marked(_) => false,
    }
}

/// The less sure of two.
fn less_sure(left: Applicability, right: Applicability) -> Applicability {
    match left {
        Applicability::MachineApplicable => right,
        _ => left,
    }
}
