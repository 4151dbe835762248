//! `./x test` and `./x bless`: runs the test suites one after another, and summarizes them.
//!
//! What a suite's programs print goes to `target/test-logs/SUITE.log`. It is shown if the suite fails.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::ValueEnum;
use clippy_toolchain::{Release, Toolchain, apt, root, tail};

use crate::programs::{Output, exit_code};
use crate::workspace::{self, Format};
use crate::{book, dist, fuzz, upstream};

/// How much of its log a failed suite shows.
const TAIL_LINES: usize = 200;

#[derive(clap::Args)]
pub struct Args {
    /// Run only these suites
    #[arg(value_name = "SUITE")]
    suites: Vec<Suite>,
    /// Show the whole output of every suite
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Clone, Copy, PartialEq, Debug, ValueEnum)]
pub enum Suite {
    /// rustfmt finds nothing to change
    Fmt,
    /// Unit tests of the workspace's packages, and the launcher's tests
    Unit,
    /// UI tests: what a user sees of each lint
    Ui,
    /// Command-line tests: cargo clippy and clippy-driver as a user calls them
    Cli,
    /// `./x` and what it installs, with a rustup that knows no other Rust
    Rustup,
    /// Generated programs: the lints report what running the programs shows
    Generated,
    /// Long, deep, endless and broken inputs: no crash and no endless loop
    HardInputs,
    /// A fuzzer on the readers of the configuration, for a fixed number of runs
    Fuzz,
    /// This Clippy finds nothing in its own sources
    Dogfood,
    /// The tests of the example
    Example,
    /// Upstream Clippy with these lints in it passes its own tests
    Upstream,
    /// An unpacked archive lints without the toolchain that it was built with
    Dist,
    /// The book is up to date and true, and works in a browser
    Book,
}

/// How a suite ended.
#[derive(Debug, PartialEq)]
enum Outcome {
    Passed,
    Failed,
    /// It could not run here, for this reason.
    Skipped(String),
}

impl Suite {
    pub fn name(self) -> String {
        self.to_possible_value()
            .expect("no suite is hidden")
            .get_name()
            .to_owned()
    }

    fn run(self, toolchain: &Toolchain, output: &Output) -> Result<Outcome> {
        let test = |args: &[&str]| {
            let mut cargo = toolchain.own_cargo();
            cargo.current_dir(root()).args(["test", "--locked"]);
            output.exit_code(cargo.args(args))
        };
        let code = match self {
            Self::Fmt => workspace::fmt(toolchain, Format::Check, output),
            // The book's package has a suite of its own: it takes long to compile.
            Self::Unit => test(&[
                "--workspace",
                "--exclude=clippy_book",
                "--lib",
                "--bins",
                "--test=launch",
            ]),
            Self::Ui => {
                toolchain.install_upstream_clippy()?;
                test(&["--test", "compile-test"])
            }
            Self::Cli => {
                toolchain.install_upstream_clippy()?;
                test(&["--test", "cli"])
            }
            Self::Rustup => {
                if !apt::in_path("rustup") {
                    return Ok(Outcome::Skipped("there is no rustup in PATH".to_owned()));
                }
                if toolchain.release() != Release::pinned() {
                    let reason = format!(
                        "rustup installs {} here, and this toolchain is {}",
                        Release::pinned(),
                        toolchain.release()
                    );
                    return Ok(Outcome::Skipped(reason));
                }
                if toolchain.belongs_to_rustup() {
                    let reason =
                        "this toolchain is rustup's; the test makes one from Debian's packages";
                    return Ok(Outcome::Skipped(reason.to_owned()));
                }
                test(&["--package", "clippy_dev", "--test", "rustup"])
            }
            Self::Generated => test(&["--test", "generated"]),
            Self::HardInputs => test(&["--test", "hard_inputs"]),
            Self::Fuzz => fuzz::test(toolchain, output),
            Self::Dogfood => test(&["--test", "dogfood"]),
            Self::Example => output.exit_code(
                toolchain
                    .user_cargo()
                    .current_dir(root().join("examples/journeyx"))
                    .args(["test", "--locked"]),
            ),
            Self::Upstream => {
                let Some(source) = upstream::installed_source(toolchain.release()) else {
                    let reason = format!(
                        "no source of Clippy below /usr/src/rustc-{}; Debian's package of the compiler's sources has it",
                        toolchain.release()
                    );
                    return Ok(Outcome::Skipped(reason));
                };
                upstream::test(toolchain, &source, output).map(|()| ExitCode::SUCCESS)
            }
            Self::Dist => {
                if !dist::can_hide() {
                    let reason = "`unshare` cannot hide the toolchain here".to_owned();
                    return Ok(Outcome::Skipped(reason));
                }
                dist::test(toolchain).map(|()| ExitCode::SUCCESS)
            }
            Self::Book => book::test(toolchain, output),
        }?;
        Ok(if code == ExitCode::SUCCESS {
            Outcome::Passed
        } else {
            Outcome::Failed
        })
    }
}

/// `./x generated`: runs the suite with other or more programs.
pub fn generated(toolchain: &Toolchain, args: &[OsString]) -> Result<ExitCode> {
    let mut cargo = toolchain.own_cargo();
    cargo
        .current_dir(root())
        .args(["test", "--locked", "--test", "generated", "--"]);
    exit_code(cargo.args(args))
}

/// `./x test`: a suite that fails, or cannot even start, does not keep the others from running.
pub fn run(toolchain: &Toolchain, args: &Args) -> Result<ExitCode> {
    let suites = if args.suites.is_empty() {
        Suite::value_variants()
    } else {
        &args.suites
    };
    let mut results = Vec::new();
    for &suite in suites {
        println!("\n== {} ==", suite.name());
        let log = (!args.verbose)
            .then(|| log_file(&suite.name()))
            .transpose()?;
        let result = run_suite(suite, toolchain, log.as_deref())?;
        print!("{}", ending(&result, log.as_deref())?);
        results.push(result);
    }
    print!("\n{}", summary(&results));
    let failed = results
        .iter()
        .any(|result| result.outcome == Outcome::Failed);
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// `./x bless`: rewrites the `.stderr` and `.fixed` files of the UI tests.
pub fn bless(toolchain: &Toolchain, filters: &[OsString]) -> Result<ExitCode> {
    let mut cargo = toolchain.own_cargo();
    cargo
        .current_dir(root())
        .args(["test", "--locked", "--test", "compile-test"])
        .args(["--", "--bless"]);
    exit_code(cargo.args(filters))
}

struct SuiteResult {
    name: String,
    outcome: Outcome,
    time: Duration,
}

/// Where something with this name logs.
pub fn log_file(name: &str) -> Result<PathBuf> {
    let dir = root().join("target/test-logs");
    fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
    Ok(dir.join(format!("{name}.log")))
}

/// Runs a suite with its output in `log`, or else in the terminal.
fn run_suite(suite: Suite, toolchain: &Toolchain, log: Option<&Path>) -> Result<SuiteResult> {
    let output = match log {
        Some(path) => Output::Log(
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?,
        ),
        None => Output::Terminal,
    };
    let start = Instant::now();
    let outcome = suite.run(toolchain, &output).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        Outcome::Failed
    });
    Ok(SuiteResult {
        name: suite.name(),
        outcome,
        time: start.elapsed(),
    })
}

/// What is shown after a suite: one line, and before that the end of the log if the suite failed.
fn ending(result: &SuiteResult, log: Option<&Path>) -> Result<String> {
    let printed = match log {
        Some(path) => {
            let bytes =
                fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        None => String::new(),
    };
    let seconds = result.time.as_secs();
    Ok(match (&result.outcome, log) {
        (Outcome::Skipped(reason), _) => format!("SKIPPED: {reason}\n"),
        (Outcome::Failed, Some(path)) => format!(
            "{}FAILED after {seconds} s; the whole output is {}\n",
            tail(&printed, TAIL_LINES),
            path.display()
        ),
        (Outcome::Failed, None) => format!("FAILED after {seconds} s\n"),
        (Outcome::Passed, _) => match passed_tests(&printed) {
            0 => format!("passed in {seconds} s\n"),
            tests => format!("passed in {seconds} s, {tests} tests\n"),
        },
    })
}

/// The sum of the tests that passed according to the `test result: ok. N passed; ...` lines.
fn passed_tests(printed: &str) -> usize {
    printed
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("test result: ok. "))
        .filter_map(|counts| counts.split_once(" passed")?.0.parse::<usize>().ok())
        .sum()
}

/// The table of all suites, then the totals alone on the last line.
fn summary(results: &[SuiteResult]) -> String {
    let mut text = String::from("suite        result      time\n");
    for SuiteResult {
        name,
        outcome,
        time,
    } in results
    {
        let (outcome, reason) = match outcome {
            Outcome::Passed => ("passed", ""),
            Outcome::Failed => ("FAILED", ""),
            Outcome::Skipped(reason) => ("SKIPPED", &**reason),
        };
        let row = format!(
            "{name:<11}  {outcome:<7}  {:>5} s  {reason}",
            time.as_secs()
        );
        writeln!(text, "{}", row.trim_end()).expect("a String takes all");
    }
    let count = |is_such: fn(&Outcome) -> bool| {
        let results = results.iter().map(|result| &result.outcome);
        results.filter(|outcome| is_such(outcome)).count()
    };
    let passed = count(|outcome| *outcome == Outcome::Passed);
    let failed = count(|outcome| *outcome == Outcome::Failed);
    text += &format!("{passed} passed, {failed} failed");
    match count(|outcome| matches!(outcome, Outcome::Skipped(_))) {
        0 => {}
        skipped => text += &format!(", {skipped} skipped"),
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(name: &str, outcome: Outcome, seconds: u64) -> SuiteResult {
        SuiteResult {
            name: name.to_owned(),
            outcome,
            time: Duration::from_secs(seconds),
        }
    }

    #[test]
    fn summary_has_every_suite_and_ends_with_the_totals() {
        assert_eq!(
            summary(&[
                result("fmt", Outcome::Passed, 2),
                result("hard-inputs", Outcome::Failed, 104),
                result("book", Outcome::Skipped("no browser".to_owned()), 0),
            ]),
            "suite        result      time\n\
             fmt          passed       2 s\n\
             hard-inputs  FAILED     104 s\n\
             book         SKIPPED      0 s  no browser\n\
             1 passed, 1 failed, 1 skipped\n"
        );
    }

    #[test]
    fn a_failed_suite_shows_its_output_and_a_passed_one_its_number_of_tests() {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("unit.log");
        let printed = "   Compiling a v0.1.0\n\
             test result: ok. 3 passed; 0 failed; 0 ignored\n\
             test result: ok. 4 passed; 0 failed; 1 ignored\n";
        fs::write(&log, printed).unwrap();
        let ending = |outcome| ending(&result("unit", outcome, 5), Some(&log)).unwrap();
        assert_eq!(ending(Outcome::Passed), "passed in 5 s, 7 tests\n");
        let failed = ending(Outcome::Failed);
        assert!(failed.starts_with(printed), "{failed}");
        assert!(
            failed.ends_with(&format!("{}\n", log.display())),
            "{failed}"
        );
    }
}
