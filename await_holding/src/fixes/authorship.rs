//! Who wrote the code that is to be edited.

use std::iter;

use rustc_errors::Applicability;
use rustc_hir::HirId;
use rustc_middle::ty::TyCtxt;
use rustc_span::hygiene::{ExpnData, ExpnKind, MacroKind};

/// How sure an edit at `node` can be; `None` if a macro wrote the node or has it as an argument.
///
/// What a `macro!(..)` does with its argument, and whether a statement may stand in it, is not
/// known. The item below an attribute like `#[tokio::main]` is at least Rust before it is expanded.
pub(super) fn max_applicability(tcx: TyCtxt<'_>, node: HirId) -> Option<Applicability> {
    // Tokens that a macro passes on do not tell of it, but what is made of them does.
    let item = node.owner;
    let mut expansions = vec![tcx.expn_that_defined(item).expn_data()];
    for id in iter::once(node).chain(tcx.hir_parent_id_iter(node)) {
        if id.owner != item {
            break;
        }
        expansions.push(tcx.hir_span(id).ctxt().outer_expn_data());
    }
    expansions
        .into_iter()
        .try_fold(
            Applicability::MachineApplicable,
            |max_applicability, expansion| match kind(expansion)? {
                Author::User => Some(max_applicability),
                Author::Attribute => Some(Applicability::MaybeIncorrect),
            },
        )
}

enum Author {
    User,
    Attribute,
}

/// Who wrote the code of `expansion`; `None` if it was a macro, or the compiler.
fn kind(mut expansion: ExpnData) -> Option<Author> {
    let mut author = Author::User;
    loop {
        match expansion.kind {
            ExpnKind::Root => return Some(author),
            ExpnKind::Desugaring(_) => {}
            ExpnKind::Macro(MacroKind::Attr, _) => author = Author::Attribute,
            ExpnKind::Macro(..) | ExpnKind::AstPass(_) => return None,
        }
        expansion = expansion.call_site.ctxt().outer_expn_data();
    }
}
