//! What is needed of a guarded value is cloned or copied, and the guard ends before the `await` point.
//!
//! That compiles wherever all that is used from the `await` point on is a [loan](super::loan): something of which an
//! owned value can be made. The program may do something else afterwards, because what others write to the
//! original meanwhile does not reach the clone. So this is only shown.

mod named;
mod of_borrower;
mod of_items;
mod of_pattern;
mod suggestion;
mod unnamed;

use rustc_hir::Node;

use crate::fixes::code::source_text;
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::site::{Fix, Site};

pub(in crate::fixes) fn fix(site: &Site<'_>) -> Option<Fix> {
    if let Some(guard) = NamedGuard::at(site) {
        let (guard, dropped) = guard.without_drops(site.tcx);
        let fix = of_pattern::fix(site, &guard)
            .or_else(|| named::fix(site, &guard))
            .or_else(|| of_borrower::fix(site, &guard));
        let mut fix = fix?;
        fix.edits.extend(source_text::removals(site.tcx, &dropped)?);
        return Some(fix);
    }
    match site.tcx.hir_node(site.node) {
        Node::Expr(guard) => unnamed::fix(site, guard).or_else(|| of_items::fix(site)),
        _ => None,
    }
}
