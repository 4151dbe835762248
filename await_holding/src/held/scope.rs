//! What is forbidden of the values in one coroutine.

use std::sync::Arc;

use rustc_hir::def_id::DefId;
use rustc_middle::ty::{GenericArgsRef, Ty, TyCtxt, TypingEnv};

use crate::compat;
use crate::degree::Degree;
use crate::futures::Futures;
use crate::ownership::{self, AccessPath, Found, Owners, Step};
use crate::rules::{Rule, RuleSet};
use crate::suspension::{Coverage, Interest, Origin, OwnedPlace, OwnedValue};

/// The rules, as they apply to types in one coroutine.
pub(super) struct Scope<'a, 'tcx> {
    pub tcx: TyCtxt<'tcx>,
    pub typing_env: TypingEnv<'tcx>,
    pub owners: &'a Owners<'tcx>,
    pub rules: &'a RuleSet,
}

impl<'tcx> Interest<'tcx> for Scope<'_, 'tcx> {
    type Label = Rule;

    fn owned_by(&self, ty: Ty<'tcx>, futures: Futures) -> usize {
        self.found_in(ty, futures).len()
    }

    fn label(&self, function: DefId, args: GenericArgsRef<'tcx>) -> Option<Rule> {
        self.rules
            .rule_of_call(self.tcx, self.typing_env, function, args)
    }
}

impl<'tcx> Scope<'_, 'tcx> {
    pub fn found_in(&self, ty: Ty<'tcx>, futures: Futures) -> Arc<[Found<'tcx>]> {
        self.owners
            .found_in(self.tcx, self.typing_env, self.rules, ty, futures)
    }

    /// What is forbidden of `place`, which is in `value`: the place itself, or something
    /// that it owns.
    pub fn forbidden(
        &self,
        value: &OwnedValue<'tcx, Rule>,
        place: &OwnedPlace<'tcx>,
    ) -> Arc<[Found<'tcx>]> {
        let ty = ownership::normalized(self.tcx, self.typing_env, place.ty);
        let itself = |rule| {
            let access_path = AccessPath::new();
            Arc::from([Found {
                rule,
                ty,
                access_path,
                degree: Degree::Certain,
            }])
        };
        let rule = self.rules.rule_for(self.tcx, self.typing_env, ty);
        let found = match (place.coverage, rule) {
            (Coverage::Whole, _) => self.found_in(ty, place.futures),
            (Coverage::Shell, Some(rule)) if !rule.is_allowance() => itself(rule),
            (Coverage::Shell, _) => Arc::default(),
        };
        if let Origin::Awaited(_) = value.origin {
            return self.beside_output(ty, &found);
        }
        let is_value = place.projection.is_empty();
        match value.label {
            // The user means this value in particular.
            Some(listed) if listed.is_allowance() => Arc::default(),
            Some(listed @ Rule::Listed(entry)) if is_value => {
                itself(rule.map_or(listed, |rule| rule.listed_by(entry)))
            }
            // A rule about the type takes precedence over a mark on the function that returned it.
            Some(marked) if is_value && rule.is_none() && found.is_empty() => itself(marked),
            _ => found,
        }
    }

    /// What of `found` a future, which is polled, owns beside its output: what a closure has captured,
    /// and what cannot be in the output.
    fn beside_output(&self, future: Ty<'tcx>, found: &[Found<'tcx>]) -> Arc<[Found<'tcx>]> {
        let Some(output) = self.tcx.lang_items().future_output() else {
            return Arc::default();
        };
        let output = compat::projection(self.tcx, output, future);
        let in_output = self.found_in(output, Futures::Unpolled);
        let is_beside = |found: &&Found<'tcx>| {
            let is_captured = |step: &Step<'tcx>| step.owner.is_closure();
            let is_same = |other: &Found<'tcx>| other.rule.lint() == found.rule.lint();
            found.access_path.iter().any(is_captured) || !in_output.iter().any(is_same)
        };
        found.iter().filter(is_beside).cloned().collect()
    }
}
