//! The toolchain: a rustc of the pinned version whose own crates (`rustc_private`) can be linked,
//! and its cargo.
//!
//! It is looked for in this order: already there ([`existing`]), installed by rustup ([`rustup`]),
//! made from Debian's packages ([`debian`], [`sysroot`]). The book's page "The toolchain" explains
//! how it is made.

mod compiler_build;
mod crate_ids;
mod debian;
mod existing;
pub mod graft;
mod log;
mod rustc;
mod rustup;
mod shipped;
mod smoke;
mod sources;
mod upstream;
mod sysroot;

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, iter};

use anyhow::{Result, bail};
pub use log::tail;
use rustc::Rustc;

use crate::workspace;

/// The version that `rust-toolchain.toml` pins.
fn pinned() -> &'static str {
    const FILE: &str = include_str!("../../../rust-toolchain.toml");
    FILE.split_once("channel = \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version)
        .expect("rust-toolchain.toml pins a channel")
}

/// A rustc and cargo of the pinned version, and the same rustc with its `rustc_private` crates.
#[derive(Debug)]
pub struct Toolchain {
    /// Where it comes from, for people.
    origin: &'static str,
    plain: Rustc,
    cargo: PathBuf,
    /// A rustc that finds the compiler's crates; the plain one where that does.
    private_rustc: PathBuf,
    /// The directory of the compiler's shared library, where the loader would not look by itself.
    library_dir: Option<PathBuf>,
}

/// What one place that is searched has: the toolchain, or why it does not.
type Search = Result<Toolchain, String>;

impl Toolchain {
    /// Finds the toolchain; makes it if there is none.
    ///
    /// # Errors
    /// If it can neither be found nor made: what was missing in each place, and what to do.
    pub fn find_or_make() -> Result<Self> {
        // Later places are slow or ask the network, so each is tried only when it is its turn.
        let places: [(&str, fn() -> Search); 4] = [
            ("installed", existing::find),
            ("made earlier", debian::find_made),
            ("rustup", rustup::install),
            ("Debian's packages", debian::make),
        ];
        let mut reasons = Vec::new();
        for (place, search) in places {
            match search() {
                Ok(toolchain) => return Ok(toolchain),
                Err(reason) => reasons.push(format!("- {place}: {}", reason.replace('\n', "\n  "))),
            }
        }
        bail!(
            "no Rust {} with the compiler's own crates\n{}",
            pinned(),
            reasons.join("\n")
        )
    }

    pub fn cargo(&self) -> &Path {
        &self.cargo
    }

    /// The line that `rustc -V` prints.
    pub fn version(&self) -> &str {
        &self.plain.version
    }

    /// The target triple that the compiler runs on.
    pub fn host(&self) -> &str {
        &self.plain.host
    }

    /// The directory of cargo and the plain rustc.
    pub fn bin(&self) -> &Path {
        self.cargo.parent().expect("cargo is in a directory")
    }

    /// cargo for this workspace, whose crates link the compiler's.
    pub fn own_cargo(&self) -> Command {
        let mut command = self.user(&self.cargo);
        command
            .env("RUSTC", &self.private_rustc)
            // The compiler's crates are unstable interface, and the pinned compiler is a stable
            // release.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", workspace::root().join("target"));
        command
    }

    /// cargo for a package of a user.
    pub fn user_cargo(&self) -> Command {
        self.user(&self.cargo)
    }

    /// A program for a package of a user: it and what it starts see the plain compiler of this
    /// toolchain.
    pub fn user(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("CARGO", &self.cargo)
            .env("RUSTC", &self.plain.path);
        // Build scripts and tests that call `cargo` or `rustc` by name get the same ones.
        command.env("PATH", prepended(self.bin(), env::var_os("PATH")));
        if let Some(dir) = &self.library_dir {
            command.env(
                "LD_LIBRARY_PATH",
                prepended(dir, env::var_os("LD_LIBRARY_PATH")),
            );
        }
        command
    }
}

fn prepended(dir: &Path, paths: Option<OsString>) -> OsString {
    let paths = paths.unwrap_or_default();
    let rest = env::split_paths(&paths).filter(|path| !path.as_os_str().is_empty());
    env::join_paths(iter::once(dir.to_owned()).chain(rest))
        .expect("parts of a path list can be joined again")
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({})", self.plain.version, self.origin)?;
        writeln!(f, "cargo                        {}", self.cargo.display())?;
        writeln!(
            f,
            "rustc                        {}",
            self.plain.path.display()
        )?;
        writeln!(
            f,
            "rustc with its own crates    {}",
            self.private_rustc.display()
        )
    }
}

/// The sources here that belong to no package.
pub fn loose_sources() -> impl Iterator<Item = PathBuf> {
    smoke::sources().into_iter().chain([sysroot::launcher()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prepended_directory_comes_first_and_an_empty_list_adds_none() {
        assert_eq!(prepended(Path::new("/a"), Some("/b:/c".into())), "/a:/b:/c");
        assert_eq!(prepended(Path::new("/a"), None), "/a");
    }
}
