//! The last check of a new sysroot: a small driver is compiled against it, linked, run, and its
//! answer compared.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::log::Log;
use crate::workspace;

/// What the driver prints for `held.rs`: the types that are held across the await in it.
const EXPECTED: &str = "std::rc::Rc<[u16; 3]>\nstd::future::Ready<()>\n";

/// The driver and the file that it is run on.
pub fn sources() -> [PathBuf; 2] {
    ["driver.rs", "held.rs"].map(|file| {
        workspace::root()
            .join("clippy_dev/src/toolchain/smoke")
            .join(file)
    })
}

/// `rustc` is the one of the new sysroot.
pub fn check(rustc: &Path, work: &Path, log: &mut Log) -> Result<()> {
    let [driver, held] = sources();
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
        "the smoke driver does not print what is held\nexpected:\n{EXPECTED}found:\n{found}"
    );
    Ok(())
}
