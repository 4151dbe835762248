//! Inputs that are hard for an analysis: long, deep, endless, broken. The driver may say of them
//! what rustc says, and what it finds; it must not crash, and not take much longer than rustc.
//!
//! Time is not measured but processor time is limited: what is exponential does not end in any
//! limit, and what takes a minute for inputs of this size is not linear.

mod broken;
mod configuration;
mod endless;
mod long;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clippy_oracle::judge::as_for_any_user;
use tempfile::TempDir;

/// Processor time, in seconds, for a run that takes a few of them. Also for rustc alone.
const LIMIT: u32 = 120;

/// What the inputs are made of.
const PRELUDE: &str = "\
pub struct Guard(u8);
impl Drop for Guard { fn drop(&mut self) {} }
pub fn make() -> Guard { Guard(0) }
pub fn flip() -> bool { true }
pub fn see<T: ?Sized>(_: &T) {}
pub async fn y() {}
";

/// An input and what the driver is called with.
struct Input {
    attributes: String,
    source: String,
    args: Vec<String>,
    configuration: String,
}

struct Outcome {
    output: Output,
    stderr: String,
}

impl Input {
    fn new(source: impl Into<String>) -> Self {
        Self {
            attributes: String::new(),
            source: source.into(),
            args: Vec::new(),
            configuration: "await-holding-invalid-types = [\"input::Guard\"]\n".to_owned(),
        }
    }

    fn configured(mut self, configuration: &str) -> Self {
        configuration.clone_into(&mut self.configuration);
        self
    }

    /// With inner attributes of the crate, for which unstable features are allowed.
    fn attributes(mut self, attributes: &str) -> Self {
        self.attributes.push_str(attributes);
        self
    }

    fn args(mut self, args: &[&str]) -> Self {
        self.args.extend(args.iter().map(|&arg| arg.to_owned()));
        self
    }

    fn write(&self, dir: &Path) {
        let text = format!("{}\n{PRELUDE}\n{}", self.attributes, self.source);
        fs::write(dir.join("input.rs"), text).unwrap();
        fs::write(dir.join("clippy.toml"), &self.configuration).unwrap();
    }

    /// Whether the configuration is; then there is an error at a place in it.
    fn is_rejected(self) -> bool {
        let dir = TempDir::new().unwrap();
        self.write(dir.path());
        let Outcome { output, stderr } = self.run(dir.path(), &[]);
        let rejected = output.status.code() == Some(1);
        assert!(
            !rejected || stderr.contains("clippy.toml:"),
            "no place in it:\n{stderr}\nof\n{}",
            self.configuration
        );
        rejected
    }

    fn run(&self, dir: &Path, more: &[&str]) -> Outcome {
        // The shell's limit is that of its processor time, and the program's that replaces it.
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("ulimit -t {LIMIT}; exec \"$@\""), "sh"])
            .arg(env!("CARGO_BIN_EXE_clippy-driver"))
            .args(more)
            .args(["input.rs", "--edition=2024", "--crate-type=lib"])
            .args(["--emit=metadata", "-Adead_code", "-Aunreachable_code"])
            .args(&self.args)
            .env("RUSTC_BOOTSTRAP", "1");
        as_for_any_user(&mut command, dir);
        let output = command.output().expect("there is a shell");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        for word in ["panicked", "internal compiler error", "stack overflow"] {
            assert!(!stderr.contains(word), "{more:?}\n{stderr}");
        }
        let code = output.status.code();
        assert!(
            matches!(code, Some(0 | 1)),
            "{more:?}: {:?}\n{stderr}",
            output.status
        );
        Outcome { output, stderr }
    }

    /// Lints, and checks that the lints crash nothing and keep nothing from rustc. Returns how
    /// many values they found, and what was said.
    #[track_caller]
    fn lint(self) -> (usize, String) {
        let dir = TempDir::new().unwrap();
        self.write(dir.path());
        let plain = self.run(dir.path(), &["--rustc"]);
        let linted = self.run(dir.path(), &[]);
        assert_eq!(
            linted.output.status.code(),
            plain.output.status.code(),
            "rustc alone:\n{}\nwith lints:\n{}",
            plain.stderr,
            linted.stderr
        );
        let said = "`input::Guard` may not be held across an `await` point";
        (linted.stderr.matches(said).count(), linted.stderr)
    }

    #[track_caller]
    fn finds(self, found: usize) {
        let (count, stderr) = self.lint();
        assert_eq!(count, found, "{stderr}");
    }

    /// For what does not say on every path whether something is held.
    #[track_caller]
    fn does_not_crash(self) {
        self.lint();
    }
}
