//! Functions of the standard library that say something about the variants of what they are given or
//! what they return.

use rustc_hir::LangItem;
use rustc_hir::def_id::DefId;
use rustc_middle::ty::{AdtDef, GenericArgsRef, Ty, TyCtxt};
use rustc_span::{Symbol, sym};

use crate::compat::SkipNorm;

/// The variant of `None`, of a collection without elements, and of `false`.
pub(in crate::suspension) const EMPTY: usize = 0;

/// For each of the two variants of what a function returns, the variant that its argument has then. A
/// `bool` has the variants `false` and `true`.
pub(super) type Answers = [Option<usize>; 2];

const SAME: Answers = [Some(0), Some(1)];
const OPPOSITE: Answers = [Some(1), Some(0)];

/// What a function does. The first argument is a reference, unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KnownCall {
    /// It returns an empty value, and has no such argument: `Vec::new`, `Option::default`.
    ReturnsEmpty,
    /// It returns its argument, which is no reference, in a box: `Box::new`.
    Boxes,
    /// It leaves nothing behind: `Vec::clear`.
    Clears,
    /// It leaves nothing behind and returns what was there: `Option::take`, `mem::take`.
    Takes,
    /// It leaves its second argument behind, and returns what was there: `mem::replace`.
    Replaces,
    /// It exchanges what its two arguments refer to: `mem::swap`.
    Swaps,
    /// It tells which variant there is: `Option::is_none`, `Option::as_ref`.
    Tells(Answers),
    /// The same, and what it returns can change what is in that variant: `Option::as_mut`.
    Lends(Answers),
    /// The same, but the variant may be another one afterwards: `Vec::pop`.
    Pops(Answers),
}

impl KnownCall {
    pub fn of<'tcx>(tcx: TyCtxt<'tcx>, callee: DefId, args: GenericArgsRef<'tcx>) -> Option<Self> {
        if !matches!(
            tcx.crate_name(callee.krate),
            sym::core | sym::alloc | sym::std
        ) {
            return None;
        }
        let name = tcx.opt_item_name(callee)?;
        if let Some(of) = tcx.inherent_impl_of_assoc(callee) {
            let of = tcx
                .type_of(of)
                .instantiate_identity()
                .skip_norm()
                .ty_adt_def()?;
            return Self::of_method(tcx, of, name.as_str());
        }
        let is = |item: &str| tcx.is_diagnostic_item(Symbol::intern(item), callee);
        let is_in_mem = || {
            let module = tcx.opt_item_name(tcx.parent(callee));
            module.is_some_and(|module| module.as_str() == "mem")
        };
        let is_of_first_arg = || args.types().next().is_some_and(|ty| can_be_empty(tcx, ty));
        match name.as_str() {
            "default" if is("default_fn") && is_of_first_arg() => Some(Self::ReturnsEmpty),
            "take" if is_in_mem() && is_of_first_arg() => Some(Self::Takes),
            "replace" if is_in_mem() => Some(Self::Replaces),
            "swap" if is_in_mem() => Some(Self::Swaps),
            _ => None,
        }
    }

    fn of_method(tcx: TyCtxt<'_>, of: AdtDef<'_>, name: &str) -> Option<Self> {
        let known = if is_collection(tcx, of) {
            match name {
                "new" | "with_capacity" | "with_hasher" => Self::ReturnsEmpty,
                "clear" => Self::Clears,
                "is_empty" => Self::Tells([None, Some(EMPTY)]),
                "pop" | "pop_front" | "pop_back" | "pop_first" | "pop_last" => {
                    Self::Pops([Some(EMPTY), None])
                }
                _ => return None,
            }
        } else if is_option(tcx, of) || tcx.is_diagnostic_item(sym::Result, of.did()) {
            match name {
                "take" => Self::Takes,
                "is_none" | "is_ok" => Self::Tells(OPPOSITE),
                "is_some" | "is_err" => Self::Tells(SAME),
                "as_ref" | "as_deref" => Self::Tells(SAME),
                "as_mut" | "as_deref_mut" => Self::Lends(SAME),
                _ => return None,
            }
        } else if of.is_box() && name == "new" {
            Self::Boxes
        } else {
            return None;
        };
        Some(known)
    }
}

fn can_be_empty<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> bool {
    ty.ty_adt_def()
        .is_some_and(|adt| is_option(tcx, adt) || is_collection(tcx, adt))
}

fn is_option(tcx: TyCtxt<'_>, adt: AdtDef<'_>) -> bool {
    tcx.is_lang_item(adt.did(), LangItem::Option)
}

/// Whether `adt` is a collection of the standard library.
pub(in crate::suspension) fn is_collection(tcx: TyCtxt<'_>, adt: AdtDef<'_>) -> bool {
    let name = tcx.get_diagnostic_name(adt.did());
    name.is_some_and(|name| {
        matches!(
            name.as_str(),
            "Vec"
                | "VecDeque"
                | "LinkedList"
                | "BinaryHeap"
                | "HashMap"
                | "HashSet"
                | "BTreeMap"
                | "BTreeSet"
        )
    })
}
