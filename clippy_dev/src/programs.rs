//! Runs other programs.

use std::ffi::OsString;
use std::fs::File;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use clippy_toolchain::{Toolchain, root};

/// Where programs print.
pub enum Output {
    Terminal,
    /// A file that is shown only if something fails.
    Log(File),
}

impl Output {
    /// Runs a command; `Ok` holds its exit code.
    pub fn exit_code(&self, command: &mut Command) -> Result<ExitCode> {
        if let Self::Log(file) = self {
            command.stdout(file.try_clone()?).stderr(file.try_clone()?);
        }
        let status = command
            .status()
            .with_context(|| format!("cannot run {}", shown(command)))?;
        // A command that a signal killed has no exit code.
        let code = status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .unwrap_or(1);
        Ok(ExitCode::from(code))
    }

    /// Runs a command; fails if it does.
    pub fn run(&self, command: &mut Command) -> Result<()> {
        let code = self.exit_code(command)?;
        ensure!(code == ExitCode::SUCCESS, "{} failed", shown(command));
        Ok(())
    }
}

/// A command as people write it: without its environment.
fn shown(command: &Command) -> String {
    let words = [command.get_program()]
        .into_iter()
        .chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    let command_line = format!("`{}`", words.join(" "));
    match command.get_current_dir() {
        Some(dir) => format!("{command_line} in {}", dir.display()),
        None => command_line,
    }
}

/// Runs a command in our terminal; `Ok` holds its exit code.
pub fn exit_code(command: &mut Command) -> Result<ExitCode> {
    Output::Terminal.exit_code(command)
}

/// Builds the program of this package of the workspace and runs it.
///
/// `./x` does not contain such a program, so that it builds fast itself. The program is not run with
/// `cargo run`: it and everything that it starts would inherit cargo's environment.
pub fn run_package(toolchain: &Toolchain, name: &str, args: &[OsString]) -> Result<ExitCode> {
    let mut cargo = toolchain.own_cargo();
    cargo
        .args(["build", "--quiet", "--locked", "--package", name])
        .current_dir(root());
    Output::Terminal
        .run(&mut cargo)
        .with_context(|| format!("{name} does not build, see above"))?;
    let program = toolchain.target_dir().join("debug").join(name);
    exit_code(Command::new(program).args(args))
}
