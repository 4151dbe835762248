//! This repository: where it is, what it keeps in the user's cache, and which toolchain it pins.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("this package is a directory of the repository")
}

/// The directory in the user's cache for what is made once for all clones.
pub fn cache() -> Result<PathBuf> {
    let of_user = match env::var_os("XDG_CACHE_HOME").filter(|dir| Path::new(dir).is_absolute()) {
        Some(dir) => PathBuf::from(dir),
        None => env::home_dir()
            .context("there is no home directory: set HOME or XDG_CACHE_HOME")?
            .join(".cache"),
    };
    Ok(of_user.join("clippy-rustc-dev"))
}

const TOOLCHAIN: &str = include_str!("../../rust-toolchain.toml");

/// The version that `rust-toolchain.toml` pins.
pub fn pinned() -> &'static str {
    TOOLCHAIN
        .split_once("channel = \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version)
        .expect("rust-toolchain.toml pins a channel")
}

/// `rust-toolchain.toml` with another version.
pub fn pin_of(version: &str) -> String {
    TOOLCHAIN.replace(
        &format!("channel = \"{}\"", pinned()),
        &format!("channel = \"{version}\""),
    )
}

/// The components that `rust-toolchain.toml` names, as rustup's `--component` takes them.
pub fn components() -> String {
    let (_, rest) = TOOLCHAIN
        .split_once("components = [")
        .expect("rust-toolchain.toml names components");
    let (list, _) = rest.split_once(']').expect("the list ends");
    list.replace(['"', ' '], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_separated_by_commas() {
        assert_eq!(components(), "rustc-dev,llvm-tools,rust-src,rustfmt");
    }

    #[test]
    fn only_the_version_of_the_pin_is_replaced() {
        let pin = pin_of("1.2.3");
        assert!(pin.contains("channel = \"1.2.3\"\n"), "{pin}");
        assert!(!pin.contains(&format!("\"{}\"", pinned())), "{pin}");
        assert!(pin.contains("components = ["), "{pin}");
    }
}
