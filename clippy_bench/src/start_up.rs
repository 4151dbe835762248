//! What the driver costs before it checks any code, compared with rustc.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;
use clippy_toolchain::Toolchain;
use lintcheck::dirs;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::measure::{self, Counter};
use crate::stats::Spread;

#[derive(Serialize, Deserialize)]
pub struct Cost {
    pub what: String,
    pub compiler: String,
    /// Milliseconds of processor time, user mode and kernel together: for such short times the kernel
    /// only estimates the split.
    pub time: Spread,
    pub instructions: Option<u64>,
}

/// Measures the query for the version, which is cargo's first call, and the check of an empty crate.
/// The directories are those of this Clippy and of upstream Clippy.
pub fn measure(
    toolchain: &Toolchain,
    [bin, upstream]: [&Path; 2],
    rounds: usize,
    counter: Option<Counter>,
) -> Result<Vec<Cost>> {
    let scratch = tempfile::tempdir()?;
    let empty = scratch.path().join("empty.rs");
    fs::write(&empty, "")?;
    let empty = empty.display().to_string();
    let questions: [(&str, &[&str]); 2] = [
        ("`-vV`", &["-vV"]),
        (
            "empty crate",
            &[
                "--crate-type=lib",
                "--emit=metadata",
                "--out-dir",
                ".",
                &empty,
            ],
        ),
    ];
    let rustc = toolchain.rustc();
    let compilers = [
        ("rustc", None),
        ("this Clippy", Some(bin.join("clippy-driver"))),
        ("upstream Clippy", Some(upstream.join("clippy-driver"))),
    ];
    let mut costs = Vec::new();
    for (what, args) in questions {
        let calls = compilers.each_ref().map(|(_, driver)| {
            // cargo puts the wrapper before the compiler.
            let mut command: Command = toolchain.user(driver.as_deref().unwrap_or(rustc));
            command
                .args(driver.as_ref().map(|_| rustc))
                .args(args)
                .env("CLIPPY_CONF_DIR", dirs::crates());
            Call::direct(&command)
        });
        let mut times = vec![Vec::new(); calls.len()];
        for _ in 0..rounds {
            for (call, times) in calls.iter().zip(&mut times) {
                let sample = measure::time(call)?;
                times.push(1000.0 * (sample.user + sample.system));
            }
        }
        for (((compiler, _), call), times) in compilers.iter().zip(&calls).zip(times) {
            costs.push(Cost {
                what: what.to_owned(),
                compiler: (*compiler).to_owned(),
                time: Spread::of(times),
                instructions: counter
                    .map(|counter| counter.instructions(call))
                    .transpose()?,
            });
        }
    }
    Ok(costs)
}
