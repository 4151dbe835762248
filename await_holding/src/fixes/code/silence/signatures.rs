//! Functions without MIR, judged by their signatures.
//!
//! `cargo check` makes no MIR for dependencies. Such a function is considered silent if its crate cannot
//! record [events](super::events) and it is given no [callback](super::callbacks). If it is given a value
//! whose destructor is not silent, it must return that value.
//!
//! Known limits: callbacks that were registered earlier, and panics, are not recognized.

use rustc_hir::def_id::DefId;
use rustc_middle::ty::{self, ClauseKind, GenericArgsRef, Ty, TyCtxt, TypeVisitableExt, TypingEnv};

use super::callbacks::Callbacks;
use super::events;
use crate::compat::{SkipNorm, bind};

/// Whether calling `function` is silent. It may drop a value of a type parameter that it does not return
/// if the value `is_dropped_silently`.
pub(super) fn is_silent<'tcx>(
    tcx: TyCtxt<'tcx>,
    function: DefId,
    args: GenericArgsRef<'tcx>,
    mut is_dropped_silently: impl FnMut(Ty<'tcx>) -> bool,
) -> bool {
    let signature = tcx
        .fn_sig(function)
        .instantiate_identity()
        .skip_norm()
        .skip_binder();
    let output = signature.output();
    if events::may_be_recorded_by(tcx, function.krate)
        || tcx.is_foreign_item(function)
        || output.is_never()
        || !is_given_no_callback(tcx, function, args)
    {
        return false;
    }
    let returned: Vec<_> = parameters(output).collect();
    let given = signature.inputs().iter().copied().flat_map(parameters);
    given
        .into_iter()
        .all(|index| returned.contains(&index) || is_dropped_silently(args.type_at(index as usize)))
}

/// Whether `function` gets nothing to call beyond what its own crate has.
///
/// On a value of a type parameter it can call the methods of the bounds. If there are any, the type must
/// have no callback in it.
pub(super) fn is_given_no_callback<'tcx>(
    tcx: TyCtxt<'tcx>,
    function: DefId,
    args: GenericArgsRef<'tcx>,
) -> bool {
    let typing_env = TypingEnv::post_analysis(tcx, function);
    let bounds = tcx.predicates_of(function).instantiate_identity(tcx);
    let signature = tcx
        .fn_sig(function)
        .instantiate_identity()
        .skip_norm()
        .skip_binder();
    bounds
        .predicates
        .iter()
        .all(|bound| match bound.skip_norm().kind().skip_binder() {
            ClauseKind::Trait(bound) => {
                has_no_methods(tcx, bound.def_id()) || {
                    let of = bind(tcx, bound.trait_ref.args)
                        .instantiate(tcx, args)
                        .skip_norm();
                    let mut types = of.types();
                    types.all(|ty| !ty.has_param() && !Callbacks::are_in(tcx, typing_env, ty))
                }
            }
            ClauseKind::RegionOutlives(_) | ClauseKind::TypeOutlives(_) => true,
            _ => false,
        })
        && signature
            .inputs()
            .iter()
            .all(|&input| !Callbacks::are_in(tcx, typing_env, input))
}

/// Whether a bound of the trait offers no methods, as `Sized` and `Send` do.
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
