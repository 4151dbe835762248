//! The suite `dist`: what `./x dist` packs works on a machine that has only the plain compiler.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use clippy_toolchain::{Toolchain, apt, root};

use crate::files;

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

/// Downloads the archive as the GitHub action does, below a path with a blank, and lints the example with
/// it, while the toolchain that built it and this repository are hidden.
pub fn test(toolchain: &Toolchain) -> Result<()> {
    let archive = pack(toolchain)?;
    let dir = archive.parent().context("the archive is in no directory")?;
    let scratch = tempfile::tempdir()?;
    let temporary = scratch.path().join("my files");
    fs::create_dir(&temporary)?;
    let archives = temporary.join("archives");
    files::copy(dir, &archives)?;
    let script = temporary.join("lint.sh");
    fs::copy(root().join(".github/lint.sh"), &script)?;
    let example = temporary.join("journeyx");
    files::copy(&root().join("examples/journeyx"), &example)?;

    let path = [toolchain.bin(), "/usr/bin".as_ref(), "/bin".as_ref()];
    let linted = unshare()
        .args(["sh", "-ec", WITHOUT, "sh"])
        .arg(root())
        .args(toolchain_cache(toolchain))
        .arg("--")
        .arg(script)
        .current_dir(example)
        .env("PATH", env::join_paths(path)?)
        .env("TMPDIR", &temporary)
        .env(
            "ARCHIVES",
            format!(
                "file://{}",
                archives.display().to_string().replace(' ', "%20")
            ),
        )
        .env("VERSION", env!("CARGO_PKG_VERSION"))
        .env("FULL", "false")
        .env("CLIPPY_ARGUMENTS", "--locked --lib")
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
fn pack(toolchain: &Toolchain) -> Result<PathBuf> {
    let packed = Command::new(root().join("x"))
        .args(["dist", "--toolchain", toolchain.release().version()])
        .output()?;
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

/// The directory of the sysroots that were built here, if the toolchain is one of them.
fn toolchain_cache(toolchain: &Toolchain) -> Option<&Path> {
    let mut dirs = toolchain.private_rustc().ancestors();
    dirs.find(|dir| dir.file_name() == Some(OsStr::new("clippy-rustc-dev")))
}

/// A command that sees its own mounts. Only root may mount; a user becomes one in a namespace.
fn unshare() -> Command {
    let mut command = Command::new("unshare");
    command.arg("--mount");
    if !apt::is_root() {
        command.arg("--map-root-user");
    }
    command
}
