//! From the names of a path to the definitions that it leads to.
//!
//! A path is followed as code would follow it: the crate, public modules and re-exports, then the
//! functions of a type or a trait. In the linted crate, private ones count as well. A function that a
//! type has from a trait is found below the type only if the implementation has code for it.
//!
//! A crate is found by its own name, by its name in the linted crate's `Cargo.toml`, and by the name
//! that an `extern crate` gives it. If two versions of it are in the build, both are followed. Private
//! dependencies of the standard library are not found.

use std::collections::VecDeque;
use std::path::PathBuf;

use rustc_data_structures::fx::{FxHashMap, FxHashSet, FxIndexMap};
use rustc_hir::PrimTy;
use rustc_hir::def::{DefKind, Res};
use rustc_hir::def_id::{CrateNum, DefId, LOCAL_CRATE};
use rustc_middle::metadata::ModChild;
use rustc_middle::ty::TyCtxt;
use rustc_session::cstore::{ExternCrate, ExternCrateSource};
use rustc_span::edit_distance::find_best_match_for_name;
use rustc_span::{Symbol, kw, sym};

use crate::compat::SkipNorm;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A definition of any kind.
    Def(DefId),
    /// A primitive type.
    Primitive(PrimTy),
}

impl Target {
    /// Whether this is a type or stands for types.
    pub fn names_types(self, tcx: TyCtxt<'_>) -> bool {
        match self {
            Target::Primitive(_) => true,
            Target::Def(def_id) => matches!(
                tcx.def_kind(def_id),
                DefKind::Struct
                    | DefKind::Enum
                    | DefKind::Union
                    | DefKind::TyAlias
                    | DefKind::ForeignTy
                    | DefKind::Trait
            ),
        }
    }

    /// The function that this is, if it is one.
    pub fn as_function(self, tcx: TyCtxt<'_>) -> Option<DefId> {
        let Target::Def(def_id) = self else {
            return None;
        };
        matches!(tcx.def_kind(def_id), DefKind::Fn | DefKind::AssocFn).then_some(def_id)
    }
}

/// Follows paths. It remembers the crates and modules it has seen, so the cost grows with the number
/// of paths, not with the size of the modules they lead through.
pub(crate) struct Resolver<'tcx> {
    tcx: TyCtxt<'tcx>,
    crates: FxHashMap<Symbol, Vec<DefId>>,
    children: FxHashMap<DefId, FxHashMap<Symbol, Vec<Target>>>,
    /// By crate, the shortest path to each type.
    types: FxHashMap<Symbol, FxIndexMap<Symbol, String>>,
}

impl<'tcx> Resolver<'tcx> {
    pub fn new(tcx: TyCtxt<'tcx>) -> Self {
        Self {
            tcx,
            crates: crates(tcx),
            children: FxHashMap::default(),
            types: FxHashMap::default(),
        }
    }

    /// Follows a path; `None` if there is no crate of the path's first name in this build.
    pub fn resolve(&mut self, path: &[Symbol]) -> Option<Vec<Target>> {
        if let &[name] = path
            && let Some(primitive) = PrimTy::from_name(name)
        {
            return Some(vec![Target::Primitive(primitive)]);
        }
        let (krate, path) = path.split_first()?;
        let roots = self.crates.get(krate)?;
        let mut found: Vec<_> = roots.iter().copied().map(Target::Def).collect();
        for &name in path {
            let mut next = Vec::new();
            for parent in found {
                let functions = associated_functions(self.tcx, parent, name);
                for &child in self.children_named(parent, name).iter().chain(&functions) {
                    // Several paths can lead to one definition.
                    if !next.contains(&child) {
                        next.push(child);
                    }
                }
            }
            found = next;
        }
        Some(found)
    }

    /// The same path in a crate that the linted one depends on, if that has a type or function there and
    /// `path` begins with `crate`: one file may serve both.
    pub fn in_dependency(&mut self, path: &[Symbol]) -> Option<String> {
        let (&kw::Crate, rest) = path.split_first()? else {
            return None;
        };
        let tcx = self.tcx;
        let is_direct = |cnum: CrateNum| tcx.extern_crate(cnum).is_some_and(ExternCrate::is_direct);
        let crates = tcx.crates(()).iter().copied();
        let mut names = crates
            .filter(|&cnum| is_direct(cnum))
            .map(|cnum| tcx.crate_name(cnum));
        names.find_map(|name| {
            let path = [&[name], rest].concat();
            let found = self.resolve(&path)?;
            let mut found = found.iter();
            found
                .any(|target| target.names_types(tcx) || target.as_function(tcx).is_some())
                .then(|| names_of(&path))
        })
    }

    fn children_named(&mut self, parent: Target, name: Symbol) -> &[Target] {
        let tcx = self.tcx;
        let Target::Def(module) = parent else {
            return &[];
        };
        let children = self.children.entry(module).or_insert_with(|| {
            let mut children: FxHashMap<_, Vec<_>> = FxHashMap::default();
            for (name, target) in visible_children(tcx, module) {
                children.entry(name).or_default().push(target);
            }
            children
        });
        children.get(&name).map_or(&[], Vec::as_slice)
    }

    /// The type that `path`, which leads to none, is most likely a mistake for: in the same crate, the
    /// type of the same name that is nearest to the root, or else the one with the most similar name.
    pub fn likely_meant(&mut self, path: &[Symbol]) -> Option<String> {
        let [krate, .., wanted] = *path else {
            return None;
        };
        let tcx = self.tcx;
        let roots = self.crates.get(&krate)?;
        let types = self
            .types
            .entry(krate)
            .or_insert_with(|| public_types(tcx, krate, roots));
        let name = match types.contains_key(&wanted) {
            true => wanted,
            false => {
                let names: Vec<_> = types.keys().copied().collect();
                find_best_match_for_name(&names, wanted, None)?
            }
        };
        types.get(&name).cloned()
    }
}

/// A path of these names.
pub(crate) fn names_of(path: &[Symbol]) -> String {
    let names: Vec<_> = path.iter().map(Symbol::as_str).collect();
    names.join("::")
}

/// The crates of this build by their names.
fn crates(tcx: TyCtxt<'_>) -> FxHashMap<Symbol, Vec<DefId>> {
    let mut given_names: FxHashMap<&PathBuf, Vec<Symbol>> = FxHashMap::default();
    for (name, entry) in tcx.sess.opts.externs.iter() {
        for file in entry.files().into_iter().flatten() {
            given_names
                .entry(file.canonicalized())
                .or_default()
                .push(Symbol::intern(name));
        }
    }

    let mut crates: FxHashMap<_, Vec<_>> = FxHashMap::default();
    let mut add = |name: Symbol, cnum: CrateNum| {
        let roots: &mut Vec<_> = crates.entry(name).or_default();
        if !roots.contains(&cnum.as_def_id()) {
            roots.push(cnum.as_def_id());
        }
    };
    add(tcx.crate_name(LOCAL_CRATE), LOCAL_CRATE);
    add(kw::Crate, LOCAL_CRATE);
    for &cnum in tcx.crates(()) {
        if is_part_of_std(tcx, cnum) {
            continue;
        }
        add(tcx.crate_name(cnum), cnum);
        for file in tcx.used_crate_source(cnum).paths() {
            for &name in given_names.get(file).into_iter().flatten() {
                add(name, cnum);
            }
        }
        if let Some(extern_crate) = tcx.extern_crate(cnum)
            && extern_crate.is_direct()
            && let ExternCrateSource::Extern(item) = extern_crate.src
        {
            add(tcx.item_name(item), cnum);
        }
    }
    crates
}

/// Whether the crate is in the build only because the standard library depends on it.
fn is_part_of_std(tcx: TyCtxt<'_>, cnum: CrateNum) -> bool {
    let of_its_own = [sym::core, sym::alloc, sym::std, sym::proc_macro, sym::test];
    let mut user = cnum;
    while !of_its_own.contains(&tcx.crate_name(user)) {
        match tcx.extern_crate(user) {
            Some(extern_crate) if !extern_crate.is_direct() => user = extern_crate.dependency_of,
            _ => return false,
        }
    }
    user != cnum
}

/// The types below `roots`, each with its shortest path.
fn public_types(tcx: TyCtxt<'_>, krate: Symbol, roots: &[DefId]) -> FxIndexMap<Symbol, String> {
    // Breadth first, so that of several paths to a type the shortest is found first.
    let mut seen: FxHashSet<DefId> = roots.iter().copied().collect();
    let mut modules: VecDeque<_> = roots
        .iter()
        .map(|&root| (root, krate.to_string()))
        .collect();
    let mut types: FxIndexMap<Symbol, String> = FxIndexMap::default();
    while let Some((module, path)) = modules.pop_front() {
        for (name, target) in visible_children(tcx, module) {
            if target.names_types(tcx) {
                types
                    .entry(name)
                    .or_insert_with(|| format!("{path}::{name}"));
            } else if let Target::Def(def_id) = target
                && tcx.def_kind(def_id) == DefKind::Mod
                && seen.insert(def_id)
            {
                modules.push_back((def_id, format!("{path}::{name}")));
            }
        }
    }
    types
}

/// What `module` exports, and in the linted crate everything in it. Nothing if it is not a module.
fn visible_children(tcx: TyCtxt<'_>, module: DefId) -> impl Iterator<Item = (Symbol, Target)> {
    let children: &[ModChild] = match module.as_local() {
        _ if tcx.def_kind(module) != DefKind::Mod => &[],
        Some(module) => tcx.module_children_local(module),
        None => tcx.module_children(module),
    };
    let visible = move |child: &&ModChild| module.is_local() || child.vis.is_public();
    children.iter().filter(visible).filter_map(|child| {
        let target = match child.res {
            Res::Def(_, def_id) => Target::Def(def_id),
            Res::PrimTy(primitive) => Target::Primitive(primitive),
            _ => return None,
        };
        Some((child.ident.name, target))
    })
}

/// The functions of this name that a trait or a type has, including the type's implementations of
/// traits.
fn associated_functions(tcx: TyCtxt<'_>, owner: Target, name: Symbol) -> Vec<Target> {
    let Target::Def(owner) = owner else {
        return Vec::new();
    };
    let functions = |container| {
        let items = tcx
            .associated_items(container)
            .filter_by_name_unhygienic(name);
        items.filter(|item| item.is_fn()).map(|item| item.def_id)
    };
    match tcx.def_kind(owner) {
        DefKind::Trait => functions(owner).map(Target::Def).collect(),
        DefKind::Struct | DefKind::Enum | DefKind::Union => {
            let ty = tcx.type_of(owner).instantiate_identity().skip_norm();
            let own = tcx.inherent_impls(owner).iter().copied();
            let own = own
                .flat_map(functions)
                .filter(|function| function.is_local() || tcx.visibility(*function).is_public());
            let traits = tcx
                .all_traits_including_private()
                .filter(|&of_trait| functions(of_trait).next().is_some());
            let implementations =
                traits.flat_map(|of_trait| tcx.non_blanket_impls_for_ty(of_trait, ty));
            let of_traits = implementations.flat_map(functions);
            own.chain(of_traits).map(Target::Def).collect()
        }
        _ => Vec::new(),
    }
}
