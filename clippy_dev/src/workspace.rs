//! This repository: where its packages are, and cargo and rustfmt run on them.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

use crate::toolchain::{self, Toolchain};

/// The packages that are workspaces of their own.
const OTHER_WORKSPACES: [&str; 4] = ["clippy_test_deps", "examples/journeyx", "fuzz", "lintcheck"];

/// The crate that generated programs are compiled with; here it is only text.
const ORACLE_RUNTIME: &str = "clippy_oracle/src/runtime/lib.rs";

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("clippy_dev is a directory of the repository")
}

/// Runs a command with our terminal; `Ok` holds its exit code.
pub fn exit_code(command: &mut Command) -> Result<ExitCode> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {command:?}"))?;
    // A command that a signal ended has no code of its own.
    let code = status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1);
    Ok(ExitCode::from(code))
}

/// Builds cargo-clippy and clippy-driver for release and returns the directory that holds them.
pub fn build(toolchain: &Toolchain) -> Result<PathBuf> {
    let mut cargo = toolchain.own_cargo();
    cargo
        .current_dir(root())
        .args(["build", "--release", "--locked", "--bins"]);
    let status = cargo
        .status()
        .with_context(|| format!("cannot run {cargo:?}"))?;
    ensure!(
        status.success(),
        "cargo-clippy and clippy-driver do not build, see above"
    );
    Ok(root().join("target/release"))
}

/// `./x lint`: runs this cargo-clippy on a user's package, with the plain compiler that the package
/// would have.
pub fn lint(args: &[OsString]) -> Result<ExitCode> {
    let (dir, rest) = match args.split_first() {
        Some((first, rest)) if !first.as_encoded_bytes().starts_with(b"-") => {
            (Path::new(first), rest)
        }
        _ => (Path::new("."), args),
    };
    ensure!(
        dir.is_dir(),
        "{} is not a directory\nusage: ./x lint [DIR] [cargo clippy arguments] [-- lint options]",
        dir.display()
    );
    let toolchain = Toolchain::find_or_make()?;
    let bin = build(&toolchain)?;
    exit_code(
        toolchain
            .user(bin.join("cargo-clippy"))
            .arg("clippy")
            .args(rest)
            .current_dir(dir),
    )
}

/// `./x cargo`: in the current directory if that is in the workspace, otherwise at its root.
pub fn cargo(args: &[OsString]) -> Result<ExitCode> {
    let current = env::current_dir().context("the current directory is gone")?;
    let dir = if current.starts_with(root()) {
        &current
    } else {
        root()
    };
    exit_code(
        Toolchain::find_or_make()?
            .own_cargo()
            .current_dir(dir)
            .args(args),
    )
}

/// `./x fmt`: formats, or checks, every package and the sources that belong to none.
pub fn fmt(toolchain: &Toolchain, check: bool) -> Result<ExitCode> {
    let check = check.then_some("--check");
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
        .args(toolchain::loose_sources())
        .arg(ORACLE_RUNTIME)
        .current_dir(root());
    commands.push(rustfmt);

    let mut all_formatted = true;
    for command in &mut commands {
        all_formatted &= exit_code(command)? == ExitCode::SUCCESS;
    }
    Ok(if all_formatted {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
