//! Whether a type implements a trait whose arguments are patterns.
//!
//! The arguments become types with an inference variable for each `_`, and rustc's trait selection
//! decides.

use rustc_hir::def_id::DefId;
use rustc_infer::infer::{InferCtxt, TyCtxtInferExt};
use rustc_middle::ty::fast_reject::SimplifiedType;
use rustc_middle::ty::{
    self, GenericArg, GenericArgs, GenericArgsRef, GenericParamDef, Ty, TyCtxt, TypeVisitableExt,
};
use rustc_span::DUMMY_SP;
use rustc_trait_selection::infer::InferCtxtExt;

use super::pattern::Pattern;
use crate::compat::SkipNorm;

/// Whether `ty`, as understood in `typing_env`, implements the trait.
pub(super) fn implements<'tcx>(
    tcx: TyCtxt<'tcx>,
    typing_env: ty::TypingEnv<'tcx>,
    ty: Ty<'tcx>,
    trait_def_id: DefId,
    args: &[Pattern],
) -> bool {
    // A type with an error in it implements everything.
    if ty.references_error() || ty.has_escaping_bound_vars() {
        return false;
    }
    let (infcx, param_env) = tcx.infer_ctxt().build_with_typing_env(typing_env);
    let args = GenericArgs::for_item(tcx, trait_def_id, |param, _| match param.index {
        0 => ty.into(),
        index => argument(&infcx, param, &args[index as usize]),
    });
    // With variables there may be several implementations; one is enough.
    let result = infcx.type_implements_trait(trait_def_id, args, param_env);
    result.may_apply()
}

/// Whether [`implements`] can take `pattern` for a trait's argument.
pub(super) fn can_be_argument(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Any | Pattern::Const(_) => true,
        Pattern::Type(SimplifiedType::Trait(_) | SimplifiedType::Function(_), _) => false,
        Pattern::Type(_, parts) => parts.iter().all(can_be_argument),
        Pattern::Trait(..) => false,
    }
}

fn argument<'tcx>(
    infcx: &InferCtxt<'tcx>,
    param: &GenericParamDef,
    pattern: &Pattern,
) -> GenericArg<'tcx> {
    match pattern {
        Pattern::Type(constructor, parts) => type_of(infcx, *constructor, parts).into(),
        Pattern::Const(value) => {
            let ty = infcx
                .tcx
                .type_of(param.def_id)
                .instantiate_identity()
                .skip_norm();
            constant(infcx, *value, ty).into()
        }
        Pattern::Any | Pattern::Trait(..) => infcx.var_for_def(DUMMY_SP, param),
    }
}

fn type_of<'tcx>(
    infcx: &InferCtxt<'tcx>,
    constructor: SimplifiedType,
    parts: &[Pattern],
) -> Ty<'tcx> {
    let tcx = infcx.tcx;
    let part = |index| match parts.get(index) {
        Some(Pattern::Type(constructor, parts)) => type_of(infcx, *constructor, parts),
        _ => infcx.next_ty_var(DUMMY_SP),
    };
    let erased = tcx.lifetimes.re_erased;
    match constructor {
        SimplifiedType::Bool => tcx.types.bool,
        SimplifiedType::Char => tcx.types.char,
        SimplifiedType::Str => tcx.types.str_,
        SimplifiedType::Never => tcx.types.never,
        SimplifiedType::Int(int) => Ty::new_int(tcx, int),
        SimplifiedType::Uint(uint) => Ty::new_uint(tcx, uint),
        SimplifiedType::Float(float) => Ty::new_float(tcx, float),
        SimplifiedType::Adt(def_id) => {
            Ty::new_adt(tcx, tcx.adt_def(def_id), args_of(infcx, def_id, parts))
        }
        SimplifiedType::Foreign(def_id) => Ty::new_foreign(tcx, def_id),
        SimplifiedType::Ref(mutability) => Ty::new_ref(tcx, erased, part(0), mutability),
        SimplifiedType::Ptr(mutability) => Ty::new_ptr(tcx, part(0), mutability),
        SimplifiedType::Slice => Ty::new_slice(tcx, part(0)),
        SimplifiedType::Array => {
            let len = match parts.get(1) {
                Some(Pattern::Const(value)) => constant(infcx, *value, tcx.types.usize),
                _ => infcx.next_const_var(DUMMY_SP),
            };
            Ty::new_array_with_const_len(tcx, part(0), len)
        }
        SimplifiedType::Tuple(len) => Ty::new_tup_from_iter(tcx, (0..len).map(part)),
        _ => infcx.next_ty_var(DUMMY_SP),
    }
}

/// The arguments of a type's definition. `parts` has those that are not lifetimes.
fn args_of<'tcx>(
    infcx: &InferCtxt<'tcx>,
    def_id: DefId,
    parts: &[Pattern],
) -> GenericArgsRef<'tcx> {
    let mut parts = parts.iter();
    GenericArgs::for_item(infcx.tcx, def_id, |param, _| match param.kind {
        ty::GenericParamDefKind::Lifetime => infcx.var_for_def(DUMMY_SP, param),
        _ => argument(infcx, param, parts.next().unwrap_or(&Pattern::Any)),
    })
}

fn constant<'tcx>(infcx: &InferCtxt<'tcx>, value: u128, ty: Ty<'tcx>) -> ty::Const<'tcx> {
    let typing_env = ty::TypingEnv::fully_monomorphized();
    ty::Const::from_bits(infcx.tcx, value, typing_env, ty)
}
