//! `./x book`, and the suite that tests the book in a browser.

use std::process::ExitCode;

use anyhow::{Result, ensure};
use clippy_toolchain::{Toolchain, apt, root};

use crate::programs::Output;

/// The Debian packages with a browser and the program that drives it.
const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

#[derive(clap::Args)]
pub struct Args {
    /// First rewrite the generated parts of its sources
    #[arg(long)]
    bless: bool,
}

/// Builds the book.
pub fn build(toolchain: &Toolchain, args: &Args) -> Result<ExitCode> {
    let output = Output::Terminal;
    if args.bless {
        build_programs(toolchain, &output)?;
    }
    let mut cargo = toolchain.own_cargo();
    cargo
        .current_dir(root())
        .args(["run", "--quiet", "--locked", "--package", "clippy_book"])
        .arg("--")
        .args(args.bless.then_some("--bless"));
    output.exit_code(&mut cargo)
}

/// Runs the tests of the book.
pub fn test(toolchain: &Toolchain, output: &Output) -> Result<ExitCode> {
    find_or_install_browser()?;
    build_programs(toolchain, output)?;
    let mut cargo = toolchain.own_cargo();
    cargo
        .current_dir(root())
        .args(["test", "--locked", "--no-fail-fast"])
        .args(["--package", "clippy_book"]);
    output.exit_code(&mut cargo)
}

/// The examples of the book are run by the cargo-clippy and clippy-driver of this build.
fn build_programs(toolchain: &Toolchain, output: &Output) -> Result<()> {
    let code = output.exit_code(
        toolchain
            .own_cargo()
            .current_dir(root())
            .args(["build", "--quiet", "--locked", "--bins"]),
    )?;
    ensure!(
        code == ExitCode::SUCCESS,
        "cargo-clippy and clippy-driver do not build, see above"
    );
    Ok(())
}

/// chromedriver finds the browser by itself, under these names among others.
fn find_or_install_browser() -> Result<()> {
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    if apt::in_path("chromedriver") && browsers.into_iter().any(apt::in_path) {
        return Ok(());
    }
    apt::install_or_explain(
        "the tests of the book need Chromium and its chromedriver in PATH",
        &PACKAGES,
    )
}
