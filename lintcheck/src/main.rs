//! `./x lintcheck`.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    lintcheck::run(&lintcheck::Args::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
