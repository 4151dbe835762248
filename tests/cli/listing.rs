//! `--print-await-holding`: what the entries resolve to in each crate, and how many values they forbid.

use serde_json::Value;

use crate::project::{FORBIDS_INSTANT, HOLDS_INSTANT, Project};

const CHECKS: &str = "Checking one";

/// The listing for one crate, as it is printed: the first line and the rows of the table.
fn listing(krate: &str, rows: &[&str]) -> String {
    let head = format!("note: entries of `await-holding-invalid-types` in the crate `{krate}`");
    let lines: Vec<_> = rows.iter().map(|row| format!("\n      {row}")).collect();
    format!("{head}{}\n", lines.concat())
}

fn workspace() -> Project {
    let one = "\
use std::sync::Mutex;
use std::time::Instant;

pub async fn both(total: &Mutex<u64>) {
    let start = Instant::now();
    let guard = total.lock().unwrap();
    std::future::pending::<()>().await;
    drop(guard);
    let _ = start;
}

#[allow(clippy::await_holding_invalid_type)]
pub async fn allowed() -> two::Shared {
    let start = Instant::now();
    std::future::pending::<()>().await;
    let _ = start;
    two::make()
}
";
    let two = "\
use std::sync::{Arc, Mutex};

pub type Shared = Arc<Mutex<u8>>;

pub trait Handle {}

pub fn make() -> Shared {
    Arc::default()
}
";
    let configuration = "\
await-holding-invalid-types = [
  \"std::time::Instant\",
  { path = \"std::sync::MutexGuard<'_, u8>\", allow-invalid = true },
  { path = \"std::sync::MutexGuard\", allow = true },
  { path = \"one::Guard\", allow-invalid = true },
  \"two::Shared\",
  \"two::Handle\",
  \"two::make\",
]
";
    Project::empty()
        .file(
            "Cargo.toml",
            "[workspace]\nmembers = [\"one\", \"two\"]\nresolver = \"3\"\n",
        )
        .file("clippy.toml", configuration)
        .package("one", "one", one)
        .append(
            "one/Cargo.toml",
            "\n[dependencies]\ntwo = { path = \"../two\" }\n",
        )
        .package("two", "two", two)
}

fn listings() -> [String; 2] {
    let rows = |instants, of_one| {
        [
            "place             entry                          held     stands for",
            instants,
            "clippy.toml:3:12  std::sync::MutexGuard<'_, u8>  0        \
             std::sync::poison::mutex::MutexGuard<u8>",
            "clippy.toml:4:12  std::sync::MutexGuard          allowed  \
             std::sync::poison::mutex::MutexGuard",
            of_one,
            "clippy.toml:6:3   two::Shared                    0        \
             alloc::sync::Arc<std::sync::poison::mutex::Mutex<u8>, alloc::alloc::Global>",
            "clippy.toml:7:3   two::Handle                    0        impl two::Handle",
            "clippy.toml:8:3   two::make                      0        fn two::make",
        ]
    };
    let instant = |held| {
        format!("clippy.toml:2:3   std::time::Instant             {held}        std::time::Instant")
    };
    [
        listing(
            "one",
            &rows(
                &instant(2),
                "clippy.toml:5:12  one::Guard                     -        (nothing)",
            ),
        ),
        listing(
            "two",
            &rows(
                &instant(0),
                "clippy.toml:5:12  one::Guard                     -        \
                 (no crate `one` in this build)",
            ),
        ),
    ]
}

#[test]
fn each_crate_lists_every_entry() {
    let [one, two] = listings();
    workspace()
        .clippy(&["--", "--print-await-holding"])
        .code(0)
        .shows_times(&one, 1)
        .shows_times(&two, 1);
}

#[test]
fn the_listing_is_printed_again_if_nothing_has_changed() {
    let project = workspace();
    project.clippy(&[]).code(0);
    let [one, two] = listings();
    let list = || project.clippy(&["--", "--print-await-holding"]);
    list().code(0).shows(CHECKS).shows(&one).shows(&two);
    list().code(0).hides(CHECKS).shows(&one).shows(&two);
    project.clippy(&[]).code(0).hides("note: entries of");
}

#[test]
fn values_are_counted_where_the_lint_is_off() {
    let [one, _] = listings();
    workspace()
        .clippy(&["--", "-A", "clippy::all", "--print-await-holding"])
        .code(0)
        .hides("may not be held")
        .shows(&one);
}

#[test]
fn the_listing_is_not_a_warning() {
    let project = Project::with_lib("").file(
        "clippy.toml",
        "await-holding-invalid-types = [\"std::time::Instant\"]\n",
    );
    project
        .clippy(&["--", "-D", "warnings", "--print-await-holding"])
        .quiet()
        .shows("note: entries of");
}

#[test]
fn a_listing_without_entries_says_so() {
    Project::with_lib("")
        .clippy(&["--", "--print-await-holding"])
        .quiet()
        .shows("note: no entries of `await-holding-invalid-types` for the crate `demo`");
}

/// `demo` holds two of the types that are forbidden by default, and `tracing` has no `EnteredSpan`.
fn holds_defaults() -> Project {
    let lib = "\
pub async fn entered() {
    let entered = tracing::span::Entered;
    let again = tracing::span::Entered;
    std::future::pending::<()>().await;
    drop((entered, again));
}
";
    let tracing =
        "pub mod span { pub struct Entered; impl Drop for Entered { fn drop(&mut self) {} } }";
    Project::empty()
        .package("", "demo", lib)
        .append(
            "Cargo.toml",
            "[dependencies]\ntracing = { path = \"tracing\" }\n[workspace]\n",
        )
        .package("tracing", "tracing", tracing)
}

/// The rows of the defaults where `entered` is what is known of the first one.
fn defaults(place: &str, entered: &str) -> String {
    let rows = [
        ("tracing::span::Entered", entered),
        ("tracing::span::EnteredSpan", "-     (nothing)"),
        (
            "tokio::runtime::EnterGuard",
            "-     (no crate `tokio` in this build)",
        ),
        (
            "opentelemetry::ContextGuard",
            "-     (no crate `opentelemetry` in this build)",
        ),
        (
            "fastrace::local::LocalSpan",
            "-     (no crate `fastrace` in this build)",
        ),
    ];
    let rows = rows.map(|(path, known)| format!("      {place}  {path:27}  {known}\n"));
    rows.concat()
}

#[test]
fn the_defaults_are_listed_while_they_are_in_force() {
    let list = |configuration: &str| {
        holds_defaults()
            .file("clippy.toml", configuration)
            .clippy(&["-p", "demo", "--", "--print-await-holding"])
    };
    let held = "2     tracing::span::Entered";
    list("").shows(&defaults("default", held));
    list("await-holding-invalid-types = [\"..\"]\n")
        .shows("clippy.toml:1:32  ..                           2     (the default)\n")
        .shows(&defaults("default         ", held));
    list("await-holding-invalid-types = []\n")
        .shows("note: no entries of")
        .hides("default");
    // An entry for the same type takes its values over.
    list("await-holding-invalid-types = [\"tracing::span::Entered\", \"..\"]\n")
        .shows("clippy.toml:1:32  tracing::span::Entered       2     tracing::span::Entered\n")
        .shows("clippy.toml:1:58  ..                           0     (the default)\n")
        .shows(&defaults(
            "default         ",
            "0     tracing::span::Entered",
        ));
}

#[test]
fn the_driver_alone_lists_entries_too() {
    Project::with_lib(HOLDS_INSTANT)
        .file("clippy.toml", FORBIDS_INSTANT)
        .driver(&[
            "--print-await-holding",
            "--crate-type=lib",
            "--edition=2024",
            "--emit=metadata",
            "src/lib.rs",
        ])
        .code(0)
        .shows(&listing(
            "lib",
            &[
                "place             entry               held  stands for",
                "clippy.toml:1:32  std::time::Instant  1     std::time::Instant",
            ],
        ));
}

#[test]
fn the_listing_is_one_of_the_json_messages() {
    let run = Project::with_lib(HOLDS_INSTANT)
        .file("clippy.toml", FORBIDS_INSTANT)
        .clippy(&["--message-format=json", "--", "--print-await-holding"]);
    let listed = run.stdout.lines().filter(|line| {
        let message: Value = serde_json::from_str(line).unwrap();
        let text = message["message"]["message"].as_str().unwrap_or_default();
        message["message"]["level"] == "note" && text.starts_with("entries of")
    });
    assert_eq!(listed.count(), 1, "{run}");
}
