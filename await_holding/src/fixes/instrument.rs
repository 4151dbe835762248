//! The guard of an entered span of `tracing`: its future is instrumented instead.
//!
//! What is suggested, the first that fits:
//!
//! 1. `future.instrument(span).await`, if there is one `await` and all other code in the span is
//!    [`silent`](super::silent), so that it is the same outside of it. This is machine-applicable.
//! 2. `async { future.await }.instrument(span).await`, if only making the future is not silent.
//! 3. The first or the second, with `span.in_scope(|| ..)` for what comes before.
//! 4. `async { .. }.instrument(span).await` around all statements in the span ([`in_block`]).
//! 5. The first, if nothing but the expression around the `await` is not silent.
//!
//! Otherwise it is said in words. A guard that is used by name ends its span somewhere on the way;
//! that too is left to words.

use rustc_errors::Applicability;
use rustc_hir::{self as hir, StmtKind};
use rustc_infer::infer::TyCtxtInferExt;
use rustc_span::Span;
use rustc_trait_selection::infer::InferCtxtExt;

use super::binding::Binding;
use super::silence::Silence;
use super::tracing_span::NamedSpan;
use super::body_parts::{self, Await, BodyPart};
use super::import::Imports;
use super::site::{Fix, Site};
use super::{async_block, authorship, source_text};

type Edits = Vec<(Span, String)>;

pub(super) fn fix(site: &Site<'_>, imports: &Imports) -> Option<Fix> {
    let tcx = site.tcx;
    let binding = Binding::at(tcx, site.node)?;
    let max_applicability = authorship::max_applicability(tcx, binding.init.hir_id)?;
    let mut scope = binding.rest.iter();
    if scope.any(|part| part.uses(tcx, binding.variable)) {
        return None;
    }
    let guard = Guard {
        site,
        span: NamedSpan::of_guard(site, &binding)?,
        binding,
    };

    let mut fix = guard.instead()?;
    fix.edits.extend(guard.span.edits);
    fix.applicability = fix.applicability.max(max_applicability);
    let tracing = site.ty.ty_adt_def()?.did().krate;
    let import = imports.instrument(tcx, tracing, site.node, fix.applicability)?;
    fix.edits.extend(import);
    Some(fix)
}

/// The guard of an entered span.
struct Guard<'a, 'tcx> {
    site: &'a Site<'tcx>,
    binding: Binding<'tcx>,
    span: NamedSpan,
}

impl<'tcx> Guard<'_, 'tcx> {
    /// What takes the place of the guard, in the order of the module's head.
    fn instead(&self) -> Option<Fix> {
        let scope = &self.binding.rest;
        let awaits: Vec<_> = scope.iter().flat_map(|&part| body_parts::awaits(part)).collect();
        let point = match awaits[..] {
            [point] if !point.repeated && self.is_future(point.future) => point,
            _ => return self.in_one_block(),
        };
        let max_applicability = authorship::max_applicability(self.site.tcx, point.expr.hir_id)?;
        let mut silence = Silence::around(self.site, point.future);
        let is_made_silently = silence.of_future(point.future);
        let position = scope
            .iter()
            .position(|part| part.span().contains(point.expr.span))?;
        let before: Vec<_> = noisy(&mut silence, &scope[..position]);
        let with_await = !silence.of_part(scope[position]);
        let behind = !noisy(&mut silence, &scope[position + 1..]).is_empty();

        if with_await || behind {
            if scope.len() > 1
                && let Some(fix) = self.in_one_block()
            {
                return Some(fix);
            }
            if behind || !before.is_empty() {
                return None;
            }
            return Some(Fix {
                message: "instrument the future; what follows the `await` is then not in the span",
                edits: self.make_and_instrument(point, is_made_silently)?,
                applicability: Applicability::MaybeIncorrect,
            });
        }
        let mut edits = self.make_and_instrument(point, is_made_silently)?;
        if before.is_empty() && is_made_silently {
            return Some(Fix {
                message: "instrument the future: the span is then left while it waits",
                edits,
                applicability: max_applicability,
            });
        }
        let message = match before.is_empty() {
            true => "make the future in the span too, and instrument it",
            false => "enter the span for what comes first, and instrument the future",
        };
        let scopes: Option<Vec<_>> = before.into_iter().map(|part| self.in_scope(part)).collect();
        let Some(scopes) = scopes else {
            return self.in_one_block();
        };
        edits.extend(scopes.into_iter().flatten());
        Some(Fix {
            message,
            edits,
            applicability: Applicability::MaybeIncorrect,
        })
    }

    fn in_one_block(&self) -> Option<Fix> {
        let call = format!(".instrument({})", self.span.value());
        let edits = async_block::around_scope(self.site, &self.binding, &[&call, ".await"])?;
        Some(Fix {
            message: "make one future of all that is in the span, and instrument it",
            edits,
            applicability: Applicability::MaybeIncorrect,
        })
    }

    /// Whether `.instrument(..)` of `expr` can be awaited, as `expr` can.
    fn is_future(&self, expr: &'tcx hir::Expr<'tcx>) -> bool {
        let tcx = self.site.tcx;
        let ty = self.site.typeck.expr_ty(expr);
        let Ok(ty) = tcx.try_normalize_erasing_regions(self.site.typing_env, ty) else {
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

    /// The same, with the future made in the span unless it `is_made_silently`.
    fn make_and_instrument(&self, point: Await<'tcx>, is_made_silently: bool) -> Option<Edits> {
        if is_made_silently {
            return self.instrument(point);
        }
        let exits = body_parts::exits(BodyPart::Tail(point.future));
        if exits.returns || exits.jumps {
            return None;
        }
        let after = format!(" }}.instrument({}).await", self.span.value());
        Some(vec![
            (point.expr.span.shrink_to_lo(), "async { ".to_owned()),
            (point.expr.span.shrink_to_hi(), after),
        ])
    }

    /// `span.in_scope(|| statement);`
    fn in_scope(&self, part: BodyPart<'tcx>) -> Option<Edits> {
        let BodyPart::Statement(statement) = part else {
            return None;
        };
        let StmtKind::Semi(expr) = statement.kind else {
            return None;
        };
        let exits = body_parts::exits(part);
        if exits.returns || exits.jumps || !body_parts::awaits(part).is_empty() {
            return None;
        }
        let expr = expr.span.source_callsite();
        // What looks like a block has none, and needs one here.
        source_text::with_semicolon(self.site.tcx, expr)?;
        let before = format!("{}.in_scope(|| ", self.span.name);
        Some(vec![
            (expr.shrink_to_lo(), before),
            (expr.shrink_to_hi(), ")".to_owned()),
        ])
    }
}

/// The parts that are not silent.
fn noisy<'tcx>(silence: &mut Silence<'tcx>, parts: &[BodyPart<'tcx>]) -> Vec<BodyPart<'tcx>> {
    let parts = parts.iter().copied();
    parts.filter(|&part| !silence.of_part(part)).collect()
}
