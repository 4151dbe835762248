//! Who wrote the code that is to be edited.

use std::iter;

use rustc_errors::Applicability;
use rustc_hir::{HirId, Node};
use rustc_middle::ty::TyCtxt;
use rustc_span::Span;
use rustc_span::hygiene::{ExpnKind, MacroKind};

/// How sure an edit at `node` can be; `None` if a macro wrote the node or has it as an argument.
///
/// What a `macro!(..)` does with its argument, and whether a statement may stand in it, is not
/// known. The item below an attribute like `#[tokio::main]` is at least Rust before it is expanded.
pub(super) fn surest(tcx: TyCtxt<'_>, node: HirId) -> Option<Applicability> {
    let mut surest = Applicability::MachineApplicable;
    for (id, node) in iter::once((node, tcx.hir_node(node))).chain(tcx.hir_parent_iter(node)) {
        if matches!(node, Node::Item(_) | Node::ImplItem(_) | Node::TraitItem(_)) {
            break;
        }
        let mut span: Span = tcx.hir_span(id);
        while span.from_expansion() {
            let expansion = span.ctxt().outer_expn_data();
            match expansion.kind {
                ExpnKind::Desugaring(_) => {}
                ExpnKind::Macro(MacroKind::Attr, _) => surest = Applicability::MaybeIncorrect,
                ExpnKind::Root | ExpnKind::Macro(..) | ExpnKind::AstPass(_) => return None,
            }
            span = expansion.call_site;
        }
    }
    Some(surest)
}
