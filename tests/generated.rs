//! Generated programs: what the lint says is what running them shows. See `clippy_oracle`.
//!
//! `./x generated --programs 20000 --seed 7` judges other and more programs than the test does.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;

/// So many programs of this seed have all of the grammar in them.
const COVERING: usize = 1600;
const SEED: u64 = 1;

#[derive(Parser)]
#[command(name = "generated", bin_name = "./x generated")]
struct Args {
    /// How many programs are judged
    #[arg(long, default_value_t = COVERING)]
    programs: usize,
    /// Another seed gives other programs
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// The first program, to repeat a part of a run
    #[arg(long, default_value_t = 0)]
    from: usize,
    /// Another clippy-driver to judge
    #[arg(long, default_value = env!("CARGO_BIN_EXE_clippy-driver"))]
    driver: PathBuf,
}

fn main() -> Result<ExitCode> {
    let Args {
        programs,
        seed,
        from,
        driver,
    } = Args::parse();
    let mut shown = 0;
    let summary = clippy_oracle::run(&driver, seed, from..from + programs, |so_far| {
        for disagreement in &so_far.shown[shown..] {
            println!("\n{disagreement}");
        }
        shown = so_far.shown.len();
        println!(
            "{} programs, {} disagreements",
            so_far.programs, so_far.disagreements
        );
    })?;
    println!(
        "\n{} programs, of {} all paths; {} pairs of a value and an await are held and reported",
        summary.programs, summary.exhausted, summary.held
    );
    // A run in which nothing is held, no path is run to its end, or much of the grammar is missing
    // would prove nothing. A part of a run, and other seeds, can be like that by chance.
    if (seed, from) == (SEED, 0) && programs >= COVERING {
        ensure!(
            summary.held >= summary.programs && summary.exhausted * 10 >= summary.programs * 9,
            "the programs are not what they should be"
        );
        let missing = summary.missing();
        ensure!(
            missing.is_empty(),
            "these do not occur both where something is held and where nothing is: {missing:?}"
        );
    }
    Ok(if summary.disagreements == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
