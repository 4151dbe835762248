//! The vocabulary of the analysis: what its caller asks for, and what it answers.

use rustc_data_structures::fx::FxIndexMap;
use rustc_hir::def_id::DefId;
use rustc_middle::mir::PlaceElem;
use rustc_middle::ty::{GenericArgsRef, Ty};
use rustc_span::{DesugaringKind, Span};

use super::origin::Origin;
use crate::degree::Degree;
use crate::futures::Futures;

/// What the caller of [`owned_values`](super::owned_values) cares about.
// ANCHOR: interest
pub trait Interest<'tcx> {
    /// What the caller knows about a value because of the call that returned it.
    type Label: Copy;

    /// How many things of interest a value of type `ty` owns; 0 if it need not be followed.
    fn owned_by(&self, ty: Ty<'tcx>, futures: Futures) -> usize;

    /// The label of whatever a call of `function` returns.
    fn label(&self, function: DefId, args: GenericArgsRef<'tcx>) -> Option<Self::Label>;
}
// ANCHOR_END: interest

/// A local or a captured variable that the coroutine owns, in whole or in part, at a suspension
/// point.
pub struct OwnedValue<'tcx, Label> {
    /// Where the value comes from.
    pub origin: Origin,
    /// The type of the local or the captured variable, or the one that it had before it became a trait
    /// object.
    pub ty: Ty<'tcx>,
    /// The label of the call that returned the value.
    pub label: Option<Label>,
    /// The places within it that are owned, each with its suspension points in the order of the MIR.
    pub places: FxIndexMap<OwnedPlace<'tcx>, Vec<SuspensionPoint>>,
}

/// A place within an [`OwnedValue`]: the value itself if there is no projection.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OwnedPlace<'tcx> {
    /// The projection from the value to the place.
    pub projection: Vec<PlaceElem<'tcx>>,
    /// The type of the place.
    pub ty: Ty<'tcx>,
    /// How much of the place this is about.
    pub coverage: Coverage,
    /// The state of the futures in it.
    pub futures: Futures,
    /// Possible if it is in a variant of an enum that can have another one there.
    pub degree: Degree,
}

/// How much of a place is owned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// The place with everything in it.
    Whole,
    /// The place itself. Only some of what could be in it can be there, and is listed separately.
    Shell,
}

/// Where a coroutine can be suspended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SuspensionPoint {
    /// The operand of the `await`, or the `yield`.
    pub span: Span,
    /// What suspends it.
    pub kind: SuspensionKind,
}

/// What suspends a coroutine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuspensionKind {
    /// `.await`, written or desugared.
    Await,
    /// `yield`
    Yield,
}

impl SuspensionPoint {
    pub(super) fn at(span: Span) -> Self {
        let kind = match span.is_desugaring(DesugaringKind::Await) {
            true => SuspensionKind::Await,
            false => SuspensionKind::Yield,
        };
        Self { span, kind }
    }
}
