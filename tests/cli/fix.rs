//! `cargo clippy --fix`.

use crate::project::{CLEAN, HOLDS_LOCK, LOCK, Project};

#[test]
fn applies_safe_suggestions_and_leaves_our_findings() {
    let unused = "pub fn one() -> u8 {\n    let mut one = 1;\n    one + one\n}\n";
    let project = Project::with_lib(&format!("{HOLDS_LOCK}{unused}"));
    project
        .clippy(&["--fix", "--allow-no-vcs"])
        .code(0)
        .shows("Fixed src/lib.rs")
        .shows(LOCK);
    let fixed = unused.replace("let mut", "let");
    assert_eq!(project.read("src/lib.rs"), format!("{HOLDS_LOCK}{fixed}"));
}

#[test]
fn changes_nothing_if_there_is_nothing_to_fix() {
    for source in [CLEAN, HOLDS_LOCK] {
        let project = Project::with_lib(source);
        project
            .clippy(&["--fix", "--allow-no-vcs"])
            .code(0)
            .hides("Fixed");
        assert_eq!(project.read("src/lib.rs"), source);
    }
}

#[test]
fn needs_a_repository_or_permission() {
    let project = Project::with_lib(CLEAN);
    project.clippy(&["--fix"]).code(101).shows("--allow-no-vcs");
}

/// As with `cargo fix`, which caps the levels so that denied warnings can be fixed.
#[test]
fn denied_warnings_do_not_prevent_fixes() {
    let unused = "pub fn one() -> u8 {\n    let mut one = 1;\n    one + one\n}\n";
    let project = Project::with_lib(&format!("#![deny(warnings)]\n{unused}"));
    project
        .clippy(&["--fix", "--allow-no-vcs", "--", "-D", "warnings"])
        .code(0);
    assert!(!project.read("src/lib.rs").contains("let mut"));
}

#[test]
fn other_members_are_not_changed() {
    let unused = "pub fn one() -> u8 {\n    let mut one = 1;\n    one + one\n}\n";
    let project = Project::empty()
        .package("", "demo", unused)
        .append(
            "Cargo.toml",
            "[dependencies]\nother = { path = \"other\" }\n[workspace]\n",
        )
        .package("other", "other", unused);
    project.clippy(&["--fix", "--allow-no-vcs"]).code(0);
    assert_eq!(project.read("other/src/lib.rs"), unused);
    assert_ne!(project.read("src/lib.rs"), unused);
}

/// The compiler sees `\n` only. What a fix inserts has the line ends of the file.
#[test]
fn line_ends_stay() {
    let before = "\
use std::sync::Mutex;

pub async fn count(total: &Mutex<u64>, number: Option<u64>) {
    let mut guard = total.lock().unwrap();
    *guard += 1;
    std::future::ready(()).await;
    std::future::ready(*total.lock().unwrap()).await;
    match number {
        Some(_) => drop(Box::new(std::future::ready(*total.lock().unwrap()).await)),
        None => {}
    }
}
";
    let after = "\
use std::sync::Mutex;

pub async fn count(total: &Mutex<u64>, number: Option<u64>) {
    {
        let mut guard = total.lock().unwrap();
        *guard += 1;
    }
    std::future::ready(()).await;
    let value = *total.lock().unwrap();
    std::future::ready(value).await;
    match number {
        Some(_) => {
            let value = *total.lock().unwrap();
            drop(Box::new(std::future::ready(value).await))
        },
        None => {}
    }
}
";
    for line_end in ["\n", "\r\n"] {
        let with = |text: &str| text.replace('\n', line_end);
        let project = Project::with_lib(&with(before));
        project
            .clippy(&["--fix", "--allow-no-vcs"])
            .code(0)
            .shows("Fixed src/lib.rs");
        assert_eq!(project.read("src/lib.rs"), with(after));
    }
}
