//! What `./x` does once it has found a cargo: makes the toolchain, builds, lints, tests, formats
//! and installs.
//!
//! Plain stable Rust without the compiler's crates, so that any recent toolchain builds it.

mod apt;
mod bench;
mod book;
mod crashes;
mod fuzz;
mod install;
mod lintcheck;
mod progress;
mod upstream_names;
mod suites;
mod toolchain;
mod workspace;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Error, Result};
use bench::call;
use clap::{Parser, Subcommand};
use suites::Suite;
use toolchain::{Toolchain, graft};

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
    /// Find or make the toolchain, and say where it is
    Setup,
    /// Release builds of cargo-clippy and clippy-driver, in target/release
    Build,
    /// Run this `cargo clippy` on the package in DIR
    #[command(override_usage = "./x lint [DIR] [cargo clippy arguments] [-- lint options]")]
    Lint {
        /// DIR (by default the current directory), then arguments for cargo clippy
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Run the test suites and print a summary
    Test {
        /// Only these suites
        #[arg(value_name = "SUITE")]
        suites: Vec<Suite>,
    },
    /// Rewrite the expected output of the UI tests
    Bless {
        /// Only the tests whose path contains one of these
        #[arg(value_name = "FILTER")]
        filters: Vec<OsString>,
    },
    /// Build the book, in target/book
    Book {
        /// First write the generated parts of its sources anew
        #[arg(long)]
        bless: bool,
    },
    /// Run the driver on every Rust file below the paths; fail if it crashes or does not end
    Crashes {
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
    },
    /// Judge the lints by generated programs whose truth is known by running them
    #[command(
        override_usage = "./x generated [--programs N] [--seed N] [--from N] [--driver PATH]"
    )]
    Generated {
        /// Arguments of the test
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Run the fuzzer of a reader of `clippy_config`, until it finds an input that breaks it
    #[command(override_usage = "./x fuzz TARGET [--keep | libFuzzer arguments]")]
    Fuzz(fuzz::Args),
    /// Build, then copy cargo-clippy and clippy-driver into PREFIX/bin
    Install {
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
    /// Lint real crates from crates.io and report what is found
    Lintcheck(lintcheck::Args),
    /// Measure what the lints cost, and write it to the book
    Bench(bench::Args),
    /// Format all packages of the repository
    Fmt {
        /// Change nothing; fail if something is not formatted
        #[arg(long)]
        check: bool,
    },
    /// Ask upstream Clippy for the names it knows, and write them to `clippy_config/data`
    UpstreamNames {
        /// Its clippy-driver
        driver: PathBuf,
    },
}

fn main() -> ExitCode {
    let args = env::args_os().skip(1);
    let result = if let Some(shipped) = env::var_os(graft::SHIPPED) {
        // rustc calls this program as the linker while the toolchain is made.
        graft::link(shipped.as_ref(), args).map(|()| ExitCode::SUCCESS)
    } else if let Some(file) = env::var_os(call::RECORD) {
        // cargo calls it as the compiler when a call is to be measured.
        call::record(file.as_ref(), args)
    } else {
        run(Args::parse().command)
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {}", report(&error));
        ExitCode::FAILURE
    })
}

/// An error and its causes, outermost first, as they are shown to people.
fn report(error: &Error) -> String {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    causes.join("\n  because: ")
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Setup => {
            print!("{}", Toolchain::find_or_make()?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Build => workspace::build(&Toolchain::find_or_make()?).map(|_| ExitCode::SUCCESS),
        Command::Lint { .. } => workspace::lint(&passed_on()),
        Command::Test { suites } => suites::run(&suites),
        Command::Bless { filters } => suites::bless(&filters),
        Command::Book { bless } => book::build(bless),
        Command::Crashes { paths } => crashes::run(&paths),
        Command::Generated { args } => suites::generated(&Toolchain::find_or_make()?, &args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Install { prefix } => install::run(prefix).map(|()| ExitCode::SUCCESS),
        Command::Cargo { .. } => workspace::cargo(&passed_on()),
        Command::Bench(args) => bench::main(&args),
        Command::Lintcheck(args) => lintcheck::main(&args),
        Command::Fmt { check } => workspace::fmt(&Toolchain::find_or_make()?, check),
        Command::UpstreamNames { driver } => upstream_names::run(&driver).map(|()| ExitCode::SUCCESS),
    }
}

/// The arguments behind the subcommand as they were typed: clap would take the first `--` for
/// itself.
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
