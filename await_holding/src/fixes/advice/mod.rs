//! What to do about a held value, in words: where no edit of a few lines would do, or none is known.

mod async_lock;
mod last_use;
mod put_back;
mod shared;
mod uses;

use clippy_catalogue::Row;
use rustc_errors::Diag;

use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::site::Site;

/// Whether the guard has a name that nothing uses, so that it protects something else. It is no use to
/// drop that earlier.
fn is_unused(site: &Site<'_>) -> bool {
    NamedGuard::at(site).is_some_and(|guard| {
        let (guard, _) = guard.without_drops(site.tcx);
        guard.uses(site.tcx).is_empty()
    })
}

/// Adds to `diag` what to do about the value at `site`, which is of the family `row`.
pub(super) fn add(site: &Site<'_>, row: &'static Row, diag: &mut Diag<'_, ()>) {
    if let Some(span) = last_use::find(site) {
        diag.span_label(span, "last used here");
    }
    let lock = row.async_lock.as_ref();
    match lock.and_then(|lock| async_lock::note(site, row.lint, lock, is_unused(site))) {
        Some(note) => diag.note(note),
        None => diag.note(row.instead),
    };
    let put_back = put_back::note(site);
    if let Some(note) = put_back.or_else(|| shared::note(site, row.lint)) {
        diag.note(note);
    }
}
