//! The toolchain, and the commands that run with it.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, iter};

use anyhow::{Context, Result, ensure};

use crate::release::Release;
use crate::repository::root;
use crate::rustc::Rustc;

/// Variables for a user's own builds that would change where or how ours are built.
const NOT_INHERITED: [&str; 8] = [
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_ENCODED_RUSTFLAGS",
    "CLIPPY_ARGS",
    "CLIPPY_CONF_DIR",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTFLAGS",
];

/// Where the loader looks for shared libraries first. On macOS, the variable that rustup sets too: the
/// other one would hide libraries of the system.
const LIBRARY_PATH: &str = if cfg!(target_os = "macos") {
    "DYLD_FALLBACK_LIBRARY_PATH"
} else {
    "LD_LIBRARY_PATH"
};

/// A rustc and cargo of a supported release, and the same rustc with its `rustc_private` crates.
#[derive(Debug)]
pub struct Toolchain {
    pub(crate) release: Release,
    /// Where it comes from, for people.
    pub(crate) origin: &'static str,
    pub(crate) plain: Rustc,
    pub(crate) cargo: PathBuf,
    /// A rustc that finds the compiler's crates; the plain one where that does.
    pub(crate) private_rustc: PathBuf,
    /// The directory of the compiler's shared library, unless the loader finds it by itself.
    pub(crate) library_dir: Option<PathBuf>,
    /// How long each phase took, if an earlier run of ours built its sysroot.
    pub(crate) times: Option<PathBuf>,
}

impl Toolchain {
    /// The one whose release is the first among these.
    pub(crate) fn most_wanted(
        found: impl IntoIterator<Item = Self>,
        releases: &[Release],
    ) -> Option<Self> {
        let place = |found: &Self| {
            releases
                .iter()
                .position(|release| *release == found.release)
        };
        found.into_iter().min_by_key(place)
    }

    pub fn release(&self) -> Release {
        self.release
    }

    /// cargo's target directory for this workspace. Each release has its own.
    pub fn target_dir(&self) -> PathBuf {
        root().join(format!("target/rust-{}", self.release))
    }

    pub fn cargo(&self) -> &Path {
        &self.cargo
    }

    /// The line that `rustc -V` prints.
    pub fn version(&self) -> &str {
        &self.plain.version
    }

    /// The commit that the compiler was built from, or `unknown`.
    pub fn commit(&self) -> &str {
        &self.plain.commit
    }

    /// The plain rustc.
    pub fn rustc(&self) -> &Path {
        &self.plain.path
    }

    /// The target triple that the compiler runs on.
    pub fn host(&self) -> &str {
        &self.plain.host
    }

    /// The directory of cargo and the plain rustc.
    pub fn bin(&self) -> &Path {
        self.cargo.parent().expect("cargo is in a directory")
    }

    /// A file with the time that each phase of the sysroot's build took, if we built it.
    pub fn times(&self) -> Option<&Path> {
        self.times.as_deref()
    }

    /// The rustc that finds the compiler's own crates.
    pub fn private_rustc(&self) -> &Path {
        &self.private_rustc
    }

    /// cargo for this workspace, whose crates link the compiler's.
    pub fn own_cargo(&self) -> Command {
        let mut command = self.user(&self.cargo);
        command
            .env("RUSTC", &self.private_rustc)
            // The compiler's crates have no stable interface, and the compiler is a stable release.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", self.target_dir());
        for variable in NOT_INHERITED {
            command.env_remove(variable);
        }
        // Dependencies have the same features whichever packages are selected, so that no command
        // compiles a package again that another has compiled.
        command
            .env("CARGO_UNSTABLE_FEATURE_UNIFICATION", "true")
            .env("CARGO_RESOLVER_FEATURE_UNIFICATION", "workspace");
        command
    }

    /// Builds cargo-clippy and clippy-driver for release and returns the directory that holds them.
    pub fn build_clippy(&self) -> Result<PathBuf> {
        let mut cargo = self.own_cargo();
        cargo
            .current_dir(root())
            // A first build compiles no more than these two need.
            .env("CARGO_RESOLVER_FEATURE_UNIFICATION", "selected")
            .args(["build", "--release", "--locked", "--bins"]);
        let status = cargo
            .status()
            .with_context(|| format!("cannot run {cargo:?}"))?;
        ensure!(
            status.success(),
            "cargo-clippy and clippy-driver do not build, see above"
        );
        Ok(self.target_dir().join("release"))
    }

    /// cargo for a package of a user.
    pub fn user_cargo(&self) -> Command {
        self.user(&self.cargo)
    }

    /// A program for a package of a user: it and its children see the plain compiler of this
    /// toolchain.
    pub fn user(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("CARGO", &self.cargo)
            .env("RUSTC", &self.plain.path)
            // Build scripts and tests that call `cargo` or `rustc` by name get the same ones.
            .env("PATH", prepended(self.bin(), env::var_os("PATH")));
        if let Some(dir) = &self.library_dir {
            command.env(LIBRARY_PATH, prepended(dir, env::var_os(LIBRARY_PATH)));
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
        for (what, path) in [
            ("cargo", &self.cargo),
            ("rustc", &self.plain.path),
            ("rustc with its own crates", &self.private_rustc),
        ] {
            writeln!(f, "{what:<28} {}", path.display())?;
        }
        Ok(())
    }
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
