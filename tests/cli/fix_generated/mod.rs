//! `--fix` preserves behavior. Programs are generated from a grammar of fixable code, run, fixed and
//! run again: they do the same as before, and a second `--fix` changes nothing.

use std::process::Command;

use crate::project::{Project, Run, cargo};

mod grammar;

/// Kept between test runs, because it contains the compiled `tracing`.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/fix_generated");
const SOURCE: &str = "src/generated.rs";
const PROGRAMS: u64 = 150;

#[test]
fn fixed_programs_behave_the_same() {
    let project = Project::empty()
        .file(
            "Cargo.toml",
            "[package]\nname = \"generated\"\nedition = \"2024\"\n\
             [dependencies]\nparking_lot = \"0.12\"\ntracing = \"0.1\"\n[workspace]\n",
        )
        .file(
            "Cargo.lock",
            include_str!("../../../clippy_test_deps/Cargo.lock"),
        )
        .file("src/main.rs", include_str!("main.rs"))
        .file(SOURCE, &grammar::programs(PROGRAMS));
    let before = output(&project);
    let original = project.read(SOURCE);

    fix(&project)
        .hides("reported errors")
        .shows("Fixed src/generated.rs");
    let fixed = project.read(SOURCE);
    let added = |text: &str| fixed.matches(text).count() - original.matches(text).count();
    for (text, least) in [
        (".instrument(", 30),
        ("drop(", 30),
        ("let value = ", 30),
        ("use tracing::Instrument;", 1),
    ] {
        assert!(
            added(text) >= least,
            "{text:?} was added {} times",
            added(text)
        );
    }
    for comment in original.lines().filter_map(|line| line.split_once("//")) {
        let comment = format!("//{}", comment.1);
        assert!(fixed.contains(&comment), "{comment:?} was lost");
    }
    assert_eq!(before, output(&project), "{fixed}");

    fix(&project).hides("Fixed");
    assert_eq!(fixed, project.read(SOURCE));
}

/// The output of the programs.
fn output(project: &Project) -> String {
    let args = ["run", "--quiet", "--offline", "--target-dir", TARGET];
    let mut command: Command = project.command(cargo());
    Run::new(command.args(args)).code(0).stdout
}

fn fix(project: &Project) -> Run {
    let args = [
        "--fix",
        "--allow-no-vcs",
        "--offline",
        "--target-dir",
        TARGET,
        "--",
        // Clippy in full fixes other things, too.
        "-Aclippy::all",
        "-Wclippy::await_holding_invalid_type",
        "-Wclippy::await_holding_lock",
        "-Wclippy::await_holding_refcell_ref",
    ];
    project.clippy(&args).code(0)
}
