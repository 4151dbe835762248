//! Packages in temporary directories, and commands that run in them.

use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};
use std::{env, fs, thread};

use serde_json::Value;
use tempfile::TempDir;

use crate::tested;

/// The tested `cargo-clippy`. See [`tested`].
pub fn cargo_clippy() -> &'static Path {
    static PROGRAM: LazyLock<PathBuf> =
        LazyLock::new(|| tested::program(env!("CARGO_BIN_EXE_cargo-clippy")));
    &PROGRAM
}

/// The tested `clippy-driver`. See [`tested`].
pub fn clippy_driver() -> &'static Path {
    static PROGRAM: LazyLock<PathBuf> =
        LazyLock::new(|| tested::program(env!("CARGO_BIN_EXE_clippy-driver")));
    &PROGRAM
}

/// A crate in which `await_holding_lock` reports one value.
pub const HOLDS_LOCK: &str = "\
use std::sync::Mutex;

pub async fn count(total: &Mutex<u64>) {
    let mut guard = total.lock().unwrap();
    std::future::pending::<()>().await;
    *guard += 1;
}
";
/// The warning about [`HOLDS_LOCK`].
pub const LOCK: &str = "this `MutexGuard` is held across an `await` point";

/// A crate in which a value is reported with [`FORBIDS_INSTANT`] only.
pub const HOLDS_INSTANT: &str = "\
use std::time::{Duration, Instant};

pub async fn measure() -> Duration {
    let start = Instant::now();
    std::future::pending::<()>().await;
    start.elapsed()
}
";
pub const FORBIDS_INSTANT: &str = "await-holding-invalid-types = [\"std::time::Instant\"]\n";
/// The warning about [`HOLDS_INSTANT`].
pub const INSTANT: &str = "`std::time::Instant` may not be held across an `await` point";

/// A crate in which nothing is reported.
pub const CLEAN: &str = "pub async fn wait() {\n    std::future::pending::<()>().await;\n}\n";

/// The cargo and rustc of the driver's own compiler, as its users have them.
struct Compiler {
    cargo: PathBuf,
    rustc: PathBuf,
}

static COMPILER: LazyLock<Compiler> = LazyLock::new(|| {
    let output = cleaned(clippy_driver())
        .args(["--print", "sysroot"])
        .output()
        .unwrap();
    let bin = Path::new(String::from_utf8(output.stdout).unwrap().trim()).join("bin");
    let tool = |name: &str, variable: &str| {
        let path = bin.join(name);
        if path.is_file() {
            path
        } else {
            env::var_os(variable).unwrap().into()
        }
    };
    Compiler {
        cargo: tool("cargo", "CARGO"),
        rustc: tool("rustc", "RUSTC"),
    }
});

pub fn cargo() -> &'static Path {
    &COMPILER.cargo
}

pub fn rustc() -> &'static Path {
    &COMPILER.rustc
}

/// The version of the driver's compiler, as `rustc -V` prints it.
pub fn needed_version() -> String {
    Run::new(cleaned(rustc()).arg("-V"))
        .code(0)
        .stdout
        .trim()
        .to_owned()
}

/// What Clippy calls itself: `clippy 0.1.N` for Rust 1.N.
pub fn clippy_version() -> String {
    let rustc = needed_version();
    let minor = rustc.split('.').nth(1).expect("`rustc 1.N.0` and more");
    format!("clippy 0.1.{minor}")
}

/// A command without the environment variables that affect cargo, rustc and Clippy, such as those that
/// `cargo test` sets.
fn cleaned(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    for (name, _) in env::vars_os() {
        let foreign = name.to_str().is_some_and(|name| {
            name != "CARGO_HOME"
                && [
                    "CARGO",
                    "RUSTC",
                    "RUSTDOC",
                    "RUSTFLAGS",
                    "RUST_",
                    "CLIPPY_",
                    "__CARGO",
                ]
                .iter()
                .any(|prefix| name.starts_with(prefix))
                || ["SYSROOT", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"].contains(&name)
        });
        if foreign {
            command.env_remove(name);
        }
    }
    command
}

/// A temporary directory with files in it.
pub struct Project {
    temporary: TempDir,
    root: PathBuf,
}

impl Project {
    /// An empty directory.
    pub fn empty() -> Self {
        Self::empty_named("project")
    }

    /// An empty directory with this name.
    pub fn empty_named(name: &str) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().canonicalize().unwrap().join(name);
        fs::create_dir(&root).unwrap();
        Self { temporary, root }
    }

    /// A package `demo` with this `src/lib.rs`.
    pub fn with_lib(source: &str) -> Self {
        Self::empty().package("", "demo", source)
    }

    /// Adds a library package in the directory `dir`.
    pub fn package(self, dir: &str, name: &str, source: &str) -> Self {
        let manifest = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
        self.file(&join(dir, "Cargo.toml"), &manifest)
            .file(&join(dir, "src/lib.rs"), source)
    }

    /// Adds a file.
    pub fn file(self, path: &str, content: &str) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Appends to a file.
    pub fn append(self, path: &str, more: &str) -> Self {
        let content = self.read(path) + more;
        self.file(path, &content)
    }

    /// Adds an executable script for `sh`.
    pub fn script(self, path: &str, body: &str) -> Self {
        let project = self.file(path, &format!("#!/bin/sh\n{body}\n"));
        fs::set_permissions(project.path(path), fs::Permissions::from_mode(0o755)).unwrap();
        project
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Writes a file, with a later modification time than all files so far.
    pub fn edit(&self, path: &str, content: &str) {
        self.wait_for_the_clock();
        fs::write(self.path(path), content).unwrap();
    }

    /// Removes a file, later than all files so far were written.
    pub fn remove(&self, path: &str) {
        self.wait_for_the_clock();
        fs::remove_file(self.path(path)).unwrap();
    }

    /// Returns once a new file would be newer than all files so far. Cargo compares modification times,
    /// and the clock of a file system may be too coarse to distinguish two events in quick succession.
    fn wait_for_the_clock(&self) {
        let newest = newest_in(&self.root);
        let clock = self.temporary.path().join("clock");
        loop {
            fs::write(&clock, "").unwrap();
            if clock.metadata().unwrap().modified().unwrap() > newest {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// `program` in this directory, with the driver's own compiler as the active one.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = cleaned(program);
        command
            .current_dir(&self.root)
            .env("CARGO", &COMPILER.cargo)
            .env("RUSTC", &COMPILER.rustc)
            .env("CARGO_TERM_COLOR", "never");
        command
    }

    /// The command `cargo clippy ARGS`.
    pub fn clippy_command(&self, args: &[&str]) -> Command {
        let mut command = self.command(cargo_clippy());
        command.arg("clippy").args(args);
        command
    }

    /// Runs `cargo clippy ARGS`.
    pub fn clippy(&self, args: &[&str]) -> Run {
        Run::new(&mut self.clippy_command(args))
    }

    /// Runs `clippy-driver ARGS`.
    pub fn driver(&self, args: &[&str]) -> Run {
        Run::new(self.command(clippy_driver()).args(args))
    }
}

fn join(dir: &str, path: &str) -> String {
    if dir.is_empty() {
        path.to_owned()
    } else {
        format!("{dir}/{path}")
    }
}

fn newest_in(path: &Path) -> SystemTime {
    let metadata = fs::symlink_metadata(path).unwrap();
    let own = metadata.modified().unwrap();
    if !metadata.is_dir() {
        return own;
    }
    let entries = fs::read_dir(path).unwrap();
    entries
        .map(|entry| newest_in(&entry.unwrap().path()))
        .fold(own, SystemTime::max)
}

/// A finished command. The methods check what it did. If a check fails, the message shows all output.
pub struct Run {
    command: String,
    code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn new(command: &mut Command) -> Self {
        let output = command
            .output()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self::of(format!("{command:?}"), output)
    }

    /// The run of `command` that ended with `output`.
    pub fn of(command: String, output: Output) -> Self {
        Self {
            command,
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, Some(expected), "exit code of {self}");
        self
    }

    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        assert!(self.count(text) > 0, "{text:?} is missing in {self}");
        self
    }

    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        assert_eq!(self.count(text), 0, "{text:?} must not be in {self}");
        self
    }

    #[track_caller]
    pub fn shows_times(self, text: &str, times: usize) -> Self {
        assert_eq!(
            self.count(text),
            times,
            "number of times that {text:?} is in {self}"
        );
        self
    }

    /// Checks that there was neither a warning nor an error.
    #[track_caller]
    pub fn quiet(self) -> Self {
        self.code(0).hides("warning").hides("error")
    }

    /// The diagnostics of `--message-format=json`, without rustc's summaries.
    pub fn diagnostics(&self) -> Vec<Value> {
        let messages = self
            .stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        messages
            .filter(|message: &Value| message["reason"] == "compiler-message")
            .map(|mut message| message["message"].take())
            .filter(|diagnostic| {
                diagnostic["spans"]
                    .as_array()
                    .is_some_and(|s| !s.is_empty())
            })
            .collect()
    }

    fn count(&self, text: &str) -> usize {
        self.stdout.matches(text).count() + self.stderr.matches(text).count()
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            command,
            code,
            stdout,
            stderr,
        } = self;
        write!(
            f,
            "{command}\n-- ended with {code:?}\n-- stdout\n{stdout}\n-- stderr\n{stderr}"
        )
    }
}

/// Reports that a test is skipped on this machine. Not with `eprintln`, because its output is only shown
/// for tests that fail.
pub fn skip(reason: &str) {
    let thread = thread::current();
    let test = thread.name().unwrap_or_default();
    let line = format!("SKIPPED {test}: {reason}\n");
    io::stderr().write_all(line.as_bytes()).unwrap();
}
