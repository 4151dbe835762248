//! What a body does with places, as far as the variants of enums are concerned.

use rustc_data_structures::fx::{FxHashSet, FxIndexMap};
use rustc_middle::mir::{BorrowKind, Local, Place, PlaceRef};

use super::flow::{Flow, Value};

/// Places by what is done with them.
#[derive(Default)]
pub(super) struct PlaceUses<'tcx> {
    /// Asked for their variant, perhaps by a method such as `is_none`.
    pub inspected: Vec<PlaceRef<'tcx>>,
    /// Assigned, or borrowed mutably.
    pub written: Vec<PlaceRef<'tcx>>,
    /// Locals whose raw address is taken.
    pub addressed: FxHashSet<Local>,
    /// Locals that are written once, with a reference, and what that refers to.
    pub references: FxIndexMap<Local, (BorrowKind, Place<'tcx>)>,
}

impl<'tcx> PlaceUses<'tcx> {
    pub fn of(flow: &Flow<'tcx>) -> Self {
        let mut uses = Self::default();
        let mut written_once: FxIndexMap<Local, Option<_>> = FxIndexMap::default();
        for write in &flow.writes {
            if !matches!(write.value, Value::Returned(_)) {
                uses.written.push(write.to.as_ref());
            }
            let mut referred = None;
            match write.value {
                Value::Discriminant(place) => uses.inspected.push(place.as_ref()),
                Value::Address(_, place) => {
                    uses.addressed.insert(place.local);
                }
                Value::Reference(kind, place) => {
                    match kind {
                        BorrowKind::Mut { .. } => uses.written.push(place.as_ref()),
                        BorrowKind::Shared => uses.inspected.push(place.as_ref()),
                        BorrowKind::Fake(_) => {}
                    }
                    referred = Some((kind, place));
                }
                _ => {}
            }
            if let Some(local) = write.to.as_local() {
                written_once
                    .entry(local)
                    .and_modify(|reference| *reference = None)
                    .or_insert(referred);
            }
        }
        let references = written_once.into_iter();
        uses.references = references
            .filter_map(|(local, reference)| Some((local, reference?)))
            .collect();
        uses
    }
}
