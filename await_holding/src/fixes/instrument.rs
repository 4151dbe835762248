//! The guard of an entered `tracing` span: the future is instrumented instead.
//!
//! The first of these that fits is suggested:
//!
//! 1. `future.instrument(span).await`, if there is one `await` point and all other code in the span is
//!    [silent](super::silence), so that it does the same outside. This is machine-applicable.
//! 2. `async { future.await }.instrument(span).await`, if only creating the future is not silent.
//! 3. The first or the second, with `span.in_scope(|| ..)` for statements before that are not silent.
//! 4. `async { .. }.instrument(span).await` around all statements in the span ([`async_block`]).
//! 5. The first, if only the expression around the `await` point is not silent.
//!
//! Otherwise the report says in words what to do, as it does for a guard that is used by name: that
//! ends the span somewhere on the way.

use rustc_data_structures::fx::FxHashSet;
use rustc_data_structures::sync::Lock;
use rustc_errors::Applicability;
use rustc_hir::def_id::LocalModDefId;
use rustc_hir::{self as hir, StmtKind};
use rustc_infer::infer::TyCtxtInferExt;
use rustc_trait_selection::infer::InferCtxtExt;

use super::block_part::BlockPart;
use super::control_flow::{self, Await};
use super::guard_binding::GuardBinding;
use super::silence::SilenceCheck;
use super::site::{Edits, Fix, Site};
use super::tracing_span::NamedSpan;
use super::{async_block, authorship, import, source_text, variable_uses};
use crate::compat::normalize_erasing_regions;

/// `modules_with_import` are those to which an applied suggestion adds an import.
pub(super) fn fix(
    site: &Site<'_>,
    modules_with_import: &Lock<FxHashSet<LocalModDefId>>,
) -> Option<Fix> {
    let tcx = site.tcx;
    let binding = GuardBinding::at(tcx, site.node)?;
    let by_author = authorship::applicability(tcx, binding.init.hir_id)?;
    let mut scope = binding.scope.iter();
    if scope.any(|&part| variable_uses::is_used_in(tcx, part, binding.variable)) {
        return None;
    }
    let guard = Guard {
        site,
        span: NamedSpan::of_guard(site, &binding)?,
        binding,
    };

    let mut fix = guard.fix()?;
    fix.edits.extend(guard.span.edits);
    fix.applicability = fix.applicability.max(by_author);
    let tracing = site.ty.ty_adt_def()?.did().krate;
    let applicability = fix.applicability;
    let import = import::instrument(tcx, tracing, site.node, applicability, modules_with_import)?;
    fix.edits.extend(import);
    Some(fix)
}

/// The guard of an entered span.
struct Guard<'a, 'tcx> {
    site: &'a Site<'tcx>,
    binding: GuardBinding<'tcx>,
    span: NamedSpan,
}

impl<'tcx> Guard<'_, 'tcx> {
    /// The first fix of the list in the module's head that fits.
    fn fix(&self) -> Option<Fix> {
        let scope = &self.binding.scope;
        let awaits: Vec<_> = scope
            .iter()
            .flat_map(|&part| control_flow::awaits(part))
            .collect();
        let point = match awaits[..] {
            [point] if !point.is_in_loop && self.is_future(point.future) => point,
            _ => return self.in_one_block(),
        };
        let by_author = authorship::applicability(self.site.tcx, point.expr.hir_id)?;
        let mut check = SilenceCheck::outside_of(self.site, point.future);
        let is_created_silently = check.creation_is_silent(point.future);
        let position = scope
            .iter()
            .position(|part| part.span().contains(point.expr.span))?;
        let before = noisy(&mut check, &scope[..position]);
        let with_point = noisy(&mut check, &scope[position..=position]);
        let after = noisy(&mut check, &scope[position + 1..]);
        let instrument = || match is_created_silently {
            true => self.instrument(point),
            false => self.create_and_instrument(point),
        };

        if !with_point.is_empty() || !after.is_empty() {
            if scope.len() > 1
                && let Some(fix) = self.in_one_block()
            {
                return Some(fix);
            }
            if !after.is_empty() || !before.is_empty() {
                return None;
            }
            let message =
                "instrument the future; what follows the `await` point is then outside the span";
            return Some(maybe_incorrect(message, instrument()?));
        }
        let mut edits = instrument()?;
        if before.is_empty() && is_created_silently {
            return Some(Fix {
                message:
                    "instrument the future: the span is exited whenever the future is not being \
                          polled"
                        .to_owned(),
                edits,
                applicability: by_author,
            });
        }
        let message = match before.is_empty() {
            true => "create the future in the span as well, and instrument it",
            false => "run what comes first with `in_scope`, and instrument the future",
        };
        let scopes: Option<Vec<_>> = before.into_iter().map(|part| self.in_scope(part)).collect();
        let Some(scopes) = scopes else {
            return self.in_one_block();
        };
        edits.extend(scopes.into_iter().flatten());
        Some(maybe_incorrect(message, edits))
    }

    fn in_one_block(&self) -> Option<Fix> {
        let call = format!(".instrument({})", self.span.value());
        let edits = async_block::around_scope(self.site, &self.binding, &[&call, ".await"])?;
        let message = "move everything in the span into one future, and instrument it";
        Some(maybe_incorrect(message, edits))
    }

    /// Whether `expr.instrument(..)` is a future: `expr` may only implement `IntoFuture`, or have a method
    /// of this name itself.
    fn is_future(&self, expr: &'tcx hir::Expr<'tcx>) -> bool {
        let tcx = self.site.tcx;
        let ty = self.site.typeck.expr_ty(expr);
        let Some(ty) = normalize_erasing_regions(tcx, self.site.typing_env, ty) else {
            return false;
        };
        let has_own_method = ty.ty_adt_def().is_some_and(|adt| {
            tcx.inherent_impls(adt.did()).iter().any(|&of_type| {
                let mut items = tcx.associated_items(of_type).in_definition_order();
                items.any(|item| item.name().as_str() == "instrument")
            })
        });
        let (infcx, param_env) = tcx.infer_ctxt().build_with_typing_env(self.site.typing_env);
        let is_future = tcx.lang_items().future_trait().is_some_and(|future| {
            infcx
                .type_implements_trait(future, [ty], param_env)
                .must_apply_modulo_regions()
        });
        is_future && !has_own_method
    }

    /// `future.instrument(span)`
    fn instrument(&self, point: Await<'tcx>) -> Option<Edits> {
        let tcx = self.site.tcx;
        let future = point.future.span.find_ancestor_inside(point.expr.span)?;
        let rest = source_text::of(tcx, point.expr.span.with_lo(future.hi()))?;
        let dot = rest.find(|c: char| !c.is_whitespace())?;
        // In a chain of calls over several lines it is one of them.
        let separator = match rest[dot..].starts_with('.') {
            true => &rest[..dot],
            false => "",
        };
        let edit = format!("{separator}.instrument({})", self.span.value());
        Some(vec![(future.shrink_to_hi(), edit)])
    }

    /// `async { future.await }.instrument(span).await`
    fn create_and_instrument(&self, point: Await<'tcx>) -> Option<Edits> {
        if !control_flow::exits(BlockPart::Tail(point.future)).are_none() {
            return None;
        }
        let after = format!(" }}.instrument({}).await", self.span.value());
        Some(vec![
            (point.expr.span.shrink_to_lo(), "async { ".to_owned()),
            (point.expr.span.shrink_to_hi(), after),
        ])
    }

    /// `span.in_scope(|| statement);`
    fn in_scope(&self, part: BlockPart<'tcx>) -> Option<Edits> {
        let BlockPart::Statement(statement) = part else {
            return None;
        };
        let StmtKind::Semi(expr) = statement.kind else {
            return None;
        };
        if !control_flow::exits(part).are_none() || !control_flow::awaits(part).is_empty() {
            return None;
        }
        let expr = expr.span.source_callsite();
        // An expression like a block needs no semicolon as a statement, but as a call it does.
        source_text::with_semicolon(self.site.tcx, expr)?;
        let before = format!("{}.in_scope(|| ", self.span.name);
        Some(vec![
            (expr.shrink_to_lo(), before),
            (expr.shrink_to_hi(), ")".to_owned()),
        ])
    }
}

fn maybe_incorrect(message: &str, edits: Edits) -> Fix {
    Fix {
        message: message.to_owned(),
        edits,
        applicability: Applicability::MaybeIncorrect,
    }
}

/// The parts that are not silent.
fn noisy<'tcx>(check: &mut SilenceCheck<'tcx>, parts: &[BlockPart<'tcx>]) -> Vec<BlockPart<'tcx>> {
    let parts = parts.iter().copied();
    parts.filter(|&part| !check.part_is_silent(part)).collect()
}
