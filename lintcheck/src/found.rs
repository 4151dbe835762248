//! A finding, which Clippy reports it, and what was decided about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;

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

/// What was decided about a difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    pub truth: Truth,
    pub why: String,
}

/// Whether a report is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    True,
    False,
    Debatable,
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::True => "true",
            Self::False => "false",
            Self::Debatable => "debatable",
        })
    }
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

/// What this Clippy found in a run without upstream Clippy.
pub fn alone(ours: Vec<Finding>) -> Vec<Found> {
    let found = |finding| Found {
        finding,
        by: None,
        verdict: None,
    };
    ours.into_iter().map(found).collect()
}

/// Pairs the findings of two Clippys in the same place, and sorts all of them.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::tests::lock_at;

    #[test]
    fn findings_in_one_place_are_paired_and_each_only_once() {
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
}
