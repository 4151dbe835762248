//! Marks in the wrong place, and malformed ones.

use rustc_hir::def::DefKind;
use rustc_hir::def_id::LocalModDefId;
use rustc_hir::{AttrItem, Attribute, CRATE_OWNER_ID, HirId, Node};
use rustc_middle::ty::TyCtxt;
use rustc_span::sym;

use super::attribute::{NAMESPACE, is_mark, reason};
use crate::rules::functions::{Returned, returned};

/// Reports what is wrong with the attributes in `module`.
pub(crate) fn check_module(tcx: TyCtxt<'_>, module: LocalModDefId) {
    let root = module.is_top_level_module().then_some(CRATE_OWNER_ID);
    let owners = tcx.hir_module_items(module).owners();
    for owner in root.into_iter().chain(owners) {
        for &(local_id, attributes) in tcx.hir_attr_map(owner).map.iter() {
            check_node(tcx, HirId { owner, local_id }, attributes);
        }
    }
}

fn check_node(tcx: TyCtxt<'_>, node: HirId, attributes: &[Attribute]) {
    // These repeat the attributes of the struct or variant, and of what the statement consists of.
    if matches!(tcx.hir_node(node), Node::Ctor(_) | Node::Stmt(_)) {
        return;
    }
    let unparsed = attributes.iter().filter_map(|attribute| match attribute {
        Attribute::Unparsed(unparsed) => Some(&**unparsed),
        Attribute::Parsed(_) => None,
    });
    let mut first = None;
    for attribute in unparsed {
        if !is_mark(attribute) {
            check_name(tcx, attribute);
        } else if let Some(first) = first {
            tcx.dcx()
                .struct_span_err(attribute.span, "multiple `must_not_suspend` attributes")
                .with_span_note(first, "the first one is here")
                .with_help("remove all but one")
                .emit();
        } else {
            first = Some(attribute.span);
            check_mark(tcx, node, attribute);
        }
    }
}

/// In this part of the tool's namespace there is only one name.
fn check_name(tcx: TyCtxt<'_>, attribute: &AttrItem) {
    if let [sym::clippy, namespace, ..] = *attribute.path.segments
        && namespace.as_str() == NAMESPACE
    {
        tcx.dcx()
            .struct_span_err(
                attribute.path.span,
                format!("there is no attribute `{}`", attribute.path),
            )
            .with_help("did you mean `clippy::await_holding::must_not_suspend`?")
            .emit();
    }
}

fn check_mark(tcx: TyCtxt<'_>, node: HirId, attribute: &AttrItem) {
    if let Some(Misplaced { why, help }) = misplaced(tcx, node) {
        tcx.dcx()
            .struct_span_err(attribute.span, why)
            .with_help(help)
            .emit();
    } else if let Err(span) = reason(&attribute.args) {
        tcx.dcx()
            .struct_span_err(
                span,
                "the reason of `must_not_suspend` must be a non-empty string",
            )
            .with_help("write `must_not_suspend = \"the reason\"`, or `must_not_suspend` alone")
            .emit();
    }
}

struct Misplaced {
    why: String,
    help: &'static str,
}

/// Why the attribute cannot be used on `node`, if it cannot.
fn misplaced(tcx: TyCtxt<'_>, node: HirId) -> Option<Misplaced> {
    let mut help =
        "it can be used on structs, enums, unions, traits and functions that return a value";
    let item_kind = match tcx.hir_node(node) {
        Node::Field(_) => "fields".to_owned(),
        Node::Variant(_) => "variants".to_owned(),
        Node::GenericParam(_) => "generic parameters".to_owned(),
        Node::Param(_) => "parameters".to_owned(),
        Node::Arm(_) => "match arms".to_owned(),
        _ if node.is_owner() => {
            let def_id = node.owner.def_id.to_def_id();
            match tcx.def_kind(def_id) {
                DefKind::Struct | DefKind::Enum | DefKind::Union | DefKind::Trait => return None,
                DefKind::Fn | DefKind::AssocFn => {
                    help = "mark the type of the value instead, or the function that returns it";
                    match returned(tcx, def_id) {
                        Returned::Value => return None,
                        Returned::Nothing => "functions that return no value".to_owned(),
                        Returned::Future => {
                            "`async fn`s: they return futures, which are meant to be held across \
                             `await` points"
                                .to_owned()
                        }
                    }
                }
                _ => plural(tcx.def_descr(def_id)),
            }
        }
        _ => "statements or expressions".to_owned(),
    };
    Some(Misplaced {
        why: format!("`must_not_suspend` cannot be used on {item_kind}"),
        help,
    })
}

fn plural(noun: &str) -> String {
    let ending = if noun.ends_with('s') { "es" } else { "s" };
    format!("{noun}{ending}")
}
