//! The lints report what the book says they report, and nothing else.

use clippy_book::examples::Run;

#[test]
fn examples_hold() {
    let run = Run::new().unwrap();
    assert!(!run.examples.is_empty());
    let problems = run.problems();
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}
