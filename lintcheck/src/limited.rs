//! Runs a program with a time limit.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

/// How a program ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    Success,
    /// With the exit status in words.
    Failure(String),
    TimedOut,
}

const POLL: Duration = Duration::from_millis(50);

/// Runs a program with stdout and stderr redirected to files. When the time is up, it and all its
/// descendants are killed.
pub fn run(command: &mut Command, stdout: &Path, stderr: &Path, limit: Duration) -> Result<End> {
    let create = |path: &Path| {
        File::create(path).with_context(|| format!("cannot write {}", path.display()))
    };
    let mut child = command
        .stdin(Stdio::null())
        .stdout(create(stdout)?)
        .stderr(create(stderr)?)
        .spawn()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() {
                End::Success
            } else {
                End::Failure(status.to_string())
            });
        }
        if start.elapsed() >= limit {
            // They are not in a process group of their own, so that Ctrl-C ends them all.
            kill(&with_descendants(child.id()));
            child.wait()?;
            return Ok(End::TimedOut);
        }
        thread::sleep(POLL);
    }
}

fn kill(processes: &[u32]) {
    for &process in processes {
        if let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) {
            // It may have ended by now.
            let _ = kill_process(process, Signal::KILL);
        }
    }
}

/// The process and its descendants. The process itself comes first, so that it cannot start more.
/// Without Linux's `/proc` it is the process alone.
fn with_descendants(process: u32) -> Vec<u32> {
    let mut all = vec![process];
    let mut done = 0;
    while let Some(&process) = all.get(done) {
        done += 1;
        let threads = fs::read_dir(format!("/proc/{process}/task"));
        for thread in threads.into_iter().flatten().flatten() {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            all.extend(children.split_whitespace().flat_map(str::parse::<u32>));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};

    use super::*;

    fn sh(script: &str, limit: Duration) -> (End, String, String) {
        let dir = tempfile::tempdir().unwrap();
        let [stdout, stderr] = ["stdout", "stderr"].map(|name| dir.path().join(name));
        let mut command = Command::new("sh");
        let end = run(command.args(["-c", script]), &stdout, &stderr, limit).unwrap();
        let read = |path| fs::read_to_string(path).unwrap();
        (end, read(stdout), read(stderr))
    }

    #[test]
    fn output_goes_to_files_and_a_failure_has_its_status() {
        let minute = Duration::from_secs(60);
        let ok = (End::Success, "out\n".to_owned(), "err\n".to_owned());
        assert_eq!(sh("echo out; echo err >&2", minute), ok);
        let (end, ..) = sh("exit 3", minute);
        assert_eq!(end, End::Failure("exit status: 3".to_owned()));
    }

    #[test]
    fn a_program_is_killed_when_its_time_is_up() {
        let (end, ..) = sh("while :; do sleep 1; done", Duration::ZERO);
        assert_eq!(end, End::TimedOut);
    }

    #[test]
    fn descendants_are_found() {
        let mut shell = Command::new("sh")
            .args(["-c", "sleep 600 & echo $!; wait"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(shell.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let sleep = line.trim().parse().unwrap();
        let processes = with_descendants(shell.id());
        kill(&processes);
        shell.wait().unwrap();
        assert_eq!(processes, [shell.id(), sleep]);
    }
}
