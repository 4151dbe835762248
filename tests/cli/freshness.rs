//! What a second run lints again, and what it only reports again.

use crate::project::{
    CLEAN, FORBIDS_INSTANT, HOLDS_INSTANT, HOLDS_LOCK, INSTANT, LOCK, Project, Run, cargo,
};

const CHECKS: &str = "Checking demo";

#[test]
fn a_second_run_checks_nothing_and_reports_the_same() {
    let project = Project::with_lib(HOLDS_LOCK);
    project
        .clippy(&[])
        .code(0)
        .shows(CHECKS)
        .shows_times(LOCK, 1);
    project
        .clippy(&[])
        .code(0)
        .hides(CHECKS)
        .shows_times(LOCK, 1);
}

#[test]
fn an_edited_configuration_lints_again() {
    let project = Project::with_lib(HOLDS_INSTANT).file("clippy.toml", "msrv = \"1.90\"\n");
    project.clippy(&[]).quiet();
    project.edit("clippy.toml", FORBIDS_INSTANT);
    project.clippy(&[]).code(0).shows(CHECKS).shows(INSTANT);
    project.clippy(&[]).code(0).hides(CHECKS).shows(INSTANT);
    project.edit("clippy.toml", "");
    project.clippy(&[]).quiet().shows(CHECKS);
}

#[test]
fn an_added_or_removed_configuration_lints_again() {
    let project = Project::with_lib(HOLDS_INSTANT);
    project.clippy(&[]).quiet();
    project.clippy(&[]).quiet().hides(CHECKS);
    project.edit("clippy.toml", FORBIDS_INSTANT);
    project.clippy(&[]).code(0).shows(INSTANT);
    project.remove("clippy.toml");
    project.clippy(&[]).quiet().shows(CHECKS);
}

#[test]
fn a_configuration_added_to_the_workspace_lints_members_again() {
    let project = Project::empty()
        .file(
            "Cargo.toml",
            "[workspace]\nmembers = [\"demo\"]\nresolver = \"3\"\n",
        )
        .package("demo", "demo", HOLDS_INSTANT);
    project.clippy(&[]).quiet();
    project.clippy(&[]).quiet().hides(CHECKS);
    project.edit(".clippy.toml", FORBIDS_INSTANT);
    project.clippy(&[]).code(0).shows(INSTANT);
    project.remove(".clippy.toml");
    project.clippy(&[]).quiet().shows(CHECKS);
}

#[test]
fn a_configuration_added_to_the_package_replaces_that_of_the_workspace() {
    let project = Project::empty()
        .file(
            "Cargo.toml",
            "[workspace]\nmembers = [\"demo\"]\nresolver = \"3\"\n",
        )
        .file("clippy.toml", FORBIDS_INSTANT)
        .package("demo", "demo", HOLDS_INSTANT);
    project.clippy(&[]).code(0).shows(INSTANT);
    project.edit("demo/clippy.toml", "");
    project.clippy(&[]).quiet().shows(CHECKS);
}

#[test]
fn a_configuration_added_elsewhere_is_noticed() {
    let project = Project::with_lib(HOLDS_INSTANT).file("conf/readme", "");
    let manifest = project.path("Cargo.toml");
    let elsewhere = Project::empty();
    let by_manifest = || elsewhere.clippy(&["--manifest-path", manifest.to_str().unwrap()]);
    by_manifest().quiet();
    project.edit("clippy.toml", FORBIDS_INSTANT);
    by_manifest().code(0).shows(INSTANT);
    project.remove("clippy.toml");

    let by_variable = || Run::new(project.clippy_command(&[]).env("CLIPPY_CONF_DIR", "conf"));
    by_variable().quiet();
    project.edit("conf/clippy.toml", FORBIDS_INSTANT);
    by_variable().code(0).shows(INSTANT);
}

#[test]
fn the_configuration_is_the_same_from_a_subdirectory() {
    let project = Project::with_lib(HOLDS_INSTANT).file("clippy.toml", FORBIDS_INSTANT);
    project.clippy(&[]).code(0).shows(INSTANT);
    let mut command = project.clippy_command(&[]);
    Run::new(command.current_dir(project.path("src")))
        .code(0)
        .hides(CHECKS)
        .shows(INSTANT);
}

#[test]
fn another_configuration_directory_lints_again() {
    let project = Project::with_lib(HOLDS_INSTANT)
        .file("strict/clippy.toml", FORBIDS_INSTANT)
        .file("lax/clippy.toml", "");
    let clippy = |dir: &str| {
        let absolute = project.path(dir);
        Run::new(project.clippy_command(&[]).env("CLIPPY_CONF_DIR", absolute))
    };
    project.clippy(&[]).quiet();
    clippy("strict").code(0).shows(CHECKS).shows(INSTANT);
    clippy("strict").code(0).hides(CHECKS).shows(INSTANT);
    clippy("lax").quiet().shows(CHECKS);
    project.clippy(&[]).quiet().shows(CHECKS);
}

#[test]
fn other_lint_options_lint_again() {
    let project = Project::with_lib(HOLDS_LOCK);
    project
        .clippy(&[])
        .code(0)
        .shows(&format!("warning: {LOCK}"));
    project
        .clippy(&["--", "-D", "warnings"])
        .code(101)
        .shows(&format!("error: {LOCK}"));
    project
        .clippy(&[])
        .code(0)
        .shows(&format!("warning: {LOCK}"));
    project
        .clippy(&["--", "-A", "clippy::await_holding_lock"])
        .quiet();
    project
        .clippy(&[])
        .code(0)
        .shows(&format!("warning: {LOCK}"));
}

#[test]
fn cargo_check_does_not_interfere() {
    let project = Project::with_lib(HOLDS_LOCK);
    let check = || Run::new(project.command(cargo()).arg("check"));
    project.clippy(&[]).code(0).shows(LOCK);
    check().quiet();
    project.clippy(&[]).code(0).hides(CHECKS).shows(LOCK);
    check().quiet().hides(CHECKS);
}

/// A package with [`HOLDS_LOCK`] in one module and `foreign` in another.
fn two_modules(foreign: &str) -> Project {
    Project::with_lib("pub mod holder;\npub mod foreign;\n")
        .file("src/holder.rs", HOLDS_LOCK)
        .file("src/foreign.rs", foreign)
}

#[test]
fn an_unchanged_module_still_gets_its_warnings() {
    let project = two_modules(CLEAN);
    project.clippy(&[]).code(0).shows(LOCK);
    project.edit("src/foreign.rs", "pub fn add() -> u8 {\n    1 + 1\n}\n");
    project
        .clippy(&[])
        .code(0)
        .shows(CHECKS)
        .shows_times(LOCK, 1);
    project.edit("src/foreign.rs", "pub fn add() -> u8 {\n    1 + 2\n}\n");
    project
        .clippy(&[])
        .code(0)
        .shows(CHECKS)
        .shows_times(LOCK, 1);
    project.edit("src/holder.rs", CLEAN);
    project.clippy(&[]).quiet().shows(CHECKS);
}

#[test]
fn a_changed_callee_affects_an_unchanged_module() {
    let caller = "\
pub async fn wait() {
    let value = crate::foreign::value();
    std::future::pending::<()>().await;
    let _ = value;
}
";
    let project = Project::with_lib("pub mod caller;\npub mod foreign;\n")
        .file("src/caller.rs", caller)
        .file("src/foreign.rs", "pub fn value() -> u8 {\n    1\n}\n")
        .file("clippy.toml", FORBIDS_INSTANT);
    project.clippy(&[]).quiet();
    let value = "pub fn value() -> std::time::Instant {\n    std::time::Instant::now()\n}\n";
    project.edit("src/foreign.rs", value);
    project
        .clippy(&[])
        .code(0)
        .shows(INSTANT)
        .shows("src/caller.rs:2:9");
}

#[test]
fn incremental_results_do_not_outlive_the_configuration() {
    let project = two_modules(HOLDS_INSTANT).file("clippy.toml", "");
    project.clippy(&[]).code(0).shows(LOCK).hides(INSTANT);
    project.edit("clippy.toml", FORBIDS_INSTANT);
    project
        .clippy(&[])
        .code(0)
        .shows_times(LOCK, 1)
        .shows_times(INSTANT, 1);
    project.edit("clippy.toml", "");
    project
        .clippy(&[])
        .code(0)
        .shows_times(LOCK, 1)
        .hides(INSTANT);
}

/// Incremental results point into `clippy.toml`, even into one that is no longer read.
#[test]
fn the_same_configuration_in_another_directory_does_not_crash() {
    let project = Project::with_lib(HOLDS_INSTANT)
        .file("here/clippy.toml", FORBIDS_INSTANT)
        .file("there/clippy.toml", FORBIDS_INSTANT);
    for dir in ["here", "there", "here"] {
        Run::new(project.clippy_command(&[]).env("CLIPPY_CONF_DIR", dir))
            .code(0)
            .shows(INSTANT)
            .shows(&format!("{dir}/clippy.toml:1:32"));
    }
}

/// A renamed dependency does not change any code, but entries may begin with its name.
#[test]
fn a_renamed_dependency_affects_an_unchanged_module() {
    let manifest = |name: &str| {
        format!(
            "[package]\nname = \"demo\"\nedition = \"2024\"\n\n[dependencies]\n\
             middle = {{ path = \"middle\" }}\n\
             {name} = {{ path = \"guards\", package = \"guards\" }}\n"
        )
    };
    let holder = "\
pub async fn hold() {
    let _guard = middle::guard();
    std::future::pending::<()>().await;
}
";
    let guard = "pub struct Guard;\n\nimpl Drop for Guard {\n    fn drop(&mut self) {}\n}\n";
    let project = Project::with_lib(holder)
        .file("Cargo.toml", &manifest("ours"))
        .package(
            "middle",
            "middle",
            "pub fn guard() -> guards::Guard {\n    guards::Guard\n}\n",
        )
        .append(
            "middle/Cargo.toml",
            "\n[dependencies]\nguards = { path = \"../guards\" }\n",
        )
        .package("guards", "guards", guard)
        .file(
            "clippy.toml",
            "await-holding-invalid-types = [\"ours::Guard\"]\n",
        );
    let warning = "`ours::Guard` may not be held across an `await` point";
    project.clippy(&[]).code(0).shows(warning);
    project.edit("Cargo.toml", &manifest("theirs"));
    project.clippy(&[]).quiet().shows(CHECKS);
    project.edit("Cargo.toml", &manifest("ours"));
    project.clippy(&[]).code(0).shows(warning);
}

/// The query for each module reads what an entry resolves to, not only the query for the first one.
#[test]
fn a_changed_alias_in_another_crate_affects_unchanged_modules() {
    let alias = |of: &str| format!("pub struct Old;\npub struct New;\npub type Alias = {of};\n");
    let holder = |ty: &str| {
        format!(
            "pub async fn hold() {{\n    let held = guards::{ty};\n    \
             std::future::pending::<()>().await;\n    let _ = held;\n}}\n"
        )
    };
    let project = Project::with_lib("pub mod one;\npub mod two;\n")
        .append(
            "Cargo.toml",
            "\n[dependencies]\nguards = { path = \"guards\" }\n",
        )
        .file("src/one.rs", &holder("Old"))
        .file("src/two.rs", &holder("New"))
        .package("guards", "guards", &alias("Old"))
        .file(
            "clippy.toml",
            "await-holding-invalid-types = [\"guards::Alias\"]\n",
        );
    for (of, module) in [("Old", "one"), ("New", "two"), ("Old", "one")] {
        project.edit("guards/src/lib.rs", &alias(of));
        project
            .clippy(&[])
            .code(0)
            .shows_times("`guards::Alias` may not be held", 1)
            .shows(&format!("src/{module}.rs:2:9"));
    }
}
