//! The `tracing` span that a guard has entered, under the name by which its future gets it.

use rustc_hir::{self as hir, ExprKind, HirId};
use rustc_middle::ty::Ty;

use crate::compat::SkipNorm;
use crate::fixes::code::block_part::BlockPart;
use crate::fixes::code::guard_binding::GuardBinding;
use crate::fixes::code::{names_in_scope, source_text, variable_uses};
use crate::fixes::site::{Edits, Site};

/// How the span is named where the future is.
pub(in crate::fixes) struct NamedSpan {
    pub name: String,
    /// What becomes of the statement of the guard.
    pub edits: Edits,
    passing: Passing,
}

/// How the span is passed on.
#[derive(Clone, Copy)]
enum Passing {
    Move,
    Clone,
}

/// How the guard got the span.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entering {
    /// `span.enter()`
    Borrowed,
    /// `span.entered()`
    Moved,
}

impl NamedSpan {
    /// Takes the span from the statement of the guard: the variable that it is in already, which
    /// is what remains; else the guard's, which becomes that of the span.
    pub fn of_guard<'tcx>(site: &Site<'tcx>, binding: &GuardBinding<'tcx>) -> Option<Self> {
        let tcx = site.tcx;
        let ExprKind::MethodCall(_, receiver, [], _) = binding.init.kind else {
            return None;
        };
        let entering = entering(site, binding.init, receiver)?;
        if let Some(variable) = variable_uses::variable(receiver) {
            let name = source_text::of(tcx, receiver.span)?;
            let is_shadowed = binding
                .scope
                .iter()
                .flat_map(|&part| variable_uses::declarations(part))
                .any(|(_, other)| other.as_str() == name);
            let mut scope = binding.scope.iter();
            let is_used = scope.any(|&part| variable_uses::is_used_in(tcx, part, variable));
            let passing = match entering {
                Entering::Borrowed if is_only_use(site, variable, receiver) => Some(Passing::Move),
                Entering::Borrowed => Some(Passing::Clone),
                Entering::Moved if !is_used => Some(Passing::Move),
                // The variable gets another span later.
                Entering::Moved => None,
            };
            if !is_shadowed && let Some(passing) = passing {
                return Some(Self {
                    name,
                    edits: vec![(
                        source_text::removal(tcx, binding.statement.span)?,
                        String::new(),
                    )],
                    passing,
                });
            }
        }

        if binding.has_type {
            return None;
        }
        let name = names_in_scope::fresh_name(tcx, site.coroutine, "span")?;
        let end = receiver.span.find_ancestor_inside(binding.init.span)?;
        let rest = binding.init.span.with_lo(end.hi());
        let value = match entering {
            Entering::Borrowed => ".clone()",
            Entering::Moved => "",
        };
        Some(Self {
            edits: vec![(binding.pat.span, name.clone()), (rest, value.to_owned())],
            name,
            passing: Passing::Move,
        })
    }

    /// An expression that passes the span on and keeps it.
    pub fn another(&self) -> String {
        format!("{}.clone()", self.name)
    }

    /// The expression that passes the span on.
    pub fn value(&self) -> String {
        match self.passing {
            Passing::Move => self.name.clone(),
            Passing::Clone => self.another(),
        }
    }
}

/// How `call`, a method call, enters the span `receiver`. `None` if it is not a method of `tracing`.
fn entering<'tcx>(
    site: &Site<'tcx>,
    call: &hir::Expr<'tcx>,
    receiver: &hir::Expr<'tcx>,
) -> Option<Entering> {
    let tcx = site.tcx;
    let method = site.typeck.type_dependent_def_id(call.hir_id)?;
    let implementation = tcx.inherent_impl_of_assoc(method)?;
    let span_type: Ty<'tcx> = tcx
        .type_of(implementation)
        .instantiate_identity()
        .skip_norm();
    let receiver = site.typeck.expr_ty(receiver).peel_refs();
    let is_of_tracing = method.krate == site.ty.ty_adt_def()?.did().krate;
    if !is_of_tracing || receiver.ty_adt_def() != span_type.ty_adt_def() {
        return None;
    }
    match tcx.item_name(method).as_str() {
        "enter" => Some(Entering::Borrowed),
        "entered" => Some(Entering::Moved),
        _ => None,
    }
}

/// Whether `variable` is a span, not a reference to one, of this coroutine that is used nowhere but in
/// `receiver`.
fn is_only_use<'tcx>(site: &Site<'tcx>, variable: HirId, receiver: &hir::Expr<'tcx>) -> bool {
    let tcx = site.tcx;
    let body = BlockPart::Tail(tcx.hir_body_owned_by(site.coroutine).value);
    site.typeck.expr_ty(receiver).is_adt()
        && tcx.hir_enclosing_body_owner(variable) == site.coroutine
        && !variable_uses::may_repeat(tcx, variable, receiver.hir_id)
        && variable_uses::uses_of(tcx, body, variable).len() == 1
}
