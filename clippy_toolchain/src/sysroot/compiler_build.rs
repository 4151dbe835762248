//! Builds the compiler's crates: complete metadata, no machine code.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::callback::this_program;
use super::log::Log;
use crate::progress::Phase;
use crate::rustc::Rustc;

/// Set while cargo calls this program in place of rustc.
pub const WRAPPER: &str = "CLIPPY_DEV_RUSTC_WRAPPER";

pub struct CompilerBuild<'a> {
    pub rustc: &'a Rustc,
    pub cargo: &'a Path,
    /// The arranged sources, see [`super::sources`].
    pub sources: &'a Path,
    /// Where the same sources are installed. The metadata records this path.
    pub installed_sources: &'a Path,
    /// A directory for cargo's target and home directories.
    pub work: &'a Path,
}

impl CompilerBuild<'_> {
    /// The crates' libraries: `.rlib` files for the host.
    pub fn libraries(&self) -> PathBuf {
        self.work
            .join("target")
            .join(&self.rustc.host)
            .join("release/deps")
    }

    /// The procedural macros, which are dependencies of the libraries: `.so` files with code.
    pub fn macros(&self) -> PathBuf {
        self.work.join("target/release/deps")
    }

    pub fn run(&self, log: &mut Log, phase: &mut Phase) -> Result<()> {
        let graph = log.run(self.cargo().args(["-Zunstable-options", "--unit-graph"]))?;
        let graph: Value =
            serde_json::from_str(&graph).context("cargo's unit graph is not JSON")?;
        phase.expect_steps(graph["units"].as_array().map_or(0, Vec::len) as u64);
        let mut is_step = |line: &str| {
            let message: Value = serde_json::from_str(line).unwrap_or_default();
            if matches!(
                message["reason"].as_str(),
                Some("compiler-artifact" | "build-script-executed")
            ) {
                phase.step();
            }
        };
        log.run_by_line(
            self.cargo().arg("--message-format=json-render-diagnostics"),
            &mut is_step,
        )
    }

    /// cargo with the settings that Rust's own build system uses for a stable release. The profile,
    /// the features and `__CARGO_DEFAULT_LIB_METADATA` determine the crates' ids. The `CFG_` values
    /// are compiled into the crates.
    fn cargo(&self) -> Command {
        let Rustc {
            path,
            version,
            release,
            host,
            ..
        } = self.rustc;
        let mut cargo = Command::new(self.cargo);
        // Nothing in the user's environment or configuration may change a crate's id.
        cargo
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("CARGO_HOME", self.work.join("cargo-home"));
        cargo
            .current_dir(self.sources)
            .args([
                "build",
                "--release",
                "--lib",
                "--manifest-path",
                "compiler/rustc/Cargo.toml",
            ])
            .args([
                "--features",
                "llvm max_level_info",
                "--target",
                host,
                "--target-dir",
            ])
            .arg(self.work.join("target"))
            .env("RUSTC", path)
            .env("RUSTC_WRAPPER", this_program())
            .env(WRAPPER, "1")
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_ENCODED_RUSTFLAGS", self.rustflags())
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "2")
            .env("CARGO_PROFILE_RELEASE_STRIP", "false")
            .env("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "false")
            .env("CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS", "false")
            .env("__CARGO_DEFAULT_LIB_METADATA", format!("stable{release}"))
            .env("CFG_COMPILER_HOST_TRIPLE", host)
            .env("CFG_DEFAULT_CODEGEN_BACKEND", "llvm")
            .env("CFG_LIBDIR_RELATIVE", "lib")
            .env("CFG_RELEASE", release)
            .env("CFG_RELEASE_CHANNEL", "stable")
            .env("CFG_SHORT_RELEASE_NUM", release)
            .env("CFG_VERSION", version.trim_start_matches("rustc "))
            .env(
                "DOC_RUST_LANG_ORG_CHANNEL",
                format!("https://doc.rust-lang.org/{release}"),
            )
            .env("REAL_LIBRARY_PATH", "")
            .env("REAL_LIBRARY_PATH_VAR", "LD_LIBRARY_PATH")
            .env("RUSTC_INSTALL_BINDIR", "bin")
            .env("RUSTC_STAGE", "2");
        cargo
    }

    /// Flags for the libraries only. With `--target`, cargo compiles build scripts and macros without
    /// them.
    fn rustflags(&self) -> String {
        let remap = format!(
            "{}={}",
            self.sources.display(),
            self.installed_sources.display()
        );
        ["-Zcodegen-backend=dummy", "--remap-path-prefix", &remap].join("\x1f")
    }
}

/// Acts as cargo's `RUSTC_WRAPPER`: compiles build scripts and macros without debug information.
///
/// The profile asks for it, because the profile is part of the ids of all crates that depend on them.
pub fn call_rustc(mut args: impl Iterator<Item = OsString>) -> Result<()> {
    let mut rustc = Command::new(args.next().context("cargo passes a compiler")?);
    let args: Vec<OsString> = args.collect();
    let is_for_host = !args.iter().any(|arg| arg == "--target");
    rustc.args(&args).env_remove(WRAPPER);
    if is_for_host && args.iter().any(|arg| arg == "--crate-name") {
        rustc.args(["-Cdebuginfo=0", "-Cstrip=debuginfo"]);
    }
    Err(rustc.exec()).with_context(|| format!("cannot run {rustc:?}"))
}
