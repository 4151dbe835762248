//! The places that are followed, as a forest: a place is a child of what it is directly in.
//!
//! Places are told apart by fields, variants, and constant indices only, not by the types that
//! projections carry, since these can be written in several ways.

use rustc_abi::{FieldIdx, VariantIdx};
use rustc_data_structures::fx::FxHashMap;
use rustc_middle::mir::{Body, Local, PlaceElem, PlaceRef};
use rustc_middle::ty::TyCtxt;

/// The index of a followed place.
pub(super) type PlaceId = usize;

/// What a child is of its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Field(FieldIdx),
    Variant(VariantIdx),
    Element(u64),
    Boxed,
}

/// Where a place is among those that are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    At(PlaceId),
    /// It is an element of this array, but which is not known.
    SomewhereIn(PlaceId),
    /// Neither it nor a part of it is followed.
    Nowhere,
}

/// The number of places that are followed in one body, and how deep they can be. Values can be put
/// into each other in a loop.
const MAX_PLACES: usize = 256;
const MAX_DEPTH: usize = 12;

#[derive(Default)]
pub(super) struct Places {
    locals: FxHashMap<Local, PlaceId>,
    children: Vec<Vec<(Part, PlaceId)>>,
    depths: Vec<usize>,
}

impl Places {
    pub fn len(&self) -> usize {
        self.children.len()
    }

    pub fn find<'tcx>(&self, tcx: TyCtxt<'tcx>, body: &Body<'tcx>, place: PlaceRef<'tcx>) -> Found {
        let Some(&(mut id)) = self.locals.get(&place.local) else {
            return Found::Nowhere;
        };
        for (owner, elem) in place.iter_projections() {
            if let PlaceElem::Index(_) | PlaceElem::Subslice { .. } = elem {
                return Found::SomewhereIn(id);
            }
            let part = part(tcx, body, owner, elem);
            match part.and_then(|part| self.child(id, part)) {
                Some(child) => id = child,
                None => return Found::Nowhere,
            }
        }
        Found::At(id)
    }

    /// Follows `place` from now on, if it can be. Says where it is then.
    pub fn insert<'tcx>(
        &mut self,
        tcx: TyCtxt<'tcx>,
        body: &Body<'tcx>,
        place: PlaceRef<'tcx>,
    ) -> Option<PlaceId> {
        let parts: Option<Vec<Part>> = place
            .iter_projections()
            .map(|(owner, elem)| part(tcx, body, owner, elem))
            .collect();
        let parts = parts?;
        let root = match self.locals.get(&place.local) {
            Some(&root) => root,
            None => {
                let root = self.add(0)?;
                self.locals.insert(place.local, root);
                root
            }
        };
        parts
            .into_iter()
            .try_fold(root, |id, part| self.child_or_new(id, part))
    }

    /// Follows the same parts of both. Says whether there are new ones.
    pub fn mirror(&mut self, one: PlaceId, other: PlaceId) -> bool {
        let before = self.len();
        let mut todo = vec![(one, other)];
        while let Some((one, other)) = todo.pop() {
            let of_one = self.children[one].iter();
            let of_other = self.children[other].iter();
            let only_of_other = of_other.filter(|(part, _)| self.child(one, *part).is_none());
            let parts: Vec<Part> = of_one.chain(only_of_other).map(|(part, _)| *part).collect();
            for part in parts {
                if let Some(one) = self.child_or_new(one, part)
                    && let Some(other) = self.child_or_new(other, part)
                {
                    todo.push((one, other));
                }
            }
        }
        self.len() > before
    }

    /// `place` and all followed parts of it.
    pub fn within(&self, place: PlaceId) -> Vec<PlaceId> {
        let mut found = vec![place];
        let mut next = 0;
        while let Some(&place) = found.get(next) {
            found.extend(self.children[place].iter().map(|(_, child)| *child));
            next += 1;
        }
        found
    }

    /// `place` and all followed parts of it, each with the same part of `other`.
    pub fn pairs(&self, place: PlaceId, other: PlaceId) -> Vec<(PlaceId, Option<PlaceId>)> {
        let mut found = vec![(place, Some(other))];
        let mut next = 0;
        while let Some(&(place, other)) = found.get(next) {
            for &(part, child) in &self.children[place] {
                found.push((child, other.and_then(|other| self.child(other, part))));
            }
            next += 1;
        }
        found
    }

    fn child(&self, id: PlaceId, part: Part) -> Option<PlaceId> {
        let mut children = self.children[id].iter();
        children
            .find(|(known, _)| *known == part)
            .map(|(_, child)| *child)
    }

    fn child_or_new(&mut self, id: PlaceId, part: Part) -> Option<PlaceId> {
        if let Some(child) = self.child(id, part) {
            return Some(child);
        }
        let child = self.add(self.depths[id] + 1)?;
        self.children[id].push((part, child));
        Some(child)
    }

    fn add(&mut self, depth: usize) -> Option<PlaceId> {
        if self.len() == MAX_PLACES || depth > MAX_DEPTH {
            return None;
        }
        self.children.push(Vec::new());
        self.depths.push(depth);
        Some(self.len() - 1)
    }
}

fn part<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    owner: PlaceRef<'tcx>,
    elem: PlaceElem<'tcx>,
) -> Option<Part> {
    match elem {
        PlaceElem::Field(field, _) => Some(Part::Field(field)),
        PlaceElem::Downcast(_, variant) => Some(Part::Variant(variant)),
        PlaceElem::ConstantIndex {
            offset,
            from_end: false,
            ..
        } => Some(Part::Element(offset)),
        PlaceElem::Deref if owner.ty(&body.local_decls, tcx).ty.is_box() => Some(Part::Boxed),
        _ => None,
    }
}
