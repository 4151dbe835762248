//! `clippy-driver`: rustc plus the lints.
//!
//! It runs in place of rustc: either cargo calls it (as `RUSTC_WORKSPACE_WRAPPER`, with the path of the
//! real rustc as the first argument) or a user, with rustc's own arguments. Everything that does not
//! concern lints is left to rustc, in the same library.

#![feature(rustc_private)]

extern crate rustc_driver;
extern crate rustc_interface;
extern crate rustc_middle;
extern crate rustc_session;
extern crate rustc_span;

mod args;
mod callbacks;
mod common;
mod compiler_check;
mod explain;

use std::process::ExitCode;

use rustc_driver::{TimePassesCallbacks, catch_with_exit_code, run_compiler};
use rustc_session::EarlyDiagCtxt;
use rustc_session::config::ErrorOutputType;

use args::Call;
use callbacks::LintCallbacks;
use common::{VERSION, print};

const BUG_REPORT: &str = "the issue tracker of the repository that this Clippy was built from";

const HELP: &str = "\
rustc with the lints of Clippy that find values held across an `await` point.

Usage:
    clippy-driver [OPTIONS] INPUT      lint a crate; OPTIONS are those of rustc
    clippy-driver --rustc [OPTIONS]    be rustc, without the lints
    clippy-driver --explain LINT       what a lint finds and why

Options:
    -h, --help       Print this help
    -V, --version    Print the version
    --print-await-holding
                     List what the entries of `await-holding-invalid-types` stand for in the crate,
                     and how many values of each are held
    All others, and @FILE with options, go to rustc (see `rustc --help`).

Environment:
    CLIPPY_ARGS                  More options, each followed by `__CLIPPY_HACKERY__`
    CLIPPY_CONF_DIR              Where to look for `clippy.toml`, and upward from there
    CLIPPY_DISABLE_DOCS_LINKS    If set, no diagnostic links to the documentation
    SYSROOT                      The sysroot, if `--sysroot` is not given
";

fn main() -> ExitCode {
    let early_dcx = EarlyDiagCtxt::new(ErrorOutputType::default());
    rustc_driver::init_rustc_env_logger(&early_dcx);
    rustc_driver::install_ctrlc_handler();
    rustc_driver::install_ice_hook(BUG_REPORT, |dcx| {
        dcx.handle().note(format!("this is {VERSION}"));
    });

    catch_with_exit_code(|| answer(&early_dcx))
}

fn answer(early_dcx: &EarlyDiagCtxt) -> ExitCode {
    let raw = rustc_driver::args::raw_args(early_dcx);
    match args::understand(early_dcx, raw) {
        Call::Help => return print(HELP),
        Call::Version => return print(&format!("{VERSION}\n")),
        Call::Explain(name) => match explain::explanation(&name) {
            Ok(text) => return print(&text),
            Err(message) => early_dcx.early_fatal(message),
        },
        Call::CompilerVersion { rustc, args } => {
            if let Err(message) = compiler_check::same_compiler(&rustc) {
                early_dcx.early_fatal(message);
            }
            run_compiler(&args, &mut TimePassesCallbacks::default());
        }
        Call::Rustc(args) => run_compiler(&args, &mut TimePassesCallbacks::default()),
        Call::Compile { args, lints } => run_compiler(&args, &mut LintCallbacks::new(lints)),
    }
    ExitCode::SUCCESS
}
