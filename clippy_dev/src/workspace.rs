//! Runs cargo and rustfmt on the packages of this repository.

use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clippy_toolchain::{Toolchain, root};

use crate::programs::{Output, exit_code};

/// Packages that are workspaces of their own.
const OTHER_WORKSPACES: [&str; 4] = [
    "clippy_test_deps",
    "examples/journeyx",
    "fuzz",
    "lintcheck/crates",
];

/// Sources that belong to no package: each is compiled by itself.
const LOOSE_SOURCES: [&str; 4] = [
    "clippy_oracle/src/runtime/lib.rs",
    "clippy_toolchain/src/sysroot/launcher/rustc.rs",
    "clippy_toolchain/src/sysroot/smoke/driver.rs",
    "clippy_toolchain/src/sysroot/smoke/held.rs",
];

/// `./x cargo`: runs cargo in the current directory if that is in the workspace, otherwise at its
/// root.
pub fn cargo(toolchain: &Toolchain, args: &[OsString]) -> Result<ExitCode> {
    let current = env::current_dir().context("the current directory does not exist")?;
    let dir = if current.starts_with(root()) {
        &current
    } else {
        root()
    };
    exit_code(toolchain.own_cargo().current_dir(dir).args(args))
}

/// What rustfmt does with a file that is not formatted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Write,
    Check,
}

/// `./x fmt`: formats, or checks, every package and the sources that belong to none.
pub fn fmt(toolchain: &Toolchain, format: Format, output: &Output) -> Result<ExitCode> {
    let check = (format == Format::Check).then_some("--check");
    let manifests = [""]
        .iter()
        .chain(&OTHER_WORKSPACES)
        .map(|dir| root().join(dir).join("Cargo.toml"));
    let mut commands: Vec<Command> = manifests
        .map(|manifest| {
            let mut cargo = toolchain.user_cargo();
            cargo
                .args(["fmt", "--all", "--manifest-path"])
                .arg(manifest)
                .arg("--")
                .args(check);
            cargo
        })
        .collect();
    let mut rustfmt = toolchain.user("rustfmt");
    rustfmt
        .args(["--edition", "2024"])
        .args(check)
        .args(LOOSE_SOURCES)
        .current_dir(root());
    commands.push(rustfmt);

    // All of them, to show everything that is not formatted.
    let mut all = ExitCode::SUCCESS;
    for command in &mut commands {
        let code = output.exit_code(command)?;
        if code != ExitCode::SUCCESS {
            all = code;
        }
    }
    Ok(all)
}
