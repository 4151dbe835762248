//! Types under the names that their users know.
//!
//! rustc shows an alias as the type that it stands for: `parking_lot::MutexGuard<'_, u64>` becomes
//! `lock_api::MutexGuard<'_, parking_lot::RawMutex, u64>`. Where the catalogue knows the alias, this is
//! reversed. Only the last segment of a path is shown, because the rule's note has the whole path, and
//! because rustc's choice between the two depends on an option that hosts set differently.

use std::iter;

use rustc_hir::def_id::DefId;
use rustc_middle::ty::print::with_forced_trimmed_paths;
use rustc_middle::ty::{
    self, AliasTy, GenericArg, GenericArgs, Ty, TyCtxt, TypeFoldable, TypeFolder,
    TypeSuperFoldable, TypingEnv,
};

use crate::compat::SkipNorm;
use crate::rules::RuleSet;

/// The name of `ty`, with aliases of the catalogue in place of what they stand for.
pub(super) fn type_name<'tcx>(
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    rules: &RuleSet,
    ty: Ty<'tcx>,
) -> String {
    let ty = ty.fold_with(&mut Aliases {
        tcx,
        typing_env,
        rules,
    });
    with_forced_trimmed_paths!(ty.to_string())
}

struct Aliases<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    rules: &'a RuleSet,
}

impl<'tcx> TypeFolder<TyCtxt<'tcx>> for Aliases<'_, 'tcx> {
    fn cx(&self) -> TyCtxt<'tcx> {
        self.tcx
    }

    fn fold_ty(&mut self, ty: Ty<'tcx>) -> Ty<'tcx> {
        let known = self.rules.known_type(self.tcx, self.typing_env, ty);
        match known.and_then(|known| known.alias) {
            Some(alias) => self.alias(alias, ty),
            None => ty.super_fold_with(self),
        }
    }
}

impl<'tcx> Aliases<'_, 'tcx> {
    /// `alias` with the arguments that make it stand for `ty`.
    fn alias(&mut self, alias: DefId, ty: Ty<'tcx>) -> Ty<'tcx> {
        let target = self.tcx.type_of(alias).instantiate_identity().skip_norm();
        let (ty::Adt(_, parameters), ty::Adt(_, args)) = (target.kind(), ty.kind()) else {
            return ty;
        };
        let args = GenericArgs::for_item(self.tcx, alias, |parameter, _| {
            let parameter: GenericArg<'tcx> = self.tcx.mk_param_from_def(parameter);
            let found = iter::zip(*parameters, *args).find(|(other, _)| *other == parameter);
            found.map_or(parameter, |(_, arg)| arg.fold_with(self))
        });
        let kind = ty::Free { def_id: alias };
        Ty::new_alias(self.tcx, AliasTy::new_from_args(self.tcx, kind, args))
    }
}
