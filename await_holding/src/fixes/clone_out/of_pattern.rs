//! A guard in a pattern, `Some(guard)` or `Ok(guard)`: the scrutinee is followed by
//! `.map(|guard| guard.clone())`.

use super::suggestion;
use super::suggestion::shown;
use crate::fixes::block_part::BlockPart;
use crate::fixes::loan::{self, Loan};
use crate::fixes::named_guard::NamedGuard;
use crate::fixes::site::{Fix, Site};
use crate::fixes::{authorship, names_in_scope, variable_uses};

pub(super) fn fix<'tcx>(site: &Site<'tcx>, guard: &NamedGuard<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    let pattern = guard.pattern?;
    authorship::applicability(tcx, pattern.binding.hir_id)?;
    let uses = guard.uses(tcx);
    let loans: Option<Vec<_>> = uses.iter().map(|expr| Loan::best(site, expr)).collect();
    let loans = loans.filter(|loans| !loans.is_empty())?;
    let owned = loans[0].owned_around(site, uses[0])?;
    for (loan, user) in loans.iter().zip(&uses) {
        let others = variable_uses::all_uses(tcx, BlockPart::Tail(loan.expr));
        if loan.owned_around(site, user)? != owned || others.len() > 1 {
            return None;
        }
    }
    if !loan::is_postfix(pattern.scrutinee)
        || !loans[0].can_be_shared(site, loans.len(), guard.variable)
    {
        return None;
    }

    let is_whole = loans[0].is_all_of(uses[0]);
    let name = match loans[0].field() {
        _ if is_whole => guard.name.to_string(),
        field => names_in_scope::local_name(tcx, site.coroutine, field, "value")?,
    };
    let parameter = guard.name;
    let (before, after) = owned;
    let map = format!(".map(|{parameter}| {before}{parameter}{after})");
    let mut edits = vec![(pattern.scrutinee.span.shrink_to_hi(), map)];
    edits.extend(suggestion::renamed(
        tcx,
        pattern.binding.span,
        &suggestion::pattern(&loans, &name),
    ));
    edits.extend(suggestion::replaced(site, &loans, &name));
    Some(shown(site, &loans[..1], edits))
}
