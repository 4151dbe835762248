//! The rules for one crate: the user's list, the catalogue and the marks, resolved.
//!
//! They are resolved once per process and used by every `lint_mod`. A query that uses rules which
//! another one has resolved depends on everything that was read for them: re-exports, aliases,
//! traits of other crates. So they are resolved in an anonymous task of the dependency graph, as
//! rustc's trait selection does with results that several queries share, and each query that asks
//! for them reads the node of that task. If something that was read then is different in a later
//! run, the node cannot be marked green, and each of the queries runs again.
//!
//! The configuration itself is not part of the graph. The host must not reuse an incremental cache
//! that was made with another one.

use std::cmp::Reverse;

use clippy_catalogue::LintKind;
use rustc_data_structures::fx::FxHashMap;
use rustc_hir::def::DefKind;
use rustc_hir::def_id::DefId;
use rustc_middle::ty::fast_reject::{SimplifiedType, TreatParams, simplify_type};
use rustc_middle::ty::{GenericArgsRef, Instance, Ty, TyCtxt, TypingEnv};

use super::catalogue::{self, KnownType};
use super::list::path::TypePath;
use super::list::{InvalidType, InvalidTypes};
use super::mark;
use super::paths::Resolver;
use super::pattern::Pattern;
use super::resolve::{Subject, Unresolved, definitions, subject};
use super::rule::Rule;

/// The rules, by the types that they are about.
pub(crate) struct RuleSet {
    /// Rules about types of one form, by its constructor; the first that matches counts.
    by_constructor: FxHashMap<SimplifiedType, Vec<(Pattern, Rule)>>,
    /// Rules about traits; the first that matches counts.
    of_traits: Vec<(Pattern, Rule)>,
    /// Entries about what functions return.
    of_functions: FxHashMap<DefId, &'static InvalidType>,
    entries: Vec<Result<Subject, Unresolved>>,
    list: &'static InvalidTypes,
}

impl RuleSet {
    /// Resolves `list` and the catalogue for the crate that this process compiles.
    pub fn resolve(tcx: TyCtxt<'_>, list: &'static InvalidTypes) -> Self {
        let mut resolver = Resolver::new(tcx);
        let listed = list.entries.iter();
        let entries: Vec<_> = listed
            .clone()
            .map(|entry| subject(tcx, &mut resolver, &entry.ty))
            .collect();

        let mut rules = Vec::new();
        let mut of_functions = FxHashMap::default();
        for (entry, subject) in listed.zip(&entries) {
            match subject {
                Ok(Subject::Types(patterns)) => {
                    let patterns = patterns.iter().cloned();
                    rules.extend(patterns.map(|pattern| (pattern, Rule::Listed(entry))));
                }
                Ok(Subject::Functions(functions)) => {
                    for &function in functions {
                        of_functions.entry(function).or_insert(entry);
                    }
                }
                Err(_) => {}
            }
        }
        for (path, row) in catalogue::paths() {
            let parsed = TypePath::parse(path).expect("the catalogue has paths");
            for (def_id, pattern) in definitions(tcx, &mut resolver, &parsed) {
                let is_alias = tcx.def_kind(def_id) == DefKind::TyAlias;
                let known = KnownType {
                    path,
                    row,
                    alias: is_alias.then_some(def_id),
                };
                rules.push((pattern, Rule::Catalogue { known, entry: None }));
            }
        }
        for mark in mark::traits(tcx) {
            let args = vec![Pattern::Any; tcx.generics_of(mark.item).count()];
            rules.push((Pattern::Trait(mark.item, args), Rule::Marked(mark)));
        }
        // The user's entries come first, and among them those that demand more.
        rules.sort_by_cached_key(|(pattern, rule)| {
            let is_listed = matches!(rule, Rule::Listed(_));
            (!is_listed, Reverse(pattern.specificity(tcx)))
        });

        let mut by_constructor: FxHashMap<_, Vec<_>> = FxHashMap::default();
        let mut of_traits = Vec::new();
        for rule in rules {
            match rule.0 {
                Pattern::Type(constructor, _) => {
                    by_constructor.entry(constructor).or_default().push(rule);
                }
                _ => of_traits.push(rule),
            }
        }
        Self {
            by_constructor,
            of_traits,
            of_functions,
            entries,
            list,
        }
    }

    /// What became of the user's entries, in their order.
    pub(crate) fn entries(&self) -> &[Result<Subject, Unresolved>] {
        &self.entries
    }

    /// What each default of `await_holding_invalid_type` stands for, in the order of
    /// [`catalogue::defaults`].
    pub fn defaults(tcx: TyCtxt<'_>) -> Vec<Result<Subject, Unresolved>> {
        let mut resolver = Resolver::new(tcx);
        catalogue::defaults()
            .map(|path| {
                let parsed = TypePath::parse(path).expect("the catalogue has paths");
                subject(tcx, &mut resolver, &parsed)
            })
            .collect()
    }

    /// Entries that stand for nothing that earlier ones do not stand for, each with the first of these.
    pub fn repeated(&self) -> Vec<(&'static InvalidType, &'static InvalidType)> {
        let mut types: FxHashMap<&Pattern, &InvalidType> = FxHashMap::default();
        let mut functions: FxHashMap<DefId, &InvalidType> = FxHashMap::default();
        let mut repeated = Vec::new();
        for (entry, subject) in self.list.entries.iter().zip(&self.entries) {
            let earlier: Option<Vec<_>> = match subject {
                Ok(Subject::Types(patterns)) => {
                    let earlier = patterns.iter().map(|it| types.get(it).copied()).collect();
                    for pattern in patterns {
                        types.entry(pattern).or_insert(entry);
                    }
                    earlier
                }
                Ok(Subject::Functions(of)) => {
                    let earlier = of.iter().map(|it| functions.get(it).copied()).collect();
                    for &function in of {
                        functions.entry(function).or_insert(entry);
                    }
                    earlier
                }
                Err(_) => None,
            };
            let first = earlier.and_then(|earlier| earlier.first().copied());
            repeated.extend(first.map(|first| (entry, first)));
        }
        repeated
    }

    /// The rule about the values that a call of `function` returns. Both a method of a trait and its
    /// implementation can have one; that of the implementation is more specific.
    pub fn rule_of_call<'tcx>(
        &self,
        tcx: TyCtxt<'tcx>,
        typing_env: TypingEnv<'tcx>,
        function: DefId,
        args: GenericArgsRef<'tcx>,
    ) -> Option<Rule> {
        let implementation = tcx
            .trait_of_assoc(function)
            .filter(|&of_trait| self.may_concern_implementation(tcx, of_trait, function, args))
            .and_then(|_| {
                let instance = Instance::try_resolve(tcx, typing_env, function, args).ok()??;
                Some(instance.def_id())
            });
        let mut functions = implementation.into_iter().chain([function]);
        let listed = functions
            .clone()
            .find_map(|function| self.of_functions.get(&function).copied());
        listed.map(Rule::Listed).or_else(|| {
            let mark = functions.find_map(|function| mark::of_item(tcx, function));
            mark.map(Rule::Marked)
        })
    }

    /// Whether a method of a trait may have an implementation with a rule of its own for `args`. Few
    /// have one, and to find the implementation takes long.
    fn may_concern_implementation<'tcx>(
        &self,
        tcx: TyCtxt<'tcx>,
        of_trait: DefId,
        method: DefId,
        args: GenericArgsRef<'tcx>,
    ) -> bool {
        let has_rule = |of: DefId| {
            if self.of_functions.is_empty() && !mark::may_be_in(tcx, of.krate) {
                return false;
            }
            let implementation = tcx.impl_item_implementor_ids(of).get(&method);
            implementation.is_some_and(|&function| {
                self.of_functions.contains_key(&function) || mark::of_item(tcx, function).is_some()
            })
        };
        let impls = tcx.trait_impls_of(of_trait);
        let of_others = impls.non_blanket_impls();
        impls.blanket_impls().iter().copied().any(has_rule)
            || match simplify_type(tcx, args.type_at(0), TreatParams::AsRigid) {
                Some(of) => of_others
                    .get(&of)
                    .into_iter()
                    .flatten()
                    .copied()
                    .any(has_rule),
                None => of_others.values().flatten().copied().any(has_rule),
            }
    }

    /// What became of `entry`, which is one of the user's.
    pub fn subject(&self, entry: &InvalidType) -> Option<&Subject> {
        let index = self.list.index_of(entry)?;
        self.entries[index].as_ref().ok()
    }

    /// Whether there may be a rule about types that look like `ty`.
    pub fn may_concern<'tcx>(&self, tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> bool {
        let constructor = simplify_type(tcx, ty, TreatParams::AsRigid);
        !self.of_traits.is_empty()
            || constructor.is_some_and(|constructor| self.by_constructor.contains_key(&constructor))
    }

    /// The rule about values of type `ty`, as understood in `typing_env`: the user's most specific
    /// entry, which may allow them, or else a mark or a row of the catalogue.
    pub fn rule_for<'tcx>(
        &self,
        tcx: TyCtxt<'tcx>,
        typing_env: TypingEnv<'tcx>,
        ty: Ty<'tcx>,
    ) -> Option<Rule> {
        let first = |rules| first_match(rules, tcx, typing_env, ty, |rule| rule.entry().is_some());
        // A type is more specific than a trait, but any entry of the user precedes other rules.
        let listed = first(self.of_constructor(tcx, ty)).or_else(|| first(&self.of_traits));
        let Some(entry) = listed.and_then(Rule::entry) else {
            return self.unlisted(tcx, typing_env, ty);
        };
        if entry.allow {
            return Some(Rule::Listed(entry));
        }
        let unlisted = self.unlisted(tcx, typing_env, ty);
        Some(unlisted.map_or(Rule::Listed(entry), |rule| rule.listed_by(entry)))
    }

    /// The mark or the row of the catalogue about values of type `ty`.
    fn unlisted<'tcx>(
        &self,
        tcx: TyCtxt<'tcx>,
        typing_env: TypingEnv<'tcx>,
        ty: Ty<'tcx>,
    ) -> Option<Rule> {
        let is_unlisted = |rule: Rule| rule.entry().is_none() && self.is_in_force(rule);
        let first = |rules| first_match(rules, tcx, typing_env, ty, is_unlisted);
        let marked = || mark::of_item(tcx, ty.ty_adt_def()?.did()).map(Rule::Marked);
        first(self.of_constructor(tcx, ty))
            .or_else(marked)
            .or_else(|| first(&self.of_traits))
    }

    /// What the catalogue knows about `ty`, whether or not its rule is in force.
    pub fn known_type<'tcx>(
        &self,
        tcx: TyCtxt<'tcx>,
        typing_env: TypingEnv<'tcx>,
        ty: Ty<'tcx>,
    ) -> Option<KnownType> {
        let rules = self.of_constructor(tcx, ty);
        first_match(rules, tcx, typing_env, ty, |rule| {
            rule.known_type().is_some()
        })?
        .known_type()
    }

    /// The rules about types of the form of `ty`.
    fn of_constructor<'tcx>(&self, tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> &[(Pattern, Rule)] {
        let constructor = simplify_type(tcx, ty, TreatParams::AsRigid);
        let rules = constructor.and_then(|constructor| self.by_constructor.get(&constructor));
        rules.map_or(&[], Vec::as_slice)
    }

    fn is_in_force(&self, rule: Rule) -> bool {
        let is_default = |known: KnownType| known.row.lint == LintKind::InvalidType;
        self.list.keep_default || !rule.known_type().is_some_and(is_default)
    }
}

/// The first of those `rules` that count whose pattern matches `ty`.
fn first_match<'tcx>(
    rules: &[(Pattern, Rule)],
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    ty: Ty<'tcx>,
    counts: impl Fn(Rule) -> bool,
) -> Option<Rule> {
    let mut rules = rules.iter().filter(|&&(_, rule)| counts(rule));
    let first = rules.find(|(pattern, _)| pattern.matches(tcx, typing_env, ty));
    first.map(|&(_, rule)| rule)
}
