//! `./x bench`: measures what the lints cost.
//!
//! * [`real`]: on large crates, compared with `cargo check` and upstream Clippy;
//! * [`full`]: the same, inside of upstream Clippy;
//! * [`start_up`]: before there is any code to check;
//! * [`scaling`]: on generated crates of growing size;
//! * [`call`], [`measure`], [`stats`]: how the costs are measured;
//! * [`costs`], [`table`]: all costs, and the tables in the book.
//!
//! The numbers go to `book/src/development/cost.json`. Parts that are not measured keep their numbers.

mod call;
mod costs;
mod full;
mod measure;
mod real;
mod scaling;
mod start_up;
mod stats;
mod table;

use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs, thread};

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use clippy_toolchain::Release;
use clippy_toolchain::progress::Progress;
use lintcheck::list;

use costs::Costs;
use measure::Counter;

/// Measure what the lints cost, and write it to the book
#[derive(Parser)]
#[command(bin_name = "./x bench", max_term_width = 100)]
struct Args {
    /// The release of Rust to build for [default: the newest supported one that is there]
    #[arg(long, value_name = "RELEASE", overrides_with = "toolchain")]
    toolchain: Option<Release>,
    /// Measure only these parts
    #[arg(value_name = "PART")]
    parts: Vec<Part>,
    /// Measure this crate of lintcheck's list instead of the usual ones
    #[arg(long = "crate", value_name = "CRATE")]
    crates: Vec<String>,
    /// How often to time each call
    #[arg(long, value_name = "N", default_value = "5")]
    rounds: NonZero<usize>,
    /// Do not count instructions, which is slow where only valgrind can do it
    #[arg(long)]
    no_instructions: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Large crates, compared with cargo check and upstream Clippy
    Crates,
    /// The same crates with Clippy in full, compared with upstream Clippy built in the same way
    Full,
    /// The driver without code to check
    StartUp,
    /// Generated crates of growing size
    Scaling,
}

fn main() -> ExitCode {
    let result = match env::var_os(call::RECORD) {
        // cargo calls this program as the compiler, to record a call that is to be measured.
        Some(file) => call::record(file.as_ref(), env::args_os().skip(1)),
        None => run(&Args::parse()),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(args: &Args) -> Result<ExitCode> {
    let toolchain = clippy_toolchain::find(args.toolchain)?;
    let bin = toolchain.build_clippy()?;
    let counter = if args.no_instructions {
        None
    } else {
        Counter::find()
    };
    let rounds = args.rounds.get();
    let is_wanted = |part| args.parts.is_empty() || args.parts.contains(&part);

    let dir = clippy_toolchain::root().join("book/src/development");
    let file = dir.join("cost.json");
    let mut costs = match fs::read_to_string(&file) {
        Ok(text) => serde_json::from_str(&text)
            .with_context(|| format!("{} was not written by this program", file.display()))?,
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
    let usual = real::CRATES.map(str::to_owned);
    let names = if args.crates.is_empty() {
        &usual[..]
    } else {
        &args.crates
    };
    if is_wanted(Part::Crates) {
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
    if let (true, Some(counter)) = (is_wanted(Part::Full), counter) {
        let bins = full::build(&toolchain)?;
        let crates = list::fetch(&toolchain, names)?;
        let mut progress = Progress::new(crates.len());
        for krate in &crates {
            let mut phase = progress.phase(&krate.id());
            let bins = bins.each_ref().map(|dir| &**dir);
            let cost = full::measure(&toolchain, bins, krate, counter, &mut phase)?;
            costs.full.retain(|other| other.name != cost.name);
            costs.full.push(cost);
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
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    format!("{model}, {cores} cores")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
