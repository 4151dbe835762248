//! The totals of a run.

use serde::Serialize;

use crate::found::By;
use crate::run::{Outcome, Run};

#[derive(Serialize)]
pub struct Totals {
    pub linted: usize,
    pub do_not_build: usize,
    pub failed: usize,
    /// Findings of this Clippy.
    pub ours: usize,
    pub both: usize,
    pub only_ours: usize,
    pub only_upstream: usize,
    pub unjudged: usize,
    pub stale: usize,
}

impl Totals {
    pub fn of(run: &Run) -> Self {
        let crates =
            |is: fn(&Outcome) -> bool| run.crates.iter().filter(|krate| is(&krate.outcome)).count();
        let by = |by| {
            run.all_found()
                .filter(|(_, found)| found.by == Some(by))
                .count()
        };
        Self {
            linted: crates(|outcome| matches!(outcome, Outcome::Linted(_))),
            do_not_build: crates(|outcome| matches!(outcome, Outcome::DoesNotBuild(_))),
            failed: crates(|outcome| matches!(outcome, Outcome::Failed(_))),
            ours: run.all_found().filter(|(_, found)| found.is_ours()).count(),
            both: by(By::Both),
            only_ours: by(By::OnlyOurs),
            only_upstream: by(By::OnlyUpstream),
            unjudged: run
                .all_found()
                .filter(|(_, found)| found.is_unjudged())
                .count(),
            stale: run.stale.len(),
        }
    }
}
