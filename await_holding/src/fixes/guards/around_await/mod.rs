//! A guard is dropped right before the `await` point, and taken again right after it, if it is needed there.
//!
//! `if state.closed { self.flush().await; return; }` needs the guard up to the condition, and other ways
//! need it longer: `drop(state);` in front of the `await` point is enough. If the guard is used after the
//! `await` point, or in the next round of a loop, `state = self.state.lock().unwrap();` follows it. What
//! the future is made of is cloned before, if it is in what is guarded, and what is written to after the
//! `await` point in the same statement gets its value from a variable:
//!
//! ```text
//! let refresh = token.refresh.clone();
//! drop(token);
//! let value = self.renew(&refresh).await?;
//! token = self.token.lock().unwrap();
//! *token = value;
//! ```
//!
//! What is guarded may have been changed by others when the guard is taken again, so this is only shown.

mod edits;
mod way;

use rustc_errors::Applicability;
use rustc_span::Span;

use crate::fixes::code::control_flow;
use crate::fixes::code::variable_uses;
use crate::fixes::code::{authorship, names_in_scope, source_text};
use crate::fixes::guards::named_guard::NamedGuard;
use crate::fixes::guards::{borrowers, scope_end};
use crate::fixes::site::{Edits, Fix, Site};
use edits::Around;
use way::{OwnUses, Way};

pub(in crate::fixes) fn fix(site: &Site<'_>) -> Option<Fix> {
    let tcx = site.tcx;
    authorship::applicability(tcx, site.node)?;
    let guard = NamedGuard::at(site)?;
    let awaited = guard.awaited(site)?;
    let (before, after) = guard.scope.split_at(awaited);
    scope_end::drop_statement(site, &guard, before)?;
    let (undropped, _) = guard.clone().without_drops(tcx);
    let is_shadowed = after.iter().any(|&part| {
        let declared = variable_uses::declarations(part);
        declared.iter().any(|&(_, name)| name == guard.name.name)
    });
    // One that was not used protects something else.
    let first_use = undropped.uses(tcx).first()?.span;
    if is_shadowed || guard.is_assigned(tcx) || !borrowers::is_only_used_in_place(site, &undropped)
    {
        return None;
    }

    let awaits: Vec<_> = after
        .iter()
        .flat_map(|&part| control_flow::awaits(part))
        .collect();
    let mut points = site.points.clone();
    points.sort_by_key(|point| point.lo());
    // A guard that hides the variable of the lock could not be taken again.
    let name = match guard.shadows_itself(tcx) {
        true => names_in_scope::local_name(tcx, site.coroutine, None, "guard")?,
        false => guard.name.to_string(),
    };
    let mut around = Around {
        site,
        guard: &guard,
        drop: format!("drop({name});"),
        name,
        edits: Edits::new(),
        replaced: Vec::new(),
        is_taken_again: false,
    };
    // What only runs after the guard was dropped, and what may.
    let mut without: Vec<Span> = Vec::new();
    let mut perhaps_without: Vec<Span> = Vec::new();
    for point in points {
        if without.iter().any(|span| span.contains(point)) {
            continue;
        }
        let point = awaits
            .iter()
            .filter(|found| found.expr.span.contains(point))
            .min_by_key(|found| found.expr.span.hi() - found.expr.span.lo())?;
        let mut perhaps = perhaps_without.iter();
        if perhaps.any(|span| span.contains(point.expr.span)) {
            return None;
        }
        authorship::applicability(tcx, point.expr.hir_id)?;
        let way_from = |uses: OwnUses| match point.is_in_loop {
            false => Way::from(site, &guard, point.expr, uses),
            true => None,
        };
        let way = match way_from(OwnUses::Count) {
            Some(way) => {
                let start = way.start.span();
                let edit = source_text::insert_before(tcx, start, &around.drop)?;
                around.edits.push(edit);
                Some(way)
            }
            None => around.clone_and_drop(*point, way_from(OwnUses::AreReplaced), &mut without)?,
        };
        if let Some(way) = way {
            without.push(way.without);
            perhaps_without.extend(way.perhaps_without);
        }
    }
    let renamed = around.renamed()?;
    around.edits.extend(renamed);
    let message = match around.is_taken_again {
        false if first_use.lo() > site.points.iter().map(|point| point.lo()).min()? => return None,
        false => format!(
            "drop the {} before the `await` point; it is not used from there on",
            site.noun
        ),
        true => format!(
            "drop the {} before the `await` point, and take it again afterwards; others may have changed \
             what it guards by then",
            site.noun
        ),
    };
    Some(Fix {
        message,
        edits: around.edits,
        applicability: Applicability::MaybeIncorrect,
    })
}
