//! Entries of the list that lead nowhere.
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

/// Reports each entry whose crate is in the build, but has nothing at the path that could be held.
pub(crate) fn report(tcx: TyCtxt<'_>, host: &Host, rules: &RuleSet, emit: &dyn EmitLint) {
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
