//! Where lintcheck's data is, and where it works.

use std::path::PathBuf;

/// The package whose dependencies are the list of crates.
pub fn crates() -> PathBuf {
    data().join("crates")
}

/// The verdicts on differences to upstream Clippy.
pub fn verdicts() -> PathBuf {
    data().join("verdicts.toml")
}

/// Where crates are unpacked, compiled and reported.
pub fn work() -> PathBuf {
    clippy_toolchain::root().join("target/lintcheck")
}

fn data() -> PathBuf {
    clippy_toolchain::root().join("lintcheck")
}
