//! Lint levels on the command line, in `Cargo.toml` and in the code, and unknown lint names.

use crate::project::{CLEAN, FORBIDS_INSTANT, HOLDS_INSTANT, HOLDS_LOCK, LOCK, Project};

#[test]
fn a_denied_warning_fails_as_cargo_does() {
    Project::with_lib(HOLDS_LOCK)
        .clippy(&["--", "-D", "warnings"])
        .code(101)
        .shows(&format!("error: {LOCK}"))
        .shows("could not compile `demo`");
}

#[test]
fn clean_code_passes_with_warnings_denied() {
    Project::with_lib(CLEAN)
        .clippy(&["--", "-D", "warnings"])
        .quiet();
}

#[test]
fn warnings_alone_succeed() {
    Project::with_lib(HOLDS_LOCK)
        .clippy(&[])
        .code(0)
        .shows(&format!("warning: {LOCK}"));
}

#[test]
fn lints_and_groups_are_denied_by_name() {
    let project = Project::with_lib(HOLDS_LOCK);
    for name in [
        "clippy::await_holding_lock",
        "clippy::suspicious",
        "clippy::all",
    ] {
        project
            .clippy(&["--", "-D", name])
            .code(101)
            .shows(&format!("error: {LOCK}"));
        project.clippy(&["--", "-A", name]).quiet();
        project.clippy(&["--", &format!("-D{name}")]).code(101);
    }
    project
        .clippy(&["--", "-D", "clippy::await_holding_refcell_ref"])
        .code(0)
        .shows(LOCK);
}

#[test]
fn later_options_take_precedence() {
    let project = Project::with_lib(HOLDS_LOCK);
    let lint = "clippy::await_holding_lock";
    project
        .clippy(&["--", "-A", "clippy::all", "-W", lint])
        .code(0)
        .shows(LOCK);
    project
        .clippy(&["--", "-W", lint, "-A", "clippy::all"])
        .quiet();
}

#[test]
fn a_forbidden_lint_cannot_be_allowed() {
    let allowed = format!("#![allow(clippy::await_holding_lock)]\n{HOLDS_LOCK}");
    let project = Project::with_lib(&allowed);
    project
        .clippy(&["--", "-D", "clippy::await_holding_lock"])
        .quiet();
    project
        .clippy(&["--", "-F", "clippy::await_holding_lock"])
        .code(101)
        .shows("E0453");
}

#[test]
fn levels_in_the_code_apply_to_their_item_or_statement() {
    let statement = "    let mut guard = total.lock().unwrap();";
    let with = |attribute: &str| {
        let source = HOLDS_LOCK.replace(statement, &format!("    {attribute}\n{statement}"));
        Project::with_lib(&source)
    };
    with("#[allow(clippy::await_holding_lock)]")
        .clippy(&[])
        .quiet();
    with("#[expect(clippy::await_holding_lock)]")
        .clippy(&[])
        .quiet();
    with("#[expect(clippy::await_holding_refcell_ref)]")
        .clippy(&[])
        .code(0)
        .shows(LOCK)
        .shows("this lint expectation is unfulfilled");
    with("#[deny(clippy::await_holding_lock)]")
        .clippy(&[])
        .code(101)
        .shows("error: this");
}

#[test]
fn levels_in_the_manifest_apply() {
    let with = |line: &str| {
        Project::with_lib(HOLDS_LOCK)
            .append("Cargo.toml", &format!("\n[lints.clippy]\n{line}\n"))
            .clippy(&[])
    };
    with("await_holding_lock = \"deny\"")
        .code(101)
        .shows(&format!("error: {LOCK}"));
    with("await_holding_lock = \"allow\"").quiet();
    with("suspicious = { level = \"allow\", priority = -1 }").quiet();
}

#[test]
fn names_from_upstream_clippy_are_accepted_in_the_manifest() {
    let lints = "
[lints.clippy]
all = { level = \"warn\", priority = -1 }
pedantic = { level = \"warn\", priority = -1 }
nursery = { level = \"deny\", priority = -1 }
needless_return = \"warn\"
unwrap_used = \"deny\"
module_name_repetitions = \"allow\"
";
    Project::with_lib(CLEAN)
        .append("Cargo.toml", lints)
        .clippy(&[])
        .quiet();
}

#[test]
fn names_from_upstream_clippy_are_accepted_on_the_command_line() {
    let project = Project::with_lib(CLEAN);
    project
        .clippy(&["--", "-W", "clippy::pedantic", "-D", "clippy::unwrap_used"])
        .quiet();
    // The old name of a renamed lint.
    project
        .clippy(&["--", "-A", "clippy::cyclomatic_complexity"])
        .quiet();
}

#[test]
fn a_warning_about_an_unknown_name_suggests_a_similar_one() {
    let source = format!("#![allow(clippy::await_holding_lok)]\n{CLEAN}");
    Project::with_lib(&source)
        .clippy(&[])
        .code(0)
        .shows("unknown lint: `clippy::await_holding_lok`")
        .shows("clippy::await_holding_lock");
    Project::with_lib(CLEAN)
        .clippy(&["--", "-W", "clippy::needless_retur"])
        .code(0)
        .shows("unknown lint: `clippy::needless_retur`")
        .shows("clippy::needless_return");
}

#[test]
fn an_unknown_name_on_the_command_line_has_the_level_set_by_the_options_before_it() {
    let project = Project::with_lib(CLEAN);
    let unknown = "unknown lint: `clippy::not_yet_known`";
    let clippy = |args: &[&str]| project.clippy(&[&["--"], args].concat());
    clippy(&["-W", "clippy::not_yet_known", "-D", "warnings"])
        .code(0)
        .shows_times(&format!("warning[E0602]: {unknown}"), 1)
        .shows("requested on the command line with `-W clippy::not_yet_known`");
    clippy(&["-D", "warnings", "-W", "clippy::not_yet_known"])
        .code(101)
        .shows(&format!("error[E0602]: {unknown}"));
    clippy(&["-A", "unknown_lints", "-W", "clippy::not_yet_known"]).quiet();
}

#[test]
fn an_unknown_name_in_the_manifest_gets_one_warning() {
    let project = Project::with_lib(CLEAN).append(
        "Cargo.toml",
        "[lints.clippy]\nnot_yet_known = \"deny\"\nneedless_return = \"warn\"\n",
    );
    project
        .clippy(&["--", "-D", "warnings"])
        .code(0)
        .shows_times("unknown lint", 1)
        .shows("unknown lint: `clippy::not_yet_known`");
}

#[test]
fn levels_are_capped_on_request() {
    let project = Project::with_lib(HOLDS_INSTANT).file("clippy.toml", FORBIDS_INSTANT);
    project
        .clippy(&["--", "--cap-lints", "warn", "-D", "warnings"])
        .code(0)
        .shows("warning:");
    project.clippy(&["--", "--cap-lints", "allow"]).quiet();
}
