//! The guard of an entered `tracing` span: the future is instrumented instead.
//!
//! The first of these that fits is suggested:
//!
//! 1. `future.instrument(span).await`, if there is one `await` point and all other code in the span is
//!    [silent](crate::fixes::code::silence), so that it does the same outside. This is machine-applicable.
//! 2. `async { future.await }.instrument(span).await`, if only creating the future is not silent.
//! 3. The first or the second, with `span.in_scope(|| ..)` for statements before that are not silent.
//! 4. The first, if the block has one statement behind the guard, and more in it than the future is not
//!    silent.
//! 5. `#[tracing::instrument]` on the function, if all of it is in the span ([`instrument_attribute`]).
//! 6. `async { .. }.instrument(span).await` around all statements in the span, whichever way control flow
//!    leaves them ([`async_block`]).
//! 7. The first or the second for each future, and `in_scope` for other statements of the block. What is
//!    left of the block is then outside the span.
//!
//! The span ends where the guard is dropped, if a statement of its block drops it. Otherwise the report
//! says in words what to do about a guard that is used by name. It also does if there are `await` points
//! in a macro, and none of the above fits.

use rustc_data_structures::fx::FxHashSet;
use rustc_data_structures::sync::Lock;
use rustc_errors::Applicability;
use rustc_hir::def_id::LocalModDefId;
use rustc_hir::{self as hir, ExprKind, HirId, StmtKind};
use rustc_middle::ty;
use rustc_span::{Span, sym};

use crate::compat::normalize_erasing_regions;
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::captures::Captures;
use crate::fixes::code::control_flow::{self, Await};
use crate::fixes::code::guard_binding::GuardBinding;
use crate::fixes::code::silence::SilenceCheck;
use crate::fixes::code::{authorship, import, source_text, variable_uses};
use crate::fixes::site::{Edits, Fix, Site};
use crate::fixes::spans::tracing_span::NamedSpan;
use crate::fixes::spans::{async_block, instrument_attribute};

/// `modules_with_import` are those to which an applied suggestion adds an import.
pub(in crate::fixes) fn fix(
    site: &Site<'_>,
    modules_with_import: &Lock<FxHashSet<LocalModDefId>>,
) -> Option<Fix> {
    let tcx = site.tcx;
    let mut binding = GuardBinding::at(tcx, site.node)?;
    let mut by_author = authorship::applicability(tcx, binding.init.hir_id)?;
    let ending = Ending::of_scope(site, &mut binding)?;
    let mut scope = binding.scope.iter();
    if scope.any(|&part| variable_uses::is_used_in(tcx, part, binding.variable)) {
        return None;
    }
    let guard = Guard {
        site,
        span: NamedSpan::of_guard(site, &binding)?,
        binding,
        rest: ending.rest,
    };

    let of_future = guard.of_the_only_future();
    if of_future.is_none()
        && guard.rest.is_empty()
        && by_author == Applicability::MachineApplicable
        && let Some(mut edits) = instrument_attribute::on_function(site, &guard.binding)
    {
        edits.extend(ending.removal.map(|removal| (removal, String::new())));
        let message =
            "instrument the function: its future then enters the span whenever it is polled";
        return Some(maybe_incorrect(message, edits));
    }
    let mut fix = of_future
        .or_else(|| guard.in_one_block())
        .or_else(|| guard.of_each_future(&guard.awaits()))?;
    if let Some(removal) = ending.removal {
        by_author = Applicability::MaybeIncorrect;
        // What is removed is not indented.
        fix.edits.retain(|(place, _)| !removal.contains(*place));
        fix.edits.push((removal, String::new()));
    }
    fix.edits.extend(guard.span.edits);
    fix.applicability = fix.applicability.max(by_author);
    let tracing = site.ty.ty_adt_def()?.did().krate;
    let applicability = fix.applicability;
    let import = import::instrument(tcx, tracing, site.node, applicability, modules_with_import)?;
    fix.edits.extend(import);
    Some(fix)
}

/// Where the span is exited.
#[derive(Default)]
struct Ending<'tcx> {
    /// The statement that drops the guard.
    removal: Option<Span>,
    /// What follows it in the block.
    rest: Vec<BlockPart<'tcx>>,
}

impl<'tcx> Ending<'tcx> {
    /// Takes from the scope of `binding` the statement that drops the guard, if the block has one, and what
    /// follows, unless that may as well be in the span.
    fn of_scope(site: &Site<'tcx>, binding: &mut GuardBinding<'tcx>) -> Option<Self> {
        let tcx = site.tcx;
        let scope = &binding.scope;
        let last_use =
            |&part: &BlockPart<'tcx>| variable_uses::is_used_in(tcx, part, binding.variable);
        let Some(position) = scope.iter().rposition(last_use) else {
            return Some(Self::default());
        };
        let BlockPart::Statement(statement) = scope[position] else {
            return None;
        };
        if !drops(site, statement, binding.variable) || statement.span.from_expansion() {
            return None;
        }
        let mut rest = binding.scope.split_off(position + 1);
        binding.scope.pop();
        let mut awaits = binding
            .scope
            .iter()
            .flat_map(|&part| control_flow::awaits(part));
        let mut check = SilenceCheck::outside_of(site, awaits.next()?.future);
        if rest.iter().all(|&part| check.part_is_silent(part)) {
            binding.scope.append(&mut rest);
        }
        Some(Self {
            removal: Some(source_text::removal(tcx, statement.span)?),
            rest,
        })
    }
}

/// Whether `statement` is `drop(variable);` or `variable.exit();`.
fn drops<'tcx>(site: &Site<'tcx>, statement: &hir::Stmt<'tcx>, variable: HirId) -> bool {
    let StmtKind::Semi(expr) = statement.kind else {
        return false;
    };
    let dropped = match expr.kind {
        ExprKind::Call(callee, [dropped]) => match *site.typeck.expr_ty(callee).kind() {
            ty::FnDef(callee, _) if site.tcx.is_diagnostic_item(sym::mem_drop, callee) => dropped,
            _ => return false,
        },
        ExprKind::MethodCall(method, receiver, [], _) if method.ident.as_str() == "exit" => {
            receiver
        }
        _ => return false,
    };
    variable_uses::variable(dropped) == Some(variable)
}

/// The guard of an entered span.
struct Guard<'a, 'tcx> {
    site: &'a Site<'tcx>,
    binding: GuardBinding<'tcx>,
    span: NamedSpan,
    /// What follows the scope in its block.
    rest: Vec<BlockPart<'tcx>>,
}

impl<'tcx> Guard<'_, 'tcx> {
    fn awaits(&self) -> Vec<Await<'tcx>> {
        let scope = self.binding.scope.iter();
        scope.flat_map(|&part| control_flow::awaits(part)).collect()
    }

    /// Instruments the only future, if all other code that is not silent can stay in the span.
    fn of_the_only_future(&self) -> Option<Fix> {
        match self.awaits()[..] {
            [point] if !point.is_in_loop && self.is_future(point.future) => {
                self.of_one_future(point)
            }
            _ => None,
        }
    }

    fn of_one_future(&self, point: Await<'tcx>) -> Option<Fix> {
        let scope = &self.binding.scope;
        let by_author = authorship::applicability(self.site.tcx, point.expr.hir_id)?;
        let mut check = SilenceCheck::outside_of(self.site, point.future);
        let is_created_silently = check.creation_is_silent(point.future);
        let position = scope
            .iter()
            .position(|part| part.span().contains(point.expr.span))?;
        let before = noisy(&mut check, &scope[..position]);
        let with_point = noisy(&mut check, &scope[position..=position]);
        let after = noisy(&mut check, &scope[position + 1..]);

        if !with_point.is_empty() || !after.is_empty() {
            let is_alone = scope.len() == 1 && self.rest.is_empty();
            return is_alone.then(|| self.of_each_future(&[point]))?;
        }
        let mut edits = match is_created_silently {
            true => self.instrument(point, &self.span.value()),
            false => self.create_and_instrument(point, &self.span.value()),
        }?;
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
        edits.extend(scopes?.into_iter().flatten());
        Some(maybe_incorrect(message, edits))
    }

    /// Instruments each future. Other statements of the block run with `in_scope` if they can.
    fn of_each_future(&self, awaits: &[Await<'tcx>]) -> Option<Fix> {
        let tcx = self.site.tcx;
        let &first = awaits.first()?;
        let mut check = SilenceCheck::outside_of(self.site, first.future);
        let mut is_left_out = false;
        let mut edits = Vec::new();
        for part in noisy(&mut check, &self.binding.scope) {
            match self.in_scope(part) {
                Some(run_inside) => edits.extend(run_inside),
                None => is_left_out = true,
            }
        }
        let is_needed_later = awaits.len() > 1
            || first.is_in_loop
            || edits
                .iter()
                .any(|(place, _)| place.lo() > first.expr.span.lo());
        let value = match is_needed_later {
            true => self.span.another(),
            false => self.span.value(),
        };
        for &point in awaits {
            authorship::applicability(tcx, point.expr.hir_id)?;
            let in_block = || self.create_and_instrument(point, &value);
            let instrumented = if !self.is_future(point.future) {
                in_block()
            } else if check.creation_is_silent(point.future) {
                self.instrument(point, &value)
            } else {
                in_block().or_else(|| self.instrument(point, &value))
            };
            edits.extend(instrumented?);
        }
        let futures = match awaits {
            [_] => "the future",
            _ => "each future",
        };
        let rest = match is_left_out {
            true => "; other code is then outside the span",
            false => "",
        };
        Some(maybe_incorrect(
            &format!("instrument {futures}{rest}"),
            edits,
        ))
    }

    fn in_one_block(&self) -> Option<Fix> {
        let call = format!(".instrument({})", self.span.value());
        let edits =
            async_block::around_scope(self.site, &self.binding, &self.rest, &[&call, ".await"])?;
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
        let future = tcx.lang_items().future_trait();
        !has_own_method && future.is_some_and(|future| self.site.implements(future, ty))
    }

    /// `future.instrument(span)`
    fn instrument(&self, point: Await<'tcx>, span: &str) -> Option<Edits> {
        let tcx = self.site.tcx;
        let future = point.future.span.find_ancestor_inside(point.expr.span)?;
        let rest = source_text::of(tcx, point.expr.span.with_lo(future.hi()))?;
        let dot = rest.find(|c: char| !c.is_whitespace())?;
        // In a chain of calls over several lines it is one of them.
        let separator = match rest[dot..].starts_with('.') {
            true => &rest[..dot],
            false => "",
        };
        let edit = format!("{separator}.instrument({span})");
        Some(vec![(future.shrink_to_hi(), edit)])
    }

    /// `async { future.await }.instrument(span).await`
    fn create_and_instrument(&self, point: Await<'tcx>, span: &str) -> Option<Edits> {
        if !control_flow::exits(BlockPart::Tail(point.future)).are_none() {
            return None;
        }
        let after = format!(" }}.instrument({span}).await");
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
        // A call does not end control flow as, for instance, `panic!()` does.
        let is_end = self.site.typeck.expr_ty(expr).is_never();
        if is_end
            || !control_flow::exits(part).are_none()
            || !control_flow::awaits(part).is_empty()
            || !Captures::of(self.site, &[part]).are_independent()
        {
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
