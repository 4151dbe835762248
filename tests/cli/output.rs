//! The formats in which diagnostics are printed.

use std::io;

use crate::project::{
    CLEAN, FORBIDS_INSTANT, HOLDS_INSTANT, HOLDS_LOCK, LOCK, Project, Run, cargo_clippy,
    clippy_driver,
};

#[test]
fn json_has_lint_level_and_spans() {
    let run = Project::with_lib(HOLDS_LOCK)
        .clippy(&["--message-format=json"])
        .code(0);
    let [diagnostic] = &run.diagnostics()[..] else {
        panic!("expected one diagnostic in {run}")
    };
    assert_eq!(diagnostic["code"]["code"], "clippy::await_holding_lock");
    assert_eq!(diagnostic["level"], "warning");
    assert_eq!(diagnostic["message"], LOCK);

    let binding = &diagnostic["spans"][0];
    assert_eq!(binding["file_name"], "src/lib.rs");
    assert_eq!(binding["is_primary"], true);
    assert_eq!(
        (&binding["line_start"], &binding["column_start"]),
        (&4.into(), &9.into())
    );
    assert_eq!(
        (&binding["line_end"], &binding["column_end"]),
        (&4.into(), &18.into())
    );

    let children = diagnostic["children"].as_array().unwrap();
    let awaits: Vec<_> = children
        .iter()
        .filter(|child| child["level"] == "note")
        .collect();
    assert!(
        awaits
            .iter()
            .any(|note| note["spans"][0]["line_start"] == 5),
        "no note at the `await` point: {children:?}"
    );
}

#[test]
fn json_points_into_the_configuration() {
    let project = Project::with_lib(HOLDS_INSTANT).file("clippy.toml", FORBIDS_INSTANT);
    let run = project.clippy(&["--message-format=json"]).code(0);
    let [diagnostic] = &run.diagnostics()[..] else {
        panic!("expected one diagnostic in {run}")
    };
    assert_eq!(
        diagnostic["code"]["code"],
        "clippy::await_holding_invalid_type"
    );
    let children = diagnostic["children"].as_array().unwrap();
    let span = children.iter().find_map(|child| {
        child["spans"]
            .as_array()?
            .iter()
            .find(|span| span["file_name"].as_str().unwrap().ends_with("clippy.toml"))
    });
    let span = span.unwrap_or_else(|| panic!("nothing points into clippy.toml: {children:?}"));
    assert_eq!(span["line_start"], 1);
}

#[test]
fn json_has_the_level_error_if_denied() {
    let project = Project::with_lib(HOLDS_LOCK);
    let run = project
        .clippy(&["--message-format", "json", "--", "-D", "warnings"])
        .code(101);
    assert_eq!(run.diagnostics()[0]["level"], "error");
    assert_eq!(
        run.diagnostics()[0]["code"]["code"],
        "clippy::await_holding_lock"
    );
}

#[test]
fn json_of_clean_code_has_no_diagnostic() {
    let run = Project::with_lib(CLEAN)
        .clippy(&["--message-format=json"])
        .code(0);
    assert_eq!(run.diagnostics(), [] as [serde_json::Value; 0]);
    run.shows("\"build-finished\"");
}

#[test]
fn the_short_format_has_one_line_per_diagnostic() {
    let run = Project::with_lib(HOLDS_LOCK)
        .clippy(&["--message-format=short"])
        .code(0);
    run.shows(&format!("src/lib.rs:4:9: warning: {LOCK}\n"))
        .hides("-->");
}

#[test]
fn colors_are_printed_on_request() {
    let project = Project::with_lib(HOLDS_LOCK);
    project
        .clippy(&["--color=always"])
        .code(0)
        .shows("\u{1b}[")
        .shows(LOCK);
    project
        .clippy(&["--color=never"])
        .code(0)
        .hides("\u{1b}[")
        .shows(LOCK);
}

#[test]
fn quiet_hides_progress_but_not_warnings() {
    let project = Project::with_lib(HOLDS_LOCK);
    project
        .clippy(&["-q"])
        .code(0)
        .hides("Checking")
        .shows(LOCK);
}

#[test]
fn links_to_the_documentation_can_be_disabled() {
    let project = Project::with_lib(HOLDS_LOCK);
    let link = "for further information visit";
    project
        .clippy(&[])
        .code(0)
        .shows(link)
        .shows("#await_holding_lock");
    let fresh = Project::with_lib(HOLDS_LOCK);
    Run::new(
        fresh
            .clippy_command(&[])
            .env("CLIPPY_DISABLE_DOCS_LINKS", "true"),
    )
    .code(0)
    .shows(LOCK)
    .hides(link);
}

#[test]
fn code_that_does_not_compile_only_gets_errors_from_rustc() {
    let sources = [
        (
            "E0308",
            "    let wrong: u32 = \"text\";\n    ready(()).await;\n    drop(wrong);\n",
        ),
        ("E0425", "    ready(()).await;\n    unknown();\n"),
        (
            "E0599",
            "    let value = 1u8.nothing();\n    ready(()).await;\n    drop(value);\n",
        ),
        (
            "E0505",
            "    let a = String::new();\n    let b = &a;\n    drop(a);\n    b.len();\n",
        ),
        (
            "E0282",
            "    let list = Vec::new();\n    ready(()).await;\n    drop(list);\n",
        ),
    ];
    for (code, body) in sources {
        let broken = format!("use std::future::ready;\n\npub async fn broken() {{\n{body}}}\n");
        let run = Project::with_lib(&broken).clippy(&[]);
        run.code(101)
            .shows(&format!("error[{code}]"))
            .hides("internal compiler error")
            .hides("panicked");
    }
}

#[test]
fn errors_and_lints_in_one_crate_do_not_crash() {
    let broken = "pub fn broken() -> u8 {\n    let x: u8 = \"\";\n    x\n}\n";
    Project::with_lib(&format!("{HOLDS_LOCK}{broken}"))
        .clippy(&[])
        .code(101)
        .shows_times("error[", 1)
        .hides("internal compiler error");
}

/// As in `command | head -0`.
#[test]
fn a_closed_pipe_does_not_crash() {
    let project = Project::empty();
    let calls = [
        (cargo_clippy(), &["clippy", "--help"][..]),
        (
            cargo_clippy(),
            &["clippy", "--explain", "await_holding_lock"],
        ),
        (cargo_clippy(), &["clippy", "-V"]),
        (clippy_driver(), &["--help"]),
        (clippy_driver(), &["--version"]),
    ];
    for (program, args) in calls {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let output = project
            .command(program)
            .args(args)
            .stdout(writer)
            .output()
            .unwrap();
        Run::of(format!("{} {args:?}", program.display()), output)
            .hides("panicked")
            .hides("compiler error");
    }
}
