//! What every fix starts from and ends with.

use clippy_catalogue::OnDrop;
use rustc_errors::Applicability;
use rustc_hir::def_id::{DefId, LocalDefId};
use rustc_hir::{self as hir, HirId};
use rustc_infer::infer::TyCtxtInferExt;
use rustc_middle::ty::{self, GenericArg, Ty, TyCtxt, TypeVisitableExt, TypeckResults, TypingEnv};
use rustc_span::{Span, sym};
use rustc_trait_selection::infer::InferCtxtExt;

use crate::compat::SkipNorm;
use crate::rules::RuleSet;

/// A held value, and where to look for a way not to hold it. It is called a guard here, whatever the
/// catalogue calls it.
pub(super) struct Site<'tcx> {
    pub tcx: TyCtxt<'tcx>,
    pub rules: &'tcx RuleSet,
    pub coroutine: LocalDefId,
    pub typeck: &'tcx TypeckResults<'tcx>,
    pub typing_env: TypingEnv<'tcx>,
    /// The pattern that binds the guard, or the expression whose temporary it is.
    pub node: HirId,
    /// The type of the guard.
    pub ty: Ty<'tcx>,
    /// What messages call the guard.
    pub noun: &'static str,
    /// The suspension points that the guard is held across.
    pub points: Vec<Span>,
}

impl<'tcx> Site<'tcx> {
    /// What dropping a value of type `ty` does, by the catalogue.
    pub fn on_drop(&self, ty: Ty<'tcx>) -> OnDrop {
        let known = self.rules.known_type(self.tcx, self.typing_env, ty);
        known.map_or(OnDrop::MayRunOtherCode, |known| known.row.on_drop)
    }

    /// Whether a value of type `ty` has a reference or a lifetime. Those of trait objects do not count: most
    /// often they are `'static`, which cannot be told from others after type checking.
    pub fn has_reference(&self, ty: Ty<'tcx>) -> bool {
        ty.walk()
            .filter_map(GenericArg::as_type)
            .any(|ty| match ty.kind() {
                ty::Ref(..) | ty::RawPtr(..) => true,
                ty::Adt(_, args) => args.regions().next().is_some(),
                ty::Alias(..) | ty::Closure(..) | ty::Coroutine(..) | ty::CoroutineClosure(..) => {
                    self.may_refer(ty)
                }
                _ => false,
            })
    }

    /// Whether `ty` is the type of the guard, with whatever arguments.
    pub fn is_guard(&self, ty: Ty<'tcx>) -> bool {
        ty.ty_adt_def() == self.ty.ty_adt_def()
    }

    /// Whether `*operand` calls a `DerefMut` implementation.
    pub fn is_deref_mut(&self, deref: &hir::Expr<'_>) -> bool {
        let method = self.typeck.type_dependent_def_id(deref.hir_id);
        let of_trait = method.and_then(|method| self.tcx.trait_of_assoc(method));
        of_trait.is_some() && of_trait == self.tcx.lang_items().deref_mut_trait()
    }

    /// Whether `ty` surely implements `of_trait`, which has no parameters.
    pub fn implements(&self, of_trait: DefId, ty: Ty<'tcx>) -> bool {
        let (infcx, param_env) = self.tcx.infer_ctxt().build_with_typing_env(self.typing_env);
        infcx
            .type_implements_trait(of_trait, [ty], param_env)
            .must_apply_modulo_regions()
    }

    /// Whether a value of type `ty` may refer to another: by a lifetime, or by a raw pointer in the type's
    /// arguments or in the fields of a type of this crate.
    pub fn may_refer(&self, ty: Ty<'tcx>) -> bool {
        let is_pointer = |ty: Ty<'tcx>| match ty.kind() {
            ty::RawPtr(..) => true,
            ty::Adt(adt, _) => self.tcx.is_diagnostic_item(sym::NonNull, adt.did()),
            _ => false,
        };
        let has_pointer = |ty: Ty<'tcx>| match ty.kind() {
            ty::Adt(adt, args) if adt.did().is_local() => adt.all_fields().any(|field| {
                let field = field.ty(self.tcx, args).skip_norm();
                field.walk().filter_map(GenericArg::as_type).any(is_pointer)
            }),
            _ => is_pointer(ty),
        };
        ty.has_erased_regions() || ty.walk().filter_map(GenericArg::as_type).any(has_pointer)
    }
}

/// Edits, as replacements of code.
pub(super) type Edits = Vec<(Span, String)>;

/// A suggestion.
pub(super) struct Fix {
    pub message: String,
    pub edits: Edits,
    pub applicability: Applicability,
}
