//! Makes the trait `tracing::Instrument` visible where its method is to be called.

use rustc_data_structures::fx::FxHashSet;
use rustc_data_structures::sync::Lock;
use rustc_errors::Applicability;
use rustc_hir::HirId;
use rustc_hir::def::DefKind;
use rustc_hir::def_id::{CrateNum, DefId, LocalModDefId};
use rustc_middle::ty::TyCtxt;
use rustc_span::{Span, Symbol};

use crate::fixes::code::names_in_scope::{self, NamesInScope};
use crate::fixes::code::source_text;

const TRAIT: &str = "Instrument";
const METHOD: &str = "instrument";

/// What to insert so that `.instrument(span)` at the node `at` is the method of the crate `tracing`:
/// nothing if the trait is in scope there.
///
/// `None` if the trait cannot be named, or if another trait with such a method is in scope.
///
/// Each suggestion has to add the import that it needs, since it may be the only one that is applied.
/// Of two edits at the same place `cargo fix` applies the first. If the other one differs, cargo tries
/// its suggestion again on the new code, which then has the import; if the two are equal, cargo drops
/// the suggestion until the next `cargo fix`. So that they differ, the first edit also replaces the
/// character after the import by itself, and later ones replace two characters. `modules_with_import`
/// are those to which an earlier, machine-applicable suggestion adds the import.
pub(in crate::fixes) fn instrument(
    tcx: TyCtxt<'_>,
    tracing: CrateNum,
    at: HirId,
    applicability: Applicability,
    modules_with_import: &Lock<FxHashSet<LocalModDefId>>,
) -> Option<Option<(Span, String)>> {
    let Some((insertion_point, import)) = of_instrument(tcx, tracing, at)? else {
        return Some(None);
    };
    let module = tcx.parent_module(at);
    let mut modules = modules_with_import.lock();
    let length = match modules.contains(&module) {
        true => 2,
        false => 1,
    };
    if applicability == Applicability::MachineApplicable {
        modules.insert(module);
    }
    let (replaced, next) = source_text::following(tcx, insertion_point, length)?;
    Some(Some((replaced, import + &next)))
}

fn of_instrument(tcx: TyCtxt<'_>, tracing: CrateNum, at: HirId) -> Option<Option<(Span, String)>> {
    let wanted = exported(tcx, tracing.as_def_id(), Symbol::intern(TRAIT))?;
    let scope = NamesInScope::at(tcx, at);

    let in_scope = scope.traits_with_method(tcx, Symbol::intern(METHOD));
    if in_scope.iter().any(|&found| found != wanted) {
        return None;
    }
    if !in_scope.is_empty() {
        return Some(None);
    }

    let krate = name_in_code(tcx, tracing)?;
    let root = match scope.has_name(tcx, krate) {
        true => "::",
        false => "",
    };
    let rename = match scope.has_name(tcx, Symbol::intern(TRAIT)) {
        true => " as _",
        false => "",
    };
    let path = format!("{root}{krate}::{TRAIT}");
    insertion(tcx, &scope, at, &path, &format!("use {path}{rename};")).map(Some)
}

/// An edit that inserts `import`. It goes into the group of imports from other crates if the module has
/// one, in alphabetical order; without any imports, it goes where rustc would insert it.
fn insertion(
    tcx: TyCtxt<'_>,
    scope: &NamesInScope<'_>,
    at: HirId,
    path: &str,
    import: &str,
) -> Option<(Span, String)> {
    let groups = groups(tcx, scope);
    let nearest = |group: &&Vec<(Span, String)>| {
        let origins = group.iter().map(|(_, path)| Imported::from(path));
        origins.min()
    };
    let Some(group) = groups.iter().min_by_key(nearest) else {
        let insertion_point = tcx
            .hir_get_module(tcx.parent_module(at))
            .0
            .spans
            .inject_use_span;
        let insertion_point = insertion_point.shrink_to_lo();
        let indentation = source_text::indentation(tcx, insertion_point)?;
        return Some((insertion_point, format!("{import}\n\n{indentation}")));
    };
    match group
        .iter()
        .find(|(_, other)| other.as_str() > path && Imported::from(other) != Imported::ThisCrate)
    {
        Some((span, _)) => source_text::insert_before(tcx, *span, import),
        None => source_text::insert_after(tcx, group.last()?.0, import),
    }
}

/// The imports of the module with their paths. Other lines separate the groups.
fn groups(tcx: TyCtxt<'_>, scope: &NamesInScope<'_>) -> Vec<Vec<(Span, String)>> {
    let source_map = tcx.sess.source_map();
    let mut groups: Vec<Vec<(Span, String)>> = Vec::new();
    let mut last_line = None;
    for item in &scope.imports_of_module {
        let span = item.span;
        let Some(text) = source_text::of(tcx, span) else {
            continue;
        };
        let Some((_, path)) = text.split_once("use ") else {
            continue;
        };
        let lines = (
            source_map.lookup_char_pos(span.lo()).line,
            source_map.lookup_char_pos(span.hi()).line,
        );
        let path = path.trim_end_matches(';').to_owned();
        match (last_line, groups.last_mut()) {
            (Some(last), Some(group)) if lines.0 <= last + 1 => group.push((span, path)),
            _ => groups.push(vec![(span, path)]),
        }
        last_line = Some(lines.1);
    }
    groups
}

/// Where an import is from. The first ones are most like the one to be added.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Imported {
    OtherCrate,
    StandardLibrary,
    ThisCrate,
}

impl Imported {
    fn from(path: &str) -> Self {
        match path.trim_start_matches("::").split("::").next() {
            Some("crate" | "self" | "super") => Self::ThisCrate,
            Some("alloc" | "core" | "std") => Self::StandardLibrary,
            _ => Self::OtherCrate,
        }
    }
}

/// The first segment of paths to what `cnum` exports, if it is a direct dependency.
pub(in crate::fixes) fn name_in_code(tcx: TyCtxt<'_>, cnum: CrateNum) -> Option<Symbol> {
    let source = tcx.used_crate_source(cnum);
    let mut externs = tcx.sess.opts.externs.iter();
    externs.find_map(|(name, entry)| {
        let mut files = entry.files()?;
        files
            .any(|file| source.paths().any(|path| path == file.canonicalized()))
            .then(|| Symbol::intern(name))
    })
}

fn exported(tcx: TyCtxt<'_>, module: DefId, name: Symbol) -> Option<DefId> {
    names_in_scope::children(tcx, module)
        .find(|&(child, def_id)| child == name && tcx.def_kind(def_id) == DefKind::Trait)
        .map(|(_, def_id)| def_id)
}
