//! A value that the awaited future only reads, but that cannot be cloned: in an `Arc` or an `Rc` it could.

use clippy_catalogue::LintKind;
use rustc_hir as hir;
use rustc_middle::ty::print::with_forced_trimmed_paths;

use super::uses::{guards, held_awaits, is_in};
use crate::fixes::code::variable_uses::Use;
use crate::fixes::guards::loan::Loan;
use crate::fixes::site::Site;

pub(super) fn note<'tcx>(site: &Site<'tcx>, lint: LintKind) -> Option<String> {
    let awaits = held_awaits(site);
    let is_awaited = |guard: &&hir::Expr<'_>| {
        let mut awaits = awaits.iter();
        awaits.any(|point| is_in(site, guard.hir_id, point.future))
    };
    let uses = guards(site);
    let is_changed = |user: &&'tcx hir::Expr<'tcx>| Use::of(site, user) == Use::Mutable;
    if uses.iter().any(is_changed) {
        return None;
    }
    let mut awaited = uses.into_iter().filter(is_awaited);
    let ty = awaited.find_map(|guard| Loan::not_clone(site, guard))?;
    let pointer = match lint {
        LintKind::RefCell => "Rc",
        LintKind::Lock | LintKind::InvalidType => "Arc",
    };
    Some(with_forced_trimmed_paths!(format!(
        "`{ty}` cannot be cloned: keep it in an `{pointer}`, and clone that before the `await` point"
    )))
}
