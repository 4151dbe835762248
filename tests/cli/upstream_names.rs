//! Every name that upstream Clippy knows is accepted without a warning. The names are in
//! `clippy_config/data`.

use crate::project::{CLEAN, Project};

const LINTS: &str = include_str!("../../clippy_config/data/upstream_lints.txt");
const KEYS: &str = include_str!("../../clippy_config/data/upstream_keys.txt");

/// These lints exist here, so an expectation of them can be unfulfilled.
const OURS: [&str; 3] = [
    "clippy::await_holding_invalid_type",
    "clippy::await_holding_lock",
    "clippy::await_holding_refcell_ref",
];

/// The words on each line of a data file, without comments.
fn lines(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = data.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_whitespace().collect())
}

/// All names of lints and groups, including old ones.
fn names() -> impl Iterator<Item = &'static str> {
    lines(LINTS).map(|words| words[1])
}

fn lint(project: Project, more: &[&str]) {
    let args = [
        "--crate-type=lib",
        "--edition=2024",
        "--emit=metadata",
        "demo.rs",
    ];
    project.driver(&[&args[..], more].concat()).quiet();
}

fn in_attributes(attribute: &str, names: impl Iterator<Item = &'static str>) {
    let attributes: String = names
        .map(|name| format!("#![{attribute}({name})]\n"))
        .collect();
    assert!(attributes.contains("clippy::needless_return") && attributes.lines().count() > 800);
    lint(Project::empty().file("demo.rs", &(attributes + CLEAN)), &[]);
}

#[test]
fn names_are_accepted_in_attributes() {
    for attribute in ["allow", "warn", "deny", "forbid"] {
        in_attributes(attribute, names());
    }
}

#[test]
fn names_are_accepted_in_expectations() {
    in_attributes("expect", names().filter(|name| !OURS.contains(name)));
}

#[test]
fn names_are_accepted_on_the_command_line() {
    for option in ["-A", "-W", "-D", "-F"] {
        let options: Vec<_> = names().flat_map(|name| [option, name]).collect();
        lint(Project::empty().file("demo.rs", CLEAN), &options);
    }
}

/// A value of a type, as the data file describes it.
fn value(types: &[&str]) -> String {
    match types {
        ["bool"] => "true".to_owned(),
        ["integer"] => "3".to_owned(),
        ["string"] => "\"1.80\"".to_owned(),
        ["string-or-array"] => "[\"1\"]".to_owned(),
        ["any"] => "[]".to_owned(),
        ["path"] => "{ path = \"std::env::set_var\", reason = \"it is not safe\" }".to_owned(),
        ["pair"] => "[\"a\", \"b\"]".to_owned(),
        ["table"] => "{}".to_owned(),
        ["enum", value, ..] => format!("\"{value}\""),
        ["array", element @ ..] => format!("[{}]", value(element)),
        _ => panic!("unknown type in the data file: {types:?}"),
    }
}

/// The lines of a `clippy.toml` with the keys that `select` accepts, each with a value of its type.
fn configuration(select: impl Fn(&[&str]) -> bool) -> Vec<String> {
    let types = |key: &str| lines(KEYS).find(|words| words[0] == key).unwrap()[1..].to_vec();
    lines(KEYS)
        .filter(|words| select(words) && words[0] != "await-holding-invalid-types")
        .map(|words| match words[..] {
            [old, "renamed", new] => format!("{old} = {}\n", value(&types(new))),
            [key, ref types @ ..] => format!("{key} = {}\n", value(types)),
            [] => unreachable!("a line has at least one word"),
        })
        .collect()
}

#[test]
fn keys_are_accepted() {
    let keys = configuration(|words| words[1] != "renamed");
    assert!(keys.len() > 80);
    let project = Project::empty().file("demo.rs", CLEAN);
    lint(project.file("clippy.toml", &keys.concat()), &[]);
}

#[test]
fn old_keys_are_accepted() {
    let keys = configuration(|words| words[1] == "renamed");
    assert!(!keys.is_empty());
    let project = Project::empty().file("demo.rs", CLEAN);
    lint(project.file("clippy.toml", &keys.concat()), &[]);
}
