//! A run over the list, as its JSON report holds it.

use serde::{Deserialize, Serialize};

use crate::found::Found;
use crate::verdicts::{Verdict, Verdicts};

#[derive(Serialize, Deserialize)]
pub struct Run {
    /// The version of this Clippy.
    pub ours: String,
    /// Identifies its exact build.
    pub driver: String,
    /// The version of the upstream Clippy that it is compared with.
    pub upstream: Option<String>,
    pub crates: Vec<CrateRun>,
    /// Verdicts on differences of these crates that no longer exist.
    pub stale: Vec<Verdict>,
}

#[derive(Serialize, Deserialize)]
pub struct CrateRun {
    pub name: String,
    pub version: String,
    pub outcome: Outcome,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Linted(Vec<Found>),
    /// Plain `cargo check` fails, which is the crate's own fault.
    DoesNotBuild(String),
    /// `cargo check` succeeds and a Clippy fails.
    Failed(String),
}

impl CrateRun {
    pub fn found(&self) -> &[Found] {
        match &self.outcome {
            Outcome::Linted(found) => found,
            Outcome::DoesNotBuild(_) | Outcome::Failed(_) => &[],
        }
    }
}

impl Run {
    /// Attaches the verdicts to the differences, if the run compared anything.
    pub fn judge(&mut self, verdicts: &Verdicts) {
        if self.upstream.is_none() {
            return;
        }
        for krate in &mut self.crates {
            let CrateRun {
                name,
                version,
                outcome,
            } = krate;
            let Outcome::Linted(found) = outcome else {
                continue;
            };
            for found in found.iter_mut().filter(|found| found.is_difference()) {
                found.verdict = verdicts.about(name, version, found).map(Verdict::judgement);
            }
            self.stale
                .extend(verdicts.without_difference(name, version, found));
        }
    }

    pub fn all_found(&self) -> impl Iterator<Item = (&CrateRun, &Found)> {
        self.crates
            .iter()
            .flat_map(|krate| krate.found().iter().map(move |found| (krate, found)))
    }

    /// Whether nothing is left to do: no crash, no difference without a verdict, no verdict without a
    /// difference.
    pub fn is_settled(&self) -> bool {
        self.stale.is_empty()
            && !self.all_found().any(|(_, found)| found.is_unjudged())
            && !self
                .crates
                .iter()
                .any(|krate| matches!(krate.outcome, Outcome::Failed(_)))
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::finding::tests::lock_at;
    use crate::found::compare;

    /// One crate with a finding of each kind, in lines 1 to 3 of one file.
    pub fn run() -> Run {
        let at = |line| lock_at("src/lib.rs", line);
        Run {
            ours: "clippy 0.1.96".to_owned(),
            driver: "0123456789".to_owned(),
            upstream: Some("clippy 0.1.96 (upstream)".to_owned()),
            crates: vec![CrateRun {
                name: "a".to_owned(),
                version: "1.0.0".to_owned(),
                outcome: Outcome::Linted(compare(vec![at(1), at(2)], vec![at(1), at(3)])),
            }],
            stale: Vec::new(),
        }
    }

    #[test]
    fn a_run_is_settled_when_differences_and_verdicts_match() {
        let verdict = |line: usize, only: &str| {
            format!(
                "[[verdict]]\ncrate = \"a\"\nversion = \"1.0.0\"\nfile = \"src/lib.rs\"\n\
                 line = {line}\nlint = \"await_holding_lock\"\nonly = \"{only}\"\n\
                 verdict = \"false\"\nwhy = \"dropped\"\n"
            )
        };
        let settled = |verdicts: &[String]| {
            let mut run = run();
            run.judge(&verdicts.concat().parse().unwrap());
            run.is_settled()
        };
        let (ours, upstream) = (verdict(2, "ours"), verdict(3, "upstream"));
        assert!(settled(&[ours.clone(), upstream.clone()]));
        assert!(!settled(&[ours.clone()]));
        assert!(!settled(&[
            ours.clone(),
            verdict(3, "ours"),
            upstream.clone()
        ]));
        assert!(!settled(&[ours, upstream, verdict(1, "upstream")]));
    }

    #[test]
    fn a_crash_is_never_settled() {
        let mut run = run();
        run.crates[0].outcome = Outcome::Failed("exit status: 101".to_owned());
        assert!(!run.is_settled());
        run.crates[0].outcome = Outcome::DoesNotBuild("exit status: 101".to_owned());
        assert!(run.is_settled());
    }
}
