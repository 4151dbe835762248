//! Which compiler a rustc is, compared with the one that this project was built for.

use std::ffi::OsStr;
use std::io;
use std::process::Command;

use crate::common::RUSTC_VERSION;

/// What is wrong with `rustc`: `None` if it is the very build that the driver is linked with, else
/// `headline` and below it the version that is active and the one that is needed.
pub fn mismatch(rustc: &OsStr, headline: &str) -> Option<String> {
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

/// The first line that a command prints.
///
/// # Errors
/// If it does not run, or fails; then with the first line of what it says about that.
pub fn first_line(command: &mut Command) -> io::Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        let why = stderr
            .lines()
            .next()
            .unwrap_or("it failed without a message");
        return Err(io::Error::other(why.to_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned())
}
