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

use clippy_launcher::{BuiltFrom, first_line, libraries};
use toml::Table;

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
        let configured = if named.is_none() { configured() } else { None };
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

/// `build.rustc` in cargo's configuration. Only cargo knows all the places where that can be.
fn configured() -> Option<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args([
            "-Zunstable-options",
            "config",
            "get",
            "--show-origin",
            "build.rustc",
        ])
        // For this one call, which compiles nothing.
        .env("RUSTC_BOOTSTRAP", "1");
    understand(&first_line(&mut command).ok()?)
}

/// Understands `build.rustc = "tools/rustc" # /home/me/.cargo/config.toml`. A path with a directory is
/// relative to the one that has `.cargo`.
fn understand(line: &str) -> Option<PathBuf> {
    let table: Table = line.parse().ok()?;
    let rustc = PathBuf::from(table["build"].get("rustc")?.as_str()?);
    if rustc.components().count() == 1 {
        return Some(rustc);
    }
    let origin = line.rsplit_once(" # ").map(|(_, origin)| Path::new(origin));
    let dir = origin.and_then(|file| file.parent()?.parent());
    Some(dir.map_or_else(|| rustc.clone(), |dir| dir.join(&rustc)))
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

    #[test]
    fn a_configured_path_is_relative_to_the_directory_with_the_configuration() {
        let understand = |line| super::understand(line).unwrap();
        let line = r#"build.rustc = "tools/rustc" # /home/me/.cargo/config.toml"#;
        assert_eq!(understand(line), Path::new("/home/me/tools/rustc"));
        let line = r#"build.rustc = "/a #b/rustc" # /home/me/.cargo/config.toml"#;
        assert_eq!(understand(line), Path::new("/a #b/rustc"));
        let line = r#"build.rustc = "my-rustc" # environment variable `CARGO_BUILD_RUSTC`"#;
        assert_eq!(understand(line), Path::new("my-rustc"));
        let line = r#"build.rustc = "a/rustc" # environment variable `CARGO_BUILD_RUSTC`"#;
        assert_eq!(understand(line), Path::new("a/rustc"));
    }
}
