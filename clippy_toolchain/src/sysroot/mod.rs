//! A sysroot with the compiler's crates for Debian's rustc, built once and kept in the user's cache.
//!
//! The modules are in the order of the work: [`sources`], [`compiler_build`], [`crate_ids`], [`graft`],
//! [`smoke`]. [`shipped`] is the library that they all refer to, and [`log`] runs their programs. Some of
//! these programs call this one, see [`called_back`].
//!
//! A directory in the cache with its final name is complete and checked: it is built in a temporary
//! directory beside it and renamed at the very end, by the one process that holds the lock.

mod callback;
mod compiler_build;
mod crate_ids;
mod graft;
mod log;
mod shipped;
mod smoke;
mod sources;
mod times;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, io};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::lock::lock;
use crate::progress::{Phase, Progress};
use crate::repository::cache;
use crate::rustc::Rustc;
use compiler_build::CompilerBuild;
use log::Log;
pub use shipped::Shipped;
use times::Times;

/// Part of the name. Raise it whenever a change of these modules changes the sysroot.
const RECIPE: u32 = 2;

/// Where the package of the compiler's sources puts those of all versions.
const SOURCE_PACKAGES: &str = "/usr/src";

/// The source of the sysroot's own `rustc`.
const LAUNCHER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sysroot/launcher/rustc.rs");

/// Does what cargo or rustc call this program for while a sysroot is built. `None` if this is not such
/// a call.
pub fn called_back() -> Option<Result<()>> {
    let args = env::args_os().skip(1);
    if let Some(shipped) = env::var_os(graft::SHIPPED) {
        Some(graft::link(shipped.as_ref(), args))
    } else if env::var_os(compiler_build::WRAPPER).is_some() {
        Some(compiler_build::call_rustc(args))
    } else {
        None
    }
}

pub struct Sysroot {
    rustc: Rustc,
    shipped: Shipped,
    cache: PathBuf,
}

impl Sysroot {
    /// The sysroot for this compiler, built or not.
    pub fn new(rustc: Rustc, shipped: Shipped) -> Result<Self> {
        Ok(Self {
            rustc,
            shipped,
            cache: cache()?,
        })
    }

    pub fn rustc(&self) -> &Rustc {
        &self.rustc
    }

    /// Identifies the compiler, the exact build of its shared library, and the recipe.
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

    /// The file with the time that each phase of the build took.
    pub fn times(&self) -> PathBuf {
        self.cache.join(format!("{}.times", self.name()))
    }

    /// Builds the sysroot unless another process has done so in the meantime.
    pub fn make(&self) -> Result<()> {
        let in_cache = || format!("cannot write to {}", self.cache.display());
        fs::create_dir_all(&self.cache).with_context(in_cache)?;
        let _lock = lock(
            &self.cache.join(format!("{}.lock", self.name())),
            "another run is building the toolchain; waiting for it",
        )?;
        if self.is_made() {
            return Ok(());
        }
        let temporary = format!("{}.tmp-", self.name());
        remove_leftovers(&self.cache, &temporary);
        let work = TempDir::with_prefix_in(&temporary, &self.cache).with_context(in_cache)?;
        eprintln!(
            "building a Rust {} sysroot with the compiler's crates; this happens once",
            self.rustc.release
        );
        let mut phases = Phases {
            progress: Progress::new(6),
            log: Log::create(self.cache.join(format!("{}.log", self.name())))?,
            times: Times::default(),
        };
        let root = self.make_in(work.path(), &mut phases).with_context(|| {
            format!(
                "the sysroot was not built; the whole log is {}",
                phases.log.path().display()
            )
        })?;
        fs::write(self.times(), phases.times.to_string()).with_context(in_cache)?;
        fs::rename(root, self.dir()).with_context(in_cache)
    }

    fn make_in(&self, work: &Path, phases: &mut Phases) -> Result<PathBuf> {
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
        phases.run("copy the compiler's sources", |_, _| {
            sources::copy(&installed_sources, &src)
        })?;
        phases.run("fetch the crates that it depends on", |log, _| {
            sources::vendor(&src, &vendored, &self.rustc, &cargo, log)
        })?;
        phases.run("build the metadata of its crates", |log, phase| {
            build.run(log, phase)
        })?;
        phases.run(
            "compare the crates' ids with the shipped library's",
            |log, _| {
                let std = self.installed_libraries();
                crate_ids::check(&self.rustc, &self.shipped, &std, &build.libraries(), log)
            },
        )?;
        phases.run("assemble the sysroot", |log, _| {
            self.assemble(&build, &root, log)?;
            graft::graft(&self.rustc, &self.shipped, &root, work, log)
        })?;
        phases.run("compile, link and run a driver against it", |log, _| {
            smoke::check(&root.join("bin/rustc"), work, log)
        })?;
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
        for file in crates.into_iter().chain(macros) {
            let name = file.file_name().expect("a file").to_string_lossy();
            // The first is the grafted library. The second is the compiler's program, which nothing
            // links.
            if !name.starts_with("librustc_driver-") && !name.starts_with("librustc_main-") {
                fs::rename(&file, target.join(&*name)).with_context(context)?;
            }
        }
        let mut rustc = Command::new(&self.rustc.path);
        rustc
            .args(["--edition=2024", "-O", "-o"])
            .arg(bin.join("rustc"))
            .arg(LAUNCHER);
        log.run(rustc.env("RUSTC", &self.rustc.path))
            .with_context(context)?;
        Ok(())
    }
}

/// What the phases of a build share.
struct Phases {
    progress: Progress,
    log: Log,
    times: Times,
}

impl Phases {
    fn run(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Log, &mut Phase) -> Result<()>,
    ) -> Result<()> {
        let (start, processor) = (Instant::now(), self.log.processor());
        let mut phase = self.progress.phase(name);
        work(&mut self.log, &mut phase)?;
        self.times
            .add(name, start.elapsed(), self.log.processor() - processor);
        Ok(())
    }
}

fn files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect()
}

/// Removes what killed runs left behind. They hold no lock, but a cargo that one of them started may
/// still write into its directory, so a directory that resists is left to the next run. Each run has
/// a directory of its own.
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
    fn name_changes_with_the_build_of_the_library() {
        let sysroot = |build_id: &str| Sysroot {
            rustc: Rustc {
                path: "/usr/bin/rustc".into(),
                version: "rustc 1.96.0".into(),
                release: "1.96.0".into(),
                commit: "unknown".into(),
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
