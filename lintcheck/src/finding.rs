//! What a Clippy reports in a crate.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::Message;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use serde::{Deserialize, Serialize};

/// The lints that both Clippys have.
pub const LINTS: [&str; 3] = [
    "clippy::await_holding_invalid_type",
    "clippy::await_holding_lock",
    "clippy::await_holding_refcell_ref",
];

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Relative to the package.
    pub file: String,
    pub line: usize,
    pub column: usize,
    /// Without `clippy::`.
    pub lint: String,
    pub message: String,
    /// The whole diagnostic, as on a terminal.
    pub rendered: String,
}

impl Finding {
    /// Two findings, of two Clippys or of two versions of one, are the same if they are in the same
    /// place. The message and the column may differ.
    pub fn place(&self) -> Place<'_> {
        Place {
            file: &self.file,
            line: self.line,
            lint: &self.lint,
        }
    }

    fn of(diagnostic: &Diagnostic) -> Option<Self> {
        let code = &diagnostic.code.as_ref()?.code;
        let lint = LINTS.iter().find(|lint| *lint == code)?;
        let span = diagnostic.spans.iter().find(|span| span.is_primary)?;
        Some(Self {
            file: span.file_name.clone(),
            line: span.line_start,
            column: span.column_start,
            lint: lint.trim_start_matches("clippy::").to_owned(),
            message: diagnostic.message.clone(),
            rendered: diagnostic.rendered.clone().unwrap_or_default(),
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            lint,
            message,
            ..
        } = self;
        write!(f, "{file}:{line}:{column}  {lint}  {message}")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place<'a> {
    pub file: &'a str,
    pub line: usize,
    pub lint: &'a str,
}

/// The findings in cargo's messages (`--message-format=json`), sorted. A file that belongs to two
/// targets of a package counts once.
pub fn read(messages: &Path) -> Result<Vec<Finding>> {
    let findings: BTreeSet<Finding> = diagnostics(messages)?
        .iter()
        .filter_map(Finding::of)
        .collect();
    Ok(findings.into_iter().collect())
}

/// The errors in cargo's messages, as on a terminal.
pub fn errors(messages: &Path) -> Result<String> {
    let is_error = |diagnostic: &Diagnostic| {
        matches!(
            diagnostic.level,
            DiagnosticLevel::Error | DiagnosticLevel::Ice
        )
    };
    Ok(diagnostics(messages)?
        .into_iter()
        .filter(is_error)
        .filter_map(|diagnostic| diagnostic.rendered)
        .collect())
}

fn diagnostics(messages: &Path) -> Result<Vec<Diagnostic>> {
    let context = || format!("cannot read {}", messages.display());
    let file = BufReader::new(File::open(messages).with_context(context)?);
    let mut diagnostics = Vec::new();
    for message in Message::parse_stream(file) {
        if let Message::CompilerMessage(message) = message.with_context(context)? {
            diagnostics.push(message.message);
        }
    }
    Ok(diagnostics)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn lock_at(file: &str, line: usize) -> Finding {
        Finding {
            file: file.to_owned(),
            line,
            column: 9,
            lint: "await_holding_lock".to_owned(),
            message: "this `MutexGuard` is held across an `await` point".to_owned(),
            rendered: "warning: this `MutexGuard` is held\n".to_owned(),
        }
    }

    #[test]
    fn findings_of_the_three_lints_are_read_without_duplicates() {
        let message = |code: &str, line: usize| {
            serde_json::json!({
                "reason": "compiler-message",
                "package_id": "path+file:///a#1.0.0",
                "target": {
                    "name": "a", "kind": ["lib"], "crate_types": ["lib"], "src_path": "/a/src/lib.rs",
                },
                "message": {
                    "message": "held",
                    "code": { "code": code, "explanation": null },
                    "level": "warning",
                    "spans": [{
                        "file_name": "src/lib.rs", "byte_start": 0, "byte_end": 1,
                        "line_start": line, "line_end": line, "column_start": 5, "column_end": 6,
                        "is_primary": true, "text": [], "label": null,
                        "suggested_replacement": null, "suggestion_applicability": null,
                        "expansion": null,
                    }],
                    "children": [],
                    "rendered": "warning: held",
                },
            })
            .to_string()
        };
        let messages = [
            message("clippy::await_holding_lock", 7),
            message("clippy::await_holding_lock", 7),
            message("clippy::await_holding_refcell_ref", 3),
            message("clippy::needless_return", 1),
            message("unused_variables", 1),
        ];
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("messages");
        std::fs::write(&file, messages.join("\n")).unwrap();
        let shown: Vec<_> = read(&file)
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            shown,
            [
                "src/lib.rs:3:5  await_holding_refcell_ref  held",
                "src/lib.rs:7:5  await_holding_lock  held",
            ]
        );
    }
}
