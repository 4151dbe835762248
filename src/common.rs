//! What `cargo-clippy` and `clippy-driver` have in common, and what they agree on.

use std::io::{self, Write};
use std::process::ExitCode;

/// The compiler whose crates the driver is linked with, as `rustc -V` prints it.
pub const RUSTC_VERSION: &str = env!("CLIPPY_RUSTC_VERSION");

/// The version of this project and of the compiler it is made of.
pub const VERSION: &str = concat!(
    "clippy ",
    env!("CARGO_PKG_VERSION"),
    " (",
    env!("CLIPPY_RUSTC_VERSION"),
    ")"
);

/// What ends each argument in `CLIPPY_ARGS`. The name is that of upstream Clippy.
pub const END_OF_ARG: &str = "__CLIPPY_HACKERY__";

/// The variable in which `cargo-clippy` lists the configuration files that exist.
pub const CONF_FILES: &str = "CLIPPY_CONF_FILES";

/// The variable in which `cargo-clippy` says what was asked for, where that decides what is linted.
pub const SELECTION: &str = "CLIPPY_SELECTION";

/// Prints to a pipe that may be closed before the end, as by `| head`.
pub fn print(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
