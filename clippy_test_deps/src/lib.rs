//! Nothing but a place for dependencies: `tests/compile-test.rs` compiles them for the UI tests.
