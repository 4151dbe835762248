//! The example of this repository: a real program on real crates.

use std::fs;
use std::path::Path;

use crate::project::Project;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/journeyx");

/// Kept between test runs, because the example has many dependencies.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/journeyx");

#[test]
fn journeyx_has_exactly_one_finding() {
    let project = copy();
    let args = [
        "--lib",
        "--locked",
        "--message-format=json",
        "--target-dir",
        TARGET,
    ];
    let run = project.clippy(&args).code(0);
    let [finding] = &run.diagnostics()[..] else {
        panic!("expected one diagnostic in {run}")
    };
    assert_eq!(
        finding["code"]["code"],
        "clippy::await_holding_invalid_type"
    );
    let message = "`tracing::span::Entered` may not be held across an `await` point";
    assert!(
        finding["message"].as_str().unwrap().starts_with(message),
        "{finding}"
    );

    let guard = &finding["spans"][0];
    assert_eq!(guard["file_name"], "src/wrong.rs");
    let text = guard["text"][0]["text"].as_str().unwrap();
    assert_eq!(text.trim(), "let _guard = query_span.enter();");
    let source = project.read("src/wrong.rs");
    let lines = source.lines().position(|line| line == text).unwrap() + 1;
    assert_eq!(guard["line_start"], lines);
}

#[test]
fn journeyx_is_fixed() {
    let project = copy();
    let wrong = project.read("src/wrong.rs");
    let args = [
        "--fix",
        "--allow-no-vcs",
        "--lib",
        "--locked",
        "--target-dir",
        TARGET,
    ];
    project.clippy(&args).code(0).shows("Fixed src/wrong.rs");

    let import = "use http_body_util::Full;\n";
    let guard = "            let _guard = query_span.enter();\n";
    let fixed = wrong
        .replace(import, &format!("{import}use tracing::Instrument;\n"))
        .replace(guard, "")
        .replace(
            ".request(body).await?",
            ".request(body).instrument(query_span).await?",
        );
    assert_eq!(project.read("src/wrong.rs"), fixed);

    project
        .clippy(&args)
        .quiet()
        .hides("Fixed")
        .hides("may not be held");
    assert_eq!(project.read("src/wrong.rs"), fixed);
}

/// A copy of the sources of the example.
fn copy() -> Project {
    let project = Project::empty();
    for file in ["Cargo.toml", "Cargo.lock", "clippy.toml"] {
        fs::copy(Path::new(EXAMPLE).join(file), project.path(file)).unwrap();
    }
    copy_dir(&Path::new(EXAMPLE).join("src"), &project.path("src"));
    project
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
