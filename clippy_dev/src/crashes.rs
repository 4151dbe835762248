//! `./x crashes`: runs the driver on arbitrary sources, each file as a crate of its own.
//!
//! Most of them do not compile that way, which does not matter. What counts is how the driver ends: it
//! must not crash or run forever. If rustc alone does the same on the file, that is not our fault.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, ensure};
use clippy_toolchain::Toolchain;
use clippy_toolchain::progress::Progress;

/// The processor time that a file may take, in seconds.
const LIMIT: u32 = 300;

/// Things that occur in many crates: a type with arguments, traits and functions, so that paths of each
/// kind are resolved and found.
const CONFIGURATION: &str = r#"await-holding-invalid-types = [
    "..",
    "std::string::String",
    "std::vec::Vec<u8>",
    { path = "std::rc::Rc", owned-by = false },
    { path = "std::iter::Iterator", reason = "a trait" },
    "std::future::Future",
    "std::clone::Clone::clone",
    { path = "std::boxed::Box::new", reason = "a function" },
]
"#;

/// Lints all Rust files below `paths`, and prints those on which the driver crashes.
pub fn run(toolchain: &Toolchain, paths: &[PathBuf]) -> Result<ExitCode> {
    let driver = toolchain.build_clippy()?.join("clippy-driver");
    let mut files = Vec::new();
    for path in paths {
        rust_files(path, &mut files)?;
    }
    ensure!(!files.is_empty(), "there is no Rust file in these paths");
    let out = tempfile::tempdir().context("cannot make a temporary directory")?;
    fs::write(out.path().join("clippy.toml"), CONFIGURATION).context("cannot write clippy.toml")?;

    let mut progress = Progress::new(1);
    let mut phase = progress.phase("run clippy-driver");
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

/// Adds the Rust files below `path`. Links to directories are not followed, and broken links are
/// ignored.
fn rust_files(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let context = || format!("cannot read {}", path.display());
    if fs::symlink_metadata(path).with_context(context)?.is_dir() {
        for entry in fs::read_dir(path).with_context(context)? {
            rust_files(&entry.with_context(context)?.path(), files)?;
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") && path.is_file() {
        files.push(path.canonicalize().with_context(context)?);
    }
    Ok(())
}

/// The driver on one file, with the list of [`CONFIGURATION`].
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

/// Whether a compiler ends as it should on any input: with 0, or with 1 after an error.
fn ends_well(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| {
        let stderr = String::from_utf8_lossy(&output.stderr);
        matches!(output.status.code(), Some(0 | 1)) && !stderr.contains("panicked at")
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn broken_links_are_ignored() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir(root.join("below")).unwrap();
        for file in ["below/a.rs", "b.txt"] {
            fs::write(root.join(file), "").unwrap();
        }
        symlink("nowhere", root.join("c.rs")).unwrap();
        let mut files = Vec::new();
        rust_files(&root, &mut files).unwrap();
        assert_eq!(files, [root.join("below/a.rs")]);
    }

    #[test]
    fn a_missing_path_is_an_error() {
        let error = rust_files(Path::new("no/such/path"), &mut Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "cannot read no/such/path");
    }
}
