//! Which configuration files exist for the packages of the workspace.
//!
//! When the first one is written, cargo has to lint again. But cargo cannot track a file that does not
//! exist yet: a missing file counts as changed in every run, and a directory counts as changed with
//! everything below it, including the target directory. So an environment variable lists the files
//! that exist, and the driver tells cargo that the result depends on it. The content of a file is not
//! the concern of this module; the driver tells cargo about that.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::cargo::cargo;

/// As in `clippy_config/src/lookup.rs`, which this program cannot use: it links the compiler.
const NAMES: [&str; 2] = [".clippy.toml", "clippy.toml"];

/// The files in and above the packages, and in and above `CLIPPY_CONF_DIR`. Empty if cargo does
/// not find the workspace; it says why in the run that follows.
pub fn files(cargo_args: &[String]) -> String {
    let starts = starts(cargo_args).unwrap_or_default();
    let dirs: BTreeSet<&Path> = starts.iter().flat_map(|start| start.ancestors()).collect();
    let files = dirs
        .into_iter()
        .flat_map(|dir| NAMES.map(|name| dir.join(name)));
    let files = files
        .filter(|file| file.is_file())
        .map(|file| file.display().to_string());
    files.collect::<Vec<_>>().join(":")
}

/// The directories from which the driver looks upward.
fn starts(cargo_args: &[String]) -> Option<Vec<PathBuf>> {
    let mut cargo = Command::new(cargo());
    cargo.args(["metadata", "--format-version=1", "--no-deps"]);
    if let Some(manifest) = manifest_path(cargo_args) {
        cargo.args(["--manifest-path", manifest]);
    }
    let metadata: Value = serde_json::from_slice(&cargo.output().ok()?.stdout).ok()?;

    let path = |value: &Value| value.as_str().map(PathBuf::from);
    let mut starts: Vec<PathBuf> = metadata["packages"]
        .as_array()?
        .iter()
        .filter_map(|package| Some(path(&package["manifest_path"])?.parent()?.to_owned()))
        .collect();
    if let Some(dir) = env::var_os("CLIPPY_CONF_DIR") {
        // The driver runs in the root of the workspace.
        starts.push(path(&metadata["workspace_root"])?.join(dir));
    }
    Some(starts)
}

fn manifest_path(cargo_args: &[String]) -> Option<&str> {
    cargo_args.iter().enumerate().find_map(|(i, arg)| {
        match arg.strip_prefix("--manifest-path")? {
            "" => cargo_args.get(i + 1).map(String::as_str),
            value => value.strip_prefix('='),
        }
    })
}
