//! What a coroutine holds because the one that awaits it has given it to it.
//!
//! A generic coroutine is checked without knowing what its type parameters stand for, so it does not
//! know that it holds a guard: `async fn hold<T>(value: T) { wait().await; drop(value) }`. Its caller
//! does. So what a coroutine of this crate holds of its type parameters is found out once, and is looked
//! at again with the types of each call. Of a coroutine of another crate only the witnesses are known:
//! the types that it may store while it is suspended.

use std::convert::Infallible;
use std::sync::Arc;

use rustc_data_structures::fx::FxIndexMap;
use rustc_hir as hir;
use rustc_hir::def_id::{DefId, LocalDefId};
use rustc_hir::intravisit::{self, Visitor};
use rustc_middle::ty::{self, GenericArgsRef, Ty, TyCtxt, TypeVisitableExt, TypingEnv};
use rustc_span::Span;

use super::scope::Scope;
use crate::compat::{self, SkipNorm};
use crate::degree::Degree;
use crate::futures::Futures;
use crate::ownership;
use crate::rules::Rule;
use crate::suspension::{
    Coverage, Interest, Origin, OwnedPlace, OwnedValue, SuspensionKind, SuspensionPoint,
};
use crate::syntax::{self, Awaited};

/// What a coroutine owns at its suspension points of types that its type parameters occur in.
pub(super) type OfParameters<'tcx> = Arc<[OwnedValue<'tcx, Infallible>]>;

/// Interest in values of which the type depends on a type parameter.
pub(super) struct TypeParameters;

impl<'tcx> Interest<'tcx> for TypeParameters {
    type Label = Infallible;

    fn owned_by(&self, ty: Ty<'tcx>, futures: Futures) -> usize {
        usize::from(can_own_parameter(ty, futures))
    }

    fn label(&self, _: DefId, _: GenericArgsRef<'tcx>) -> Option<Infallible> {
        None
    }
}

/// Whether a value of type `ty` may own one of a type that a type parameter stands for.
fn can_own_parameter(ty: Ty<'_>, futures: Futures) -> bool {
    let any = |tys: &ty::List<Ty<'_>>| tys.iter().any(|ty| can_own_parameter(ty, futures));
    ty.has_param()
        && match ty.kind() {
            ty::Param(_) | ty::Alias(..) => true,
            ty::Adt(_, args) => args.types().any(|ty| can_own_parameter(ty, futures)),
            ty::Tuple(tys) => any(tys),
            ty::Array(of, _) | ty::Slice(of) => can_own_parameter(*of, futures),
            ty::Closure(_, args) => any(args.as_closure().upvar_tys()),
            ty::CoroutineClosure(_, args) => any(args.as_coroutine_closure().upvar_tys()),
            ty::Coroutine(_, args) => {
                futures == Futures::Unpolled && any(args.as_coroutine().upvar_tys())
            }
            _ => false,
        }
}

/// A value that another coroutine holds.
pub(super) struct Given<'tcx> {
    pub value: OwnedValue<'tcx, Rule>,
    /// The argument that it comes from, or the whole operand of the `await`.
    pub argument: Span,
    /// The coroutine that holds it.
    pub holder: DefId,
}

/// Finds what the coroutines hold that one coroutine awaits.
pub(super) struct Search<'a, 'tcx> {
    pub scope: &'a Scope<'a, 'tcx>,
    pub of_parameters: &'a dyn Fn(LocalDefId) -> OfParameters<'tcx>,
    pub given: Vec<Given<'tcx>>,
}

/// How many generic coroutines may await each other. One that awaits itself in a box has no end.
const DEPTH: usize = 4;

impl<'tcx> Search<'_, 'tcx> {
    pub fn visit(&mut self, coroutine: LocalDefId) {
        let args = ty::GenericArgs::identity_for_item(self.scope.tcx, coroutine);
        self.visit_awaits(coroutine, args, &|argument| argument.span, 0);
    }

    /// `args` are those of the body, and `origin` tells where an expression in it gets its value from.
    fn visit_awaits(
        &mut self,
        body: LocalDefId,
        args: GenericArgsRef<'tcx>,
        origin: &dyn Fn(&hir::Expr<'tcx>) -> Span,
        depth: usize,
    ) {
        let tcx = self.scope.tcx;
        let scope_of_body = Scope {
            typing_env: TypingEnv::post_analysis(tcx, body),
            ..*self.scope
        };
        for Awaited {
            future: operand,
            keyword,
        } in awaits(tcx, body)
        {
            let ty = tcx.typeck(body).expr_ty(operand);
            let ty = tcx.erase_and_anonymize_regions(ty);
            // What the body gives of its own accord is reported there.
            if depth > 0 && given_forbidden(&scope_of_body, ty).is_some() {
                continue;
            }
            let ty = compat::bind(tcx, ty).instantiate(tcx, args).skip_norm();
            let Some((holder, args)) = given_forbidden(self.scope, ty) else {
                continue;
            };
            let Some(local) = holder.as_local() else {
                let point = SuspensionPoint {
                    span: keyword,
                    kind: SuspensionKind::Await,
                };
                let values = stored(tcx, holder, args, point);
                self.given.extend(values.map(|value| Given {
                    value,
                    argument: origin(operand),
                    holder,
                }));
                continue;
            };
            // The argument that the variable at `span` is a parameter for.
            let argument = |span| {
                let index = parameter_at(tcx, local, span);
                let argument = index.and_then(|index| argument(tcx, body, operand, holder, index));
                origin(argument.unwrap_or(operand))
            };
            for value in &*(self.of_parameters)(local) {
                self.given.push(Given {
                    value: instantiated(tcx, value, args),
                    argument: argument(span_of(tcx, local, value.origin)),
                    holder,
                });
            }
            if depth < DEPTH {
                let origin = |expr: &hir::Expr<'tcx>| match syntax::variable(expr) {
                    Some(variable) => argument(tcx.hir_span(variable)),
                    None => origin(operand),
                };
                self.visit_awaits(local, args, &origin, depth + 1);
            }
        }
    }
}

/// The coroutine that `awaited` is the type of, and the arguments for its type parameters, if one of
/// these owns something forbidden.
fn given_forbidden<'tcx>(
    scope: &Scope<'_, 'tcx>,
    awaited: Ty<'tcx>,
) -> Option<(DefId, GenericArgsRef<'tcx>)> {
    let Scope {
        tcx, typing_env, ..
    } = *scope;
    let ty::Coroutine(holder, args) = *ownership::normalized(tcx, typing_env, awaited).kind()
    else {
        return None;
    };
    let args = tcx.mk_args(args.as_coroutine().parent_args());
    let is_forbidden = |ty| scope.owned_by(ty, Futures::Unpolled) > 0;
    args.types().any(is_forbidden).then_some((holder, args))
}

/// `value` with `args` for the type parameters.
fn instantiated<'tcx>(
    tcx: TyCtxt<'tcx>,
    value: &OwnedValue<'tcx, Infallible>,
    args: GenericArgsRef<'tcx>,
) -> OwnedValue<'tcx, Rule> {
    let ty = |ty: Ty<'tcx>| compat::bind(tcx, ty).instantiate(tcx, args).skip_norm();
    let places = value.places.iter().map(|(place, points)| {
        let place = OwnedPlace {
            // The access path begins at the place.
            projection: Vec::new(),
            ty: ty(place.ty),
            ..place.clone()
        };
        (place, points.clone())
    });
    OwnedValue {
        origin: value.origin,
        ty: ty(value.ty),
        label: None,
        places: places.collect(),
    }
}

/// What a coroutine of another crate may store at `point`, where it is awaited.
fn stored<'tcx>(
    tcx: TyCtxt<'tcx>,
    coroutine: DefId,
    args: GenericArgsRef<'tcx>,
    point: SuspensionPoint,
) -> impl Iterator<Item = OwnedValue<'tcx, Rule>> {
    let layout = tcx.mir_coroutine_witnesses(coroutine);
    let stored = layout.into_iter().flat_map(|layout| &layout.field_tys);
    let of_parameters = stored.filter(|field| can_own_parameter(field.ty, Futures::Polled));
    of_parameters.map(move |field| {
        let ty = compat::bind(tcx, field.ty)
            .instantiate(tcx, args)
            .skip_norm();
        let place = OwnedPlace {
            projection: Vec::new(),
            ty,
            coverage: Coverage::Whole,
            futures: Futures::Polled,
            degree: Degree::Possible,
        };
        OwnedValue {
            origin: Origin::Temporary(field.source_info.span),
            ty,
            label: None,
            places: FxIndexMap::from_iter([(place, vec![point])]),
        }
    })
}

/// Where a value is declared, in `coroutine` or around it.
fn span_of(tcx: TyCtxt<'_>, coroutine: LocalDefId, origin: Origin) -> Span {
    match origin {
        Origin::Binding(span) | Origin::Temporary(span) | Origin::Awaited(span) => span,
        Origin::Capture(index) => {
            let capture = tcx.closure_captures(coroutine)[index.as_usize()];
            tcx.hir_span(capture.get_root_variable())
        }
    }
}

/// The index of the parameter whose pattern contains `span`, of the function that `coroutine` is in.
fn parameter_at(tcx: TyCtxt<'_>, coroutine: LocalDefId, span: Span) -> Option<usize> {
    let function = tcx.typeck_root_def_id_local(coroutine);
    let params = tcx.hir_maybe_body_owned_by(function)?.params;
    params
        .iter()
        .position(|param| param.pat.span.contains(span))
}

/// The argument for the parameter with this index, if `call` is a call of the function that `coroutine`
/// is in.
fn argument<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: LocalDefId,
    call: &'tcx hir::Expr<'tcx>,
    coroutine: DefId,
    index: usize,
) -> Option<&'tcx hir::Expr<'tcx>> {
    let (callee, _) = syntax::callee(tcx.typeck(body), call)?;
    if callee != tcx.typeck_root_def_id(coroutine) {
        return None;
    }
    match call.kind {
        hir::ExprKind::Call(_, args) => args.get(index),
        hir::ExprKind::MethodCall(_, receiver, args, _) => {
            [receiver].into_iter().chain(args).nth(index)
        }
        _ => None,
    }
}

/// The `await` points of `body`, but not those of the closures and blocks in it that have bodies of their own.
fn awaits(tcx: TyCtxt<'_>, body: LocalDefId) -> Vec<Awaited<'_>> {
    let mut awaits = Awaits(Vec::new());
    awaits.visit_body(tcx.hir_body_owned_by(body));
    awaits.0
}

struct Awaits<'tcx>(Vec<Awaited<'tcx>>);

impl<'tcx> Visitor<'tcx> for Awaits<'tcx> {
    fn visit_expr(&mut self, expr: &'tcx hir::Expr<'tcx>) {
        self.0.extend(syntax::awaited(expr));
        intravisit::walk_expr(self, expr);
    }
}
