//! `./x`, once its shell script has found a cargo: sets up the toolchain, builds, lints, tests, formats
//! and installs.
//!
//! This is plain stable Rust without the compiler's crates, so that any recent toolchain can build it.
//! Large programs that few commands need are packages of their own, see [`programs::run_package`].

mod book;
mod clippy;
mod crashes;
mod dist;
mod files;
mod fuzz;
mod install;
mod programs;
mod suites;
mod upstream;
mod upstream_names;
mod workspace;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use clippy_toolchain::{called_back, find_or_make};
use programs::{Output, run_package};
use workspace::Format;

#[derive(Parser)]
#[command(
    name = "x",
    bin_name = "./x",
    about = "Builds, runs and tests this Clippy",
    max_term_width = 100
)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find or build the toolchain, and print where it is
    Setup {
        /// Also print how long each phase of its build took
        #[arg(short, long)]
        verbose: bool,
    },
    /// Build cargo-clippy and clippy-driver for release
    Build {
        #[command(flatten)]
        clippy: clippy::Args,
        /// Upstream Clippy as it is, to compare it with
        #[arg(long, requires = "full")]
        unmodified: bool,
    },
    /// Run this `cargo clippy` on the package in DIR
    #[command(
        override_usage = "./x lint [--full [--clippy CHECKOUT]] [DIR] [cargo clippy arguments] [-- lint options]"
    )]
    Lint {
        /// DIR (by default the current directory), then arguments for cargo clippy
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Run the test suites and print a summary
    Test(suites::Args),
    /// Rewrite the expected output of the UI tests
    Bless {
        /// Only the tests whose path contains one of these
        #[arg(value_name = "FILTER")]
        filters: Vec<OsString>,
    },
    /// Build the book, in target/book
    Book(book::Args),
    /// Run the driver on every Rust file below the paths; fail if it crashes or does not end
    Crashes {
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
    },
    /// Judge the lints by generated programs, for which running them shows the truth
    #[command(
        override_usage = "./x generated [--programs N] [--seed N] [--from N] [--driver PATH]"
    )]
    Generated {
        /// Arguments of the test
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Fuzz a reader of `clippy_config` until an input breaks it
    #[command(override_usage = "./x fuzz TARGET [--keep | libFuzzer arguments]")]
    Fuzz(fuzz::Args),
    /// Build, then copy cargo-clippy and clippy-driver into PREFIX/bin
    Install {
        #[command(flatten)]
        clippy: clippy::Args,
        /// [default: ~/.local]
        #[arg(long, value_name = "DIR")]
        prefix: Option<PathBuf>,
    },
    /// Run cargo on this workspace with the toolchain that its crates need
    #[command(override_usage = "./x cargo ARGS")]
    Cargo {
        /// Arguments for cargo
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Lint real crates from crates.io and report what is found; see `./x lintcheck --help`
    #[command(disable_help_flag = true)]
    Lintcheck {
        /// Arguments of lintcheck
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Measure what the lints cost, and write it to the book; see `./x bench --help`
    #[command(disable_help_flag = true)]
    Bench {
        /// Arguments of the benchmark
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Build, and pack the programs into an archive in target/dist; see `./x dist --help`
    #[command(disable_help_flag = true)]
    Dist {
        /// Arguments of the packer
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Format all packages of the repository
    Fmt {
        /// Change nothing; fail if something is not formatted
        #[arg(long)]
        check: bool,
    },
    /// Put the lints into the source of upstream Clippy, in place of its three
    Upstream(upstream::Args),
    /// Ask upstream Clippy for the names it knows, and write them to `clippy_config/data`
    UpstreamNames {
        /// Its clippy-driver
        driver: PathBuf,
    },
}

fn main() -> ExitCode {
    let result = match called_back() {
        Some(result) => result.map(succeed),
        None => run(Args::parse().command),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Setup { verbose } => setup(verbose).map(succeed),
        Command::Build {
            unmodified: true,
            clippy,
        } => clippy::build_unmodified(clippy).map(succeed),
        Command::Build { clippy, .. } => clippy::build(&clippy.into()).map(succeed),
        Command::Lint { .. } => clippy::lint(&passed_on()),
        Command::Test(args) => suites::run(&args),
        Command::Bless { filters } => suites::bless(&filters),
        Command::Book(args) => book::build(&args),
        Command::Crashes { paths } => crashes::run(&paths),
        Command::Generated { args } => suites::generated(&args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Install { clippy, prefix } => install::run(&clippy.into(), prefix).map(succeed),
        Command::Cargo { .. } => workspace::cargo(&passed_on()),
        Command::Lintcheck { .. } => run_package("lintcheck", &passed_on()),
        Command::Bench { .. } => run_package("clippy_bench", &passed_on()),
        Command::Dist { .. } => run_package("clippy_dist", &passed_on()),
        Command::Fmt { check } => fmt(check),
        Command::Upstream(args) => upstream::main(&args).map(succeed),
        Command::UpstreamNames { driver } => upstream_names::run(&driver).map(succeed),
    }
}

/// The exit code of a command that has nothing to say but errors.
fn succeed<T>(_: T) -> ExitCode {
    ExitCode::SUCCESS
}

fn setup(verbose: bool) -> Result<()> {
    let toolchain = find_or_make()?;
    print!("{toolchain}");
    if let (true, Some(times)) = (verbose, toolchain.times()) {
        let table = fs::read_to_string(times)
            .with_context(|| format!("cannot read {}", times.display()))?;
        print!("\n{table}");
    }
    Ok(())
}

fn fmt(check: bool) -> Result<ExitCode> {
    let format = if check { Format::Check } else { Format::Write };
    workspace::fmt(&find_or_make()?, format, &Output::Terminal)
}

/// The arguments after the subcommand as they were typed: clap would remove the first `--`.
fn passed_on() -> Vec<OsString> {
    env::args_os().skip(2).collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
