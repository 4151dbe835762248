//! What these lints cost inside of Clippy: all of Clippy with them, compared with upstream Clippy
//! built from the same source in the same way.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clippy_toolchain::progress::Phase;
use clippy_toolchain::{Toolchain, root};
use lintcheck::list::Crate;
use serde::{Deserialize, Serialize};

use crate::call;
use crate::measure::Counter;
use crate::real::{clippy_command, package_dir};

/// How both are built. The first is the base of the comparison.
const BUILDS: [&[&str]; 2] = [&["--full", "--unmodified"], &["--full"]];

#[derive(Serialize, Deserialize)]
pub struct Cost {
    pub name: String,
    pub version: String,
    /// Instructions, with Clippy's default lints.
    pub upstream: u64,
    pub with_these_lints: u64,
}

/// Builds both; returns the directories of their programs.
pub fn build(toolchain: &Toolchain) -> Result<[PathBuf; 2]> {
    let [upstream, full] = BUILDS.map(|args| {
        let output = Command::new(root().join("x"))
            .args(["build", "--toolchain", toolchain.release().version()])
            .args(args)
            .output()
            .context("cannot run ./x")?;
        ensure!(
            output.status.success(),
            "./x build {} failed:\n{}",
            args.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        let printed = String::from_utf8(output.stdout)?;
        let dir = printed.trim().rsplit_once(" in ").map(|(_, dir)| dir);
        Ok(PathBuf::from(dir.context("./x build does not say where")?))
    });
    Ok([upstream?, full?])
}

pub fn measure(
    toolchain: &Toolchain,
    bins: [&Path; 2],
    krate: &Crate,
    counter: Counter,
    phase: &mut Phase,
) -> Result<Cost> {
    phase.expect_steps(bins.len() as u64);
    let dir = package_dir(krate)?;
    let [upstream, with_these_lints] = bins.map(|bin| {
        let call = call::learn(&mut clippy_command(toolchain, bin, krate, &dir))?;
        let instructions = counter.instructions(&call);
        phase.step();
        instructions
    });
    Ok(Cost {
        name: krate.name.clone(),
        version: krate.version.clone(),
        upstream: upstream?,
        with_these_lints: with_these_lints?,
    })
}
