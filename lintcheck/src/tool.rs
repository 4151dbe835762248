//! The programs that check a crate: plain cargo, this Clippy and upstream Clippy.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clippy_toolchain::Toolchain;
use sha2::{Digest, Sha256};

use crate::dirs;
use crate::finding::LINTS;

/// What runs on a crate.
pub struct Tool {
    /// The name of its files in a crate's folder.
    pub name: &'static str,
    /// For people: name and version.
    pub version: String,
    program: PathBuf,
    args: Vec<OsString>,
    /// Changes with everything that its answer depends on, except the crate.
    pub key: String,
}

impl Tool {
    /// Plain `cargo check`: whether the crate compiles at all.
    pub fn check(toolchain: &Toolchain) -> Self {
        Self {
            name: "check",
            version: toolchain.version().to_owned(),
            program: toolchain.cargo().to_owned(),
            args: vec!["check".into()],
            key: toolchain.version().to_owned(),
        }
    }

    /// This Clippy, from the directory that it was built into.
    pub fn ours(bin: &Path) -> Result<Self> {
        Self::clippy("ours", bin)
    }

    /// The Clippy that ships with this very compiler.
    pub fn upstream(toolchain: &Toolchain) -> Result<Self> {
        Self::clippy("upstream", toolchain.upstream_clippy()?)
    }

    fn clippy(name: &'static str, bin: &Path) -> Result<Self> {
        let [program, driver] = ["cargo-clippy", "clippy-driver"].map(|file| bin.join(file));
        // The crate's own lint levels do not count: they can neither hide a finding nor turn another
        // lint into an error.
        let mut args: Vec<OsString> = ["clippy", "--", "--cap-lints", "warn"]
            .map(Into::into)
            .into();
        for lint in LINTS {
            args.extend(["--force-warn".into(), lint.into()]);
        }
        let mut key = Sha256::new();
        for file in [&program, &driver, &conf_file()] {
            key.update(fs::read(file).with_context(|| format!("cannot read {}", file.display()))?);
        }
        Ok(Self {
            name,
            version: output(Command::new(&program).arg("-V"))?,
            program,
            args,
            key: hex(key),
        })
    }

    /// The command for the package in `dir`, with cargo's messages as JSON on stdout.
    pub fn command(
        &self,
        toolchain: &Toolchain,
        dir: &Path,
        feature_args: &[String],
        target_dir: &Path,
    ) -> Command {
        let mut command = toolchain.user(&self.program);
        let (subcommand, lint_args) = self.args.split_at(1);
        command
            .args(subcommand)
            .arg("--message-format=json")
            .args(feature_args)
            .args(lint_args)
            .current_dir(dir)
            .env("CARGO_TARGET_DIR", target_dir)
            // Each tool compiles a crate once.
            .env("CARGO_INCREMENTAL", "0")
            .env("CLIPPY_CONF_DIR", dirs::crates());
        command
    }
}

/// Replaces a crate's own `clippy.toml`: it lists the types that both Clippys look for.
fn conf_file() -> PathBuf {
    dirs::crates().join("clippy.toml")
}

/// The hash in hexadecimal digits.
pub fn hex(hash: Sha256) -> String {
    let bytes = hash.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn output(command: &mut Command) -> Result<String> {
    let context = format!("cannot run {command:?}");
    let output = command.output().with_context(|| context.clone())?;
    ensure!(output.status.success(), "{context}: {}", output.status);
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
