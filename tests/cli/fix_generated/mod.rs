//! `--fix` preserves behavior. Programs are generated from a grammar of fixable code, run, fixed and
//! run again, in each edition: they do the same as before, what was fixed is not held any more, and a
//! second `--fix` changes nothing.

use std::process::Command;

use serde_json::Value;

use crate::project::{Project, Run, cargo};

mod grammar;

/// Kept between test runs, because it contains the compiled `tracing`.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/fix_generated");
const SOURCE: &str = "src/generated.rs";
const PROGRAMS: u64 = 200;

#[test]
fn fixed_programs_behave_the_same() {
    for edition in ["2021", "2024"] {
        let project = Project::empty()
            .file(
                "Cargo.toml",
                &format!(
                    "[package]\nname = \"generated\"\nedition = \"{edition}\"\n\
                     [dependencies]\nparking_lot = \"0.12\"\ntracing = \"0.1\"\n[workspace]\n"
                ),
            )
            .file(
                "Cargo.lock",
                include_str!("../../../clippy_test_deps/Cargo.lock"),
            )
            .file("src/main.rs", include_str!("main.rs"))
            .file(SOURCE, &grammar::programs(PROGRAMS));
        let before = output(&project);
        let original = project.read(SOURCE);
        let [held, fixable] = findings(&project);

        fix(&project)
            .hides("reported errors")
            .shows("Fixed src/generated.rs");
        let fixed = project.read(SOURCE);
        let added = |text: &str| fixed.matches(text).count() - original.matches(text).count();
        for (text, least) in [
            (".instrument(", 30),
            ("drop(", 15),
            (" = {\n", 20),
            ("=> {\n", 5),
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

        // What was fixed is not held any more, and there is nothing left to fix.
        assert_eq!(findings(&project), [held - fixable, 0], "{fixed}");
        fix(&project).hides("Fixed");
        assert_eq!(fixed, project.read(SOURCE));
    }
}

/// The output of the programs.
fn output(project: &Project) -> String {
    let args = ["run", "--quiet", "--offline", "--target-dir", TARGET];
    let mut command: Command = project.command(cargo());
    Run::new(command.args(args)).code(0).stdout
}

/// How many values are held, and how many of them `--fix` can fix.
fn findings(project: &Project) -> [usize; 2] {
    let diagnostics = clippy(project, &["--message-format=json"]).diagnostics();
    let is_of = |diagnostic: &&Value| {
        let code = diagnostic["code"]["code"].as_str().unwrap_or_default();
        code.starts_with("clippy::await_holding")
    };
    let held: Vec<_> = diagnostics.iter().filter(is_of).collect();
    let is_fixable = |diagnostic: &&&Value| {
        let children = diagnostic["children"].as_array().into_iter().flatten();
        let mut spans = children.flat_map(|child| child["spans"].as_array().into_iter().flatten());
        spans.any(|span| span["suggestion_applicability"] == "MachineApplicable")
    };
    [held.len(), held.iter().filter(is_fixable).count()]
}

fn fix(project: &Project) -> Run {
    clippy(project, &["--fix", "--allow-no-vcs"])
}

fn clippy(project: &Project, args: &[&str]) -> Run {
    let more = [
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
    project.clippy(&[args, &more].concat()).code(0)
}
