//! Measures the cost of one compiler call.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use wait4::Wait4;

use crate::call::Call;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Sample {
    /// Seconds of processor time in user mode.
    pub user: f64,
    /// The same in the kernel.
    pub system: f64,
    /// Peak resident memory in MiB.
    pub memory: f64,
}

/// Time and memory of one call.
pub fn time(call: &Call) -> Result<Sample> {
    let scratch = tempfile::tempdir()?;
    let mut command = call.command(&[], scratch.path());
    let usage = command
        .spawn()
        .with_context(|| format!("cannot run {}", call.program))?
        .wait4()?;
    ensure!(
        usage.status.success(),
        "{} failed: {}",
        call.program,
        usage.status
    );
    Ok(Sample {
        user: usage.rusage.utime.as_secs_f64(),
        system: usage.rusage.stime.as_secs_f64(),
        memory: usage.rusage.maxrss as f64 / f64::from(1 << 20),
    })
}

/// What counts instructions on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// The processor's own counter.
    Perf,
    /// A simulated processor, some thirty times slower. Many virtual machines have nothing better.
    Valgrind,
}

impl Counter {
    pub fn find() -> Option<Self> {
        let scratch = tempfile::tempdir().ok()?;
        let works = |counter: &Self| {
            counter
                .count(&Call::direct(&Command::new("true")), scratch.path())
                .is_ok_and(|count| count > 0)
        };
        [Self::Perf, Self::Valgrind].into_iter().find(works)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Perf => "perf stat",
            Self::Valgrind => "valgrind --tool=cachegrind",
        }
    }

    /// The instructions of one call in user mode.
    pub fn instructions(self, call: &Call) -> Result<u64> {
        let scratch = tempfile::tempdir()?;
        self.count(call, scratch.path())
    }

    fn count(self, call: &Call, scratch: &Path) -> Result<u64> {
        let report = scratch.join("count");
        let tool: &[&str] = match self {
            Self::Perf => &["perf", "stat", "-x,", "-e", "instructions:u", "-o"],
            Self::Valgrind => &["valgrind", "--tool=cachegrind", "--cache-sim=no"],
        };
        let mut tool: Vec<String> = tool.iter().map(|&word| word.to_owned()).collect();
        match self {
            Self::Perf => tool.push(report.display().to_string()),
            Self::Valgrind => tool.push(format!("--cachegrind-out-file={}", report.display())),
        }
        let status = call
            .command(&tool, scratch)
            .stderr(Stdio::null())
            .status()?;
        ensure!(status.success(), "{} failed: {status}", self.name());
        let text = fs::read_to_string(&report)?;
        match self {
            Self::Perf => perf_count(&text),
            Self::Valgrind => cachegrind_count(&text),
        }
        .with_context(|| format!("{} counted nothing", self.name()))
    }
}

/// `123,,instructions:u,...`, or `<not supported>,,...`.
fn perf_count(report: &str) -> Option<u64> {
    let line = report.lines().find(|line| line.contains("instructions"))?;
    line.split(',').next()?.parse().ok()
}

/// `summary: 123`.
fn cachegrind_count(report: &str) -> Option<u64> {
    let line = report
        .lines()
        .find_map(|line| line.strip_prefix("summary:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_the_reports() {
        let perf = "# started\n\n12345,,instructions:u,678,100.00,,\n";
        assert_eq!(perf_count(perf), Some(12345));
        assert_eq!(
            perf_count("<not supported>,,instructions:u,0,100.00,,\n"),
            None
        );
        assert_eq!(cachegrind_count("fn=a\n1 2\nsummary: 678\n"), Some(678));
    }

    #[test]
    fn a_failing_call_is_an_error() {
        assert!(time(&Call::direct(&Command::new("true"))).is_ok());
        assert!(time(&Call::direct(&Command::new("false"))).is_err());
    }
}
