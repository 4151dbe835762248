//! What the suggestions say and write.

use rustc_errors::Applicability;
use rustc_middle::ty::print::with_forced_trimmed_paths;

use crate::fixes::guards::loan::{Cost, Loan};
use crate::fixes::site::{Edits, Fix, Site};

/// The suggestion that owned values take the place of `loans`.
pub(super) fn shown<'tcx>(site: &Site<'tcx>, loans: &[Loan<'tcx>], edits: Edits) -> Fix {
    let cost = |loan: &Loan<'tcx>| loan.cost(site);
    let (verb, note) = match () {
        () if loans.iter().any(|loan| cost(loan) == Cost::Clone) => {
            ("clone", "; what changes meanwhile does not reach the clone")
        }
        () if loans.iter().any(|loan| cost(loan) == Cost::Shared) => ("clone", ""),
        () if loans.iter().all(Loan::is_value) => ("take", ""),
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
