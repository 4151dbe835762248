//! Which cargo is called.

use std::env;
use std::ffi::OsString;

/// The cargo that called, or the one in `PATH`.
pub fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
