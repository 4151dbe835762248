//! Whether a type is in the set that a pattern describes.

use rustc_middle::ty::fast_reject::{TreatParams, simplify_type};
use rustc_middle::ty::{self, Ty, TyCtxt};

use super::implements::implements;
use super::pattern::{Pattern, bits, parts};

impl Pattern {
    /// Whether `ty`, as understood in `typing_env`, is one of these types.
    pub fn matches<'tcx>(
        &self,
        tcx: TyCtxt<'tcx>,
        typing_env: ty::TypingEnv<'tcx>,
        ty: Ty<'tcx>,
    ) -> bool {
        match self {
            Pattern::Any => true,
            Pattern::Const(_) => false,
            Pattern::Type(constructor, patterns) => {
                simplify_type(tcx, ty, TreatParams::AsRigid) == Some(*constructor)
                    && parts(ty).into_iter().zip(patterns).all(|(part, pattern)| {
                        match (part.as_type(), part.as_const(), pattern) {
                            (Some(ty), _, pattern) => pattern.matches(tcx, typing_env, ty),
                            (_, _, Pattern::Any) => true,
                            (_, Some(constant), Pattern::Const(value)) => {
                                bits(constant) == Some(*value)
                            }
                            _ => false,
                        }
                    })
            }
            Pattern::Trait(def_id, args) => implements(tcx, typing_env, ty, *def_id, args),
        }
    }
}
