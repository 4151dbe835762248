//! What this repository says about its toolchain.

use std::path::Path;

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("this package is a directory of the repository")
}

/// The version that `rust-toolchain.toml` pins.
pub fn pinned() -> &'static str {
    const FILE: &str = include_str!("../../rust-toolchain.toml");
    FILE.split_once("channel = \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version)
        .expect("rust-toolchain.toml pins a channel")
}
