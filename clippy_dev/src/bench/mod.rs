//! `./x bench`: what the lints cost.
//!
//! * [`real`]: on large crates, against `cargo check` and upstream Clippy;
//! * [`start_up`]: before there is any code to look at;
//! * [`scaling`]: on generated crates that grow;
//! * [`call`], [`measure`], [`stats`]: how that is measured;
//! * [`table`]: what the book shows of it.
//!
//! The numbers go to `book/src/development/cost.json`. What is not measured keeps its old ones.

pub mod call;
mod measure;
mod real;
mod scaling;
mod start_up;
mod stats;
mod table;

use std::fs;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::lintcheck::list;
use crate::progress::Progress;
use crate::toolchain::Toolchain;
use crate::workspace;
use measure::Counter;

#[derive(clap::Args)]
pub struct Args {
    /// Only these parts
    #[arg(value_name = "PART")]
    parts: Vec<Part>,
    /// A crate of lintcheck's list to measure, instead of the usual ones
    #[arg(long = "crate", value_name = "CRATE")]
    crates: Vec<String>,
    /// How often each thing is timed
    #[arg(long, value_name = "N", default_value = "5")]
    rounds: NonZero<usize>,
    /// Do not count instructions, which takes long where valgrind has to do it
    #[arg(long)]
    no_instructions: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Large crates, against cargo check and upstream Clippy
    Crates,
    /// The driver on nothing at all
    StartUp,
    /// Generated crates that grow
    Scaling,
}

#[derive(Default, Serialize, Deserialize)]
struct Costs {
    machine: String,
    compiler: String,
    /// What counted the instructions of `crates`.
    counter: Option<String>,
    /// How often `crates` were timed.
    rounds: usize,
    crates: Vec<real::Cost>,
    start_up: Vec<start_up::Cost>,
    scaling: Vec<scaling::Cost>,
}

pub fn main(args: &Args) -> Result<ExitCode> {
    let toolchain = Toolchain::find_or_make()?;
    let bin = workspace::build(&toolchain)?;
    let counter = if args.no_instructions {
        None
    } else {
        Counter::find()
    };
    let rounds = args.rounds.get();
    let is_wanted = |part| args.parts.is_empty() || args.parts.contains(&part);

    let dir = workspace::root().join("book/src/development");
    let file = dir.join("cost.json");
    let mut costs = match fs::read_to_string(&file) {
        Ok(text) => serde_json::from_str(&text)
            .with_context(|| format!("{} is not what this program wrote", file.display()))?,
        Err(_) => Costs::default(),
    };
    costs.machine = machine();
    costs.compiler = toolchain.version().to_owned();
    let keep = |costs: &Costs| -> Result<()> {
        let write = |path: PathBuf, text: String| {
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
        };
        write(file.clone(), serde_json::to_string_pretty(costs)? + "\n")?;
        write(dir.join("cost-tables.md"), table::tables(costs))
    };
    if is_wanted(Part::StartUp) {
        let bins = [&*bin, toolchain.upstream_clippy()?];
        costs.start_up = start_up::measure(&toolchain, bins, rounds, counter)?;
        keep(&costs)?;
    }
    if is_wanted(Part::Crates) {
        let usual = real::CRATES.map(str::to_owned);
        let names = if args.crates.is_empty() {
            &usual[..]
        } else {
            &args.crates
        };
        let bins = [&*bin, toolchain.upstream_clippy()?];
        let crates = list::fetch(&toolchain, names)?;
        costs.counter = counter.map(|counter| counter.name().to_owned());
        costs.rounds = rounds;
        let mut progress = Progress::new(crates.len());
        for krate in &crates {
            let mut phase = progress.phase(&krate.id());
            let cost = real::measure(&toolchain, bins, krate, rounds, counter, &mut phase)?;
            costs.crates.retain(|other| other.name != cost.name);
            costs.crates.push(cost);
            keep(&costs)?;
        }
    }
    if is_wanted(Part::Scaling) {
        scaling::measure(&toolchain, &bin, rounds, counter, |of_dimension| {
            let name = &of_dimension[0].of;
            costs.scaling.retain(|other| other.of != *name);
            costs.scaling.extend(of_dimension);
            keep(&costs)
        })?;
    }
    print!("{}", table::tables(&costs));
    Ok(ExitCode::SUCCESS)
}

/// The processor, as the kernel calls it.
fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(key, _)| key.starts_with("model name"))
        .map_or("an unknown processor", |(_, model)| model.trim());
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    format!("{model}, {cores} cores")
}
