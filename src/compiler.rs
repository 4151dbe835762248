//! Whether the active compiler is the one that the driver was built for.
//!
//! Cargo compiles dependencies with the active rustc, and the driver can read their metadata only if
//! the very same build of rustc wrote it. The check comes before cargo starts, so that one message says
//! what is wrong and which command works. The driver checks again when cargo asks for its version:
//! that covers a compiler that only cargo's configuration files name.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::RUSTC_VERSION;
use crate::compiler_version::{first_line, mismatch};

/// The cargo that called, or the one in `PATH`.
pub fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The rustc that cargo would call, unless its configuration files name another.
pub fn rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// Checks the rustc that cargo would call.
///
/// # Errors
/// A message for the user: which compiler is active, which is needed, and the command that uses it.
pub fn check_active(driver: &Path) -> Result<(), String> {
    let headline = "this Clippy was built for a different compiler";
    let Some(mut message) = mismatch(&rustc(), headline) else {
        return Ok(());
    };
    match right_command(driver) {
        Some(command) => {
            message.push_str(&format!("\nrun it with that compiler:\n  {command}"));
        }
        None => message.push_str("\ninstall that compiler, or build Clippy with the active one"),
    }
    Err(message)
}

/// The same call, with the compiler that the driver's library belongs to.
fn right_command(driver: &Path) -> Option<String> {
    let sysroot = first_line(Command::new(driver).args(["--print", "sysroot"])).ok()?;
    let bin = PathBuf::from(sysroot).join("bin");
    let (cargo, rustc) = (bin.join("cargo"), bin.join("rustc"));
    if !cargo.is_file() || first_line(Command::new(&rustc).arg("-V")).ok()? != RUSTC_VERSION {
        return None;
    }
    let clippy = env::current_exe().ok()?;
    let mut words = vec![
        format!("CARGO={}", quoted(&cargo.to_string_lossy())),
        format!("RUSTC={}", quoted(&rustc.to_string_lossy())),
        quoted(&clippy.to_string_lossy()),
    ];
    words.extend(env::args().skip(1).map(|arg| quoted(&arg)));
    Some(words.join(" "))
}

/// `word`, quoted for a shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=:,@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
