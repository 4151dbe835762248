//! The log of a sysroot's build: everything that the programs print, and the processor time that
//! they take.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use wait4::Wait4;

use crate::tail::tail;

/// How much of the log an error shows.
const TAIL_LINES: usize = 20;

pub struct Log {
    path: PathBuf,
    file: File,
    processor: Duration,
}

impl Log {
    pub fn create(path: PathBuf) -> Result<Self> {
        let file =
            File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self {
            path,
            file,
            processor: Duration::ZERO,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The processor time of all programs so far, their own children included.
    pub fn processor(&self) -> Duration {
        self.processor
    }

    /// Runs a program to its end and returns what it writes to stdout.
    pub fn run(&mut self, command: &mut Command) -> Result<String> {
        let mut output = String::new();
        self.run_by_line(command, |line| {
            output.push_str(line);
            output.push('\n');
        })?;
        Ok(output)
    }

    /// Runs a program and calls `on_line` for each line of its stdout as it arrives. Its stderr goes
    /// to the log.
    ///
    /// # Errors
    /// If it cannot be run or fails. The error ends with the last lines that it printed.
    pub fn run_by_line(
        &mut self,
        command: &mut Command,
        mut on_line: impl FnMut(&str),
    ) -> Result<()> {
        let context = format!("cannot run {}", command.get_program().display());
        writeln!(self.file, "$ {command:?}")
            .with_context(|| format!("cannot write {}", self.path.display()))?;
        let begin = self.file.metadata().map_or(0, |metadata| metadata.len());
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(self.file.try_clone()?)
            .spawn()
            .context(context.clone())?;
        for line in BufReader::new(child.stdout.take().expect("stdout is a pipe")).lines() {
            on_line(&line.context(context.clone())?);
        }
        let end = child.wait4().context(context)?;
        self.processor += end.rusage.utime + end.rusage.stime;
        if !end.status.success() {
            let log = fs::read(&self.path).unwrap_or_default();
            let printed =
                String::from_utf8_lossy(log.get(begin as usize..).unwrap_or_default()).into_owned();
            bail!(
                "{} failed ({}); the end of what it printed:\n{}",
                command.get_program().display(),
                end.status,
                tail(&printed, TAIL_LINES)
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stdout_is_returned_and_a_failure_shows_its_own_stderr() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = Log::create(dir.path().join("log")).unwrap();
        let mut sh = |script: &str| log.run(Command::new("sh").args(["-c", script]));
        assert_eq!(sh("echo out; echo first >&2").unwrap(), "out\n");
        let message = sh("echo second >&2; exit 3").unwrap_err().to_string();
        assert!(
            message.contains("exit status: 3") && message.contains("second"),
            "{message}"
        );
        assert!(!message.contains("first"), "{message}");
    }
}
