//! A copy of Clippy's source, with the changes, that is built in. The given source is never written
//! to for that.
//!
//! There is one for each content of Clippy's source, and another one to build it without the changes.
//! Only files that differ are written to it, so that cargo compiles again what depends on them and
//! nothing else. A new copy takes the place of those of other sources of the same release.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clippy_toolchain::{Toolchain, lock, root};

use super::checkout::Checkout;
use super::tree::Tree;
use super::{ui_tests, version};
use crate::files;
use crate::programs::Output;

/// The lint list's page, which the program of the UI tests is compiled with. Debian's source package
/// lacks it.
const PAGE: &str = "util/gh-pages/index_template.html";

/// The packages of Clippy that are built by themselves, each with a lock file of its own.
const BUILT: [&str; 2] = ["", "clippy_dev"];

/// The copy's build script is ours: in the copy, git cannot tell the revision of the source.
const BUILD_SCRIPT: &str = "build.rs";

pub struct WorkingCopy {
    dir: PathBuf,
    /// Keeps other commands from using the copies.
    _lock: File,
}

impl WorkingCopy {
    /// The copy of this source, as it is planned.
    pub fn update(checkout: &Checkout, tree: &Tree) -> Result<Self> {
        let copies = root().join("target/upstream");
        fs::create_dir_all(&copies).with_context(|| format!("cannot make {}", copies.display()))?;
        let lock = lock(
            &copies.join("lock"),
            "another command is using the copies of Clippy's source; waiting for it",
        )?;
        let of_release = format!("copy-{}-", checkout.version());
        let of_source = of_release.clone() + &source_hash(checkout.root())?;
        let kind = match tree.changed().len() {
            0 => "-unmodified",
            _ => "",
        };
        let copy = Self {
            dir: copies.join(format!("{of_source}{kind}")),
            _lock: lock,
        };
        if !copy.dir.exists() {
            remove_others(&copies, &of_release, &of_source)?;
        }
        copy.write(checkout, tree)
            .with_context(|| format!("cannot update {}", copy.dir.display()))?;
        Ok(copy)
    }

    fn write(&self, checkout: &Checkout, tree: &Tree) -> Result<()> {
        let planned = tree.files()?;
        let old = files::below(&self.dir)?;
        for path in old.iter().filter(|path| !planned.contains(*path)) {
            let is_made_here = path.ends_with("Cargo.lock")
                || ui_tests::test_of(path).is_some_and(|test| planned.contains(&test));
            if !is_made_here {
                fs::remove_file(self.dir.join(path))?;
            }
        }
        for path in &planned {
            let content = match path.as_str() {
                BUILD_SCRIPT if tree.changed().len() > 0 => {
                    version::build_script(checkout)?.into_bytes()
                }
                path => tree.read_bytes(path)?,
            };
            files::write(&self.dir.join(path), content)?;
        }
        if !planned.contains(PAGE) {
            files::write(&self.dir.join(PAGE), "")?;
        }
        self.lock_dependencies(checkout)
    }

    /// A first build takes the versions that the release was built with, where they are known. Clippy's
    /// repository has no lock file: there cargo takes the newest ones.
    fn lock_dependencies(&self, checkout: &Checkout) -> Result<()> {
        let Some(lock_file) = checkout.lock_file_of_rust() else {
            return Ok(());
        };
        for package in BUILT {
            let own = self.dir.join(package).join("Cargo.lock");
            if !own.exists() {
                files::write(&own, files::read_bytes(&lock_file)?)?;
            }
        }
        Ok(())
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Builds both programs for release; returns the directory that they are in.
    pub fn build(&self, toolchain: &Toolchain, output: &Output) -> Result<PathBuf> {
        self.cargo_runs(toolchain, &["build", "--release", "--bins"], output)
            .context("Clippy does not build, see above")?;
        Ok(self.dir.join("target/release"))
    }

    /// The directory of the two programs that Clippy's tests test.
    pub fn tested_programs(&self) -> PathBuf {
        self.dir.join("target/debug")
    }

    /// Has Clippy write what its tests of these lints expect, and returns all such files with what
    /// they hold.
    pub fn bless(&self, toolchain: &Toolchain, output: &Output) -> Result<Vec<(String, String)>> {
        self.cargo_runs(
            toolchain,
            &["test", "--test", "compile-test", "--no-run"],
            output,
        )
        .context("Clippy's tests do not build, see above")?;
        self.cargo_runs(toolchain, &["uibless", "--", ui_tests::FILTER], output)
            .context("Clippy's tests of these lints fail, see above")?;
        let mut blessed = Vec::new();
        for path in files::below(&self.dir)? {
            let is_blessed = ui_tests::test_of(&path).is_some() && path.contains(ui_tests::FILTER);
            if is_blessed || path == ui_tests::LOCK_FILE {
                let text = files::read(&self.dir.join(&path))?;
                blessed.push((path, text));
            }
        }
        Ok(blessed)
    }

    /// Runs cargo; fails if it does.
    pub fn cargo_runs(&self, toolchain: &Toolchain, args: &[&str], output: &Output) -> Result<()> {
        output.run(self.cargo(toolchain).args(args))
    }

    /// cargo for the copy, which builds below it.
    fn cargo(&self, toolchain: &Toolchain) -> Command {
        let mut cargo = toolchain.own_cargo();
        cargo
            .current_dir(&self.dir)
            .env("CARGO_TARGET_DIR", self.dir.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            // The features that Clippy's developers get.
            .env("CARGO_RESOLVER_FEATURE_UNIFICATION", "selected")
            // Diagnostics link to the lint list of the release then.
            .env("CFG_RELEASE_CHANNEL", "stable");
        cargo
    }
}

/// Removes the copies of other sources of the release.
fn remove_others(copies: &Path, of_release: &str, of_source: &str) -> Result<()> {
    let context = || format!("cannot remove old copies from {}", copies.display());
    for entry in fs::read_dir(copies).with_context(context)? {
        let entry = entry.with_context(context)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(of_release) && !name.starts_with(of_source) {
            fs::remove_dir_all(entry.path()).with_context(context)?;
        }
    }
    Ok(())
}

/// Identifies the content of all files below a directory.
fn source_hash(dir: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for path in files::below(dir)? {
        let content = files::read_bytes(&dir.join(&path))?;
        (path, content).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_other_sources_are_removed_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let kept = [
            "copy-96-a",
            "copy-96-a-unmodified",
            "copy-97-b",
            "rust-1.96.0",
        ];
        for name in kept.into_iter().chain(["copy-96-b"]) {
            fs::create_dir(dir.path().join(name)).unwrap();
        }
        remove_others(dir.path(), "copy-96-", "copy-96-a").unwrap();
        for name in kept {
            assert!(dir.path().join(name).exists(), "{name}");
        }
        assert!(!dir.path().join("copy-96-b").exists());
    }

    #[test]
    fn the_hash_is_that_of_names_and_contents() {
        let dir = tempfile::tempdir().unwrap();
        let hash_with = |name: &str, text: &str| {
            let path = dir.path().join(name);
            files::write(&path, text).unwrap();
            let hash = source_hash(dir.path()).unwrap();
            fs::remove_file(path).unwrap();
            hash
        };
        let hash = hash_with("a.rs", "1");
        assert_eq!(hash.len(), 16);
        assert_eq!(hash_with("a.rs", "1"), hash);
        assert_ne!(hash_with("a.rs", "2"), hash);
        assert_ne!(hash_with("b.rs", "1"), hash);
    }
}
