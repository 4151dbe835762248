//! Where the loader finds the compiler's shared library when it starts the driver.
//!
//! The driver is in no toolchain, and the toolchain may be anywhere. So `cargo-clippy` asks the active
//! rustc, and passes the answer in the variable that rustup also sets for the programs it runs.

use std::env;
use std::ffi::{OsStr, OsString};
use std::iter;
use std::path::Path;
use std::process::Command;

use crate::compiler::rustc;
use crate::compiler_version::first_line;
use crate::driver_library;

/// On macOS, the other variable, `DYLD_LIBRARY_PATH`, would hide libraries of the system.
const VARIABLE: &str = if cfg!(target_os = "macos") {
    "DYLD_FALLBACK_LIBRARY_PATH"
} else {
    "LD_LIBRARY_PATH"
};

/// The variable and its value, unless the loader finds the library by itself.
pub fn of_active_rustc() -> Option<(&'static str, OsString)> {
    let sysroot = first_line(Command::new(rustc()).args(["--print", "sysroot"])).ok()?;
    let dir = Path::new(&sysroot).join("lib");
    if !driver_library::is_in(&dir) {
        return None;
    }
    let others = env::var_os(VARIABLE).unwrap_or_default();
    Some((VARIABLE, first(&dir, &others)?))
}

/// The list with `dir` before all others. None if the directory's name contains a separator.
fn first(dir: &Path, others: &OsStr) -> Option<OsString> {
    // An empty entry would mean the current directory.
    let others =
        env::split_paths(others).filter(|other| !other.as_os_str().is_empty() && other != dir);
    env::join_paths(iter::once(dir.to_owned()).chain(others)).ok()
}
