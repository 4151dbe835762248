//! The last use of a named guard: how far its scope could be narrowed.
//!
//! Uses are taken in the order of the source. Where the last of them may be evaluated several times,
//! or where a variable that may refer to the guard is used later, nothing is said.

use rustc_hir as hir;
use rustc_span::Span;

use crate::fixes::code::variable_uses;
use crate::fixes::guards::borrowers;
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::site::Site;

/// The last use, if it is in the statement with the first suspension point, or after that statement.
pub(super) fn find(site: &Site<'_>) -> Option<Span> {
    let tcx = site.tcx;
    let (guard, _) = NamedGuard::at(site)?.without_drops(tcx);
    let after = &guard.scope[guard.awaited(site)?..];
    let last_of = |variable| {
        let parts = after.iter();
        let uses = parts.flat_map(move |&part| variable_uses::uses_of(tcx, part, variable));
        // Not what `.await` is lowered to, and what else the user did not write.
        uses.filter(|expr| !expr.span.from_expansion())
            .max_by_key(|expr| expr.span.lo())
    };
    let last = last_of(guard.variable)?;
    let is_later = |expr: &hir::Expr<'_>| expr.span.lo() > last.span.lo();
    let mut others = borrowers::borrowers(site, &guard, &guard.scope).into_iter();
    let is_borrowed_later = others.any(|variable| last_of(variable).is_some_and(is_later));
    // An `async` block that has captured the guard is evaluated once with it.
    let declared_in = match tcx.hir_enclosing_body_owner(guard.variable) == site.coroutine {
        true => guard.variable,
        false => tcx.hir_body_owned_by(site.coroutine).value.hir_id,
    };
    // Of a captured guard, the first use is what the report is about. A macro may have got one name for
    // the declaration and the use.
    let is_other = last.hir_id != site.node && last.span.lo() > guard.name.span.lo();
    let is_certain =
        is_other && !is_borrowed_later && !variable_uses::may_repeat(tcx, declared_in, last.hir_id);
    is_certain.then_some(last.span)
}
