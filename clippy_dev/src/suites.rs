//! `./x test` and `./x bless`: the test suites, one after another, and their summary.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::ValueEnum;

use crate::toolchain::Toolchain;
use crate::workspace::{self, exit_code, root};

#[derive(Clone, Copy, PartialEq, Debug, ValueEnum)]
pub enum Suite {
    /// rustfmt finds nothing to change
    Fmt,
    /// Unit tests of the workspace's crates
    Unit,
    /// UI tests: what a user sees of each lint
    Ui,
    /// Command-line tests: cargo clippy and clippy-driver as a user calls them
    Cli,
    /// Generated programs: what the lints say is what running them shows
    Generated,
    /// Long, deep, endless and broken inputs: no crash, and an end
    HardInputs,
    /// The readers of the configuration under a fuzzer, for a fixed number of runs
    Fuzz,
    /// This Clippy finds nothing in its own sources
    Dogfood,
    /// The example's own tests
    Example,
    /// What the book says holds, and it works in a browser
    Book,
}

impl Suite {
    fn name(self) -> String {
        self.to_possible_value()
            .expect("no suite is hidden")
            .get_name()
            .to_owned()
    }

    fn run(self, toolchain: &Toolchain) -> Result<ExitCode> {
        let own = |args: &[&str]| exit_code(toolchain.own_cargo().current_dir(root()).args(args));
        match self {
            Self::Fmt => workspace::fmt(toolchain, true),
            // The package of the book has a suite of its own: it is long to compile.
            Self::Unit => own(&[
                "test",
                "--locked",
                "--workspace",
                "--exclude=clippy_book",
                "--lib",
                "--bins",
            ]),
            Self::Ui => own(&["test", "--locked", "--test", "compile-test"]),
            Self::Cli => {
                toolchain.install_upstream_clippy()?;
                own(&["test", "--locked", "--test", "cli"])
            }
            Self::Generated => generated(toolchain, &[]),
            Self::HardInputs => own(&["test", "--locked", "--test", "hard_inputs"]),
            Self::Fuzz => crate::fuzz::test(toolchain),
            Self::Dogfood => own(&["test", "--locked", "--test", "dogfood"]),
            Self::Example => exit_code(
                toolchain
                    .user_cargo()
                    .current_dir(root().join("examples/journeyx"))
                    .args(["test", "--locked"]),
            ),
            Self::Book => crate::book::test(toolchain),
        }
    }
}

/// `./x generated`: the suite with other or more programs.
pub fn generated(toolchain: &Toolchain, args: &[OsString]) -> Result<ExitCode> {
    let mut cargo = toolchain.own_cargo();
    cargo.current_dir(root());
    cargo.args(["test", "--locked", "--test", "generated", "--"]);
    exit_code(cargo.args(args))
}

/// `./x test`: a suite that fails, or cannot even start, does not keep the others from running.
pub fn run(selected: &[Suite]) -> Result<ExitCode> {
    let toolchain = Toolchain::find_or_make()?;
    let suites = if selected.is_empty() {
        Suite::value_variants()
    } else {
        selected
    };
    let mut outcomes = Vec::new();
    for &suite in suites {
        println!("\n== {} ==", suite.name());
        let start = Instant::now();
        let result = suite.run(&toolchain);
        if let Err(error) = &result {
            eprintln!("error: {}", crate::report(error));
        }
        outcomes.push(Outcome {
            name: suite.name(),
            passed: result.is_ok_and(|code| code == ExitCode::SUCCESS),
            time: start.elapsed(),
        });
    }
    print!("\n{}", summary(&outcomes));
    let passed = outcomes.iter().all(|outcome| outcome.passed);
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// `./x bless`: rewrites the `.stderr` and `.fixed` files of the UI tests.
pub fn bless(filters: &[OsString]) -> Result<ExitCode> {
    let toolchain = Toolchain::find_or_make()?;
    let args = [
        "test",
        "--locked",
        "--test",
        "compile-test",
        "--",
        "--bless",
    ];
    exit_code(
        toolchain
            .own_cargo()
            .current_dir(root())
            .args(args)
            .args(filters),
    )
}

struct Outcome {
    name: String,
    passed: bool,
    time: Duration,
}

/// The table of all suites, then the totals alone on the last line.
fn summary(outcomes: &[Outcome]) -> String {
    let mut text = String::from("suite        result    time\n");
    for Outcome { name, passed, time } in outcomes {
        let result = if *passed { "passed" } else { "FAILED" };
        writeln!(text, "{name:<11}  {result}  {:>4} s", time.as_secs())
            .expect("a String takes all");
    }
    let passed = outcomes.iter().filter(|outcome| outcome.passed).count();
    writeln!(text, "{passed} passed, {} failed", outcomes.len() - passed)
        .expect("a String takes all");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_names_every_suite_and_ends_with_the_totals() {
        let outcome = |name: &str, passed, secs| Outcome {
            name: name.to_owned(),
            passed,
            time: Duration::from_secs(secs),
        };
        assert_eq!(
            summary(&[outcome("fmt", true, 2), outcome("ui", false, 104)]),
            "suite        result    time\n\
             fmt          passed     2 s\n\
             ui           FAILED   104 s\n\
             1 passed, 1 failed\n"
        );
    }
}
