//! Entries of the list that lead nowhere.
//!
//! Only an entry whose crate is in the build is warned about: one `clippy.toml` serves a whole
//! workspace.

use std::cell::LazyCell;

use rustc_middle::ty::TyCtxt;

use super::list::InvalidTypes;
use super::paths::Resolver;
use super::resolve::Unresolved;
use super::rule_set::RuleSet;

/// Warns about each entry whose crate is in the build, but has nothing at the path that could be
/// held.
pub(crate) fn warn(tcx: TyCtxt<'_>, list: &InvalidTypes, rules: &RuleSet) {
    let mut resolver = LazyCell::new(|| Resolver::new(tcx));
    for (entry, resolved) in list.entries.iter().zip(rules.entries()) {
        let Err(Unresolved::Nothing {
            message,
            range,
            missing,
        }) = resolved
        else {
            continue;
        };
        if entry.allow_invalid {
            continue;
        }
        let span = entry.span_of(range.clone());
        let mut warning = tcx.dcx().struct_span_warn(span, message.clone());
        let does = if entry.allow { "allows" } else { "forbids" };
        warning.note(format!("the entry {does} nothing in this crate"));
        if let Some(path) = missing
            && let Some(meant) = resolver.likely_meant(path)
        {
            warning.help(format!("did you mean `{meant}`?"));
        }
        warning.help("add `allow-invalid = true` to the entry to keep it as it is");
        warning.emit();
    }
}
