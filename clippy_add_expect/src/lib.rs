//! `cargo clippy --add-expect`: writes an attribute at each finding of the `await_holding` lints, so that a
//! gate can be introduced in a project that has many.
//!
//! The driver says where an attribute can be and which one; see `report/expectation.rs` in
//! `await_holding`. This says how it is written. It only calls a `cargo-clippy` and reads its messages, so
//! it works with any driver that has the lints.
//!
//! A denied finding keeps the packages that depend on its own from being checked. So this is repeated until
//! nothing new is found.

mod edit;
mod messages;
mod request;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

use serde_json::Value;

use edit::insert;
use messages::Finding;
pub use request::Request;

/// The option of the driver that makes diagnostics offer the attribute.
const DRIVER_OPTION: &str = "--suggest-expect";

/// Does what is requested. `clippy` makes a call of `cargo-clippy` without arguments.
pub fn run(request: &Request, clippy: impl Fn() -> Command) -> ExitCode {
    match try_run(request, &clippy) {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(101)
        }
    }
}

fn try_run(request: &Request, clippy: &impl Fn() -> Command) -> Result<i32, String> {
    if request.fix {
        let code = status(clippy().arg("clippy").args(request.fix_args()))?;
        if code != 0 {
            return Ok(code);
        }
    }
    let mut written = 0;
    if let Some(project) = Project::find(request) {
        loop {
            let output = clippy()
                .arg("clippy")
                .args(request.search_args(DRIVER_OPTION))
                .stderr(Stdio::null())
                .output()
                .map_err(|error| format!("cannot run `cargo clippy`: {error}"))?;
            let findings = messages::findings(&String::from_utf8_lossy(&output.stdout));
            let new = project.write(findings, &request.reason)?;
            if new == 0 {
                break;
            }
            written += new;
        }
    }
    eprintln!("attributes written: {written}");
    // Shows what could not get one, or what is wrong with the arguments.
    status(clippy().arg("clippy").args(request.check_args()))
}

fn status(command: &mut Command) -> Result<i32, String> {
    let status = command
        .status()
        .map_err(|error| format!("cannot run `cargo clippy`: {error}"))?;
    Ok(status.code().unwrap_or(101))
}

/// The directories of the workspace.
struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// `None` if cargo does not find the workspace; it says why when it is called for the lints.
    fn find(request: &Request) -> Option<Self> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut cargo = Command::new(cargo);
        cargo.args(["metadata", "--format-version=1", "--no-deps"]);
        if let Some(manifest) = request.manifest_path() {
            cargo.args(["--manifest-path", manifest]);
        }
        let metadata: Value = serde_json::from_slice(&cargo.output().ok()?.stdout).ok()?;
        let path = |name: &str| metadata[name].as_str().map(PathBuf::from);
        Some(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
        })
    }

    /// Writes the attributes, and says how many.
    fn write(&self, findings: Vec<Finding>, reason: &str) -> Result<usize, String> {
        let mut by_file: BTreeMap<PathBuf, Vec<(usize, String)>> = BTreeMap::new();
        for finding in findings {
            if let Some(file) = self.own_file(&finding) {
                let edits = by_file.entry(file).or_default();
                edits.push((finding.offset, finding.attribute));
            }
        }
        let mut written = 0;
        for (file, mut edits) in by_file {
            // One file can be part of several targets, and a statement can have several findings.
            edits.sort();
            edits.dedup();
            let failed = |error| format!("cannot change `{}`: {error}", file.display());
            let text = fs::read_to_string(&file).map_err(failed)?;
            if is_generated(&text) {
                continue;
            }
            let (new, number) = insert(&text, &edits, reason);
            if number > 0 {
                fs::write(&file, new).map_err(failed)?;
                written += number;
            }
        }
        Ok(written)
    }

    /// The file of a finding, if it is one that the authors of the package write.
    fn own_file(&self, finding: &Finding) -> Option<PathBuf> {
        let file = self.root.join(&finding.file).canonicalize().ok()?;
        let package = Path::new(&finding.manifest).parent()?.canonicalize().ok()?;
        let target = self.target.canonicalize().ok();
        let is_output = target.is_some_and(|target| file.starts_with(target));
        (file.starts_with(package) && !is_output).then_some(file)
    }
}

/// Whether a tool has written this, by the mark that rustfmt knows too.
fn is_generated(text: &str) -> bool {
    text.lines().take(5).any(|line| line.contains("@generated"))
}
