//! A sysroot with the compiler's crates for Debian's rustc, made once and kept in the user's cache.
//!
//! What is in the cache under its final name is complete and checked: it is made in a temporary
//! directory beside it and renamed at the very end, by the one process that holds the lock.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, io};

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::compiler_build::CompilerBuild;
use super::log::Log;
use super::rustc::Rustc;
use super::shipped::Shipped;
use super::{crate_ids, graft, smoke, sources};
use crate::progress::Progress;
use crate::workspace;

/// Part of the name: counts up whenever a change of these modules changes what is made.
const RECIPE: u32 = 2;

/// Where the package rust-web-src puts the sources of all versions.
const SOURCE_PACKAGES: &str = "/usr/src";

/// The source of the sysroot's own `rustc`.
pub fn launcher() -> PathBuf {
    workspace::root().join("clippy_dev/src/toolchain/launcher/rustc.rs")
}

pub struct Sysroot {
    rustc: Rustc,
    shipped: Shipped,
    cache: PathBuf,
}

impl Sysroot {
    /// The sysroot for this compiler, made or not.
    pub fn new(rustc: Rustc, shipped: Shipped) -> Result<Self> {
        let cache = match env::var_os("XDG_CACHE_HOME").filter(|dir| Path::new(dir).is_absolute()) {
            Some(dir) => PathBuf::from(dir),
            None => env::home_dir()
                .context("there is no home directory: set HOME or XDG_CACHE_HOME")?
                .join(".cache"),
        };
        Ok(Self {
            rustc,
            shipped,
            cache: cache.join("clippy-rustc-dev"),
        })
    }

    pub fn rustc(&self) -> &Rustc {
        &self.rustc
    }

    /// Identifies the compiler, the very build of its shared library, and how the sysroot is made.
    fn name(&self) -> String {
        let Shipped { hash, build_id, .. } = &self.shipped;
        format!(
            "{}-{}-{hash}-{build_id}-r{RECIPE}",
            self.rustc.release, self.rustc.host
        )
    }

    pub fn dir(&self) -> PathBuf {
        self.cache.join(self.name())
    }

    pub fn is_made(&self) -> bool {
        self.dir().is_dir()
    }

    /// Makes the sysroot unless another process has done so in the meantime.
    pub fn make(&self) -> Result<()> {
        let in_cache = || format!("cannot write to {}", self.cache.display());
        fs::create_dir_all(&self.cache).with_context(in_cache)?;
        let _lock = lock(&self.cache.join(format!("{}.lock", self.name())))?;
        if self.is_made() {
            return Ok(());
        }
        let temporary = format!("{}.tmp-", self.name());
        remove_leftovers(&self.cache, &temporary);
        let work = TempDir::with_prefix_in(&temporary, &self.cache).with_context(in_cache)?;
        let mut log = Log::create(self.cache.join(format!("{}.log", self.name())))?;
        eprintln!(
            "making a Rust {} sysroot with the compiler's crates; this happens once",
            self.rustc.release
        );
        let root = self.make_in(work.path(), &mut log).with_context(|| {
            format!(
                "the sysroot is not made; the whole log is {}",
                log.path().display()
            )
        })?;
        fs::rename(root, self.dir()).with_context(in_cache)
    }

    fn make_in(&self, work: &Path, log: &mut Log) -> Result<PathBuf> {
        let [src, vendored, root] = ["src", "vendor", "sysroot"].map(|dir| work.join(dir));
        let installed_sources =
            Path::new(SOURCE_PACKAGES).join(format!("rustc-{}", self.rustc.release));
        let cargo = self.rustc.path.with_file_name("cargo");
        let build = CompilerBuild {
            rustc: &self.rustc,
            cargo: &cargo,
            sources: &src,
            installed_sources: &installed_sources,
            work,
        };
        let mut progress = Progress::new(6);

        let phase = progress.phase("copy the compiler's sources");
        sources::copy(&installed_sources, &src)?;
        drop(phase);

        let phase = progress.phase("fetch the crates that it depends on");
        sources::vendor(&src, &vendored, &self.rustc, &cargo, log)?;
        drop(phase);

        let mut phase = progress.phase("build the metadata of its crates");
        build.run(log, &mut phase)?;
        drop(phase);

        let phase = progress.phase("compare the crates' ids with the shipped library's");
        crate_ids::check(
            &self.rustc,
            &self.shipped,
            &self.installed_libraries(),
            &build.libraries(),
            log,
        )?;
        drop(phase);

        let phase = progress.phase("assemble the sysroot");
        self.assemble(&build, &root, log)?;
        graft::graft(&self.rustc, &self.shipped, &root, work, log)?;
        drop(phase);

        let phase = progress.phase("compile, link and run a driver against it");
        smoke::check(&root.join("bin/rustc"), work, log)?;
        drop(phase);
        Ok(root)
    }

    /// The directory of the distribution's standard library.
    fn installed_libraries(&self) -> PathBuf {
        Path::new("/usr").join(self.libraries())
    }

    /// Where a sysroot keeps the libraries for the host.
    fn libraries(&self) -> PathBuf {
        Path::new("lib/rustlib").join(&self.rustc.host).join("lib")
    }

    /// The distribution's standard library, the compiler's crates, and a rustc that finds both.
    fn assemble(&self, build: &CompilerBuild<'_>, root: &Path, log: &mut Log) -> Result<()> {
        let context = || format!("cannot assemble {}", root.display());
        let (bin, target) = (root.join("bin"), root.join(self.libraries()));
        fs::create_dir_all(&bin).with_context(context)?;
        fs::create_dir_all(&target).with_context(context)?;

        for file in files(&self.installed_libraries()).with_context(context)? {
            symlink(&file, target.join(file.file_name().expect("a file"))).with_context(context)?;
        }
        let crates = files(&build.libraries()).with_context(context)?;
        let macros = files(&build.macros()).with_context(context)?;
        let of_kind = |files: Vec<PathBuf>, kind: &str| -> Vec<PathBuf> {
            files
                .into_iter()
                .filter(|file| file.extension().is_some_and(|extension| extension == kind))
                .collect()
        };
        let (crates, macros) = (of_kind(crates, "rlib"), of_kind(macros, "so"));
        // The profile that the ids need gives each macro some 25 MB of debug information.
        log.run(Command::new("strip").arg("--strip-debug").args(&macros))
            .context("cannot strip the macros; `strip` is in the package binutils")?;
        for file in crates.into_iter().chain(macros) {
            let name = file.file_name().expect("a file").to_string_lossy();
            // The first is the grafted library; the second is the compiler's program, which nothing
            // links.
            if !name.starts_with("librustc_driver-") && !name.starts_with("librustc_main-") {
                fs::rename(&file, target.join(&*name)).with_context(context)?;
            }
        }
        let mut rustc = Command::new(&self.rustc.path);
        rustc
            .args(["--edition=2024", "-O", "-o"])
            .args([&bin.join("rustc"), &launcher()]);
        log.run(rustc.env("RUSTC", &self.rustc.path))
            .with_context(context)?;
        Ok(())
    }
}

fn files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect()
}

/// Waits until this process alone holds the lock; it ends with the returned file, however the
/// process ends.
fn lock(path: &Path) -> Result<File> {
    let context = || format!("cannot lock {}", path.display());
    let file = File::create(path).with_context(context)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            eprintln!("another run makes the toolchain at the moment; waiting for it");
            file.lock().with_context(context)?;
        }
        Err(TryLockError::Error(error)) => return Err(error).with_context(context),
    }
    Ok(file)
}

/// Removes what killed runs have left. They hold no lock, but a cargo that one of them has started
/// may still write into its directory, so a directory that resists is left to the next run; each
/// run has one of its own.
fn remove_leftovers(cache: &Path, prefix: &str) {
    for path in files(cache).unwrap_or_default() {
        if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(prefix))
        {
            let _ = fs::remove_dir_all(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_of_the_same_name_are_removed_and_nothing_else() {
        let cache = tempfile::tempdir().unwrap();
        for dir in ["a.tmp-1", "a.tmp-2", "a", "b.tmp-1"] {
            fs::create_dir_all(cache.path().join(dir).join("src")).unwrap();
        }
        remove_leftovers(cache.path(), "a.tmp-");
        let mut left = files(cache.path()).unwrap();
        left.sort();
        assert_eq!(left, ["a", "b.tmp-1"].map(|dir| cache.path().join(dir)));
    }

    #[test]
    fn lock_excludes_others_and_ends_with_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let held = lock(&path).unwrap();
        assert!(matches!(
            File::open(&path).unwrap().try_lock(),
            Err(TryLockError::WouldBlock)
        ));
        drop(held);
        assert!(File::open(&path).unwrap().try_lock().is_ok());
    }

    #[test]
    fn name_changes_with_the_build_of_the_library() {
        let sysroot = |build_id: &str| Sysroot {
            rustc: Rustc {
                path: "/usr/bin/rustc".into(),
                version: "rustc 1.96.0".into(),
                release: "1.96.0".into(),
                host: "aarch64-unknown-linux-gnu".into(),
            },
            shipped: Shipped {
                path: "/".into(),
                hash: "1a".into(),
                build_id: build_id.into(),
            },
            cache: "/cache".into(),
        };
        assert_eq!(
            sysroot("2b").dir(),
            Path::new(&format!(
                "/cache/1.96.0-aarch64-unknown-linux-gnu-1a-2b-r{RECIPE}"
            ))
        );
        assert_ne!(sysroot("2b").dir(), sysroot("3c").dir());
    }
}
