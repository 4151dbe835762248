//! The suite `dist`: what `./x dist` packs works on a machine that has only the plain compiler.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clippy_toolchain::{Toolchain, root};

use crate::programs::Output;

/// Hides the directories before `--`, and runs what is after it.
const WITHOUT: &str = r#"
while [ "$1" != -- ]; do mount -t tmpfs none "$1"; shift; done
shift
exec "$@"
"#;

/// Whether directories can be hidden from a program here.
pub fn can_hide() -> bool {
    let works = unshare().arg("true").output();
    works.is_ok_and(|output| output.status.success())
}

/// Unpacks the archive below a path with a blank and lints the example with it, while the toolchain that
/// built it and this repository are hidden.
pub fn test(toolchain: &Toolchain, output: &Output) -> Result<()> {
    let archive = pack()?;
    let dir = archive.parent().context("the archive is in no directory")?;
    let sum = archive.with_added_extension("sha256");
    output.run(
        Command::new("sha256sum")
            .arg("--check")
            .arg(sum)
            .current_dir(dir),
    )?;

    let scratch = tempfile::tempdir()?;
    let prefix = scratch.path().join("my programs");
    fs::create_dir(&prefix)?;
    output.run(
        Command::new("tar")
            .arg("-xzf")
            .arg(&archive)
            .arg("-C")
            .arg(&prefix),
    )?;
    let example = scratch.path().join("journeyx");
    copy(&root().join("examples/journeyx"), &example)?;

    let bin = prefix.join("await-holding-clippy/bin");
    let path = [&*bin, toolchain.bin(), "/usr/bin".as_ref(), "/bin".as_ref()];
    let path = std::env::join_paths(path)?;
    let linted = unshare()
        .args(["sh", "-ec", WITHOUT, "sh"])
        .arg(root())
        .args(toolchain_cache(toolchain))
        .arg("--")
        // Not through cargo, which prefers rustup's own if there is one.
        .arg(bin.join("cargo-clippy"))
        .args(["clippy", "--manifest-path"])
        .arg(example.join("Cargo.toml"))
        .current_dir(scratch.path())
        .env("PATH", path)
        .env("CARGO_TARGET_DIR", scratch.path().join("target"))
        .env_remove("RUSTC")
        .env_remove("CARGO")
        .output()?;
    let printed = String::from_utf8_lossy(&linted.stderr);
    ensure!(
        linted.status.success(),
        "the unpacked Clippy fails:\n{printed}"
    );
    ensure!(
        printed.contains("`tracing::span::Entered` may not be held"),
        "the unpacked Clippy does not find what is held in the example:\n{printed}"
    );
    Ok(())
}

/// Runs `./x dist`; returns the archive.
fn pack() -> Result<PathBuf> {
    let packed = Command::new(root().join("x")).arg("dist").output()?;
    let stdout = String::from_utf8_lossy(&packed.stdout);
    ensure!(
        packed.status.success(),
        "./x dist failed:\n{}",
        String::from_utf8_lossy(&packed.stderr)
    );
    let mut lines = stdout.lines();
    let archive = lines.find(|line| line.ends_with(".tar.gz"));
    Ok(archive
        .context("./x dist does not name the archive")?
        .into())
}

/// Copies a package without what cargo has built.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if !entry.file_type()?.is_dir() {
            fs::copy(entry.path(), to)?;
        } else if entry.file_name() != "target" {
            copy(&entry.path(), &to)?;
        }
    }
    Ok(())
}

/// The directory of the sysroots that were built here, if the toolchain is one of them.
fn toolchain_cache(toolchain: &Toolchain) -> Option<&Path> {
    let mut dirs = toolchain.private_rustc().ancestors();
    dirs.find(|dir| dir.file_name() == Some(OsStr::new("clippy-rustc-dev")))
}

/// A command that sees its own mounts. Only root may mount; a user becomes one in a namespace.
fn unshare() -> Command {
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount"]);
    command
}
