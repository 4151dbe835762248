//! The cost on large crates: plain `cargo check`, this Clippy, and upstream Clippy, with the same three
//! lints and with its defaults.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use clippy_toolchain::Toolchain;
use clippy_toolchain::progress::Phase;
use lintcheck::list::Crate;
use lintcheck::{dirs, finding, package};
use serde::{Deserialize, Serialize};

use crate::call;
use crate::measure::{self, Counter, Sample};
use crate::stats::Spread;

/// The crates that are measured by default.
pub const CRATES: [&str; 5] = ["tokio", "hyper", "reqwest", "axum", "sqlx-core"];

/// The others are compared with the first.
pub const VARIANTS: [&str; 4] = [
    "cargo check",
    "this Clippy",
    "upstream, three lints",
    "upstream, defaults",
];

#[derive(Serialize, Deserialize)]
pub struct Cost {
    pub name: String,
    pub version: String,
    /// In the order of [`VARIANTS`].
    pub variants: Vec<VariantCost>,
}

#[derive(Serialize, Deserialize)]
pub struct VariantCost {
    /// Seconds of the compiler in user mode, and the ratio to the first variant.
    pub user: Spread,
    pub user_ratio: Spread,
    /// The peak resident memory in MiB, and the ratio.
    pub memory: Spread,
    pub memory_ratio: Spread,
    pub instructions: Option<u64>,
}

/// Measures a crate with each variant in turn, `rounds` times, so that a disturbance affects all
/// variants. The directories are those of this Clippy and of upstream Clippy.
pub fn measure(
    toolchain: &Toolchain,
    [bin, upstream]: [&Path; 2],
    krate: &Crate,
    rounds: usize,
    counter: Option<Counter>,
    phase: &mut Phase,
) -> Result<Cost> {
    phase.expect_steps((VARIANTS.len() * (1 + rounds + counter.iter().count())) as u64);
    let dir = package_dir(krate)?;
    let mut calls = Vec::new();
    for mut cargo in commands(toolchain, [bin, upstream], krate, &dir) {
        calls.push(call::learn(&mut cargo)?);
        phase.step();
    }
    let mut samples: Vec<Vec<Sample>> = vec![Vec::new(); calls.len()];
    for _ in 0..rounds {
        for (call, samples) in calls.iter().zip(&mut samples) {
            samples.push(measure::time(call)?);
            phase.step();
        }
    }
    let mut variants = Vec::new();
    for (call, of_variant) in calls.iter().zip(&samples) {
        let instructions = counter.map(|counter| {
            phase.step();
            counter.instructions(call)
        });
        let instructions = instructions.transpose()?;
        variants.push(VariantCost::of(of_variant, &samples[0], instructions));
    }
    Ok(Cost {
        name: krate.name.clone(),
        version: krate.version.clone(),
        variants,
    })
}

/// A package that depends on nothing but the crate's own dependencies.
pub fn package_dir(krate: &Crate) -> Result<PathBuf> {
    let dir = dirs::work().join("bench").join(krate.id());
    package::make(krate, &dir)?;
    Ok(dir)
}

/// The command that a user types, for each variant.
fn commands(
    toolchain: &Toolchain,
    [bin, upstream]: [&Path; 2],
    krate: &Crate,
    dir: &Path,
) -> Vec<Command> {
    let three = finding::LINTS.map(|lint| ["-W", lint]).concat();
    let lint_args: [(_, &[&str]); 3] = [
        (bin, &[]),
        (upstream, &[&["-A", "clippy::all"], &three[..]].concat()),
        (upstream, &[]),
    ];
    let mut cargo = toolchain.user_cargo();
    cargo.arg("check").args(&krate.feature_args);
    in_package(&mut cargo, dir);
    let mut commands = vec![cargo];
    for (bin, lint_args) in lint_args {
        let mut clippy = clippy_command(toolchain, bin, krate, dir);
        clippy.args(lint_args);
        commands.push(clippy);
    }
    commands
}

/// `cargo clippy` for the crate, whose package is in `dir`. More lint options may follow.
pub fn clippy_command(toolchain: &Toolchain, bin: &Path, krate: &Crate, dir: &Path) -> Command {
    let mut clippy = toolchain.user(bin.join("cargo-clippy"));
    clippy
        .arg("clippy")
        .args(&krate.feature_args)
        // Code that denies a lint must not stop upstream Clippy early.
        .args(["--", "--cap-lints", "warn"]);
    in_package(&mut clippy, dir);
    clippy
}

fn in_package(command: &mut Command, dir: &Path) {
    command
        .current_dir(dir)
        .env("CARGO_TARGET_DIR", dirs::work().join("build/0"))
        .env("CLIPPY_CONF_DIR", dirs::crates());
}

impl VariantCost {
    fn of(samples: &[Sample], bases: &[Sample], instructions: Option<u64>) -> Self {
        let numbers = |samples: &[Sample], number: fn(&Sample) -> f64| -> Vec<f64> {
            samples.iter().map(number).collect()
        };
        let spreads = |number| {
            let (own, base) = (numbers(samples, number), numbers(bases, number));
            (Spread::of(own.clone()), Spread::of_ratios(&own, &base))
        };
        let (user, user_ratio) = spreads(|sample| sample.user);
        let (memory, memory_ratio) = spreads(|sample| sample.memory);
        Self {
            user,
            user_ratio,
            memory,
            memory_ratio,
            instructions,
        }
    }
}
