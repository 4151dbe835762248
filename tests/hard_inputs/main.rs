//! Inputs that are hard to analyze: long, deep, endless and broken ones. The driver may only report what
//! rustc reports and what the lints find. It must not crash, or take much longer than rustc.
//!
//! The tests do not measure time, but limit processor time. An exponential algorithm exceeds any limit,
//! and one that takes a minute for inputs of this size is not linear.

mod broken;
mod configuration;
mod endless;
mod long;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clippy_oracle::judge::as_for_any_user;
use tempfile::TempDir;

/// The limit of processor time in seconds, also for rustc alone. A run takes a few seconds.
const LIMIT: u32 = 120;

/// The definitions that the inputs use.
const PRELUDE: &str = "\
pub struct Guard(u8);
impl Drop for Guard { fn drop(&mut self) {} }
pub fn make() -> Guard { Guard(0) }
pub fn flip() -> bool { true }
pub fn see<T: ?Sized>(_: &T) {}
pub async fn y() {}
";

/// An input, and how to call the driver.
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

    /// Adds inner attributes to the crate. They may enable unstable features.
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

    /// Whether the configuration is rejected. If so, the error has to point into it.
    fn is_rejected(self) -> bool {
        let dir = TempDir::new().unwrap();
        self.write(dir.path());
        let Outcome { output, stderr } = self.run(dir.path(), &[]);
        let rejected = output.status.code() == Some(1);
        assert!(
            !rejected || stderr.contains("clippy.toml:"),
            "the error does not point into the configuration:\n{stderr}\n{}",
            self.configuration
        );
        rejected
    }

    fn run(&self, dir: &Path, more: &[&str]) -> Outcome {
        // The limit of the shell also applies to the program that replaces it.
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

    /// Lints the input, and checks that the lints do not crash and do not change the exit code. Returns
    /// how many values they found, and the output.
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
        let warning = "`input::Guard` may not be held across an `await` point";
        (linted.stderr.matches(warning).count(), linted.stderr)
    }

    #[track_caller]
    fn finds(self, expected: usize) {
        let (found, stderr) = self.lint();
        assert_eq!(found, expected, "{stderr}");
    }

    /// Lints an input for which the number of findings does not matter.
    #[track_caller]
    fn does_not_crash(self) {
        self.lint();
    }
}
