//! `./x` and the programs that it installs, where Rust comes from rustup. The network is not needed:
//! rustup downloads from a [`distribution`] in a directory.
//!
//! The suite `rustup` of `./x test` is skipped where this cannot run.

mod distribution;
mod machine;
mod run;

use std::fs;
use std::path::Path;

use distribution::pinned;
use machine::Machine;
use run::Run;

/// What a lint says about the machine's package.
const HELD: &str = "this `MutexGuard` is held across an `await` point";

/// A server that does not answer.
const OFFLINE: (&str, &str) = ("RUSTUP_DIST_SERVER", "http://127.0.0.1:1");

const FORBIDDEN: (&str, &str) = ("RUSTUP_AUTO_INSTALL", "0");

#[test]
fn with_nothing_installed_rustup_installs_everything() {
    let machine = Machine::new();
    let run = machine.x(&["setup"]);
    assert_set_up(&machine, run).shows("asking rustup for");

    let prefix = machine.path("my prefix/bin");
    let prefix = prefix.display();
    let clippy = format!("PATH=\"{prefix}:$PATH\" cargo +{} clippy", pinned());
    machine
        .x(&["install", "--prefix", "../my prefix"])
        .succeeds()
        .shows(&format!("to run it in a package: {clippy}\n"))
        .hides("for rustc, PATH finds");
    machine.sh(&clippy).succeeds().shows(HELD);

    // The programs have to find the compiler's library where they did not find it before, and without
    // the help of rustup. Another target directory has no cached diagnostics.
    fs::rename(machine.toolchain(), machine.path("moved")).unwrap();
    let moved = machine.path("moved/bin");
    let clippy = format!("PATH=\"{prefix}:{}:$PATH\" cargo clippy", moved.display());
    let check = format!("{clippy} --target-dir other");
    machine.sh(&check).succeeds().shows(HELD);
    let explain = format!("{clippy} --explain await_holding_lock");
    machine.sh(&explain).succeeds().shows("### What it does");
}

#[test]
fn a_toolchain_without_the_compilers_crates_is_completed() {
    let machine = Machine::new();
    machine.install(pinned());
    let run = machine.x(&["setup"]);
    assert_set_up(&machine, run).shows("(installed by rustup)");
}

#[test]
fn x_stops_where_rustup_may_not_or_cannot_install() {
    let machine = Machine::new();
    for variable in [FORBIDDEN, OFFLINE] {
        assert_stopped(&machine, machine.setup_with(variable)).shows("x: needs cargo");
    }
    machine.rustup(&["set", "auto-install", "disable"]);
    assert_stopped(&machine, machine.x(&["setup"])).shows("x: needs cargo");
}

/// Another toolchain is good enough to build what is behind `./x`, which then looks further itself.
#[test]
fn another_default_toolchain_stays_the_default() {
    let machine = Machine::new();
    machine.install("stable");
    machine.rustup(&["default", "stable"]);
    for variable in [FORBIDDEN, OFFLINE] {
        assert_stopped(&machine, machine.setup_with(variable)).shows("error: no Rust");
    }
    let run = machine.x(&["setup"]);
    assert_set_up(&machine, run).shows("(installed by rustup)");
    machine.rustup(&["default"]).shows("stable-");
}

/// Checks that the pinned toolchain was installed and is used.
#[track_caller]
fn assert_set_up(machine: &Machine, run: Run) -> Run {
    let rustc = machine.toolchain().join("bin/rustc");
    assert!(!machine.called_apt_get(), "it called apt-get: {run}");
    run.succeeds().shows(rustc.to_str().unwrap())
}

/// Checks that nothing was installed, and that the message has each way to do that.
#[track_caller]
fn assert_stopped(machine: &Machine, run: Run) -> Run {
    assert!(!machine.toolchain().exists(), "rustup installed it: {run}");
    assert!(!machine.called_apt_get(), "it called apt-get: {run}");
    let run = run
        .fails()
        .shows(&format!("rustup toolchain install {} ", pinned()))
        .hides("https://rustup.rs");
    if Path::new("/usr/bin/apt-get").exists() {
        return run.shows("sudo apt-get install 'rustc-web=");
    }
    run
}
