//! How cargo and rustc call this program.

use std::process;

/// A path of this program. Unlike its ordinary path, it stays valid if a new build replaces the file.
/// Only Debian's packages need it, so Linux's `/proc` is there.
pub fn this_program() -> String {
    format!("/proc/{}/exe", process::id())
}
