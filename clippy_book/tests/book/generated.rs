//! The generated pages are those of the current declarations.

use std::fs;

use clippy_book::generated;
use clippy_catalogue::CATALOGUE;

#[test]
fn generated_pages_are_current() {
    let stale = generated::stale().unwrap();
    let files: Vec<_> = stale
        .iter()
        .map(|page| page.file.display().to_string())
        .collect();
    assert!(
        files.is_empty(),
        "stale; `./x book --bless` makes them anew:\n{}",
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
