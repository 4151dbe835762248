//! What a coroutine holds while it is suspended.
//!
//! # Definition
//!
//! A value is *held* across an `await` if the future can be suspended there while it owns the
//! value: dropping the future at that `await` would drop the value. Locals, temporaries, arguments
//! and captured values are alike in this. Where it depends on the path that the program took, the
//! value is held if it is owned on some path. A value whose type needs no drop is held if it is
//! used later, by itself or through a reference.
//!
//! # Method
//!
//! 1. Of all values that are stored in the coroutine (`mir_coroutine_witnesses`, which rustc has
//!    computed in any case) and all that it has captured, is there one whose type owns what must
//!    not be held ([`owned`](super::owned))? Mostly there is none, and that is all.
//! 2. Else the MIR of the coroutine says which places are owned at each suspension point
//!    ([`suspended`](super::suspended)).
//! 3. The types of those places say again what they own.
//!
//! Step 2 needs the MIR as it is before drop elaboration. rustc takes it away when it elaborates
//! drops, before any lint runs, so the answer is computed at that moment and kept until the lint
//! asks for it ([`kept`](super::kept)). If the results of an earlier, incremental compilation made that
//! unnecessary, the MIR has not been taken and is built when the lint asks. Either way `lint_mod`
//! has read the query that takes the MIR, so it runs again if that changes.
//!
//! # Limits
//!
//! * What a type owns is asked of the type: an `Option` that is `None` holds nothing only where
//!   the control flow says so (`match`, `Option::take` and the like), not where a flag does.
//! * Owners behind raw pointers are known by the rules of [`owned`](super::owned).
//! * What the future that an `await` polls owns, if it is no coroutine, is not looked at: most of
//!   what its type can own is its output.
//! * `await` points that can never suspend are not known as such.

use rustc_data_structures::fx::FxIndexMap;
use rustc_hir::def_id::LocalDefId;
use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};

use super::denylist::{Denylist, Rule};
use super::kept;
use super::origin::Origin;
use super::owned::{self, Found, Owners};
use super::returned;
use super::suspended::{self, Part, Root, Suspension};
use super::way::{self, Step};

/// A value that is held across at least one suspension point, and why it must not be.
pub(super) struct Held<'tcx> {
    pub rule: Rule,
    pub origin: Origin,
    /// The type that the rule is about.
    pub ty: Ty<'tcx>,
    /// From the value at `origin` to the one that the rule is about. Empty if it is the same.
    pub way: Vec<Step<'tcx>>,
    /// The suspension points that it is held through, in the order of the source.
    pub through: Vec<Suspension>,
}

/// Tells what coroutines hold, for all of the crate.
#[derive(Default)]
pub(super) struct Holdings<'tcx> {
    owners: Owners<'tcx>,
}

impl<'tcx> Holdings<'tcx> {
    /// All values that `coroutine` holds across suspension points and that must not be held, in
    /// the order of their declaration. None if the coroutine has errors.
    pub fn of_coroutine(&mut self, tcx: TyCtxt<'tcx>, coroutine: LocalDefId) -> Vec<Held<'tcx>> {
        if !self.may_hold(tcx, coroutine) {
            return Vec::new();
        }
        let typing_env = TypingEnv::post_analysis(tcx, coroutine);
        // One binding can be several locals, for example in the arms of a `|` pattern.
        let mut held: FxIndexMap<_, Held<'tcx>> = FxIndexMap::default();
        for root in self.roots(tcx, coroutine) {
            for (part, through) in &root.parts {
                for found in self.forbidden(tcx, typing_env, &root, part) {
                    let key = (root.origin, found.rule.lint().name);
                    let held = held.entry(key).or_insert_with(|| Held {
                        rule: found.rule,
                        origin: root.origin,
                        ty: found.ty,
                        way: [way::to_part(tcx, root.ty, part), found.way].concat(),
                        through: Vec::new(),
                    });
                    held.through.extend(through);
                }
            }
        }
        let mut held: Vec<_> = held.into_values().collect();
        for held in &mut held {
            held.through.sort_by_key(|point| point.span.lo());
            held.through.dedup();
        }
        held
    }

    /// What must not be held of `part`: the part itself, or what it owns.
    fn forbidden(
        &mut self,
        tcx: TyCtxt<'tcx>,
        typing_env: TypingEnv<'tcx>,
        root: &Root<'tcx>,
        part: &Part<'tcx>,
    ) -> Vec<Found<'tcx>> {
        let ty = owned::normal(tcx, typing_env, part.ty);
        let itself = |rule| Found {
            rule,
            ty,
            way: Vec::new(),
        };
        let rule = Denylist::of_build(tcx).rule_for(tcx, typing_env, ty);
        let found = match rule {
            Some(rule) if part.is_shell && !rule.is_allowance() => vec![itself(rule)],
            _ if part.is_shell => Vec::new(),
            _ => {
                let futures = !part.is_polled;
                self.owners.found_in(tcx, typing_env, ty, futures).to_vec()
            }
        };
        match root.returned {
            // The user means this value in particular.
            Some(listed) if listed.is_allowance() => Vec::new(),
            Some(listed @ Rule::Listed(_)) if part.projection.is_empty() => vec![itself(listed)],
            // Anybody else's word about the type goes before that about the one value.
            Some(marked) if part.projection.is_empty() && rule.is_none() && found.is_empty() => {
                vec![itself(marked)]
            }
            _ => found,
        }
    }

    /// Step 1: whether a type in the coroutine is reason enough to look at its MIR.
    pub fn may_hold(&mut self, tcx: TyCtxt<'tcx>, coroutine: LocalDefId) -> bool {
        let Some(layout) = tcx.mir_coroutine_witnesses(coroutine.to_def_id()) else {
            return false;
        };
        let captured = match tcx.type_of(coroutine).instantiate_identity().kind() {
            ty::Coroutine(_, args) => args.as_coroutine().upvar_tys(),
            _ => ty::List::empty(),
        };
        let typing_env = TypingEnv::post_analysis(tcx, coroutine);
        let stored = layout.field_tys.iter().map(|field| field.ty);
        stored
            .clone()
            .chain(captured)
            .any(|ty| !self.owners.found_in(tcx, typing_env, ty, true).is_empty())
            || returned::is_called_in(tcx, coroutine, stored)
    }

    fn roots(&mut self, tcx: TyCtxt<'tcx>, coroutine: LocalDefId) -> Vec<Root<'tcx>> {
        tcx.ensure_ok()
            .mir_drops_elaborated_and_const_checked(coroutine);
        kept::take(tcx, coroutine).unwrap_or_else(|| self.roots_of_mir(tcx, coroutine))
    }

    /// Step 2, for a coroutine whose MIR has not been taken yet.
    pub fn roots_of_mir(&mut self, tcx: TyCtxt<'tcx>, coroutine: LocalDefId) -> Vec<Root<'tcx>> {
        let body = tcx.mir_promoted(coroutine).0;
        let typing_env = TypingEnv::post_analysis(tcx, coroutine);
        suspended::roots(tcx, &body.borrow(), |ty, futures| {
            self.owners.found_in(tcx, typing_env, ty, futures).len()
        })
    }
}
