//! Stops a build whose dependencies another compiler than ours would compile.
//!
//! rustc reads metadata of its very own version only. Without the check the first crate with
//! dependencies ends in E0514, "found crate compiled by an incompatible version of rustc", and
//! with the advice to run `cargo clean`, which does not help.

use std::env;
use std::path::{Path, PathBuf};

use rustc_session::config::Sysroot;

use crate::compiler_version::mismatch;

/// Compares the version of cargo's compiler with the one this driver is made of.
///
/// # Errors
/// A message for the user if they differ, or if `rustc` does not run.
pub fn same_compiler(rustc: &Path) -> Result<(), String> {
    let needed = Sysroot::new(None).default.join("bin/rustc");
    if is_same_file(rustc, &needed) {
        return Ok(());
    }
    let headline = "cargo would compile the dependencies with another compiler than this Clippy's";
    let Some(mut message) = mismatch(rustc.as_os_str(), headline) else {
        return Ok(());
    };
    // The variable goes before `build.rustc` in cargo's configuration files.
    if needed.is_file() {
        message.push_str(&format!(
            "\ncall cargo again with this in the environment:\n  RUSTC={}",
            needed.display()
        ));
    }
    Err(message)
}

/// Whether `rustc`, a path or a name in `PATH`, is the program that belongs to this driver's
/// library. It is in most builds, and need not be asked then, which costs as much time as the
/// driver's own start.
fn is_same_file(rustc: &Path, needed: &Path) -> bool {
    let Ok(needed) = needed.canonicalize() else {
        return false;
    };
    let found = if rustc.components().count() > 1 {
        Some(rustc.to_owned())
    } else {
        in_path(rustc)
    };
    found.is_some_and(|rustc| rustc.canonicalize().is_ok_and(|rustc| rustc == needed))
}

fn in_path(program: &Path) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
}
