//! Which places of a body are followed, and which of them are flags.

use rustc_data_structures::fx::{FxHashMap, FxHashSet};
use rustc_index::IndexVec;
use rustc_middle::mir::{BasicBlock, PlaceRef};
use rustc_middle::ty::Ty;

use super::effects::{BlockEffects, Effect, Effects};
use super::known_calls;
use super::places::{Found, PlaceId, Places};
use super::state::FlagId;

/// The size of a state, in places times flags.
const MAX_STATE: usize = 512;

/// What is followed in a body.
pub(super) struct Followed {
    pub places: Places,
    /// Whether a place owns something of interest, by place. The others are flags, or on the way to one.
    pub owning: Vec<bool>,
    pub flags: FxHashMap<PlaceId, FlagId>,
}

impl Followed {
    /// Follows the enums and collections of types of which `is_of_interest` is true, what these are
    /// moved from and to, and the flags among what the body branches on.
    pub fn in_body<'tcx>(
        body: &Effects<'_, 'tcx>,
        blocks: &IndexVec<BasicBlock, BlockEffects<PlaceRef<'tcx>>>,
        is_of_interest: impl Fn(Ty<'tcx>) -> bool,
    ) -> Self {
        let mut search = Search {
            body,
            places: Places::default(),
            owning: FxHashSet::default(),
            asked: FxHashSet::default(),
        };
        let effects: Vec<_> = blocks.iter().flat_map(BlockEffects::all).collect();
        for block in blocks {
            let asked = block.asked.as_ref();
            let places = block.all().flat_map(Effect::places);
            for place in places.chain(asked.map(|asked| asked.place)) {
                let ty = body.ty(place);
                let is_known = ty
                    .ty_adt_def()
                    .is_some_and(|adt| adt.is_enum() || known_calls::is_collection(body.tcx, adt));
                if is_known && is_of_interest(ty) {
                    let place = search.insert(place);
                    search.owning.extend(place);
                }
            }
            if let Some(asked) = asked
                && asked.values.len() == 2
            {
                let place = search.insert(asked.place);
                search.asked.extend(place);
            }
        }
        while search.follow_moves(&effects) {}
        let flags = search.flags(&effects);
        Self {
            owning: (0..search.places.len())
                .map(|place| search.owning.contains(&place))
                .collect(),
            places: search.places,
            flags,
        }
    }
}

struct Search<'a, 'tcx> {
    body: &'a Effects<'a, 'tcx>,
    places: Places,
    owning: FxHashSet<PlaceId>,
    /// Places with two variants that the body branches on, perhaps after a move, or by another place that
    /// tells which variant they have.
    asked: FxHashSet<PlaceId>,
}

impl<'tcx> Search<'_, 'tcx> {
    fn insert(&mut self, place: PlaceRef<'tcx>) -> Option<PlaceId> {
        let Effects {
            tcx, body, borrows, ..
        } = *self.body;
        match borrows.is_addressed(place.local) {
            true => None,
            false => self.places.insert(tcx, body, place),
        }
    }

    fn find(&self, place: PlaceRef<'tcx>) -> Option<PlaceId> {
        match self.places.find(self.body.tcx, self.body.body, place) {
            Found::At(place) => Some(place),
            _ => None,
        }
    }

    /// Follows where the values of followed places come from and go to. Says whether there is anything
    /// new.
    fn follow_moves(&mut self, effects: &[Effect<PlaceRef<'tcx>>]) -> bool {
        let before = (self.places.len(), self.owning.len(), self.asked.len());
        for effect in effects {
            if let Effect::Tell { flag, of, .. } = *effect
                && let Some(flag) = self.find(flag)
                && self.asked.contains(&flag)
            {
                let of = self.insert(of);
                self.asked.extend(of);
            }
            let Some((to, from)) = effect.moves() else {
                continue;
            };
            let (to, from) = match (self.find(to), self.find(from)) {
                (None, None) => continue,
                (Some(to), found) => (Some(to), found.or_else(|| self.insert(from))),
                (None, found) => (self.insert(to), found),
            };
            if let (Some(to), Some(from)) = (to, from) {
                self.places.mirror(to, from);
                for (to, from) in self.places.pairs(to, from) {
                    let Some(from) = from else {
                        continue;
                    };
                    if self.owning.contains(&to) || self.owning.contains(&from) {
                        self.owning.extend([to, from]);
                    }
                    if self.asked.contains(&to) {
                        self.asked.insert(from);
                    }
                }
            }
        }
        before != (self.places.len(), self.owning.len(), self.asked.len())
    }

    /// What the body branches on is a flag if it is known what it says.
    fn flags(&self, effects: &[Effect<PlaceRef<'tcx>>]) -> FxHashMap<PlaceId, FlagId> {
        let mut known: FxHashSet<PlaceId> = FxHashSet::default();
        loop {
            let before = known.len();
            for effect in effects {
                match *effect {
                    Effect::Set(place, _) | Effect::Tell { flag: place, .. } => {
                        known.extend(self.find(place));
                    }
                    _ => {}
                }
                if let Some((to, from)) = effect.moves()
                    && let (Some(to), Some(from)) = (self.find(to), self.find(from))
                {
                    for (to, from) in self.places.pairs(to, from) {
                        if from.is_some_and(|from| known.contains(&from)) {
                            known.insert(to);
                        }
                    }
                }
            }
            if known.len() == before {
                break;
            }
        }
        (0..self.places.len())
            .filter(|place| self.asked.contains(place) && known.contains(place))
            .take(MAX_STATE / self.places.len().max(1))
            .enumerate()
            .map(|(flag, place)| (place, flag))
            .collect()
    }
}
