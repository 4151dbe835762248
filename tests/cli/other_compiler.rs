//! A driver that is called with another compiler's cargo: one error, before anything is compiled. The
//! launcher has tests of its own.

use std::path::PathBuf;
use std::process::Command;

use crate::project::{
    HOLDS_LOCK, LOCK, Project, Run, cargo_clippy, clippy_driver, needed_version, rustc, skip,
};

const OLD: &str = "rustc 1.95.0 (aaaaaaaaa 2026-04-13)";

/// A package beside an old `cargo` and `rustc`, which create a file when they compile.
fn beside_an_old_compiler() -> Project {
    let rustc = format!(
        "case \"$*\" in
-V | --version) echo '{OLD}' ;;
-vV) printf '%s\\n' '{OLD}' 'binary: rustc' 'host: x86_64-unknown-linux-gnu' 'release: 1.95.0' ;;
*) touch \"$(dirname \"$0\")/compiled\"; exit 1 ;;
esac"
    );
    Project::with_lib(HOLDS_LOCK)
        .script("old/rustc", &rustc)
        .script("old/cargo", "touch \"$(dirname \"$0\")/compiled\"; exit 1")
}

/// Checks that there was one error, before anything was compiled.
#[track_caller]
fn assert_stopped(project: &Project, run: Run, active: &str) -> Run {
    let run = run
        .code(101)
        .hides("E0514")
        .hides("panicked")
        .hides("Checking");
    let run = run
        .shows_times("needed:", 1)
        .shows(&format!("active: {active}"))
        .shows(&format!("needed: {}", needed_version()));
    assert!(
        !project.path("old/compiled").exists(),
        "something was compiled: {run}"
    );
    assert!(
        !project.path("target/debug").exists(),
        "something was compiled: {run}"
    );
    run
}

#[test]
fn an_old_compiler_in_the_configuration_of_cargo_is_named() {
    let project = beside_an_old_compiler();
    let config = format!("[build]\nrustc = {:?}\n", project.path("old/rustc"));
    let project = project.file(".cargo/config.toml", &config);
    let path = std::env::join_paths([rustc().parent().unwrap(), "/bin".as_ref()]).unwrap();
    let mut command = project.clippy_command(&[]);
    let run = Run::new(command.env_remove("RUSTC").env("PATH", path));
    assert_stopped(&project, run, OLD).shows(&format!("RUSTC={}", rustc().display()));
}

#[test]
fn the_driver_itself_stops_cargo() {
    let project = beside_an_old_compiler();
    let mut command = project.command(crate::project::cargo());
    command
        .arg("check")
        .env("RUSTC_WORKSPACE_WRAPPER", clippy_driver());
    let run = Run::new(command.env("RUSTC", project.path("old/rustc")));
    assert_stopped(&project, run, OLD);
}

#[test]
fn the_driver_alone_lints_with_the_right_compiler() {
    let project = Project::with_lib(HOLDS_LOCK);
    let mut command = project.command(crate::project::cargo());
    command
        .arg("check")
        .env("RUSTC_WORKSPACE_WRAPPER", clippy_driver());
    Run::new(&mut command).code(0).shows(LOCK);
}

#[test]
fn a_real_old_toolchain_of_rustup_is_named() {
    let Some(cargo) = rustup_tool("cargo") else {
        return skip("rustup has no toolchain 1.95.0");
    };
    let rustc = rustup_tool("rustc").unwrap();
    let active = Run::new(Command::new(&rustc).arg("-V")).code(0).stdout;
    let dependency = "[dependencies]\nother = { path = \"other\" }\n";
    let project = Project::with_lib(HOLDS_LOCK)
        .append("Cargo.toml", dependency)
        .package("other", "other", "");
    let mut command = project.command(cargo_clippy());
    command
        .arg("clippy")
        .env("CARGO", cargo)
        .env("RUSTC", rustc);
    let run = assert_stopped(&project, Run::new(&mut command), active.trim());
    let advice = run
        .stderr
        .lines()
        .find_map(|line| line.trim().strip_prefix("RUSTC="));
    Run::new(command.env("RUSTC", advice.unwrap()))
        .code(0)
        .shows(LOCK);
}

fn rustup_tool(name: &str) -> Option<PathBuf> {
    let mut which = Command::new("rustup");
    which
        .args(["which", "--toolchain", "1.95.0", name])
        .env("RUSTUP_AUTO_INSTALL", "0");
    let output = which
        .current_dir("/")
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}
