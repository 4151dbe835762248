//! The report as text, and the lines that are printed during a run.

use super::totals::Totals;
use crate::found::By;
use crate::run::{CrateRun, Outcome, Run};

/// The line about one crate.
pub fn crate_line(krate: &CrateRun) -> String {
    let CrateRun { name, version, .. } = krate;
    let what = match &krate.outcome {
        Outcome::DoesNotBuild(_) => "does not build".to_owned(),
        Outcome::Failed(_) => "FAILED".to_owned(),
        Outcome::Linted(found) => {
            let count = |by| found.iter().filter(|found| found.by == Some(by)).count();
            let counts: Vec<String> = By::ALL
                .into_iter()
                .filter(|&by| count(by) > 0)
                .map(|by| format!("{} {}", count(by), by.words()))
                .collect();
            match (found.len(), counts.is_empty()) {
                (0, _) => "nothing found".to_owned(),
                (count, true) => format!("{count} found"),
                (_, false) => counts.join(", "),
            }
        }
    };
    format!("{name} {version}: {what}")
}

/// The whole run.
pub fn text(run: &Run) -> String {
    let mut text = format!("{}, driver {}\n", run.ours, run.driver);
    if let Some(upstream) = &run.upstream {
        text += &format!("compared with {upstream}\n");
    }
    for krate in &run.crates {
        text += &details(krate);
    }
    if !run.stale.is_empty() {
        text += "\nverdicts without a difference: correct or remove them\n";
        for verdict in &run.stale {
            text += &format!("  {verdict}\n");
        }
    }
    text + "\n" + &totals(run)
}

/// The findings in a crate; nothing if there are none.
fn details(krate: &CrateRun) -> String {
    let (found, message) = match &krate.outcome {
        Outcome::Linted(found) if found.is_empty() => return String::new(),
        Outcome::Linted(found) => (&found[..], ""),
        Outcome::DoesNotBuild(message) | Outcome::Failed(message) => (&[][..], &message[..]),
    };
    let mut text = format!("\n{}\n", crate_line(krate));
    for line in message.lines() {
        text += &format!("  {line}\n");
    }
    for found in found {
        let by = found.by.map_or("", By::words);
        text += format!("  {by:<10}  {}", found.finding).trim_end();
        text += "\n";
        match &found.verdict {
            Some(verdict) => text += &format!("{:14}{}: {}\n", "", verdict.truth, verdict.why),
            None if found.is_unjudged() => text += &format!("{:14}no verdict yet\n", ""),
            None => {}
        }
    }
    text
}

fn totals(run: &Run) -> String {
    let Totals {
        linted,
        do_not_build,
        failed,
        ours,
        both,
        only_ours,
        only_upstream,
        unjudged,
        stale,
    } = Totals::of(run);
    let crates =
        format!("crates     {linted} linted, {do_not_build} do not build, {failed} failed\n");
    if run.upstream.is_none() {
        return crates + &format!("findings   {ours}\n");
    }
    crates
        + &format!("findings   {both} both, {only_ours} only ours, {only_upstream} only upstream\n")
        + &format!("verdicts   {unjudged} missing, {stale} without a difference\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::tests::run;

    #[test]
    fn a_report_has_the_findings_their_verdicts_and_the_totals() {
        let mut run = run();
        run.judge(
            &"[[verdict]]\ncrate = \"a\"\nversion = \"1.0.0\"\nfile = \"src/lib.rs\"\nline = 3\n\
              lint = \"await_holding_lock\"\nonly = \"upstream\"\nverdict = \"false\"\n\
              why = \"it is dropped before\"\n"
                .parse()
                .unwrap(),
        );
        let message = "await_holding_lock  this `MutexGuard` is held across an `await` point";
        assert_eq!(
            text(&run),
            format!(
                "clippy 0.1.96, driver 0123456789
compared with the upstream clippy 0.1.96 (upstream)

a 1.0.0: 1 both, 1 only ours, 1 only upstream
  both        src/lib.rs:1:9  {message}
  only ours   src/lib.rs:2:9  {message}
              no verdict yet
  only upstream  src/lib.rs:3:9  {message}
              false: it is dropped before

crates     1 linted, 0 do not build, 0 failed
findings   1 both, 1 only ours, 1 only upstream
verdicts   1 missing, 0 without a difference
"
            )
        );
    }
}
