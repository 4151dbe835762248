//! `./x lintcheck`: the lints on real crates from crates.io, and beside upstream Clippy.
//!
//! * [`list`] and [`package`]: which crates, and how each gets a folder of its own;
//! * [`clippy`], [`step`], [`finding`]: a tool runs on a crate, and what it finds is kept;
//! * [`run`], [`verdicts`]: findings are compared and judged;
//! * [`report`], [`diff`]: what comes out.
//!
//! All crates that one worker lints share a target directory, because compiling dependencies is
//! what takes the time. Work that is done is not done again while the driver, the list and the
//! configuration are the same, so a run that was killed goes on where it was.

mod clippy;
mod diff;
pub mod finding;
mod jobs;
mod limited;
pub mod list;
pub mod package;
mod report;
mod run;
mod step;
mod verdicts;

use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use clap::Subcommand;

use crate::progress::Progress;
use crate::toolchain::Toolchain;
use crate::workspace;
use clippy::Tool;
use list::Crate;
use run::{CrateRun, Outcome, Run};
use step::{Folder, Setting};
use verdicts::Verdicts;

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    /// Only these crates of the list
    #[arg(value_name = "CRATE")]
    crates: Vec<String>,
    /// Compare with upstream Clippy of the same compiler
    #[arg(long)]
    upstream: bool,
    /// Crates at a time, each with a target directory of its own [default: a quarter of the cores]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Time limit for each call of cargo
    #[arg(long, value_name = "SECONDS", default_value_t = 1800)]
    timeout: u64,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Print how the findings of two runs differ; fails if they do
    Diff {
        /// The JSON report of one run
        old: PathBuf,
        /// The JSON report of another run
        new: PathBuf,
    },
}

/// Where crates are unpacked, compiled and reported.
pub fn work_dir() -> PathBuf {
    workspace::root().join("target/lintcheck")
}

pub fn main(args: &Args) -> Result<ExitCode> {
    if let Some(Command::Diff { old, new }) = &args.command {
        let diff = diff::files(old, new)?;
        print!("{diff}");
        return Ok(success(diff.is_empty()));
    }
    let toolchain = Toolchain::find_or_make()?;
    let ours = Tool::ours(&workspace::build(&toolchain)?)?;
    let upstream = args.upstream.then(|| Tool::upstream(&toolchain)).transpose()?;
    let crates = list::fetch(&toolchain, &args.crates)?;
    let setting = Setting {
        toolchain: &toolchain,
        crates: work_dir().join("crates"),
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
    let reports = work_dir().join("reports");
    for path in report::write(&run, !args.crates.is_empty(), &reports)? {
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

/// cargo compiles several dependencies of one crate at a time, so one crate uses some cores.
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
        let target_dir = work_dir().join(format!("build/{worker}"));
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
    Ok(match upstream.map(|upstream| folder.lint(upstream)).transpose()? {
        None => Outcome::Linted(run::alone(ours)),
        Some(Ok(upstream)) => Outcome::Linted(run::compare(ours, upstream)),
        Some(Err(message)) => Outcome::Failed(message),
    })
}
