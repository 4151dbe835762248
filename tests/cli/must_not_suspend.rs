//! The attribute that libraries put on their own types. This Clippy warns the library's users; plain
//! rustc and upstream Clippy accept the attribute.

use std::path::PathBuf;
use std::process::Command;

use crate::project::{Project, Run, cargo, needed_version, rustc, skip};

/// The spelling for published libraries.
const PUBLISHED: &str = "clippy::await_holding::must_not_suspend";
/// The short spelling, for code that only this Clippy lints.
const SHORT: &str = "clippy::must_not_suspend";

/// A library with a marked type, a marked trait and a marked function, in rustc's own spelling.
const GUARDS: &str = r#"
#[must_not_suspend = "others wait for it"]
pub struct Guard(u32);

pub fn lock() -> Guard {
    Guard(1)
}

impl Guard {
    pub fn id(&self) -> u32 {
        self.0
    }
}

#[must_not_suspend]
pub trait Permit {}

impl Permit for Box<u8> {}

pub fn permit() -> impl Permit {
    Box::new(1_u8)
}

#[must_not_suspend]
pub fn scratch() -> Box<[u8]> {
    Box::new([])
}
"#;

/// Holds the values that the library marks.
const USER: &str = "\
pub async fn holds() -> u32 {
    let guard = guards::lock();
    std::future::pending::<()>().await;
    guard.id()
}

pub async fn holds_others() {
    let permit = guards::permit();
    let scratch = guards::scratch();
    std::future::pending::<()>().await;
    drop((permit, scratch));
}

pub async fn does_not() -> u32 {
    let id = guards::lock().id();
    std::future::pending::<()>().await;
    id
}
";
/// The warnings about [`USER`], besides [`FORBIDDEN`].
const OTHERS: [&str; 2] = [
    "a value that implements `guards::Permit` may not be held across an `await` point",
    "the return value of `guards::scratch` may not be held across an `await` point",
];
const FORBIDDEN: &str = "`guards::Guard` may not be held across an `await` point";

fn guards(spelling: &str) -> String {
    GUARDS.replace("must_not_suspend", spelling)
}

/// A workspace with the library and its user.
fn workspace(spelling: &str) -> Project {
    Project::empty()
        .file(
            "Cargo.toml",
            "[workspace]\nmembers = [\"guards\", \"user\"]\nresolver = \"3\"\n",
        )
        .package("guards", "guards", &guards(spelling))
        .package("user", "user", USER)
        .append(
            "user/Cargo.toml",
            "[dependencies]\nguards = { path = \"../guards\" }\n",
        )
}

/// The user alone in its workspace. The library comes from elsewhere, so plain rustc compiles it.
fn user_of_a_foreign_library(spelling: &str) -> Project {
    Project::empty()
        .package("guards", "guards", &guards(spelling))
        .package("user", "user", USER)
        .append(
            "user/Cargo.toml",
            "[dependencies]\nguards = { path = \"../guards\" }\n[workspace]\n",
        )
}

#[test]
fn users_in_the_workspace_are_warned_once() {
    for spelling in [PUBLISHED, SHORT] {
        workspace(spelling)
            .clippy(&["--workspace"])
            .code(0)
            .shows_times(FORBIDDEN, 1)
            .shows_times(OTHERS[0], 1)
            .shows_times(OTHERS[1], 1)
            .shows("user/src/lib.rs:2:9")
            .shows("= note: others wait for it")
            .shows("note: marked `must_not_suspend` here")
            .shows("guards/src/lib.rs:2:1");
    }
}

#[test]
fn users_of_a_foreign_library_are_warned_once() {
    for spelling in [PUBLISHED, SHORT] {
        user_of_a_foreign_library(spelling)
            .clippy(&["--manifest-path", "user/Cargo.toml"])
            .code(0)
            .shows_times(FORBIDDEN, 1)
            .shows_times(OTHERS[0], 1)
            .shows_times(OTHERS[1], 1)
            .shows("= note: others wait for it")
            .shows("guards/src/lib.rs:2:1");
    }
}

/// rustc's own attribute needs a feature and cannot be on a function.
#[test]
fn users_are_warned_by_the_unstable_attribute() {
    let library = guards("must_not_suspend").replace("#[must_not_suspend]\npub fn", "pub fn");
    let library = format!("#![feature(must_not_suspend)]\n{library}");
    let project = user_of_a_foreign_library(PUBLISHED);
    project.edit("guards/src/lib.rs", &library);
    let mut command = project.clippy_command(&["--manifest-path", "user/Cargo.toml"]);
    Run::new(command.env("RUSTC_BOOTSTRAP", "1"))
        .code(0)
        .shows_times(FORBIDDEN, 1)
        .shows_times(OTHERS[0], 1)
        .hides(OTHERS[1])
        .shows("= note: others wait for it")
        .shows("guards/src/lib.rs:4:1");
}

#[test]
fn removing_the_attribute_removes_the_warning() {
    let project = workspace(PUBLISHED);
    project.clippy(&[]).code(0).shows(FORBIDDEN);
    let without = guards(PUBLISHED).replace(&format!("#[{PUBLISHED}"), "#[doc");
    project.edit("guards/src/lib.rs", &without);
    project.clippy(&[]).code(0).hides(FORBIDDEN);
}

#[test]
fn an_entry_for_the_type_takes_precedence() {
    let entry = |rest: &str| {
        let entry =
            format!("await-holding-invalid-types = [{{ path = \"guards::Guard\", {rest} }}]");
        workspace(PUBLISHED).file("clippy.toml", &entry).clippy(&[])
    };
    entry("allow = true")
        .code(0)
        .hides(FORBIDDEN)
        .shows(OTHERS[0]);
    entry("reason = \"we say so\"")
        .code(0)
        .shows_times(FORBIDDEN, 1)
        .shows("= note: we say so")
        .hides("others wait for it");
}

#[test]
fn an_entry_for_the_function_takes_precedence() {
    let entry = |rest: &str| {
        let entry =
            format!("await-holding-invalid-types = [{{ path = \"guards::scratch\", {rest} }}]");
        workspace(PUBLISHED).file("clippy.toml", &entry).clippy(&[])
    };
    entry("allow = true")
        .code(0)
        .hides(OTHERS[1])
        .shows(OTHERS[0])
        .shows(FORBIDDEN);
    entry("reason = \"we say so\"")
        .code(0)
        .shows_times(OTHERS[1], 1)
        .shows("per `clippy.toml`")
        .shows("= note: we say so");
}

#[test]
fn plain_rustc_accepts_the_attribute() {
    for spelling in [PUBLISHED, SHORT] {
        let project = workspace(spelling);
        Run::new(
            project
                .command(cargo())
                .args(["check", "--workspace"])
                .env("RUSTFLAGS", "-Dwarnings"),
        )
        .quiet();
    }
}

/// Upstream Clippy of the same release, if it is installed beside the compiler.
fn upstream_clippy() -> Option<PathBuf> {
    let upstream = rustc().with_file_name("cargo-clippy");
    let version = Command::new(&upstream).arg("-V").output().ok()?;
    let version = String::from_utf8(version.stdout).ok()?;
    let release = needed_version()
        .split(' ')
        .nth(1)?
        .replacen("1.", "0.1.", 1);
    release
        .starts_with(version.split_whitespace().nth(1)?)
        .then_some(upstream)
}

#[test]
fn upstream_clippy_accepts_the_published_spelling() {
    let Some(upstream) = upstream_clippy() else {
        return skip("there is no upstream Clippy of this release beside the compiler");
    };
    let lint = |spelling| {
        let project = workspace(spelling);
        let mut command = project.command(&upstream);
        Run::new(command.args(["clippy", "--workspace", "--", "-Dwarnings"]))
    };
    lint(PUBLISHED).quiet();
    // This is why there is a longer spelling.
    lint(SHORT).code(101).shows("usage of unknown attribute");
}
