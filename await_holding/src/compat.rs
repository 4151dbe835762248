//! What differs between the supported releases of the compiler, in one form for all of them.
//!
//! Everything else is written for all releases at once, except for two methods of rustc's trait
//! `Analysis`, in `suspension::variants::analysis`, whose signatures differ. Each branch names the
//! release since which the compiler is that way. Once all supported releases are at least as new, it is
//! always taken: the other branch can go, and what is left can often replace the function.

use rustc_data_structures::unord::UnordSet;
use rustc_hir::HirId;
use rustc_hir::def_id::DefId;
use rustc_interface::interface::Config;
use rustc_lint_defs::{Level, Lint, LintId};
use rustc_middle::lint::LintLevelSource;
use rustc_middle::ty::{
    AliasTy, AliasTyKind, EarlyBinder, FnHeader, GenericArgsRef, InstanceKind, Ty, TyCtxt,
    TypeFoldable, TypingEnv,
};
use rustc_session::Session;

#[cfg(not(version("1.97.0")))]
pub use rustc_lint_defs::LintExpectationId;
#[cfg(version("1.97.0"))]
pub use rustc_lint_defs::StableLintExpectationId as LintExpectationId;
#[cfg(not(version("1.97.0")))]
pub use rustc_middle::lint::LevelAndSource as LevelSpec;
#[cfg(version("1.97.0"))]
pub use rustc_middle::lint::LevelSpec;

/// A value with aliases that may have to be normalized. Since 1.97 it has a type of its own.
pub trait SkipNorm {
    /// Its type without the mark.
    type Value;

    /// The value as it is.
    fn skip_norm(self) -> Self::Value;
}

#[cfg(not(version("1.97.0")))]
impl<T> SkipNorm for T {
    type Value = T;

    fn skip_norm(self) -> T {
        self
    }
}

#[cfg(version("1.97.0"))]
impl<T> SkipNorm for rustc_middle::ty::Unnormalized<'_, T> {
    type Value = T;

    fn skip_norm(self) -> T {
        self.skip_norm_wip()
    }
}

/// `TyCtxt::try_normalize_erasing_regions`.
pub fn normalize_erasing_regions<'tcx, T: TypeFoldable<TyCtxt<'tcx>>>(
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    value: T,
) -> Option<T> {
    #[cfg(version("1.97.0"))]
    let value = rustc_middle::ty::Unnormalized::new_wip(value);
    tcx.try_normalize_erasing_regions(typing_env, value).ok()
}

/// `EarlyBinder::bind`.
pub fn bind<'tcx, T: TypeFoldable<TyCtxt<'tcx>>>(
    _tcx: TyCtxt<'tcx>,
    value: T,
) -> EarlyBinder<'tcx, T> {
    #[cfg(not(version("1.98.0")))]
    return EarlyBinder::bind(value);
    #[cfg(version("1.98.0"))]
    EarlyBinder::bind(_tcx, value)
}

/// The type that a free alias names with these arguments, as it is written.
pub fn free_alias<'tcx>(tcx: TyCtxt<'tcx>, alias: DefId, args: GenericArgsRef<'tcx>) -> Ty<'tcx> {
    let alias = AliasTy::new_from_args(tcx, AliasTyKind::Free { def_id: alias }, args);
    #[cfg(not(version("1.98.0")))]
    return Ty::new_alias(tcx, alias);
    #[cfg(version("1.98.0"))]
    Ty::new_alias(tcx, rustc_middle::ty::IsRigid::No, alias)
}

/// The associated type `item` of `ty`, as it is written.
pub fn projection<'tcx>(tcx: TyCtxt<'tcx>, item: DefId, ty: Ty<'tcx>) -> Ty<'tcx> {
    #[cfg(not(version("1.98.0")))]
    return Ty::new_projection(tcx, item, [ty]);
    #[cfg(version("1.98.0"))]
    Ty::new_projection(tcx, rustc_middle::ty::IsRigid::No, item, [ty])
}

/// If `instance` is drop glue: the type of the value, if dropping it does anything.
pub fn drop_glue(instance: InstanceKind<'_>) -> Option<Option<Ty<'_>>> {
    match instance {
        #[cfg(not(version("1.98.0")))]
        InstanceKind::DropGlue(_, ty) => Some(ty),
        #[cfg(version("1.98.0"))]
        InstanceKind::Shim(rustc_middle::ty::ShimKind::DropGlue(_, ty)) => Some(ty),
        _ => None,
    }
}

/// Whether functions with this header may be called without `unsafe`.
pub fn is_safe(header: FnHeader<TyCtxt<'_>>) -> bool {
    #[cfg(not(version("1.97.0")))]
    return header.safety.is_safe();
    #[cfg(version("1.97.0"))]
    header.safety().is_safe()
}

/// The level of `lint` at `node`.
pub fn level_at(tcx: TyCtxt<'_>, lint: &'static Lint, node: HirId) -> Level {
    #[cfg(not(version("1.97.0")))]
    return tcx.lint_level_at_node(lint, node).level;
    #[cfg(version("1.97.0"))]
    tcx.lint_level_spec_at_node(lint, node).level()
}

/// The level of `lint` where only the levels in `set` count.
pub fn level_among(
    sess: &Session,
    lint: &'static Lint,
    set: impl Fn(&'static Lint) -> Option<(Level, LintLevelSource)>,
) -> LevelSpec {
    let lint = LintId::of(lint);
    #[cfg(version("1.97.0"))]
    return rustc_middle::lint::reveal_actual_level_spec(sess, lint, |lint| {
        set(lint.lint).map(|(level, src)| LevelSpec::new(level, None, src))
    });
    #[cfg(not(version("1.97.0")))]
    {
        let probe = |lint: LintId| match set(lint.lint) {
            Some((level, src)) => (Some((level, None)), src),
            None => (None, LintLevelSource::Default),
        };
        let (level, mut src) = probe(lint);
        let (level, lint_id) =
            rustc_middle::lint::reveal_actual_level(level, &mut src, sess, lint, probe);
        LevelSpec {
            level,
            lint_id,
            src,
        }
    }
}

/// Where the attribute of an expectation is: its node, its index there, and the index of the lint in it.
pub fn place_of_expectation(id: &LintExpectationId) -> Option<(HirId, u16, Option<u16>)> {
    #[cfg(not(version("1.97.0")))]
    let &LintExpectationId::Stable {
        hir_id,
        attr_index,
        lint_index,
    } = id
    else {
        return None;
    };
    #[cfg(version("1.97.0"))]
    let &LintExpectationId {
        hir_id,
        attr_index,
        lint_index,
    } = id;
    #[cfg(version("1.98.0"))]
    let lint_index = Some(lint_index);
    Some((hir_id, attr_index, lint_index))
}

/// The lints that are allowed in the whole crate.
pub fn skippable_lints(tcx: TyCtxt<'_>) -> &UnordSet<LintId> {
    #[cfg(not(version("1.98.0")))]
    return tcx.lints_that_dont_need_to_run(());
    #[cfg(version("1.98.0"))]
    tcx.skippable_lints(())
}

/// Has `track` called with the new session.
pub fn track_state(config: &mut Config, track: impl FnOnce(&Session) + Send + 'static) {
    #[cfg(not(version("1.97.0")))]
    let track = move |sess: &Session, _: &mut _| track(sess);
    config.track_state = Some(Box::new(track));
}
