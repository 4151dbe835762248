//! A finished command, and checks of what it did.

use std::fmt;
use std::process::Command;

pub struct Run {
    command: String,
    success: bool,
    pub stdout: String,
    stderr: String,
}

impl Run {
    pub fn new(command: &mut Command) -> Self {
        let output = command
            .output()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self {
            command: format!("{command:?}"),
            success: output.status.success(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub fn succeeds(self) -> Self {
        assert!(self.success, "it failed: {self}");
        self
    }

    #[track_caller]
    pub fn fails(self) -> Self {
        assert!(!self.success, "it did not fail: {self}");
        self
    }

    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        assert!(self.contains(text), "{text:?} is missing in {self}");
        self
    }

    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        assert!(!self.contains(text), "{text:?} must not be in {self}");
        self
    }

    fn contains(&self, text: &str) -> bool {
        self.stdout.contains(text) || self.stderr.contains(text)
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            command,
            stdout,
            stderr,
            ..
        } = self;
        write!(f, "{command}\n--- stdout\n{stdout}--- stderr\n{stderr}---")
    }
}
