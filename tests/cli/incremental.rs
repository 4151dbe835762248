//! An incremental run reports what a run from scratch reports.

use crate::project::Project;

/// The module that defines the guards, apart from the code that holds them.
const GUARDS: &str = "\
pub struct Owner<'a> {
    pub guard: Option<std::sync::MutexGuard<'a, u64>>,
}
pub type Guard<'a> = std::cell::Ref<'a, u64>;
";

const HOLDERS: &str = "\
use crate::guards::Owner;
pub async fn wait() {}
pub fn finish(_: Owner<'_>) {}
pub async fn holds_owner(owner: Owner<'_>) {
    wait().await;
    finish(owner);
}
pub async fn holds_captured(lock: &std::sync::Mutex<u64>) {
    let guard = lock.lock().unwrap();
    async move {
        wait().await;
        drop(guard);
    }
    .await;
}
pub async fn drops_early(lock: &std::sync::Mutex<Vec<u64>>) {
    let mut guard = lock.lock().unwrap();
    guard.push(1);
    drop(guard);
    wait().await;
}
pub async fn holds_cell(cell: &std::cell::RefCell<u64>) {
    let borrow = cell.borrow();
    wait().await;
    drop(borrow);
}
";

const CONF: &str = "await-holding-invalid-types = [\"demo::guards::Guard\"]\n";

/// Each step rewrites one file. After each, an incremental run has to report what a fresh one does,
/// and that many values.
fn same_as_fresh(steps: &[(&str, String, usize)]) {
    let project = Project::with_lib("pub mod guards;\npub mod holders;\n")
        .file("src/guards.rs", GUARDS)
        .file("src/holders.rs", HOLDERS)
        .file("clippy.toml", CONF);
    let messages = |dir: &str| {
        let run = project.clippy(&["--message-format=json", "--target-dir", dir]);
        let mut messages: Vec<_> = run
            .diagnostics()
            .into_iter()
            .filter(|message| message["code"]["code"].to_string().contains("clippy::"))
            .map(|message| message["rendered"].to_string())
            .collect();
        messages.sort();
        messages
    };
    assert_eq!(messages("incremental").len(), 3);
    for (number, (file, content, reported)) in steps.iter().enumerate() {
        project.edit(file, content);
        let incremental = messages("incremental");
        assert_eq!(
            incremental,
            messages(&format!("fresh{number}")),
            "after step {number}"
        );
        assert_eq!(
            incremental.len(),
            *reported,
            "after step {number}: {incremental:#?}"
        );
    }
}

#[test]
fn code_next_to_the_coroutine_changes() {
    same_as_fresh(&[
        (
            "src/holders.rs",
            format!("{HOLDERS}pub fn more() {{}}\n"),
            3,
        ),
        ("src/holders.rs", format!("// moved\n\n{HOLDERS}"), 3),
        (
            "src/holders.rs",
            HOLDERS.replace("    finish(owner);\n", ""),
            3,
        ),
        ("src/holders.rs", HOLDERS.to_owned(), 3),
    ]);
}

#[test]
fn the_coroutine_changes() {
    let drops_early = HOLDERS.replace(
        "    wait().await;\n    finish(owner);",
        "    finish(owner);\n    wait().await;",
    );
    let holds = HOLDERS.replace("    drop(guard);\n    wait", "    wait");
    same_as_fresh(&[
        ("src/holders.rs", drops_early, 2),
        ("src/holders.rs", holds, 4),
        ("src/holders.rs", HOLDERS.to_owned(), 3),
    ]);
}

#[test]
fn what_a_type_owns_changes() {
    same_as_fresh(&[
        (
            "src/guards.rs",
            GUARDS.replace("std::sync::MutexGuard<'a, u64>", "&'a u64"),
            2,
        ),
        ("src/guards.rs", GUARDS.to_owned(), 3),
    ]);
}

#[test]
fn what_is_forbidden_changes() {
    same_as_fresh(&[
        (
            "src/guards.rs",
            GUARDS.replace("std::cell::Ref<'a, u64>", "std::sync::MutexGuard<'a, u64>"),
            3,
        ),
        ("clippy.toml", String::new(), 3),
        ("clippy.toml", CONF.to_owned(), 3),
    ]);
}
