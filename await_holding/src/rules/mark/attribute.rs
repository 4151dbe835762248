//! Reading the attribute.

use rustc_ast::LitKind;
use rustc_hir::attrs::AttributeKind;
use rustc_hir::def_id::{CrateNum, DefId, LOCAL_CRATE};
use rustc_hir::{AttrArgs, AttrItem, Attribute};
use rustc_middle::ty::TyCtxt;
use rustc_span::{Span, Symbol, sym};

/// What an attribute says.
#[derive(Clone, Copy)]
pub struct Mark {
    /// The item that has it.
    pub item: DefId,
    /// Why values of the item must not be held.
    pub reason: Option<Symbol>,
    /// The attribute, or the item's name where the compiler does not keep its span.
    pub span: Span,
}

/// The attribute of `item`, a type, a trait or a function of any crate.
pub(crate) fn of_item(tcx: TyCtxt<'_>, item: DefId) -> Option<Mark> {
    if !may_be_in(tcx, item.krate) {
        return None;
    }
    let attributes = match item.as_local() {
        Some(local) => tcx.hir_attrs(tcx.local_def_id_to_hir_id(local)),
        None => tcx.attrs_for_def(item),
    };
    attributes.iter().find_map(|attribute| {
        let (reason, span) = match attribute {
            Attribute::Parsed(AttributeKind::MustNotSupend { reason }) => {
                (*reason, tcx.def_span(item))
            }
            Attribute::Unparsed(unparsed) if is_mark(unparsed) => {
                (reason(&unparsed.args).ok()?, unparsed.span)
            }
            _ => return None,
        };
        Some(Mark { item, reason, span })
    })
}

/// All traits of the build that have the attribute.
pub(crate) fn traits(tcx: TyCtxt<'_>) -> Vec<Mark> {
    let crates = tcx.crates(()).iter().copied();
    let crates = crates.filter(|&krate| may_be_in(tcx, krate));
    let traits = crates
        .chain([LOCAL_CRATE])
        .flat_map(|krate| tcx.traits(krate));
    traits.filter_map(|&item| of_item(tcx, item)).collect()
}

/// Whether items of the crate may have the attribute. Those of the standard library are not looked at:
/// with all the documentation among them that takes long, and the catalogue has what it marks.
pub(crate) fn may_be_in(tcx: TyCtxt<'_>, krate: CrateNum) -> bool {
    // Only the standard library can have stability attributes.
    tcx.lookup_stability(krate.as_def_id()).is_none()
}

/// The middle segment of the spelling that can be published.
pub(super) const NAMESPACE: &str = "await_holding";

pub(super) fn is_mark(attribute: &AttrItem) -> bool {
    match *attribute.path.segments {
        [sym::clippy, sym::must_not_suspend] => true,
        [sym::clippy, namespace, sym::must_not_suspend] => namespace.as_str() == NAMESPACE,
        _ => false,
    }
}

/// The reason, if one is given; an error at the place of anything else.
pub(super) fn reason(args: &AttrArgs) -> Result<Option<Symbol>, Span> {
    match args {
        AttrArgs::Empty => Ok(None),
        AttrArgs::Eq { expr, .. } => match expr.kind {
            LitKind::Str(reason, _) if !reason.as_str().trim().is_empty() => Ok(Some(reason)),
            _ => Err(expr.span),
        },
        AttrArgs::Delimited(args) => Err(args.dspan.entire()),
    }
}
