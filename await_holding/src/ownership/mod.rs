//! What a value owns through its type: what is dropped with it, and the access path to it.
//!
//! # Definition
//!
//! A value owns its fields, its elements, what a closure has captured, and whatever the `Drop` of a
//! container would drop. It does so in one of two [degrees](Degree), by what is on the access path:
//!
//! * *Certain*: whenever the owner is there, so is the value. All steps are fields of structs and
//!   tuples, elements of arrays, captured variables, and the contents of `Box`, `Rc` and `Arc`.
//! * *Possible*: on the way is something that can be empty. That is a variant of an enum that has
//!   others, such as `Option`; a slice; a union; or a container that can own any number of values, as
//!   `Vec` and maps do.
//!
//! What can be empty does not count behind interior mutability, that is, if an `UnsafeCell` is on the
//! way to it, whatever type has that cell: others fill and empty it, so the control flow of no body
//! says what is in there. A `Mutex<Guard>` owns a guard, an `Option<Mutex<Guard>>` can own one, and a
//! `Mutex<Option<Guard>>` owns none. Only the access path matters: the counts of an `Arc` are in cells
//! too, but its content is not.
//!
//! Each access path is looked at by itself: that all variants of an enum own a guard does not make any
//! of these certain. Of several values of one lint, one that is certainly owned is preferred to one
//! that may be, even if that is nearer: the report is to show what can be relied on.
//!
//! # Behind pointers
//!
//! The type does not say what a `Drop` implementation drops, so these rules read it off the definition:
//!
//! * A type that implements `Drop`, has a raw pointer and a `PhantomData<T>` owns values of type `T`,
//!   as `Box`, `Vec`, maps, `Rc` and `Arc` do. How many these are is known of `Box`, `Rc` and `Arc`
//!   alone; of any other there may be none. Without a pointer `PhantomData` is a mere marker, and
//!   without `PhantomData` the pointee may belong to anyone, as that of `Weak` does. A pointer in an
//!   `UnsafeCell`, such as an `AtomicPtr`, is no pointer in this sense: what is behind it is exchanged
//!   by others.
//! * A type that implements `Drop` and has a `ManuallyDrop` or union field drops its content. Without
//!   `Drop` nobody does.
//!
//! # What is not owned
//!
//! References, raw pointers and function pointers own nothing. A future owns what it has captured
//! until it is polled ([`Futures`]); from then on it is checked on its own, as a coroutine with its own
//! body. Opaque types are looked through where the compiler reveals them. `dyn Trait` and type parameters
//! are opaque for good: a trait can be listed, but what is behind it is not known.

use std::sync::Arc;

use clippy_catalogue::LintKind;
use rustc_data_structures::fx::{FxHashMap, FxHashSet};
use rustc_data_structures::stack::ensure_sufficient_stack;
use rustc_data_structures::sync::Lock;
use rustc_hir::def_id::DefId;
use rustc_middle::dep_graph::{DepKind, DepNodeIndex};
use rustc_middle::ty::{self, AdtDef, GenericArgsRef, Ty, TyCtxt, TypeVisitableExt, TypingEnv};
use rustc_span::sym;

mod access_path;
mod restrictions;

pub use access_path::{AccessPath, Component, Step};
use restrictions::{Restrictions, Visits};

use crate::compat::{SkipNorm, normalize_erasing_regions};
use crate::degree::Degree;
use crate::futures::Futures;
use crate::rules::{Rule, RuleSet};

/// Something forbidden that a value owns.
#[derive(Clone)]
pub struct Found<'tcx> {
    /// Why it is forbidden.
    pub rule: Rule,
    /// Its type.
    pub ty: Ty<'tcx>,
    /// How to get to it from the value.
    pub access_path: AccessPath<'tcx>,
    /// Whether it is there whenever the value is.
    pub degree: Degree,
}

/// By type, by the state of the futures in it, and by the environment if the type depends on that.
type Key<'tcx> = (Ty<'tcx>, Futures, Option<ty::ParamEnv<'tcx>>);

/// Looks through types and remembers what it has seen, for all coroutines of the crate.
///
/// Each search is an anonymous task of the dependency graph, as resolving the rules is (see
/// [`RuleSet`]): a query that uses what an earlier search has found depends on everything that
/// search has read. No lock is held while rustc is asked anything, so a query may come back here.
#[derive(Default)]
pub struct Owners<'tcx> {
    known: Lock<FxHashMap<Key<'tcx>, (Arc<[Found<'tcx>]>, DepNodeIndex)>>,
    sizes: Lock<FxHashMap<Ty<'tcx>, u32>>,
    /// By a type that implements `Drop`.
    drops: Lock<FxHashMap<Ty<'tcx>, DropsContent>>,
}

impl<'tcx> Owners<'tcx> {
    /// Everything forbidden that a value of type `ty` owns; of each lint only one.
    pub fn found_in(
        &self,
        tcx: TyCtxt<'tcx>,
        typing_env: TypingEnv<'tcx>,
        rules: &RuleSet,
        ty: Ty<'tcx>,
        futures: Futures,
    ) -> Arc<[Found<'tcx>]> {
        let ty = normalized(tcx, typing_env, ty);
        let key = Self::key(ty, futures, typing_env);
        if let Some((found, node)) = self.known(&key) {
            tcx.dep_graph.read_index(node);
            return found;
        }
        let search = || {
            let mut search = Search {
                tcx,
                typing_env,
                rules,
                futures,
                owners: self,
                seen: FxHashMap::default(),
                access_path: Vec::new(),
                found: Vec::new(),
                grown: 0,
            };
            search.visit(ty, DropsContent::No, Restrictions::NONE);
            (search.seen, search.found)
        };
        let ((seen, found), node) = tcx
            .dep_graph
            .with_anon_task(tcx, DepKind::TraitSelect, search);
        let found: Arc<[_]> = one_of_each_lint(found).into();
        let mut known = self.known.lock();
        if found.is_empty() {
            let nothing = seen
                .into_iter()
                .filter(|(_, visits)| visits.has_one_outside_cells())
                .map(|((ty, _), _)| (Self::key(ty, futures, typing_env), (Arc::default(), node)));
            known.extend(nothing);
        }
        known.insert(key, (Arc::clone(&found), node));
        found
    }

    fn known(&self, key: &Key<'tcx>) -> Option<(Arc<[Found<'tcx>]>, DepNodeIndex)> {
        let known = self.known.lock();
        known
            .get(key)
            .map(|(found, node)| (Arc::clone(found), *node))
    }

    fn key(ty: Ty<'tcx>, futures: Futures, typing_env: TypingEnv<'tcx>) -> Key<'tcx> {
        (ty, futures, ty.has_param().then_some(typing_env.param_env))
    }

    /// The number of types that `ty` is written with.
    fn size(&self, ty: Ty<'tcx>) -> u32 {
        if let Some(&size) = self.sizes.lock().get(&ty) {
            return size;
        }
        let parts: Vec<Ty<'tcx>> = match *ty.kind() {
            ty::Adt(_, args) => args.types().collect(),
            ty::Tuple(tys) => tys.iter().collect(),
            ty::Array(of, _) | ty::Slice(of) | ty::RawPtr(of, _) | ty::Ref(_, of, _) => vec![of],
            _ => Vec::new(),
        };
        let size = parts.into_iter().fold(1_u32, |size, part| {
            size.saturating_add(ensure_sufficient_stack(|| self.size(part)))
        });
        self.sizes.lock().insert(ty, size);
        size
    }
}

/// What is certain before what is possible, then what is nearest.
fn one_of_each_lint(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    found.sort_by_key(|found| (found.degree, found.access_path.len()));
    let mut lints: Vec<LintKind> = Vec::new();
    found.retain(|found| {
        let lint = found.rule.lint();
        let is_first = !lints.contains(&lint);
        lints.push(lint);
        is_first
    });
    found
}

/// What the nearest `Drop` implementation around a field is trusted to drop, which nothing else does.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum DropsContent {
    /// Nothing: there is no such implementation.
    No,
    /// What is in a `ManuallyDrop` or a union.
    ManuallyDrop,
    /// That, and any number of what a `PhantomData` stands for: the type has a raw pointer.
    Pointees,
    /// The same, but there is exactly one.
    Pointee,
}

/// How often a type may be met inside a smaller instance of itself, as in
/// `struct Grows<T>(Option<Box<Grows<(T, T)>>>)`, which has no end.
const GROWTH: usize = 16;

/// How often that may be in one value. A type that grows in two ways would be met 2^16 times.
const GROWTH_IN_ALL: usize = 2000;

struct Search<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    rules: &'a RuleSet,
    futures: Futures,
    owners: &'a Owners<'tcx>,
    seen: FxHashMap<(Ty<'tcx>, DropsContent), Visits>,
    access_path: AccessPath<'tcx>,
    found: Vec<Found<'tcx>>,
    /// How many types were met inside a smaller instance of themselves.
    grown: usize,
}

impl<'tcx> Search<'_, 'tcx> {
    fn visit(&mut self, ty: Ty<'tcx>, drops: DropsContent, restrictions: Restrictions) {
        if is_plain(ty) && !self.rules.may_concern(self.tcx, ty) {
            return;
        }
        let ty = normalized(self.tcx, self.typing_env, ty);
        let key = Owners::key(ty, self.futures, self.typing_env);
        if drops == DropsContent::No
            && let Some((found, node)) = self.owners.known(&key)
            && found.is_empty()
        {
            self.tcx.dep_graph.read_index(node);
            return;
        }
        // As long as nothing was found, the degree makes no difference.
        let no_fewer = match self.found.is_empty() {
            true => restrictions.possible(),
            false => restrictions,
        };
        if !self
            .seen
            .entry((ty, drops))
            .or_default()
            .insert(restrictions, no_fewer)
        {
            return;
        }
        let rule = match self.rules.rule_for(self.tcx, self.typing_env, ty) {
            // The entry is only about the type by itself, but the catalogue has it, too.
            Some(Rule::Catalogue {
                known,
                entry: Some(entry),
            }) if !entry.owned_by && !self.access_path.is_empty() => {
                Some(Rule::Catalogue { known, entry: None })
            }
            rule => rule,
        };
        match rule {
            Some(Rule::Listed(entry)) if entry.allow => {}
            Some(Rule::Listed(entry)) if !entry.owned_by && !self.access_path.is_empty() => {
                // It is forbidden by itself, so it must not be remembered that nothing was found here.
                self.seen.remove(&(ty, drops));
            }
            Some(rule) if rule.entry().is_some() => self.push(rule, ty, restrictions),
            Some(rule) if !restrictions.is_within_forbidden() => {
                // What the user listed takes precedence over a type around it.
                let before = self.found.len();
                self.visit_components(ty, drops, restrictions.within_forbidden());
                if self.found.len() == before {
                    self.push(rule, ty, restrictions);
                }
            }
            _ => ensure_sufficient_stack(|| self.visit_components(ty, drops, restrictions)),
        }
    }

    fn push(&mut self, rule: Rule, ty: Ty<'tcx>, restrictions: Restrictions) {
        self.found.push(Found {
            rule,
            ty,
            access_path: self.access_path.clone(),
            degree: restrictions.degree(),
        });
    }

    fn visit_components(&mut self, ty: Ty<'tcx>, drops: DropsContent, restrictions: Restrictions) {
        match *ty.kind() {
            ty::Adt(adt, args) => self.visit_adt(ty, adt, args, drops, restrictions),
            ty::Tuple(tys) => {
                for (index, component) in tys.iter().enumerate() {
                    let name = sym::integer(index);
                    self.step(ty, Component::Field(name), component, drops, restrictions);
                }
            }
            ty::Array(of, len) => {
                let restrictions = match len.try_to_target_usize(self.tcx) {
                    Some(0) => None,
                    Some(_) => Some(restrictions),
                    None => restrictions.if_any(),
                };
                self.step_to_content(ty, of, drops, restrictions);
            }
            ty::Slice(of) => self.step_to_content(ty, of, drops, restrictions.if_any()),
            ty::Closure(closure, args) => {
                self.visit_captured(ty, closure, args.as_closure().upvar_tys(), restrictions);
            }
            ty::CoroutineClosure(closure, args) => {
                self.visit_captured(
                    ty,
                    closure,
                    args.as_coroutine_closure().upvar_tys(),
                    restrictions,
                );
            }
            ty::Coroutine(coroutine, args) if self.futures == Futures::Unpolled => {
                self.visit_captured(ty, coroutine, args.as_coroutine().upvar_tys(), restrictions);
            }
            _ => {}
        }
    }

    fn step(
        &mut self,
        owner: Ty<'tcx>,
        to: Component,
        component: Ty<'tcx>,
        drops: DropsContent,
        restrictions: Restrictions,
    ) {
        self.access_path.push(Step { owner, to });
        self.visit(component, drops, restrictions);
        self.access_path.pop();
    }

    fn step_to_content(
        &mut self,
        owner: Ty<'tcx>,
        content: Ty<'tcx>,
        drops: DropsContent,
        restrictions: Option<Restrictions>,
    ) {
        if let Some(restrictions) = restrictions {
            self.step(owner, Component::Content, content, drops, restrictions);
        }
    }

    fn visit_captured(
        &mut self,
        ty: Ty<'tcx>,
        closure: DefId,
        tys: &'tcx ty::List<Ty<'tcx>>,
        restrictions: Restrictions,
    ) {
        for (index, component) in tys.iter().enumerate() {
            let to = Component::capture(self.tcx, closure, index);
            self.step(ty, to, component, DropsContent::No, restrictions);
        }
    }

    fn visit_adt(
        &mut self,
        ty: Ty<'tcx>,
        adt: AdtDef<'tcx>,
        args: GenericArgsRef<'tcx>,
        mut drops: DropsContent,
        mut restrictions: Restrictions,
    ) {
        if adt.is_phantom_data() {
            let restrictions = match drops {
                DropsContent::No | DropsContent::ManuallyDrop => None,
                DropsContent::Pointees => restrictions.if_any(),
                DropsContent::Pointee => Some(restrictions),
            };
            self.step_to_content(ty, args.type_at(0), DropsContent::No, restrictions);
            return;
        }
        if drops == DropsContent::No && (adt.is_manually_drop() || adt.is_union())
            || self.grows(ty, adt)
        {
            return;
        }
        if adt.has_dtor(self.tcx) {
            drops = self.drops_of(ty, adt);
        }
        if adt.is_unsafe_cell() {
            restrictions = restrictions.into_cell();
        }
        if adt.is_union() || adt.variants().len() > 1 {
            let Some(possible) = restrictions.if_any() else {
                return;
            };
            restrictions = possible;
        }
        for variant in adt.variants() {
            for field in &variant.fields {
                let to = Component::field(adt, variant, field.name);
                let component = field.ty(self.tcx, args).skip_norm();
                self.step(ty, to, component, drops, restrictions);
            }
        }
    }

    /// Whether `ty` was met too often inside ever smaller instances of itself, or too many types were.
    fn grows(&mut self, ty: Ty<'tcx>, adt: AdtDef<'tcx>) -> bool {
        let mut size = self.owners.size(ty);
        // A type no larger than that of the value itself comes to an end.
        let limit = self.access_path.first().map(|step| step.owner);
        if limit.is_none_or(|value| size <= self.owners.size(value)) {
            return false;
        }
        let mut growth = 0;
        for step in self.access_path.iter().rev() {
            if step.owner.ty_adt_def() == Some(adt) {
                let outer = self.owners.size(step.owner);
                // Sizes saturate.
                if outer < size || size == u32::MAX {
                    growth += 1;
                    size = outer;
                }
            }
        }
        self.grown += usize::from(growth > 0);
        growth >= GROWTH || growth > 0 && self.grown > GROWTH_IN_ALL
    }

    /// What the `Drop` implementation of `ty` is trusted to drop.
    fn drops_of(&mut self, ty: Ty<'tcx>, adt: AdtDef<'tcx>) -> DropsContent {
        if let Some(&known) = self.owners.drops.lock().get(&ty) {
            return known;
        }
        let points_to_one = || {
            let name = self.tcx.get_diagnostic_name(adt.did());
            adt.is_box() || matches!(name, Some(sym::Rc | sym::Arc))
        };
        let drops = match self.has_pointer(ty) {
            false => DropsContent::ManuallyDrop,
            true if points_to_one() => DropsContent::Pointee,
            true => DropsContent::Pointees,
        };
        self.owners.drops.lock().insert(ty, drops);
        drops
    }

    /// Whether `ty`, which implements `Drop`, has a raw pointer of its own: neither in a field whose
    /// type implements `Drop` itself, nor in an `UnsafeCell`.
    fn has_pointer(&self, ty: Ty<'tcx>) -> bool {
        let mut seen = FxHashSet::default();
        let mut todo = vec![ty];
        let mut found = false;
        while let Some(part) = todo.pop()
            && !found
        {
            match *part.kind() {
                ty::RawPtr(..) => found = true,
                ty::Pat(base, _) | ty::Array(base, _) => todo.push(base),
                ty::Tuple(tys) => todo.extend(tys),
                ty::Adt(adt, args)
                    if (part == ty || !adt.has_dtor(self.tcx))
                        && !adt.is_unsafe_cell()
                        && seen.len() < POINTER_SEARCH
                        && seen.insert(part) =>
                {
                    todo.extend(adt.all_fields().map(|field| {
                        normalized(
                            self.tcx,
                            self.typing_env,
                            field.ty(self.tcx, args).skip_norm(),
                        )
                    }));
                }
                _ => {}
            }
        }
        found
    }
}

/// The number of types among the fields of one `Drop` implementation that are asked for a pointer.
const POINTER_SEARCH: usize = 256;

/// `ty` with its aliases and opaque types resolved, as far as the compiler reveals them.
pub fn normalized<'tcx>(tcx: TyCtxt<'tcx>, typing_env: TypingEnv<'tcx>, ty: Ty<'tcx>) -> Ty<'tcx> {
    normalize_erasing_regions(tcx, typing_env, ty).unwrap_or(ty)
}

/// Whether `ty` owns nothing, without looking anything up.
fn is_plain(ty: Ty<'_>) -> bool {
    matches!(
        ty.kind(),
        ty::Ref(..) | ty::RawPtr(..) | ty::FnDef(..) | ty::FnPtr(..) | ty::Never | ty::Error(_)
    )
}
