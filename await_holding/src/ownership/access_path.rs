//! Access paths: the steps from an owner to what it owns.

use rustc_hir::def_id::DefId;
use rustc_middle::ty::{self, AdtDef, Ty, TyCtxt};
use rustc_span::Symbol;

/// The steps from a value to something that it owns. Empty if it is the value itself.
pub type AccessPath<'tcx> = Vec<Step<'tcx>>;

/// A step from an owner to what it owns.
#[derive(Clone, Copy)]
pub struct Step<'tcx> {
    /// The type of the owner.
    pub owner: Ty<'tcx>,
    /// Which of its components the step leads to.
    pub to: Component,
}

/// Something that a value owns directly.
#[derive(Clone, Copy)]
pub enum Component {
    /// A field of a struct or tuple.
    Field(Symbol),
    /// A field of an enum's variant.
    VariantField {
        /// The name of the variant.
        variant: Symbol,
        /// The name of the field in it.
        field: Symbol,
    },
    /// A captured variable of a closure or coroutine.
    Capture(Symbol),
    /// An element, or what is behind a pointer.
    Content,
}

impl Component {
    /// A field of a struct, or of a variant of an enum.
    pub fn field(adt: AdtDef<'_>, variant: &ty::VariantDef, field: Symbol) -> Self {
        match adt.is_enum() {
            true => Self::VariantField {
                variant: variant.name,
                field,
            },
            false => Self::Field(field),
        }
    }

    /// The captured variable with this index. The metadata of another crate that was only checked lacks
    /// the names, and rustc panics if it is asked for them.
    pub fn capture(tcx: TyCtxt<'_>, closure: DefId, index: usize) -> Self {
        let Some(closure) = closure.as_local() else {
            return Self::Content;
        };
        let captured = tcx.closure_captures(closure)[index].to_string(tcx);
        Self::Capture(Symbol::intern(&captured))
    }
}
