//! `./x fuzz`: runs libFuzzer on the readers of `clippy_config`, without `cargo fuzz` or a nightly
//! toolchain: the compiler flags that libFuzzer needs are stable.
//!
//! The corpus in `fuzz/corpus` is only read. Inputs that a run finds are kept in `target/fuzz` for the
//! next run; `--keep` adds them to the corpus.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::ValueEnum;
use clippy_toolchain::{Toolchain, apt, root};

use crate::programs::Output;

/// How often the test suite runs each target.
const RUNS: u32 = 20_000;

/// The instrumentation that libFuzzer needs. `cargo fuzz` sets the same flags.
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
    /// Do not fuzz; add the inputs of earlier runs to the corpus that reach new code
    #[arg(long, conflicts_with = "args")]
    keep: bool,
    /// Options of libFuzzer, such as -runs=N or -help=1, or files, to run only these
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

pub fn run(toolchain: &Toolchain, args: &Args) -> Result<ExitCode> {
    let fuzzer = Fuzzer::new(toolchain, args.target, &Output::Terminal)?;
    if args.keep {
        return fuzzer.keep();
    }
    let is_file = |arg: &OsString| !arg.as_encoded_bytes().starts_with(b"-");
    if args.args.iter().any(is_file) {
        return fuzzer.run(fuzzer.command()?.args(&args.args));
    }
    fuzzer.fuzz(&fuzzer.found()?, &args.args)
}

/// The suite: the same number of runs each time, on the corpus and mutations of it.
pub fn test(toolchain: &Toolchain, output: &Output) -> Result<ExitCode> {
    let mut all = ExitCode::SUCCESS;
    for &target in Target::value_variants() {
        let found = tempfile::tempdir().context("cannot make a temporary directory")?;
        // No input takes a thousandth of this time limit.
        let options = [
            format!("-runs={RUNS}"),
            "-seed=1".into(),
            "-timeout=20".into(),
            "-verbosity=0".into(),
        ];
        let fuzzer = Fuzzer::new(toolchain, target, output)?;
        let code = fuzzer.fuzz(found.path(), &options.map(Into::into))?;
        if code != ExitCode::SUCCESS {
            all = code;
        }
    }
    Ok(all)
}

/// A target and how to run it.
struct Fuzzer<'a> {
    toolchain: &'a Toolchain,
    name: String,
    output: &'a Output,
}

impl<'a> Fuzzer<'a> {
    fn new(toolchain: &'a Toolchain, target: Target, output: &'a Output) -> Result<Self> {
        if env::var_os("CXX").is_none() && !apt::in_path("c++") {
            apt::install_or_explain("libFuzzer needs a C++ compiler, `c++` in PATH", &["g++"])?;
        }
        let target = target.to_possible_value().expect("no target is hidden");
        Ok(Self {
            toolchain,
            name: target.get_name().to_owned(),
            output,
        })
    }

    fn run(&self, command: &mut Command) -> Result<ExitCode> {
        self.output.exit_code(command)
    }

    /// Builds and runs the target, so far without arguments.
    fn command(&self) -> Result<Command> {
        let artifacts = self.dir("artifacts")?;
        let mut cargo = self.toolchain.own_cargo();
        cargo
            .env("RUSTFLAGS", RUSTFLAGS)
            .args(["run", "--locked", "--release", "--manifest-path"])
            .arg(root().join("fuzz/Cargo.toml"))
            // With a target, build scripts are compiled without the flags.
            .args(["--target", self.toolchain.host(), "--bin", &self.name, "--"])
            .arg(format!("-artifact_prefix={}/", artifacts.display()));
        Ok(cargo)
    }

    fn corpus(&self) -> PathBuf {
        root().join("fuzz/corpus").join(&self.name)
    }

    /// The inputs that earlier runs found.
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
        self.run(command.args(options).arg(found).arg(self.corpus()))
    }

    /// Of the inputs that reach the same code, the corpus gets the smallest. How often they reach it
    /// does not count: that would keep ten times as many.
    fn keep(&self) -> Result<ExitCode> {
        let mut command = self.command()?;
        command.args(["-merge=1", "-use_counters=0"]);
        self.run(command.arg(self.corpus()).arg(self.found()?))
    }
}
