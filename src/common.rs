//! What `cargo-clippy` and `clippy-driver` share.

use std::io::{self, Write};
use std::process::ExitCode;

/// The version of Clippy that belongs to the compiler, the version and revision of this project, and the
/// compiler. Upstream Clippy prints the same line with nothing but a revision between the parentheses.
pub const VERSION: &str = concat!(
    "clippy ",
    env!("CLIPPY_VERSION"),
    " (await_holding ",
    env!("CARGO_PKG_VERSION"),
    " ",
    env!("CLIPPY_REVISION"),
    ", ",
    env!("CLIPPY_RUSTC_VERSION"),
    ")"
);

/// What ends each argument in `CLIPPY_ARGS`. The name is that of upstream Clippy.
pub const END_OF_ARG: &str = "__CLIPPY_HACKERY__";

/// The variable in which `cargo-clippy` lists the configuration files that exist.
pub const CONF_FILES: &str = "CLIPPY_CONF_FILES";

/// The variable in which `cargo-clippy` passes the selected packages, if that decides what is linted.
pub const SELECTION: &str = "CLIPPY_SELECTION";

/// Prints to a pipe that may be closed early, as by `| head`.
pub fn print(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
