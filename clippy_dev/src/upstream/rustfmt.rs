//! rustfmt with the settings of the checkout.
//!
//! Some of them, those for comments and imports, need a rustfmt of a nightly toolchain, which
//! `cargo dev fmt` takes too. Without one they have no effect.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clippy_toolchain::Toolchain;

use super::revision;
use crate::files;

const SETTINGS: &str = "rustfmt.toml";

pub struct Rustfmt<'a> {
    /// Whose it is if there is no nightly one. Without a toolchain, it is the one in `PATH`.
    pub toolchain: Option<&'a Toolchain>,
    /// The directory of the settings.
    pub config: &'a Path,
}

impl Rustfmt<'_> {
    /// Formats the Rust files among these; the others stay as they are.
    pub fn format(&self, files: BTreeMap<String, String>) -> Result<BTreeMap<String, String>> {
        let dir = tempfile::tempdir().context("cannot make a temporary directory")?;
        // Its list of files to ignore makes rustfmt panic on files that are not below it.
        let settings = files::read(&self.config.join(SETTINGS))?;
        files::write(&dir.path().join(SETTINGS), settings)?;
        let mut rustfmt = match (self.nightly(), self.toolchain) {
            (Some(nightly), _) => nightly,
            (None, Some(toolchain)) => toolchain.user("rustfmt"),
            (None, None) => Command::new("rustfmt"),
        };
        rustfmt.args(["--edition", "2024"]);
        for (path, text) in &files {
            let path = dir.path().join(path);
            files::write(&path, text)?;
            if is_rust(&path) {
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

    /// A command that fails if one of these files, which are below the checkout, is not formatted. `None`
    /// without a nightly rustfmt: another one would go on to the modules of each file.
    pub fn check<'p>(&self, files: impl Iterator<Item = &'p str>) -> Option<Command> {
        let mut rustfmt = self.nightly()?;
        rustfmt
            .current_dir(self.config)
            .arg("--check")
            .args(files.filter(|path| is_rust(Path::new(path))));
        Some(rustfmt)
    }

    /// The one of the toolchain that the checkout asks for, or else of `nightly`.
    fn nightly(&self) -> Option<Command> {
        let which = |toolchain: &[&str]| {
            let mut rustup = Command::new("rustup");
            rustup
                .arg("which")
                .args(toolchain)
                .arg("rustfmt")
                .current_dir(self.config)
                .env("RUSTUP_AUTO_INSTALL", "0")
                .env_remove("RUSTUP_TOOLCHAIN");
            revision::output(&mut rustup).filter(|path| path.contains("nightly"))
        };
        let path = which(&[]).or_else(|| which(&["--toolchain", "nightly"]))?;
        let mut rustfmt = Command::new(path);
        rustfmt.args(["--unstable-features", "--skip-children"]);
        Some(rustfmt)
    }
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}
