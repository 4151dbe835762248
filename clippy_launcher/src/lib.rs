//! How drivers for several compilers are installed side by side.
//!
//! ```text
//! PREFIX/bin/cargo-clippy, clippy-driver        the launcher, under both names
//! PREFIX/lib/clippy/KEY/cargo-clippy, clippy-driver
//! PREFIX/lib/clippy/KEY/built-from.json         see BuiltFrom
//! ```

pub mod configured;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

/// The directory of the drivers, below the prefix.
pub const DRIVERS: &str = "lib/clippy";

/// The programs of a driver, and the names of the launcher.
pub const PROGRAMS: [&str; 2] = ["cargo-clippy", "clippy-driver"];

/// The file beside a driver's programs that holds a [`BuiltFrom`].
pub const BUILT_FROM: &str = "built-from.json";

/// What a driver was built from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuiltFrom {
    /// What `cargo clippy -V` prints.
    pub clippy: String,
    /// The compiler, as `rustc -V` prints it.
    pub compiler: String,
    /// The commit of the compiler.
    pub commit: String,
    /// The file name of the compiler's library. Builds of one commit that cannot replace each other
    /// differ in it.
    pub library: String,
    pub host: String,
    /// The rustc that was active. It may be missing on another machine.
    pub rustc: PathBuf,
}

impl BuiltFrom {
    /// The compiler's release, such as `1.96.0`.
    pub fn release(&self) -> &str {
        self.compiler.split(' ').nth(1).unwrap_or("unknown")
    }

    /// The name of the driver's directory: what identifies the compiler.
    pub fn key(&self) -> String {
        let release = self.release();
        let commit = self.commit.get(..9).unwrap_or(&self.commit);
        let library = self.library.split(['-', '.']).nth(1).unwrap_or_default();
        format!("rust-{release}-{commit}-{library}-{}", self.host)
    }

    /// The rustc that this was built with and its cargo, if this machine still has them.
    pub fn rustc(&self) -> Option<(&Path, PathBuf)> {
        let cargo = self.rustc.with_file_name("cargo");
        let version = first_line(Command::new(&self.rustc).arg("-V")).ok()?;
        (version == self.compiler && cargo.is_file()).then_some((&self.rustc, cargo))
    }
}

/// All drivers below `dir`, each with its directory, in the order of their names.
///
/// # Errors
/// A message for the user if one cannot be read.
pub fn installed(dir: &Path) -> Result<Vec<(PathBuf, BuiltFrom)>, String> {
    let unreadable = |path: &Path, error| format!("cannot read `{}`: {error}", path.display());
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(dir, error)),
    };
    let mut drivers = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(dir, error))?.path();
        let file = path.join(BUILT_FROM);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            // Not a driver, or one that is being installed.
            Err(_) => continue,
        };
        let built_from = serde_json::from_str(&text)
            .map_err(|error| format!("`{}` is damaged: {error}", file.display()))?;
        drivers.push((path, built_from));
    }
    drivers.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(drivers)
}

/// The compiler's libraries in its sysroot: in `lib`, or one level below it where Debian has them.
/// There may be several, because Debian's `/usr` is the sysroot of all its compilers.
pub fn libraries(sysroot: &Path) -> Vec<PathBuf> {
    let files = |dir: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    };
    let is_library = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| {
            name.starts_with("librustc_driver-")
                && (name.ends_with(".so") || name.ends_with(".dylib"))
        })
    };
    let lib = files(&sysroot.join("lib"));
    let found: Vec<PathBuf> = lib
        .iter()
        .filter(|path| is_library(path))
        .cloned()
        .collect();
    if !found.is_empty() {
        return found;
    }
    let below = lib.iter().filter(|path| path.is_dir());
    below
        .flat_map(|dir| files(dir))
        .filter(is_library)
        .collect()
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
    let stdout = String::from_utf8_lossy(&output.stdout);
    Ok(stdout.lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn debian() -> BuiltFrom {
        BuiltFrom {
            clippy: "clippy 0.1.96".to_owned(),
            compiler: "rustc 1.96.0 (ac68faa20 2026-05-25)".to_owned(),
            commit: "ac68faa20c58cbccd01ee7208bf3b6e93a7d7f96".to_owned(),
            library: "librustc_driver-ea0e99b300280386.so".to_owned(),
            host: "x86_64-unknown-linux-gnu".to_owned(),
            rustc: "/nowhere/rustc".into(),
        }
    }

    #[test]
    fn the_key_has_release_commit_library_and_host() {
        assert_eq!(
            debian().key(),
            "rust-1.96.0-ac68faa20-ea0e99b300280386-x86_64-unknown-linux-gnu"
        );
        let official = BuiltFrom {
            library: "librustc_driver-6108105cd7e839cf.dylib".to_owned(),
            commit: "unknown".to_owned(),
            ..debian()
        };
        assert!(
            official
                .key()
                .starts_with("rust-1.96.0-unknown-6108105cd7e839cf-")
        );
    }

    #[test]
    fn installed_drivers_are_found_and_other_directories_are_not() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(installed(&dir.path().join("missing")), Ok(Vec::new()));
        fs::create_dir_all(dir.path().join("a")).unwrap();
        fs::create_dir_all(dir.path().join("b")).unwrap();
        let file = dir.path().join("b").join(BUILT_FROM);
        fs::write(&file, serde_json::to_string(&debian()).unwrap()).unwrap();
        let found = installed(dir.path()).unwrap();
        assert_eq!(found, [(dir.path().join("b"), debian())]);
        fs::write(&file, "{").unwrap();
        assert!(installed(dir.path()).unwrap_err().contains("is damaged"));
    }

    #[test]
    fn libraries_are_in_lib_or_below_it() {
        let dir = tempfile::tempdir().unwrap();
        let [debian, rustup] = ["debian/lib/x86_64-linux-gnu", "rustup/lib"].map(|lib| {
            let lib = dir.path().join(lib);
            fs::create_dir_all(&lib).unwrap();
            let library = lib.join("librustc_driver-1.so");
            fs::write(&library, "").unwrap();
            fs::write(lib.join("libLLVM.so"), "").unwrap();
            library
        });
        assert_eq!(libraries(&dir.path().join("debian")), [debian]);
        assert_eq!(libraries(&dir.path().join("rustup")), [rustup]);
        assert_eq!(libraries(dir.path()), [] as [PathBuf; 0]);
    }
}
