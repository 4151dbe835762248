//! `./x lintcheck diff`: what this Clippy reports in one run and not in another.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::finding::Finding;
use crate::run::{CrateRun, Outcome, Run};

/// The differences as text; empty if there are none.
pub fn files(old: &Path, new: &Path) -> Result<String> {
    Ok(diff(&read(old)?, &read(new)?))
}

fn read(file: &Path) -> Result<Run> {
    let context = || {
        format!(
            "cannot read {} as a JSON report of `./x lintcheck`",
            file.display()
        )
    };
    let text = fs::read_to_string(file).with_context(context)?;
    serde_json::from_str(&text).with_context(context)
}

fn diff(old: &Run, new: &Run) -> String {
    let (before, after) = (by_name(old), by_name(new));
    let mut text = String::new();
    let (mut gone, mut added) = (0, 0);
    let mut line = |line: String| text += &(line + "\n");
    for (name, version) in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        let title = format!("{name} {version}");
        let both = (
            before.get(&(*name, *version)),
            after.get(&(*name, *version)),
        );
        let (Some(before), Some(after)) = both else {
            let run = if both.0.is_some() { "old" } else { "new" };
            line(format!("{title}: only in the {run} run"));
            continue;
        };
        if state(before) != state(after) {
            line(format!("{title}: {}, was {}", state(after), state(before)));
            continue;
        }
        let (before, after) = (findings(before), findings(after));
        if before != after {
            line(title);
        }
        for finding in before.difference(&after) {
            gone += 1;
            line(format!("  - {finding}"));
        }
        for finding in after.difference(&before) {
            added += 1;
            line(format!("  + {finding}"));
        }
    }
    if gone + added > 0 {
        line(format!("{added} added, {gone} gone"));
    }
    text
}

fn by_name(run: &Run) -> BTreeMap<(&str, &str), &CrateRun> {
    run.crates
        .iter()
        .map(|krate| ((&*krate.name, &*krate.version), krate))
        .collect()
}

fn state(krate: &CrateRun) -> &'static str {
    match krate.outcome {
        Outcome::Linted(_) => "linted",
        Outcome::DoesNotBuild(_) => "does not build",
        Outcome::Failed(_) => "failed",
    }
}

/// Without the rendered diagnostics, whose notes may change while the finding stays the same.
fn findings(krate: &CrateRun) -> BTreeSet<Finding> {
    let ours = krate.found().iter().filter(|found| found.is_ours());
    ours.map(|found| Finding {
        rendered: String::new(),
        ..found.finding.clone()
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::tests::lock_at;
    use crate::found::{Found, alone};
    use crate::run::tests::run;

    #[test]
    fn equal_runs_have_no_diff_and_findings_of_upstream_clippy_do_not_count() {
        let mut new = run();
        if let Outcome::Linted(found) = &mut new.crates[0].outcome {
            found.retain(Found::is_ours);
        }
        assert_eq!(diff(&run(), &new), "");
    }

    #[test]
    fn gone_and_added_findings_and_failures_are_shown() {
        let mut new = run();
        new.crates[0].outcome = Outcome::Linted(alone(vec![
            lock_at("src/lib.rs", 2),
            lock_at("src/lib.rs", 10),
        ]));
        let message = "await_holding_lock  this `MutexGuard` is held across an `await` point";
        assert_eq!(
            diff(&run(), &new),
            format!(
                "a 1.0.0\n  - src/lib.rs:1:9  {message}\n  + src/lib.rs:10:9  {message}\n\
                 1 added, 1 gone\n"
            )
        );
        new.crates[0].outcome = Outcome::Failed(String::new());
        assert_eq!(diff(&run(), &new), "a 1.0.0: failed, was linted\n");
        new.crates.clear();
        assert_eq!(diff(&run(), &new), "a 1.0.0: only in the old run\n");
    }
}
