//! Functions of other crates of which only the signature is there.
//!
//! `cargo check` gives dependencies no MIR. Such a function is taken for silent if its crate
//! depends neither on `tracing-core` nor on `log`, without which it cannot record anything, and if
//! it is given no [code](super::code) that could: nothing to call, neither as such nor in a field,
//! and nothing with methods of other crates. What has a destructor that is not silent it has to give
//! back.
//!
//! Known limits: a callback that was registered before is not seen, nor is a panic. Which crates
//! depend on which is known from the order in which rustc has them only: dependencies come first, so
//! a crate before those two does not depend on them, and for one behind them it is assumed.

use rustc_hir::def_id::{CrateNum, DefId};
use rustc_middle::ty::{
    self, ClauseKind, EarlyBinder, GenericArgsRef, Ty, TyCtxt, TypeVisitableExt, TypingEnv,
};

use super::code::Code;

/// Whether calling `function` is silent, provided that what it keeps for itself of the types in its
/// parameters `is_dropped_silently`.
pub(super) fn is_silent<'tcx>(
    tcx: TyCtxt<'tcx>,
    function: DefId,
    args: GenericArgsRef<'tcx>,
    mut is_dropped_silently: impl FnMut(Ty<'tcx>) -> bool,
) -> bool {
    let signature = tcx.fn_sig(function).instantiate_identity().skip_binder();
    let output = signature.output();
    if !is_without_events(tcx, function.krate)
        || tcx.is_foreign_item(function)
        || output.is_never()
        || !is_given_no_code(tcx, function, args)
    {
        return false;
    }
    let returned: Vec<_> = parameters(output).collect();
    let given = signature.inputs().iter().copied().flat_map(parameters);
    given
        .into_iter()
        .all(|index| returned.contains(&index) || is_dropped_silently(args.type_at(index as usize)))
}

/// Whether `function` gets nothing that it could call besides what its crate has.
///
/// Of a type parameter it can call what the bounds promise. Where that is not nothing, the type has
/// to be one whose methods are known to be silent.
pub(super) fn is_given_no_code<'tcx>(
    tcx: TyCtxt<'tcx>,
    function: DefId,
    args: GenericArgsRef<'tcx>,
) -> bool {
    let typing_env = TypingEnv::post_analysis(tcx, function);
    let bounds = tcx.predicates_of(function).instantiate_identity(tcx);
    let signature = tcx.fn_sig(function).instantiate_identity().skip_binder();
    bounds
        .predicates
        .iter()
        .all(|bound| match bound.kind().skip_binder() {
            ClauseKind::Trait(bound) => {
                has_no_methods(tcx, bound.def_id()) || {
                    let of = EarlyBinder::bind(bound.trait_ref.args).instantiate(tcx, args);
                    let mut types = of.types();
                    types.all(|ty| !ty.has_param() && !Code::is_in(tcx, typing_env, ty))
                }
            }
            ClauseKind::RegionOutlives(_) | ClauseKind::TypeOutlives(_) => true,
            _ => false,
        })
        && signature
            .inputs()
            .iter()
            .all(|&input| !Code::is_in(tcx, typing_env, input))
}

pub(super) fn is_without_events(tcx: TyCtxt<'_>, krate: CrateNum) -> bool {
    let dependencies_first = tcx.postorder_cnums(());
    dependencies_first
        .iter()
        .take_while(|&&krate| {
            let name = tcx.crate_name(krate);
            !matches!(name.as_str(), "tracing_core" | "log")
        })
        .any(|&before| before == krate)
}

/// As `Sized`, `Send` and the like.
fn has_no_methods(tcx: TyCtxt<'_>, of_bound: DefId) -> bool {
    ty::elaborate::supertrait_def_ids(tcx, of_bound).all(|def_id| {
        let mut items = tcx.associated_items(def_id).in_definition_order();
        !items.any(|item| item.is_fn())
    })
}

fn parameters(ty: Ty<'_>) -> impl Iterator<Item = u32> {
    ty.walk().filter_map(|part| match part.as_type()?.kind() {
        ty::Param(parameter) => Some(parameter.index),
        _ => None,
    })
}
