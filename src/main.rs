//! `cargo clippy`: `cargo check` with `clippy-driver` for the compiler of the workspace.

use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

mod cargo;
mod command_line;
mod common;
mod configuration;

use cargo::cargo;
use clippy_add_expect::Request;
use command_line::{Action, Check};
use common::{CONF_FILES, END_OF_ARG, SELECTION, VERSION, print};

const HELP: &str = "\
Checks a package with the lints of Clippy that find values held across an `await` point.

Usage:
    cargo clippy [OPTIONS] [--] [LINT OPTIONS]

Options:
        --no-deps         Lint only the selected packages, not their path dependencies
        --fix             Apply the suggestions that are certain to be correct (implies --no-deps)
        --add-expect      Write `#[expect(..)]` at each finding of an `await_holding` lint that is left
                          (implies --no-deps)
        --reason TEXT     The reason that --add-expect writes
        --explain LINT    Print what a lint finds and why
    -V, --version         Print the version
    -h, --help            Print this help
    All others are those of `cargo check` (of `cargo fix` with --fix).

Lint options, after `--`:
    -W, --warn LINT      Warn about it
    -A, --allow LINT     Allow it
    -D, --deny LINT      Make it an error
    -F, --forbid LINT    Make it an error that code cannot allow

    --print-await-holding
                         For each crate, list what the entries of `await-holding-invalid-types` in
                         `clippy.toml` stand for, and how many values of each are held

    cargo clippy -- -D warnings    fails on any warning, for a gate in CI

The configuration is `clippy.toml` or `.clippy.toml` in the package's directory or above it.
CLIPPY_CONF_DIR names a different directory to start from.
";

fn main() -> ExitCode {
    let args: Vec<String> = match env::args_os().skip(1).map(OsString::into_string).collect() {
        Ok(args) => args,
        Err(arg) => return fail(&format!("argument {arg:?} is not UTF-8")),
    };
    match Request::find(&args) {
        Ok(None) => {}
        Ok(Some(request)) => {
            return match env::current_exe() {
                Ok(this) => clippy_add_expect::run(&request, || Command::new(&this)),
                Err(error) => fail(&format!("cannot find this program: {error}")),
            };
        }
        Err(message) => return fail(&message),
    }
    match command_line::understand(args) {
        Action::Help => print(HELP),
        Action::Version => print(&format!("{VERSION}\n")),
        Action::Explain(lint) => {
            with_driver(|driver| exec(Command::new(driver).arg("--explain").arg(lint)))
        }
        Action::Check(check) => with_driver(|driver| exec(&mut check_command(&check, driver))),
        Action::Wrong(message) => fail(&message),
    }
}

fn check_command(check: &Check, driver: &std::path::Path) -> Command {
    let mut clippy_args = String::new();
    for arg in &check.lint_args {
        clippy_args.push_str(arg);
        clippy_args.push_str(END_OF_ARG);
    }
    let mut cargo = Command::new(cargo());
    cargo
        .arg(check.subcommand)
        .args(&check.cargo_args)
        .env("RUSTC_WORKSPACE_WRAPPER", driver)
        .env("CLIPPY_ARGS", clippy_args)
        .env(CONF_FILES, configuration::files(&check.cargo_args))
        .env(SELECTION, selection(check));
    cargo
}

/// With `--no-deps` the selected packages decide which ones are linted. Cargo does not distinguish a
/// selected member from one that is only a dependency; this does.
fn selection(check: &Check) -> String {
    if !check.lint_args.iter().any(|arg| arg == "--no-deps") {
        return String::new();
    }
    let here = env::current_dir().unwrap_or_default();
    format!("{} in {}", check.cargo_args.join(" "), here.display())
}

fn with_driver(run: impl FnOnce(&std::path::Path) -> ExitCode) -> ExitCode {
    let name = format!("clippy-driver{}", env::consts::EXE_SUFFIX);
    match env::current_exe().map(|path| path.with_file_name(name)) {
        Ok(driver) if driver.is_file() => run(&driver),
        Ok(driver) => fail(&format!(
            "`{}` does not exist: `cargo-clippy` and `clippy-driver` must be in the same directory",
            driver.display()
        )),
        Err(error) => fail(&format!(
            "cannot determine where `cargo-clippy` is: {error}"
        )),
    }
}

fn exec(command: &mut Command) -> ExitCode {
    match command.status() {
        Ok(status) => match status.code() {
            Some(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
            None => fail(&format!(
                "`{}` was terminated: {status}",
                command.get_program().display()
            )),
        },
        Err(error) => fail(&format!(
            "cannot run `{}`: {error}",
            command.get_program().display()
        )),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::from(101)
}
