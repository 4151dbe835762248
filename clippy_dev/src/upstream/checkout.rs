//! The folder that is to be changed: a checkout of rust-lang/rust-clippy, or Clippy's folder in a
//! Rust source tree.

use std::path::{Path, PathBuf};
use std::process::Output;

use anyhow::{Context, Result, bail, ensure};
use clippy_toolchain::Release;
use toml_edit::DocumentMut;

use super::git::git;
use crate::files;

/// Packages of Clippy that this repository has no namesake of.
const ONLY_UPSTREAM: [&str; 2] = ["declare_clippy_lint", "rustc_tools_util"];

/// Where Clippy is in a Rust source tree.
const IN_RUST: &str = "src/tools/clippy";

pub struct Checkout {
    root: PathBuf,
    version: String,
}

impl Checkout {
    /// Finds Clippy in `dir`.
    pub fn open(dir: &Path) -> Result<Self> {
        let in_rust = dir.join(IN_RUST);
        let root = if in_rust.is_dir() {
            in_rust
        } else {
            dir.to_owned()
        };
        let is_clippy = ONLY_UPSTREAM
            .iter()
            .all(|package| root.join(package).join("Cargo.toml").is_file());
        ensure!(
            is_clippy,
            "{} is not Clippy's source\n\
             Pass a checkout of https://github.com/rust-lang/rust-clippy, or the folder {IN_RUST} of a Rust source tree",
            dir.display()
        );
        let manifest = root.join("Cargo.toml");
        let document: DocumentMut = files::read(&manifest)?
            .parse()
            .with_context(|| format!("in {}", manifest.display()))?;
        let version = document
            .get("package")
            .and_then(|package| package.get("version")?.as_str())
            .with_context(|| format!("{} has no package.version", manifest.display()))?;
        Ok(Self {
            root,
            version: version.to_owned(),
        })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The version of Clippy's packages: `0.1.N` for Rust 1.N.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The release of Rust that it belongs to, if that is supported.
    pub fn release(&self) -> Option<Release> {
        let mut releases = Release::all().into_iter();
        releases.find(|release| self.require_release(release.version()).is_ok())
    }

    /// The lock file of the Rust source tree that this is a folder of, if it is one.
    pub fn lock_file_of_rust(&self) -> Option<PathBuf> {
        let root = self.root.canonicalize().ok()?;
        let mut above = root.ancestors();
        let rust = above.find(|dir| root.strip_prefix(dir) == Ok(Path::new(IN_RUST)))?;
        let lock_file = rust.join("Cargo.lock");
        lock_file.is_file().then_some(lock_file)
    }

    /// Refuses any release but the one for Rust `rust`.
    pub fn require_release(&self, rust: &str) -> Result<()> {
        let minor = rust.split('.').nth(1).unwrap_or_default();
        ensure!(
            self.version == format!("0.1.{minor}"),
            "{} is Clippy {}, but the toolchain is Rust {rust}\n\
             Choose another with --toolchain, or check out the tag rust-{rust} of rust-lang/rust-clippy:\n  \
             git fetch --depth=1 origin tag rust-{rust} && git checkout rust-{rust}\n\
             or pass the source of Rust {rust}",
            self.root.display(),
            self.version
        );
        Ok(())
    }

    /// Refuses a folder in which the changes could not be told from others and undone.
    pub fn require_clean(&self) -> Result<()> {
        let shown = self.root.display();
        if !self.is_tracked()? {
            bail!(
                "{shown} is not under version control, so the changes could not be undone\n\
                 Pass a checkout or a copy that is, or --dirty to change it anyway"
            );
        }
        let status = self.git(&[
            "status",
            "--porcelain",
            "--untracked-files=normal",
            "--",
            ".",
        ])?;
        let changes = text(&status.stdout);
        ensure!(
            status.status.success(),
            "git cannot tell whether {shown} has uncommitted changes: {}",
            text(&status.stderr)
        );
        ensure!(
            changes.is_empty(),
            "{shown} has uncommitted changes:\n{changes}\n\
             Commit or stash them, or pass --dirty to change it anyway"
        );
        Ok(())
    }

    /// Whether git knows Clippy's files. An error if git itself fails.
    fn is_tracked(&self) -> Result<bool> {
        let inside = self.git(&["rev-parse", "--is-inside-work-tree"])?;
        if !inside.status.success() {
            let error = text(&inside.stderr);
            ensure!(
                error.contains("not a git repository"),
                "git cannot read {}: {error}",
                self.root.display()
            );
            return Ok(false);
        }
        let tracked = self.git(&["ls-files", "--error-unmatch", "Cargo.toml"])?;
        Ok(tracked.status.success())
    }

    fn git(&self, args: &[&str]) -> Result<Output> {
        git(&self.root)
            .args(args)
            .output()
            .context("cannot run git: install it, or pass --dirty to change the folder anyway")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use tempfile::TempDir;

    use super::*;

    fn clippy(version: &str) -> TempDir {
        let dir = tempfile::tempdir().unwrap();
        for package in ONLY_UPSTREAM {
            files::write(&dir.path().join(package).join("Cargo.toml"), "").unwrap();
        }
        let manifest = format!("[package]\nname = \"clippy\"\nversion = \"{version}\"\n");
        fs::write(dir.path().join("Cargo.toml"), manifest).unwrap();
        dir
    }

    fn git(dir: &Path, args: &[&str]) {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b"];
        let mut git = Command::new("git");
        git.arg("-C").arg(dir).args(identity).args(args);
        assert!(git.output().unwrap().status.success(), "{args:?}");
    }

    #[test]
    fn other_folders_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let error = Checkout::open(dir.path()).err().unwrap().to_string();
        assert!(error.contains("is not Clippy's source"), "{error}");
        let error = Checkout::open(clippy_toolchain::root()).err().unwrap();
        assert!(
            error.to_string().contains("is not Clippy's source"),
            "{error}"
        );
    }

    #[test]
    fn clippy_is_found_in_a_rust_source_tree() {
        let rust = tempfile::tempdir().unwrap();
        let clippy = clippy("0.1.96");
        fs::create_dir_all(rust.path().join("src/tools")).unwrap();
        fs::rename(clippy.path(), rust.path().join(IN_RUST)).unwrap();
        let found = Checkout::open(rust.path()).unwrap();
        assert_eq!(found.root(), rust.path().join(IN_RUST));
        assert_eq!(found.lock_file_of_rust(), None);
        let lock_file = rust.path().canonicalize().unwrap().join("Cargo.lock");
        fs::write(&lock_file, "").unwrap();
        assert_eq!(found.lock_file_of_rust(), Some(lock_file));
    }

    #[test]
    fn another_release_is_refused_with_the_tag_that_is_needed() {
        let dir = clippy("0.1.97");
        let checkout = Checkout::open(dir.path()).unwrap();
        checkout.require_release("1.97.0").unwrap();
        assert_eq!(checkout.release().unwrap().version(), "1.97.1");
        let error = checkout.require_release("1.96.0").unwrap_err().to_string();
        assert!(error.contains("is Clippy 0.1.97"), "{error}");
        assert!(error.contains("git checkout rust-1.96.0"), "{error}");
    }

    #[test]
    fn only_a_committed_tree_is_clean() {
        let dir = clippy("0.1.96");
        let checkout = Checkout::open(dir.path()).unwrap();
        let error = checkout.require_clean().unwrap_err().to_string();
        assert!(error.contains("not under version control"), "{error}");

        git(dir.path(), &["init", "-q"]);
        git(dir.path(), &["add", "."]);
        let error = checkout.require_clean().unwrap_err().to_string();
        assert!(
            error.contains("uncommitted changes:\nA  Cargo.toml"),
            "{error}"
        );

        git(dir.path(), &["commit", "-qm", "all"]);
        checkout.require_clean().unwrap();
        fs::write(dir.path().join("new.rs"), "").unwrap();
        let error = checkout.require_clean().unwrap_err().to_string();
        assert!(error.contains("?? new.rs"), "{error}");
    }
}
