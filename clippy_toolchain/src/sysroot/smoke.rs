//! The last check of a new sysroot: compiles, links and runs a small driver, and compares its output.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::log::Log;

/// What the driver prints for `held.rs`: the types that are held across its `await` point.
const EXPECTED: &str = "std::rc::Rc<[u16; 3]>\nstd::future::Ready<()>\n";

/// Checks the sysroot of this `rustc`.
pub fn check(rustc: &Path, work: &Path, log: &mut Log) -> Result<()> {
    let [driver, held] = ["driver.rs", "held.rs"].map(|file| {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/sysroot/smoke")).join(file)
    });
    let program = work.join("smoke-driver");
    log.run(
        Command::new(rustc)
            .args(["--edition=2024", "-o"])
            .args([&program, &driver])
            .env("RUSTC_BOOTSTRAP", "1"),
    )
    .context("the smoke driver does not compile and link against the new sysroot")?;
    let found = log
        .run(
            Command::new(&program)
                .args(["--edition=2024", "--crate-type=lib"])
                .arg(held),
        )
        .context("the smoke driver does not run")?;
    ensure!(
        found == EXPECTED,
        "the smoke driver does not print the held types\nexpected:\n{EXPECTED}found:\n{found}"
    );
    Ok(())
}
