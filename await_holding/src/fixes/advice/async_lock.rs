//! The lock for asynchronous code that the build has, and which of its methods to call.
//!
//! It is one that code of this crate can name: from a direct dependency, with the features that the
//! build enables. One whose guards a rule forbids as well is not named.

use clippy_catalogue::{ASYNC_LOCK_MODULES, AsyncLock, LintKind};
use rustc_hir::def::DefKind;
use rustc_hir::def_id::{CrateNum, DefId};
use rustc_middle::ty::{GenericArgs, GenericParamDefKind, Ty, TyCtxt};

use crate::compat::{normalize_erasing_regions, projection};
use crate::fixes::code::import;
use crate::fixes::site::Site;

/// `is_needed` says whether the lock has to be held for its own sake.
pub(super) fn note(
    site: &Site<'_>,
    lint: LintKind,
    lock: &AsyncLock,
    is_needed: bool,
) -> Option<String> {
    let found = ASYNC_LOCK_MODULES
        .iter()
        .find_map(|path| Found::in_module(site, path, lock))?;
    let remedy = match is_needed {
        true => format!("use `{}`", found.path),
        false => format!(
            "drop the {} before the `await` point, or use `{}`",
            site.noun, found.path
        ),
    };
    let asynchronous = calls(
        lock.methods
            .iter()
            .map(|method| format!("{method}().await")),
    );
    if lint == LintKind::RefCell {
        return Some(format!(
            "{remedy}, whose {asynchronous} wait where `borrow()` and `borrow_mut()` would panic"
        ));
    }
    let blocking = lock.methods.iter().map(|method| {
        let mut names = [format!("blocking_{method}"), format!("{method}_blocking")].into_iter();
        let name = names.find(|name| has_method(site.tcx, found.lock, name))?;
        Some(format!("{name}()"))
    });
    let elsewhere = match blocking.collect::<Option<Vec<_>>>() {
        Some(blocking) => format!("{} outside of tasks", calls(blocking.into_iter())),
        None => {
            let tried = lock.methods.iter().map(|method| format!("try_{method}()"));
            format!("{} where nothing can be awaited", calls(tried))
        }
    };
    let poisoning = match lock.ends_poisoning {
        true => "; there is no poisoning",
        false => "",
    };
    Some(format!(
        "{remedy}: call {asynchronous}, or {elsewhere}{poisoning}"
    ))
}

fn calls(calls: impl Iterator<Item = String>) -> String {
    let calls: Vec<_> = calls.map(|call| format!("`{call}`")).collect();
    calls.join(" and ")
}

/// A lock in the build.
struct Found {
    lock: DefId,
    /// As code of this crate names it.
    path: String,
}

impl Found {
    fn in_module(site: &Site<'_>, path: &[&str], lock: &AsyncLock) -> Option<Self> {
        let tcx = site.tcx;
        let (krate, modules) = path.split_first()?;
        let mut crates = tcx.crates(()).iter().copied();
        crates.find_map(|cnum: CrateNum| {
            if tcx.crate_name(cnum).as_str() != *krate {
                return None;
            }
            let name = import::name_in_code(tcx, cnum)?;
            let module = modules.iter().try_fold(cnum.as_def_id(), |module, name| {
                exported(tcx, module, name, DefKind::Mod)
            })?;
            let exported = |name| exported(tcx, module, name, DefKind::Struct);
            let mut guards = lock.guards.iter();
            let may_be_held =
                guards.all(|guard| exported(guard).is_some_and(|guard| may_be_held(site, guard)));
            let path = [&[name.as_str()], modules, &[lock.name]].concat();
            may_be_held.then_some(Self {
                lock: exported(lock.name)?,
                path: path.join("::"),
            })
        })
    }
}

/// The module or struct `name` that everyone can name in `module`.
fn exported(tcx: TyCtxt<'_>, module: DefId, name: &str, kind: DefKind) -> Option<DefId> {
    let mut children = tcx.module_children(module).iter();
    children.find_map(|child| {
        let def_id = child.res.opt_def_id()?;
        let is_wanted = child.ident.name.as_str() == name
            && child.vis.is_public()
            && tcx.def_kind(def_id) == kind;
        is_wanted.then_some(def_id)
    })
}

/// Whether no rule forbids to hold such a guard of the value that is guarded.
fn may_be_held<'tcx>(site: &Site<'tcx>, guard: DefId) -> bool {
    let tcx = site.tcx;
    let Some(guarded) = guarded(site) else {
        return false;
    };
    if tcx.generics_of(guard).own_counts().consts > 0 {
        return false;
    }
    let args = GenericArgs::for_item(tcx, guard, |param, _| match param.kind {
        GenericParamDefKind::Type { .. } => guarded.into(),
        _ => tcx.lifetimes.re_erased.into(),
    });
    let guard = Ty::new_adt(tcx, tcx.adt_def(guard), args);
    let rule = site.rules.rule_for(tcx, site.typing_env, guard);
    rule.is_none_or(|rule| rule.entry().is_some_and(|entry| entry.allow))
}

/// The type of the value that the guard dereferences to.
fn guarded<'tcx>(site: &Site<'tcx>) -> Option<Ty<'tcx>> {
    let tcx = site.tcx;
    let target = projection(tcx, tcx.lang_items().deref_target()?, site.ty);
    normalize_erasing_regions(tcx, site.typing_env, target)
}

fn has_method(tcx: TyCtxt<'_>, ty: DefId, name: &str) -> bool {
    tcx.inherent_impls(ty).iter().any(|&of_type| {
        let mut items = tcx.associated_items(of_type).in_definition_order();
        items.any(|item| item.name().as_str() == name && tcx.visibility(item.def_id).is_public())
    })
}
