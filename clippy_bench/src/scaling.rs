//! How the cost grows: generated crates with more and more of one thing.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;
use clippy_toolchain::Toolchain;
use clippy_toolchain::progress::Progress;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::measure::{self, Counter, Sample};
use crate::stats::Spread;

#[derive(Serialize, Deserialize)]
pub struct Cost {
    pub of: String,
    pub number: usize,
    /// Seconds in user mode of rustc and of this Clippy.
    pub rustc: Spread,
    pub clippy: Spread,
    /// Peak resident memory in MiB.
    pub rustc_memory: f64,
    pub clippy_memory: f64,
    /// How many more instructions this Clippy takes, where counting them takes only minutes.
    pub more_instructions: Option<i64>,
}

/// Instructions are counted if rustc takes fewer seconds in user mode than this. A simulated
/// processor is some thirty times slower.
const COUNTED: f64 = 3.0;

/// One thing that a crate can have many of.
struct Dimension {
    name: &'static str,
    numbers: &'static [usize],
    /// The crate and its `clippy.toml`.
    generate: fn(usize) -> (String, String),
}

const DIMENSIONS: [Dimension; 4] = [
    Dimension {
        name: "coroutines",
        numbers: &[100, 1_000, 10_000, 100_000],
        generate: coroutines,
    },
    Dimension {
        name: "`await` points in one coroutine",
        numbers: &[100, 1_000, 4_000],
        generate: await_points,
    },
    Dimension {
        name: "fields of a held value",
        numbers: &[100, 1_000, 10_000],
        generate: fields,
    },
    Dimension {
        name: "entries in `clippy.toml`",
        numbers: &[100, 1_000, 10_000],
        generate: entries,
    },
];

const PRELUDE: &str = "use std::sync::Mutex;\npub async fn pause() {}\n";

/// A guard that is used and dropped. It is borrowed, so rustc stores it in the coroutine, and only the
/// MIR shows that it is not held.
const DROPPED: &str = "let mut g = m.lock().unwrap(); *g += 1; drop(g);";

fn coroutines(number: usize) -> (String, String) {
    let mut code = PRELUDE.to_owned();
    for n in 0..number {
        writeln!(
            code,
            "pub async fn f{n}(m: &Mutex<u32>) {{ {DROPPED} pause().await; }}"
        )
        .expect("a String takes all");
    }
    (code, String::new())
}

/// In parallel branches: for sequential `await` points, rustc's own time grows quadratically.
fn await_points(number: usize) -> (String, String) {
    let arms: String = (0..number)
        .map(|n| format!("        {n} => pause().await,\n"))
        .collect();
    let code = format!(
        "{PRELUDE}pub async fn f(m: &Mutex<u32>, n: u32) {{\n    {DROPPED}\n    match n {{\n\
         {arms}        _ => {{}}\n    }}\n}}\n"
    );
    (code, String::new())
}

/// Each has its own type, so that the lints have to inspect all of them.
fn fields(number: usize) -> (String, String) {
    let mut code = PRELUDE.to_owned();
    for n in 0..number {
        writeln!(code, "pub struct T{n}(Box<u32>);").expect("a String takes all");
    }
    let fields: String = (0..number).map(|n| format!("    f{n}: T{n},\n")).collect();
    code += &format!(
        "pub struct All {{\n{fields}}}\n\
         pub async fn f(all: All) {{ pause().await; drop(all); }}\n"
    );
    (code, String::new())
}

/// Each names a type of the crate that is never held.
fn entries(number: usize) -> (String, String) {
    let mut code = format!("{PRELUDE}pub async fn f(s: String) {{ pause().await; drop(s); }}\n");
    let mut conf = "await-holding-invalid-types = [\n".to_owned();
    for n in 0..number {
        writeln!(code, "pub struct T{n}(Box<u32>);").expect("a String takes all");
        writeln!(conf, "    \"generated::T{n}\",").expect("a String takes all");
    }
    (code, conf + "]\n")
}

/// Calls `done` with the costs of each dimension as they become known: one takes minutes.
pub fn measure(
    toolchain: &Toolchain,
    bin: &Path,
    rounds: usize,
    counter: Option<Counter>,
    mut done: impl FnMut(Vec<Cost>) -> Result<()>,
) -> Result<()> {
    let mut progress = Progress::new(DIMENSIONS.len());
    for dimension in &DIMENSIONS {
        let mut phase = progress.phase(dimension.name);
        phase.expect_steps((dimension.numbers.len() * rounds) as u64);
        let mut costs = Vec::new();
        for &number in dimension.numbers {
            let scratch = tempfile::tempdir()?;
            let [rustc, clippy] = calls(toolchain, bin, dimension, number, scratch.path())?;
            let mut samples: Vec<(Sample, Sample)> = Vec::new();
            for _ in 0..rounds {
                samples.push((measure::time(&rustc)?, measure::time(&clippy)?));
                phase.step();
            }
            let largest = |memory: fn(&(Sample, Sample)) -> f64| {
                Spread::of(samples.iter().map(memory)).median
            };
            let seconds = Spread::of(samples.iter().map(|(rustc, _)| rustc.user));
            let more_instructions = counter
                .filter(|_| seconds.median < COUNTED)
                .map(|counter| {
                    let counts = [
                        counter.instructions(&rustc)?,
                        counter.instructions(&clippy)?,
                    ];
                    anyhow::Ok(counts[1].cast_signed() - counts[0].cast_signed())
                })
                .transpose()?;
            costs.push(Cost {
                of: dimension.name.to_owned(),
                number,
                rustc: seconds,
                clippy: Spread::of(samples.iter().map(|(_, clippy)| clippy.user)),
                rustc_memory: largest(|(rustc, _)| rustc.memory),
                clippy_memory: largest(|(_, clippy)| clippy.memory),
                more_instructions,
            });
        }
        done(costs)?;
    }
    Ok(())
}

/// rustc and the driver on a generated crate.
fn calls(
    toolchain: &Toolchain,
    bin: &Path,
    dimension: &Dimension,
    number: usize,
    dir: &Path,
) -> Result<[Call; 2]> {
    let (code, conf) = (dimension.generate)(number);
    let source = dir.join("generated.rs");
    fs::write(&source, code)?;
    fs::write(dir.join("clippy.toml"), conf)?;
    let rustc = toolchain.rustc();
    let [mut plain, mut driver] =
        [rustc, &bin.join("clippy-driver")].map(|program| toolchain.user(program));
    driver.arg(rustc).env("CLIPPY_CONF_DIR", dir);
    Ok([&mut plain, &mut driver].map(|command| {
        command
            .args([
                "--edition=2024",
                "--crate-type=lib",
                "--emit=metadata",
                "--out-dir",
                ".",
            ])
            .arg(&source);
        Call::direct(command)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_has_as_many_as_it_should() {
        assert_eq!(coroutines(7).0.matches("drop(g)").count(), 7);
        assert_eq!(await_points(7).0.matches(".await").count(), 7);
        assert_eq!(fields(7).0.matches(": T").count(), 7);
        let (code, conf) = entries(7);
        assert_eq!(code.matches("pub struct T").count(), 7);
        assert_eq!(conf.matches("generated::T").count(), 7);
    }
}
