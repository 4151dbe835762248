//! The compiler calls that cargo makes for a package.
//!
//! The variants of a measurement differ only in the compiler call for one package. This call is measured
//! repeatedly, without cargo and the package's dependencies. To learn the call, cargo is run once with
//! this program as `RUSTC_WRAPPER`, see [`record`].

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

/// Set while this program is a compiler wrapper, to the file to record the call in.
pub const RECORD: &str = "CLIPPY_DEV_RECORD";

#[derive(Clone, Serialize, Deserialize)]
pub struct Call {
    pub program: String,
    args: Vec<String>,
    /// Not a map: keys in JSON must be text, and variables need not be.
    env: Vec<(OsString, OsString)>,
    dir: PathBuf,
}

/// Lets cargo check the package, and returns the compiler call for its library.
pub fn learn(cargo: &mut Command) -> Result<Call> {
    let file = tempfile::NamedTempFile::new()?;
    let output = cargo
        .env("RUSTC_WRAPPER", std::env::current_exe()?)
        .env(RECORD, file.path())
        .stdout(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {cargo:?}"))?;
    ensure!(
        output.status.success(),
        "{cargo:?} fails ({})\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    let recorded = fs::read_to_string(file.path())?;
    serde_json::from_str(&recorded)
        .with_context(|| format!("{cargo:?} did not compile the package"))
}

/// Acts as `RUSTC_WRAPPER`: records the call if it checks the requested package, and makes it.
pub fn record(file: &Path, mut args: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let program = args.next().context("cargo passes a compiler")?;
    let args: Vec<OsString> = args.collect();
    // cargo also compiles the package's build script, which is linked.
    let checks = |arg: &OsString| {
        arg.to_str().is_some_and(|arg| {
            arg.strip_prefix("--emit=")
                .is_some_and(|kinds| kinds.contains("metadata") && !kinds.contains("link"))
        })
    };
    let primary = std::env::var_os("CARGO_PRIMARY_PACKAGE").is_some();
    if primary && args.iter().any(checks) {
        let text = |text: OsString| {
            text.into_string()
                .map_err(|text| anyhow::anyhow!("{text:?} is not UTF-8"))
        };
        let call = Call {
            program: text(program.clone())?,
            args: args.iter().cloned().map(text).collect::<Result<_>>()?,
            env: std::env::vars_os()
                .filter(|(name, _)| name != RECORD)
                .collect(),
            dir: std::env::current_dir()?,
        };
        fs::write(file, serde_json::to_string(&call)?)?;
    }
    let status = Command::new(&program)
        .args(args)
        .status()
        .with_context(|| format!("cannot run {}", program.display()))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Call {
    /// A call that cargo is not needed for.
    pub fn direct(command: &Command) -> Self {
        let text = |text: &std::ffi::OsStr| text.to_string_lossy().into_owned();
        Self {
            program: text(command.get_program()),
            args: command.get_args().map(text).collect(),
            env: std::env::vars_os()
                .chain(
                    command
                        .get_envs()
                        .filter_map(|(name, value)| Some((name.into(), value?.into()))),
                )
                .collect(),
            dir: command
                .get_current_dir()
                .map_or_else(std::env::temp_dir, Path::to_owned),
        }
    }

    /// The command, prefixed with `tool` and its arguments. It writes its output to `scratch`.
    pub fn command(&self, tool: &[String], scratch: &Path) -> Command {
        let mut words = tool
            .iter()
            .chain([&self.program])
            .cloned()
            .chain(redirected(&self.args, scratch));
        let mut command = Command::new(words.next().expect("at least the compiler"));
        command
            .args(words)
            .env_clear()
            .envs(self.env.iter().cloned())
            .current_dir(&self.dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}

/// The arguments with the output and the incremental cache in `scratch`. An existing cache would
/// change the measurement.
fn redirected(args: &[String], scratch: &Path) -> Vec<String> {
    let mut redirected = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--out-dir" {
            args.next();
            redirected.extend([arg.clone(), scratch.display().to_string()]);
        } else if arg.starts_with("incremental=") {
            redirected.push(format!(
                "incremental={}",
                scratch.join("incremental").display()
            ));
        } else {
            redirected.push(arg.clone());
        }
    }
    redirected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_call_is_read_back() {
        use std::os::unix::ffi::OsStringExt;

        let name = OsString::from("NAME");
        let value = OsString::from_vec(b"not \xff text".to_vec());
        let call = Call::direct(Command::new("rustc").arg("-vV").env(&name, &value));
        let recorded = serde_json::to_string(&call).unwrap();
        let call: Call = serde_json::from_str(&recorded).unwrap();
        assert_eq!(call.program, "rustc");
        assert_eq!(call.args, ["-vV"]);
        assert!(call.env.contains(&(name, value)));
    }

    #[test]
    fn output_goes_to_the_scratch_directory() {
        let args = [
            "-C",
            "incremental=/a",
            "--out-dir",
            "/b",
            "--crate-name",
            "c",
        ];
        let args = args.map(str::to_owned);
        assert_eq!(
            redirected(&args, Path::new("/s")),
            [
                "-C",
                "incremental=/s/incremental",
                "--out-dir",
                "/s",
                "--crate-name",
                "c"
            ]
        );
    }
}
