//! Configuration files that are deep or long. The fuzzers in `fuzz/` test what has to be true of any
//! file. These tests check that the whole driver finishes, and points to what is wrong.

use super::Input;

/// How many times a part of the file is repeated.
const PARTS: usize = 10_000;

/// How many types of the crate are listed, and how many of a crate that does not exist. Quadratic work
/// on this many entries would exceed the limit.
const TYPES: usize = 100_000;

#[test]
fn deeply_nested_values_are_rejected_or_read() {
    for (open, close) in [("[", "]"), ("{ a = ", "}"), ("\"Vec<", "")] {
        let value = open.repeat(5000) + "1" + &close.repeat(5000);
        Input::new("")
            .configured(&format!("await-holding-invalid-types = {value}"))
            .is_rejected();
    }
    let path = "Vec<".repeat(5000) + "u8" + &">".repeat(5000);
    let text = format!("await-holding-invalid-types = [\"std::vec::{path}\"]");
    Input::new("").configured(&text).is_rejected();
}

#[test]
fn long_files_are_rejected_or_read() {
    let list = |elements: &str| format!("await-holding-invalid-types = [{elements}]");
    let numbered = |part: fn(usize) -> String| (0..PARTS).map(part).collect::<String>();
    let arguments = numbered(|number| format!("'a::B<{number}>',\n"));
    assert!(!Input::new("").configured(&list(&arguments)).is_rejected());
    for text in [
        numbered(|number| format!("unknown{number} = 1\n")),
        "= 1\n".repeat(PARTS),
        list(&"1,".repeat(PARTS)),
        list(&"'a::B',".repeat(PARTS)),
        list(&format!("\"{}\"", "\\q".repeat(PARTS))),
        "\r".repeat(PARTS),
    ] {
        assert!(Input::new("").configured(&text).is_rejected());
    }
}

#[test]
fn a_long_list_is_checked_within_the_limit() {
    let numbered = |begin: &str, end: &str| -> String {
        let lines = (0..TYPES).map(|number| format!("{begin}{number}{end}\n"));
        lines.collect()
    };
    let list = format!(
        "await-holding-invalid-types = [\n{}{}'input::Guard',\n]\n",
        numbered("'no_such_crate::Type", "',"),
        numbered("'crate::types::Type", "',"),
    );
    let types = numbered("pub struct Type", ";");
    let source = format!(
        "pub mod types {{\n{types}}}\npub async fn hold() {{ let guard = make(); y().await; see(&guard); }}"
    );
    let (found, stderr) = Input::new(source).configured(&list).lint();
    assert_eq!(found, 1, "{stderr}");
    assert!(!stderr.contains("there is no type"), "{stderr}");
}
