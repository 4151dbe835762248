//! The compiler that cargo would call in the current directory.
//!
//! cargo takes the variable `RUSTC`, then `build.rustc` in its configuration, then the `rustc` in `PATH`.
//! The last one may be rustup's proxy, which chooses the toolchain by `cargo +NAME`, by
//! `rust-toolchain.toml` or by its default. Called by cargo or by hand with a compiler as the first
//! argument, `clippy-driver` is for that one.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use clippy_launcher::{BuiltFrom, configured, first_line, libraries};

pub struct Compiler {
    pub rustc: PathBuf,
    /// What `rustc -V` prints.
    pub version: String,
    /// Only cargo's configuration names it.
    is_configured: bool,
    libraries: Vec<PathBuf>,
}

impl Compiler {
    /// The active compiler.
    ///
    /// # Errors
    /// A message for the user if it does not run.
    pub fn find(args: &[OsString]) -> Result<Self, String> {
        let named = wrapped(args).or_else(|| env::var_os("RUSTC").map(PathBuf::from));
        let configured = if named.is_none() {
            configured::rustc(Path::new("."))
        } else {
            None
        };
        let is_configured = configured.is_some();
        let rustc = named.or(configured).unwrap_or_else(|| "rustc".into());
        let ask = |arg: &[&str]| {
            first_line(Command::new(&rustc).args(arg)).map_err(|error| {
                format!(
                    "the active compiler, `{}`, does not run: {error}",
                    rustc.display()
                )
            })
        };
        let version = ask(&["-V"])?;
        let sysroot = ask(&["--print", "sysroot"])?;
        Ok(Self {
            libraries: libraries(Path::new(&sysroot)),
            rustc,
            version,
            is_configured,
        })
    }

    /// What `RUSTC` must be so that the started program sees the same compiler.
    pub fn variable(&self) -> Option<&Path> {
        self.is_configured.then_some(&self.rustc)
    }

    /// Whether this is the compiler that a driver was built for.
    pub fn is(&self, built_from: &BuiltFrom) -> bool {
        self.version == built_from.compiler && self.library(built_from).is_some()
    }

    /// The directory of the library, unless the loader looks there anyway.
    pub fn library_dir(&self, built_from: &BuiltFrom) -> Option<&Path> {
        let dir = self.library(built_from)?.parent()?;
        (!dir.starts_with("/usr/lib") && !dir.starts_with("/lib")).then_some(dir)
    }

    fn library(&self, built_from: &BuiltFrom) -> Option<&PathBuf> {
        let mut libraries = self.libraries.iter();
        libraries.find(|path| path.ends_with(&built_from.library))
    }
}

/// The compiler that cargo wants to have wrapped.
fn wrapped(args: &[OsString]) -> Option<PathBuf> {
    let first = PathBuf::from(args.first()?);
    (first.file_stem()? == "rustc").then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_argument_of_a_wrapper_is_a_compiler() {
        let wrapped = |args: &[&str]| {
            let args: Vec<_> = args.iter().map(OsString::from).collect();
            super::wrapped(&args)
        };
        assert_eq!(
            wrapped(&["/usr/bin/rustc", "-vV"]),
            Some("/usr/bin/rustc".into())
        );
        assert_eq!(wrapped(&["src/lib.rs"]), None);
        assert_eq!(wrapped(&[]), None);
    }
}
