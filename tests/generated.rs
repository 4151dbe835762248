//! On generated programs, the lint reports what running them shows to be true. See `clippy_oracle`.
//!
//! `./x generated --programs 20000 --seed 7` judges more programs, and other ones, than the test does.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;

/// This many programs of [`SEED`] contain the whole grammar.
const COVERING: usize = 2400;
const SEED: u64 = 1;

#[derive(Parser)]
#[command(name = "generated", bin_name = "./x generated")]
struct Args {
    /// How many programs to judge
    #[arg(long, default_value_t = COVERING)]
    programs: usize,
    /// The seed of the random choices
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// The number of the first program, to repeat part of a run
    #[arg(long, default_value_t = 0)]
    from: usize,
    /// The clippy-driver to judge
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
        "\n{} programs, {} of them on all paths; {} pairs of a value and an `await` point are held and reported; {} guards were fixed, {} with what is only shown",
        summary.programs, summary.exhausted, summary.held, summary.fixed, summary.fixed_by_hand
    );
    // A run would prove nothing if no values were held, few programs were run on all paths, or parts
    // of the grammar did not occur. With other seeds or fewer programs, that can happen by chance.
    if (seed, from) == (SEED, 0) && programs >= COVERING {
        ensure!(
            summary.held >= summary.programs && summary.exhausted * 10 >= summary.programs * 9,
            "too few values are held, or too few programs were run on all paths"
        );
        let missing = summary.missing();
        ensure!(
            missing.is_empty(),
            "these shapes do not occur both in programs that hold a value and in others: {missing:?}"
        );
    }
    Ok(if summary.disagreements == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
