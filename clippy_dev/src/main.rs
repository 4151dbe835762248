//! `./x`, once its shell script has found a cargo: sets up the toolchain, builds, lints, tests, formats
//! and installs.
//!
//! This is plain stable Rust without the compiler's crates, so that any recent toolchain can build it.
//! Large programs that few commands need are packages of their own, see [`programs::run_package`].

mod book;
mod clippy;
mod compilers;
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
use clippy_toolchain::{Release, Toolchain, called_back, find_or_make};
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
    /// The release of Rust to build for [default: the newest supported one that is there]. Comes before
    /// arguments that are passed on
    #[arg(long, global = true, value_name = "RELEASE")]
    toolchain: Option<Release>,
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
        override_usage = "./x lint [--toolchain RELEASE] [--full [--clippy CHECKOUT]] [DIR] [cargo clippy arguments] [-- lint options]"
    )]
    Lint {
        #[command(flatten)]
        clippy: clippy::Args,
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
    /// Run the test suites with each supported Rust that this machine lacks, in a Debian root
    Compilers(compilers::Args),
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
        None => run(Args::parse()),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(args: Args) -> Result<ExitCode> {
    let choice = args.toolchain;
    let toolchain = || find_or_make(choice);
    let package = |name: &str, args: &[OsString]| {
        let choice = choice.map(|release| format!("--toolchain={release}").into());
        let args: Vec<_> = choice.into_iter().chain(passed_on(args)).collect();
        run_package(&toolchain()?, name, &args)
    };
    match args.command {
        Command::Setup { verbose } => setup(&toolchain()?, verbose).map(succeed),
        Command::Build {
            unmodified: true,
            clippy,
        } => clippy::build_unmodified(&toolchain()?, clippy).map(succeed),
        Command::Build { clippy, .. } => clippy::build(&toolchain()?, &clippy.into()).map(succeed),
        Command::Lint { clippy, args } => clippy::lint(&clippy.into(), &passed_on(&args), choice),
        Command::Test(args) => suites::run(&toolchain()?, &args),
        Command::Compilers(args) => compilers::run(&args, choice),
        Command::Bless { filters } => suites::bless(&toolchain()?, &filters),
        Command::Book(args) => book::build(&toolchain()?, &args),
        Command::Crashes { paths } => crashes::run(&toolchain()?, &paths),
        Command::Generated { args } => suites::generated(&toolchain()?, &args),
        Command::Fuzz(args) => fuzz::run(&toolchain()?, &args),
        Command::Install { clippy, prefix } => {
            install::run(&toolchain()?, &clippy.into(), prefix).map(succeed)
        }
        Command::Cargo { args } => workspace::cargo(&toolchain()?, &passed_on(&args)),
        Command::Lintcheck { args } => package("lintcheck", &args),
        Command::Bench { args } => package("clippy_bench", &args),
        Command::Dist { args } => package("clippy_dist", &args),
        Command::Fmt { check } => fmt(&toolchain()?, check),
        Command::Upstream(args) => upstream::main(choice, &args).map(succeed),
        Command::UpstreamNames { driver } => upstream_names::run(&driver).map(succeed),
    }
}

/// The exit code of a command that has nothing to say but errors.
fn succeed<T>(_: T) -> ExitCode {
    ExitCode::SUCCESS
}

fn setup(toolchain: &Toolchain, verbose: bool) -> Result<()> {
    print!("{toolchain}");
    if let (true, Some(times)) = (verbose, toolchain.times()) {
        let table = fs::read_to_string(times)
            .with_context(|| format!("cannot read {}", times.display()))?;
        print!("\n{table}");
    }
    Ok(())
}

fn fmt(toolchain: &Toolchain, check: bool) -> Result<ExitCode> {
    let format = if check { Format::Check } else { Format::Write };
    workspace::fmt(toolchain, format, &Output::Terminal)
}

/// Arguments at the end of the command line as they were typed: clap has removed a `--` before them.
fn passed_on(args: &[OsString]) -> Vec<OsString> {
    let typed: Vec<_> = env::args_os().collect();
    with_separator(&typed, args.len()).to_vec()
}

fn with_separator(typed: &[OsString], count: usize) -> &[OsString] {
    let (before, args) = typed.split_at(typed.len() - count);
    let separators = usize::from(before.last().is_some_and(|last| last == "--"));
    &typed[typed.len() - args.len() - separators..]
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn a_separator_before_the_arguments_is_kept() {
        let typed = ["x", "lint", "--full", "--", "-D", "warnings"].map(OsString::from);
        assert_eq!(with_separator(&typed, 2), &typed[3..]);
        let typed = ["x", "cargo", "test", "--", "-q"].map(OsString::from);
        assert_eq!(with_separator(&typed, 3), &typed[2..]);
    }

    #[test]
    fn the_toolchain_comes_before_arguments_that_are_passed_on() {
        let parse = |words: &[&str]| {
            let args = Args::try_parse_from([&["x"], words].concat()).unwrap();
            let passed_on = match args.command {
                Command::Lint { args, .. } | Command::Dist { args } => args,
                _ => panic!("{words:?}"),
            };
            (args.toolchain.map(Release::version), passed_on)
        };
        let release = Release::pinned().version();
        for words in [
            ["--toolchain", release, "lint", "--full", "DIR", "--fix"],
            ["lint", "--toolchain", release, "--full", "DIR", "--fix"],
            ["lint", "--full", "--toolchain", release, "DIR", "--fix"],
        ] {
            assert_eq!(
                parse(&words),
                (Some(release), vec!["DIR".into(), "--fix".into()])
            );
        }
        let (toolchain, passed_on) = parse(&["dist", "--full", "--toolchain", release]);
        assert_eq!((toolchain, passed_on.len()), (None, 3));
    }

    #[test]
    fn command_line_is_consistent() {
        Args::command().debug_assert();
    }
}
