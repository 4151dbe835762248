//! Where Clippy's source comes from if no checkout is named.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clippy_toolchain::{Release, root};

const REPOSITORY: &str = "https://github.com/rust-lang/rust-clippy";

/// Where Debian's package of the compiler's sources puts the sources of all versions.
const DEBIAN: &str = "/usr/src";

/// The source of the release that belongs to the toolchain: the one that Debian's package brought,
/// or a clone.
pub fn find_or_clone(release: Release) -> Result<PathBuf> {
    if let Some(installed) = installed(release) {
        return Ok(installed);
    }
    let tag = format!("rust-{release}");
    let clone = root().join("target/upstream").join(&tag);
    if !clone.join("Cargo.toml").is_file() {
        clone_into(&clone, &tag).with_context(|| {
            format!("there is no source of Clippy: pass `--clippy CHECKOUT`, a checkout of {REPOSITORY} at {tag}")
        })?;
    }
    Ok(clone)
}

/// The one of Debian's package, if that is installed.
pub fn installed(release: Release) -> Option<PathBuf> {
    let rust = Path::new(DEBIAN).join(format!("rustc-{release}"));
    // Debian's packages of the standard library's sources have the same folder, without Clippy.
    let has_clippy = rust.join("src/tools/clippy/Cargo.toml").is_file();
    has_clippy.then_some(rust)
}

fn clone_into(dir: &Path, tag: &str) -> Result<()> {
    let parent = dir.parent().expect("the clone is below target");
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    // Only a clone that is complete gets the name.
    let temporary = tempfile::tempdir_in(parent)
        .with_context(|| format!("cannot write in {}", parent.display()))?;
    let clone = temporary.path().join("clone");
    let mut git = Command::new("git");
    git.args(["clone", "--quiet", "--depth=1", "--branch", tag, REPOSITORY])
        .arg(&clone);
    let status = git
        .status()
        .with_context(|| format!("cannot run {git:?}"))?;
    ensure!(status.success(), "cannot clone {REPOSITORY}, see above");
    fs::rename(&clone, dir).with_context(|| format!("cannot make {}", dir.display()))
}
