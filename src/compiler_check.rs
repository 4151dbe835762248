//! Stops a build whose dependencies would be compiled by a different compiler.
//!
//! rustc reads only metadata of its very own version. Without the check the first crate with
//! dependencies fails with E0514, "found crate compiled by an incompatible version of rustc", and the
//! advice to run `cargo clean`, which does not help. The launcher chooses the right driver; this is for
//! drivers that are called without it.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use clippy_launcher::first_line;
use rustc_session::config::Sysroot;

/// The compiler that the driver is linked with, as `rustc -V` prints it.
const RUSTC_VERSION: &str = env!("CLIPPY_RUSTC_VERSION");

/// Compares cargo's compiler with the one that this driver was built for.
///
/// # Errors
/// A message for the user if they differ, or if `rustc` does not run.
pub fn same_compiler(rustc: &Path) -> Result<(), String> {
    let needed = Sysroot::new(None).default.join("bin/rustc");
    if is_same_file(rustc, &needed) {
        return Ok(());
    }
    let headline = "cargo would compile the dependencies with a different compiler";
    let Some(mut message) = mismatch(rustc.as_os_str(), headline) else {
        return Ok(());
    };
    // The variable takes precedence over `build.rustc` in cargo's configuration files.
    if needed.is_file() {
        message.push_str(&format!(
            "\nrun cargo again with this environment variable:\n  RUSTC={}",
            needed.display()
        ));
    }
    Err(message)
}

/// Whether `rustc`, a path or a name in `PATH`, is the program that belongs to this driver's
/// library. In most builds it is, and need not be started then: that would take as long as the
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

/// What is wrong with `rustc`: `None` if it is the very build that the driver is linked with, else
/// `headline` and below it the version that is active and the one that is needed.
fn mismatch(rustc: &OsStr, headline: &str) -> Option<String> {
    let active = match first_line(Command::new(rustc).arg("-V")) {
        Ok(version) if version == RUSTC_VERSION => return None,
        Ok(version) => version,
        Err(error) => format!("cannot be run ({error})"),
    };
    Some(format!(
        "{headline}\n  active: {active} (`{}`)\n  needed: {RUSTC_VERSION}",
        rustc.display()
    ))
}
