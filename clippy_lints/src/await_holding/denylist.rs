//! The rules that hold in this build: the user's list and the catalogue, resolved.

use clippy_config::InvalidType;
use clippy_utils::paths::{self, Resolved};
use rustc_data_structures::fx::FxHashMap;
use rustc_hir::def_id::DefId;
use rustc_lint_defs::Lint;
use rustc_middle::ty::{self, Ty, TyCtxt};

use super::AWAIT_HOLDING_INVALID_TYPE;
use super::catalogue::{self, BuiltIn};
use crate::conf;

/// Why a type must not be held.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// An entry of `await-holding-invalid-types`.
    Listed(&'static InvalidType),
    /// A type of the catalogue.
    BuiltIn(BuiltIn),
}

impl Rule {
    pub fn lint(self) -> &'static Lint {
        match self {
            Self::Listed(_) => AWAIT_HOLDING_INVALID_TYPE,
            Self::BuiltIn(built_in) => built_in.lint(),
        }
    }
}

/// Rules by the definition of the type that they are about.
pub(super) struct Denylist<'tcx> {
    rules: FxHashMap<DefId, Vec<(Ty<'tcx>, Rule)>>,
}

impl<'tcx> Denylist<'tcx> {
    /// Resolves all paths. Entries come before the catalogue, so that the user's word is found first.
    pub fn of_build(tcx: TyCtxt<'tcx>) -> Self {
        let conf = conf();
        let listed = conf
            .await_holding_invalid_types
            .iter()
            .map(|entry| (entry.path.as_str(), Rule::Listed(entry)));
        let built_in = catalogue::types(conf.keep_default)
            .map(|built_in| (built_in.path, Rule::BuiltIn(built_in)));

        let mut rules: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (path, rule) in listed.chain(built_in) {
            let Resolved::Types(types) = paths::resolve(tcx, path) else {
                continue;
            };
            for def_id in types {
                let pattern = tcx.type_of(def_id).instantiate_identity();
                if let Some(adt) = pattern.ty_adt_def() {
                    rules.entry(adt.did()).or_default().push((pattern, rule));
                }
            }
        }
        Self { rules }
    }

    /// The rule that forbids to hold values of type `ty`, which stands in a body whose types mean
    /// what they mean in `typing_env`.
    pub fn rule_for(
        &self,
        _tcx: TyCtxt<'tcx>,
        _typing_env: ty::TypingEnv<'tcx>,
        ty: Ty<'tcx>,
    ) -> Option<Rule> {
        let rules = self.rules.get(&ty.ty_adt_def()?.did())?;
        let (_, rule) = rules
            .iter()
            .find(|(pattern, _)| is_instance(*pattern, ty))?;
        Some(*rule)
    }
}

/// Whether `ty` is what `pattern` stands for: a parameter of the pattern stands for any type.
///
/// With that an alias such as `parking_lot::MutexGuard` means the guard of that lock and not
/// every instantiation of `lock_api::MutexGuard`. Lifetimes are not compared.
fn is_instance<'tcx>(pattern: Ty<'tcx>, ty: Ty<'tcx>) -> bool {
    match (pattern.kind(), ty.kind()) {
        (ty::Param(_), _) => true,
        (ty::Adt(left, left_args), ty::Adt(right, right_args)) => {
            left.did() == right.did()
                && left_args
                    .types()
                    .zip(right_args.types())
                    .all(|(l, r)| is_instance(l, r))
        }
        _ => pattern == ty,
    }
}

/// Warns of entries whose crate is in the build while no type in it has the path.
///
/// An entry whose crate is not in the build is none of this crate's business: one `clippy.toml`
/// serves a whole workspace.
pub(super) fn warn_of_dead_entries(tcx: TyCtxt<'_>) {
    for entry in &conf().await_holding_invalid_types {
        if entry.allow_invalid {
            continue;
        }
        if paths::resolve(tcx, &entry.path) == Resolved::Types(Vec::new()) {
            let mut warning = tcx
                .dcx()
                .struct_span_warn(entry.span, format!("there is no type `{}`", entry.path));
            warning.note("the entry forbids nothing in this crate");
            if let Some(meant) = paths::likely_meant(tcx, &entry.path) {
                warning.help(format!("perhaps `{meant}` is meant"));
            }
            warning.help("to keep the entry as it is, add `allow-invalid = true` to it");
            warning.emit();
        }
    }
}
