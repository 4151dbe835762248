//! What a coroutine returns, and how its author writes that.

use rustc_hir::def::{DefKind, Res};
use rustc_hir::{
    self as hir, CoroutineKind, CoroutineSource, FnRetTy, GenericArg, GenericBound, QPath, TyKind,
};
use rustc_middle::ty::{self, Ty};
use rustc_span::sym;

use crate::compat::SkipNorm;
use crate::fixes::code::source_text;
use crate::fixes::site::Site;

/// The type that `?` and `return` make of a failure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::fixes) enum Failure {
    Option,
    Result,
}

impl Failure {
    pub fn of(site: &Site<'_>, ty: Ty<'_>) -> Option<Self> {
        let adt = ty.ty_adt_def()?.did();
        if site.tcx.is_diagnostic_item(sym::Option, adt) {
            return Some(Self::Option);
        }
        site.tcx
            .is_diagnostic_item(sym::Result, adt)
            .then_some(Self::Result)
    }

    pub fn success(self) -> &'static str {
        match self {
            Self::Option => "Some",
            Self::Result => "Ok",
        }
    }
}

/// What the coroutine of `site` returns.
pub(in crate::fixes) fn of<'tcx>(site: &Site<'tcx>) -> Option<Ty<'tcx>> {
    let ty = site
        .tcx
        .type_of(site.coroutine)
        .instantiate_identity()
        .skip_norm();
    match ty.kind() {
        ty::Coroutine(_, args) => Some(args.as_coroutine().return_ty()),
        _ => None,
    }
}

/// The return type of the `async fn` of `site`.
pub(in crate::fixes) fn written<'tcx>(site: &Site<'tcx>) -> Option<&'tcx hir::Ty<'tcx>> {
    let tcx = site.tcx;
    if !matches!(
        tcx.coroutine_kind(site.coroutine),
        Some(CoroutineKind::Desugared(_, CoroutineSource::Fn))
    ) {
        return None;
    }
    let function = tcx.local_parent(site.coroutine);
    let FnRetTy::Return(output) = tcx.hir_node_by_def_id(function).fn_decl()?.output else {
        return None;
    };
    let TyKind::OpaqueDef(future) = output.kind else {
        return None;
    };
    future.bounds.iter().find_map(|bound| match bound {
        GenericBound::Trait(bound) => {
            let constraints = bound.trait_ref.path.segments.last()?.args?.constraints;
            constraints.first()?.ty()
        }
        _ => None,
    })
}

/// The return type of the `async fn` of `site`, a `Result`, with `success` in place of the value that it
/// has in case of success.
pub(in crate::fixes) fn written_with(site: &Site<'_>, success: &str) -> Option<String> {
    let tcx = site.tcx;
    let written = written(site)?;
    let TyKind::Path(QPath::Resolved(None, path)) = written.kind else {
        return None;
    };
    let ty = match path.res {
        Res::Def(DefKind::TyAlias | DefKind::Enum, def_id) => {
            tcx.type_of(def_id).instantiate_identity().skip_norm()
        }
        _ => return None,
    };
    let ty::Adt(_, args) = *ty.kind() else {
        return None;
    };
    if Failure::of(site, ty) != Some(Failure::Result) || written.span.from_expansion() {
        return None;
    }
    let first = path.segments.last()?.args.and_then(|args| {
        args.args.iter().find_map(|arg| match arg {
            GenericArg::Type(ty) => Some(ty),
            _ => None,
        })
    });
    let Some(first) = first else {
        // Such as `fmt::Result`.
        let is_it = args.type_at(0).is_unit() && success == "()";
        return source_text::of(tcx, written.span).filter(|_| is_it);
    };
    // The parameters of an alias may have another order.
    if !is_first_parameter(args.type_at(0)) || first.span.from_expansion() {
        return None;
    }
    let before = source_text::of(tcx, written.span.with_hi(first.span.lo()))?;
    let after = source_text::of(tcx, written.span.with_lo(first.span.hi()))?;
    let is_one_type = !after.contains("impl ") && !after.contains(['\n', '/']);
    is_one_type.then(|| format!("{before}{success}{after}"))
}

fn is_first_parameter(ty: Ty<'_>) -> bool {
    matches!(ty.kind(), ty::Param(parameter) if parameter.index == 0)
}
