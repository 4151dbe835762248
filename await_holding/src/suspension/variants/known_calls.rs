//! Functions of the standard library that say something about the variants of their arguments.

use rustc_hir::LangItem;
use rustc_hir::def_id::DefId;
use rustc_middle::ty::{AdtDef, TyCtxt};
use rustc_span::{Symbol, sym};

use crate::compat::SkipNorm;

/// What a function does with what its first argument, a reference, refers to.
pub(super) enum KnownCall<'tcx> {
    /// If that is an `Option`, it leaves `None` behind: `Option::take`, `mem::take`.
    TakesFromOption,
    /// It leaves its second argument behind: `mem::replace`.
    Replaces,
    /// It tells which variant that has: `Option::is_none` and the like.
    Asks {
        /// The enum.
        of: AdtDef<'tcx>,
        /// The result for each variant, as a number.
        values: [u128; 2],
    },
}

impl<'tcx> KnownCall<'tcx> {
    pub fn of(tcx: TyCtxt<'tcx>, callee: DefId) -> Option<Self> {
        if tcx.crate_name(callee.krate) != sym::core {
            return None;
        }
        if tcx.is_diagnostic_item(Symbol::intern("mem_replace"), callee) {
            return Some(Self::Replaces);
        }
        let of = tcx.inherent_impl_of_assoc(callee);
        let of = of.and_then(|of| {
            tcx.type_of(of)
                .instantiate_identity()
                .skip_norm()
                .ty_adt_def()
        });
        let values = match (tcx.opt_item_name(callee)?.as_str(), of) {
            ("take", Some(of)) if is_option(tcx, of) => return Some(Self::TakesFromOption),
            ("take", None) if is_in_mem(tcx, callee) => return Some(Self::TakesFromOption),
            ("is_none" | "is_ok", _) => [1, 0],
            ("is_some" | "is_err", _) => [0, 1],
            _ => return None,
        };
        of.map(|of| Self::Asks { of, values })
    }
}

pub(super) fn is_option(tcx: TyCtxt<'_>, adt: AdtDef<'_>) -> bool {
    tcx.is_lang_item(adt.did(), LangItem::Option)
}

fn is_in_mem(tcx: TyCtxt<'_>, function: DefId) -> bool {
    let module = tcx.opt_item_name(tcx.parent(function));
    module.is_some_and(|name| name.as_str() == "mem")
}
