//! The generated pages are up to date and complete.

use std::fs;

use clippy_book::generated;
use clippy_catalogue::CATALOGUE;
use clippy_lints::LINTS;

#[test]
fn generated_pages_are_current() {
    let stale = generated::stale().unwrap();
    let files: Vec<_> = stale
        .iter()
        .map(|page| page.file.display().to_string())
        .collect();
    assert!(
        files.is_empty(),
        "out of date, `./x book --bless` updates them:\n{}",
        files.join("\n")
    );
}

#[test]
fn every_page_is_in_the_summary() {
    let summary = fs::read_to_string(clippy_book::source().join("SUMMARY.md")).unwrap();
    for page in generated::pages().unwrap() {
        let path = page.file.strip_prefix(clippy_book::source()).unwrap();
        assert!(
            summary.contains(&format!("({})", path.display())),
            "{} is not in SUMMARY.md",
            path.display()
        );
    }
}

#[test]
fn every_row_is_in_one_recipe() {
    let recipes = fs::read_dir(clippy_book::source().join("recipes")).unwrap();
    let pages: Vec<_> = recipes
        .map(|page| fs::read_to_string(page.unwrap().path()).unwrap())
        .collect();
    for row in CATALOGUE {
        let says = |page: &&String| {
            let facts = [row.why, row.instead, row.documentation];
            facts.iter().all(|fact| page.contains(fact))
                && row
                    .paths
                    .iter()
                    .all(|path| page.contains(&format!("`{path}`")))
        };
        let library = row.library;
        assert_eq!(
            pages.iter().filter(says).count(),
            1,
            "{library}: {:?}",
            row.paths
        );
    }
}

/// `tests/ui-fix` has suggestions that `--fix` applies, and others that are only shown.
#[test]
fn lints_declare_the_applicabilities_that_the_ui_tests_show() {
    for info in LINTS {
        let is_announced_in = |dir: &str| {
            let files = fs::read_dir(clippy_book::root().join("tests/ui-fix").join(dir)).unwrap();
            let mut files = files.map(|file| file.unwrap().path());
            files.any(|file| {
                let is_source = file.extension().is_some_and(|extension| extension == "rs");
                is_source && fs::read_to_string(file).unwrap().contains(&info.name())
            })
        };
        let dirs = [
            ("applied", "MachineApplicable"),
            ("shown", "MaybeIncorrect"),
        ];
        let shown: Vec<_> = dirs
            .into_iter()
            .filter(|(dir, _)| is_announced_in(dir))
            .map(|(_, applicability)| applicability)
            .collect();
        let declared: Vec<_> = info
            .applicability
            .iter()
            .map(|applicability| format!("{applicability:?}"))
            .collect();
        assert_eq!(declared, shown, "{}", info.name());
    }
}
