//! Stops a build whose dependencies another compiler than ours would compile.
//!
//! rustc reads metadata of its very own version only. Without the check the first crate with
//! dependencies ends in E0514, "found crate compiled by an incompatible version of rustc", and
//! with the advice to run `cargo clean`, which does not help.

use std::path::Path;

use rustc_session::config::Sysroot;

use crate::compiler_version::mismatch;

/// Compares the version of cargo's compiler with the one this driver is made of.
///
/// # Errors
/// A message for the user if they differ, or if `rustc` does not run.
pub fn same_compiler(rustc: &Path) -> Result<(), String> {
    let headline = "cargo would compile the dependencies with another compiler than this Clippy's";
    let Some(mut message) = mismatch(rustc.as_os_str(), headline) else {
        return Ok(());
    };
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
