//! `must_not_suspend`: what the author of a type, a trait or a function says of its values.
//!
//! The attribute has three spellings. rustc's own, `#[must_not_suspend]`, is unstable. Tool
//! attributes are stable, and rustc writes them into the metadata of the crate without looking at
//! them, so that they reach the crates that depend on it:
//!
//! * `#[clippy::must_not_suspend]`, which stops upstream Clippy: it knows all attributes that
//!   consist of `clippy` and one more segment, and takes any other for a typing error;
//! * `#[clippy::await_holding::must_not_suspend]`, which passes there, for it has a segment more.
//!   This is the one that a library can publish.
//!
//! rustc's own is checked by rustc, the others by [`misuse`]: nobody else would tell the author that
//! they do nothing.

use rustc_ast::LitKind;
use rustc_hir::attrs::AttributeKind;
use rustc_hir::def_id::{CrateNum, DefId, LOCAL_CRATE};
use rustc_hir::{AttrArgs, AttrItem, Attribute};
use rustc_middle::ty::TyCtxt;
use rustc_span::{Span, Symbol, sym};

mod misuse;

pub(super) use misuse::check_module;

/// What an attribute says.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    /// What carries it.
    pub item: DefId,
    pub reason: Option<Symbol>,
    /// The attribute, or the item's name where the compiler keeps no place of the attribute.
    pub span: Span,
}

/// The attribute of `item`, a type, a trait or a function of any crate.
pub(super) fn of_item(tcx: TyCtxt<'_>, item: DefId) -> Option<Mark> {
    if is_std(tcx, item.krate) {
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
pub(super) fn traits(tcx: TyCtxt<'_>) -> Vec<Mark> {
    let crates = tcx.crates(()).iter().copied();
    let crates = crates.filter(|&krate| !is_std(tcx, krate));
    let traits = crates
        .chain([LOCAL_CRATE])
        .flat_map(|krate| tcx.traits(krate));
    traits.filter_map(|&item| of_item(tcx, item)).collect()
}

/// Whether nothing in the crate needs to be asked for its attributes. With all the documentation
/// among them that takes long, and what the standard library marks is in the catalogue.
fn is_std(tcx: TyCtxt<'_>, krate: CrateNum) -> bool {
    // Nobody else can say how stable it is.
    tcx.lookup_stability(krate.as_def_id()).is_some()
}

/// The segment of the spelling that can be published.
const NAMESPACE: &str = "await_holding";

fn is_mark(attribute: &AttrItem) -> bool {
    match *attribute.path.segments {
        [sym::clippy, sym::must_not_suspend] => true,
        [sym::clippy, namespace, sym::must_not_suspend] => namespace.as_str() == NAMESPACE,
        _ => false,
    }
}

/// The reason that is given, if one is; or the place where something else is.
fn reason(args: &AttrArgs) -> Result<Option<Symbol>, Span> {
    match args {
        AttrArgs::Empty => Ok(None),
        AttrArgs::Eq { expr, .. } => match expr.kind {
            LitKind::Str(reason, _) if !reason.as_str().trim().is_empty() => Ok(Some(reason)),
            _ => Err(expr.span),
        },
        AttrArgs::Delimited(args) => Err(args.dspan.entire()),
    }
}
