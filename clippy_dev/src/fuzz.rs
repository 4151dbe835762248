//! `./x fuzz`: libFuzzer on the readers of `clippy_config`, without `cargo fuzz` and a nightly
//! toolchain. What it needs of the compiler are flags of code generation, which are stable.
//!
//! The corpus in `fuzz/corpus` is only read. What a run finds is kept in `target/fuzz`, where the
//! next one begins with it, and gets into the corpus by `--keep`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::apt;
use crate::toolchain::Toolchain;
use crate::workspace::{exit_code, root};

/// Runs of each target in the test suite.
const RUNS: u32 = 20_000;

/// What libFuzzer has to see of the code. `cargo fuzz` sets the same.
const RUSTFLAGS: &str = "\
    -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Cllvm-args=-simplifycfg-branch-fold-threshold=0 \
    -Ccodegen-units=1 \
    --cfg fuzzing";

#[derive(clap::Args)]
pub struct Args {
    target: Target,
    /// Do not fuzz; add to the corpus the inputs found by earlier runs that reach code it does not
    /// reach yet
    #[arg(long, conflicts_with = "args")]
    keep: bool,
    /// Options of libFuzzer, such as -runs=N and -help=1; files, to run just these
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<OsString>,
}

/// The files of `fuzz/fuzz_targets`.
#[derive(Clone, Copy, ValueEnum)]
pub enum Target {
    /// The reader of `clippy.toml`
    Configuration,
    /// The parser of paths
    Path,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let toolchain = Toolchain::find_or_make()?;
    let fuzzer = Fuzzer::new(&toolchain, args.target)?;
    if args.keep {
        return fuzzer.keep();
    }
    let is_file = |arg: &OsString| !arg.as_encoded_bytes().starts_with(b"-");
    if args.args.iter().any(is_file) {
        return exit_code(fuzzer.command()?.args(&args.args));
    }
    fuzzer.fuzz(&fuzzer.found()?, &args.args)
}

/// The same number of runs on all inputs of the corpus and what becomes of them, each time.
pub fn test(toolchain: &Toolchain) -> Result<ExitCode> {
    let mut all = ExitCode::SUCCESS;
    for &target in Target::value_variants() {
        let found = tempfile::tempdir().context("no temporary directory")?;
        // No input takes a thousandth of the time that is the limit.
        let options = [
            format!("-runs={RUNS}"),
            "-seed=1".into(),
            "-timeout=20".into(),
            "-verbosity=0".into(),
        ];
        let code = Fuzzer::new(toolchain, target)?.fuzz(found.path(), &options.map(Into::into))?;
        if code != ExitCode::SUCCESS {
            all = code;
        }
    }
    Ok(all)
}

/// A target and how it is run.
struct Fuzzer<'t> {
    toolchain: &'t Toolchain,
    name: String,
}

impl<'t> Fuzzer<'t> {
    fn new(toolchain: &'t Toolchain, target: Target) -> Result<Self> {
        let compiler = env::var_os("CXX").is_some() || apt::in_path("c++");
        apt::require(
            compiler,
            "libFuzzer needs a C++ compiler, `c++` in PATH",
            &["g++"],
        )?;
        let target = target.to_possible_value().expect("no target is hidden");
        Ok(Self {
            toolchain,
            name: target.get_name().to_owned(),
        })
    }

    /// The target, built, without arguments.
    fn command(&self) -> Result<Command> {
        let artifacts = self.dir("artifacts")?;
        let mut cargo = self.toolchain.own_cargo();
        cargo
            .env("RUSTFLAGS", RUSTFLAGS)
            .args(["run", "--locked", "--release", "--manifest-path"])
            .arg(root().join("fuzz/Cargo.toml"))
            // Named, it gets the flags alone, and build scripts do without.
            .args(["--target", self.toolchain.host(), "--bin", &self.name, "--"])
            .arg(format!("-artifact_prefix={}/", artifacts.display()));
        Ok(cargo)
    }

    fn corpus(&self) -> PathBuf {
        root().join("fuzz/corpus").join(&self.name)
    }

    /// What was found in earlier runs.
    fn found(&self) -> Result<PathBuf> {
        self.dir("found")
    }

    fn dir(&self, name: &str) -> Result<PathBuf> {
        let dir = root().join("target/fuzz").join(&self.name).join(name);
        fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
        Ok(dir)
    }

    fn fuzz(&self, found: &Path, options: &[OsString]) -> Result<ExitCode> {
        let dictionary = root().join("fuzz").join(format!("{}.dict", self.name));
        let mut command = self.command()?;
        command.arg(format!("-dict={}", dictionary.display()));
        // libFuzzer writes to the first directory only.
        exit_code(command.args(options).arg(found).arg(self.corpus()))
    }

    /// Of inputs that reach the same code the corpus gets the smallest one. How often each place
    /// is reached does not count: that would keep ten times as many.
    fn keep(&self) -> Result<ExitCode> {
        let mut command = self.command()?;
        command.args(["-merge=1", "-use_counters=0"]);
        exit_code(command.arg(self.corpus()).arg(self.found()?))
    }
}
