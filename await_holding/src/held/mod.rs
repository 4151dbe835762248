//! What a coroutine holds while it is suspended, and must not.
//!
//! # Definition
//!
//! A value is *held* across an `await` point if the future can be suspended there while it owns the
//! value: dropping the future at that point would drop the value. Locals, temporaries, arguments and
//! captured variables are alike in this. If it depends on the path that the program took, the value
//! is held if it is owned on some path. A value whose type has no drop glue is held if it is used
//! later, directly or through a reference.
//!
//! # Method
//!
//! 1. Among the types of all values that are stored in the coroutine (`mir_coroutine_witnesses`,
//!    which rustc computes anyway) and of everything it has captured, is there one that owns something
//!    forbidden ([`ownership`](crate::ownership))? Usually there is not, and the check ends here.
//! 2. Otherwise the MIR of the coroutine says which places it owns at each suspension point
//!    ([`suspension`](crate::suspension)).
//! 3. The types of those places are searched again for what they own.
//! 4. A generic coroutine that is awaited holds what it was given, and does not know what that is. So
//!    this is found out where it is awaited ([`given`]).
//!
//! Step 2 needs the MIR before drop elaboration. [`Holdings::record`] takes that step when rustc is
//! about to elaborate drops. If the incremental cache made that unnecessary, the MIR was not stolen,
//! and the step is taken when the lint asks. Either way the lint reads the query that steals the
//! MIR, so it runs again if that changes.
//!
//! # Limits
//!
//! * Types say what can be owned: an `Option` that is `None` holds nothing only where the control
//!   flow says so: `match`, `Option::take` and the like, and flags that were assigned constants or such
//!   answers. Otherwise the value is reported as one that may be held.
//! * What can be empty is not looked into where it is in an `UnsafeCell`, though it may well be full.
//! * What is behind raw pointers follows from the rules of [`ownership`](crate::ownership).
//! * A future that an `await` polls and that is no coroutine is not seen to hold what is also in its
//!   output: most of what its type can own is that, and exists only when the future is done.
//! * Of the `await` points that never suspend, few are recognized.

use std::mem;
use std::sync::OnceLock;

use rustc_abi::FIRST_VARIANT;
use rustc_data_structures::fx::{FxHashMap, FxIndexMap, IndexEntry};
use rustc_data_structures::sync::Lock;
use rustc_hir::def_id::{DefId, LocalDefId};
use rustc_hir::{CoroutineKind, CoroutineSource};
use rustc_middle::dep_graph::{DepKind, DepNodeIndex};
use rustc_middle::mir::{PlaceElem, PlaceTy};
use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};
use rustc_span::sym;

mod given;
mod labelled_calls;
mod scope;
mod trait_objects;

use crate::compat::SkipNorm;
use crate::degree::Degree;
use crate::futures::Futures;
use crate::ownership::{AccessPath, Component, Owners, Step};
use crate::rules::list::InvalidTypes;
use crate::rules::{Rule, RuleSet};
use crate::suspension::{self, Interest, Origin, OwnedPlace, OwnedValue, SuspensionPoint};
use given::{Given, OfParameters, TypeParameters};
use scope::Scope;

/// A value that is held across at least one suspension point, and why it must not be.
pub struct Held<'tcx> {
    /// Why it must not be held.
    pub rule: Rule,
    /// Where the owner comes from.
    pub origin: Origin,
    /// The coroutine that holds it, if that is another one, which gets it as an argument.
    pub given_to: Option<DefId>,
    /// The type that the rule is about.
    pub ty: Ty<'tcx>,
    /// From the value at `origin` to the one that the rule is about.
    pub access_path: AccessPath<'tcx>,
    /// Possible if at no suspension point more is known than that something on the access path can be
    /// empty.
    pub degree: Degree,
    /// The suspension points that it is held across, in the order of the source.
    pub points: Vec<SuspensionPoint>,
}

/// Knows what the coroutines of a crate hold.
pub(crate) struct Holdings<'tcx> {
    list: &'static InvalidTypes,
    rules: OnceLock<(RuleSet, DepNodeIndex)>,
    owners: Owners<'tcx>,
    /// By coroutine, what was found before its MIR was stolen.
    recorded: Lock<FxHashMap<LocalDefId, Vec<OwnedValue<'tcx, Rule>>>>,
    /// The same about the type parameters of generic coroutines.
    recorded_of_parameters: Lock<FxHashMap<LocalDefId, OfParameters<'tcx>>>,
}

impl<'tcx> Holdings<'tcx> {
    pub fn new(list: &'static InvalidTypes) -> Self {
        Self {
            list,
            rules: OnceLock::new(),
            owners: Owners::default(),
            recorded: Lock::default(),
            recorded_of_parameters: Lock::default(),
        }
    }

    /// The rules for this crate.
    pub fn rules(&self, tcx: TyCtxt<'tcx>) -> &RuleSet {
        if self.rules.get().is_none() {
            let resolved = tcx.dep_graph.with_anon_task(tcx, DepKind::TraitSelect, || {
                RuleSet::resolve(tcx, self.list)
            });
            // Another thread may have resolved them in the meantime; then its result is kept.
            let _ = self.rules.set(resolved);
        }
        let (rules, node) = self.rules.get().expect("it was just set");
        tcx.dep_graph.read_index(*node);
        rules
    }

    /// Records what `coroutine` owns, if that can matter, while its MIR is still there.
    pub fn record(&self, tcx: TyCtxt<'tcx>, coroutine: LocalDefId) {
        if let Some(owned) = self.owned_of_parameters(tcx, coroutine) {
            self.recorded_of_parameters.lock().insert(coroutine, owned);
        }
        if self.may_hold(tcx, coroutine) {
            let owned = self.owned_values(tcx, coroutine);
            self.recorded.lock().insert(coroutine, owned);
        }
    }

    /// Everything that `coroutine` holds and must not, in the order of declaration. Nothing if the
    /// coroutine has errors.
    pub fn held_values(&self, tcx: TyCtxt<'tcx>, coroutine: LocalDefId) -> Vec<Held<'tcx>> {
        if !self.may_hold(tcx, coroutine) {
            return Vec::new();
        }
        tcx.ensure_ok()
            .mir_drops_elaborated_and_const_checked(coroutine);
        let recorded = self.recorded.lock().remove(&coroutine);
        let owned = recorded.unwrap_or_else(|| self.owned_values(tcx, coroutine));

        let scope = self.scope(tcx, coroutine);
        // One binding can be several locals, for example in the arms of a `|` pattern.
        let mut held: FxIndexMap<_, Held<'tcx>> = FxIndexMap::default();
        let mut add = |value: &OwnedValue<'tcx, Rule>, origin: Origin, given_to: Option<DefId>| {
            for (place, points) in &value.places {
                for found in &*scope.forbidden(value, place) {
                    let key = (origin, found.rule.lint());
                    let mut this = Held {
                        rule: found.rule,
                        origin,
                        given_to,
                        ty: found.ty,
                        access_path: [
                            path_to_place(tcx, value.ty, place),
                            found.access_path.clone(),
                        ]
                        .concat(),
                        degree: place.degree.max(found.degree),
                        points: points.clone(),
                    };
                    match held.entry(key) {
                        IndexEntry::Vacant(entry) => {
                            entry.insert(this);
                        }
                        IndexEntry::Occupied(entry) => {
                            let known = entry.into_mut();
                            // What is known at one suspension point is shown for all of them.
                            if this.degree < known.degree {
                                mem::swap(known, &mut this);
                            }
                            known.points.append(&mut this.points);
                        }
                    }
                }
            }
        };
        for value in &owned {
            add(value, value.origin, None);
        }
        for Given {
            value,
            argument,
            holder,
        } in self.given(&scope, coroutine)
        {
            add(&value, Origin::Temporary(argument), Some(holder));
        }
        let mut held: Vec<_> = held.into_values().collect();
        for held in &mut held {
            held.points.sort_by_key(|point| point.span.lo());
            held.points.dedup();
        }
        held
    }

    /// Step 1: whether a type in the coroutine is reason enough to look at its MIR.
    fn may_hold(&self, tcx: TyCtxt<'tcx>, coroutine: LocalDefId) -> bool {
        let Some(stored) = stored(tcx, coroutine) else {
            return false;
        };
        let scope = self.scope(tcx, coroutine);
        stored
            .clone()
            .chain(captured(tcx, coroutine))
            .any(|ty| scope.owned_by(ty, Futures::Unpolled) > 0)
            || labelled_calls::are_in(tcx, coroutine, stored.clone(), &scope)
            || trait_objects::are_made_in(tcx, coroutine, stored, &scope)
    }

    /// Step 2.
    fn owned_values(
        &self,
        tcx: TyCtxt<'tcx>,
        coroutine: LocalDefId,
    ) -> Vec<OwnedValue<'tcx, Rule>> {
        let body = tcx.mir_promoted(coroutine).0;
        suspension::owned_values(tcx, &body.borrow(), &self.scope(tcx, coroutine))
    }

    /// What the coroutines hold that `coroutine` awaits.
    fn given(&self, scope: &Scope<'_, 'tcx>, coroutine: LocalDefId) -> Vec<Given<'tcx>> {
        let of_parameters = |awaited| {
            let tcx = scope.tcx;
            tcx.ensure_ok()
                .mir_drops_elaborated_and_const_checked(awaited);
            let recorded = self.recorded_of_parameters.lock().get(&awaited).cloned();
            recorded
                .or_else(|| self.owned_of_parameters(tcx, awaited))
                .unwrap_or_default()
        };
        let mut search = given::Search {
            scope,
            of_parameters: &of_parameters,
            given: Vec::new(),
        };
        search.visit(coroutine);
        search.given
    }

    /// What `coroutine` owns of its type parameters, if a type in it depends on one.
    fn owned_of_parameters(
        &self,
        tcx: TyCtxt<'tcx>,
        coroutine: LocalDefId,
    ) -> Option<OfParameters<'tcx>> {
        let depends = |ty| TypeParameters.owned_by(ty, Futures::Unpolled) > 0;
        // An `async fn` captures its arguments, but first of all moves them into variables.
        let is_of_function = matches!(
            tcx.coroutine_kind(coroutine),
            Some(CoroutineKind::Desugared(_, CoroutineSource::Fn))
        );
        let is_captured = || !is_of_function && captured(tcx, coroutine).any(depends);
        (stored(tcx, coroutine)?.any(depends) || is_captured()).then(|| {
            let body = tcx.mir_promoted(coroutine).0;
            suspension::owned_values(tcx, &body.borrow(), &TypeParameters).into()
        })
    }

    fn scope(&self, tcx: TyCtxt<'tcx>, coroutine: LocalDefId) -> Scope<'_, 'tcx> {
        Scope {
            tcx,
            typing_env: TypingEnv::post_analysis(tcx, coroutine),
            owners: &self.owners,
            rules: self.rules(tcx),
        }
    }
}

/// The types that `coroutine` stores while it is suspended. `None` if it has errors.
fn stored(tcx: TyCtxt<'_>, coroutine: LocalDefId) -> Option<impl Iterator<Item = Ty<'_>> + Clone> {
    let layout = tcx.mir_coroutine_witnesses(coroutine.to_def_id())?;
    Some(layout.field_tys.iter().map(|field| field.ty))
}

/// The types that `coroutine` has captured.
fn captured(tcx: TyCtxt<'_>, coroutine: LocalDefId) -> impl Iterator<Item = Ty<'_>> {
    let ty = tcx.type_of(coroutine).instantiate_identity().skip_norm();
    match ty.kind() {
        ty::Coroutine(_, args) => args.as_coroutine().upvar_tys(),
        _ => ty::List::empty(),
    }
    .iter()
}

/// The access path from a value of type `value` to a place within it.
fn path_to_place<'tcx>(
    tcx: TyCtxt<'tcx>,
    value: Ty<'tcx>,
    place: &OwnedPlace<'tcx>,
) -> AccessPath<'tcx> {
    let mut current = PlaceTy::from_ty(value);
    let mut path = AccessPath::new();
    for &elem in &place.projection {
        let owner = current.ty;
        let to = match (elem, owner.kind()) {
            (PlaceElem::Downcast(..), _) => None,
            (PlaceElem::Field(index, _), &ty::Adt(adt, _)) => {
                let variant = adt.variant(current.variant_index.unwrap_or(FIRST_VARIANT));
                Some(Component::field(adt, variant, variant.fields[index].name))
            }
            (PlaceElem::Field(index, _), ty::Closure(closure, _) | ty::Coroutine(closure, _)) => {
                Some(Component::capture(tcx, *closure, index.as_usize()))
            }
            (PlaceElem::Field(index, _), _) => {
                Some(Component::Field(sym::integer(index.as_usize())))
            }
            _ => Some(Component::Content),
        };
        path.extend(to.map(|to| Step { owner, to }));
        current = current.projection_ty(tcx, elem);
    }
    path
}
