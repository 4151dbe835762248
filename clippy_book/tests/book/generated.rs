//! The generated pages are those of the current declarations.

use std::fs;

use clippy_book::generated;

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
    for page in generated::pages() {
        let path = page.file.strip_prefix(clippy_book::source()).unwrap();
        assert!(
            summary.contains(&format!("({})", path.display())),
            "{} is not in SUMMARY.md",
            path.display()
        );
    }
}
