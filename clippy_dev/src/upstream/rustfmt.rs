//! rustfmt with the settings of the checkout.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clippy_toolchain::Toolchain;

use crate::files;

pub struct Rustfmt<'a> {
    /// Whose it is; without one, it is the one in `PATH`.
    pub toolchain: Option<&'a Toolchain>,
    /// The directory that has `rustfmt.toml`.
    pub config: &'a Path,
}

impl Rustfmt<'_> {
    /// Formats the Rust files among these; the others stay as they are.
    pub fn format(&self, files: BTreeMap<String, String>) -> Result<BTreeMap<String, String>> {
        let dir = tempfile::tempdir().context("cannot make a temporary directory")?;
        let mut rustfmt = match self.toolchain {
            Some(toolchain) => toolchain.user("rustfmt"),
            None => Command::new("rustfmt"),
        };
        rustfmt
            .args(["--edition", "2024", "--config-path"])
            .arg(self.config);
        for (path, text) in &files {
            let path = dir.path().join(path);
            files::write(&path, text)?;
            if path.extension().is_some_and(|extension| extension == "rs") {
                rustfmt.arg(path);
            }
        }
        let output = rustfmt
            .output()
            .with_context(|| format!("cannot run {rustfmt:?}"))?;
        ensure!(
            output.status.success(),
            "rustfmt failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        files
            .into_keys()
            .map(|path| files::read(&dir.path().join(&path)).map(|text| (path, text)))
            .collect()
    }
}
