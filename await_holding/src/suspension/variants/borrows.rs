//! What the references of a body refer to, and what is done with the mutable ones.

use rustc_abi::FieldIdx;
use rustc_data_structures::fx::{FxHashMap, FxHashSet};
use rustc_middle::mir::visit::{NonMutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::{
    AggregateKind, Body, BorrowKind, Local, Location, Operand, Place, PlaceElem, PlaceRef, Rvalue,
    Terminator, TerminatorKind,
};
use rustc_middle::ty::TyCtxt;

/// What can happen to a place through a mutable reference to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It is matched: its variant stays, but its parts can be borrowed in turn.
    Match,
    /// It is given to one call, which can do anything with it.
    Call,
    /// Not known.
    Any,
}

/// The references of a body that are written once.
#[derive(Default)]
pub(super) struct Borrows<'tcx> {
    /// By the local, or the field of a tuple, that has the reference.
    referred: FxHashMap<(Local, Option<FieldIdx>), (BorrowKind, Place<'tcx>)>,
    purposes: FxHashMap<Local, Purpose>,
    /// Locals whose raw address is taken.
    addressed: FxHashSet<Local>,
}

impl<'tcx> Borrows<'tcx> {
    pub fn of(body: &Body<'tcx>) -> Self {
        let mut uses = Uses::default();
        uses.visit_body(body);
        let mut borrows = Self {
            addressed: uses.addressed.clone(),
            ..Self::default()
        };
        // What is written through a reference to it is not among the writes.
        let is_written_elsewhere =
            |local: Local| uses.borrowed.contains(&local) || uses.addressed.contains(&local);
        for (&local, write) in &uses.writes {
            match write {
                _ if is_written_elsewhere(local) => {}
                Some(Written::Reference(kind, place)) => {
                    borrows.referred.insert((local, None), (*kind, *place));
                }
                Some(Written::Tuple(parts)) => {
                    for &(field, part) in parts {
                        if !is_written_elsewhere(part)
                            && let Some(&Some(Written::Reference(kind, place))) =
                                uses.writes.get(&part)
                        {
                            let field = (local, Some(field));
                            borrows.referred.insert(field, (kind, place));
                        }
                    }
                }
                _ => {}
            }
        }
        let mutable = uses
            .writes
            .iter()
            .filter_map(|(&local, write)| match write {
                Some(Written::Reference(BorrowKind::Mut { .. }, _)) => Some(local),
                _ => None,
            });
        borrows.purposes = mutable.map(|local| (local, uses.purpose(local))).collect();
        borrows
    }

    pub fn is_addressed(&self, local: Local) -> bool {
        self.addressed.contains(&local)
    }

    /// What the reference that is written to `local` is for.
    pub fn purpose(&self, local: Local) -> Purpose {
        self.purposes.get(&local).copied().unwrap_or(Purpose::Any)
    }

    /// `(*r).f` is `x.f` if `r` is never anything but `&x`, or a `&mut x` that is only matched.
    pub fn behind(&self, tcx: TyCtxt<'tcx>, place: PlaceRef<'tcx>) -> PlaceRef<'tcx> {
        let mut place = place;
        loop {
            let (field, rest) = match place.projection {
                [PlaceElem::Deref, rest @ ..] => (None, rest),
                [PlaceElem::Field(field, _), PlaceElem::Deref, rest @ ..] => (Some(*field), rest),
                _ => return place,
            };
            let Some((kind, referent)) = self.referred.get(&(place.local, field)) else {
                return place;
            };
            let is_mutable = matches!(kind, BorrowKind::Mut { .. });
            if is_mutable && (field.is_some() || self.purpose(place.local) != Purpose::Match) {
                return place;
            }
            place = referent.project_deeper(rest, tcx).as_ref();
        }
    }

    /// The place behind the argument `&mut place` of a call, even if it was reborrowed.
    pub fn behind_argument(&self, argument: &Operand<'tcx>) -> Option<Place<'tcx>> {
        let mut reference = argument.place()?.as_local()?;
        loop {
            let (kind, place) = self.referred.get(&(reference, None))?;
            if !matches!(kind, BorrowKind::Mut { .. }) || self.purpose(reference) != Purpose::Call {
                return None;
            }
            match place.projection.as_slice() {
                [PlaceElem::Deref] if self.purposes.contains_key(&place.local) => {
                    reference = place.local;
                }
                _ => return Some(*place),
            }
        }
    }
}

/// What a local gets that is written once.
enum Written<'tcx> {
    Reference(BorrowKind, Place<'tcx>),
    /// A tuple, some fields of which get the value of other locals.
    Tuple(Vec<(FieldIdx, Local)>),
    Other,
}

/// How the locals of a body are used.
#[derive(Default)]
struct Uses<'tcx> {
    /// `None` for a local that is written more than once.
    writes: FxHashMap<Local, Option<Written<'tcx>>>,
    /// Those that are borrowed mutably, in whole or in part, and those whose address is taken.
    borrowed: FxHashSet<Local>,
    addressed: FxHashSet<Local>,
    /// How often each is used, and how often of that its referent is matched.
    counts: FxHashMap<Local, (usize, usize)>,
    /// Those that are an argument of a call.
    arguments: FxHashSet<Local>,
    /// Where a reborrow of each is put.
    reborrowed: FxHashMap<Local, Local>,
}

impl<'tcx> Uses<'tcx> {
    fn purpose(&self, local: Local) -> Purpose {
        let mut local = local;
        while let Some(Some(Written::Reference(..))) = self.writes.get(&local)
            && let Some(&(used, matched)) = self.counts.get(&local)
        {
            if used == matched {
                return Purpose::Match;
            }
            if used > 1 {
                break;
            }
            if self.arguments.contains(&local) {
                return Purpose::Call;
            }
            match self.reborrowed.get(&local) {
                Some(&next) => local = next,
                None => break,
            }
        }
        Purpose::Any
    }

    fn write(&mut self, to: &Place<'tcx>, value: Written<'tcx>) {
        self.writes
            .entry(to.local)
            .and_modify(|known| *known = None)
            .or_insert_with(|| to.as_local().map(|_| value));
    }
}

impl<'tcx> Visitor<'tcx> for Uses<'tcx> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, _: Location) {
        let is_write = place.projection.is_empty() && context.is_place_assignment();
        if !context.is_use() || context.is_drop() || is_write {
            return;
        }
        let is_asked = matches!(
            context,
            PlaceContext::NonMutatingUse(
                NonMutatingUseContext::Inspect
                    | NonMutatingUseContext::PlaceMention
                    | NonMutatingUseContext::FakeBorrow
            )
        );
        let is_matched = match place.projection.as_slice() {
            [PlaceElem::Deref, PlaceElem::Downcast(..), ..] => true,
            [] | [PlaceElem::Deref] => is_asked,
            _ => false,
        };
        let (used, matched) = self.counts.entry(place.local).or_default();
        *used += 1;
        *matched += usize::from(is_matched);
    }

    fn visit_assign(&mut self, to: &Place<'tcx>, value: &Rvalue<'tcx>, location: Location) {
        let written = match value {
            Rvalue::Ref(_, kind, place) => {
                if let BorrowKind::Mut { .. } = kind {
                    match (to.as_local(), place.projection.as_slice()) {
                        (Some(to), [PlaceElem::Deref]) => {
                            self.reborrowed.insert(place.local, to);
                        }
                        _ if !place.is_indirect() => {
                            self.borrowed.insert(place.local);
                        }
                        _ => {}
                    }
                }
                Written::Reference(*kind, *place)
            }
            Rvalue::RawPtr(_, place) => {
                self.addressed.insert(place.local);
                Written::Other
            }
            Rvalue::Aggregate(kind, operands) if **kind == AggregateKind::Tuple => {
                let parts = operands
                    .iter_enumerated()
                    .filter_map(|(field, operand)| Some((field, operand.place()?.as_local()?)));
                Written::Tuple(parts.collect())
            }
            _ => Written::Other,
        };
        self.write(to, written);
        self.super_assign(to, value, location);
    }

    fn visit_terminator(&mut self, terminator: &Terminator<'tcx>, location: Location) {
        match &terminator.kind {
            TerminatorKind::Call {
                args, destination, ..
            } => {
                let locals = args.iter().filter_map(|arg| arg.node.place()?.as_local());
                self.arguments.extend(locals);
                self.write(destination, Written::Other);
            }
            TerminatorKind::Yield { resume_arg, .. } => self.write(resume_arg, Written::Other),
            _ => {}
        }
        self.super_terminator(terminator, location);
    }
}
