//! From a path as a user writes it to the definitions that it names.
//!
//! A path is followed as `use` would follow it from outside: crate, then public modules and
//! re-exports. A crate is found by its own name and by the name that it has in this crate's
//! `Cargo.toml`; if two versions of it are in the build, each is followed.

use std::collections::VecDeque;

use rustc_data_structures::fx::{FxHashSet, FxIndexMap};
use rustc_hir::def::DefKind;
use rustc_hir::def_id::{CRATE_DEF_ID, CrateNum, DefId, LOCAL_CRATE, LocalModDefId};
use rustc_middle::ty::TyCtxt;
use rustc_span::Symbol;
use rustc_span::edit_distance::find_best_match_for_name;

/// What became of a path in this build.
#[derive(Debug, PartialEq, Eq)]
pub enum Resolved {
    /// No crate of this build has the path's first segment for a name.
    CrateNotInBuild,
    /// The crate is there; these types have the path, often none.
    Types(Vec<DefId>),
}

/// Resolves `path`, segments separated by `::`, to the types that it names.
pub fn resolve(tcx: TyCtxt<'_>, path: &str) -> Resolved {
    let mut segments = path
        .split("::")
        .map(|segment| Symbol::intern(segment.trim().trim_start_matches("r#")));
    let Some(krate) = segments.next() else {
        return Resolved::CrateNotInBuild;
    };
    let mut found = crates_named(tcx, krate);
    if found.is_empty() {
        return Resolved::CrateNotInBuild;
    }
    for segment in segments {
        found = found
            .into_iter()
            .flat_map(|module| children(tcx, module, segment))
            .collect();
    }
    found.retain(|&def_id| names_types(tcx.def_kind(def_id)));
    found.sort_by_key(|&def_id| tcx.def_path_hash(def_id));
    found.dedup();
    Resolved::Types(found)
}

fn names_types(kind: DefKind) -> bool {
    matches!(
        kind,
        DefKind::Struct | DefKind::Enum | DefKind::Union | DefKind::TyAlias
    )
}

fn crates_named(tcx: TyCtxt<'_>, name: Symbol) -> Vec<DefId> {
    let mut found = Vec::new();
    if name == tcx.crate_name(LOCAL_CRATE) || name.as_str() == "crate" {
        found.push(CRATE_DEF_ID.to_def_id());
    }
    for &cnum in tcx.crates(()) {
        let renamed = || {
            tcx.extern_crate(cnum).is_some_and(|extern_crate| {
                extern_crate.is_direct() && extern_name(tcx, cnum) == Some(name)
            })
        };
        if tcx.crate_name(cnum) == name || renamed() {
            found.push(cnum.as_def_id());
        }
    }
    found
}

/// The name under which `--extern NAME=FILE` brought the crate in, where it is not its own.
fn extern_name(tcx: TyCtxt<'_>, cnum: CrateNum) -> Option<Symbol> {
    let source = tcx.used_crate_source(cnum);
    let files: Vec<_> = source.paths().collect();
    tcx.sess.opts.externs.iter().find_map(|(name, entry)| {
        let mut given = entry.files()?;
        given
            .any(|file| {
                files
                    .iter()
                    .any(|path| path.as_path() == file.canonicalized().as_path())
            })
            .then(|| Symbol::intern(name))
    })
}

/// The path of a type that `path`, which names none, was probably meant to be: in the same crate,
/// the type of the same name that is nearest to its root, else the one of the most similar name.
pub fn likely_meant(tcx: TyCtxt<'_>, path: &str) -> Option<String> {
    let (krate, rest) = path.split_once("::")?;
    let wanted = Symbol::intern(rest.rsplit("::").next()?);

    // Breadth first, so that of several paths to a type the shortest is found first.
    let roots = crates_named(tcx, Symbol::intern(krate));
    let mut seen: FxHashSet<DefId> = roots.iter().copied().collect();
    let mut modules: VecDeque<_> = roots
        .into_iter()
        .map(|root| (root, krate.to_owned()))
        .collect();
    let mut types: FxIndexMap<Symbol, String> = FxIndexMap::default();
    while let Some((module, path)) = modules.pop_front() {
        for_each_child(tcx, module, |name, def_id| {
            let path = format!("{path}::{name}");
            if names_types(tcx.def_kind(def_id)) {
                types.entry(name).or_insert(path);
            } else if seen.insert(def_id) {
                modules.push_back((def_id, path));
            }
        });
    }
    let names: Vec<_> = types.keys().copied().collect();
    let name = match types.contains_key(&wanted) {
        true => wanted,
        false => find_best_match_for_name(&names, wanted, None)?,
    };
    types.swap_remove(&name)
}

/// The modules and types called `name` in `module`.
fn children(tcx: TyCtxt<'_>, module: DefId, name: Symbol) -> Vec<DefId> {
    let mut found = Vec::new();
    for_each_child(tcx, module, |child, def_id| {
        if child == name {
            found.push(def_id);
        }
    });
    found
}

/// Calls `f` for the modules and types that `module` shows to other crates, or that are its own
/// where `module` is in the crate under test.
fn for_each_child(tcx: TyCtxt<'_>, module: DefId, mut f: impl FnMut(Symbol, DefId)) {
    if tcx.def_kind(module) != DefKind::Mod {
        return;
    }
    let mut offer = |name: Symbol, def_id: Option<DefId>| {
        if let Some(def_id) = def_id {
            let kind = tcx.def_kind(def_id);
            if kind == DefKind::Mod || names_types(kind) {
                f(name, def_id);
            }
        }
    };
    match module.as_local() {
        Some(local) => {
            for child in tcx.module_children_local(local) {
                offer(child.ident.name, child.res.opt_def_id());
            }
            for item in tcx.hir_module_free_items(LocalModDefId::new_unchecked(local)) {
                let def_id = item.owner_id.def_id;
                if let Some(name) = tcx.opt_item_name(def_id.to_def_id())
                    && tcx.local_parent(def_id) == local
                {
                    offer(name, Some(def_id.to_def_id()));
                }
            }
        }
        None => {
            for child in tcx
                .module_children(module)
                .iter()
                .filter(|child| child.vis.is_public())
            {
                offer(child.ident.name, child.res.opt_def_id());
            }
        }
    }
}
