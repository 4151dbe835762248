//! `./x lintcheck`: runs the lints on real crates from crates.io, and compares them with upstream
//! Clippy.
//!
//! * [`list`] and [`package`]: which crates, and how each gets a directory of its own;
//! * [`tool`], [`step`], [`finding`]: run a tool on a crate and keep what it finds;
//! * [`found`], [`verdicts`], [`run`]: compare the findings of two Clippys and judge the differences;
//! * [`report`], [`diff`]: the output.
//!
//! All crates that one worker lints share a target directory, because most of the time goes into
//! compiling dependencies. Finished work is not repeated while the driver, the list and the
//! configuration stay the same, so a run that was killed continues where it stopped.

mod diff;
pub mod dirs;
pub mod finding;
mod found;
mod jobs;
mod limited;
pub mod list;
pub mod package;
mod report;
mod run;
mod step;
mod tool;
mod verdicts;

use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};
use clippy_toolchain::Release;
use clippy_toolchain::progress::Progress;

use list::Crate;
use run::{CrateRun, Outcome, Run};
use step::{Folder, Setting};
use tool::Tool;
use verdicts::Verdicts;

/// Lint real crates from crates.io and report what is found
#[derive(Parser)]
#[command(
    bin_name = "./x lintcheck",
    max_term_width = 100,
    args_conflicts_with_subcommands = true
)]
pub struct Args {
    /// The release of Rust to build for [default: the newest supported one that is there]
    #[arg(long, value_name = "RELEASE", overrides_with = "toolchain")]
    toolchain: Option<Release>,
    /// Lint only these crates of the list
    #[arg(value_name = "CRATE")]
    crates: Vec<String>,
    /// Compare with upstream Clippy of the same compiler
    #[arg(long)]
    upstream: bool,
    /// Number of crates to lint at a time, each with its own target directory [default: a quarter
    /// of the cores]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Time limit for each run of cargo
    #[arg(long, value_name = "SECONDS", default_value_t = 1800)]
    timeout: u64,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Print how the findings of two runs differ; fail if they do
    Diff {
        /// The JSON report of one run
        old: PathBuf,
        /// The JSON report of another run
        new: PathBuf,
    },
}

/// Runs the program. The exit code is a failure if something is left to fix or to judge.
pub fn run(args: &Args) -> Result<ExitCode> {
    if let Some(Command::Diff { old, new }) = &args.command {
        let diff = diff::files(old, new)?;
        print!("{diff}");
        return Ok(success(diff.is_empty()));
    }
    let toolchain = clippy_toolchain::find(args.toolchain)?;
    let ours = Tool::ours(&toolchain.build_clippy()?)?;
    let upstream = args
        .upstream
        .then(|| Tool::upstream(&toolchain))
        .transpose()?;
    let crates = list::fetch(&toolchain, &args.crates)?;
    let setting = Setting {
        toolchain: &toolchain,
        crates: dirs::work().join("crates"),
        limit: Duration::from_secs(args.timeout),
    };
    let crates = lint(&setting, &crates, jobs(args.jobs), &ours, upstream.as_ref())?;
    let mut run = Run {
        ours: ours.version,
        driver: ours.key,
        upstream: upstream.map(|upstream| upstream.version),
        crates,
        stale: Vec::new(),
    };
    run.judge(&Verdicts::read()?);
    print!("{}", report::text(&run));
    let selected = &args.crates;
    for path in report::write(&run, selected, &dirs::work().join("reports"))? {
        println!("{}", path.display());
    }
    Ok(success(run.is_settled()))
}

fn success(yes: bool) -> ExitCode {
    if yes {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// cargo compiles several dependencies of a crate at a time, so each crate keeps several cores busy.
fn jobs(wanted: Option<NonZero<usize>>) -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    wanted.map_or((cores / 4).max(1), NonZero::get)
}

fn lint(
    setting: &Setting<'_>,
    crates: &[Crate],
    jobs: usize,
    ours: &Tool,
    upstream: Option<&Tool>,
) -> Result<Vec<CrateRun>> {
    let check = Tool::check(setting.toolchain);
    let mut progress = Progress::new(1);
    let mut phase = progress.phase("lint crates");
    phase.expect_steps(crates.len() as u64);
    let work = |krate: &Crate, worker: usize| {
        let target_dir = dirs::work().join(format!("build/{worker}"));
        let folder = Folder::new(setting, krate, target_dir);
        Ok(CrateRun {
            name: krate.name.clone(),
            version: krate.version.clone(),
            outcome: outcome(&folder, &check, ours, upstream)?,
        })
    };
    jobs::run(crates, jobs, work, |_, krate| {
        phase.step_with(&report::crate_line(krate));
    })
}

fn outcome(
    folder: &Folder<'_>,
    check: &Tool,
    ours: &Tool,
    upstream: Option<&Tool>,
) -> Result<Outcome> {
    if let Err(message) = folder.check(check)? {
        return Ok(Outcome::DoesNotBuild(message));
    }
    let ours = match folder.lint(ours)? {
        Ok(findings) => findings,
        Err(message) => return Ok(Outcome::Failed(message)),
    };
    let upstream = upstream.map(|upstream| folder.lint(upstream));
    Ok(match upstream.transpose()? {
        None => Outcome::Linted(found::alone(ours)),
        Some(Ok(upstream)) => Outcome::Linted(found::compare(ours, upstream)),
        Some(Err(message)) => Outcome::Failed(message),
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
