//! Which names are in scope where a suggestion is written.

use std::iter;

use rustc_hir::def::{DefKind, Res};
use rustc_hir::def_id::{DefId, LocalDefId, LocalModDefId};
use rustc_hir::{self as hir, HirId, ItemKind, Node, UseKind};
use rustc_middle::ty::TyCtxt;
use rustc_span::{Ident, Symbol};

use crate::fixes::code::{source_text, variable_uses};

/// What is declared and imported in the module and in the blocks around a node.
pub(in crate::fixes) struct NamesInScope<'tcx> {
    imports: Vec<(&'tcx hir::Item<'tcx>, &'tcx hir::UsePath<'tcx>, UseKind)>,
    names: Vec<Symbol>,
    /// The `use` items of the module itself, as they are written.
    pub imports_of_module: Vec<&'tcx hir::Item<'tcx>>,
    /// Traits that the module or a block declares.
    traits: Vec<DefId>,
}

impl<'tcx> NamesInScope<'tcx> {
    pub fn at(tcx: TyCtxt<'tcx>, at: HirId) -> Self {
        let module = tcx.parent_module(at);
        let mut scope = Self {
            imports: Vec::new(),
            names: Vec::new(),
            imports_of_module: Vec::new(),
            traits: Vec::new(),
        };
        for id in tcx.hir_get_module(module).0.item_ids {
            let item = tcx.hir_item(*id);
            scope.add(tcx, item);
            // `use a::{b, c};` has an item for each name, and one for the whole.
            let is_whole = item.span.contains(item.vis_span) && !item.span.from_expansion();
            if matches!(item.kind, ItemKind::Use(..)) && is_whole {
                scope.imports_of_module.push(item);
            }
        }
        for (_, node) in tcx.hir_parent_iter(at) {
            let Node::Block(block) = node else { continue };
            for statement in block.stmts {
                if let hir::StmtKind::Item(id) = statement.kind {
                    scope.add(tcx, tcx.hir_item(id));
                }
            }
        }
        scope
    }

    fn add(&mut self, tcx: TyCtxt<'tcx>, item: &'tcx hir::Item<'tcx>) {
        match item.kind {
            ItemKind::Use(path, kind) => {
                self.imports.push((item, path, kind));
                if let UseKind::Single(name) = kind {
                    self.names.push(name.name);
                }
            }
            _ => self.names.extend(item.kind.ident().map(|name| name.name)),
        }
        if let DefKind::Trait = tcx.def_kind(item.owner_id.def_id) {
            self.traits.push(item.owner_id.to_def_id());
        }
    }

    /// The traits in scope that have this method.
    pub fn traits_with_method(&self, tcx: TyCtxt<'tcx>, method: Symbol) -> Vec<DefId> {
        let mut traits = self.traits.clone();
        for (_, path, kind) in &self.imports {
            let Some(target) = path.res.type_ns.and_then(|res| res.opt_def_id()) else {
                continue;
            };
            match kind {
                UseKind::Single(_) => traits.push(target),
                UseKind::Glob => traits.extend(children(tcx, target).map(|(_, child)| child)),
                UseKind::ListStem => {}
            }
        }
        traits.retain(|&def_id| {
            matches!(tcx.def_kind(def_id), DefKind::Trait)
                && tcx
                    .associated_items(def_id)
                    .filter_by_name_unhygienic(method)
                    .any(|item| item.is_fn())
        });
        traits
    }

    /// Whether something is called `name`, by a declaration or by an import.
    pub fn has_name(&self, tcx: TyCtxt<'tcx>, name: Symbol) -> bool {
        let globs = self
            .imports
            .iter()
            .filter(|(_, _, kind)| matches!(kind, UseKind::Glob));
        self.names.contains(&name)
            || globs
                .filter_map(|(_, path, _)| path.res.type_ns?.opt_def_id())
                .any(|module| children(tcx, module).any(|(child, _)| child == name))
    }
}

/// The names of types, traits and modules that `use module::*` brings into scope, and possibly more.
pub(in crate::fixes) fn children(
    tcx: TyCtxt<'_>,
    module: DefId,
) -> impl Iterator<Item = (Symbol, DefId)> {
    let is_module = matches!(tcx.def_kind(module), DefKind::Mod);
    let (exports, items) = match module.as_local() {
        _ if !is_module => (&[][..], &[][..]),
        None => (tcx.module_children(module), &[][..]),
        Some(local) => {
            let module = LocalModDefId::new_unchecked(local);
            (
                tcx.module_children_local(local),
                tcx.hir_get_module(module).0.item_ids,
            )
        }
    };
    let exports = exports.iter().filter_map(|child| match child.res {
        Res::Def(_, def_id) => Some((child.ident.name, def_id)),
        _ => None,
    });
    let items = items.iter().filter_map(move |&id| {
        let item = tcx.hir_item(id);
        Some((item.kind.ident()?.name, item.owner_id.to_def_id()))
    });
    exports.chain(items)
}

/// A name for a new variable: `preferred`, unless the function around `coroutine` has a variable of that
/// name, or it means something else; then a fresh one like `other`.
pub(in crate::fixes) fn local_name(
    tcx: TyCtxt<'_>,
    coroutine: LocalDefId,
    preferred: Option<Symbol>,
    other: &str,
) -> Option<String> {
    let scope = NamesInScope::at(tcx, tcx.local_def_id_to_hir_id(coroutine));
    let is_free = |name: &String| {
        let name = Symbol::intern(name);
        let is_plain = !Ident::with_dummy_span(name).is_reserved()
            && name.as_str().starts_with(|c: char| c.is_alphabetic());
        is_plain
            && !scope.has_name(tcx, name)
            && !variable_uses::is_declared_around(tcx, coroutine, name)
    };
    let preferred = preferred.map(|name| name.as_str().to_lowercase());
    let mut names = preferred.into_iter().chain([other.to_owned()]);
    names
        .find(is_free)
        .or_else(|| fresh_name(tcx, coroutine, other))
}

/// `name`, or the first of `name_2`, `name_3`, .. that does not occur in the function around
/// `coroutine`, and that no item has: a variable cannot be called what a static is called.
pub(in crate::fixes) fn fresh_name(
    tcx: TyCtxt<'_>,
    coroutine: LocalDefId,
    name: &str,
) -> Option<String> {
    let function = tcx.typeck_root_def_id(coroutine.to_def_id()).expect_local();
    let text = source_text::of(
        tcx,
        tcx.hir_span_with_body(tcx.local_def_id_to_hir_id(function)),
    )?;
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let scope = NamesInScope::at(tcx, tcx.local_def_id_to_hir_id(coroutine));
    iter::once(name.to_owned())
        .chain(numbered)
        .find(|name| !has_word(&text, name) && !scope.has_name(tcx, Symbol::intern(name)))
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|found| found == word)
}
