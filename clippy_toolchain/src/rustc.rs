//! A rustc program and what it says about itself.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::release::{Release, listed};

#[derive(Clone, Debug, PartialEq)]
pub struct Rustc {
    pub path: PathBuf,
    /// The line that `rustc -V` prints.
    pub version: String,
    /// The bare version number.
    pub release: String,
    /// The commit that it was built from, or `unknown`.
    pub commit: String,
    /// The target triple that it runs on.
    pub host: String,
}

impl Rustc {
    /// Asks the program at `path` for its version.
    pub fn ask(path: &Path) -> Result<Self> {
        Self::answering(&mut Command::new(path), path)
    }

    /// Asks the program that `command` runs for its version.
    pub fn answering(command: &mut Command, path: &Path) -> Result<Self> {
        let shown = path.display();
        let output = command
            .arg("-vV")
            .output()
            .with_context(|| format!("cannot run {shown}"))?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr);
            let first_line = message.lines().next();
            bail!(
                "{shown}: {}",
                first_line.unwrap_or("it fails without a message")
            );
        }
        Self::parse(path, &String::from_utf8_lossy(&output.stdout))
            .with_context(|| format!("{shown} does not print a version as rustc does"))
    }

    fn parse(path: &Path, text: &str) -> Option<Self> {
        let field = |name: &str| {
            Some(
                text.lines()
                    .find_map(|line| line.strip_prefix(name))?
                    .to_owned(),
            )
        };
        Some(Self {
            path: path.to_owned(),
            version: text.lines().next()?.to_owned(),
            release: field("release: ")?,
            commit: field("commit-hash: ")?,
            host: field("host: ")?,
        })
    }

    /// Its release, if that is one of these.
    pub fn release_among(&self, releases: &[Release]) -> Result<Release> {
        let is_it = |release: &&Release| release.version() == self.release;
        releases.iter().find(is_it).copied().with_context(|| {
            format!(
                "{} is {}, expected {}",
                self.path.display(),
                self.release,
                listed(releases)
            )
        })
    }

    /// The directory with its libraries.
    pub fn sysroot(&self) -> Result<PathBuf> {
        let output = Command::new(&self.path)
            .args(["--print", "sysroot"])
            .output()
            .with_context(|| format!("cannot run {}", self.path.display()))?;
        let printed = String::from_utf8_lossy(&output.stdout);
        Ok(PathBuf::from(printed.trim_end()))
    }
}

impl Release {
    /// That of a compiler when it runs in `dir`, where rustup obeys a `rust-toolchain.toml`.
    ///
    /// # Errors
    /// If the compiler does not run or is not supported.
    pub fn of(rustc: &Path, dir: &Path) -> Result<Self> {
        let rustc = Rustc::answering(Command::new(rustc).current_dir(dir), rustc)?;
        rustc.release.parse()
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub const VERBOSE: &str = "rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)\n\
        binary: rustc\n\
        commit-hash: ac68faa20c58cbccd01ee7208bf3b6e93a7d7f96\n\
        commit-date: 2026-05-25\n\
        host: aarch64-unknown-linux-gnu\n\
        release: 1.96.0\n\
        LLVM version: 22.1.8\n";

    #[test]
    fn verbose_version_is_parsed() {
        let rustc = Rustc::parse(Path::new("/usr/bin/rustc"), VERBOSE).unwrap();
        assert_eq!(
            rustc.version,
            "rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"
        );
        assert_eq!(
            (&*rustc.release, &*rustc.host),
            ("1.96.0", "aarch64-unknown-linux-gnu")
        );
    }

    #[test]
    fn other_output_is_no_version() {
        assert_eq!(
            Rustc::parse(Path::new("rustc"), "error: no default toolchain\n"),
            None
        );
        assert_eq!(Rustc::parse(Path::new("rustc"), ""), None);
    }
}
