//! A guard in a pattern, `Some(guard)` or `Ok(guard)`: the scrutinee is followed by
//! `.map(|guard| guard.clone())`.

use super::suggestion::shown;
use crate::fixes::code::authorship;
use crate::fixes::guards::loan::{self, Value, renamed, tuple};
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::site::{Fix, Site};

pub(super) fn fix<'tcx>(site: &Site<'tcx>, guard: &NamedGuard<'tcx>) -> Option<Fix> {
    let tcx = site.tcx;
    let pattern = guard.pattern?;
    authorship::applicability(tcx, pattern.binding.hir_id)?;
    let values = Value::of_all(site, &guard.uses(tcx))?;
    let can_replace = |value: &Value<'tcx>| {
        let loan = &value.loans[0];
        value.is_of_guard_only(site)
            && loan.can_be_shared(site, value.loans.len(), guard.variable)
            && value.can_be_early(site, &guard.scope)
    };
    if values.is_empty() || !values.iter().all(can_replace) || !loan::is_postfix(pattern.scrutinee)
    {
        return None;
    }
    let names = Value::names(site, &values, guard.name.as_str())?;
    let owned = tuple(values.iter().map(|value| value.owned.clone()));
    let patterns = values.iter().zip(&names);
    let patterns = tuple(patterns.map(|(value, name)| value.pattern(name)));
    let map = format!(".map(|{}| {owned})", guard.name);
    let mut edits = vec![(pattern.scrutinee.span.shrink_to_hi(), map)];
    edits.extend(renamed(tcx, pattern.binding.span, &patterns));
    for (value, name) in values.iter().zip(&names) {
        edits.extend(value.replaced(site, name));
    }
    let firsts: Vec<_> = values.iter().map(|value| value.loans[0]).collect();
    Some(shown(site, &firsts, edits))
}
