//! The span that a guard of `tracing` has entered, under the name by which its future gets it.

use rustc_hir::{self as hir, ExprKind, HirId};
use rustc_middle::ty::{Ty, TyCtxt};
use rustc_span::Span;

use super::binding::Binding;
use super::body_parts::{self, BodyPart};
use super::site::Site;
use super::source_text;

/// How the span is named where the future is, and what that takes.
pub(super) struct NamedSpan {
    pub name: String,
    /// What becomes of the statement of the guard.
    pub edits: Vec<(Span, String)>,
    /// Whether the name is moved away by its use.
    moves: bool,
}

impl NamedSpan {
    /// Takes the span from the statement of the guard: the variable that it is in already, which
    /// is what remains; else the guard's, which becomes that of the span.
    pub fn of_guard<'tcx>(site: &Site<'tcx>, binding: &Binding<'tcx>) -> Option<Self> {
        let tcx = site.tcx;
        let ExprKind::MethodCall(method, receiver, [], _) = binding.init.kind else {
            return None;
        };
        let ty = site.typeck.expr_ty(receiver);
        if !is_of_tracing(tcx, ty.peel_refs(), &["Span"]) {
            return None;
        }
        let borrows = match method.ident.name.as_str() {
            "enter" => true,
            "entered" => false,
            _ => return None,
        };
        if let Some(variable) = body_parts::variable(receiver) {
            let name = source_text::of(tcx, receiver.span)?;
            let is_shadowed = binding
                .rest
                .iter()
                .flat_map(|&part| body_parts::bindings(part))
                .any(|(_, other)| other.as_str() == name);
            let is_used = binding.rest.iter().any(|part| part.uses(tcx, variable));
            // Where it was entered it may have been moved already.
            let moves = match borrows {
                true => ty.is_adt() && is_used_once(site, variable, receiver),
                false => !is_used,
            };
            if !is_shadowed && (borrows || moves) {
                return Some(Self {
                    name,
                    edits: vec![(source_text::removal(tcx, binding.statement.span)?, String::new())],
                    moves,
                });
            }
        }

        if binding.has_type {
            return None;
        }
        let name = source_text::fresh_name(tcx, site.coroutine, "span")?;
        let end = receiver.span.find_ancestor_inside(binding.init.span)?;
        let rest = binding.init.span.with_lo(end.hi());
        let clone = if borrows { ".clone()" } else { "" };
        Some(Self {
            edits: vec![(binding.pat.span, name.clone()), (rest, clone.to_owned())],
            name,
            moves: true,
        })
    }

    /// The expression that gives the span away.
    pub fn value(&self) -> String {
        match self.moves {
            true => self.name.clone(),
            false => format!("{}.clone()", self.name),
        }
    }
}

/// Whether `variable` is a span of this coroutine that is used once, in `receiver`.
fn is_used_once<'tcx>(site: &Site<'tcx>, variable: HirId, receiver: &hir::Expr<'tcx>) -> bool {
    let tcx = site.tcx;
    let body = tcx.hir_body_owned_by(site.coroutine);
    tcx.hir_enclosing_body_owner(variable) == site.coroutine
        && !body_parts::is_repeated_since(tcx, variable, receiver.hir_id)
        && body_parts::of_variable(tcx, BodyPart::Tail(body.value), variable).len() == 1
}

/// Whether a `ty` keeps a span of `tracing` entered.
pub(super) fn is_guard(tcx: TyCtxt<'_>, ty: Ty<'_>) -> bool {
    is_of_tracing(tcx, ty, &["Entered", "EnteredSpan"])
}

fn is_of_tracing(tcx: TyCtxt<'_>, ty: Ty<'_>, names: &[&str]) -> bool {
    ty.ty_adt_def().is_some_and(|adt| {
        tcx.crate_name(adt.did().krate).as_str() == "tracing"
            && names.contains(&tcx.item_name(adt.did()).as_str())
    })
}
