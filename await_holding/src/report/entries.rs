//! Entries of the list that have no effect: those that lead nowhere, and those that say in vain what an
//! earlier one for the same type says differently.
//!
//! They are reported with the lint whose list it is, so that a gate that denies the lint fails. Only an
//! entry whose crate is in the build counts: one `clippy.toml` serves a whole workspace.

use std::cell::LazyCell;

use rustc_hir::CRATE_HIR_ID;
use rustc_hir::def_id::LOCAL_CRATE;
use rustc_middle::ty::TyCtxt;
use rustc_span::kw;

use crate::host::{EmitLint, Host};
use crate::rules::paths::Resolver;
use crate::rules::{Meant, RuleSet, Unresolved};

/// Reports each entry that has no effect although its crate is in the build.
pub(crate) fn report(tcx: TyCtxt<'_>, host: &Host, rules: &RuleSet, emit: &dyn EmitLint) {
    dead(tcx, host, rules, emit);
    for (entry, first) in rules.repeated() {
        let is_lost = entry.reason.is_some() && entry.reason != first.reason
            || (entry.allow, entry.owned_by) != (first.allow, first.owned_by);
        if is_lost {
            let (path, of_first) = (&entry.path, &first.path);
            let message =
                format!("`{path}` stands for the same as `{of_first}`, which comes first");
            let lint = host.lints.invalid_type;
            emit.emit(lint, CRATE_HIR_ID, entry.span, message, &mut |diag| {
                diag.note("the entry has no effect in this crate");
                diag.span_note(first.span, "this one applies");
                diag.help("remove one of the two entries");
            });
        }
    }
}

/// Reports each entry that has nothing at its path that could be held.
fn dead(tcx: TyCtxt<'_>, host: &Host, rules: &RuleSet, emit: &dyn EmitLint) {
    let mut resolver = LazyCell::new(|| Resolver::new(tcx));
    for (entry, resolved) in host.list.entries.iter().zip(rules.entries()) {
        let Err(Unresolved::Nothing {
            message,
            range,
            meant,
        }) = resolved
        else {
            continue;
        };
        if entry.allow_invalid {
            continue;
        }
        let lint = host.lints.invalid_type;
        let span = entry.span_of(range.clone());
        let (meant, is_of_crate) = match meant {
            Meant::Unknown => (None, false),
            Meant::Path(path) => (Some(path.clone()), false),
            Meant::Similar(path) => match resolver.in_dependency(path) {
                Some(meant) => (Some(meant), false),
                None => (resolver.likely_meant(path), path[0] == kw::Crate),
            },
        };
        emit.emit(lint, CRATE_HIR_ID, span, message.clone(), &mut |diag| {
            let does = if entry.allow { "allows" } else { "forbids" };
            diag.note(format!("the entry {does} nothing in this crate"));
            if let Some(meant) = &meant {
                diag.help(format!("did you mean `{meant}`?"));
            }
            if is_of_crate {
                let krate = tcx.crate_name(LOCAL_CRATE);
                diag.help(format!(
                    "`crate` is `{krate}` here: if another package has the type, begin the path with the \
                     name of its crate"
                ));
            }
            diag.help("add `allow-invalid = true` to the entry to keep it as it is");
        });
    }
}
