//! The `rustc` of the sysroot: runs the distribution's rustc with this sysroot.
//!
//! This is a program and not a shell script because shells drop environment variables whose names
//! are not valid in the shell, such as cargo's `CARGO_BIN_EXE_cargo-clippy`.

use std::env;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

/// The path of the distribution's rustc.
const RUSTC: &str = env!("RUSTC");

fn main() -> ExitCode {
    let mut rustc = Command::new(RUSTC);
    // The sysroot may be moved: it is found relative to this program, as `bin/rustc` in it.
    match env::current_exe()
        .as_deref()
        .map(|program| program.ancestors().nth(2))
    {
        Ok(Some(sysroot)) => rustc.arg("--sysroot").arg(sysroot),
        Ok(None) => &mut rustc,
        Err(error) => {
            eprintln!("error: cannot find the sysroot of this rustc: {error}");
            return ExitCode::FAILURE;
        }
    };
    let error = rustc.args(env::args_os().skip(1)).exec();
    eprintln!("error: cannot run `{RUSTC}`: {error}");
    ExitCode::FAILURE
}
