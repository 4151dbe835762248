use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::CATALOGUE;

/// The contents of the UI tests of the catalogue whose names end in `extension`.
fn ui_tests(extension: &str) -> String {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui/catalogue");
    let files = fs::read_dir(dir).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|found| found == extension))
        .map(|file| fs::read_to_string(file).unwrap())
        .collect()
}

/// The UI tests hold each value across an `await` point and drop another before, so that a type has both
/// tests or none.
#[test]
fn each_type_is_held_and_reported_in_a_ui_test() {
    let sources = ui_tests("rs");
    let reports = ui_tests("stderr");
    let untested: Vec<_> = CATALOGUE
        .iter()
        .flat_map(|row| row.paths)
        .filter(|path| {
            let held = ["<", " ="].map(|end| format!("let guard: {path}{end}"));
            !held.iter().any(|held| sources.contains(held))
                || !reports.contains(&format!("`{path}` "))
        })
        .collect();
    assert!(untested.is_empty(), "{untested:#?}");
}

#[test]
fn paths_are_unique() {
    let mut seen = BTreeSet::new();
    for path in CATALOGUE.iter().flat_map(|row| row.paths) {
        assert!(seen.insert(path), "{path}");
    }
}

#[test]
fn the_documentation_is_that_of_the_library() {
    for row in CATALOGUE {
        let krate = row.paths[0].split("::").next().unwrap();
        let page = row.documentation;
        let own = match krate {
            "std" | "core" => page.starts_with("https://doc.rust-lang.org/std/"),
            _ => page.starts_with("https://docs.rs/") && page.contains(&format!("/{krate}/")),
        };
        assert!(own, "{page} is not of {krate}");
    }
}
