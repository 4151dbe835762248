//! The programs that are tested: those of this workspace, or the ones in the directory that the variable
//! `TESTED_CLIPPY` names, such as Clippy in full.

use std::env;
use std::path::PathBuf;

/// The directory of the other programs, if it is set.
pub fn other_programs() -> Option<PathBuf> {
    env::var_os("TESTED_CLIPPY").map(PathBuf::from)
}

/// The program to test in place of `built`, one of this workspace.
pub fn program(built: &str) -> PathBuf {
    let built = PathBuf::from(built);
    match other_programs() {
        Some(dir) => dir.join(built.file_name().expect("a program is a file")),
        None => built,
    }
}
