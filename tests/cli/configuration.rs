//! `clippy.toml`: where it is found, and the errors in it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::project::{
    CLEAN, FORBIDS_INSTANT, HOLDS_INSTANT, HOLDS_LOCK, INSTANT, LOCK, Project, Run, skip,
};

#[test]
fn configuration_is_found_above_the_package() {
    let project = Project::empty()
        .file("clippy.toml", FORBIDS_INSTANT)
        .package("deeply/nested", "demo", HOLDS_INSTANT);
    let dir = project.path("deeply/nested");
    Run::new(project.clippy_command(&[]).current_dir(dir))
        .code(0)
        .shows(INSTANT);
}

#[test]
fn configuration_directory_may_be_relative() {
    let project = Project::with_lib(HOLDS_INSTANT).file("conf/clippy.toml", FORBIDS_INSTANT);
    let in_dir = |dir: &str| Run::new(project.clippy_command(&[]).env("CLIPPY_CONF_DIR", dir));
    in_dir("conf")
        .code(0)
        .shows(INSTANT)
        .shows("conf/clippy.toml:1:32");
    in_dir(".").quiet();
    in_dir("./conf/").code(0).shows(INSTANT);
}

#[test]
fn a_missing_configuration_directory_is_an_error() {
    let project = Project::with_lib(CLEAN);
    Run::new(
        project
            .clippy_command(&[])
            .env("CLIPPY_CONF_DIR", "nowhere"),
    )
    .code(101)
    .shows("cannot look for `clippy.toml`")
    .hides("panicked");
}

#[test]
fn keys_of_upstream_clippy_are_accepted() {
    let keys = "\
msrv = \"1.80\"
avoid-breaking-exported-api = false
cognitive-complexity-threshold = 30
disallowed-methods = [{ path = \"std::env::set_var\", reason = \"not safe\" }]
";
    Project::with_lib(CLEAN)
        .file("clippy.toml", keys)
        .clippy(&[])
        .quiet();
}

#[test]
fn an_unknown_key_is_an_error_at_its_position() {
    Project::with_lib(CLEAN)
        .file(
            "clippy.toml",
            "msrv = \"1.80\"\nawait-holding-invalid-typs = []\n",
        )
        .clippy(&[])
        .code(101)
        .shows("unknown key: `await-holding-invalid-typs`")
        .shows("clippy.toml:2:1")
        .shows("await-holding-invalid-types");
}

#[test]
fn invalid_toml_is_an_error_at_its_position() {
    Project::with_lib(CLEAN)
        .file(
            "clippy.toml",
            "msrv = \"1.80\"\nawait-holding-invalid-types = [\"a::B\"\nx\n",
        )
        .clippy(&[])
        .code(101)
        .shows("clippy.toml:3:1")
        .hides("panicked");
}

#[test]
fn a_wrong_value_is_an_error_at_its_position() {
    let with = |text: &str| {
        Project::with_lib(CLEAN)
            .file("clippy.toml", text)
            .clippy(&[])
    };
    with("await-holding-invalid-types = \"a::B\"\n")
        .code(101)
        .shows("expected an array, found string")
        .shows("clippy.toml:1:31");
    with("await-holding-invalid-types = [\n  1,\n]\n")
        .code(101)
        .shows("clippy.toml:2:3");
}

#[test]
fn a_file_that_is_not_utf8_is_an_error() {
    let project = Project::with_lib(CLEAN);
    fs::write(
        project.path("clippy.toml"),
        b"# \xc3\xa4\nmsrv = \"\xff\"\n",
    )
    .unwrap();
    project
        .clippy(&[])
        .code(101)
        .shows("not UTF-8: the byte 0xff")
        .shows("clippy.toml:2:9")
        .hides("panicked");
}

#[test]
fn a_file_without_read_permission_is_an_error() {
    let project = Project::with_lib(CLEAN).file("clippy.toml", "");
    let file = project.path("clippy.toml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&file).is_ok() {
        return skip("the user that runs the tests may read every file");
    }
    project
        .clippy(&[])
        .code(101)
        .shows("cannot read `clippy.toml`")
        .shows("ermission denied");
}

#[test]
fn an_edit_can_fix_an_error_in_the_configuration() {
    let project = Project::with_lib(HOLDS_INSTANT).file("clippy.toml", "unknown = 1\n");
    project.clippy(&[]).code(101);
    project.edit("clippy.toml", FORBIDS_INSTANT);
    project.clippy(&[]).code(0).shows(INSTANT);
}

#[test]
fn a_directory_with_the_name_of_the_file_is_not_read() {
    Project::empty()
        .file("clippy.toml", FORBIDS_INSTANT)
        .package("inner", "demo", HOLDS_INSTANT)
        .file("inner/clippy.toml/readme", "")
        .clippy(&["--manifest-path", "inner/Cargo.toml"])
        .code(0)
        .shows(INSTANT)
        .shows("warning: `clippy.toml` is not a file and is not read");
}

#[test]
fn a_broken_link_is_an_error() {
    let project = Project::with_lib(CLEAN);
    symlink("nowhere", project.path("clippy.toml")).unwrap();
    project
        .clippy(&[])
        .code(101)
        .shows("cannot look for `clippy.toml`")
        .shows("/clippy.toml` leads nowhere");
}

#[test]
fn a_link_to_a_file_is_followed() {
    let project = Project::with_lib(HOLDS_INSTANT).file("shared.toml", FORBIDS_INSTANT);
    symlink("shared.toml", project.path("clippy.toml")).unwrap();
    project.clippy(&[]).code(0).shows(INSTANT);
}

#[test]
fn a_byte_order_mark_and_windows_line_endings_are_accepted() {
    let text = format!("\u{feff}msrv = '1.80'\r\n{}\r\n", FORBIDS_INSTANT.trim());
    let project = Project::with_lib(HOLDS_INSTANT).file("clippy.toml", &text);
    project
        .clippy(&[])
        .code(0)
        .shows(INSTANT)
        .shows("clippy.toml:2:32");
    let wrong = "\u{feff}msrv = '1.80'\r\nawait-holding-invalid-types = 1\r\n";
    project.edit("clippy.toml", wrong);
    project
        .clippy(&[])
        .code(101)
        .shows("found integer")
        .shows("clippy.toml:2:31");
}

#[test]
fn an_empty_file_changes_nothing() {
    for text in ["", "\n", "# only a comment", "\u{feff}"] {
        Project::with_lib(HOLDS_LOCK)
            .file("clippy.toml", text)
            .clippy(&[])
            .code(0)
            .shows(LOCK)
            .hides("error");
    }
}

#[test]
fn all_errors_are_reported_in_one_run() {
    let text =
        "await-holding-invalid-types = [\"a::\", 1, { reason = \"\" }, \"a::B\", \"a::B\"]\n";
    Project::with_lib(CLEAN)
        .file("clippy.toml", text)
        .clippy(&[])
        .code(101)
        .shows("`a::` is not a path")
        .shows("found integer")
        .shows("this entry has no `path`")
        .shows("`a::B` is listed twice");
}
