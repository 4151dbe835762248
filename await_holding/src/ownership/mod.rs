//! What a value owns through its type: what is dropped with it, and the access path to it.
//!
//! A value owns its fields, those of all variants of an enum, its elements, and what a closure has
//! captured. Behind a pointer it owns whatever its `Drop` would drop. The type does not say what that
//! is, so these rules read it off the definition:
//!
//! * A type that implements `Drop`, has a raw pointer and a `PhantomData<T>` owns values of type `T`,
//!   as `Box`, `Vec`, maps, `Rc` and `Arc` do. Without a pointer `PhantomData` is a mere marker, and
//!   without `PhantomData` the pointee may belong to anyone, as that of `Weak` does.
//! * A type that implements `Drop` and has a `ManuallyDrop` or union field drops its content. Without
//!   `Drop` nobody does.
//!
//! References, raw pointers and function pointers own nothing. A future owns what it has captured
//! until it is polled ([`Futures`]); from then on it is checked on its own, as a coroutine with its own
//! body. Opaque types are looked through where the compiler reveals them. `dyn Trait` and type parameters are opaque for good: a
//! trait can be listed, but what is behind it is not known.

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

pub use access_path::{AccessPath, Component, Step};

use crate::compat::{SkipNorm, normalize_erasing_regions};
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
    pointers: Lock<FxHashMap<Ty<'tcx>, bool>>,
}

impl<'tcx> Owners<'tcx> {
    /// Everything forbidden that a value of type `ty` owns; of each lint only what is nearest.
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
                seen: FxHashSet::default(),
                access_path: Vec::new(),
                wanted: Wanted::All,
                found: Vec::new(),
                grown: 0,
            };
            search.visit(ty, DropsContent::No);
            (search.seen, search.found)
        };
        let ((seen, found), node) = tcx
            .dep_graph
            .with_anon_task(tcx, DepKind::TraitSelect, search);
        let found: Arc<[_]> = nearest_of_each_lint(found).into();
        let mut known = self.known.lock();
        if found.is_empty() {
            let nothing = seen
                .into_iter()
                .map(|(ty, _)| (Self::key(ty, futures, typing_env), (Arc::default(), node)));
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

fn nearest_of_each_lint(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    found.sort_by_key(|found| found.access_path.len());
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
    /// That, and what a `PhantomData` stands for: the type has a raw pointer.
    Pointee,
}

/// How often a type may be met inside a smaller instance of itself, as in
/// `struct Grows<T>(Option<Box<Grows<(T, T)>>>)`, which has no end.
const GROWTH: usize = 16;

/// How often that may be in one value. A type that grows in two ways would be met 2^16 times.
const GROWTH_IN_ALL: usize = 2000;

/// What a search is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Everything that is forbidden.
    All,
    /// Only what the user listed. So it is inside a type of the catalogue or a marked one, which is
    /// reported unless it owns something listed.
    Listed,
}

struct Search<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    rules: &'a RuleSet,
    futures: Futures,
    owners: &'a Owners<'tcx>,
    seen: FxHashSet<(Ty<'tcx>, DropsContent)>,
    access_path: AccessPath<'tcx>,
    wanted: Wanted,
    found: Vec<Found<'tcx>>,
    /// How many types were met inside a smaller instance of themselves.
    grown: usize,
}

impl<'tcx> Search<'_, 'tcx> {
    fn visit(&mut self, ty: Ty<'tcx>, drops: DropsContent) {
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
        if !self.seen.insert((ty, drops)) {
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
            Some(rule) if rule.entry().is_some() => self.push(rule, ty),
            Some(rule) if self.wanted == Wanted::All => {
                // What the user listed takes precedence over a type around it.
                let before = self.found.len();
                self.wanted = Wanted::Listed;
                self.visit_components(ty, drops);
                self.wanted = Wanted::All;
                if self.found.len() == before {
                    self.push(rule, ty);
                }
            }
            _ => ensure_sufficient_stack(|| self.visit_components(ty, drops)),
        }
    }

    fn push(&mut self, rule: Rule, ty: Ty<'tcx>) {
        self.found.push(Found {
            rule,
            ty,
            access_path: self.access_path.clone(),
        });
    }

    fn visit_components(&mut self, ty: Ty<'tcx>, drops: DropsContent) {
        match *ty.kind() {
            ty::Adt(adt, args) => self.visit_adt(ty, adt, args, drops),
            ty::Tuple(tys) => {
                for (index, component) in tys.iter().enumerate() {
                    let name = sym::integer(index);
                    self.step(ty, Component::Field(name), component, drops);
                }
            }
            ty::Array(of, len) if len.try_to_target_usize(self.tcx) != Some(0) => {
                self.step(ty, Component::Content, of, drops);
            }
            ty::Slice(of) => self.step(ty, Component::Content, of, drops),
            ty::Closure(closure, args) => {
                self.visit_captured(ty, closure, args.as_closure().upvar_tys());
            }
            ty::CoroutineClosure(closure, args) => {
                self.visit_captured(ty, closure, args.as_coroutine_closure().upvar_tys());
            }
            ty::Coroutine(coroutine, args) if self.futures == Futures::Unpolled => {
                self.visit_captured(ty, coroutine, args.as_coroutine().upvar_tys());
            }
            _ => {}
        }
    }

    fn step(&mut self, owner: Ty<'tcx>, to: Component, component: Ty<'tcx>, drops: DropsContent) {
        self.access_path.push(Step { owner, to });
        self.visit(component, drops);
        self.access_path.pop();
    }

    fn visit_captured(&mut self, ty: Ty<'tcx>, closure: DefId, tys: &'tcx ty::List<Ty<'tcx>>) {
        for (index, component) in tys.iter().enumerate() {
            let to = Component::capture(self.tcx, closure, index);
            self.step(ty, to, component, DropsContent::No);
        }
    }

    fn visit_adt(
        &mut self,
        ty: Ty<'tcx>,
        adt: AdtDef<'tcx>,
        args: GenericArgsRef<'tcx>,
        mut drops: DropsContent,
    ) {
        if adt.is_phantom_data() {
            if drops == DropsContent::Pointee {
                self.step(ty, Component::Content, args.type_at(0), DropsContent::No);
            }
            return;
        }
        if drops == DropsContent::No && (adt.is_manually_drop() || adt.is_union())
            || self.grows(ty, adt)
        {
            return;
        }
        if adt.has_dtor(self.tcx) {
            drops = match self.has_pointer(ty) {
                true => DropsContent::Pointee,
                false => DropsContent::ManuallyDrop,
            };
        }
        for variant in adt.variants() {
            for field in &variant.fields {
                let to = Component::field(adt, variant, field.name);
                self.step(ty, to, field.ty(self.tcx, args).skip_norm(), drops);
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

    /// Whether `ty`, which implements `Drop`, has a raw pointer of its own: not in a field whose type
    /// implements `Drop` itself.
    fn has_pointer(&mut self, ty: Ty<'tcx>) -> bool {
        if let Some(&known) = self.owners.pointers.lock().get(&ty) {
            return known;
        }
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
        self.owners.pointers.lock().insert(ty, found);
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
