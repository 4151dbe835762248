//! `lintcheck/verdicts.toml`: for each difference between the two Clippys, which one is right according
//! to somebody who read the code.

use std::fmt;
use std::fs;
use std::str::FromStr;

use anyhow::{Context, Error, Result};
use serde::{Deserialize, Serialize};

use crate::dirs;
use crate::finding::Place;
use crate::found::{By, Found, Judgement, Truth};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    #[serde(rename = "crate")]
    krate: String,
    version: String,
    file: String,
    line: usize,
    lint: String,
    only: Only,
    verdict: Truth,
    why: String,
}

/// Which Clippy reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Only {
    Ours,
    Upstream,
}

impl Verdict {
    pub fn judgement(&self) -> Judgement {
        Judgement {
            truth: self.verdict,
            why: self.why.clone(),
        }
    }

    fn is_about(&self, krate: &str, version: &str) -> bool {
        self.krate == krate && self.version == version
    }

    fn matches(&self, found: &Found) -> bool {
        let only = match self.only {
            Only::Ours => By::OnlyOurs,
            Only::Upstream => By::OnlyUpstream,
        };
        let place = Place {
            file: &self.file,
            line: self.line,
            lint: &self.lint,
        };
        found.by == Some(only) && found.finding.place() == place
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            krate,
            version,
            file,
            line,
            lint,
            ..
        } = self;
        write!(f, "{krate} {version}  {file}:{line}  {lint}")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdicts {
    #[serde(rename = "verdict", default)]
    all: Vec<Verdict>,
}

impl FromStr for Verdicts {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(toml_edit::de::from_str(text)?)
    }
}

impl Verdicts {
    pub fn read() -> Result<Self> {
        let file = dirs::verdicts();
        let context = || format!("cannot read {}", file.display());
        fs::read_to_string(&file)
            .with_context(context)?
            .parse()
            .with_context(context)
    }

    pub fn about(&self, krate: &str, version: &str, found: &Found) -> Option<&Verdict> {
        self.all
            .iter()
            .find(|verdict| verdict.is_about(krate, version) && verdict.matches(found))
    }

    /// The verdicts on this crate, in any version, that match none of `found`.
    pub fn without_difference(
        &self,
        krate: &str,
        version: &str,
        found: &[Found],
    ) -> impl Iterator<Item = Verdict> {
        self.all
            .iter()
            .filter(move |verdict| {
                verdict.krate == krate
                    && !(verdict.version == version
                        && found.iter().any(|found| verdict.matches(found)))
            })
            .cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_in_the_repository_has_a_reason() {
        let verdicts = Verdicts::read().unwrap();
        for verdict in &verdicts.all {
            assert!(verdict.why.len() > 10, "{verdict}: {}", verdict.why);
        }
    }

    #[test]
    fn an_unknown_word_is_an_error_with_its_line() {
        let error = "[[verdict]]\nverdict = \"maybe\"\n".parse::<Verdicts>();
        let error = error.err().unwrap().to_string();
        assert!(
            error.contains("line 2") && error.contains("maybe"),
            "{error}"
        );
    }
}
