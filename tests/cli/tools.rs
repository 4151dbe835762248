//! What other tools make of the output: see `book/src/editors_and_tools.md`.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use crate::project::{
    CLEAN, HOLDS_LOCK, LOCK, Project, Run, cargo, cargo_clippy, clippy_driver, rustc,
};

/// A crate in which each lint reports one value, and the first two suggest something.
const HOLDS_ALL: &str = "\
#[clippy::await_holding::must_not_suspend]
pub struct Session;

pub async fn lock(total: &std::sync::Mutex<u64>) {
    let mut guard = total.lock().unwrap();
    *guard += 1;
    wait().await;
}

pub async fn cell(total: &std::cell::RefCell<u64>) {
    let mut borrow = total.borrow_mut();
    *borrow += 1;
    wait().await;
}

pub async fn marked(session: Session) {
    wait().await;
    drop(session);
}

pub async fn wait() {
    std::future::pending().await
}
";

#[test]
fn sarif_has_the_page_of_each_lint() {
    let run = Project::with_lib(HOLDS_ALL)
        .clippy(&["--message-format=json"])
        .code(0);
    let sarif = serde_sarif::converters::clippy::parse_to_string(run.stdout.as_bytes()).unwrap();
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array();
    let uri = |lint: &str| {
        let lint = format!("clippy::{lint}");
        let rule = rules.unwrap().iter().find(|rule| rule["id"] == *lint);
        rule.unwrap_or_else(|| panic!("no rule {lint} in {sarif:#}"))["helpUri"].as_str()
    };
    for lint in ["await_holding_lock", "await_holding_refcell_ref"] {
        let page = uri(lint).unwrap_or_else(|| panic!("{lint} has no page in {sarif:#}"));
        assert!(page.ends_with(&format!("/index.html#{lint}")), "{page}");
    }
    // The list of upstream Clippy says that it has no default.
    assert_eq!(uri("await_holding_invalid_type"), None);
    run.shows("for further information run `cargo clippy --explain await_holding_invalid_type`");
}

#[test]
fn messages_fit_in_one_line() {
    let run = Project::with_lib(HOLDS_ALL)
        .clippy(&["--message-format=json"])
        .code(0);
    let diagnostics = run.diagnostics();
    let children = diagnostics
        .iter()
        .flat_map(|diagnostic| diagnostic["children"].as_array().unwrap());
    let mut suggestions = 0;
    for child in children {
        let message = child["message"].as_str().unwrap();
        assert!(!message.contains('\n'), "{message:?}");
        let spans = child["spans"].as_array().unwrap();
        suggestions += usize::from(spans.iter().any(|s| s["suggested_replacement"].is_string()));
    }
    assert_eq!(suggestions, 2, "{run}");
}

/// The script in the book's page.
fn hook() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/src/editors_and_tools.md");
    let page = fs::read_to_string(page).unwrap();
    let start = page.find("#!/bin/sh").unwrap();
    let end = start + page[start..].find("```").unwrap();
    page[start..end].to_owned()
}

#[test]
fn a_commit_hook_lets_no_finding_through() {
    let project = Project::with_lib(HOLDS_LOCK);
    fs::create_dir(project.path(".bin")).unwrap();
    for program in [cargo(), rustc(), cargo_clippy(), clippy_driver()] {
        symlink(
            program,
            project.path(".bin").join(program.file_name().unwrap()),
        )
        .unwrap();
    }
    let path = env::var_os("PATH").unwrap();
    let path = env::join_paths(
        [project.path(".bin")]
            .into_iter()
            .chain(env::split_paths(&path)),
    );
    let run = |program: &str, args: &[&str]| {
        let mut command: Command = project.command(program);
        command
            .args(args)
            .env("PATH", path.as_ref().unwrap())
            .env("HOME", project.path(".home"))
            .env("CARGO_HOME", project.path(".home/.cargo"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "A")))
            .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "a@example.com")));
        Run::new(&mut command)
    };
    run("git", &["init", "--quiet"]).code(0);
    run("cargo", &["generate-lockfile", "--offline"]).code(0);
    fs::write(project.path(".git/hooks/pre-commit"), hook()).unwrap();
    run("chmod", &["+x", ".git/hooks/pre-commit"]).code(0);
    run("git", &["add", "src", "Cargo.toml", "Cargo.lock"]).code(0);
    let commit = || run("git", &["commit", "--quiet", "--message=first"]);
    commit().code(1).shows(LOCK);
    project.edit("src/lib.rs", CLEAN);
    run("git", &["add", "src"]).code(0);
    commit().code(0);
}

#[test]
fn checkouts_that_share_a_target_directory_keep_their_configuration() {
    let allowed = "await-holding-invalid-types = [\n  \
        { path = \"std::sync::MutexGuard\", allow = true, reason = \"one task\" },\n]\n";
    let project = Project::empty()
        .package("strict", "demo", HOLDS_LOCK)
        .package("lenient", "demo", HOLDS_LOCK)
        .file("lenient/clippy.toml", allowed);
    let run = |checkout: &str| {
        let mut command = project.clippy_command(&["--target-dir", "../target"]);
        Run::new(command.current_dir(project.path(checkout))).code(0)
    };
    for _ in 0..2 {
        run("strict").shows(LOCK);
        run("lenient").quiet();
    }
}
