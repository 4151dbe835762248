//! The keys of `clippy.toml` that this project reads, with what the book says of them.
//!
//! The page "Lint configuration" is generated from these declarations.

use await_holding::rules::list::key::AWAIT_HOLDING_INVALID_TYPES;
pub use await_holding::rules::list::key::{Field, Key};

/// All of them, in alphabetical order.
pub static KEYS: &[&Key] = &[&AWAIT_HOLDING_INVALID_TYPES];
