//! Workspaces: which packages are linted, and with which configuration.

use crate::project::{
    CLEAN, FORBIDS_INSTANT, HOLDS_INSTANT, HOLDS_LOCK, INSTANT, LOCK, Project, Run,
};

const WORKSPACE: &str = "[workspace]\nmembers = [\"strict\", \"lax\"]\nresolver = \"3\"\n";

/// Members `strict` and `lax` with the same code, which only the configuration of `strict` forbids.
fn two_members() -> Project {
    Project::empty()
        .file("Cargo.toml", WORKSPACE)
        .package("strict", "strict", HOLDS_INSTANT)
        .file("strict/clippy.toml", FORBIDS_INSTANT)
        .package("lax", "lax", HOLDS_INSTANT)
        .file("lax/clippy.toml", "")
}

/// `demo` depends on `other`, a member of the same workspace.
fn with_member_dependency() -> Project {
    Project::empty()
        .package("", "demo", HOLDS_LOCK)
        .append(
            "Cargo.toml",
            "[dependencies]\nother = { path = \"other\" }\n[workspace]\n",
        )
        .package("other", "other", HOLDS_LOCK)
}

#[test]
fn members_have_their_own_configurations() {
    let project = two_members();
    project
        .clippy(&[])
        .code(0)
        .shows_times(INSTANT, 1)
        .shows("strict/src/lib.rs:4:9");
    project
        .clippy(&["--workspace"])
        .code(0)
        .shows_times(INSTANT, 1);
}

#[test]
fn an_edited_configuration_affects_only_its_member() {
    let project = two_members();
    project.clippy(&[]).code(0);
    project.edit("lax/clippy.toml", FORBIDS_INSTANT);
    project
        .clippy(&[])
        .code(0)
        .shows("Checking lax")
        .hides("Checking strict")
        .shows_times(INSTANT, 2);
}

#[test]
fn packages_are_selected_by_name() {
    let project = two_members();
    project.clippy(&["-p", "lax"]).quiet();
    project.clippy(&["-p", "strict"]).code(0).shows(INSTANT);
    project
        .clippy(&["-p", "strict", "--", "-Dwarnings"])
        .code(101)
        .shows(INSTANT);
    project
        .clippy(&["--workspace", "--exclude", "strict"])
        .quiet();
    project.clippy(&["-p", "nobody"]).code(101).shows("nobody");
}

#[test]
fn a_dependency_in_the_workspace_is_linted_by_default() {
    with_member_dependency()
        .clippy(&[])
        .code(0)
        .shows_times(LOCK, 2)
        .shows("other/src/lib.rs:4:9");
}

#[test]
fn no_deps_skips_dependencies() {
    for args in [
        &["--no-deps"][..],
        &["--", "--no-deps"],
        &["--no-deps", "--", "--no-deps"],
    ] {
        let project = with_member_dependency();
        project
            .clippy(args)
            .code(0)
            .shows_times(LOCK, 1)
            .hides("other/src/lib.rs");
    }
    let project = with_member_dependency();
    project
        .clippy(&["--no-deps", "--workspace"])
        .code(0)
        .shows_times(LOCK, 2);
}

#[test]
fn no_deps_takes_effect_after_a_run_without_it() {
    let project = with_member_dependency();
    project.clippy(&[]).code(0).shows_times(LOCK, 2);
    project.clippy(&["--no-deps"]).code(0).shows_times(LOCK, 1);
    project.clippy(&[]).code(0).shows_times(LOCK, 2);
}

#[test]
fn no_deps_lints_what_was_a_dependency_before() {
    let project = with_member_dependency();
    project
        .clippy(&["--no-deps", "-p", "demo"])
        .code(0)
        .shows("--> src/lib.rs:4:9");
    let run = project.clippy(&["--no-deps", "-p", "other"]).code(0);
    run.shows("--> other/src/lib.rs:4:9");
    let run = project.clippy(&["--no-deps", "-p", "demo"]).code(0);
    run.shows("--> src/lib.rs:4:9").hides("other/src/lib.rs");
}

#[test]
fn a_package_outside_of_the_workspace_is_compiled_without_lints_and_cfg() {
    let other = format!("#[cfg(clippy)]\ncompile_error!(\"linting\");\n{HOLDS_LOCK}");
    let project = Project::empty()
        .package("demo", "demo", CLEAN)
        .append(
            "demo/Cargo.toml",
            "[dependencies]\nother = { path = \"../other\" }\n[workspace]\n",
        )
        .package("other", "other", &other);
    let mut command = project.clippy_command(&[]);
    Run::new(command.current_dir(project.path("demo")))
        .code(0)
        .hides("linting")
        .hides(LOCK);
}

#[test]
fn all_targets_are_linted_on_request() {
    let main = HOLDS_LOCK.to_owned() + "fn main() {}\n";
    let project = Project::with_lib(CLEAN)
        .file("src/bin/tool.rs", &main)
        .file("examples/show.rs", &main)
        .file("tests/all.rs", &main)
        .file("benches/fast.rs", &main);
    project.clippy(&["--lib"]).quiet();
    project
        .clippy(&[])
        .code(0)
        .shows("src/bin/tool.rs:4:9")
        .hides("examples/show.rs");
    let run = project.clippy(&["--all-targets"]).code(0);
    run.shows("src/bin/tool.rs:4:9")
        .shows("examples/show.rs:4:9")
        .shows("tests/all.rs:4:9")
        .shows("benches/fast.rs:4:9");
}

#[test]
fn build_scripts_and_proc_macros_are_supported() {
    let macros = "\
use proc_macro::TokenStream;

#[proc_macro]
pub fn empty(_: TokenStream) -> TokenStream {
    TokenStream::new()
}
";
    let project = Project::with_lib(&format!("macros::empty!();\n{HOLDS_LOCK}"))
        .append(
            "Cargo.toml",
            "[dependencies]\nmacros = { path = \"macros\" }\n[workspace]\n",
        )
        .file(
            "build.rs",
            "fn main() {\n    println!(\"cargo::rerun-if-changed=build.rs\");\n}\n",
        )
        .package("macros", "macros", macros)
        .append("macros/Cargo.toml", "[lib]\nproc-macro = true\n");
    project.clippy(&[]).code(0).shows_times(LOCK, 1);
}

#[test]
fn a_directory_name_may_have_spaces_and_any_letters() {
    let project = Project::empty_named("мой проект – ünï & 'co'")
        .package("", "demo", HOLDS_INSTANT)
        .file("clippy.toml", FORBIDS_INSTANT);
    project
        .clippy(&[])
        .code(0)
        .shows("Checking demo")
        .shows(INSTANT);
    project
        .clippy(&[])
        .code(0)
        .hides("Checking demo")
        .shows(INSTANT);
    project.edit("clippy.toml", "");
    project.clippy(&[]).quiet().shows("Checking demo");
    project.clippy(&[]).quiet().hides("Checking demo");
}

#[test]
fn captures_of_a_closure_from_another_crate_are_reported() {
    let library = "\
use std::sync::Mutex;

pub fn count(total: &Mutex<u32>) -> impl FnOnce() -> u32 {
    let guard = total.lock().unwrap();
    move || *guard
}

pub fn number(number: u32) -> impl FnOnce() -> u32 {
    move || number
}
";
    let user = "\
pub async fn holds(total: &std::sync::Mutex<u32>) -> u32 {
    let count = library::count(total);
    std::future::pending::<()>().await;
    count()
}

pub async fn does_not() -> u32 {
    let number = library::number(1);
    std::future::pending::<()>().await;
    number()
}
";
    Project::empty()
        .file(
            "Cargo.toml",
            "[workspace]\nmembers = [\"library\", \"user\"]\nresolver = \"3\"\n",
        )
        .package("library", "library", library)
        .package("user", "user", user)
        .append(
            "user/Cargo.toml",
            "[dependencies]\nlibrary = { path = \"../library\" }\n",
        )
        .clippy(&[])
        .code(0)
        .shows_times("this `MutexGuard` is held across an `await` point", 1)
        .shows("user/src/lib.rs:2:9")
        .shows("held in `{closure@");
}

#[test]
fn crate_is_the_crate_of_each_member() {
    let app = "\
pub struct Own;
struct Private;
pub fn own() -> Own {
    drop(Private);
    Own
}
";
    let apart = "pub mod inner { pub struct Private; }";
    let project = Project::empty()
        .file(
            "Cargo.toml",
            "[workspace]\nmembers = [\"app\", \"uses\", \"apart\"]\nresolver = \"3\"\n",
        )
        .file(
            "clippy.toml",
            "await-holding-invalid-types = [\"crate::Own\", \"crate::own\", \"crate::Private\"]\n",
        )
        .package("app", "app", app)
        .package("uses", "uses", "pub use app::Own as Other;")
        .append(
            "uses/Cargo.toml",
            "\n[dependencies]\napp = { path = \"../app\" }\n",
        )
        .package("apart", "apart", apart);
    let here = |krate| {
        format!(
            "`crate` is `{krate}` here: if another package has the type, begin the path with the name of \
             its crate"
        )
    };
    project.clippy(&["-p", "app"]).quiet();
    project
        .clippy(&["-p", "uses"])
        .code(0)
        .shows_times("there is no type", 3)
        .shows_times("did you mean `app::Own`?", 1)
        .shows_times("did you mean `app::own`?", 1)
        .shows_times("did you mean", 2)
        .shows_times(&here("uses"), 1);
    project
        .clippy(&["-p", "apart"])
        .code(0)
        .shows_times("there is no type", 3)
        .shows_times("did you mean `crate::inner::Private`?", 1)
        .shows_times("did you mean", 1)
        .shows_times(&here("apart"), 3);

    // Named by its crate, a type is looked for wherever the crate is.
    project.edit(
        "clippy.toml",
        "await-holding-invalid-types = [\"app::Own\", \"app::own\"]\n",
    );
    project.clippy(&["--workspace"]).hides("there is no");
}
