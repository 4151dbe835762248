//! Runs one tool on one crate. Its findings are kept for the next run. A failure is not kept, so that
//! the next run tries again.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use clippy_toolchain::{Toolchain, tail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::finding::{self, Finding};
use crate::limited::{self, End};
use crate::list::Crate;
use crate::package;
use crate::tool::{Tool, hex};

/// How much of a failed tool's stderr the report shows.
const TAIL_LINES: usize = 20;

/// What is the same for all crates.
pub struct Setting<'a> {
    pub toolchain: &'a Toolchain,
    /// The folders of all crates.
    pub crates: PathBuf,
    pub limit: Duration,
}

/// A crate's directory: its package, and the answer and output of each tool.
pub struct Folder<'a> {
    setting: &'a Setting<'a>,
    krate: &'a Crate,
    dir: PathBuf,
    /// Where to compile.
    target_dir: PathBuf,
}

/// What a tool found, or how it failed.
pub type Answer = Result<Vec<Finding>, String>;

#[derive(Serialize, Deserialize)]
struct Kept {
    key: String,
    findings: Vec<Finding>,
}

impl<'a> Folder<'a> {
    pub fn new(setting: &'a Setting<'a>, krate: &'a Crate, target_dir: PathBuf) -> Self {
        Self {
            setting,
            krate,
            dir: setting.crates.join(krate.id()),
            target_dir,
        }
    }

    /// Unpacks the crate and compiles it with its dependencies, unless an earlier run did.
    pub fn check(&self, check: &Tool) -> Result<Answer> {
        self.once(check, || package::make(self.krate, &self.package()))
    }

    /// Lints the crate, after [`Self::check`], unless an earlier run did.
    pub fn lint(&self, clippy: &Tool) -> Result<Answer> {
        self.once(clippy, || Ok(()))
    }

    fn package(&self) -> PathBuf {
        self.dir.join("package")
    }

    fn once(&self, tool: &Tool, prepare: impl FnOnce() -> Result<()>) -> Result<Answer> {
        let file = self.dir.join(format!("{}.json", tool.name));
        let key = self.key(tool);
        if let Some(findings) = kept(&file, &key) {
            return Ok(Ok(findings));
        }
        fs::create_dir_all(&self.dir)
            .with_context(|| format!("cannot make {}", self.dir.display()))?;
        prepare()?;
        let answer = self.run(tool)?;
        if let Ok(findings) = &answer {
            let kept = Kept {
                key,
                findings: findings.clone(),
            };
            // A run that is killed while it writes leaves no partial answer.
            let partial = file.with_extension("partial");
            fs::write(&partial, serde_json::to_string_pretty(&kept)?)
                .and_then(|()| fs::rename(&partial, &file))
                .with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(answer)
    }

    /// Changes with everything that the answer depends on.
    fn key(&self, tool: &Tool) -> String {
        let mut key = Sha256::new();
        for part in [&tool.key]
            .into_iter()
            .chain(&self.krate.feature_args)
            .chain(&self.krate.dependencies)
        {
            key.update(part);
            key.update("\n");
        }
        hex(key)
    }

    fn run(&self, tool: &Tool) -> Result<Answer> {
        let [stdout, stderr] =
            ["stdout", "stderr"].map(|stream| self.dir.join(format!("{}.{stream}", tool.name)));
        let mut command = tool.command(
            self.setting.toolchain,
            &self.package(),
            &self.krate.feature_args,
            &self.target_dir,
        );
        let end = limited::run(&mut command, &stdout, &stderr, self.setting.limit)?;
        let how = match end {
            End::Success => return Ok(Ok(finding::read(&stdout)?)),
            End::Failure(status) => status,
            End::TimedOut => format!("killed after {} s", self.setting.limit.as_secs()),
        };
        let mut message = format!("{}: {how}\n", tool.version);
        message += &finding::errors(&stdout)?;
        message += tail(&String::from_utf8_lossy(&fs::read(&stderr)?), TAIL_LINES);
        Ok(Err(message))
    }
}

fn kept(file: &Path, key: &str) -> Option<Vec<Finding>> {
    let kept: Kept = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
    (kept.key == key).then_some(kept.findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_of_another_driver_are_not_kept() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ours.json");
        assert_eq!(kept(&file, "new"), None);
        fs::write(&file, r#"{ "key": "old", "findings": [] }"#).unwrap();
        assert_eq!(kept(&file, "new"), None);
        assert_eq!(kept(&file, "old"), Some(Vec::new()));
    }
}
