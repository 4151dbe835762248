//! What the suggestions say and write.

use rustc_errors::Applicability;
use rustc_middle::ty::TyCtxt;
use rustc_middle::ty::print::with_forced_trimmed_paths;
use rustc_span::Span;

use crate::fixes::loan::{Cost, Loan};
use crate::fixes::site::{Edits, Fix, Site};
use crate::fixes::source_text;

/// The suggestion that owned values take the place of `loans`.
pub(super) fn shown<'tcx>(site: &Site<'tcx>, loans: &[Loan<'tcx>], edits: Edits) -> Fix {
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

pub(super) fn collect_message(site: &Site<'_>) -> String {
    format!(
        "collect what the loop visits and drop the {} before the `await` point",
        site.noun
    )
}

/// `part`, or `(part, part)`.
pub(super) fn tuple(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<_> = parts.collect();
    match &parts[..] {
        [part] => part.clone(),
        _ => format!("({})", parts.join(", ")),
    }
}

/// The pattern that declares the variable `name` with the owned value for `loans`.
pub(super) fn pattern(loans: &[Loan<'_>], name: &str) -> String {
    let patterns = loans.iter().map(|loan| loan.pattern(name));
    // The one with `mut`, if there is one.
    patterns.max_by_key(String::len).unwrap_or_default()
}

/// The edits by which a variable called `name` takes the place of `loans`.
pub(super) fn replaced<'tcx>(site: &Site<'tcx>, loans: &[Loan<'tcx>], name: &str) -> Edits {
    let edits = loans.iter().filter_map(|loan| {
        let replacement = loan.replacement(site, name);
        renamed(site.tcx, loan.expr.span, &replacement)
    });
    edits.collect()
}

/// The edit after which `text` is written at `span`, if it is not yet.
pub(super) fn renamed(tcx: TyCtxt<'_>, span: Span, text: &str) -> Option<(Span, String)> {
    let is_new = source_text::of(tcx, span).is_none_or(|old| old != text);
    is_new.then(|| (span, text.to_owned()))
}
