//! From a path as a user writes it to the definitions that it names.
//!
//! A path is followed as `use` would follow it from outside: crate, then public modules and
//! re-exports. A crate is found by its own name and by the name that it has in this crate's
//! `Cargo.toml`; if two versions of it are in the build, each is followed.

use rustc_hir::def::{DefKind, Res};
use rustc_hir::def_id::{CRATE_DEF_ID, DefId, LOCAL_CRATE};
use rustc_middle::ty::TyCtxt;
use rustc_span::Symbol;

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
fn extern_name(tcx: TyCtxt<'_>, cnum: rustc_hir::def_id::CrateNum) -> Option<Symbol> {
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

/// The definitions of the type namespace called `name` that `module` shows to other crates, or
/// that are its own where `module` is in the crate under test.
fn children(tcx: TyCtxt<'_>, module: DefId, name: Symbol) -> Vec<DefId> {
    if !matches!(tcx.def_kind(module), DefKind::Mod) {
        return Vec::new();
    }
    let named = |ident: Symbol, res: Res<rustc_hir::HirId>| -> Option<DefId> {
        let def_id = res.opt_def_id()?;
        let kind = tcx.def_kind(def_id);
        (ident == name && (kind == DefKind::Mod || names_types(kind))).then_some(def_id)
    };
    match module.as_local() {
        Some(local) => {
            let reexported = tcx
                .module_children_local(local)
                .iter()
                .filter_map(|child| named(child.ident.name, child.res.expect_non_local()));
            let own = tcx
                .hir_module_free_items(rustc_hir::def_id::LocalModDefId::new_unchecked(local))
                .filter_map(|item| {
                    let def_id = item.owner_id.to_def_id();
                    let ident = tcx.opt_item_name(def_id)?;
                    let kind = tcx.def_kind(def_id);
                    (tcx.local_parent(item.owner_id.def_id) == local)
                        .then(|| named(ident, Res::Def(kind, def_id)))
                        .flatten()
                });
            reexported.chain(own).collect()
        }
        None => tcx
            .module_children(module)
            .iter()
            .filter(|child| child.vis.is_public())
            .filter_map(|child| named(child.ident.name, child.res.expect_non_local()))
            .collect(),
    }
}
