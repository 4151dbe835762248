//! The log of a toolchain's making: all that the programs print which it runs.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// How much of the log an error shows.
const TAIL_LINES: usize = 20;

pub struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    pub fn create(path: PathBuf) -> Result<Self> {
        let file =
            File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { path, file })
    }

    pub fn path(&self) -> &Path {
        &self.path
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

    /// Runs a program and calls `on_line` for each line of its stdout as it comes; stderr goes to
    /// the log.
    ///
    /// # Errors
    /// If it cannot be run or fails; the error ends with the last lines that it logged.
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
        let status = child.wait().context(context)?;
        if !status.success() {
            let log = fs::read(&self.path).unwrap_or_default();
            let printed =
                String::from_utf8_lossy(log.get(begin as usize..).unwrap_or_default()).into_owned();
            bail!(
                "{} failed ({status}); the end of what it printed:\n{}",
                command.get_program().display(),
                tail(&printed)
            );
        }
        Ok(())
    }
}

/// The last lines of a program's output, indented.
pub fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.len().saturating_sub(TAIL_LINES);
    lines[first..]
        .iter()
        .map(|line| format!("    {line}\n"))
        .collect()
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

    #[test]
    fn tail_is_the_last_lines() {
        let text: String = (1..=25).map(|n| format!("{n}\n")).collect();
        let tail = tail(&text);
        assert_eq!(tail.lines().count(), TAIL_LINES);
        assert!(tail.starts_with("    6\n") && tail.ends_with("    25\n"));
    }
}
