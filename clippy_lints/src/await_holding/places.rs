//! What a body does with places: what [`variants`](super::variants) has to follow, and why.

use rustc_data_structures::fx::{FxHashSet, FxIndexMap};
use rustc_middle::mir::visit::{MutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::{BorrowKind, Local, Location, Place, PlaceRef, Rvalue};

/// Places by what is done with them.
#[derive(Default)]
pub(super) struct Uses<'tcx> {
    /// Asked for their variant, perhaps by a method.
    pub read: Vec<PlaceRef<'tcx>>,
    /// Assigned to, or borrowed mutably.
    pub written: Vec<PlaceRef<'tcx>>,
    /// Locals whose raw address is taken.
    pub raw: FxHashSet<Local>,
    /// What each local is assigned, if it is assigned once, and that is a borrow.
    pub assigned: FxIndexMap<Local, Option<(BorrowKind, Place<'tcx>)>>,
}

impl<'tcx> Visitor<'tcx> for Uses<'tcx> {
    fn visit_assign(&mut self, to: &Place<'tcx>, value: &Rvalue<'tcx>, location: Location) {
        self.written.push(to.as_ref());
        let mut borrowed = None;
        match value {
            Rvalue::Discriminant(place) => self.read.push(place.as_ref()),
            Rvalue::RawPtr(_, place) => {
                self.raw.insert(place.local);
            }
            Rvalue::Ref(_, kind, place) => {
                match kind {
                    BorrowKind::Mut { .. } => self.written.push(place.as_ref()),
                    // For `is_none` and the like.
                    BorrowKind::Shared => self.read.push(place.as_ref()),
                    BorrowKind::Fake(_) => {}
                }
                borrowed = Some((*kind, *place));
            }
            _ => {}
        }
        if let Some(local) = to.as_local() {
            self.assigned
                .entry(local)
                .and_modify(|value| *value = None)
                .or_insert(borrowed);
        }
        self.super_assign(to, value, location);
    }

    fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
        // Whatever else writes to a local makes it one that is not known by one assignment.
        if context.is_place_assignment()
            && !matches!(
                context,
                PlaceContext::MutatingUse(MutatingUseContext::Store)
            )
        {
            self.assigned.insert(local, None);
        }
    }
}
