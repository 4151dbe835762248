//! `cargo clippy --add-expect`.

use crate::project::{FORBIDS_INSTANT, HOLDS_INSTANT, HOLDS_LOCK, INSTANT, LOCK, Project, rustc};

/// A crate with findings of every shape, formatted by rustfmt.
const SHAPES: &str = include_str!("add_expect/shapes.rs");

const ATTRIBUTE: &str = "#[expect(
        clippy::await_holding_lock,
        reason = \"was there when the lint was turned on\"
    )]
    ";

/// [`HOLDS_LOCK`] with the attribute.
fn expected() -> String {
    HOLDS_LOCK.replace("let mut guard", &format!("{ATTRIBUTE}let mut guard"))
}

#[test]
fn afterwards_the_gate_passes_and_a_second_run_changes_nothing() {
    let project = Project::with_lib(SHAPES);
    project
        .clippy(&["--add-expect"])
        .code(0)
        .shows("attributes written: 22")
        .hides("await` point");
    let written = project.read("src/lib.rs");
    assert_eq!(written.matches("#[expect(").count(), 22, "{written}");
    project.clippy(&["--", "-D", "warnings"]).code(0);
    project
        .clippy(&["--add-expect"])
        .code(0)
        .shows("attributes written: 0");
    assert_eq!(project.read("src/lib.rs"), written);
    // Without Clippy the code compiles as before.
    let mut plain = project.command(rustc());
    plain.args(["--edition=2024", "--crate-type=lib", "--emit=metadata"]);
    assert!(
        plain
            .args(["-Dwarnings", "src/lib.rs"])
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn a_mended_site_is_told_by_the_gate() {
    let project = Project::with_lib(HOLDS_LOCK);
    project.clippy(&["--add-expect"]).code(0);
    let mended = project
        .read("src/lib.rs")
        .replace("    std::future::pending::<()>().await;\n", "");
    project.edit("src/lib.rs", &mended);
    project
        .clippy(&["--", "-D", "warnings"])
        .code(101)
        .shows("this lint expectation is unfulfilled");
}

#[test]
fn the_reason_is_that_of_the_user() {
    let project = Project::with_lib(HOLDS_LOCK);
    project
        .clippy(&["--add-expect", "--reason", "see \"#7\""])
        .code(0);
    let attribute = "    #[expect(clippy::await_holding_lock, reason = \"see \\\"#7\\\"\")]\n";
    assert_eq!(
        project.read("src/lib.rs"),
        HOLDS_LOCK.replace(
            "    let mut guard",
            &format!("{attribute}    let mut guard")
        )
    );
    project
        .clippy(&["--add-expect", "--reason"])
        .code(101)
        .shows("`--reason` needs a text");
}

#[test]
fn entries_of_the_list_count() {
    let project = Project::with_lib(HOLDS_INSTANT).file("clippy.toml", FORBIDS_INSTANT);
    project.clippy(&[]).shows(INSTANT);
    project.clippy(&["--add-expect"]).code(0).hides(INSTANT);
}

#[test]
fn fixes_come_first() {
    let fixable = "
pub async fn fixable(total: &std::sync::Mutex<u64>) {
    let guard = total.lock().unwrap();
    println!(\"{guard}\");
    std::future::pending::<()>().await;
}
";
    let project = Project::with_lib(&format!("{HOLDS_LOCK}{fixable}"));
    project
        .clippy(&["--fix", "--add-expect", "--allow-no-vcs"])
        .code(0)
        .shows("Fixed src/lib.rs")
        .shows("attributes written: 1");
    let written = project.read("src/lib.rs");
    assert!(written.starts_with(&expected()), "{written}");
    assert!(!written.contains(fixable), "{written}");
    project.clippy(&["--", "-D", "warnings"]).code(0);
}

#[test]
fn line_ends_stay() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let project = Project::with_lib(&crlf(HOLDS_LOCK));
    project.clippy(&["--add-expect"]).code(0).hides(LOCK);
    assert_eq!(project.read("src/lib.rs"), crlf(&expected()));
}

#[test]
fn before_rust_1_81_the_lint_is_allowed() {
    let project = Project::with_lib(HOLDS_LOCK);
    let manifest = "[package]\nname = \"demo\"\nedition = \"2021\"\nrust-version = \"1.80\"\n";
    project.edit("Cargo.toml", manifest);
    project.clippy(&["--add-expect"]).code(0).hides(LOCK);
    let attribute = "    // was there when the lint was turned on\n    \
                     #[allow(clippy::await_holding_lock)]\n";
    assert_eq!(
        project.read("src/lib.rs"),
        HOLDS_LOCK.replace(
            "    let mut guard",
            &format!("{attribute}    let mut guard")
        )
    );
}

#[test]
fn what_is_forbidden_stays_reported() {
    let forbidden = format!("#![forbid(clippy::await_holding_lock)]\n{HOLDS_LOCK}");
    let project = Project::with_lib(&forbidden);
    project
        .clippy(&["--add-expect"])
        .code(101)
        .shows("attributes written: 0")
        .shows(LOCK);
    assert_eq!(project.read("src/lib.rs"), forbidden);
}

#[test]
fn files_of_tools_and_of_others_stay() {
    let generated = format!("// @generated\n{HOLDS_LOCK}");
    let build = format!(
        "fn main() {{\n    let dir = std::env::var(\"OUT_DIR\").unwrap();\n    \
         std::fs::write(dir + \"/made.rs\", {HOLDS_LOCK:?}).unwrap();\n}}\n"
    );
    let lib = "
pub mod generated;
#[path = \"../../others.rs\"]
pub mod others;
pub mod made {
    include!(concat!(env!(\"OUT_DIR\"), \"/made.rs\"));
}
macro_rules! make {
    ($name:ident) => {
        pub async fn $name(total: &std::sync::Mutex<u64>) {
            let guard = total.lock();
            std::future::pending::<()>().await;
            drop(guard);
        }
    };
}
make!(by_macro);
";
    let project = Project::empty()
        .package("demo", "demo", lib)
        .file("demo/build.rs", &build)
        .file("demo/src/generated.rs", &generated)
        .file("others.rs", HOLDS_LOCK);
    project
        .clippy(&["--add-expect", "--manifest-path", "demo/Cargo.toml"])
        .code(0)
        .shows("attributes written: 0")
        .shows_times(LOCK, 4);
    assert_eq!(project.read("demo/src/lib.rs"), lib);
    assert_eq!(project.read("demo/src/generated.rs"), generated);
    assert_eq!(project.read("others.rs"), HOLDS_LOCK);
}

#[test]
fn all_targets_and_members_are_done_even_if_the_lint_is_denied() {
    let denied = format!("#![deny(warnings)]\n{HOLDS_LOCK}");
    let project = Project::empty()
        .file(
            "Cargo.toml",
            "[workspace]\nmembers = [\"one\", \"two\"]\nresolver = \"3\"\n",
        )
        .package("one", "one", &denied)
        .package("two", "two", &denied)
        .append(
            "two/Cargo.toml",
            "\n[dependencies]\none = { path = \"../one\" }\n",
        )
        .file("two/tests/it.rs", HOLDS_LOCK);
    project.clippy(&["--all-targets"]).code(101);
    project
        .clippy(&["--add-expect", "--all-targets", "--", "-D", "warnings"])
        .code(0)
        .shows("attributes written: 3");
    assert!(project.read("one/src/lib.rs").ends_with(&expected()));
    assert!(project.read("two/src/lib.rs").ends_with(&expected()));
    assert_eq!(project.read("two/tests/it.rs"), expected());
}

#[test]
fn only_selected_packages_are_changed() {
    let project = Project::empty()
        .package("", "demo", HOLDS_LOCK)
        .append(
            "Cargo.toml",
            "[dependencies]\nother = { path = \"other\" }\n[workspace]\n",
        )
        .package("other", "other", HOLDS_LOCK);
    project
        .clippy(&["--add-expect", "-p", "demo"])
        .code(0)
        .shows("attributes written: 1");
    assert_eq!(project.read("src/lib.rs"), expected());
    assert_eq!(project.read("other/src/lib.rs"), HOLDS_LOCK);
}

#[test]
fn a_package_that_does_not_compile_is_left() {
    let broken = format!("{HOLDS_LOCK}fn broken() -> u8 {{}}\n");
    let project = Project::with_lib(&broken);
    project
        .clippy(&["--add-expect"])
        .code(101)
        .shows("mismatched types");
    assert_eq!(project.read("src/lib.rs"), broken);
}
