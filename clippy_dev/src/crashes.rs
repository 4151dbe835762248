//! `./x crashes`: the driver over sources that nobody wrote for it, each file a crate of its own.
//!
//! Most of them do not compile so, which does not matter: they get as far as they get. What counts
//! is how the driver ends. If it crashes or does not end, and rustc alone on the same file does,
//! that is not ours.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, ensure};

use crate::progress::Progress;
use crate::toolchain::Toolchain;
use crate::workspace;

/// Processor time for a file, in seconds.
const LIMIT: u32 = 300;

/// Lints all Rust files below `paths`, and names those on which the driver crashes.
pub fn run(paths: &[PathBuf]) -> Result<ExitCode> {
    let toolchain = Toolchain::find_or_make()?;
    let driver = workspace::build(&toolchain)?.join("clippy-driver");
    let mut files = Vec::new();
    for path in paths {
        rust_files(path, &mut files)?;
    }
    ensure!(!files.is_empty(), "there is no Rust file");
    let out = tempfile::tempdir().context("no temporary directory")?;

    let mut progress = Progress::new(1);
    let mut phase = progress.phase("running clippy-driver");
    phase.expect_steps(files.len() as u64);
    let (queue, crashed) = (Mutex::new((files.iter(), phase)), Mutex::new(Vec::new()));
    let jobs = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let Some(file) = queue.lock().expect("no thread panics").0.next() else {
                        break;
                    };
                    let ends_well = |more: &[&str]| {
                        let mut driver = driver_on(&toolchain, &driver, file, out.path());
                        ends_well(driver.args(more))
                    };
                    if !ends_well(&[]) && ends_well(&["--rustc"]) {
                        crashed.lock().expect("no thread panics").push(file);
                    }
                    queue.lock().expect("no thread panics").1.step();
                }
            });
        }
    });
    drop(queue);
    let mut crashed = crashed.into_inner().expect("no thread panicked");
    crashed.sort();
    for file in &crashed {
        println!("crashes on {}", file.display());
    }
    println!("{} files, {} crashes", files.len(), crashed.len());
    Ok(if crashed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn rust_files(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let metadata = fs::symlink_metadata(path)
        .with_context(|| format!("cannot look into {}", path.display()))?;
    if metadata.is_dir() {
        let entries = fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
        for entry in entries {
            rust_files(&entry.path(), files)?;
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        files.push(path.canonicalize()?);
    }
    Ok(())
}

/// The driver on one file, with a list that has something to find in most crates.
fn driver_on(toolchain: &Toolchain, driver: &Path, file: &Path, out: &Path) -> Command {
    let mut command = toolchain.user("sh");
    let script = format!("ulimit -t {LIMIT}; exec \"$@\"");
    command.args(["-c", &script, "sh"]).arg(driver).arg(file);
    command.args(["--edition=2024", "--crate-type=lib", "--emit=metadata"]);
    command.args(["--cap-lints=warn", "--out-dir"]).arg(out);
    command.args(["-Wclippy::all", "-Zthreads=1"]);
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CLIPPY_CONF_DIR", out);
    command.current_dir(out);
    command
}

/// Whether a compiler ends as it should on any input: with 0, or with 1 and an error.
fn ends_well(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| {
        let stderr = String::from_utf8_lossy(&output.stderr);
        matches!(output.status.code(), Some(0 | 1)) && !stderr.contains("panicked at")
    })
}
