//! Concurrent runs, killed runs, and file systems that cannot be written to: errors are reported, and the
//! next run is correct.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use crate::project::{HOLDS_LOCK, LOCK, Project, Run};

fn start(mut command: Command) -> Child {
    command.stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn finish(child: Child) -> Run {
    Run::of("cargo clippy".to_owned(), child.wait_with_output().unwrap())
}

/// Runs `cargo clippy` in a shell that sets `limit` first.
fn limited(project: &Project, limit: &str) -> Run {
    let clippy = project.clippy_command(&[]);
    let mut shell = project.command("sh");
    shell.args(["-c", &format!("{limit}; exec \"$@\""), "sh"]);
    shell.arg(clippy.get_program()).args(clippy.get_args());
    Run::new(&mut shell)
}

#[test]
fn two_concurrent_runs_report_the_same() {
    let project = Project::empty()
        .file(
            "Cargo.toml",
            "[workspace]\nmembers = [\"one\", \"two\"]\nresolver = \"3\"\n",
        )
        .package("one", "one", HOLDS_LOCK)
        .package("two", "two", HOLDS_LOCK);
    let runs = [(); 2].map(|()| start(project.clippy_command(&[])));
    for run in runs {
        finish(run).code(0).shows_times(LOCK, 2);
    }
    project.clippy(&[]).code(0).shows_times(LOCK, 2);
}

#[test]
fn the_run_after_a_killed_one_is_correct() {
    let source = format!("pub const TEXT: &str = include_str!(\"pipe\");\n{HOLDS_LOCK}");
    let project = Project::with_lib(&source);
    let pipe = project.path("src/pipe");
    Run::new(project.command("mkfifo").arg(&pipe)).code(0);

    let mut command = project.clippy_command(&[]);
    command.process_group(0);
    let mut run = start(command);
    // Opening the pipe waits for the driver, which then waits for input from the pipe.
    let written = File::options().write(true).open(&pipe).unwrap();
    let group = format!("-{}", run.id());
    Run::new(project.command("kill").args(["-KILL", "--", &group])).code(0);
    assert!(!run.wait().unwrap().success());
    drop(written);

    project.remove("src/pipe");
    let project = project.file("src/pipe", "");
    project.clippy(&[]).code(0).shows(LOCK);
    project.clippy(&[]).code(0).shows(LOCK);
}

/// A limit on the size of files makes writing fail, as a full disk would.
#[test]
fn the_run_after_a_full_disk_is_correct() {
    let project = Project::with_lib(HOLDS_LOCK);
    limited(&project, "trap '' XFSZ; ulimit -f 1")
        .code(101)
        .shows("File too large")
        .hides("panicked");
    project.clippy(&[]).code(0).shows(LOCK);
}

#[test]
fn a_target_directory_that_cannot_be_written_is_named() {
    let project = Project::with_lib(HOLDS_LOCK);
    project
        .clippy(&["--target-dir", "/proc/clippy"])
        .code(101)
        .shows("/proc/clippy")
        .hides("panicked");
    project.clippy(&[]).code(0).shows(LOCK);
}

#[test]
fn no_home_directory_is_needed() {
    let project = Project::with_lib(HOLDS_LOCK);
    let mut command = project.clippy_command(&[]);
    command.env_remove("CARGO_HOME").env_remove("HOME");
    Run::new(&mut command).code(0).shows(LOCK);
}

#[test]
fn a_home_directory_that_cannot_exist_is_named() {
    let project = Project::with_lib(HOLDS_LOCK);
    let mut command = project.clippy_command(&[]);
    command.env_remove("CARGO_HOME").env("HOME", "/proc/nobody");
    Run::new(&mut command)
        .code(101)
        .shows("/proc/nobody")
        .hides("panicked");
}
