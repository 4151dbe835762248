//! Who wrote the code that is to be edited.

use std::iter;

use rustc_errors::Applicability;
use rustc_hir::HirId;
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::TyCtxt;
use rustc_span::hygiene::{ExpnData, ExpnKind, MacroKind};

use crate::fixes::code::source_text;

/// The applicability of an edit at `node`, as far as its author is concerned. `None` if a macro wrote
/// the node or has it as an argument.
///
/// What a `macro!(..)` does with its argument, and whether a statement may stand in it, is not known.
/// The item below an attribute like `#[tokio::main]` is at least Rust before it is expanded.
pub(in crate::fixes) fn applicability(tcx: TyCtxt<'_>, node: HirId) -> Option<Applicability> {
    // The tokens that a macro passes on do not show that it did, but the nodes around them do.
    let item = node.owner;
    let mut expansions = vec![tcx.expn_that_defined(item).expn_data()];
    for id in iter::once(node).chain(tcx.hir_parent_id_iter(node)) {
        if id.owner != item {
            break;
        }
        expansions.push(tcx.hir_span(id).ctxt().outer_expn_data());
    }
    let mut applicability = Applicability::MachineApplicable;
    for expansion in expansions {
        applicability = applicability.max(match author(expansion)? {
            Author::User => Applicability::MachineApplicable,
            Author::Attribute => Applicability::MaybeIncorrect,
        });
    }
    Some(applicability)
}

/// Whether `coroutine` has code that depends on the configuration, of which some may be missing here.
pub(in crate::fixes) fn has_conditional_code(tcx: TyCtxt<'_>, coroutine: LocalDefId) -> bool {
    let span = tcx.hir_span_with_body(tcx.local_def_id_to_hir_id(coroutine));
    source_text::of(tcx, span).is_none_or(|text| text.contains("#[cfg("))
}

enum Author {
    User,
    /// The user, below an attribute macro, which may have rewritten it.
    Attribute,
}

/// Who wrote the code of `expansion`; `None` if it was a macro, or the compiler.
fn author(mut expansion: ExpnData) -> Option<Author> {
    let mut author = Author::User;
    loop {
        match expansion.kind {
            ExpnKind::Root => return Some(author),
            ExpnKind::Desugaring(_) => {}
            // Attributes of tools, such as `#[rustfmt::skip]`, count as expansions, too.
            ExpnKind::Macro(MacroKind::Attr, _) if expansion.macro_def_id.is_none() => {}
            ExpnKind::Macro(MacroKind::Attr, _) => author = Author::Attribute,
            ExpnKind::Macro(..) | ExpnKind::AstPass(_) => return None,
        }
        expansion = expansion.call_site.ctxt().outer_expn_data();
    }
}
