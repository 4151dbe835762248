//! Stops a build whose dependencies another compiler than ours would compile.
//!
//! rustc reads metadata of its very own version only. Without the check the first crate with
//! dependencies ends in E0514, "found crate compiled by an incompatible version of rustc", and
//! with the advice to run `cargo clean`, which does not help.

use std::path::Path;
use std::process::Command;

use rustc_session::config::Sysroot;

use crate::common::RUSTC_VERSION;

/// Compares the version of cargo's compiler with the one this driver is made of.
///
/// # Errors
/// A message for the user if they differ, or if `rustc` does not run.
pub fn same_compiler(rustc: &Path) -> Result<(), String> {
    let output = Command::new(rustc).arg("-V").output();
    let output = output.map_err(|error| format!("cannot run `{}`: {error}", rustc.display()))?;
    let theirs = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if theirs == RUSTC_VERSION {
        return Ok(());
    }
    let mut message = format!(
        "cargo would compile the dependencies with another compiler than this Clippy's\n  \
         active: {theirs} (`{}`)\n  needed: {RUSTC_VERSION}",
        rustc.display()
    );
    // The variable goes before `build.rustc` in cargo's configuration files.
    let needed = Sysroot::new(None).default.join("bin/rustc");
    if needed.is_file() {
        message.push_str(&format!(
            "\ncall cargo again with this in the environment:\n  RUSTC={}",
            needed.display()
        ));
    }
    Err(message)
}
