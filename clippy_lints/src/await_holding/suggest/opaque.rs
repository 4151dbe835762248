//! Functions of other crates of which only the signature is there.
//!
//! `cargo check` gives dependencies no MIR. Such a function is taken for silent if its crate
//! depends neither on `tracing-core` nor on `log`, without which it cannot record anything, and if
//! it is given no code that could: no function, no `dyn`, and nothing of a type whose methods its
//! bounds would let it call. What has a destructor that is not silent it has to give back.
//!
//! Known limits: a callback that was registered before is not seen, nor is a panic. Which crates
//! depend on which is known from the order in which rustc has them only: dependencies come first, so
//! a crate before those two does not depend on them, and for one behind them it is assumed.

use rustc_hir::LangItem;
use rustc_hir::def_id::{CrateNum, DefId};
use rustc_middle::ty::{self, ClauseKind, Ty, TyCtxt};

/// Whether calling `function` is silent, provided that a value of its type parameter with the given
/// index that it keeps for itself `is_dropped_silently`.
pub(super) fn is_silent(
    tcx: TyCtxt<'_>,
    function: DefId,
    mut is_dropped_silently: impl FnMut(u32) -> bool,
) -> bool {
    if !is_without_events(tcx, function.krate) || tcx.is_foreign_item(function) {
        return false;
    }
    let bounds = tcx.predicates_of(function).instantiate_identity(tcx);
    if !bounds
        .predicates
        .iter()
        .all(|clause| has_no_methods(tcx, clause.kind().skip_binder()))
    {
        return false;
    }
    let signature = tcx.fn_sig(function).instantiate_identity().skip_binder();
    let output = signature.output();
    let returned: Vec<_> = parts(output).filter_map(parameter).collect();
    !output.is_never()
        && signature
            .inputs()
            .iter()
            .flat_map(|&input| parts(input))
            .all(|part| match parameter(part) {
                Some(index) => returned.contains(&index) || is_dropped_silently(index),
                None => !is_code(tcx, part),
            })
}

fn is_without_events(tcx: TyCtxt<'_>, krate: CrateNum) -> bool {
    let dependencies_first = tcx.postorder_cnums(());
    dependencies_first
        .iter()
        .take_while(|&&krate| {
            let name = tcx.crate_name(krate);
            !matches!(name.as_str(), "tracing_core" | "log")
        })
        .any(|&before| before == krate)
}

fn has_no_methods(tcx: TyCtxt<'_>, bound: ClauseKind<'_>) -> bool {
    match bound {
        ClauseKind::Trait(bound) => {
            let is_sized = tcx.is_lang_item(bound.def_id(), LangItem::Sized);
            is_sized || tcx.trait_is_auto(bound.def_id())
        }
        ClauseKind::RegionOutlives(_) | ClauseKind::TypeOutlives(_) => true,
        _ => false,
    }
}

fn parts<'tcx>(ty: Ty<'tcx>) -> impl Iterator<Item = Ty<'tcx>> {
    ty.walk().filter_map(|part| part.as_type())
}

fn parameter(ty: Ty<'_>) -> Option<u32> {
    match ty.kind() {
        ty::Param(parameter) => Some(parameter.index),
        _ => None,
    }
}

/// Whether a `ty` can be called, or brings methods that can.
fn is_code(tcx: TyCtxt<'_>, ty: Ty<'_>) -> bool {
    match ty.kind() {
        ty::Adt(adt, _) => [LangItem::FormatArguments, LangItem::FormatArgument]
            .iter()
            .any(|&item| tcx.is_lang_item(adt.did(), item)),
        ty::Alias(..)
        | ty::Closure(..)
        | ty::Coroutine(..)
        | ty::CoroutineClosure(..)
        | ty::Dynamic(..)
        | ty::FnDef(..)
        | ty::FnPtr(..) => true,
        _ => false,
    }
}
