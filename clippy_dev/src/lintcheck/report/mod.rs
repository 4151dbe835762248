//! The reports of a run: text for people, JSON for `./x lintcheck diff`, and HTML with each
//! diagnostic as the user sees it.

mod html;
mod text;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Serialize;

use super::run::{By, Outcome, Run};

pub use text::{crate_line, text};

/// The totals of a run.
#[derive(Serialize)]
struct Totals {
    linted: usize,
    do_not_build: usize,
    failed: usize,
    /// Findings of this Clippy.
    ours: usize,
    both: usize,
    only_ours: usize,
    only_stock: usize,
    unjudged: usize,
    stale: usize,
}

impl Totals {
    fn of(run: &Run) -> Self {
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
            only_stock: by(By::OnlyStock),
            unjudged: run
                .all_found()
                .filter(|(_, found)| found.is_unjudged())
                .count(),
            stale: run.stale.len(),
        }
    }
}

/// Writes all three into `dir`, each named after the driver, and returns the paths.
pub fn write(run: &Run, dir: &Path) -> Result<Vec<PathBuf>> {
    let name = format!("lintcheck-{}", &run.driver[..8.min(run.driver.len())]);
    let reports = [
        ("txt", text(run)),
        ("json", serde_json::to_string_pretty(run)? + "\n"),
        ("html", html::page(run)?),
    ];
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    reports
        .into_iter()
        .map(|(extension, content)| {
            let path = dir.join(format!("{name}.{extension}"));
            fs::write(&path, content)
                .with_context(|| format!("cannot write {}", path.display()))?;
            Ok(path)
        })
        .collect()
}
