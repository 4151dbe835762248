//! Measures what the guard that is held does to a service: both versions under the same load, one
//! after the other, each in a process of its own that is killed and started again whenever it needs
//! more than [`LIMIT`].
//!
//! The limit stands for that of a container, where the kernel kills and a supervisor restarts. It is
//! far smaller than a real one, so that a minute shows several lives. A real supervisor would also
//! wait longer from restart to restart; this one does not wait.

mod figure;
mod numbers;
mod sample;
mod supervisor;
mod worker;

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use journeyx::consumer::Version;

use crate::supervisor::Course;

/// From sample to sample.
const INTERVAL: Duration = Duration::from_millis(100);
/// So many samples are taken of each version: those of a minute.
const SAMPLES: usize = 600;
/// A process with more resident memory than this is killed.
const LIMIT: u64 = 16 * MIB;
const MIB: u64 = 1 << 20;

/// The first argument of the process that is watched; the version follows.
const WORKER: &str = "--worker";

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let result = match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [WORKER, "wrong"] => worker::run(Version::Wrong),
        [WORKER, "fixed"] => worker::run(Version::Fixed),
        [dir] if !dir.starts_with('-') => measure(Path::new(dir)),
        _ => {
            eprintln!("usage: measure DIR");
            eprintln!("writes DIR/memory.svg and DIR/numbers.md, after two minutes");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("measure: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(dir: &Path) -> Result<()> {
    // Found out before the measurement rather than after it.
    fs::create_dir_all(dir).map_err(|error| format!("cannot make {}: {error}", dir.display()))?;
    let [wrong, fixed] = Version::ALL.map(watch);
    let (wrong, fixed) = (wrong?, fixed?);
    write(&dir.join("memory.svg"), &figure::draw(&wrong, &fixed)?)?;
    let numbers = numbers::table(&wrong, &fixed);
    print!("{numbers}");
    write(&dir.join("numbers.md"), &numbers)
}

fn watch(version: Version) -> Result<Course> {
    eprintln!(
        "watching the {} version for {:?}",
        version.name(),
        INTERVAL * SAMPLES as u32
    );
    let mut worker = Command::new(env::current_exe()?);
    worker.args([WORKER, version.name()]);
    supervisor::watch(&mut worker, SAMPLES, LIMIT)
}

fn write(path: &Path, text: &str) -> Result<()> {
    Ok(fs::write(path, text)
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?)
}
