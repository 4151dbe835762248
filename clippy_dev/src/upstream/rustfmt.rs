//! rustfmt with the settings of the checkout.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use clippy_toolchain::Toolchain;

use super::files;

pub struct Rustfmt<'a> {
    pub toolchain: &'a Toolchain,
    /// The directory that has `rustfmt.toml`.
    pub config: &'a Path,
}

impl Rustfmt<'_> {
    /// Formats the Rust files among these; the others stay as they are.
    pub fn format(&self, files: BTreeMap<String, String>) -> Result<BTreeMap<String, String>> {
        let dir = tempfile::tempdir().context("cannot make a temporary directory")?;
        let mut rustfmt = self.toolchain.user("rustfmt");
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
