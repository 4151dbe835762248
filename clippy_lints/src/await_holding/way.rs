//! The way from a value to a part of it, in steps from an owner to what it owns.

use rustc_abi::{FIRST_VARIANT, FieldIdx};
use rustc_hir::def_id::DefId;
use rustc_middle::mir::{PlaceElem, PlaceTy};
use rustc_middle::ty::{self, AdtDef, Ty, TyCtxt};
use rustc_span::{Symbol, sym};

use super::suspended::Part;

/// A step from an owner to what it owns.
#[derive(Clone, Copy)]
pub(super) struct Step<'tcx> {
    pub owner: Ty<'tcx>,
    pub to: Through,
}

#[derive(Clone, Copy)]
pub(super) enum Through {
    Field(Symbol),
    VariantField {
        variant: Symbol,
        field: Symbol,
    },
    Captured(Symbol),
    /// An element, or what is behind a pointer.
    Content,
}

impl Through {
    pub fn field(adt: AdtDef<'_>, variant: &ty::VariantDef, field: Symbol) -> Self {
        match adt.is_enum() {
            true => Self::VariantField {
                variant: variant.name,
                field,
            },
            false => Self::Field(field),
        }
    }

    /// The names of what a closure captures are not in the metadata of a crate that was checked
    /// and not compiled, and rustc stops if it is asked for them there.
    pub fn captured(tcx: TyCtxt<'_>, closure: DefId, index: usize) -> Self {
        if !closure.is_local() {
            return Self::Content;
        }
        let names = tcx.closure_saved_names_of_captured_variables(closure);
        Self::Captured(names[FieldIdx::from_usize(index)])
    }
}

/// The steps from a root to one of its parts.
pub(super) fn to_part<'tcx>(
    tcx: TyCtxt<'tcx>,
    root: Ty<'tcx>,
    part: &Part<'tcx>,
) -> Vec<Step<'tcx>> {
    let mut place = PlaceTy::from_ty(root);
    let mut way = Vec::new();
    for &elem in &part.projection {
        let owner = place.ty;
        let to = match (elem, owner.kind()) {
            (PlaceElem::Downcast(..), _) => None,
            (PlaceElem::Field(index, _), &ty::Adt(adt, _)) => {
                let variant = adt.variant(place.variant_index.unwrap_or(FIRST_VARIANT));
                Some(Through::field(adt, variant, variant.fields[index].name))
            }
            (PlaceElem::Field(index, _), ty::Closure(closure, _) | ty::Coroutine(closure, _)) => {
                Some(Through::captured(tcx, *closure, index.as_usize()))
            }
            (PlaceElem::Field(index, _), _) => Some(Through::Field(sym::integer(index.as_usize()))),
            _ => Some(Through::Content),
        };
        way.extend(to.map(|to| Step { owner, to }));
        place = place.projection_ty(tcx, elem);
    }
    way
}
