//! What is needed of a guarded value is cloned or copied, and the guard ends before the `await` point.
//!
//! That compiles wherever all that is used from the `await` point on is a [`Loan`]: something of which an
//! owned value can be made. The program may do something else afterwards, because what others write to the
//! original meanwhile does not reach the clone. So this is only shown.

mod named;
mod of_borrower;
mod of_items;
mod of_pattern;
mod unnamed;

use rustc_errors::Applicability;
use rustc_hir::Node;
use rustc_middle::ty::TyCtxt;
use rustc_middle::ty::print::with_forced_trimmed_paths;
use rustc_span::Span;

use super::loan::{Cost, Loan};
use super::named_guard::NamedGuard;
use super::site::{Edits, Fix, Site};
use super::source_text;

pub(super) fn fix(site: &Site<'_>) -> Option<Fix> {
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

/// The suggestion that owned values take the place of `loans`.
fn shown<'tcx>(site: &Site<'tcx>, loans: &[Loan<'tcx>], edits: Edits) -> Fix {
    let cost = |loan: &Loan<'tcx>| loan.cost(site);
    let (verb, note) = match () {
        () if loans.iter().any(|loan| cost(loan) == Cost::Clone) => {
            ("clone", "; what changes meanwhile does not reach the clone")
        }
        () if loans.iter().any(|loan| cost(loan) == Cost::Shared) => ("clone", ""),
        () => ("copy", ""),
    };
    if loans.iter().any(Loan::is_iterator) {
        return Fix {
            message: collect_message(site),
            edits,
            applicability: Applicability::MaybeIncorrect,
        };
    }
    let what = match loans {
        [loan] => with_forced_trimmed_paths!(format!("the `{}`", loan.ty)),
        _ => "the values".to_owned(),
    };
    Fix {
        message: format!(
            "{verb} {what} and drop the {} before the `await` point{note}",
            site.noun
        ),
        edits,
        applicability: Applicability::MaybeIncorrect,
    }
}

fn collect_message(site: &Site<'_>) -> String {
    format!(
        "collect what the loop visits and drop the {} before the `await` point",
        site.noun
    )
}

/// `part`, or `(part, part)`.
fn tuple(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<_> = parts.collect();
    match &parts[..] {
        [part] => part.clone(),
        _ => format!("({})", parts.join(", ")),
    }
}

/// The pattern that declares the variable `name` with the owned value for `loans`.
fn pattern(loans: &[Loan<'_>], name: &str) -> String {
    let patterns = loans.iter().map(|loan| loan.pattern(name));
    // The one with `mut`, if there is one.
    patterns.max_by_key(String::len).unwrap_or_default()
}

/// The edits by which a variable called `name` takes the place of `loans`.
fn replaced<'tcx>(site: &Site<'tcx>, loans: &[Loan<'tcx>], name: &str) -> Edits {
    let edits = loans.iter().filter_map(|loan| {
        let replacement = loan.replacement(site, name);
        renamed(site.tcx, loan.expr.span, &replacement)
    });
    edits.collect()
}

/// The edit after which `text` is written at `span`, if it is not yet.
fn renamed(tcx: TyCtxt<'_>, span: Span, text: &str) -> Option<(Span, String)> {
    let is_new = source_text::of(tcx, span).is_none_or(|old| old != text);
    is_new.then(|| (span, text.to_owned()))
}
