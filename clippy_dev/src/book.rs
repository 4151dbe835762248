//! `./x book`, and the browser that the book's tests need.

use std::process::ExitCode;

use anyhow::{Result, ensure};

use crate::apt;
use crate::toolchain::Toolchain;
use crate::workspace::{exit_code, root};

/// Debian's packages with a browser and the program that drives it.
const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// Builds the book; before that, with `bless`, the parts of its sources that are generated.
pub fn build(bless: bool) -> Result<ExitCode> {
    let toolchain = Toolchain::find_or_make()?;
    if bless {
        build_programs(&toolchain)?;
    }
    exit_code(
        toolchain
            .own_cargo()
            .current_dir(root())
            .args([
                "run",
                "--quiet",
                "--locked",
                "--package",
                "clippy_book",
                "--",
            ])
            .args(bless.then_some("--bless")),
    )
}

/// The tests of the book.
pub fn test(toolchain: &Toolchain) -> Result<ExitCode> {
    find_or_install_browser()?;
    build_programs(toolchain)?;
    exit_code(toolchain.own_cargo().current_dir(root()).args([
        "test",
        "--locked",
        "--no-fail-fast",
        "--package",
        "clippy_book",
    ]))
}

/// The examples of the book are run by the cargo-clippy and clippy-driver of this build.
fn build_programs(toolchain: &Toolchain) -> Result<()> {
    let code = exit_code(
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
    apt::require(
        apt::in_path("chromedriver") && browsers.into_iter().any(apt::in_path),
        "the tests of the book need Chromium and its chromedriver in PATH",
        &PACKAGES,
    )
}
