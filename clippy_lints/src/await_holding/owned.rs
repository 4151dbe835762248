//! What a value owns through its type: what is dropped with it.
//!
//! A value owns its fields, those of all variants of an enum, elements, and what a closure has
//! captured. Behind a pointer it owns what its `Drop` would drop, which a type does not say; the
//! rules here read it off the definition:
//!
//! * A type that implements `Drop`, has a raw pointer and a `PhantomData<T>` owns values of `T`, as
//!   `Box`, `Vec`, maps, `Rc` and `Arc` do. Without a pointer `PhantomData` is a mere marker, and
//!   without `PhantomData` the pointer may belong to anyone, as that of `Weak`.
//! * A type that implements `Drop` and has `ManuallyDrop` or a union for a field drops what is in
//!   it. Without `Drop` nobody does.
//!
//! References, raw pointers and function pointers own nothing. A future owns what it has captured
//! until it is polled ([`polled`](super::polled)), then it answers for itself. What an opaque type
//! stands for is looked at where the compiler reveals it. `dyn Trait` and a type parameter are what
//! they are: a trait can be listed, what is behind it is not known.

use rustc_data_structures::fx::{FxHashMap, FxHashSet};
use rustc_data_structures::stack::ensure_sufficient_stack;
use rustc_hir::def_id::DefId;
use rustc_middle::dep_graph::{DepKind, DepNodeIndex};
use rustc_middle::ty::{self, AdtDef, GenericArgsRef, Ty, TyCtxt, TypeVisitableExt, TypingEnv};
use rustc_span::sym;

use super::denylist::{Denylist, Rule};
use super::way::{Step, Through};

/// A type that may not be held, found in a value.
#[derive(Clone)]
pub(super) struct Found<'tcx> {
    pub rule: Rule,
    pub ty: Ty<'tcx>,
    /// How one comes from the value to what was found. Empty if it is the value itself.
    pub way: Vec<Step<'tcx>>,
}

/// By type, whether futures count, and the environment of a type that depends on it.
type Key<'tcx> = (Ty<'tcx>, bool, Option<ty::ParamEnv<'tcx>>);

/// Looks through types, and remembers what it has seen, for all coroutines of the crate.
///
/// Each search is an anonymous task of the dependency graph, as the resolved list is (see
/// [`denylist`](super::denylist)): who uses what an earlier search has found depends on all that
/// it has read.
#[derive(Default)]
pub(super) struct Owners<'tcx> {
    known: FxHashMap<Key<'tcx>, (Vec<Found<'tcx>>, DepNodeIndex)>,
    sizes: FxHashMap<Ty<'tcx>, u32>,
    pointers: FxHashMap<Ty<'tcx>, bool>,
}

impl<'tcx> Owners<'tcx> {
    /// All that a value of type `ty` owns and that is forbidden, the nearest of each lint.
    pub fn found_in(
        &mut self,
        tcx: TyCtxt<'tcx>,
        typing_env: TypingEnv<'tcx>,
        ty: Ty<'tcx>,
        futures: bool,
    ) -> &[Found<'tcx>] {
        let denylist = Denylist::of_build(tcx);
        let ty = normal(tcx, typing_env, ty);
        let key = Self::key(ty, futures, typing_env);
        if let Some((_, node)) = self.known.get(&key) {
            tcx.dep_graph.read_index(*node);
        } else {
            let search = || {
                let mut search = Search {
                    tcx,
                    typing_env,
                    denylist,
                    futures,
                    owners: self,
                    seen: FxHashSet::default(),
                    way: Vec::new(),
                    listed_only: false,
                    found: Vec::new(),
                    grown: 0,
                };
                search.visit(ty, Zone::default());
                (search.seen, search.found)
            };
            let ((seen, mut found), node) =
                tcx.dep_graph
                    .with_anon_task(tcx, DepKind::TraitSelect, search);
            found.sort_by_key(|found| found.way.len());
            let mut lints = Vec::new();
            found.retain(|found| {
                let lint = found.rule.lint();
                let first = !lints.contains(&lint.name);
                lints.push(lint.name);
                first
            });
            if found.is_empty() {
                let nothing = seen
                    .into_iter()
                    .map(|(ty, _)| (Self::key(ty, futures, typing_env), (Vec::new(), node)));
                self.known.extend(nothing);
            }
            self.known.insert(key, (found, node));
        }
        &self.known[&key].0
    }

    fn key(ty: Ty<'tcx>, futures: bool, typing_env: TypingEnv<'tcx>) -> Key<'tcx> {
        (ty, futures, ty.has_param().then_some(typing_env.param_env))
    }

    /// The number of types that `ty` is written with.
    fn size(&mut self, ty: Ty<'tcx>) -> u32 {
        if let Some(&size) = self.sizes.get(&ty) {
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
        self.sizes.insert(ty, size);
        size
    }
}

/// What the nearest `Drop` implementation around a field is trusted to drop.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Zone {
    /// There is one: it drops what is in a `ManuallyDrop`.
    drops: bool,
    /// It also has a raw pointer: it drops what a `PhantomData` stands for.
    points: bool,
}

/// How often a type may be met inside a smaller instance of itself, as in
/// `struct Grows<T>(Option<Box<Grows<(T, T)>>>)`, which has no end.
const GROWTH: usize = 16;

/// How often that may be in one value. A type that grows in two ways would be met 2^16 times.
const GROWTH_IN_ALL: usize = 2000;

struct Search<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    denylist: &'a Denylist,
    futures: bool,
    owners: &'a mut Owners<'tcx>,
    seen: FxHashSet<(Ty<'tcx>, Zone)>,
    way: Vec<Step<'tcx>>,
    /// Inside a type of the catalogue or a marked one, which is reported unless it owns what the user listed.
    listed_only: bool,
    found: Vec<Found<'tcx>>,
    /// How many types were met inside a smaller instance of themselves.
    grown: usize,
}

impl<'tcx> Search<'_, 'tcx> {
    fn visit(&mut self, ty: Ty<'tcx>, zone: Zone) {
        if is_plain(ty) && !self.denylist.concerns(self.tcx, ty) {
            return;
        }
        let ty = normal(self.tcx, self.typing_env, ty);
        let key = Owners::key(ty, self.futures, self.typing_env);
        if zone == Zone::default()
            && let Some((found, node)) = self.owners.known.get(&key)
            && found.is_empty()
        {
            self.tcx.dep_graph.read_index(*node);
            return;
        }
        if !self.seen.insert((ty, zone)) {
            return;
        }
        match self.denylist.rule_for(self.tcx, self.typing_env, ty) {
            Some(Rule::Listed(entry)) if entry.allow => {}
            Some(Rule::Listed(entry)) if !entry.owned_by && !self.way.is_empty() => {
                // By itself it is forbidden: that it was nothing here must not be remembered.
                self.seen.remove(&(ty, zone));
            }
            Some(rule @ Rule::Listed(_)) => self.push(rule, ty),
            Some(rule @ (Rule::BuiltIn(_) | Rule::Marked(_))) if !self.listed_only => {
                // What the user listed goes before what it is made into.
                let before = self.found.len();
                self.listed_only = true;
                self.visit_parts(ty, zone);
                self.listed_only = false;
                if self.found.len() == before {
                    self.push(rule, ty);
                }
            }
            _ => ensure_sufficient_stack(|| self.visit_parts(ty, zone)),
        }
    }

    fn push(&mut self, rule: Rule, ty: Ty<'tcx>) {
        let way = self.way.clone();
        self.found.push(Found { rule, ty, way });
    }

    fn visit_parts(&mut self, ty: Ty<'tcx>, zone: Zone) {
        match *ty.kind() {
            ty::Adt(adt, args) => self.visit_adt(ty, adt, args, zone),
            ty::Tuple(tys) => {
                for (index, part) in tys.iter().enumerate() {
                    let name = sym::integer(index);
                    self.step(ty, Through::Field(name), part, zone);
                }
            }
            ty::Array(of, len) if len.try_to_target_usize(self.tcx) != Some(0) => {
                self.step(ty, Through::Content, of, zone);
            }
            ty::Slice(of) => self.step(ty, Through::Content, of, zone),
            ty::Closure(closure, args) => {
                self.visit_captured(ty, closure, args.as_closure().upvar_tys());
            }
            ty::CoroutineClosure(closure, args) => {
                self.visit_captured(ty, closure, args.as_coroutine_closure().upvar_tys());
            }
            ty::Coroutine(coroutine, args) if self.futures => {
                self.visit_captured(ty, coroutine, args.as_coroutine().upvar_tys());
            }
            _ => {}
        }
    }

    fn step(&mut self, owner: Ty<'tcx>, to: Through, part: Ty<'tcx>, zone: Zone) {
        self.way.push(Step { owner, to });
        self.visit(part, zone);
        self.way.pop();
    }

    fn visit_captured(&mut self, ty: Ty<'tcx>, closure: DefId, tys: &'tcx ty::List<Ty<'tcx>>) {
        for (index, part) in tys.iter().enumerate() {
            let to = Through::captured(self.tcx, closure, index);
            self.step(ty, to, part, Zone::default());
        }
    }

    fn visit_adt(
        &mut self,
        ty: Ty<'tcx>,
        adt: AdtDef<'tcx>,
        args: GenericArgsRef<'tcx>,
        mut zone: Zone,
    ) {
        if adt.is_phantom_data() {
            if zone.points {
                self.step(ty, Through::Content, args.type_at(0), Zone::default());
            }
            return;
        }
        if !zone.drops && (adt.is_manually_drop() || adt.is_union()) || self.grows(ty, adt) {
            return;
        }
        if adt.has_dtor(self.tcx) {
            zone.drops = true;
            zone.points = self.has_pointer(ty);
        }
        for variant in adt.variants() {
            for field in &variant.fields {
                let to = Through::field(adt, variant, field.name);
                self.step(ty, to, field.ty(self.tcx, args), zone);
            }
        }
    }

    /// Whether `ty` was met inside ever smaller instances of itself too often, or many such types.
    fn grows(&mut self, ty: Ty<'tcx>, adt: AdtDef<'tcx>) -> bool {
        let mut size = self.owners.size(ty);
        // What is not larger than the value itself has an end.
        let limit = self.way.first().map(|step| step.owner);
        if limit.is_none_or(|value| size <= self.owners.size(value)) {
            return false;
        }
        let mut growth = 0;
        for step in self.way.iter().rev() {
            if step.owner.ty_adt_def() == Some(adt) {
                let outer = self.owners.size(step.owner);
                // Sizes stop growing where they do not fit any more.
                if outer < size || size == u32::MAX {
                    growth += 1;
                    size = outer;
                }
            }
        }
        self.grown += usize::from(growth > 0);
        growth >= GROWTH || growth > 0 && self.grown > GROWTH_IN_ALL
    }

    /// Whether `ty`, which implements `Drop`, has a raw pointer of its own, that is, not in a field
    /// whose type implements `Drop` itself.
    fn has_pointer(&mut self, ty: Ty<'tcx>) -> bool {
        if let Some(&known) = self.owners.pointers.get(&ty) {
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
                    todo.extend(
                        adt.all_fields().map(|field| {
                            normal(self.tcx, self.typing_env, field.ty(self.tcx, args))
                        }),
                    );
                }
                _ => {}
            }
        }
        self.owners.pointers.insert(ty, found);
        found
    }
}

/// The number of types among the fields of one `Drop` implementation that are asked for a pointer.
const POINTER_SEARCH: usize = 256;

/// `ty` with what aliases and opaque types in it stand for, as far as the compiler reveals it.
pub(super) fn normal<'tcx>(
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    ty: Ty<'tcx>,
) -> Ty<'tcx> {
    tcx.try_normalize_erasing_regions(typing_env, ty)
        .unwrap_or(ty)
}

/// Whether `ty` owns nothing, without looking anything up.
fn is_plain(ty: Ty<'_>) -> bool {
    matches!(
        ty.kind(),
        ty::Ref(..) | ty::RawPtr(..) | ty::FnDef(..) | ty::FnPtr(..) | ty::Never | ty::Error(_)
    )
}
