//! Which places within a place are owned at one point of the program, as large as possible.
//!
//! If a field was moved out of a struct, the remaining fields are listed instead. If something is known
//! about an enum's variant, the fields of the variants that it can have are. A collection that is empty
//! owns nothing.

use rustc_abi::{FieldIdx, VariantIdx};
use rustc_index::bit_set::MixedBitSet;
use rustc_middle::mir::{Body, Place, PlaceElem, PlaceRef};
use rustc_middle::ty::{self, Ty, TyCtxt};
use rustc_mir_dataflow::move_paths::{LookupResult, MoveData, MovePathIndex};

use super::owned_value::Coverage;
use super::variants::{self, ActiveVariants, State};
use crate::compat::SkipNorm;
use crate::degree::Degree;

type Owned<'tcx> = Vec<(Place<'tcx>, Coverage)>;

/// The state of the dataflows at that point.
pub(super) struct OwnedPlaces<'a, 'tcx> {
    pub tcx: TyCtxt<'tcx>,
    pub body: &'a Body<'tcx>,
    pub move_data: &'a MoveData<'tcx>,
    pub inits: &'a MixedBitSet<MovePathIndex>,
    pub variants: &'a ActiveVariants<'a, 'tcx>,
    pub state: &'a State,
}

impl<'tcx> OwnedPlaces<'_, 'tcx> {
    pub fn within(&self, place: Place<'tcx>) -> Vec<(Place<'tcx>, Coverage, Degree)> {
        let mut owned = Vec::new();
        match self.move_data.rev_lookup.find(place.as_ref()) {
            LookupResult::Exact(path) => self.collect(place, Some(path), &mut owned),
            LookupResult::Parent(Some(path)) if self.inits.contains(path) => {
                self.collect(place, None, &mut owned);
            }
            LookupResult::Parent(_) => {}
        }
        owned
            .into_iter()
            .map(|(place, coverage)| (place, coverage, self.degree(place)))
            .collect()
    }

    /// Possible if an enum that `place` is in can have another variant.
    fn degree(&self, place: Place<'tcx>) -> Degree {
        let can_differ = |(owner, elem): (PlaceRef<'tcx>, PlaceElem<'tcx>)| {
            let PlaceElem::Downcast(..) = elem else {
                return false;
            };
            let possible = self.variants.of_place(self.state, owner);
            let adt = owner.ty(&self.body.local_decls, self.tcx).ty.ty_adt_def();
            let count = adt.map_or(0, |adt| adt.variants().len());
            (0..count)
                .filter(|&variant| possible.contains(variant))
                .count()
                > 1
        };
        match place.iter_projections().any(can_differ) {
            true => Degree::Possible,
            false => Degree::Certain,
        }
    }

    /// `path` is the move path of `place`; a place without one shares the state of what it is in.
    fn collect(&self, place: Place<'tcx>, path: Option<MovePathIndex>, owned: &mut Owned<'tcx>) {
        if path.is_some_and(|path| !self.inits.contains(path)) {
            return;
        }
        if !self.is_moved_out_within(path) {
            let is_narrowed = self.variants.is_narrowed_within(self.state, place.as_ref());
            if !is_narrowed {
                owned.push((place, Coverage::Whole));
                return;
            }
            owned.push((place, Coverage::Shell));
        }
        match *place.ty(&self.body.local_decls, self.tcx).ty.kind() {
            ty::Adt(adt, _) if adt.is_box() => {
                // The allocation stays, its content was moved elsewhere.
                let elem = PlaceElem::Deref;
                self.collect_field(place, path, elem, owned);
            }
            ty::Adt(adt, args) if adt.is_enum() => {
                let possible = self.variants.of_place(self.state, place.as_ref());
                for (index, variant) in adt.variants().iter_enumerated() {
                    if possible.contains(index.as_usize()) {
                        self.collect_variant(place, path, index, variant, args, owned);
                    }
                }
            }
            ty::Adt(adt, _) if variants::is_collection(self.tcx, adt) => {
                let possible = self.variants.of_place(self.state, place.as_ref());
                if !possible.is_only(variants::EMPTY) {
                    owned.push((place, Coverage::Whole));
                }
            }
            ty::Adt(adt, args) if adt.is_struct() => {
                for (index, field) in adt.non_enum_variant().fields.iter_enumerated() {
                    let elem = PlaceElem::Field(index, field.ty(self.tcx, args).skip_norm());
                    self.collect_field(place, path, elem, owned);
                }
            }
            ty::Tuple(tys) => self.collect_fields(place, path, tys, owned),
            ty::Closure(_, args) => {
                self.collect_fields(place, path, args.as_closure().upvar_tys(), owned);
            }
            ty::Coroutine(_, args) => {
                self.collect_fields(place, path, args.as_coroutine().upvar_tys(), owned);
            }
            ty::Array(_, len) => {
                let len = len.try_to_target_usize(self.tcx).unwrap_or_default();
                for offset in 0..len {
                    let elem = PlaceElem::ConstantIndex {
                        offset,
                        min_length: len,
                        from_end: false,
                    };
                    self.collect_field(place, path, elem, owned);
                }
            }
            _ => owned.push((place, Coverage::Whole)),
        }
    }

    fn collect_variant(
        &self,
        place: Place<'tcx>,
        path: Option<MovePathIndex>,
        index: VariantIdx,
        variant: &ty::VariantDef,
        args: ty::GenericArgsRef<'tcx>,
        owned: &mut Owned<'tcx>,
    ) {
        let downcast = PlaceElem::Downcast(Some(variant.name), index);
        let place = place.project_deeper(&[downcast], self.tcx);
        let path = self.path_within(path, place);
        if path.is_some_and(|path| !self.inits.contains(path)) {
            return;
        }
        for (index, field) in variant.fields.iter_enumerated() {
            let elem = PlaceElem::Field(index, field.ty(self.tcx, args).skip_norm());
            self.collect_field(place, path, elem, owned);
        }
    }

    fn collect_fields(
        &self,
        place: Place<'tcx>,
        path: Option<MovePathIndex>,
        tys: &'tcx ty::List<Ty<'tcx>>,
        owned: &mut Owned<'tcx>,
    ) {
        for (index, ty) in tys.iter().enumerate() {
            let elem = PlaceElem::Field(FieldIdx::from_usize(index), ty);
            self.collect_field(place, path, elem, owned);
        }
    }

    fn collect_field(
        &self,
        place: Place<'tcx>,
        path: Option<MovePathIndex>,
        elem: PlaceElem<'tcx>,
        owned: &mut Owned<'tcx>,
    ) {
        let field = place.project_deeper(&[elem], self.tcx);
        self.collect(field, self.path_within(path, field), owned);
    }

    /// The move path of `place`, if it has one of its own. Only a part of something with a move path can.
    fn path_within(
        &self,
        whole: Option<MovePathIndex>,
        place: Place<'tcx>,
    ) -> Option<MovePathIndex> {
        whole?;
        match self.move_data.rev_lookup.find(place.as_ref()) {
            LookupResult::Exact(path) => Some(path),
            LookupResult::Parent(_) => None,
        }
    }

    fn is_moved_out_within(&self, path: Option<MovePathIndex>) -> bool {
        path.is_some_and(|path| {
            self.move_data.move_paths[path]
                .find_descendant(&self.move_data.move_paths, |path| {
                    !self.inits.contains(path)
                })
                .is_some()
        })
    }
}
