//! `clippy-driver` without cargo, as other build systems run it.

use std::io::Write;
use std::process::Stdio;

use crate::project::{
    CLEAN, FORBIDS_INSTANT, HOLDS_INSTANT, HOLDS_LOCK, INSTANT, LOCK, Project, Run, clippy_driver,
    clippy_version, needed_version, rustc,
};

const LIB: [&str; 4] = [
    "--crate-type=lib",
    "--edition=2024",
    "--emit=metadata",
    "demo.rs",
];

fn demo(source: &str) -> Project {
    Project::empty().file("demo.rs", source)
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    LIB.iter().chain(more).copied().collect()
}

#[test]
fn lints_a_file() {
    let project = demo(HOLDS_LOCK);
    project
        .driver(&LIB)
        .code(0)
        .shows(&format!("warning: {LOCK}"))
        .shows("demo.rs:4:9");
    assert!(project.path("libdemo.rmeta").is_file());
    demo(CLEAN).driver(&LIB).quiet();
}

#[test]
fn fails_as_rustc_fails() {
    demo(HOLDS_LOCK)
        .driver(&with(&["-D", "warnings"]))
        .code(1)
        .shows(&format!("error: {LOCK}"));
    demo(CLEAN).driver(&with(&["-D", "warnings"])).quiet();
    demo("fn broken( {}").driver(&LIB).code(1).hides("panicked");
}

#[test]
fn lints_standard_input() {
    let project = Project::empty();
    let mut command = project.command(clippy_driver());
    command.args(["-", "--crate-type=lib", "--edition=2024", "--emit=metadata"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(HOLDS_LOCK.as_bytes())
        .unwrap();
    Run::of(format!("{command:?}"), child.wait_with_output().unwrap())
        .code(0)
        .shows(LOCK)
        .shows("<anon>:4:9");
}

#[test]
fn takes_arguments_from_a_file() {
    let project = demo(HOLDS_LOCK).file("args", &LIB.join("\n"));
    project.driver(&["@args"]).code(0).shows(LOCK);
    project.driver(&["@args", "-Dwarnings"]).code(1).shows(LOCK);
    let capped = with(&["--cap-lints", "allow"]).join("\n");
    demo(HOLDS_LOCK)
        .file("args", &capped)
        .driver(&["@args"])
        .quiet();
    demo(HOLDS_LOCK)
        .driver(&["@nowhere"])
        .code(1)
        .shows("nowhere")
        .hides("panicked");
}

#[test]
fn reads_the_configuration_of_the_current_directory() {
    demo(HOLDS_INSTANT)
        .file("clippy.toml", FORBIDS_INSTANT)
        .driver(&LIB)
        .code(0)
        .shows(INSTANT);
    demo(HOLDS_INSTANT).driver(&LIB).quiet();
}

#[test]
fn takes_options_from_the_environment() {
    let project = demo(HOLDS_LOCK);
    let with_env = |args: &str| {
        Run::new(
            project
                .command(clippy_driver())
                .args(LIB)
                .env("CLIPPY_ARGS", args),
        )
    };
    with_env("-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__")
        .code(1)
        .shows(LOCK);
    with_env("-A__CLIPPY_HACKERY__clippy::all__CLIPPY_HACKERY__").quiet();
    with_env("").code(0).shows(LOCK);
}

#[test]
fn prints_json_and_short_lines() {
    let project = demo(HOLDS_LOCK);
    project
        .driver(&with(&["--error-format=json"]))
        .code(0)
        .shows("\"clippy::await_holding_lock\"");
    project
        .driver(&with(&["--error-format=short"]))
        .code(0)
        .shows(&format!("demo.rs:4:9: warning: {LOCK}"));
}

#[test]
fn acts_as_plain_rustc_on_request() {
    let source = format!("#[cfg(clippy)]\ncompile_error!(\"linting\");\n{HOLDS_LOCK}");
    let project = demo(&source);
    project.driver(&LIB).code(1).shows("error: linting");
    project.driver(&with(&["--rustc"])).quiet();
    let plain = Run::new(project.command(rustc()).arg("-vV"));
    assert_eq!(
        project.driver(&["--rustc", "-vV"]).code(0).stdout,
        plain.stdout
    );
    project
        .driver(&["--rustc", "--version"])
        .code(0)
        .shows(&needed_version())
        .hides("clippy");
}

#[test]
fn capped_lints_are_off() {
    let source = format!("#[cfg(clippy)]\ncompile_error!(\"linting\");\n{HOLDS_LOCK}");
    demo(&source)
        .driver(&with(&["--cap-lints", "allow"]))
        .quiet();
    demo(&source).driver(&with(&["--cap-lints=allow"])).quiet();
    demo(HOLDS_LOCK)
        .driver(&with(&["--cap-lints", "warn", "-Dwarnings"]))
        .code(0)
        .shows(LOCK);
}

#[test]
fn answers_like_the_compiler_that_it_wraps() {
    let project = Project::empty();
    let rustc = rustc().to_str().unwrap();
    for question in [&["-vV"][..], &["--print", "cfg"], &["--print=target-list"]] {
        let plain = Run::new(project.command(rustc).args(question));
        let wrapped = Run::new(project.command(clippy_driver()).arg(rustc).args(question)).code(0);
        assert_eq!(wrapped.stdout, plain.stdout, "{question:?}");
    }
}

#[test]
fn prints_its_version_and_help() {
    let project = Project::empty();
    for option in ["-V", "--version"] {
        project
            .driver(&[option])
            .code(0)
            .shows(&clippy_version())
            .shows("await_holding ")
            .shows(&needed_version());
    }
    for args in [&[][..], &["-h"], &["--help"]] {
        project
            .driver(args)
            .code(0)
            .shows("Usage:")
            .shows("CLIPPY_CONF_DIR");
    }
}

#[test]
fn explains_lints_and_error_codes() {
    let project = Project::empty();
    project
        .driver(&["--explain", "await_holding_lock"])
        .code(0)
        .shows("### What it does");
    project
        .driver(&["--explain", "E0514"])
        .code(0)
        .shows("incompatible");
    project
        .driver(&["--explain=await_holding_lock"])
        .code(0)
        .shows("### What it does");
    project.driver(&["--explain"]).code(1).shows("'explain'");
    project
        .driver(&["--explain", "no_such_lint"])
        .code(1)
        .shows("there is no lint");
}

#[test]
fn lists_the_names_of_lints() {
    Project::empty()
        .driver(&["-W", "help"])
        .code(0)
        .shows("clippy::await-holding-lock")
        .shows("clippy::suspicious");
}
