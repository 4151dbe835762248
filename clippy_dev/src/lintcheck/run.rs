//! A run over the list: what its JSON report holds, and how findings of two Clippys are compared.

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::verdicts::{Truth, Verdict, Verdicts};

#[derive(Serialize, Deserialize)]
pub struct Run {
    /// The version of this Clippy.
    pub ours: String,
    /// Identifies its very build.
    pub driver: String,
    /// The version of upstream Clippy that it is compared with.
    pub upstream: Option<String>,
    pub crates: Vec<CrateRun>,
    /// Verdicts about differences of these crates that there are no more.
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
    /// Plain `cargo check` fails: the crate's own trouble.
    DoesNotBuild(String),
    /// `cargo check` is fine, and a Clippy is not.
    Failed(String),
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    #[serde(flatten)]
    pub finding: Finding,
    /// `None` in a run without upstream Clippy.
    pub by: Option<By>,
    pub verdict: Option<Judgement>,
}

/// Who reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    Both,
    OnlyOurs,
    OnlyUpstream,
}

impl By {
    pub const ALL: [Self; 3] = [Self::Both, Self::OnlyOurs, Self::OnlyUpstream];

    pub fn words(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::OnlyOurs => "only ours",
            Self::OnlyUpstream => "only upstream",
        }
    }
}

/// What was decided of a difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    pub truth: Truth,
    pub why: String,
}

impl Found {
    pub fn is_ours(&self) -> bool {
        self.by != Some(By::OnlyUpstream)
    }

    pub fn is_difference(&self) -> bool {
        matches!(self.by, Some(By::OnlyOurs | By::OnlyUpstream))
    }

    pub fn is_unjudged(&self) -> bool {
        self.is_difference() && self.verdict.is_none()
    }
}

impl CrateRun {
    pub fn found(&self) -> &[Found] {
        match &self.outcome {
            Outcome::Linted(found) => found,
            Outcome::DoesNotBuild(_) | Outcome::Failed(_) => &[],
        }
    }
}

/// What this Clippy alone found.
pub fn alone(ours: Vec<Finding>) -> Vec<Found> {
    let found = |finding| Found {
        finding,
        by: None,
        verdict: None,
    };
    ours.into_iter().map(found).collect()
}

/// Pairs the findings of two Clippys in one place, and sorts all.
pub fn compare(ours: Vec<Finding>, mut upstream: Vec<Finding>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |finding, by| {
        found.push(Found {
            finding,
            by: Some(by),
            verdict: None,
        });
    };
    for finding in ours {
        let same = upstream
            .iter()
            .position(|other| other.place() == finding.place());
        let by = match same {
            Some(same) => {
                upstream.remove(same);
                By::Both
            }
            None => By::OnlyOurs,
        };
        add(finding, by);
    }
    for finding in upstream {
        add(finding, By::OnlyUpstream);
    }
    found.sort_by(|left, right| left.finding.cmp(&right.finding));
    found
}

impl Run {
    /// Attaches the verdicts to the differences, if there is a comparison at all.
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

    /// Whether nothing is left to do: no crash, no difference without a verdict, and no verdict
    /// without its difference.
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
    use super::super::finding::tests::lock_at;
    use super::*;

    /// One crate with one finding of each kind, in lines 1 to 3 of one file.
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
    fn findings_in_one_place_are_one_and_each_is_paired_once() {
        let mut other_column = lock_at("src/lib.rs", 1);
        other_column.column = 1;
        other_column.message = "in other words".to_owned();
        let twice = lock_at("src/lib.rs", 4);
        let found = compare(
            vec![lock_at("src/lib.rs", 1), twice.clone()],
            vec![other_column, twice.clone(), twice],
        );
        let by: Vec<_> = found.iter().map(|found| found.by.unwrap()).collect();
        assert_eq!(by, [By::Both, By::Both, By::OnlyUpstream]);
    }

    #[test]
    fn a_run_is_settled_when_each_difference_has_its_verdict_and_each_verdict_its_difference() {
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
        assert!(!settled(&[ours.clone(), verdict(3, "ours"), upstream.clone()]));
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
