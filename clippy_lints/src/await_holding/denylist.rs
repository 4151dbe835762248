//! The rules that hold in this build: the user's list and the catalogue, resolved.
//!
//! They are resolved once in a process and used by every `lint_mod`. That is a query, and one that
//! uses rules which another one has resolved depends on all that was read for them: re-exports,
//! aliases, traits of other crates. So they are resolved in an anonymous task of the dependency
//! graph, as rustc's trait selection does with results that several queries share, and each query
//! that asks for them reads that task's node. If something that was read then is different in a
//! later run, the node cannot be marked green, and each of the queries is run again.
//!
//! The configuration itself is no part of the graph: another one makes a new cache, see
//! `src/callbacks.rs`.

use std::cell::LazyCell;
use std::cmp::Reverse;
use std::ptr;
use std::sync::OnceLock;

use clippy_config::InvalidType;
use clippy_config::path::TypePath;
use clippy_utils::paths::Resolver;
use rustc_data_structures::fx::FxHashMap;
use rustc_hir::def_id::DefId;
use rustc_lint_defs::Lint;
use rustc_middle::dep_graph::{DepKind, DepNodeIndex};
use rustc_middle::ty::fast_reject::{SimplifiedType, TreatParams, simplify_type};
use rustc_middle::ty::{Ty, TyCtxt, TypingEnv};

use super::AWAIT_HOLDING_INVALID_TYPE;
use super::attribute::{self, Mark};
use super::catalogue::{self, BuiltIn};
use super::pattern::Pattern;
use super::resolve::{Subject, Unresolved, resolve, subject};
use crate::conf;

/// Why values of a type, or what a function returned, must not be held.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// An entry of `await-holding-invalid-types`.
    Listed(&'static InvalidType),
    /// A type of the catalogue.
    BuiltIn(BuiltIn),
    /// `must_not_suspend`
    Marked(Mark),
}

impl Rule {
    /// Whether it says that the value may be held.
    pub fn is_allowance(self) -> bool {
        matches!(self, Self::Listed(entry) if entry.allow)
    }

    pub fn lint(self) -> &'static Lint {
        match self {
            Self::Listed(_) | Self::Marked(_) => AWAIT_HOLDING_INVALID_TYPE,
            Self::BuiltIn(built_in) => built_in.lint(),
        }
    }
}

/// The rules, by the types that they are about.
pub(super) struct Denylist {
    /// Rules about types of one form, by its constructor; the first that matches counts.
    by_constructor: FxHashMap<SimplifiedType, Vec<(Pattern, Rule)>>,
    /// Rules about traits; the first that matches counts.
    of_traits: Vec<(Pattern, Rule)>,
    /// Entries about what functions return.
    of_functions: FxHashMap<DefId, &'static InvalidType>,
    entries: Vec<Result<Subject, Unresolved>>,
}

impl Denylist {
    /// The rules for the crate that this process compiles.
    pub fn of_build(tcx: TyCtxt<'_>) -> &'static Self {
        static RESOLVED: OnceLock<(Denylist, DepNodeIndex)> = OnceLock::new();
        let (denylist, node) = RESOLVED.get_or_init(|| {
            tcx.dep_graph
                .with_anon_task(tcx, DepKind::TraitSelect, || Self::resolve(tcx))
        });
        tcx.dep_graph.read_index(*node);
        denylist
    }

    fn resolve(tcx: TyCtxt<'_>) -> Self {
        let mut resolver = Resolver::new(tcx);
        let listed = conf().await_holding_invalid_types.iter();
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
        for built_in in catalogue::types(conf().keep_default) {
            let path = TypePath::parse(built_in.path).expect("the catalogue has paths");
            let patterns = resolve(tcx, &mut resolver, &path).into_iter().flatten();
            rules.extend(patterns.map(|pattern| (pattern, Rule::BuiltIn(built_in))));
        }
        for mark in attribute::traits(tcx) {
            let args = vec![Pattern::Any; tcx.generics_of(mark.item).count()];
            rules.push((Pattern::Trait(mark.item, args), Rule::Marked(mark)));
        }
        // The user's word comes first, and of that what asks for more.
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
        }
    }

    /// What became of the user's entries, in their order.
    pub fn entries(&self) -> &[Result<Subject, Unresolved>] {
        &self.entries
    }

    /// The user's entry about what `function` returns.
    pub fn entry_of_function(&self, function: DefId) -> Option<&'static InvalidType> {
        self.of_functions.get(&function).copied()
    }

    /// Whether `entry` is about what functions return, and not about a type.
    pub fn is_about_functions(&self, entry: &InvalidType) -> bool {
        let mut entries = self.of_functions.values();
        entries.any(|other| ptr::eq(*other, entry))
    }

    /// Whether there may be a rule about a type of the form of `ty`.
    pub fn concerns<'tcx>(&self, tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> bool {
        let constructor = simplify_type(tcx, ty, TreatParams::AsRigid);
        !self.of_traits.is_empty()
            || constructor.is_some_and(|constructor| self.by_constructor.contains_key(&constructor))
    }

    /// The rule about values of type `ty`, in code where it means what it does in `typing_env`:
    /// the most specific entry of the user, which may allow them, else a built-in one.
    pub fn rule_for<'tcx>(
        &self,
        tcx: TyCtxt<'tcx>,
        typing_env: TypingEnv<'tcx>,
        ty: Ty<'tcx>,
    ) -> Option<Rule> {
        let first = |rules: &[(Pattern, Rule)]| {
            let matching = |(pattern, _): &&(Pattern, Rule)| pattern.matches(tcx, typing_env, ty);
            rules.iter().find(matching).map(|&(_, rule)| rule)
        };
        let constructor = simplify_type(tcx, ty, TreatParams::AsRigid);
        let rules = constructor.and_then(|constructor| self.by_constructor.get(&constructor));
        let of_type = rules.and_then(|rules| first(rules));
        if let Some(Rule::Listed(_)) = of_type {
            return of_type;
        }
        // A type is more specific than a trait, and the user's trait than a type of anybody else.
        let of_trait = first(&self.of_traits);
        if let Some(Rule::Listed(_)) = of_trait {
            return of_trait;
        }
        let marked = || attribute::of_item(tcx, ty.ty_adt_def()?.did()).map(Rule::Marked);
        of_type.or_else(marked).or(of_trait)
    }
}

/// Warns of entries whose crate is in the build while nothing in it has the path that could be
/// forbidden.
///
/// An entry whose crate is not in the build is none of this crate's business: one `clippy.toml`
/// serves a whole workspace.
pub(super) fn warn_of_dead_entries(tcx: TyCtxt<'_>) {
    let entries = &conf().await_holding_invalid_types;
    if entries.is_empty() {
        return;
    }
    let mut resolver = LazyCell::new(|| Resolver::new(tcx));
    for (entry, resolved) in entries.iter().zip(Denylist::of_build(tcx).entries()) {
        let Err(Unresolved::Nothing {
            message,
            range,
            missing,
        }) = resolved
        else {
            continue;
        };
        if entry.allow_invalid {
            continue;
        }
        let span = entry.span_of(range.clone());
        let mut warning = tcx.dcx().struct_span_warn(span, message.clone());
        let does = if entry.allow { "allows" } else { "forbids" };
        warning.note(format!("the entry {does} nothing in this crate"));
        if let Some(path) = missing
            && let Some(meant) = resolver.likely_meant(path)
        {
            warning.help(format!("perhaps `{meant}` is meant"));
        }
        warning.help("to keep the entry as it is, add `allow-invalid = true` to it");
        warning.emit();
    }
}
