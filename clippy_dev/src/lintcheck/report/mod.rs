//! The reports of a run: text for people, JSON for `./x lintcheck diff`, and HTML with each
//! diagnostic as the user sees it.

mod html;
mod text;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::clippy::hex;
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
    only_upstream: usize,
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
            only_upstream: by(By::OnlyUpstream),
            unjudged: run
                .all_found()
                .filter(|(_, found)| found.is_unjudged())
                .count(),
            stale: run.stale.len(),
        }
    }
}

/// Writes all three into `dir`, and returns the paths. `selected` is whether only some crates of the
/// list were asked for.
pub fn write(run: &Run, selected: bool, dir: &Path) -> Result<Vec<PathBuf>> {
    let name = name(run, selected);
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

/// Says what was linted, by which driver and beside what: only a run that did the same replaces a
/// report.
fn name(run: &Run, selected: bool) -> String {
    /// As many names can be read, and fit into the name of a file.
    const NAMED: usize = 4;
    let names: Vec<&str> = run.crates.iter().map(|krate| &*krate.name).collect();
    let what = match names.len() {
        _ if !selected => "all".to_owned(),
        ..=NAMED => names.join("+"),
        many => {
            let hash = hex(Sha256::new_with_prefix(names.join("+")));
            format!("{many}-crates-{}", &hash[..8])
        }
    };
    let driver = &run.driver[..8.min(run.driver.len())];
    let upstream = if run.upstream.is_some() { "-upstream" } else { "" };
    format!("lintcheck-{driver}-{what}{upstream}")
}

#[cfg(test)]
mod tests {
    use super::super::run::{CrateRun, tests};
    use super::*;

    #[test]
    fn name_differs_with_the_crates_and_the_options() {
        let mut run = tests::run();
        assert_eq!(name(&run, false), "lintcheck-01234567-all-upstream");
        assert_eq!(name(&run, true), "lintcheck-01234567-a-upstream");
        run.upstream = None;
        assert_eq!(name(&run, true), "lintcheck-01234567-a");

        let mut some = |names: &[&str]| {
            let crates = names.iter().map(|&name| CrateRun {
                name: name.to_owned(),
                version: "1.0.0".to_owned(),
                outcome: Outcome::Linted(Vec::new()),
            });
            run.crates = crates.collect();
            name(&run, true)
        };
        assert_eq!(some(&["a", "b"]), "lintcheck-01234567-a+b");
        let many = some(&["a", "b", "c", "d", "e"]);
        assert!(many.starts_with("lintcheck-01234567-5-crates-"), "{many}");
        assert_ne!(many, some(&["a", "b", "c", "d", "f"]));
    }
}
