//! The options of `cargo clippy` itself, and the options that it passes on to cargo.

use crate::project::{
    CLEAN, HOLDS_LOCK, LOCK, Project, Run, cargo, cargo_clippy, clippy_version, needed_version,
    rustc,
};

#[test]
fn help_names_the_options() {
    for option in ["-h", "--help"] {
        let run = Project::empty().clippy(&[option]).code(0);
        run.shows("--fix")
            .shows("--no-deps")
            .shows("--explain")
            .shows("clippy.toml");
    }
}

#[test]
fn version_names_clippy_and_the_compiler() {
    for option in ["-V", "--version", "-vV", "-Vv"] {
        let run = Project::empty()
            .clippy(&[option])
            .code(0)
            .shows("await_holding ")
            .shows(&needed_version());
        assert!(run.stdout.starts_with(&clippy_version()), "{run}");
    }
    Project::empty()
        .clippy(&["--version", "--verbose"])
        .code(0)
        .shows(&clippy_version());
}

#[test]
fn options_of_clippy_work_without_a_package_and_with_any_compiler() {
    let project = Project::empty().script("rustc", "exit 1");
    let mut command = project.clippy_command(&["--explain", "await_holding_lock"]);
    Run::new(command.env("RUSTC", project.path("rustc")))
        .code(0)
        .shows("### What it does");
}

#[test]
fn explain_describes_our_lints() {
    let project = Project::empty();
    for name in [
        "await_holding_lock",
        "clippy::await_holding_lock",
        "await-holding-lock",
    ] {
        project
            .clippy(&["--explain", name])
            .code(0)
            .shows("### Why is this bad");
    }
    project
        .clippy(&["--explain=await_holding_refcell_ref"])
        .code(0)
        .shows("RefCell");
    project
        .clippy(&["--explain", "await_holding_invalid_type"])
        .code(0)
        .shows("clippy.toml");
}

#[test]
fn explain_rejects_lints_that_it_cannot_describe() {
    let project = Project::empty();
    project
        .clippy(&["--explain", "needless_return"])
        .code(1)
        .shows("`clippy::needless_return` is a lint of upstream Clippy");
    project
        .clippy(&["--explain", "no_such_lint"])
        .code(1)
        .shows("there is no lint `clippy::no_such_lint`")
        .shows("clippy::await_holding_lock");
    project
        .clippy(&["--explain"])
        .code(101)
        .shows("needs the name of a lint");
}

#[test]
fn first_argument_need_not_be_clippy() {
    let project = Project::with_lib(HOLDS_LOCK);
    Run::new(&mut project.command(cargo_clippy()))
        .code(0)
        .shows(LOCK);
    Run::new(project.command(cargo_clippy()).arg("--lib"))
        .code(0)
        .shows(LOCK);
}

#[test]
fn cargo_finds_it_as_a_subcommand() {
    let project = Project::with_lib(HOLDS_LOCK);
    let bin = cargo_clippy().parent().unwrap();
    let path = std::env::join_paths([bin, rustc().parent().unwrap()]).unwrap();
    // Cargo would prefer another Clippy beside itself or in its home.
    let lonely_cargo = project.path("cargo");
    std::os::unix::fs::symlink(cargo(), &lonely_cargo).unwrap();
    let run = |args: &[&str]| {
        let mut command = project.command(&lonely_cargo);
        command
            .env_remove("CARGO")
            .env("CARGO_HOME", project.path("home"))
            .env("PATH", &path);
        Run::new(command.args(args))
    };
    let direct = project.clippy(&["--version"]).stdout;
    assert_eq!(run(&["clippy", "--version"]).code(0).stdout, direct);
    run(&["clippy"]).code(0).shows(LOCK);
    run(&["clippy", "--", "-Dwarnings"]).code(101).shows(LOCK);
}

#[test]
fn unknown_options_are_rejected_by_cargo() {
    Project::with_lib(CLEAN)
        .clippy(&["--no-such-option"])
        .code(1)
        .shows("unexpected argument '--no-such-option'");
}

#[test]
fn wrong_lint_options_are_rejected_by_rustc() {
    let project = Project::with_lib(CLEAN);
    for option in ["--no-such-option", "--fix"] {
        let run = project.clippy(&["--", option]).code(101).hides("panicked");
        run.shows(&format!(
            "Unrecognized option: '{}'",
            option.trim_start_matches('-')
        ));
    }
}

#[test]
fn options_of_cargo_reach_cargo() {
    let project = Project::with_lib(HOLDS_LOCK);
    project
        .clippy(&["--target-dir", "elsewhere", "--release"])
        .code(0)
        .shows(LOCK);
    assert!(project.path("elsewhere/release").is_dir());
    let manifest = project.path("Cargo.toml");
    let elsewhere = Project::empty();
    elsewhere
        .clippy(&["--manifest-path", manifest.to_str().unwrap()])
        .code(0)
        .shows("src/lib.rs:4:9");
}

#[test]
fn a_wrapper_of_the_compiler_is_kept() {
    let project =
        Project::with_lib(HOLDS_LOCK).script("wrapper", "echo \"$1\" >> \"$0.log\"\nexec \"$@\"");
    Run::new(
        project
            .clippy_command(&[])
            .env("RUSTC_WRAPPER", project.path("wrapper")),
    )
    .code(0)
    .shows(LOCK);
    let log = project.read("wrapper.log");
    assert!(log.contains("clippy-driver"), "the wrapper got {log}");
}

#[test]
fn cfg_clippy_is_set_only_while_linting() {
    let source = "#[cfg(clippy)]\ncompile_error!(\"linting\");\n";
    let project = Project::with_lib(source);
    project.clippy(&[]).code(101).shows("error: linting");
    Run::new(project.command(cargo()).arg("check")).quiet();
}

#[test]
fn cfg_clippy_and_the_tool_are_known_to_rustc() {
    let source = "\
#[cfg_attr(clippy, must_use)]
#[allow(clippy::all)]
pub fn one() -> u8 {
    1
}

#[cfg(not(clippy))]
pub fn two() {}
";
    Project::with_lib(source).clippy(&[]).quiet();
}
